"""A process definition that cannot be followed is refused whole, and each fault names its line."""

from pathlib import Path

import pytest

from services.commissioning_decisions import rules
from services.commissioning_decisions.domain.conditions import CONDITIONS
from services.commissioning_decisions.domain.soundness import check, must_be_sound
from shared.errors import Invalid

KINDS = rules.evidence_kinds()
SHIPPED = [(Path(rules.FOLDER) / f"{name}.toml") for name in rules.PROCESSES.values()]
SMALL = """name = "SMALL"
version = 1
title = "Six stages are not needed for everything"

[[everywhere]]
name = "stop"
to = "stopped"
because = "The partners do not go on with it."
kind = "stop"

[[stages]]
id = "asked"
title = "Asked"
accountable = "commissioner"

[[stages.moves]]
name = "answer"
to = "answered"
because = "The panel was heard."
conditions = [{ is = "evidence", codes = ["E18"], who = "facilitator" }]

[[stages]]
id = "answered"
title = "Answered"
accountable = "commissioner"
closing = true

[[stages]]
id = "stopped"
title = "Stopped"
accountable = "commissioner"
closing = true
"""


def line_of(text, words):
    return next(number for number, line in enumerate(text.splitlines(), 1) if words in line)


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.stem)
def test_what_is_shipped_is_sound(path):
    assert check(path.read_text(), CONDITIONS, KINDS) == []


def test_a_process_of_ones_own_is_sound():
    assert check(SMALL, CONDITIONS, KINDS) == []


@pytest.mark.parametrize(
    ("was", "wrong", "code", "at"),
    [
        ('to = "answered"', 'to = "nowhere"', "unknown_stage", "[[stages.moves]]"),
        ('is = "evidence"', 'is = "stars_stand_well"', "unknown_gate_condition", "stages.moves"),
        ('"E18"', '"E47"', "unknown_evidence", "[[stages.moves]]"),
        ('who = "facilitator"', 'who = "magician"', "unknown_role", "[[stages.moves]]"),
        ('accountable = "commissioner"', 'accountable = "king"', "unknown_role", "[[stages]]"),
        ('kind = "stop"', 'kind = "jump"', "unknown_move_kind", "[[everywhere]]"),
        ('"E18"', '"E18"], waivable_by = ["wizard"', "unknown_role", "[[stages.moves]]"),
        ('name = "answer"', 'name = "answer"\nby = ["elf"]', "unknown_role", "[[stages.moves]]"),
        ('id = "asked"', 'id = "asked"\nacts = ["dance"]', "unknown_act", "[[stages]]"),
        (
            'is = "evidence", codes = ["E18"]',
            'is = "paper_says", code = "E10", field = "moonlight"',
            "unknown_evidence_field",
            "[[stages.moves]]",
        ),
        (
            'is = "evidence", codes = ["E18"]',
            'is = "paper_says", code = "E99", field = "options"',
            "unknown_evidence",
            "[[stages.moves]]",
        ),
        ('because = "The panel was heard."', "", "malformed_process", "[[stages.moves]]"),
        ('title = "Asked"', "", "malformed_process", "[[stages]]"),
        ('title = "Asked"', 'title = "Asked', "malformed_process", 'title = "Asked'),
    ],
)
def test_a_fault_is_named_with_its_line(was, wrong, code, at):
    text = SMALL.replace(was, wrong, 1)
    assert [(fault.code, fault.line) for fault in check(text, CONDITIONS, KINDS)] == [
        (code, line_of(text, at))
    ]


def test_a_stage_to_which_no_move_leads_is_a_fault():
    text = SMALL + '\n[[stages]]\nid = "island"\ntitle = "Island"\naccountable = "finance"\n'
    found = {(fault.code, fault.line) for fault in check(text, CONDITIONS, KINDS)}
    at = line_of(text, 'id = "island"') - 1
    assert found == {("stage_unreachable", at), ("stage_dead_end", at)}


def test_a_stage_or_a_move_that_is_there_twice_is_a_fault():
    move = SMALL[SMALL.index("[[stages.moves]]") : SMALL.index('[[stages]]\nid = "answered"')]
    assert [fault.code for fault in check(SMALL.replace(move, move * 2), CONDITIONS, KINDS)] == [
        "move_twice"
    ]
    stage = SMALL[SMALL.index('[[stages]]\nid = "stopped"') :]
    assert [fault.code for fault in check(f"{SMALL}\n{stage}", CONDITIONS, KINDS)] == [
        "stage_twice"
    ]


def test_nothing_at_all_is_no_process():
    assert {fault.code for fault in check("", CONDITIONS, KINDS)} == {"malformed_process"}


def test_an_unsound_file_is_refused_with_every_fault():
    text = SMALL.replace('"E18"', '"E47"').replace('to = "answered"', 'to = "nowhere"')
    with pytest.raises(Invalid) as refusal:
        must_be_sound(text, CONDITIONS, KINDS)
    assert refusal.value.code == "process_unsound"
    assert f"line {line_of(text, '[[stages.moves]]')}" in refusal.value.message
