"""Commissioning decisions on a database of its own, seen by the people of six partners."""

import itertools
import json
from datetime import UTC, date, datetime

import pytest
from nameko.testing.services import worker_factory

from services.commissioning_decisions import schemas
from services.commissioning_decisions.service import CommissioningDecisions
from shared.events import Event
from shared.identifiers import uuid7
from tests.support.two_stories import register_partners

TODAY = datetime(2026, 11, 25, 12, 0, tzinfo=UTC)
TABLES = (
    "partners",
    "proposals",
    "reference_numbers",
    "proposal_versions",
    "moves",
    "acts",
    "timeline",
    "known_facts",
    "commands",
    "subject_versions",
    "outbox",
)
ROWS = " UNION ALL ".join(
    f"SELECT '{table}' AS name, md5(coalesce(string_agg(t::text, ',' ORDER BY t::text), ''))"  # noqa: S608 - names above
    f" AS rows FROM {table} t"
    for table in TABLES
)
HANDLERS = {
    "need.identified": "on_need_identified",
    "need.scored": "on_need_scored",
    "assessment.published": "on_assessment_published",
}


class FixedClock:
    def __init__(self, now: datetime) -> None:
        self.instant = now

    def now(self) -> datetime:
        return self.instant

    def stands_at(self, day: str) -> None:
        self.instant = datetime.combine(date.fromisoformat(day), datetime.min.time(), UTC).replace(
            hour=12
        )


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


class OneCase:
    """What the lead and the partners do to one proposal."""

    def __init__(self, decisions: "Decisions", id: str, lead: Person) -> None:
        self.decisions, self.id, self.lead = decisions, id, lead

    def does(self, method: str, body: dict):
        return self.lead(method, {"proposal_id": self.id, **body})

    @property
    def version(self) -> int:
        return self.sees()["version"]

    def sees(self) -> dict:
        return self.lead("get_proposal", {"id": self.id})

    def moves(self, on: str, move: str, reason: str | None = None) -> str:
        body = {"move": move, "expected_version": self.version, "reason": reason, "on": on}
        return self.does("move_proposal", body)["proposal"]["stage"]

    def files(self, on: str, *codes: str, organisation: str = "MBC", fields: dict | None = None):
        for code in codes:
            paper = {
                "code": code,
                "title": f"Paper {code}",
                "sha256": "ab" * 32,
                "classification": "partner",
                "author_organisation": organisation,
                "fields": fields or {},
                "on": on,
            }
            self.does("add_evidence", paper)

    def revises(self, on: str, content: dict):
        body = {"expected_version": self.version, "content": content, "reason": "Next draft."}
        return self.does("revise_proposal", {**body, "on": on})

    def announces(self, partner: str, body: str, *, meeting_on: str, on: str):
        notice = {
            "proposal_id": self.id,
            "partner": partner,
            "body": body,
            "matter": "The service",
            "key_decision": True,
            "meeting_on": meeting_on,
            "on": on,
        }
        return self.decisions.officer(partner)("publish_notice", notice)

    def decides(self, partner: str, **decision):
        frozen = self.sees()["proposal"]
        body = {
            "proposal_id": self.id,
            "partner": partner,
            "outcome": "approved",
            "proposal_version": frozen["proposal_version"],
            "sha256": frozen["frozen_sha256"],
            "on": decision.get("published_on") or decision["decided_on"],
            **decision,
        }
        return self.decisions.officer(partner)("record_decision", body)


class Decisions:
    """The service with everybody who acts on it, and what it has stored and sent."""

    def __init__(self, database, clock: FixedClock) -> None:
        self.database, self.clock = database, clock
        self.service = worker_factory(CommissioningDecisions, database=database, clock=clock)
        self.operator = self.person("olga", "TEES", "operator")
        self.council = self.person("amina", "MBC", "commissioner")
        self.ccg = self.person("farah", "STCCG", "commissioner")
        self.outsider = self.person("gwen", "HBC", "commissioner")

    def person(self, name: str, organisation: str, *roles: str) -> Person:
        return Person(self.service, name, organisation, *roles)

    def officer(self, partner: str) -> Person:
        return self.person(f"officer-{partner}", partner, "democratic_services")

    def case(self, id: str, lead: Person) -> OneCase:
        return OneCase(self, id, lead)

    def looks_at_the_calendar(self) -> None:
        self.service.every_ten_minutes_let_decisions_take_effect()

    def receives(self, name: str, subject: str, version: int, data: dict) -> None:
        schema = schemas.CONSUMED[name, 1]()
        event = Event(
            id=uuid7(),
            name=name,
            version=1,
            source="/jc/tees/somebody_else",
            subject=subject,
            subject_version=version,
            time=self.clock.now(),
            data=schema.load(data),
            correlation_id=uuid7(),
        )
        with self.database.transaction() as tx:
            self._handler(name)(event, tx)

    def _handler(self, name: str):
        if name in HANDLERS:
            return getattr(self.service, HANDLERS[name])
        if name.startswith(("panel.recommendation", "panel.reaction")):
            return self.service.on_recommendation_told
        if name.startswith("panel."):
            return self.service.on_session_told
        return self.service.on_contract_told

    def receives_all(self, events) -> None:
        for event in events:
            self.receives(*event)

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


@pytest.fixture
def decisions(service_database) -> Decisions:
    made = Decisions(service_database("commissioning_decisions"), FixedClock(TODAY))
    register_partners(made)
    return made
