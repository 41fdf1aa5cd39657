"""The same years on the proposals: bodies succeeded; who stays decides anew about the exit."""

from typing import Any

from deploy.demo import store
from deploy.demo.narrator import Story
from deploy.demo.papers import file_papers, sha256_of

EXIT = "JCP-2020-11"
PATH = f"/api/proposals/{EXIT}"
RECOSTED_PENCE = 97_500_000
# Basis points, and pence of a full year from April 2022.
STAYING = {
    "MBC": (1469, 14_322_750),
    "SBC": (1820, 17_745_000),
    "RCBC": (1228, 11_973_000),
    "TVCCG": (5483, 53_459_250),
}


def pass_on(story: Story, on: str, bodies: list[str], heir: str, name: str, reference: str) -> None:
    """The heir joins, and takes the others' place in every proposal that is not over."""
    operator = story.who("operator", "TEES")
    body: dict[str, Any] = {
        "code": heir,
        "name": name,
        "kind": "nhs",
        "order": 7,
        "governance": {"model": "nhs_board", "call_in": False, "call_in_working_days": None},
        "key_decision_pence": None,
        "limits": {"icb_officer": 100_000_000},
        "limits_basis": "whole_life",
    }
    story.do(on, f"{name} joins.", operator, "/api/partners", body)
    body = {
        "predecessors": bodies,
        "successors": [{"partner": heir, "bp": 10_000}],
        "effective_on": on,
        "order_reference": reference,
    }
    sentence = f"{heir} stands in the place of {' and '.join(bodies)} in every proposal."
    story.do(on, sentence, operator, "/api/partners/successions", body)


def begin(story: Story) -> None:
    body = {
        "process": "JCP-14X",
        "title": "Hartlepool leaves the equipment store",
        "leaving": "HBC",
        "reference": EXIT,
    }
    sentence = f"{EXIT} begins: what the exit means for the four who stay."
    lead = story.who("lead_commissioner")
    story.do("2020-09-30", sentence, lead, f"{store.PATH}/flows", body)
    manager = story.who("contract_manager")
    file_papers(story, PATH, "2020-09-30", manager, "MBC", "E39")
    _move(story, "2020-10-05", "work_out_impact", "The impact on the others is worked out.")


def work_out(story: Story) -> None:
    on, author = "2021-10-18", story.who("commissioner")
    content = {
        "annual_cost_pence": RECOSTED_PENCE,
        "cost_head": "service",
        "shares": [{"partner": code, "bp": bp} for code, (bp, _) in STAYING.items()],
        "specification_sha256": sha256_of(f"{store.PROPOSAL} specification v4"),
        "measure_set": "equipment_store",
    }
    body = {"content": content, "reason": "Re-costed without Hartlepool: £975,000 a year."}
    story.do(on, "What each pays from April 2022.", author, f"{PATH}/versions", body, changes=PATH)
    facts: dict[str, Any] = {"done_on": on}
    manager = story.who("contract_manager")
    file_papers(story, PATH, on, manager, "MBC", "E42", facts=facts)
    for partner, (_, pence) in STAYING.items():
        facts = {"part_pence": pence}
        file_papers(story, PATH, on, story.who("finance", partner), partner, "E11", facts=facts)
    _move(story, on, "ask_partners", "Everybody who stays decides anew.")
    notice = {
        "partner": "SBC",
        "body": "Cabinet",
        "matter": "New share of the equipment store",
        "key_decision": True,
        "meeting_on": "2021-11-18",
    }
    officer = story.who("democratic_services", "SBC")
    sentence = "SBC: notice, for its part of £177,450 is a key decision."
    story.do("2021-10-19", sentence, officer, f"{PATH}/notices", notice)


def decide(story: Story, on: str, partner: str, body_name: str, minute: int) -> None:
    frozen = story.who("commissioner").get(PATH)["proposal"]
    board = partner == "TVCCG"
    body: dict[str, Any] = {
        "proposal_version": frozen["proposal_version"],
        "sha256": frozen["frozen_sha256"],
        "partner": partner,
        "body": body_name,
        "route": "icb_board" if board else "executive",
        "outcome": "approved",
        "decided_on": on,
        "authority_reference": f"{body_name}, minute {minute}",
        **({} if board else {"published_on": on}),
    }
    officer = story.who("democratic_services", partner)
    story.do(on, f"{partner} approves its new share.", officer, f"{PATH}/decisions", body)


def let_go(story: Story) -> None:
    _move(story, "2021-12-01", "share_anew", "All four have decided, and it is in effect.")
    sealed = {"kind": "section_75_pooled", "host": "MBC", "sealed_on": "2022-03-14"}
    lead = story.who("commissioner")
    sentence = "The deed of exit is sealed."
    story.do("2022-03-14", sentence, lead, f"{PATH}/agreements", sealed)
    facts = {"returned_on": "2022-03-31"}
    manager = story.who("contract_manager")
    file_papers(story, PATH, "2022-03-31", manager, "MBC", "E43", facts=facts)
    _move(story, "2022-03-31", "let_go", "HBC has left the store.")


def _move(story: Story, on: str, move: str, sentence: str) -> None:
    lead = story.who("lead_commissioner")
    story.do(on, sentence, lead, f"{PATH}/moves", {"move": move}, changes=PATH)
