"""Two procurements of 2026 for one service: therapy under the provider regime, the store under the
Procurement Act. Each goes to the day on which its procurement is designed; the rest is the tests'.
"""

from dataclasses import dataclass
from typing import Any

from deploy.demo import mini_cases as demo
from tests.support.each_service import Decisions, OneCase

ICB, SHARES = demo.BOARD, demo.SHARES


@dataclass(frozen=True)
class MiniCase:
    """A procurement of the demonstration, with its money and its days, and who wins it."""

    told: demo.MiniCase
    supplier: dict[str, str]

    @property
    def id(self) -> str:
        return self.told.proposal

    def contract(self, signed_on: str, starts_on: str, ends_on: str, latest: str) -> dict[str, Any]:
        return {
            "supplier": self.supplier,
            "signed_on": signed_on,
            "starts_on": starts_on,
            "initial_end_on": ends_on,
            "maximum_end_on": latest,
            "annual_value_pence": self.told.annual_pence,
            "on": signed_on,
        }


THERAPY = MiniCase(demo.THERAPY, demo.TEES_TALK)
STORE = MiniCase(demo.STORE, demo.EQUIP_NOW)
THERAPY_REGIME: dict[str, Any] = {**demo.MOST_SUITABLE, "on": "2026-10-26"}
STORE_REGIME: dict[str, Any] = {**demo.COMPETITION, "on": "2026-07-27"}
EVALUATION = {
    "weights": {"quality": 50, "young": 15, "social": 10, "price": 25},
    "panel_question": "How will you make sure that equipment comes when you said?",
    "fallback": "The panel meets again within 5 working days.",
}
BIDS = [
    dict(zip(("code", "name", "price_pence", "quality", "young", "social"), bid, strict=True))
    for bid in demo.BIDS
]


def known_of(mini: MiniCase) -> list[tuple[str, str, int, dict[str, Any]]]:
    """What the other services say about it."""
    need = {"id": mini.told.need, "title": "Children wait too long", "score": "87.0"}
    session = {
        "id": mini.told.session,
        "proposal_id": mini.id,
        "brief_issued_on": mini.told.issued_on,
        "held_on": mini.told.held_on,
        "closes_on": mini.told.held_on,
        "stage": "closed",
    }
    shows = {"id": "SNA-2018-01", "title": "Tees", "need_ids": [mini.told.need]}
    return [
        ("need.scored", mini.told.need, 1, {"need": {**need, "rank": 1, "ranked_of": 4}}),
        ("assessment.published", "SNA-2018-01", 1, {"assessment": shows}),
        ("panel.session_closed", mini.told.session, 1, {"session": session}),
    ]


def register_board(decisions: Decisions) -> None:
    body = {
        "code": ICB,
        "name": "NHS North East and North Cumbria ICB",
        "kind": "nhs",
        "order": 7,
        "governance": {"model": "nhs_board", "call_in": False, "call_in_working_days": None},
        "key_decision_pence": None,
        "limits": {"icb_officer": 100_000_000},
        "limits_basis": "a_year",
    }
    decisions.operator("register_partner", body)


def designed(decisions: Decisions, mini: MiniCase) -> OneCase:
    """The partners' decision is in effect, and nothing is bought yet."""
    register_board(decisions)
    decisions.clock.stands_at("2026-11-28")
    case = decisions.case(mini.id, lead=decisions.council)
    body = {
        "reference": mini.id,
        "title": mini.told.title,
        "service_type": mini.told.service_type,
        "need_id": mini.told.need,
        "lead": "MBC",
        "partners": ["MBC", ICB],
        "on": mini.told.drafted_on,
    }
    decisions.council("draft_proposal", body)
    decisions.receives_all(known_of(mini))
    day = mini.told.drafted_on
    case.files(day, "E01", "E02", "E03", "E04", "E05", "E06", "E07", "E08", "E09")
    case.declares("MBC", day)
    for move in ("begin_assessment", "seek_mandate", "begin_coproduction", "write_business_case"):
        case.moves(day, move)
    case.revises(day, _content(mini))
    case.files(mini.told.issued_on, "E10", "E12", "E13", "E14", "E15", "E17")
    for partner in ("MBC", ICB):
        case.files(mini.told.issued_on, "E11", organisation=partner)
    case.files(mini.told.issued_on, "E16", fields={"route": mini.told.route})
    case.moves(mini.told.issued_on, "consult_panel")
    case.moves(mini.told.held_on, "seek_decisions", "Nothing is taken away from anybody.")
    case.announces("MBC", "Executive", meeting_on=mini.told.decided_on, on=mini.told.notice_on)
    for partner in ("MBC", ICB):
        case.files(mini.told.notice_on, "E21", organisation=partner)
    days = {"decided_on": mini.told.decided_on, "published_on": mini.told.published_on}
    case.decides("MBC", body="Executive", route="executive", **days)
    case.decides(ICB, body="Board", route="icb_board", decided_on=mini.told.decided_on)
    case.moves(mini.told.published_on, "record_joint_decision")
    case.moves(mini.told.effective_on, "design_procurement")
    return case


def _content(mini: MiniCase) -> dict[str, Any]:
    return {
        "annual_cost_pence": mini.told.annual_pence,
        "cost_head": "service",
        "shares": SHARES,
        "term": {"initial_months": 36, "extension_months": [12, 12]},
        "maximum_value_pence": mini.told.maximum_pence,
    }


def procurement(case: OneCase) -> Any:
    return case.lead("list_notice_duties", {"id": case.id})["procurement"]


def notices(case: OneCase) -> dict[str, Any]:
    """Each notice by its name; the last of several."""
    return {each["notice"]: each for each in procurement(case)["notices"]}


def publishes(case: OneCase, notice: str, number: str, on: str, **more: Any) -> Any:
    body = {"notice": notice, "number": number, "published_on": on, "on": on, **more}
    return case.does("record_published_notice", body)


def awards(decisions: Decisions, case: OneCase, mini: MiniCase, on: str) -> None:
    """Both partners award to the supplier; the council publishes that on the same day."""
    for partner, route, published_on in (("MBC", "officer", on), (ICB, "icb_board", None)):
        award = {
            "proposal_id": mini.id,
            "supplier": mini.supplier,
            "partner": partner,
            "route": route,
            "decided_on": on,
            "published_on": published_on,
            "on": on,
        }
        decisions.officer(partner)("record_award", award)


def therapy_standing_still(decisions: Decisions) -> OneCase:
    """Up to Monday 23 November 2026, the day of the notice of intention."""
    case = designed(decisions, THERAPY)
    case.does("determine_regime", THERAPY_REGIME)
    case.files("2026-10-30", "E23", "E24", "E25", "E26")
    publishes(case, "PSR-SCH-5", "081001-2026", "2026-11-02", ocid="ocds-h6vhtk-05c0de")
    case.moves("2026-11-02", "invite_bids")
    case.files("2026-11-16", "E27", "E28")
    case.moves("2026-11-16", "award")
    awards(decisions, case, THERAPY, "2026-11-16")
    publishes(case, "PSR-SCH-6", "091234-2026", "2026-11-23")
    case.does("start_standstill", {"sent_on": "2026-11-23", "on": "2026-11-23"})
    case.files("2026-11-23", "E30")
    return case


def store_standing_still(decisions: Decisions, **changes: Any) -> OneCase:
    """Up to Wednesday 25 November 2026, the day of the contract award notice."""
    case = designed(decisions, STORE)
    case.does("determine_regime", {**STORE_REGIME, **changes})
    case.files("2026-08-14", "E23", "E24", "E25", "E26")
    tender = {"evaluation": EVALUATION, "notice_on": "2026-09-01", "on": "2026-09-01"}
    case.does("open_tender", {**tender, "closes_at": "2026-10-05T11:00:00+00:00"})
    publishes(case, "UK4", "061111-2026", "2026-09-01", ocid="ocds-h6vhtk-0e9a1b")
    case.moves("2026-09-01", "invite_bids")
    case.does("record_scores", {"bids": BIDS, "on": "2026-10-19"})
    case.files("2026-10-30", "E27", "E28")
    case.moves("2026-10-30", "award")
    awards(decisions, case, STORE, "2026-11-16")
    publishes(case, "UK6", "092222-2026", "2026-11-25")
    case.files("2026-11-25", "E30")
    return case
