"""What no contract describes is put aside with its reason by every service; nothing comes of it."""

import pytest

from shared.messaging import topology
from tests.support import messaging
from tests.support.eventually import eventually
from tests.support.messaging import an_event
from tests.support.one_service import rows_of

SERVICES = {
    "needs_assessment": "NeedsAssessment",
    "commissioning_decisions": "CommissioningDecisions",
    "young_commissioners_panel": "YoungCommissionersPanel",
    "contract_monitoring": "ContractMonitoring",
}
# An event that each of them reads, with data that its contract does not allow.
READ_BY = {
    "needs_assessment": ("contract.signed", {"contract": {"id": "CON-2019-01"}}),
    "commissioning_decisions": ("need.scored", {"need": {"title": "Waits"}}),
    "young_commissioners_panel": ("proposal.drafted", {"proposal": "JCP-2017-03"}),
    "contract_monitoring": ("contract.signed", {}),
}
OUTCOMES = "SELECT event_id::text, outcome FROM inbox"


def strange(service):
    """Body and the code with which it is put aside."""
    name, data = READ_BY[service]
    known = an_event(name=name, **data)
    tomorrow = an_event(name=name, **data).to_json().replace(".v1", ".v7")
    nobodys = an_event(name="contract.danced", steps=3)
    return [
        (known.to_json(), "malformed_event"),
        (tomorrow, "unknown_event_version"),
        (nobodys.to_json(), "unknown_event"),
        ('{"specversion": "1.0"}', "malformed_event"),
    ]


@pytest.mark.parametrize("service", SERVICES)
def test_an_event_that_no_contract_describes_has_no_effect(
    service_database, wire, amqp_url, tmp_path, service
):
    database, sent = service_database(service), strange(service)
    before = rows_of(database)
    for body, _ in sent:
        wire.send_to("", topology.queue_of(service), body)

    path = f"services.{service}.service:{SERVICES[service]}"
    with messaging.consumer(database, amqp_url, tmp_path, path):
        assert eventually(lambda: wire.count(topology.dead_queue_of(service)) == len(sent))

    letters = wire.take(topology.dead_queue_of(service))
    assert [headers["x-reason-code"] for headers, _ in letters] == [code for _, code in sent]
    assert all(headers["x-reason"] for headers, _ in letters)
    with database.transaction() as tx:
        assert {row["outcome"] for row in tx.run(OUTCOMES)} == {"dead"}
    after = rows_of(database)
    assert {table for table in after if after[table] != before[table]} == {"inbox"}
