"""Contract monitoring on a database of its own, seen by the people who use it."""

import pytest

from services.contract_monitoring.service import ContractMonitoring
from tests.support.contracts_of_2019 import DAYS, SLT_CONTRACT, STORE_CONTRACT, return_of
from tests.support.one_service import OneService, Person


class Monitoring(OneService):
    """The service with everybody who acts on it."""

    service_class = ContractMonitoring

    def __init__(self, database) -> None:
        super().__init__(database)
        self.provider = self.person("ann", "TEESTALK", "provider")
        self.store_provider = self.person("sam", "MBC", "provider")
        self.contract_manager = self.person("priya", "MBC", "contract_manager")
        self.finance = self.person("femi", "MBC", "finance")

    def receives_contract(self, contract: dict, version: int = 1) -> None:
        self.receives("contract.signed", contract["id"], version, {"contract": contract})

    def has_return(self, cell, contract: dict) -> None:
        """Submitted by the provider and validated by the contract manager, each on its day."""
        provider = self.provider if contract is SLT_CONTRACT else self.store_provider
        body = return_of(cell, contract)
        provider("submit_return", body)
        self.validates(cell, contract)

    def validates(self, cell, contract: dict):
        body = return_of(cell, contract)
        key = {name: body[name] for name in ("contract_id", "measure", "period")}
        return self.contract_manager("validate_return", {**key, "on": DAYS[cell.period][3]})

    def sees(self, contract: dict, person: Person | None = None) -> dict:
        return (person or self.contract_manager)("get_contract", {"id": contract["id"]})


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
