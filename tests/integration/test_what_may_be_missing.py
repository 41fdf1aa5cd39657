"""Whatever an event's contract lets be null, those who read the event do without it."""

import pytest

from services.commissioning_decisions.service import CommissioningDecisions
from services.contract_monitoring.service import ContractMonitoring
from services.needs_assessment.service import NeedsAssessment
from services.portal.projection import PortalProjection
from services.young_commissioners_panel.service import YoungCommissionersPanel
from tests.support.nullable import as_little_as_promised
from tests.support.one_service import OneService

READERS = (
    CommissioningDecisions,
    ContractMonitoring,
    NeedsAssessment,
    PortalProjection,
    YoungCommissionersPanel,
)


@pytest.mark.parametrize("reader", READERS, ids=lambda reader: reader.name)
def test_nothing_that_may_be_null_is_needed(service_database, reader):
    service = OneService(service_database(reader.name), service_class=reader)
    told = 0
    for version, (name, event, _) in enumerate(as_little_as_promised(reader.name), 1):
        service.receives(name, event["subject"], version, event["data"])
        told += 1
    assert told > 0
