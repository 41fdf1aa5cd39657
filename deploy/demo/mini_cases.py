"""Two procurements of 2026 under the law of now, told up to the last day that has come.

Therapy is bought anew under the Provider Selection Regime, the store by tender under the
Procurement Act. What comes later is not told: the product works the days out itself.
"""

from dataclasses import dataclass
from datetime import date
from typing import Any

from deploy.demo.area import ICB, NEEDS, PANEL, register_board
from deploy.demo.client import Person
from deploy.demo.narrator import Story
from deploy.demo.papers import file_papers, nothing_to_declare, sha256_of
from shared.clock import legal_day, now

BOARD = ICB[0]
LAST_DAY = date(2026, 11, 25)  # of what is told here


@dataclass(frozen=True)
class MiniCase:
    """One of the two, with its money and the days of its life up to the partners' decision."""

    proposal: str
    session: str
    title: str
    service_type: str
    need: str
    lead: str
    route: str
    why_route: str
    annual_pence: int
    maximum_pence: int
    measures: str
    drafted_on: str
    issued_on: str
    held_on: str
    answered_on: str
    notice_on: str
    decided_on: str
    published_on: str
    effective_on: str
    idea: str

    @property
    def path(self) -> str:
        return f"/api/proposals/{self.proposal}"


THERAPY = MiniCase(
    proposal="JCP-2026-02",
    session="YCP-2026-02",
    title="Speech and language therapy from 2027",
    service_type="speech_and_language_therapy",
    need=NEEDS["slt"],
    lead=BOARD,
    route="provider_selection_regime",
    why_route="Health care for the health service in England.",
    annual_pence=150_400_000,
    maximum_pence=752_000_000,
    measures="slt",
    drafted_on="2026-06-01",
    issued_on="2026-07-06",
    held_on="2026-07-25",
    answered_on="2026-08-10",
    notice_on="2026-09-11",
    decided_on="2026-10-13",
    published_on="2026-10-15",
    effective_on="2026-10-23",
    idea="Keep the picture letters.",
)
STORE = MiniCase(
    proposal="JCP-2026-03",
    session="YCP-2026-03",
    title="Children’s equipment store by tender",
    service_type="children_equipment",
    need=NEEDS["store"],
    lead="MBC",
    route="procurement_act_2023",
    why_route="Mainly goods and their delivery.",
    annual_pence=120_000_000,
    maximum_pence=840_000_000,
    measures="equipment_store",
    drafted_on="2026-03-02",
    issued_on="2026-04-06",
    held_on="2026-04-25",
    answered_on="2026-05-11",
    notice_on="2026-06-12",
    decided_on="2026-07-14",
    published_on="2026-07-16",
    effective_on="2026-07-24",
    idea="Text us when the van is near.",
)
SHARES: list[dict[str, Any]] = [{"partner": "MBC", "bp": 4250}, {"partner": BOARD, "bp": 5750}]
TEES_TALK = {"code": "TEESTALK", "name": "Tees Talk Community Therapies"}
EQUIP_NOW = {"code": "EQUIPNOW", "name": "Equip Now"}
# The contract that ends ran for £5,920,000; the new one is £1.6 million, 27 %, more.
MOST_SUITABLE: dict[str, Any] = {
    "started_on": "2026-11-02",
    "buyer": "integrated_care_board",
    "health_pence": THERAPY.maximum_pence,
    "process": "psr_most_suitable",
    "situation": {
        "existing_provider": True,
        "existing_satisfies": True,
        "can_identify_most_suitable": True,
        "compared": {
            "existing_value_pence": 592_000_000,
            "materially_different": False,
            "by_authority": True,
        },
    },
}
COMPETITION: dict[str, Any] = {
    "started_on": "2026-09-01",
    "buyer": "council",
    "other_pence": STORE.maximum_pence,
    "process": "pa23_competitive",
    "market_engaged": False,
}
# Code, name, price, then points for quality, young people and social value.
BIDS = (
    (EQUIP_NOW["code"], EQUIP_NOW["name"], 840_000_000, "43.0", "12.0", "8.0"),
    ("KITFIRST", "Kit First", 825_000_000, "38.0", "10.0", "7.0"),
)


def can_be_told() -> bool:
    return legal_day(now()) >= LAST_DAY


def tell(story: Story) -> None:
    if not can_be_told():
        story.say(f"\nTwo procurements of 2026 can be told from {LAST_DAY:%-d %B %Y} on.")
        return
    register_board(story)
    story.chapter(f"{THERAPY.proposal}: therapy anew, under the Provider Selection Regime")
    _to_effect(story, THERAPY)
    _most_suitable_provider(story)
    story.chapter(f"{STORE.proposal}: a store by tender, under the Procurement Act")
    _to_effect(story, STORE)
    _tender(story)


def _move(story: Story, mini: MiniCase, on: str, move: str, sentence: str) -> None:
    lead, body = story.who("lead_commissioner", mini.lead), {"move": move}
    story.do(on, sentence, lead, f"{mini.path}/moves", body, changes=mini.path)


def _to_effect(story: Story, mini: MiniCase) -> None:
    """From the draft to the day on which both partners' decisions are in effect."""
    lead, day = story.who("commissioner", mini.lead), mini.drafted_on
    body: dict[str, Any] = {
        "reference": mini.proposal,
        "title": mini.title,
        "service_type": mini.service_type,
        "need_id": mini.need,
        "lead": mini.lead,
        "partners": ["MBC", BOARD],
    }
    story.do(day, f"{mini.proposal} is drafted.", lead, "/api/proposals", body)
    file_papers(story, mini.path, day, lead, mini.lead, "E01")
    _move(story, mini, day, "begin_assessment", "What both partners know is put together.")
    file_papers(story, mini.path, day, lead, mini.lead, "E02", "E03", "E04")
    _move(story, mini, day, "seek_mandate", "The evidence goes to the partners.")
    file_papers(story, mini.path, day, lead, mini.lead, "E05")
    file_papers(story, mini.path, day, lead, mini.lead, "E06", facts={"minuted_on": day})
    nothing_to_declare(story, mini.path, day, mini.lead)
    _move(story, mini, day, "begin_coproduction", "Co-production begins, with a mandate.")
    file_papers(story, mini.path, day, lead, mini.lead, "E07", "E08", "E09")
    _move(story, mini, day, "write_business_case", "Options are worked out.")
    _business_case(story, mini, lead)
    _young_commissioners(story, mini, lead)
    _decisions(story, mini)
    _move(story, mini, mini.published_on, "record_joint_decision", "Both have decided.")
    _move(story, mini, mini.effective_on, "design_procurement", "The decision is in effect.")


def _business_case(story: Story, mini: MiniCase, lead: Person) -> None:
    body = {
        "content": {
            "annual_cost_pence": mini.annual_pence,
            "cost_head": "service",
            "shares": SHARES,
            "term": {"initial_months": 36, "extension_months": [12, 12]},
            "maximum_value_pence": mini.maximum_pence,
            "specification_sha256": sha256_of(f"{mini.path} specification v1"),
            "measure_set": mini.measures,
        },
        "reason": "First draft.",
    }
    day = mini.issued_on
    story.do(day, "Version 1 is written.", lead, f"{mini.path}/versions", body, changes=mini.path)
    file_papers(story, mini.path, day, lead, mini.lead, "E10", "E12", "E13", "E14", "E15")
    for share in SHARES:
        partner = share["partner"]
        facts = {"part_pence": mini.annual_pence * share["bp"] // 10_000}
        certifier = story.who("finance", partner)
        file_papers(story, mini.path, day, certifier, partner, "E11", facts=facts)
    route = {"route": mini.route, "reasons": mini.why_route}
    file_papers(story, mini.path, day, lead, mini.lead, "E16", facts=route)


def _young_commissioners(story: Story, mini: MiniCase, lead: Person) -> None:
    facilitator, issued = story.who("facilitator"), {"issued_on": mini.issued_on}
    file_papers(story, mini.path, mini.issued_on, facilitator, "MBC", "E17", facts=issued)
    body: dict[str, Any] = {
        "reference": mini.session,
        "panel": PANEL,
        "purpose": "proposal",
        "proposal_id": mini.proposal,
        "held_on": mini.held_on,
        "opens_on": mini.held_on,
        "closes_on": mini.held_on,
        "brief_formats": ["standard", "easy_read", "large_print", "symbols"],
        "brief_issued_on": mini.issued_on,
    }
    sentence = f"{mini.session} is called, with its brief."
    story.do(mini.issued_on, sentence, facilitator, "/api/sessions", body)
    _move(story, mini, mini.issued_on, "consult_panel", "The Young Commissioners Panel is asked.")
    session = f"/api/sessions/{mini.session}"
    body = {
        "present": [f"YC-{number:02d}" for number in (1, 2, 4, 5, 7, 9)],
        "facilitator": "Sam Carter",
        "second_adult": True,
        "adjustments_met": "3 of 3",
    }
    story.do(mini.held_on, "6 of 10 are there: quorum met.", facilitator, f"{session}/open", body)
    body = {
        "reference": f"{mini.session}-R1",
        "strength": "should",
        "theme": "communication",
        "statement": mini.idea,
        "support_count": 6,
        "affects": ["specification 4.1"],
    }
    path = f"{session}/recommendations"
    story.do(mini.held_on, f"R1 (should): {mini.idea}", facilitator, path, body)
    story.do(mini.held_on, "The session closes.", facilitator, f"{session}/close")
    path = f"/api/recommendations/{mini.session}-R1"
    story.do(mini.answered_on, "R1 is acknowledged.", lead, f"{path}/acknowledgement")
    body = {
        "decision": "accept",
        "reasons": "You are right.",
        "what_will_change": "It is in the specification (4.1).",
        "owner": "Amina Shah",
    }
    story.do(mini.answered_on, "R1 is answered: accept.", lead, f"{path}/response", body)


def _decisions(story: Story, mini: MiniCase) -> None:
    reason = "Nothing is taken away from any family."
    body: dict[str, Any] = {"move": "seek_decisions", "reason": reason}
    mover = story.who("lead_commissioner", mini.lead)
    sentence = "Version 1 is frozen and goes to both partners."
    story.do(mini.notice_on, sentence, mover, f"{mini.path}/moves", body, changes=mini.path)
    body = {
        "partner": "MBC",
        "body": "Executive",
        "matter": mini.title,
        "key_decision": True,
        "meeting_on": mini.decided_on,
    }
    officer, secretary = (story.who("democratic_services", each) for each in ("MBC", BOARD))
    sentence = "MBC: notice of the key decision."
    story.do(mini.notice_on, sentence, officer, f"{mini.path}/notices", body)
    nothing_exempt = {"exempt_appendix": False, "exempt_paragraph": None}
    for partner, who in (("MBC", officer), (BOARD, secretary)):
        facts = nothing_exempt
        file_papers(story, mini.path, mini.notice_on, who, partner, "E21", facts=facts)
    frozen = story.who("commissioner", mini.lead).get(mini.path)["proposal"]
    decided = {
        "proposal_version": frozen["proposal_version"],
        "sha256": frozen["frozen_sha256"],
        "outcome": "approved",
        "decided_on": mini.decided_on,
    }
    own: dict[str, Any] = {"partner": BOARD, "body": "Board", "route": "icb_board", **decided}
    path = f"{mini.path}/decisions"
    story.do(mini.decided_on, f"{BOARD}'s board approves.", secretary, path, own)
    own = {"partner": "MBC", "body": "Executive", "route": "executive", **decided}
    own["published_on"] = mini.published_on
    story.do(mini.published_on, "MBC's Executive approves.", officer, path, own)


def _publish(story: Story, mini: MiniCase, on: str, notice: str, number: str, **more: str) -> None:
    body = {"notice": notice, "number": number, "published_on": on, **more}
    lead = story.who("commissioner", mini.lead)
    sentence = f"{notice} is published by hand; its number is {number}."
    story.do(on, sentence, lead, f"{mini.path}/published-notices", body)


def _award(story: Story, mini: MiniCase, on: str, supplier: dict[str, str]) -> None:
    for partner, route, published_on in (("MBC", "officer", on), (BOARD, "icb_board", None)):
        body: dict[str, Any] = {
            "supplier": supplier,
            "partner": partner,
            "route": route,
            "decided_on": on,
            **({"published_on": published_on} if published_on else {}),
        }
        who = story.who("democratic_services", partner)
        sentence = f"{partner} awards to {supplier['name']}."
        story.do(on, sentence, who, f"{mini.path}/awards", body)


def _most_suitable_provider(story: Story) -> None:
    mini, lead = THERAPY, story.who("commissioner", BOARD)
    file_papers(story, mini.path, "2026-10-26", lead, BOARD, "E23", "E24", "E25", "E26")
    story.refused(
        "Direct Award Process C: £1.6 million and 27 % more is considerable",
        ("process_not_open", "regime_frozen"),
        lead,
        f"{mini.path}/regime",
        {**MOST_SUITABLE, "process": "psr_direct_c", "on": "2026-10-26"},
    )
    sentence = "Provider Selection Regime, Most Suitable Provider Process."
    story.do("2026-10-26", sentence, lead, f"{mini.path}/regime", MOST_SUITABLE)
    _publish(story, mini, "2026-11-02", "PSR-SCH-5", "081001-2026")
    _move(story, mini, "2026-11-02", "invite_bids", "Providers have 14 days to be known.")
    file_papers(story, mini.path, "2026-11-16", lead, BOARD, "E27", "E28")
    _move(story, mini, "2026-11-16", "award", "The most suitable provider is identified.")
    _award(story, mini, "2026-11-16", TEES_TALK)
    _publish(story, mini, "2026-11-23", "PSR-SCH-6", "091234-2026")
    sentence = "Standstill runs: nobody signs before Monday 7 December."
    sent = {"sent_on": "2026-11-23"}
    story.do("2026-11-23", sentence, lead, f"{mini.path}/standstill", sent)
    sent_on = {"sent_on": "2026-11-23"}
    file_papers(story, mini.path, "2026-11-23", lead, BOARD, "E30", facts=sent_on)


def _tender(story: Story) -> None:
    mini, lead = STORE, story.who("commissioner")
    file_papers(story, mini.path, "2026-07-27", lead, "MBC", "E23", "E24", "E25", "E26")
    sentence = "Procurement Act, a competition; not light touch."
    story.do("2026-07-27", sentence, lead, f"{mini.path}/regime", COMPETITION)
    body: dict[str, Any] = {
        "evaluation": {
            "weights": {"quality": 50, "young": 15, "social": 10, "price": 25},
            "panel_question": "How will you make sure that equipment comes when you said?",
            "fallback": "The panel meets again within 5 working days.",
        },
        "notice_on": "2026-09-01",
        "closes_at": "2026-10-05T11:00:00+00:00",
    }
    story.do("2026-09-01", "The tender opens.", lead, f"{mini.path}/tender", body)
    _publish(story, mini, "2026-09-01", "UK4", "061111-2026", ocid="ocds-h6vhtk-0e9a1b")
    _move(story, mini, "2026-09-01", "invite_bids", "Suppliers have until 5 October.")
    names = ("code", "name", "price_pence", "quality", "young", "social")
    bids = [dict(zip(names, bid, strict=True)) for bid in BIDS]
    sentence = "Both bids are scored."
    story.do("2026-10-19", sentence, lead, f"{mini.path}/scores", {"bids": bids})
    file_papers(story, mini.path, "2026-10-30", lead, "MBC", "E27", "E28")
    _move(story, mini, "2026-10-30", "award", "The recommended bid goes to the award decision.")
    _award(story, mini, "2026-11-16", EQUIP_NOW)
    _publish(story, mini, "2026-11-25", "UK6", "092222-2026")
    sent = {"sent_on": "2026-11-25"}
    sentence = "Standstill runs to Monday 7 December: 30 November is a holiday in Scotland."
    story.do("2026-11-25", sentence, lead, f"{mini.path}/standstill", sent)
    file_papers(story, mini.path, "2026-11-25", lead, "MBC", "E30", facts=sent)
