"""JCP-2018-07: the children's equipment store of four councils and two NHS bodies."""

from typing import Any

from deploy.demo.area import NEEDS, PANEL
from deploy.demo.narrator import Story
from deploy.demo.papers import file_papers, nothing_to_declare, sha256_of
from shared.money import allocate

PROPOSAL = "JCP-2018-07"
SESSION = "YCP-2019-01"
CONTRACT = "CON-2019-02"
PATH = f"/api/proposals/{PROPOSAL}"
HOST = {"code": "MBC", "name": "Middlesbrough Council"}
ANNUAL_PENCE = 104_533_300
SHARES: list[dict[str, Any]] = [
    {"partner": "MBC", "bp": 1340},
    {"partner": "SBC", "bp": 1660},
    {"partner": "RCBC", "bp": 1120},
    {"partner": "HBC", "bp": 880},
    {"partner": "STCCG", "bp": 2410},
    {"partner": "HASTCCG", "bp": 2590},
]


def tell(story: Story) -> None:
    story.chapter(f"{PROPOSAL}: the joint Tees children's equipment store")
    _from_need_to_business_case(story)
    _young_commissioners(story)
    _notices(story)
    _decisions(story)
    _agreement_and_start(story)


def _move(story: Story, on: str, move: str, sentence: str, reason: str | None = None) -> None:
    body: dict[str, Any] = {"move": move, **({"reason": reason} if reason else {})}
    story.do(on, sentence, story.who("lead_commissioner"), f"{PATH}/moves", body, changes=PATH)


def _from_need_to_business_case(story: Story) -> None:
    lead = story.who("commissioner")
    body: dict[str, Any] = {
        "reference": PROPOSAL,
        "title": "Joint Tees children’s equipment store",
        "service_type": "children_equipment",
        "need_id": NEEDS["store"],
        "lead": "MBC",
        "partners": [share["partner"] for share in SHARES],
    }
    story.do("2018-05-14", f"{PROPOSAL} is drafted.", lead, "/api/proposals", body)
    file_papers(story, PATH, "2018-05-14", lead, "MBC", "E01")
    _move(story, "2018-05-21", "begin_assessment", "What six partners know is put together.")
    file_papers(story, PATH, "2018-07-13", story.who("analyst"), "MBC", "E02", "E03", "E04")
    _move(story, "2018-07-16", "seek_mandate", "The evidence goes to the partners for a mandate.")
    scored = {"score": "76.0", "rank": 3}
    file_papers(story, PATH, "2018-09-12", lead, "MBC", "E05", facts=scored)
    file_papers(story, PATH, "2018-09-12", lead, "MBC", "E06", facts={"minuted_on": "2018-09-12"})
    nothing_to_declare(story, PATH, "2018-09-12", "MBC")
    _move(story, "2018-09-17", "begin_coproduction", "Co-production begins, with a mandate.")
    file_papers(story, PATH, "2018-11-30", lead, "MBC", "E07", "E08", "E09")
    _move(story, "2018-12-03", "write_business_case", "Options for one store are worked out.")
    for on, draft, reason in (
        ("2018-12-03", "v1", "First draft: one store, hosted by Middlesbrough Council."),
        ("2019-01-14", "v2", "Budget settled with six finance leads."),
        ("2019-02-11", "v3", "Shares settled by items issued in three years."),
        ("2019-02-25", "v4", "Specification completed for the young commissioners' brief."),
    ):
        body = {"content": _content(draft), "reason": reason}
        sentence = f"Version {draft[1:]}: {reason}"
        story.do(on, sentence, lead, f"{PATH}/versions", body, changes=PATH)
    file_papers(story, PATH, "2019-02-27", lead, "MBC", "E10", "E12", "E13", "E14", "E15")
    parts = allocate(ANNUAL_PENCE, {share["partner"]: share["bp"] for share in SHARES})
    for partner, part_pence in parts.items():
        certifier, facts = story.who("finance", partner), {"part_pence": part_pence}
        file_papers(story, PATH, "2019-02-27", certifier, partner, "E11", facts=facts)
    file_papers(
        story,
        PATH,
        "2019-02-27",
        lead,
        "MBC",
        "E16",
        facts={"route": "public_cooperation", "reasons": "SI 2015/102 r.12(7): nothing is bought."},
    )


def _content(draft: str) -> dict[str, object]:
    return {
        "annual_cost_pence": ANNUAL_PENCE,
        "cost_head": "service",
        "shares": SHARES,
        "term": {"initial_months": 60, "extension_months": []},
        "specification_sha256": sha256_of(f"{PROPOSAL} specification {draft}"),
        "measure_set": "equipment_store",
    }


# Reference, strength, theme, statement, support, what it touches; decision and what will change.
RECOMMENDATIONS = (
    (
        "R1",
        "must",
        "communication",
        "Tell me the day and a 2-hour slot.",
        6,
        ["specification 5.1"],
        {
            "decision": "partly_accept",
            "reasons": "Vans are planned by half days until the new system is there.",
            "what_will_change": "Morning or afternoon now, a 2-hour slot from April 2020.",
            "due_on": "2020-04-01",
        },
    ),
    (
        "R2",
        "should",
        "choice",
        "Let me pick colour or pattern.",
        5,
        ["specification 3.3"],
        {
            "decision": "accept",
            "what_will_change": "You pick, wherever it costs at most 5% more.",
        },
    ),
    (
        "R3",
        "must",
        "quality",
        "Don't take the old kit until the new one is here.",
        6,
        ["specification 6.4"],
        {
            "decision": "accept",
            "what_will_change": "It is in the specification (6.4); breaking it is an incident.",
        },
    ),
)


def _young_commissioners(story: Story) -> None:
    facilitator, lead = story.who("facilitator"), story.who("commissioner")
    facts = {"issued_on": "2019-03-01"}
    file_papers(story, PATH, "2019-03-01", facilitator, "MBC", "E17", facts=facts)
    body: dict[str, Any] = {
        "reference": SESSION,
        "panel": PANEL,
        "purpose": "proposal",
        "proposal_id": PROPOSAL,
        "held_on": "2019-03-16",
        "opens_on": "2019-03-16",
        "closes_on": "2019-03-18",
        "brief_formats": ["standard", "easy_read", "large_print", "symbols"],
        "brief_issued_on": "2019-03-01",
    }
    story.do(
        "2019-03-01", f"{SESSION} is called, with its brief.", facilitator, "/api/sessions", body
    )
    _move(story, "2019-03-04", "consult_panel", "The Young Commissioners Panel is asked.")
    session = f"/api/sessions/{SESSION}"
    body = {
        "present": [f"YC-{number:02d}" for number in (1, 3, 4, 6, 7, 9)],
        "facilitator": "Sam Carter",
        "second_adult": True,
        "adjustments_met": "3 of 3",
    }
    story.do("2019-03-16", "6 of 10 are there: quorum met.", facilitator, f"{session}/open", body)
    for number, strength, theme, statement, support, affects, _ in RECOMMENDATIONS:
        body = {
            "reference": f"{SESSION}-{number}",
            "strength": strength,
            "theme": theme,
            "statement": statement,
            "support_count": support,
            "affects": affects,
        }
        path = f"{session}/recommendations"
        story.do("2019-03-18", f"{number} ({strength}): {statement}", facilitator, path, body)
    story.do("2019-03-18", "The session closes.", facilitator, f"{session}/close")
    for number, *_, response in RECOMMENDATIONS:
        path = f"/api/recommendations/{SESSION}-{number}/acknowledgement"
        story.do("2019-03-21", f"{number} is acknowledged.", lead, path)
        path = f"/api/recommendations/{SESSION}-{number}/response"
        sentence = f"{number} is answered: {response['decision']}."
        story.do("2019-04-10", sentence, lead, path, {"owner": "Amina Shah", **response})


NOTHING_EXEMPT = {"exempt_appendix": False, "exempt_paragraph": None}
# Partner, body, meeting, day of the notice.
NOTICES = (
    ("MBC", "Executive", "2019-06-18", "2019-05-17"),
    ("SBC", "Cabinet", "2019-06-20", "2019-05-17"),
    ("RCBC", "Cabinet", "2019-06-25", "2019-05-21"),
)


def _notices(story: Story) -> None:
    reason = "Families were asked in autumn 2018; no service is taken away."
    sentence = "Version 4 is frozen and goes to six partners."
    _move(story, "2019-05-13", "seek_decisions", sentence, reason)
    for partner, body, meeting_on, notice_on in NOTICES:
        notice = {
            "partner": partner,
            "body": body,
            "matter": "A joint children's equipment store hosted by Middlesbrough Council",
            "key_decision": True,
            "meeting_on": meeting_on,
        }
        officer = story.who("democratic_services", partner)
        sentence = f"{partner}: notice of the key decision."
        story.do(notice_on, sentence, officer, f"{PATH}/notices", notice)
    for share in SHARES:
        partner = share["partner"]
        officer = story.who("democratic_services", partner)
        file_papers(story, PATH, "2019-06-07", officer, partner, "E21", facts=NOTHING_EXEMPT)


def _decisions(story: Story) -> None:
    frozen = story.who("commissioner").get(PATH)["proposal"]
    decided = {"proposal_version": frozen["proposal_version"], "sha256": frozen["frozen_sha256"]}

    def record(on: str, sentence: str, partner: str, **decision: Any) -> None:
        officer = story.who("democratic_services", partner)
        body: dict[str, Any] = {**decided, "partner": partner, "decided_on": on, **decision}
        story.do(decision.get("published_on", on), sentence, officer, f"{PATH}/decisions", body)

    approved: dict[str, Any] = {"outcome": "approved"}
    record(
        "2019-06-18",
        "MBC's Executive approves.",
        "MBC",
        body="Executive",
        route="executive",
        published_on="2019-06-20",
        **approved,
    )
    record(
        "2019-06-20",
        "SBC's Cabinet approves.",
        "SBC",
        body="Cabinet",
        route="executive",
        published_on="2019-06-24",
        **approved,
    )
    record(
        "2019-06-24",
        "HBC puts it off: it wants to see activity by council.",
        "HBC",
        body="Finance and Policy Committee",
        route="committee",
        outcome="deferred",
        deferred_until="2019-07-15",
        reason="Members want to see activity by council.",
    )
    record(
        "2019-06-26",
        "STCCG's Governing Body approves.",
        "STCCG",
        body="Governing Body",
        route="icb_board",
        **approved,
    )
    record(
        "2019-06-25",
        "RCBC approves, if its own contribution stays at or under £120,000 a year.",
        "RCBC",
        body="Cabinet",
        route="executive",
        published_on="2019-06-27",
        outcome="approved_conditional",
        conditions=[
            {
                "id": "RCBC-CAP",
                "kind": "own_cost_cap",
                "text": "Own contribution of at most £120,000 a year",
                "cap_pence": 12_000_000,
                "per": "year",
            }
        ],
    )
    record(
        "2019-07-10",
        "HASTCCG's Accountable Officer approves, within the limit of £300,000.",
        "HASTCCG",
        body="Accountable Officer",
        route="icb_officer",
        authority_reference="Scheme of reservation and delegation, line 12",
        value_pence=27_074_125,
        **approved,
    )
    record(
        "2019-07-15",
        "HBC's committee approves; it has no call-in, so this takes effect at once.",
        "HBC",
        body="Finance and Policy Committee",
        route="committee",
        outcome="approved",
    )


def _agreement_and_start(story: Story) -> None:
    lead = story.who("commissioner")
    _move(
        story, "2019-07-15", "record_joint_decision", "All six have decided, to the same version."
    )
    sentence = "Public bodies co-operate: nothing is bought, so there is no tender."
    _move(story, "2019-07-16", "agree_without_tender", sentence)
    sealed = {"kind": "section_75_pooled", "host": "MBC", "sealed_on": "2019-08-09"}
    sentence = "The section 75 agreement with a pooled fund is sealed."
    story.do("2019-08-09", sentence, lead, f"{PATH}/agreements", sealed)
    contract = {
        "contract_reference": CONTRACT,
        "supplier": HOST,
        "signed_on": "2019-08-09",
        "starts_on": "2019-09-02",
        "initial_end_on": "2024-09-01",
        "maximum_end_on": "2024-09-01",
        "annual_value_pence": ANNUAL_PENCE,
    }
    sentence = f"{CONTRACT}: the host's agreement counts as the contract."
    story.do("2019-08-09", sentence, lead, f"{PATH}/contract", contract)
    feedback = {"formats": ["easy_read", "large_print", "symbols"], "delivered_on": "2019-07-26"}
    path = f"/api/sessions/{SESSION}/feedback"
    sentence = "The panel hears what became of each of its ideas."
    story.do("2019-08-12", sentence, story.who("facilitator"), path, feedback)
    file_papers(story, PATH, "2019-08-23", lead, "MBC", "E33", "E34", "E35", "E36")
    _move(story, "2019-09-02", "go_live", "The store opens.")
