"""Commissioning decisions on a database of its own, seen by the people of six partners."""

import pytest

from services.commissioning_decisions.service import CommissioningDecisions
from tests.support.one_service import OneService, Person
from tests.support.two_stories import register_partners


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


class Decisions(OneService):
    """The service with everybody who acts on it."""

    service_class = CommissioningDecisions

    def __init__(self, database) -> None:
        super().__init__(database)
        self.operator = self.person("olga", "TEES", "operator")
        self.council = self.person("amina", "MBC", "commissioner")
        self.ccg = self.person("farah", "STCCG", "commissioner")
        self.outsider = self.person("gwen", "HBC", "commissioner")

    def officer(self, partner: str) -> Person:
        return self.person(f"officer-{partner}", partner, "democratic_services")

    def case(self, id: str, lead: Person) -> OneCase:
        return OneCase(self, id, lead)

    def looks_at_the_calendar(self) -> None:
        self.service.every_ten_minutes_let_decisions_take_effect()


@pytest.fixture
def decisions(service_database) -> Decisions:
    made = Decisions(service_database("commissioning_decisions"))
    register_partners(made)
    return made
