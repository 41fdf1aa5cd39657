"""Each service alone on its database, with the people who act on it and what they usually send."""

from datetime import datetime

from deploy.demo.papers import ANSWERS
from services.commissioning_decisions import rules
from services.commissioning_decisions.service import CommissioningDecisions
from services.contract_monitoring.service import ContractMonitoring
from services.needs_assessment.service import NeedsAssessment
from services.young_commissioners_panel.service import YoungCommissionersPanel
from tests.support.contracts_of_2019 import DAYS, SLT_CONTRACT, return_of
from tests.support.needs_of_2017 import NEED, REFERRALS, SCORES, WAITS
from tests.support.one_service import OneService, Person
from tests.support.panel_of_2018 import MEMBERS, OPENING, PANEL, PROPOSAL, RECOMMENDATION, SESSION
from tests.support.two_stories import register_partners


class Needs(OneService):
    service_class = NeedsAssessment

    def __init__(self, database) -> None:
        """Two indicators are loaded."""
        super().__init__(database)
        self.analyst = self.person("abdul", "MBC", "analyst")
        self.commissioner = self.person("amina", "MBC", "commissioner")
        self.member = self.person("YC-07", "MBC", "panel_member")
        self.analyst("load_indicators", {"indicators": [WAITS, REFERRALS], "on": "2017-10-02"})

    def identifies(self, reference="NEED-2017-01", **changes):
        return self.analyst("identify_need", {**NEED, "reference": reference, **changes})

    def scores(self, reference="NEED-2017-01", on="2018-02-14", reason=None, **scores):
        body = {"need_id": reference, "scores": {**SCORES, **scores}, "on": on}
        return self.analyst("score_need", {**body, "moderation_reason": reason})

    def loads(self, *observations, on="2018-03-01"):
        body = {"observations": list(observations), "on": on}
        return self.analyst("load_observations", body)

    def sees(self, reference="NEED-2017-01"):
        return self.commissioner("get_need", {"id": reference})


class Panel(OneService):
    service_class = YoungCommissionersPanel

    def __init__(self, database) -> None:
        """A panel of seven, and a session about a proposal that has not begun."""
        super().__init__(database)
        self.facilitator = self.person("lena", "MBC", "facilitator")
        self.commissioner = self.person("farah", "STCCG", "commissioner")
        self.member = self.person("YC-07", "MBC", "panel_member")
        self.another = self.person("YC-03", "MBC", "panel_member")
        self.stranger = self.person("YC-99", "HBC", "panel_member")
        self.facilitator("create_panel", {"name": PANEL, "area": "TEES", "on": "2018-01-08"})
        for member in MEMBERS:
            self.facilitator("add_member", {"panel": PANEL, **member, "on": "2018-01-08"})
        self.knows()
        self.schedules()

    def knows(self, version=1, **changes) -> None:
        told = {"proposal": {**PROPOSAL, **changes}}
        self.receives("proposal.drafted", PROPOSAL["id"], version, told)

    def schedules(self, **changes):
        return self.facilitator("schedule_session", {**SESSION, **changes})

    def opens(self, **changes):
        return self.facilitator("open_session", {**OPENING, **changes})

    def closes(self, on="2018-07-16"):
        return self.facilitator("close_session", {"id": SESSION["reference"], "on": on})

    def answers(self, question, kind, value=None, *, who=None, version=None, on="2018-07-15"):
        body = {"session_id": SESSION["reference"], "question": question, "on": on}
        body |= {"answer": {"kind": kind, "value": value}, "expected_version": version}
        return (who or self.member)("save_answer", body)

    def sends(self, who=None, on="2018-07-15"):
        body = {"session_id": SESSION["reference"], "on": on}
        return (who or self.member)("submit_recommendation", body)

    def records(self, **changes):
        return self.facilitator("record_recommendation", {**RECOMMENDATION, **changes})

    def responds(self, **changes):
        body = {
            "id": "YCP-2018-02-R1",
            "decision": "accept",
            "reasons": "You are right.",
            "owner": "Peter Lowe",
            "on": "2018-08-10",
        }
        return self.commissioner("respond_to_recommendation", {**body, **changes})


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
        """By the lead commissioner, who wrote none of it."""
        body = {"move": move, "expected_version": self.version, "reason": reason, "on": on}
        body["proposal_id"] = self.id
        return self.decisions.lead(self.lead)("move_proposal", body)["proposal"]["stage"]

    def declares(self, partner: str, on: str, **conflict):
        """That nothing is to be declared, unless something is."""
        body = {
            "proposal_id": self.id,
            "partner": partner,
            "role": "joint commissioner",
            "nature": "none",
            "action": "none_needed",
            "on": on,
            **conflict,
        }
        return self.decisions.officer(partner)("declare_conflict", body)

    def files(self, on: str, *codes: str, organisation: str = "MBC", fields: dict | None = None):
        """Each by the role whose work it is; the financial case by the body that pays."""
        for code in codes:
            paper = {
                "proposal_id": self.id,
                "code": code,
                "title": f"Paper {code}",
                "sha256": "ab" * 32,
                "classification": "partner",
                "author_organisation": organisation,
                "fields": {**ANSWERS[code], **(fields or {})},
                "on": on,
            }
            self.decisions.files(code, organisation, self.lead)("add_evidence", paper)

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
        """Six partners are registered."""
        super().__init__(database)
        self.operator = self.person("olga", "TEES", "operator")
        self.council = self.person("amina", "MBC", "commissioner")
        self.ccg = self.person("farah", "STCCG", "commissioner")
        self.outsider = self.person("gwen", "HBC", "commissioner")
        register_partners(self)

    def officer(self, partner: str) -> Person:
        return self.person(f"officer-{partner}", partner, "democratic_services")

    def lead(self, commissioner: Person) -> Person:
        """The lead commissioner beside whoever writes the proposal."""
        organisation = commissioner.actor["organisation"]
        return self.person(
            f"lead-{organisation}", organisation, "lead_commissioner", "commissioner"
        )

    def files(self, code: str, author: str, commissioner: Person) -> Person:
        """Who may add a paper of that kind."""
        kind = rules.evidence_kinds()[code]
        own = author if kind.own_organisation else commissioner.actor["organisation"]
        return self.person(f"{kind.filed_by[0]}-{own}", own, kind.filed_by[0])

    def case(self, id: str, lead: Person) -> OneCase:
        return OneCase(self, id, lead)

    def looks_at_the_calendar(self) -> None:
        self.service.every_ten_minutes_let_decisions_take_effect()

    def looks_at_the_clock(self, instant: str | None = None) -> None:
        """The timer for obligations, at an instant such as 2019-06-27T23:00:00+00:00."""
        if instant:
            self.clock.instant = datetime.fromisoformat(instant)
        self.service.every_ten_seconds_tell_what_is_due()

    def obligations(self, **asked) -> dict[str, dict]:
        """Those that are owed, or as asked, by the part of their identifier after the subject."""
        found = self.council("list_obligations", asked)["obligations"]
        return {each["id"].partition("/")[2]: each for each in found}
