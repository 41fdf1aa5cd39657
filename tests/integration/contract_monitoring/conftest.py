"""Contract monitoring on a database of its own, seen by the people who use it."""

import pytest

from tests.support.contracts_of_2019 import SLT_CONTRACT, STORE_CONTRACT
from tests.support.each_service import Monitoring


@pytest.fixture
def monitoring(service_database) -> Monitoring:
    return Monitoring(service_database("contract_monitoring"))


@pytest.fixture
def slt(monitoring) -> Monitoring:
    monitoring.receives_contract(SLT_CONTRACT)
    return monitoring


@pytest.fixture
def store(monitoring) -> Monitoring:
    monitoring.receives_contract(STORE_CONTRACT)
    return monitoring
