"""Contract monitoring on a database of its own, seen by the people who use it."""

import itertools
import json
from datetime import UTC, datetime

import pytest
from nameko.testing.services import worker_factory

from services.contract_monitoring import schemas
from services.contract_monitoring.service import ContractMonitoring
from shared.events import Event
from shared.identifiers import uuid7
from tests.support.contracts_of_2019 import DAYS, SLT_CONTRACT, STORE_CONTRACT, return_of

TODAY = datetime(2026, 11, 25, 12, 0, tzinfo=UTC)
TABLES = (
    "contracts",
    "proposal_moves",
    "returns",
    "return_revisions",
    "notices",
    "money_tests",
    "commands",
    "subject_versions",
    "outbox",
)
ROWS = " UNION ALL ".join(
    f"SELECT '{table}' AS name, md5(coalesce(string_agg(t::text, ',' ORDER BY t::text), ''))"  # noqa: S608 - names above
    f" AS rows FROM {table} t"
    for table in TABLES
)


class FixedClock:
    def __init__(self, now: datetime) -> None:
        self.instant = now

    def now(self) -> datetime:
        return self.instant


class Person:
    """Sends commands as somebody; each one with a key of its own unless a key is given."""

    keys = itertools.count()

    def __init__(self, service, name: str, organisation: str, *roles: str) -> None:
        self.service = service
        self.actor = {"person": name, "organisation": organisation, "roles": list(roles)}

    def __call__(self, method: str, body: dict, key: str | None = None):
        key = key or f"test-command-{next(self.keys)}"
        meta = {"actor": self.actor, "idempotency_key": key}
        return getattr(self.service, method)(body, meta)


class Monitoring:
    """The service with everybody who acts on it, and what it has stored and sent."""

    def __init__(self, database, clock: FixedClock) -> None:
        self.database, self.clock = database, clock
        self.service = worker_factory(ContractMonitoring, database=database, clock=clock)
        self.provider = self.person("ann", "TEESTALK", "provider")
        self.store_provider = self.person("sam", "MBC", "provider")
        self.contract_manager = self.person("priya", "MBC", "contract_manager")
        self.finance = self.person("femi", "MBC", "finance")

    def person(self, name: str, organisation: str, *roles: str) -> Person:
        return Person(self.service, name, organisation, *roles)

    def receives(self, name: str, data: dict, *, subject: str, version: int = 1) -> None:
        schema = schemas.CONSUMED[name, 1]()
        event = Event(
            id=uuid7(),
            name=name,
            version=1,
            source="/jc/tees/commissioning_decisions",
            subject=subject,
            subject_version=version,
            time=self.clock.now(),
            data=schema.load(data),
            correlation_id=uuid7(),
        )
        handler = getattr(self.service, f"on_{name.replace('.', '_')}")
        with self.database.transaction() as tx:
            handler(event, tx)

    def receives_contract(self, contract: dict, version: int = 1) -> None:
        data = {"contract": contract}
        self.receives("contract.signed", data, subject=contract["id"], version=version)

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

    def events(self, *names: str) -> list[dict]:
        with self.database.transaction() as tx:
            rows = tx.run("SELECT body FROM outbox ORDER BY position")
        documents = [json.loads(row["body"]) for row in rows]
        types = {f"uk.jc.{name}.v1" for name in names}
        return [each for each in documents if not names or each["type"] in types]

    def rows(self) -> dict[str, str]:
        """A fingerprint of every table: equal before and after means that nothing was written."""
        with self.database.transaction() as tx:
            return {row["name"]: row["rows"] for row in tx.run(ROWS)}

    def sees(self, contract: dict, person: Person | None = None) -> dict:
        return (person or self.contract_manager)("get_contract", {"id": contract["id"]})


@pytest.fixture
def monitoring(service_database) -> Monitoring:
    return Monitoring(service_database("contract_monitoring"), FixedClock(TODAY))


@pytest.fixture
def slt(monitoring) -> Monitoring:
    monitoring.receives_contract(SLT_CONTRACT)
    return monitoring


@pytest.fixture
def store(monitoring) -> Monitoring:
    monitoring.receives_contract(STORE_CONTRACT)
    return monitoring
