"""JCP-16 is whole: sixteen stages, every gate can be looked at, every stage leads on."""

import hashlib

import pytest

from services.commissioning_decisions import rules
from services.commissioning_decisions.domain.conditions import CONDITIONS
from services.commissioning_decisions.domain.definition import (
    OUTCOMES,
    STAGED_ACTS,
    WHERE_IT_WAS,
)
from tests.support.refusals import code_of

PROCESS = rules.definition("JCP-16")
ALL_MOVES = [(stage, move) for stage in PROCESS.stages for move in stage.moves]
STAGES = [
    "need_identified",
    "needs_assessment",
    "priority_and_mandate",
    "coproduction_and_review",
    "options_and_business_case",
    "young_commissioners_panel",
    "formal_consultation",
    "partner_decisions",
    "decision_effective",
    "procurement_design",
    "selection_and_evaluation",
    "award_and_standstill",
    "agreements_and_mobilisation",
    "live",
    "review_and_option_decision",
    "decommission",
]


def reached_from(start):
    seen, waiting = set(), [start]
    while waiting:
        stage = waiting.pop()
        if stage in seen:
            continue
        seen.add(stage)
        waiting += [move.to for move in PROCESS.stage(stage).moves if move.to != WHERE_IT_WAS]
    return seen


def test_the_sixteen_stages_stand_in_their_row():
    numbered = {stage.number: stage.id for stage in PROCESS.stages if stage.number}
    assert [numbered[number] for number in range(1, 17)] == STAGES
    assert len(numbered) == 16
    assert all(PROCESS.stage(id).weeks for id in STAGES)


def test_every_stage_can_be_reached_from_the_first():
    assert reached_from(PROCESS.first.id) == {stage.id for stage in PROCESS.stages}


@pytest.mark.parametrize("id", STAGES)
def test_every_open_stage_can_end_and_wait(id):
    assert {"stopped", "parked", "merged"} <= reached_from(id)
    assert any(move.kind == "forward" for move in PROCESS.stage(id).moves)


@pytest.mark.parametrize(
    ("stage", "move"), ALL_MOVES, ids=[f"{stage.id}-{move.name}" for stage, move in ALL_MOVES]
)
def test_every_move_says_why_and_its_gate_can_be_looked_at(stage, move):
    assert move.because.endswith(".")
    assert move.kind in OUTCOMES
    assert {condition.name for condition in move.conditions} <= set(CONDITIONS)
    # Whoever goes back or stops says why; whoever goes on meets a gate.
    if move.kind in ("return", "stop", "pause"):
        assert move.reason_needed or move.to == "stopped"
    elif move.to != WHERE_IT_WAS:
        assert move.conditions


def test_no_stage_has_two_moves_of_one_name():
    for stage in PROCESS.stages:
        names = [move.name for move in stage.moves]
        assert len(names) == len(set(names))


def test_every_condition_is_used_by_some_gate():
    used = {
        condition.name
        for name, version in rules.PROCESSES
        for stage in rules.definition(name, version).stages
        for move in stage.moves
        for condition in move.conditions
    }
    assert used == set(CONDITIONS)


def test_every_evidence_code_is_asked_for_or_comes_of_what_the_engine_records():
    """E18, E19, E22, E29, E31 and E32 are acts here; E37 to E39 come with the years."""
    asked = {
        code
        for _, move in ALL_MOVES
        for condition in move.conditions
        for code in (*condition.parameters.get("codes", ()), condition.parameters.get("code"))
    }
    recorded = {"E18", "E19", "E22", "E29", "E31", "E32"}
    of_the_years = {"E37", "E38", "E39"}
    assert set(rules.evidence_kinds()) == (asked - {None}) | recorded | of_the_years
    assert len(rules.evidence_kinds()) == 46


def test_an_act_of_a_stage_has_a_place_in_the_long_process():
    assert {act for stage in PROCESS.stages for act in stage.acts} == STAGED_ACTS


def test_who_wrote_a_version_does_not_take_it_to_the_panel_or_the_partners():
    guarded = {(stage.id, move.name) for stage, move in ALL_MOVES if move.not_by_author}
    assert guarded == {
        ("options_and_business_case", "consult_panel"),
        ("young_commissioners_panel", "seek_decisions"),
        ("formal_consultation", "seek_decisions"),
    }


def test_the_short_process_shares_nothing_with_the_long_one_but_the_law():
    """A second process, with stages of its own, shows that no stage is written into the code."""
    short = rules.definition("JCP-6")
    assert [stage.number for stage in short.stages if stage.number] == [1, 2, 3, 4, 5, 6]
    shared = {stage.id for stage in short.stages} & {stage.id for stage in PROCESS.stages}
    assert shared == {"parked", "stopped"}
    for act in ("record_decision", "seal_agreement", "sign_contract"):
        assert len(short.stages_for(act)) == 1
    assert short.stages_for("open_tender") == ()


LOCK = rules.FOLDER / "processes.lock"


def test_a_version_that_was_published_never_changes():
    """Its lines are those of sha256sum. A change is a new version in a new file."""
    locked = dict(reversed(line.split("  ")) for line in LOCK.read_text().splitlines())
    present = {
        f"{name}.toml": hashlib.sha256((rules.FOLDER / f"{name}.toml").read_bytes()).hexdigest()
        for name in rules.PROCESSES.values()
    }
    assert locked == present


@pytest.mark.proves("A8")
def test_no_decision_is_asked_for_while_the_panel_waits_for_answers():
    """Each way into the partners' decisions and on from them asks whether it was answered."""
    ways = [
        move for stage, move in ALL_MOVES if move.to == "partner_decisions" and stage.number < 8
    ] + [PROCESS.stage("partner_decisions").move("record_joint_decision")]
    assert len(ways) == 3
    for move in ways:
        assert "recommendations_answered" in {condition.name for condition in move.conditions}


def test_only_moves_into_decisions_freeze_a_version():
    assert {move.to for _, move in ALL_MOVES if move.freezes} == {"partner_decisions"}


@pytest.mark.parametrize(
    ("ask", "code"),
    [
        (lambda: PROCESS.stage("dreamt_of"), "unknown_stage"),
        (lambda: PROCESS.first.move("fly"), "unknown_move"),
        (lambda: rules.definition("JCP-99"), "process_not_found"),
        (lambda: rules.definition("JCP-16", 7), "process_not_found"),
    ],
)
def test_what_is_not_there_is_refused(ask, code):
    assert code_of(ask) == code


def test_the_same_version_is_read_once_and_stays():
    assert rules.definition("JCP-16") is rules.definition("JCP-16")
    assert rules.definition("JCP-16", 2) == PROCESS
    assert rules.definition("JCP-16", 1).version == 1
