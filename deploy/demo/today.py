"""A proposal of these days, part way: something to answer, to decide and to move on by hand."""

from datetime import date, timedelta
from typing import Any

from deploy.demo.area import ICB, NEEDS, PANEL, register_board
from deploy.demo.client import Refused
from deploy.demo.narrator import Story
from deploy.demo.papers import file_papers, nothing_to_declare, sha256_of


def tell(story: Story, today: date) -> None:
    """Drafted eight weeks ago, with the panel's session open today for two weeks.

    Does nothing where the proposal is there already: its days were counted from another today.
    """
    year = today.year
    proposal, session = f"JCP-{year}-01", f"YCP-{year}-01"
    if _is_there(story, f"/api/sessions/{session}"):
        return
    path = f"/api/proposals/{proposal}"
    started = _started_on(story, path) or today - timedelta(weeks=8)
    story.chapter(f"{proposal}: short breaks, in these days")
    _begin(story, proposal, path, started)
    _business_case(story, path, started + timedelta(weeks=3))
    _open_session(story, proposal, session, started + timedelta(weeks=8))


def _is_there(story: Story, path: str) -> bool:
    try:
        story.who("facilitator").get(path)
    except Refused as refusal:
        if refusal.code.endswith("_not_found"):
            return False
        raise
    return True


def _started_on(story: Story, path: str) -> date | None:
    """The day from which a half-finished telling counted."""
    if not _is_there(story, path):
        return None
    case = story.who("commissioner").get(path)
    days = [case["proposal"]["stage_since"], *(paper["added_on"] for paper in case["evidence"])]
    return date.fromisoformat(min(days))


def _move(story: Story, path: str, on: str, move: str, sentence: str) -> None:
    lead = story.who("lead_commissioner")
    story.do(on, sentence, lead, f"{path}/moves", {"move": move}, changes=path)


def _begin(story: Story, proposal: str, path: str, started: date) -> None:
    code = ICB[0]
    on, later = started.isoformat(), (started + timedelta(weeks=2)).isoformat()
    lead = story.who("commissioner")
    register_board(story)
    body: dict[str, Any] = {
        "reference": proposal,
        "title": "Short breaks near home",
        "service_type": "other",
        "need_id": NEEDS["short_breaks"],
        "lead": "MBC",
        "partners": ["MBC", code],
    }
    story.do(on, f"{proposal} is drafted.", lead, "/api/proposals", body)
    file_papers(story, path, on, lead, "MBC", "E01")
    _move(story, path, on, "begin_assessment", "What both partners know is put together.")
    file_papers(story, path, later, lead, "MBC", "E02", "E03", "E04")
    _move(story, path, later, "seek_mandate", "The evidence goes to the partners.")
    file_papers(story, path, later, lead, "MBC", "E05")
    file_papers(story, path, later, lead, "MBC", "E06", facts={"minuted_on": later})
    nothing_to_declare(story, path, later, "MBC")
    _move(story, path, later, "begin_coproduction", "Co-production begins, with a mandate.")


def _business_case(story: Story, path: str, day: date) -> None:
    on = day.isoformat()
    lead = story.who("commissioner")
    file_papers(story, path, on, lead, "MBC", "E07", "E08", "E09")
    _move(story, path, on, "write_business_case", "Options are worked out.")
    body = {
        "content": {
            "annual_cost_pence": 43_200_000,
            "cost_head": "service",
            "shares": [{"partner": "MBC", "bp": 5500}, {"partner": ICB[0], "bp": 4500}],
            "term": {"initial_months": 36, "extension_months": [12]},
            "specification_sha256": sha256_of(f"{path} specification v1"),
        },
        "reason": "First draft.",
    }
    story.do(on, "Version 1 is written.", lead, f"{path}/versions", body, changes=path)
    file_papers(story, path, on, lead, "MBC", "E10", "E12", "E13", "E14", "E15")
    for partner, part_pence in (("MBC", 23_760_000), (ICB[0], 19_440_000)):
        certifier, facts = story.who("finance", partner), {"part_pence": part_pence}
        file_papers(story, path, on, certifier, partner, "E11", facts=facts)
    file_papers(story, path, on, lead, "MBC", "E16", facts={"route": "provider_selection_regime"})
    issued = {"issued_on": on}
    file_papers(story, path, on, story.who("facilitator"), "MBC", "E17", facts=issued)
    _move(story, path, on, "consult_panel", "The Young Commissioners Panel is asked.")


def _open_session(story: Story, proposal: str, session: str, opens: date) -> None:
    issued = opens - timedelta(weeks=4)
    facilitator = story.who("facilitator")
    body: dict[str, Any] = {
        "reference": session,
        "panel": PANEL,
        "purpose": "proposal",
        "proposal_id": proposal,
        "held_on": opens.isoformat(),
        "opens_on": opens.isoformat(),
        "closes_on": (opens + timedelta(weeks=2)).isoformat(),
        "brief_formats": ["standard", "easy_read", "large_print", "symbols"],
        "brief_issued_on": issued.isoformat(),
    }
    sentence = f"{session} is called, with its brief."
    story.do(issued.isoformat(), sentence, facilitator, "/api/sessions", body)
    body = {
        "present": [f"YC-{number:02d}" for number in range(1, 11)],
        "facilitator": "Sam Carter",
        "second_adult": True,
        "adjustments_met": "3 of 3",
    }
    path = f"/api/sessions/{session}/open"
    story.do(opens.isoformat(), "All ten may answer for two weeks.", facilitator, path, body)
