"""Separation of duties: who makes a move, and that nobody passes the gate of their own work."""

from dataclasses import replace

import pytest

from services.commissioning_decisions.domain import moving
from tests.support.cases import AUTHOR, LEAD
from tests.support.open_gates import TODAY, everything
from tests.support.refusals import code_of


@pytest.mark.parametrize(
    ("stage", "move"),
    [
        ("options_and_business_case", "consult_panel"),
        ("young_commissioners_panel", "seek_decisions"),
        ("formal_consultation", "seek_decisions"),
    ],
)
def test_nobody_passes_the_gate_of_a_version_of_their_own(stage, move):
    """Separation of duties: whoever wrote it may have every role."""
    case = everything(stage, move)
    author = replace(AUTHOR, roles=LEAD.roles)
    refused = code_of(lambda: moving.move(case, move, on=TODAY, actor=author, reason="Mine."))
    assert refused == "author_passes_own_gate"
    seen = moving.way(case, move, TODAY, author).not_yours
    assert seen == (
        "You wrote version 1: somebody else has to pass its gate. Ask another lead commissioner."
    )
    assert moving.way(case, move, TODAY, LEAD).not_yours == ""


def test_a_move_is_made_by_its_roles():
    case = everything("partner_decisions", "record_joint_decision")
    commissioner = replace(LEAD, roles=frozenset({"commissioner"}))

    def move(name, actor):
        return moving.move(case, name, on=TODAY, actor=actor, reason="It is time.")

    refused = code_of(lambda: move("record_joint_decision", commissioner))
    assert refused == "role_required"
    assert move("record_joint_decision", LEAD).by_role == "lead_commissioner"
    assert move("park", commissioner).by_role == "commissioner"
