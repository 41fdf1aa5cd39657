"""A waiver: the right role, for a reason that is published, for one stay in one stage (T08)."""

from dataclasses import replace

import pytest

from services.commissioning_decisions.domain import moving, waiving
from services.commissioning_decisions.domain.case import Known
from tests.support.cases import LEAD, a_case, day, papers, placed, with_acts
from tests.support.refusals import code_of

ON = day("2018-08-18")
WHY = "The panel could not meet with a quorum twice; it was asked in writing."


def waiting():
    """At the panel: it has not met, everything else is there."""
    case = a_case("young_commissioners_panel")
    case = replace(case, known=Known())
    return with_acts(case, *papers("E17"))


def waived(case, condition="panel_heard", **changes):
    facts = {
        "move": "seek_decisions",
        "condition": condition,
        "paper": None,
        "partner": "MBC",
        "roles": {"director"},
        "reason": WHY,
        "on": ON,
    }
    return case.with_act(waiving.waive(case, **{**facts, **changes}))


def blockers(case, move="seek_decisions"):
    return {each.condition for each in moving.way(case, move, ON).blockers}


def test_what_is_waived_opens_the_gate_and_says_by_whom_and_why():
    case = waiting()
    assert blockers(case) == {"brief_in_time", "panel_heard"}
    case = waived(case)
    assert blockers(case) == {"brief_in_time"}
    [found] = [
        each
        for each in moving.way(case, "seek_decisions", ON).findings
        if each.condition == "panel_heard"
    ]
    assert (found.met, found.waived) == (True, True)
    assert found.fact == (
        "The Young Commissioners Panel has not met about it. Waived by the director of "
        f"Middlesbrough Council on 2018-08-18: {WHY}"
    )
    case = waived(case, "brief_in_time")
    moved = moving.move(case, "seek_decisions", on=ON, actor=LEAD, reason="None is needed.")
    assert (moved.to_stage, moved.outcome) == ("partner_decisions", "conditional")


def test_it_opens_the_gate_of_that_move_alone():
    assert "panel_heard" in blockers(waived(waiting()), "begin_consultation")


def test_it_holds_for_that_stay_in_the_stage():
    case = waived(waiting())
    case = placed(case, "options_and_business_case", "2018-09-03")
    case = placed(case, "young_commissioners_panel", "2018-10-01")
    assert "panel_heard" in blockers(case)


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"roles": {"commissioner", "lead_commissioner"}}, "role_required"),
        ({"reason": "  "}, "reason_missing"),
        ({"on": day("2018-08-16")}, "before_last_move"),
        ({"condition": "stars"}, "unknown_gate_condition"),
        ({"paper": "E17"}, "unknown_gate_condition"),
        ({"move": "leap"}, "unknown_move"),
        # That recommendations are answered is nobody's to waive; here it is met besides.
        ({"condition": "recommendations_answered"}, "nothing_to_waive"),
    ],
)
def test_what_cannot_be_waived(changes, code):
    assert code_of(lambda: waived(waiting(), **changes)) == code


def test_unanswered_recommendations_are_nobodys_to_waive():
    asked = {"id": "YCP-2018-02-R1", "stage": "submitted", "response_due_on": "2018-08-13"}
    case = replace(waiting(), known=Known(recommendations=(asked,)))
    assert code_of(lambda: waived(case, "recommendations_answered")) == "not_waivable"


def test_an_organisation_waives_once():
    case = waived(waiting())
    assert code_of(lambda: waived(case)) == "already_waived"
    assert waived(case, partner="STCCG")


@pytest.mark.proves("T33")
def test_an_unsealed_agreement_is_waived_by_each_funder_or_not_at_all():
    """The hard rule of stage 14: a named officer of each funder."""
    case = a_case("agreements_and_mobilisation")
    one = waived(case, "agreement_sealed", move="go_live")
    assert "agreement_sealed" in blockers(one, "go_live")
    both = waived(one, "agreement_sealed", move="go_live", partner="STCCG")
    assert "agreement_sealed" not in blockers(both, "go_live")


def test_nothing_else_of_the_gate_to_go_live_can_be_waived():
    found = moving.way(a_case("agreements_and_mobilisation"), "go_live", ON).findings
    assert {each.condition for each in found if each.waivable_by} == {"agreement_sealed"}
