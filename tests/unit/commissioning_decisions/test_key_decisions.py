"""A key decision is announced 28 clear days before, or it is not taken."""

from dataclasses import replace

import pytest

from services.commissioning_decisions.domain import deciding, key_decisions, moving
from tests.support.cases import (
    DEADLINES,
    PARTNERS,
    STORE_CONTENT,
    THERAPY_CONTENT,
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


@pytest.mark.proves("T19")
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


def test_two_wards_make_it_key_however_small_the_sum():
    """SI 2012/2089 r.8: money, or two or more wards or divisions."""
    cheap = a_partner(key_decision_pence=50_320_001)
    for wards, needed in ((None, False), (1, False), (2, True)):
        content = replace(THERAPY_CONTENT, wards_affected=wards)
        case = a_case("partner_decisions", content, MBC=cheap)
        assert key_decisions.needs_notice(case, case.partners["MBC"]) is needed


class TestUrgency:
    """Where 28 clear days are impracticable: r.10 and r.11."""

    case = a_case("partner_decisions")

    def taken(self, notice, on="2018-09-18"):
        case = self.case.with_act(notice)
        decision = a_decision(case, "MBC", on, on)
        return deciding.decide(case, DEADLINES, decision, on=LATER)

    @pytest.mark.proves("T19")
    @pytest.mark.parametrize(("on", "in_time"), [("2018-09-12", True), ("2018-09-13", False)])
    def test_the_general_exception_takes_five_clear_days(self, on, in_time):
        notice = a_notice(self.case, "MBC", "2018-09-18", on, kind="general_exception")
        assert notice.compliant is in_time
        if in_time:
            assert self.taken(notice).approves
        else:
            assert code_of(lambda: self.taken(notice)) == "key_decision_not_announced"

    @pytest.mark.parametrize("office", ["scrutiny_chair", "council_chair", "council_vice_chair"])
    def test_special_urgency_takes_somebodys_agreement_and_no_days(self, office):
        urgent = {"kind": "special_urgency", "agreed_by": office}
        notice = a_notice(self.case, "MBC", "2018-09-18", "2018-09-18", **urgent)
        assert self.taken(notice).approves
        assert office.replace("_", " ") in notice.explanation

    @pytest.mark.parametrize("office", [None, "leader", "chief_executive"])
    def test_nobody_else_agrees_to_it(self, office):
        urgent = {"kind": "special_urgency", "agreed_by": office}
        refused = code_of(lambda: a_notice(self.case, "MBC", "2018-09-18", "2018-09-18", **urgent))
        assert refused == "urgency_not_agreed"

    def test_the_agreement_comes_before_the_decision(self):
        """T17: a certificate of urgency that is dated after the act is none."""
        urgent = {"kind": "special_urgency", "agreed_by": "scrutiny_chair"}
        notice = a_notice(self.case, "MBC", "2018-09-19", "2018-09-19", **urgent)
        assert code_of(lambda: self.taken(notice)) == "key_decision_not_announced"

    def test_notice_of_private_business_announces_no_key_decision(self):
        notice = a_notice(self.case, "MBC", "2018-09-18", "2018-08-17", kind="private_business")
        assert notice.compliant
        assert notice.latest_notice_on == day("2018-08-20")
        assert code_of(lambda: self.taken(notice)) == "key_decision_not_announced"


class TestLimits:
    """T29: a limit is held against the whole life with every option, unless it is one of a year."""

    def decided_by_officer(self, limit, basis, **more):
        ccg = replace(PARTNERS["STCCG"], limits={"icb_officer": limit}, limits_basis=basis)
        case = a_case("partner_decisions", STCCG=ccg)
        decision = a_decision(case, "STCCG", "2018-09-26", route="icb_officer", **more)
        return deciding.decide(case, DEADLINES, decision, on=LATER)

    @pytest.mark.proves("T29")
    def test_the_slice_of_a_year_is_not_the_value(self):
        """£680,800 a year, £3,404,000 in all."""
        assert self.decided_by_officer(68_080_000, "a_year").value_pence == 68_080_000
        assert self.decided_by_officer(340_400_000, "whole_life").value_pence == 340_400_000

    @pytest.mark.parametrize(
        ("limit", "basis"), [(68_079_999, "a_year"), (340_399_999, "whole_life")]
    )
    def test_a_penny_above_the_limit_goes_to_the_next_body_up(self, limit, basis):
        refused = code_of(lambda: self.decided_by_officer(limit, basis))
        assert refused == "above_delegated_limit"

    def test_a_lower_value_is_not_taken_and_a_higher_one_is(self):
        assert (
            code_of(lambda: self.decided_by_officer(10**10, "a_year", value_pence=68_079_999))
            == "value_too_low"
        )
        more = self.decided_by_officer(10**10, "a_year", value_pence=70_000_000)
        assert more.value_pence == 70_000_000
