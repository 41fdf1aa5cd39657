"""Two procurements of 2026 for one service: therapy under the provider regime, the store under the
Procurement Act. Each goes to the day on which its procurement is designed; the rest is the tests'.
"""

from dataclasses import dataclass
from typing import Any

from tests.support.each_service import Decisions, OneCase

ICB = "NENCICB"
SHARES = [{"partner": "MBC", "bp": 4250}, {"partner": ICB, "bp": 5750}]


@dataclass(frozen=True)
class MiniCase:
    """A proposal with the days on which it is drafted, asked about, decided and in effect."""

    id: str
    title: str
    service_type: str
    session: str
    need: str
    route: str
    annual_pence: int
    maximum_pence: int
    drafted_on: str
    issued_on: str  # the Easy Read brief
    held_on: str
    notice_on: str
    decided_on: str
    published_on: str
    effective_on: str
    supplier: dict[str, str]

    def contract(self, signed_on: str, starts_on: str, ends_on: str, latest: str) -> dict[str, Any]:
        return {
            "supplier": self.supplier,
            "signed_on": signed_on,
            "starts_on": starts_on,
            "initial_end_on": ends_on,
            "maximum_end_on": latest,
            "annual_value_pence": self.annual_pence,
            "on": signed_on,
        }


THERAPY = MiniCase(
    id="JCP-2026-02",
    title="Speech and language therapy, anew",
    service_type="speech_and_language_therapy",
    session="YCP-2026-02",
    need="NEED-2017-01",
    route="provider_selection_regime",
    annual_pence=150_400_000,
    maximum_pence=752_000_000,
    drafted_on="2026-06-01",
    issued_on="2026-07-06",
    held_on="2026-07-25",
    notice_on="2026-09-11",
    decided_on="2026-10-13",
    published_on="2026-10-15",
    effective_on="2026-10-23",
    supplier={"code": "TEESTALK", "name": "Tees Talk Community Therapies"},
)
STORE = MiniCase(
    id="JCP-2026-03",
    title="Children's equipment store, by tender",
    service_type="children_equipment",
    session="YCP-2026-03",
    need="NEED-2017-03",
    route="procurement_act_2023",
    annual_pence=120_000_000,
    maximum_pence=840_000_000,
    drafted_on="2026-03-02",
    issued_on="2026-04-06",
    held_on="2026-04-25",
    notice_on="2026-06-12",
    decided_on="2026-07-14",
    published_on="2026-07-16",
    effective_on="2026-07-24",
    supplier={"code": "EQUIPNOW", "name": "Equip Now"},
)
# The therapy contract of before ran for £5,920,000; the new one is £1.6 million, 27 %, more.
COMPARED = {
    "existing_value_pence": 592_000_000,
    "materially_different": False,
    "by_authority": True,
}
THERAPY_REGIME: dict[str, Any] = {
    "started_on": "2026-11-02",
    "buyer": "integrated_care_board",
    "health_pence": 752_000_000,
    "process": "psr_most_suitable",
    "situation": {
        "existing_provider": True,
        "existing_satisfies": True,
        "can_identify_most_suitable": True,
        "compared": COMPARED,
    },
    "on": "2026-10-26",
}
STORE_REGIME: dict[str, Any] = {
    "started_on": "2026-09-01",
    "buyer": "council",
    "other_pence": 840_000_000,
    "process": "pa23_competitive",
    "market_engaged": False,
    "on": "2026-07-27",
}
EVALUATION = {
    "weights": {"quality": 50, "young": 15, "social": 10, "price": 25},
    "panel_question": "How will you make sure that equipment comes when you said?",
    "fallback": "The panel meets again within 5 working days.",
}
BIDS = [
    dict(zip(("code", "name", "price_pence", "quality", "young", "social"), bid, strict=True))
    for bid in (
        ("EQUIPNOW", "Equip Now", 840_000_000, "43.0", "12.0", "8.0"),
        ("KITFIRST", "Kit First", 825_000_000, "38.0", "10.0", "7.0"),
    )
]


def known_of(mini: MiniCase) -> list[tuple[str, str, int, dict[str, Any]]]:
    """What the other services say about it."""
    need = {"id": mini.need, "title": "Children wait too long", "score": "87.0"}
    session = {
        "id": mini.session,
        "proposal_id": mini.id,
        "brief_issued_on": mini.issued_on,
        "held_on": mini.held_on,
        "closes_on": mini.held_on,
        "stage": "closed",
    }
    shows = {"id": "SNA-2018-01", "title": "Tees", "need_ids": [mini.need]}
    return [
        ("need.scored", mini.need, 1, {"need": {**need, "rank": 1, "ranked_of": 4}}),
        ("assessment.published", "SNA-2018-01", 1, {"assessment": shows}),
        ("panel.session_closed", mini.session, 1, {"session": session}),
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
        "title": mini.title,
        "service_type": mini.service_type,
        "need_id": mini.need,
        "lead": "MBC",
        "partners": ["MBC", ICB],
        "on": mini.drafted_on,
    }
    decisions.council("draft_proposal", body)
    decisions.receives_all(known_of(mini))
    day = mini.drafted_on
    case.files(day, "E01", "E02", "E03", "E04", "E05", "E06", "E07", "E08", "E09")
    case.declares("MBC", day)
    for move in ("begin_assessment", "seek_mandate", "begin_coproduction", "write_business_case"):
        case.moves(day, move)
    case.revises(day, _content(mini))
    case.files(mini.issued_on, "E10", "E12", "E13", "E14", "E15", "E17")
    for partner in ("MBC", ICB):
        case.files(mini.issued_on, "E11", organisation=partner)
    case.files(mini.issued_on, "E16", fields={"route": mini.route})
    case.moves(mini.issued_on, "consult_panel")
    case.moves(mini.held_on, "seek_decisions", "Nothing is taken away from anybody.")
    case.announces("MBC", "Executive", meeting_on=mini.decided_on, on=mini.notice_on)
    for partner in ("MBC", ICB):
        case.files(mini.notice_on, "E21", organisation=partner)
    days = {"decided_on": mini.decided_on, "published_on": mini.published_on}
    case.decides("MBC", body="Executive", route="executive", **days)
    case.decides(ICB, body="Board", route="icb_board", decided_on=mini.decided_on)
    case.moves(mini.published_on, "record_joint_decision")
    case.moves(mini.effective_on, "design_procurement")
    return case


def _content(mini: MiniCase) -> dict[str, Any]:
    return {
        "annual_cost_pence": mini.annual_pence,
        "cost_head": "service",
        "shares": SHARES,
        "term": {"initial_months": 36, "extension_months": [12, 12]},
        "maximum_value_pence": mini.maximum_pence,
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
