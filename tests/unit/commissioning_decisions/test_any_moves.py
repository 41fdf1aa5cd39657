"""Whatever people try, in whatever order: the chain holds, gates decide, nothing is half done."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from services.commissioning_decisions import rules
from services.commissioning_decisions.domain import drafting, moving, versions
from services.commissioning_decisions.domain.acts import ConflictDeclared
from services.commissioning_decisions.domain.case import Case, Known
from services.commissioning_decisions.domain.versions import Content
from shared.errors import CommissioningError
from tests.support.cases import LEAD, PARTNERS, papers, with_acts

FIRST_DAY = date(2018, 1, 1)
PROCESS = rules.definition("JCP-16")
MOVES = sorted({move.name for stage in PROCESS.stages for move in stage.moves})
CODES = [f"E{number:02d}" for number in range(1, 47)]
KNOWN = Known(
    need={"id": "NEED-2018-01", "title": "Children wait too long", "score": "80.0"},
    assessments=({"id": "SNA-2018-01", "need_ids": ["NEED-2018-01"]},),
    sessions=(
        {
            "id": "YCP-2018-01",
            "stage": "closed",
            "brief_issued_on": "2018-01-01",
            "held_on": "2018-01-20",
            "closes_on": "2018-01-22",
        },
    ),
    watch={"review_opened_on": "2018-01-01"},
)


NOTHING_TO_DECLARE = ConflictDeclared(
    "CONF-1", "HBC", "joint commissioner", "none", "none_needed", FIRST_DAY
)


def drafted() -> Case:
    return drafting.draft(
        PROCESS,
        PARTNERS,
        id="JCP-2018-01",
        title="Short breaks",
        service_type="other",
        need_id="NEED-2018-01",
        lead="HBC",
        partners=("STCCG", "HBC"),
        on=FIRST_DAY,
    )


def with_everything() -> Case:
    """Each paper is filed and everything that others say is known: only people are missing."""
    case = replace(drafted(), known=KNOWN)
    case = with_acts(case, *papers(*CODES, organisations=("HBC", "STCCG")))
    case = with_acts(case, *papers("E16", route="public_cooperation"), NOTHING_TO_DECLARE)
    content = Content(1_000_000, "service", {"HBC": 5000, "STCCG": 5000})
    return case.with_version(written(case, content))


def written(case: Case, content: Content) -> versions.Version:
    return versions.write_version(
        case.proposal.id,
        case.proposal.partners,
        case.newest,
        content,
        on=FIRST_DAY,
        reason="Next.",
        materiality=rules.materiality(),
    )


def tried(case: Case, name: str, on: date) -> Case:
    """The case after the move, or the same case where it was refused."""
    try:
        return case.with_move(moving.move(case, name, on=on, actor=LEAD, reason="Tried."))
    except CommissioningError:
        return case


def walked(names: list[str]) -> Case:
    case = with_everything()
    for number, name in enumerate(names):
        case = tried(case, name, FIRST_DAY + timedelta(days=number))
    return case


# Mostly ways that lead on, so that walks get far; some that end them, some that are not there.
WALKS = st.lists(st.integers(min_value=0, max_value=19), min_size=1, max_size=30)
ENDS, SOMEWHERE_ELSE = 18, 19


def walk(choices: list[int]) -> Case:
    case = with_everything()
    for number, choice in enumerate(choices):
        onward = [move.name for move in case.stage.moves if move.kind != "stop"]
        name = onward[choice % len(onward)] if onward else "resume"
        if choice == ENDS:
            name = "stop"
        elif choice == SOMEWHERE_ELSE:
            name = MOVES[number % len(MOVES)]
        case = tried(case, name, FIRST_DAY + timedelta(days=number))
    return case


@given(WALKS)
@settings(deadline=None)
def test_any_walk_leaves_an_unbroken_chain_from_stage_to_stage(choices):
    case = walk(choices)
    assert moving.verify(case.proposal.id, case.moves)
    stages = [PROCESS.first.id, *(moved.to_stage for moved in case.moves)]
    assert [moved.from_stage for moved in case.moves] == stages[:-1]
    assert case.stage.id == stages[-1]
    assert [moved.position for moved in case.moves] == list(range(1, len(case.moves) + 1))


@given(WALKS)
@settings(deadline=None)
def test_nobody_goes_live_or_buys_before_every_partner_has_decided(choices):
    """No partner decides in these walks, so nothing behind the decisions is ever reached."""
    reached = {moved.to_stage for moved in walk(choices).moves}
    assert reached <= {
        *(stage.id for stage in PROCESS.stages if stage.number and stage.number <= 8),
        "parked",
        "stopped",
        "merged",
    }


@given(WALKS, st.data())
@settings(deadline=None)
def test_a_move_that_was_changed_left_out_or_swapped_shows(choices, data):
    case = walk(choices)
    if not case.moves:
        return
    at = data.draw(st.integers(0, len(case.moves) - 1))
    changes: dict[str, Any] = data.draw(
        st.sampled_from(
            [
                {"reason": "Another reason."},
                {"on": FIRST_DAY - timedelta(days=1)},
                {"to_stage": "live"},
                {"by_role": "operator"},
                {"frozen_version": 9},
            ]
        )
    )
    changed = list(case.moves)
    changed[at] = replace(changed[at], **changes)
    assert not moving.verify(case.proposal.id, changed)
    assert not moving.verify("JCP-2018-02", case.moves)
    if at < len(case.moves) - 1:
        assert not moving.verify(case.proposal.id, case.moves[:at] + case.moves[at + 1 :])


@given(WALKS)
@settings(deadline=None)
def test_a_way_is_open_exactly_when_its_move_is_taken(choices):
    case = walk(choices)
    on = FIRST_DAY + timedelta(days=60)
    for way in moving.ways(case, on):
        taken = tried(case, way.move.name, on) != case
        assert taken == way.is_open, way.move.name


def test_the_straight_way_leads_to_the_partners_and_freezes_what_they_decide_about():
    case = walked(
        [
            "begin_assessment",
            "seek_mandate",
            "begin_coproduction",
            "write_business_case",
            "consult_panel",
            "seek_decisions",
        ]
    )
    assert case.stage.id == "partner_decisions"
    assert case.frozen is not None
    assert case.frozen.number == 1


@pytest.mark.parametrize("closing", ["stop", "merge"])
def test_nothing_leads_out_of_a_proposal_that_has_ended(closing):
    case = walked([closing])
    assert moving.ways(case, FIRST_DAY) == []


def test_a_new_version_thaws_what_was_frozen():
    case = walked(
        [
            "begin_assessment",
            "seek_mandate",
            "begin_coproduction",
            "write_business_case",
            "consult_panel",
            "seek_decisions",
        ]
    )
    assert case.newest is not None
    content = replace(case.newest.content, annual_cost_pence=2_000_000)
    assert case.with_version(written(case, content)).frozen is None
