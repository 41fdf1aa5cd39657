"""One proposal from its draft to its end, through all sixteen stages of JCP-16: each command.

Two partners, the days and sums of a therapy service of 2017 to 2021: papers, a version, decisions
of both bodies, tender, award, standstill, contract and agreement, and the sixteen moves whose gates
ask for all of that. Nothing is waived.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from deploy.demo.area import PARTNERS
from deploy.demo.papers import ANSWERS, PAPERS
from services.commissioning_decisions import repository, rules
from services.commissioning_decisions.service import CommissioningDecisions
from shared import clock
from shared.database.dependency import ServiceDatabase
from shared.identifiers import uuid7

BODIES = ("MBC", "STCCG")
NEED = {"id": "NEED-2017-01", "title": "Children wait too long", "score": "87.0"}
ASSESSMENT = {"id": "SNA-2018-01", "need_ids": [NEED["id"]]}
SUPPLIER = {"code": "TEESTALK", "name": "Tees Talk Community Therapies"}
LEAD_ROLES = ("lead_commissioner", "commissioner")
REASON = "Measured."
CONTENT = {
    "annual_cost_pence": 118_400_000,
    "cost_head": "service",
    "shares": [{"partner": "MBC", "bp": 4250}, {"partner": "STCCG", "bp": 5750}],
    "term": {"initial_months": 36, "extension_months": [12, 12]},
    "maximum_value_pence": 592_000_000,
    "specification_sha256": "1" * 64,
    "measure_set": "slt",
}
EVALUATION = {
    "weights": {"quality": 50, "young": 15, "social": 10, "price": 25},
    "panel_question": "How will you make sure that we feel safe and listened to?",
    "fallback": "The panel meets again within 5 working days.",
}
BIDS = [
    dict(zip(("code", "name", "price_pence", "quality", "young", "social"), bid, strict=True))
    for bid in (
        ("TEESTALK", SUPPLIER["name"], 592_000_000, "41.5", "12.6", "7.0"),
        ("NORTHBANK", "Northbank Paediatrics", 556_000_000, "38.0", "9.3", "8.0"),
        ("CLEARWAY", "Clearway Health", 579_000_000, "43.0", "8.1", "6.5"),
    )
]
# Day, the papers that are filed on it, and the move that they open.
UP_TO_THE_VERSION = (
    ("2017-10-09", ("E01",), "begin_assessment"),
    ("2018-01-26", ("E02", "E03", "E04"), "seek_mandate"),
    ("2018-03-05", ("E05", "E06"), "begin_coproduction"),
    ("2018-05-29", ("E07", "E08", "E09"), "write_business_case"),
)
OPTIONS = ("E10", "E12", "E13", "E14", "E15", "E16", "E17")

# Method, body and actor → the answer.
Send = Callable[[str, dict[str, Any], dict[str, Any]], Any]


def actor(name: str, organisation: str, *roles: str) -> dict[str, Any]:
    return {"person": name, "organisation": organisation, "roles": list(roles)}


COMMISSIONER = actor("amina", "MBC", "commissioner")
LEAD = actor("anil", "MBC", *LEAD_ROLES)
OPERATOR = actor("olga", "TEES", "operator")


def officer(partner: str) -> dict[str, Any]:
    return actor(f"officer-{partner}", partner, "democratic_services")


def reference(number: int) -> str:
    return f"JCP-2017-{number + 1000}"


def in_process(database: ServiceDatabase) -> Send:
    """The service's commands and queries, whole, without the way there over RabbitMQ."""
    service: Any = CommissioningDecisions()
    service.database, service.clock = database, clock

    def send(method: str, body: dict[str, Any], who: dict[str, Any]) -> Any:
        return getattr(service, method)(body, {"actor": who, "idempotency_key": uuid7()})

    return send


def prepare(send: Send) -> None:
    """The partners."""
    for order, (code, name, kind, model, days, key_pence) in enumerate(PARTNERS, 1):
        if code in BODIES:
            governance = {
                "model": model,
                "call_in": days is not None,
                "call_in_working_days": days,
            }
            body = {"code": code, "name": name, "kind": kind, "governance": governance}
            send(
                "register_partner",
                {**body, "key_decision_pence": key_pence, "order": order},
                OPERATOR,
            )


def tell(database: ServiceDatabase, numbers: range) -> None:
    """What other services say about these proposals, kept as the inbox keeps it."""
    with database.transaction() as tx:
        repository.keep(tx, "need", 1, NEED)
        repository.keep(tx, "assessment", 1, ASSESSMENT)
        for number in numbers:
            for kind, block in _told(number):
                repository.keep(tx, kind, 1, {**block, "proposal_id": reference(number)})


def _told(number: int) -> Iterator[tuple[str, dict[str, Any]]]:
    session = f"YCP-2018-{number + 1000}"
    brief = {"brief_issued_on": "2018-06-29", "held_on": "2018-07-14", "closes_on": "2018-07-16"}
    yield "session", {"id": session, "stage": "closed", "recommendation_count": 1, **brief}
    yield (
        "recommendation",
        {
            "id": f"{session}-R1",
            "session_id": session,
            "stage": "responded",
            "statement": "Keep the same therapist until our goals are done.",
            "strength": "must",
            "response": {"decision": "accept", "reasons": "It is in the specification."},
            "response_due_on": "2018-08-10",
        },
    )
    yield "contract", {"id": f"CON-2019-{number + 1000}", "review_opened_on": "2020-09-30"}


@dataclass
class Walk:
    """The commands of one proposal; `version` is that of the last answer."""

    number: int
    send: Send
    version: int = 0
    stage: str = ""
    frozen: dict[str, Any] = field(default_factory=dict)

    @property
    def id(self) -> str:
        return reference(self.number)

    def whole(self) -> Iterator[str]:
        """Carries out all commands; stops after each and names its method."""
        yield from self.to_the_decisions()
        yield from self._decided()
        yield from self._bought()
        yield from self._ended()

    def draft(self) -> str:
        body = {
            "reference": self.id,
            "title": f"Speech and language therapy {self.number}",
            "service_type": "speech_and_language_therapy",
            "need_id": NEED["id"],
            "lead": "MBC",
            "partners": list(BODIES),
        }
        return self._does("draft_proposal", "2017-10-02", body, COMMISSIONER)

    def move(self, on: str, name: str) -> str:
        body = {"move": name, "expected_version": self.version, "reason": REASON}
        return self._on_it("move_proposal", on, body, LEAD)

    def file(self, on: str, code: str, organisation: str = "MBC") -> str:
        kind = rules.evidence_kinds()[code]
        title, classification = PAPERS.get(code, (kind.title, kind.classification))
        paper = {
            "code": code,
            "title": title,
            "sha256": "ab" * 32,
            "classification": classification,
            "author_organisation": organisation,
            "fields": ANSWERS[code],
        }
        who = actor(f"{kind.filed_by[0]}-{organisation}", organisation, kind.filed_by[0])
        return self._on_it("add_evidence", on, paper, who)

    def to_the_decisions(self) -> Iterator[str]:
        yield self.draft()
        for on, codes, move in UP_TO_THE_VERSION:
            yield from (self.file(on, code) for code in codes)
            if move == "begin_coproduction":
                yield self._declare(on)
            yield self.move(on, move)
        body = {"expected_version": self.version, "content": CONTENT, "reason": REASON}
        yield self._on_it("revise_proposal", "2018-06-28", body, COMMISSIONER)
        yield from (self.file("2018-06-29", code) for code in OPTIONS)
        yield from (self.file("2018-07-06", "E11", each) for each in BODIES)
        yield self.move("2018-07-06", "consult_panel")
        yield self.move("2018-07-17", "begin_consultation")
        yield self.file("2018-08-17", "E20")
        yield self.move("2018-08-17", "seek_decisions")

    def _decided(self) -> Iterator[str]:
        notice: dict[str, Any] = {"partner": "MBC", "body": "Executive", "matter": "The service"}
        notice |= {"key_decision": True, "meeting_on": "2018-09-18"}
        yield self._on_it("publish_notice", "2018-08-17", notice, officer("MBC"))
        yield from (self.file("2018-09-10", "E21", each) for each in BODIES)
        for partner, body, route, on, published_on in (
            ("MBC", "Executive", "executive", "2018-09-18", "2018-09-20"),
            ("STCCG", "Governing Body", "icb_board", "2018-09-26", None),
        ):
            decision: dict[str, Any] = {
                "partner": partner,
                "body": body,
                "route": route,
                "outcome": "approved",
            }
            decision |= {"decided_on": on, "published_on": published_on, **self.frozen}
            yield self._on_it("record_decision", published_on or on, decision, officer(partner))
        yield self.move("2018-09-26", "record_joint_decision")
        yield self.move("2018-10-16", "design_procurement")

    def _bought(self) -> Iterator[str]:
        yield from (self.file("2018-10-19", code) for code in ("E23", "E24", "E25", "E26"))
        tender = {"evaluation": EVALUATION, "notice_on": "2018-10-22"}
        tender["closes_at"] = "2018-11-19T12:00:00+00:00"
        yield self._on_it("open_tender", "2018-10-22", tender, COMMISSIONER)
        yield self.move("2018-10-22", "invite_bids")
        yield self._on_it("record_scores", "2018-11-26", {"bids": BIDS}, COMMISSIONER)
        yield from (self.file("2018-11-30", code) for code in ("E27", "E28"))
        yield self.move("2018-11-30", "award")
        for partner, route, on, published_on in (
            ("MBC", "officer", "2018-12-10", "2018-12-11"),
            ("STCCG", "icb_officer", "2018-12-12", None),
        ):
            award: dict[str, Any] = {"partner": partner, "route": route, "supplier": SUPPLIER}
            award |= {"decided_on": on, "published_on": published_on}
            yield self._on_it("record_award", published_on or on, award, officer(partner))
        sent = {"sent_on": "2018-12-14"}
        yield self._on_it("start_standstill", "2018-12-14", sent, COMMISSIONER)
        yield self.file("2018-12-14", "E30")
        yield self.move("2018-12-27", "mobilise")

    def _ended(self) -> Iterator[str]:
        contract = {
            "contract_reference": f"CON-2019-{self.number + 1000}",
            "supplier": SUPPLIER,
            "signed_on": "2019-01-07",
            "starts_on": "2019-04-01",
            "initial_end_on": "2022-03-31",
            "maximum_end_on": "2024-03-31",
            "annual_value_pence": 118_400_000,
        }
        yield self._on_it("sign_contract", "2019-01-07", contract, COMMISSIONER)
        sealed = {"kind": "section_75_lead", "host": "STCCG", "sealed_on": "2019-03-01"}
        yield self._on_it("seal_agreement", "2019-03-01", sealed, COMMISSIONER)
        yield from (self.file("2019-03-26", code) for code in ("E33", "E34", "E35", "E36"))
        yield self.move("2019-04-01", "go_live")
        yield self.move("2020-09-30", "begin_review")
        yield from (self.file("2020-12-01", code) for code in ("E40", "E41"))
        yield self.move("2020-12-18", "decommission")
        last = ("E42", "E43", "E44", "E45", "E46")
        yield from (self.file("2024-04-02", code) for code in last)
        yield self.move("2024-04-02", "close")

    def _declare(self, on: str) -> str:
        body = {"partner": "MBC", "role": "joint commissioner", "nature": "none"}
        return self._on_it(
            "declare_conflict", on, {**body, "action": "none_needed"}, officer("MBC")
        )

    def _on_it(self, method: str, on: str, body: dict[str, Any], who: dict[str, Any]) -> str:
        return self._does(method, on, {"proposal_id": self.id, **body}, who)

    def _does(self, method: str, on: str, body: dict[str, Any], who: dict[str, Any]) -> str:
        answer = self.send(method, {"on": on, **body}, who)
        self.version, found = answer["version"], answer["proposal"]
        self.stage = found["stage"]
        self.frozen = {
            "proposal_version": found["proposal_version"],
            "sha256": found["frozen_sha256"],
        }
        return method
