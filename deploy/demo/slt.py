"""JCP-2017-03: speech and language therapy, bought together by one council and one NHS body."""

from typing import Any

from deploy.demo import slt_panel
from deploy.demo.area import NEEDS
from deploy.demo.narrator import Story
from deploy.demo.papers import file_papers, nothing_to_declare, sha256_of

PROPOSAL = "JCP-2017-03"
CONTRACT = "CON-2019-01"
PATH = f"/api/proposals/{PROPOSAL}"
SUPPLIER = {"code": "TEESTALK", "name": "Tees Talk Community Therapies"}
ANNUAL_PENCE = 118_400_000
SHARES: list[dict[str, Any]] = [{"partner": "MBC", "bp": 4250}, {"partner": "STCCG", "bp": 5750}]


def tell(story: Story) -> None:
    story.chapter(f"{PROPOSAL}: speech and language therapy")
    _from_need_to_mandate(story)
    _coproduction_and_business_case(story)
    slt_panel.tell(story, _move)
    _partners_decide(story)
    _tender(story)
    _award_and_contract(story)


def _move(story: Story, on: str, move: str, sentence: str, reason: str | None = None) -> None:
    body: dict[str, Any] = {"move": move, **({"reason": reason} if reason else {})}
    story.do(
        on, sentence, story.who("lead_commissioner", "STCCG"), f"{PATH}/moves", body, changes=PATH
    )


def _from_need_to_mandate(story: Story) -> None:
    lead = story.who("commissioner", "STCCG")
    body: dict[str, Any] = {
        "reference": PROPOSAL,
        "title": "Speech and language therapy for children and young people",
        "service_type": "speech_and_language_therapy",
        "need_id": NEEDS["slt"],
        "lead": "STCCG",
        "partners": ["MBC", "STCCG"],
    }
    story.do("2017-10-02", f"{PROPOSAL} is drafted.", lead, "/api/proposals", body)
    file_papers(story, PATH, "2017-10-02", lead, "STCCG", "E01")
    _move(story, "2017-10-09", "begin_assessment", "The joint needs assessment begins.")
    file_papers(story, PATH, "2018-01-26", story.who("analyst"), "MBC", "E02", "E03", "E04")
    _move(story, "2018-01-26", "seek_mandate", "The evidence goes to the partners for a mandate.")
    file_papers(story, PATH, "2018-02-14", lead, "STCCG", "E05", "E06")
    nothing_to_declare(story, PATH, "2018-02-14", "STCCG")
    _move(story, "2018-03-05", "begin_coproduction", "Co-production begins, with a mandate.")


def _coproduction_and_business_case(story: Story) -> None:
    lead = story.who("commissioner", "STCCG")
    file_papers(story, PATH, "2018-05-25", lead, "STCCG", "E07", "E08", "E09")
    _move(story, "2018-05-29", "write_business_case", "Four options are worked out.")
    for on, specification, reason in (
        ("2018-05-29", "v1", "First draft of the preferred option: one balanced system."),
        ("2018-06-18", "v2", "Costs settled with both finance leads."),
        ("2018-06-28", "v3", "Specification completed for the young commissioners' brief."),
    ):
        _revise(story, on, specification, reason)
    story.refused(
        "shares that add up to 9,990 basis points",
        ("shares_do_not_sum", "not_a_partner"),
        lead,
        f"{PATH}/versions",
        {"content": _content("v3", mbc_bp=4240), "reason": "A slip.", "on": "2018-06-29"},
        changes=PATH,
    )
    file_papers(story, PATH, "2018-06-29", story.who("facilitator"), "MBC", "E17")
    for partner, part_pence in (("MBC", 50_320_000), ("STCCG", 68_080_000)):
        certifier = story.who("finance", partner)
        facts = {"part_pence": part_pence}
        file_papers(story, PATH, "2018-07-06", certifier, partner, "E11", facts=facts)
    file_papers(story, PATH, "2018-07-06", lead, "STCCG", "E10", "E12", "E13", "E14", "E15")
    file_papers(
        story, PATH, "2018-07-06", lead, "STCCG", "E16", facts={"route": "pcr2015_light_touch"}
    )


def _content(specification: str, mbc_bp: int = 4250) -> dict[str, object]:
    return {
        "annual_cost_pence": ANNUAL_PENCE,
        "cost_head": "service",
        "shares": [{"partner": "MBC", "bp": mbc_bp}, {"partner": "STCCG", "bp": 5750}],
        "term": {"initial_months": 36, "extension_months": [12, 12]},
        "maximum_value_pence": 592_000_000,
        "specification_sha256": sha256_of(f"{PROPOSAL} specification {specification}"),
        "measure_set": "slt",
    }


def _revise(story: Story, on: str, specification: str, reason: str) -> None:
    lead = story.who("commissioner", "STCCG")
    body: dict[str, Any] = {"content": _content(specification), "reason": reason}
    sentence = f"Specification {specification}: {reason}"
    story.do(on, sentence, lead, f"{PATH}/versions", body, changes=PATH)


def _partners_decide(story: Story) -> None:
    lead = story.who("commissioner", "STCCG")
    officer = story.who("democratic_services")
    secretary = story.who("democratic_services", "STCCG")
    _move(
        story,
        "2018-08-17",
        "seek_decisions",
        "Version 3 is frozen and goes to both partners.",
        "212 parents and 41 schools took part while it was written; nothing is taken away.",
    )
    body: dict[str, Any] = {
        "partner": "MBC",
        "body": "Executive",
        "matter": "Speech and language therapy: service, shares and delegated award",
        "key_decision": True,
        "meeting_on": "2018-09-18",
    }
    story.do("2018-08-17", "Notice of the key decision.", officer, f"{PATH}/notices", body)
    for partner in ("MBC", "STCCG"):
        file_papers(
            story, PATH, "2018-09-10", story.who("democratic_services", partner), partner, "E21"
        )
    frozen = lead.get(PATH)["proposal"]
    decided = {
        "proposal_version": frozen["proposal_version"],
        "sha256": frozen["frozen_sha256"],
    }
    body = {
        **decided,
        "partner": "MBC",
        "body": "Executive",
        "route": "executive",
        "outcome": "approved",
        "decided_on": "2018-09-18",
        "published_on": "2018-09-20",
        "resolutions": ["1", "2", "3"],
    }
    story.do("2018-09-20", "MBC's Executive has approved.", officer, f"{PATH}/decisions", body)
    body = {
        **decided,
        "partner": "STCCG",
        "body": "Governing Body",
        "route": "icb_board",
        "outcome": "approved_conditional",
        "decided_on": "2018-09-26",
        "conditions": [
            {
                "id": "STCCG-CAP",
                "kind": "own_cost_cap",
                "text": "Own cost of at most £690,000 a year",
                "cap_pence": 69_000_000,
                "per": "year",
            }
        ],
    }
    sentence = "STCCG approves, if its own cost stays at or under £690,000 a year."
    story.do("2018-09-26", sentence, secretary, f"{PATH}/decisions", body)
    body = {"partner": "MBC", "resolutions": ["3"], "by_count": 5}
    sentence = "Five councillors call in resolution 3; resolutions 1 and 2 stand."
    story.do("2018-09-26", sentence, officer, f"{PATH}/call-ins", body)
    _move(story, "2018-09-26", "record_joint_decision", "Both partners have decided.")
    body = {"partner": "MBC", "resolutions": ["3"], "outcome": "no_action"}
    sentence = "Scrutiny takes no action: the joint decision takes effect."
    story.do("2018-10-16", sentence, officer, f"{PATH}/call-ins/resolutions", body)


def _tender(story: Story) -> None:
    lead = story.who("commissioner", "STCCG")
    _move(story, "2018-10-16", "design_procurement", "The procurement is designed.")
    file_papers(story, PATH, "2018-10-19", lead, "STCCG", "E23", "E24", "E25", "E26")
    body: dict[str, Any] = {
        "evaluation": {
            "weights": {"quality": 50, "young": 15, "social": 10, "price": 25},
            "panel_question": "How will you make sure that we feel safe and listened to?",
            "fallback": "The panel meets again within 5 working days, else the reserve panel.",
        },
        "notice_on": "2018-10-22",
        "closes_at": "2018-11-19T12:00:00+00:00",
    }
    story.do("2018-10-22", "The tender opens.", lead, f"{PATH}/tender", body)
    _move(story, "2018-10-22", "invite_bids", "Bids are invited until noon on 19 November.")
    body = {
        "partner": "MBC",
        "body": "Director of Children's Services",
        "matter": "Award of the contract for speech and language therapy",
        "key_decision": True,
        "meeting_on": "2018-12-10",
    }
    officer = story.who("democratic_services")
    story.do("2018-11-09", "Notice of the award decision.", officer, f"{PATH}/notices", body)
    bids = (
        ("TEESTALK", "Tees Talk Community Therapies", 592_000_000, "41.5", "12.6", "7.0"),
        ("NORTHBANK", "Northbank Paediatrics", 556_000_000, "38.0", "9.3", "8.0"),
        ("CLEARWAY", "Clearway Health", 579_000_000, "43.0", "8.1", "6.5"),
    )
    names = ("code", "name", "price_pence", "quality", "young", "social")
    body = {"bids": [dict(zip(names, bid, strict=True)) for bid in bids]}
    scored = story.do(
        "2018-11-26",
        "Three bids are scored; the young commissioners gave 15 of 100 points.",
        lead,
        f"{PATH}/scores",
        body,
    )
    for bid in scored["ranking"]:
        story.say(f"                   {bid['name']}: {bid['total']}")
    file_papers(story, PATH, "2018-11-30", lead, "STCCG", "E27", "E28")
    _move(story, "2018-11-30", "award", "The recommended bid goes to the award decision.")


def _award_and_contract(story: Story) -> None:
    lead = story.who("commissioner", "STCCG")
    officer = story.who("democratic_services")
    body: dict[str, Any] = {
        "supplier": SUPPLIER,
        "partner": "MBC",
        "route": "officer",
        "decided_on": "2018-12-10",
        "published_on": "2018-12-11",
    }
    story.do("2018-12-11", "MBC awards, by its director.", officer, f"{PATH}/awards", body)
    body = {
        "supplier": SUPPLIER,
        "partner": "STCCG",
        "route": "icb_officer",
        "decided_on": "2018-12-12",
    }
    secretary = story.who("democratic_services", "STCCG")
    story.do("2018-12-12", "STCCG awards, within its limit.", secretary, f"{PATH}/awards", body)
    sent = {"sent_on": "2018-12-14"}
    story.do("2018-12-14", "Standstill letters go out.", lead, f"{PATH}/standstill", sent)
    file_papers(story, PATH, "2018-12-14", lead, "STCCG", "E30")
    contract = {
        "contract_reference": CONTRACT,
        "supplier": SUPPLIER,
        "signed_on": "2019-01-07",
        "starts_on": "2019-04-01",
        "initial_end_on": "2022-03-31",
        "maximum_end_on": "2024-03-31",
        "annual_value_pence": ANNUAL_PENCE,
    }
    story.refused(
        "a signature inside the standstill",
        ("standstill_running", "wrong_stage", "not_a_partner"),
        lead,
        f"{PATH}/contract",
        {**contract, "signed_on": "2018-12-24", "on": "2018-12-24"},
    )
    _move(story, "2018-12-27", "mobilise", "The standstill is over.")
    story.do("2019-01-07", f"{CONTRACT} is signed.", lead, f"{PATH}/contract", contract)
    sealed = {"kind": "section_75_lead", "host": "STCCG", "sealed_on": "2019-03-01"}
    sentence = "The section 75 lead commissioning agreement is sealed."
    story.do("2019-03-01", sentence, lead, f"{PATH}/agreements", sealed)
    body = {
        "decision": "accept",
        "reasons": "All 41 schools agreed.",
        "what_will_change": "A protocol for schools: not in PE, not in your favourite lesson.",
        "owner": "Farah Iqbal",
    }
    path = f"/api/recommendations/{slt_panel.SESSION}-R5/response"
    story.do("2019-03-08", "R5, put off in August, is accepted.", lead, path, body)
    feedback = {"formats": ["easy_read", "large_print", "symbols"], "delivered_on": "2019-03-22"}
    sentence = "The panel hears what became of each of its ideas."
    path = f"/api/sessions/{slt_panel.SESSION}/feedback"
    story.do("2019-03-22", sentence, story.who("facilitator"), path, feedback)
    file_papers(story, PATH, "2019-03-26", lead, "STCCG", "E33", "E34", "E35", "E36")
    _move(story, "2019-04-01", "go_live", "The service begins.")
