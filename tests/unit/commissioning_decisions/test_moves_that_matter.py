"""A case from the moves that matter is the case from all of them, wherever it wandered."""

import inspect
from dataclasses import replace
from datetime import date, timedelta

from hypothesis import example, given, settings
from hypothesis import strategies as st

from services.commissioning_decisions.domain import moving, standing, views
from services.commissioning_decisions.domain.case import Case, Moved
from services.commissioning_decisions.domain.definition import STAGED_ACTS
from services.commissioning_decisions.domain.duties import owed
from tests.support.cases import LAW, LEAD, PROCESS, a_case, awarded, revised, standing_still
from tests.support.cases import to_award as with_bids
from tests.support.moves_that_matter import mattering
from tests.support.open_gates import KNOWN

FIRST_DAY = date(2018, 11, 1)
STAGES = [stage.id for stage in PROCESS.stages]
GONE = "business_case"  # a stage of an earlier version, from which the proposal was migrated
EARLIER = replace(PROCESS, version=PROCESS.version - 1)
PROPERTIES = [name for name, _ in inspect.getmembers(Case, lambda each: isinstance(each, property))]

# Where each move leads, the version that it freezes if any, and the days since the one before.
# Few stages with weight on parking, so that walks come back to where they were.
STEPS = st.lists(
    st.tuples(
        st.one_of(
            st.sampled_from(["parked", "selection_and_evaluation", "award_and_standstill", GONE]),
            st.sampled_from(STAGES),
        ),
        st.sampled_from([None, None, 1, 2, 3]),
        st.integers(0, 9),
    ),
    max_size=40,
)
LAST = st.sampled_from(STAGES)  # a case stands in a stage of the process that it follows now


def wandered(steps, last: str) -> Case:
    """With three versions and everything done up to the standstill.

    A step to where it stands is a change of process, as `jc process migrate` makes it.
    """
    case = standing_still(awarded(with_bids()))
    for _ in range(2):
        case = revised(case, annual_cost_pence=case.newest.content.annual_cost_pence + 100)
    case = replace(case, moves=(), known=KNOWN)
    on, here = FIRST_DAY, PROCESS.first.id
    for to, frozen, days in [*steps, ("partner_decisions", None, 1), (last, None, 1)]:
        on += timedelta(days)
        moved = a_move(case, here, to, on, frozen)
        case, here = case.with_move(moved) if here != to else changed(case, moved), to
    return case


def changed(case: Case, moved: Moved) -> Case:
    other = PROCESS if case.process == EARLIER else EARLIER
    return case.with_process(other, replace(moved, move="change", frozen_version=None), {})


def a_move(case: Case, here: str, to: str, on: date, frozen: int | None) -> Moved:
    position = len(case.moves) + 1
    return Moved(
        position, "wander", here, to, "pass", on, "commissioner", "", "", frozen, f"{position:064x}"
    )


def seen(case: Case) -> dict:
    """All that a command, a page or an event takes from the moves."""
    on = FIRST_DAY + timedelta(400)
    return {
        **{name: getattr(case, name) for name in PROPERTIES},
        **{f"round of {act}": case.round_began(act) for act in STAGED_ACTS},
        "decisions": [case.decision_of(code) for code in case.proposal.partners],
        "standing": [standing.stand(case, code, on) for code in case.proposal.partners],
        "ways": moving.ways(case, on, LEAD),
        "view": views.proposal(case, on),
        "stages": views.stages(case),
        "duties": list(owed(case, LAW)),
    }


@given(STEPS, LAST)
@example([("partner_decisions", 3, 1), ("parked", None, 1), ("partner_decisions", 3, 1)], "live")
@example([("parked", None, 1), ("parked", None, 1), ("partner_decisions", None, 1)] * 3, "live")
@example([(GONE, None, 1), ("selection_and_evaluation", None, 1)] * 3, "award_and_standstill")
@settings(deadline=None, max_examples=150)
def test_everything_that_is_seen_of_a_case_is_the_same(steps, last):
    case = wandered(steps, last)
    fewer = replace(case, moves=mattering(case.moves, case.migrations))
    assert fewer.moves[-1] == case.moves[-1]
    assert seen(fewer) == seen(case)


@given(STEPS, LAST)
@settings(deadline=None)
def test_the_next_move_is_linked_as_if_all_were_there(steps, last):
    case = wandered(steps, last)
    fewer = replace(case, moves=mattering(case.moves, case.migrations))
    name = "park" if case.stage.is_open else "resume" if last == "parked" else None
    if name:
        on = case.last_move_on
        made = [
            moving.move(each, name, on=on, actor=LEAD, reason="Later.") for each in (case, fewer)
        ]
        assert made[0] == made[1]
        assert made[1].position == len(case.moves) + 1
    else:
        assert moving.ways(fewer, FIRST_DAY) == []


def test_what_matters_stays_few_however_often_a_proposal_waits():
    case = a_case("partner_decisions")
    for number in range(500):
        here, to = (
            ("parked", "partner_decisions") if number % 2 else ("partner_decisions", "parked")
        )
        moved = a_move(case, here, to, FIRST_DAY + timedelta(number), None)
        case = case.with_move(moved)
    fewer = mattering(case.moves, case.migrations)
    assert [moved.position for moved in fewer] == [1, 500, 501]
    assert replace(case, moves=fewer).moves_made == 501


def test_the_properties_looked_at_are_those_that_moves_decide():
    assert {"stage", "stage_since", "moves_made", "frozen", "frozen_since", "scores"} <= {
        *PROPERTIES
    }
