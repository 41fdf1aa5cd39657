"""A key decision is announced 28 clear days before, or it is not taken."""

import pytest

from services.commissioning_decisions.domain import deciding, moving
from tests.support.cases import (
    DEADLINES,
    STORE_CONTENT,
    a_case,
    a_decision,
    a_notice,
    a_partner,
    day,
    decided,
)
from tests.support.refusals import code_of

LATER = day("2019-12-31")


@pytest.mark.parametrize(
    ("meeting_on", "on", "latest", "compliant"),
    [
        ("2018-09-18", "2018-08-17", "2018-08-20", True),
        ("2018-09-18", "2018-08-20", "2018-08-20", True),
        ("2018-09-18", "2018-08-21", "2018-08-20", False),
        ("2019-06-18", "2019-05-17", "2019-05-20", True),
    ],
)
def test_it_comes_28_clear_days_before_or_is_recorded_as_late(meeting_on, on, latest, compliant):
    notice = a_notice(a_case("partner_decisions"), "MBC", meeting_on, on)
    assert (notice.latest_notice_on, notice.compliant) == (day(latest), compliant)


def test_a_decision_that_is_not_key_has_no_latest_day():
    notice = a_notice(a_case("partner_decisions"), "STCCG", "2018-09-26", "2018-09-25", key=False)
    assert (notice.latest_notice_on, notice.compliant) == (None, True)


@pytest.mark.parametrize("partner", ["HBC", "STCCG"])
def test_who_has_no_executive_takes_no_key_decisions(partner):
    code = code_of(
        lambda: a_notice(a_case(content=STORE_CONTENT), partner, "2019-06-24", "2019-05-17")
    )
    assert code == "no_key_decisions_here"


@pytest.mark.parametrize(
    ("meeting_on", "notice_on", "announced"),
    [
        ("2018-09-18", "2018-08-17", True),
        # Moved to a later day it stays announced, moved to an earlier one it does not.
        ("2018-09-17", "2018-08-17", True),
        ("2018-09-19", "2018-08-17", False),
        ("2018-09-18", "2018-08-21", False),
    ],
)
def test_a_key_decision_needs_a_notice_in_time_for_its_day(meeting_on, notice_on, announced):
    case = a_case("partner_decisions")
    case = case.with_act(a_notice(case, "MBC", meeting_on, notice_on))
    decision = a_decision(case, "MBC", "2018-09-18", "2018-09-20")
    if announced:
        found = deciding.decide(case, DEADLINES, decision, on=LATER)
        assert found.would_take_effect_on == day("2018-09-28")
    else:
        refused = code_of(lambda: deciding.decide(case, DEADLINES, decision, on=LATER))
        assert refused == "key_decision_not_announced"


@pytest.mark.parametrize(
    ("partner", "needed"),
    [
        (a_partner(), True),
        # A constitution may have no call-in; its key decisions are announced none the less.
        (a_partner(call_in_working_days=None), True),
        (a_partner(key_decision_pence=50_320_001), False),
        (a_partner(key_decision_pence=None), False),
        (a_partner("committee_system"), False),
    ],
)
def test_it_hangs_on_money_and_on_having_an_executive(partner, needed):
    case = a_case("partner_decisions", MBC=partner)
    decision = a_decision(case, "MBC", "2018-09-18", "2018-09-20")
    if needed:
        refused = code_of(lambda: deciding.decide(case, DEADLINES, decision, on=LATER))
        assert refused == "key_decision_not_announced"
    else:
        assert deciding.decide(case, DEADLINES, decision, on=LATER).approves


def test_a_refusal_needs_none_and_nor_does_a_committee():
    case = a_case("partner_decisions")
    for more in ({"outcome": "rejected", "reason": "No."}, {"route": "committee"}):
        decision = a_decision(case, "MBC", "2018-09-18", **more)
        assert deciding.decide(case, DEADLINES, decision, on=LATER).body == "Its body"


@pytest.mark.parametrize(
    ("later_notice", "route"), [("2018-09-21", "executive"), (None, "committee")]
)
def test_the_gate_asks_for_what_the_decision_was_asked_for(later_notice, route):
    """Neither a late notice of another meeting nor a committee's decision shuts it again."""
    case = decided(a_case("partner_decisions"), "MBC", "2018-09-18", "2018-09-20", route=route)
    if later_notice:
        case = case.with_act(a_notice(case, "MBC", "2018-10-02", later_notice))
    gate = moving.way(case, "record_joint_decision", LATER)
    assert [each.met for each in gate.findings if each.condition == "key_decisions_announced"] == [
        True
    ]
