"""Each partner decides for itself about one frozen version; decided is not yet in effect."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.commissioning_decisions.domain import deciding
from services.commissioning_decisions.domain.joint import Outcome, joint_outcome
from services.commissioning_decisions.domain.standing import Standing, stand
from tests.support.cases import (
    DEADLINES,
    STORE_CONTENT,
    a_cap,
    a_case,
    a_decision,
    called_in,
    confirmed,
    day,
    decided,
    placed,
    resolved,
    revised,
)
from tests.support.refusals import code_of

THREE = ("1", "2", "3")
LATER = day("2019-12-31")
# Partner, decided, published, end of call-in, effective, and what else is recorded.
STORE_OF_2019 = [
    ("MBC", "2019-06-18", "2019-06-20", "2019-06-27", "2019-06-28", {}),
    ("SBC", "2019-06-20", "2019-06-24", "2019-07-01", "2019-07-02", {}),
    (
        "RCBC",
        "2019-06-25",
        "2019-06-27",
        "2019-07-04",
        "2019-07-05",
        {"outcome": "approved_conditional", "conditions": (a_cap("RCBC", 12_000_000),)},
    ),
    ("HBC", "2019-07-15", "2019-07-16", None, "2019-07-15", {}),
    ("STCCG", "2019-06-26", None, None, "2019-06-26", {}),
    (
        "HASTCCG",
        "2019-07-10",
        None,
        None,
        "2019-07-10",
        {"route": "icb_officer", "value_pence": 27_074_125},
    ),
]


def asked(**more):
    """Both partners of the therapy case are asked since the 17th of August 2018."""
    return a_case("partner_decisions", **more)


def store(*without):
    case = a_case("partner_decisions", STORE_CONTENT, since="2019-05-13")
    for partner, on, published, _, _, more in STORE_OF_2019:
        if partner not in without:
            case = decided(case, partner, on, published, **more)
    return case


def approved(case=None):
    """Middlesbrough's three resolutions of the 18th of September, published on the 20th."""
    return decided(case or asked(), "MBC", "2018-09-18", "2018-09-20", resolutions=THREE)


def standing(case, partner="MBC", on=LATER):
    found = stand(case, partner, on)
    return found.standing, found.effective_on


@pytest.mark.parametrize("row", STORE_OF_2019, ids=lambda row: row[0])
def test_when_each_decision_about_the_store_counted(row):
    partner, on, published, closes, effective, more = row
    case = decided(
        a_case("partner_decisions", STORE_CONTENT, since="2019-05-13"),
        partner,
        on,
        published,
        **more,
    )
    decision = case.decision_of(partner)
    assert decision.call_in_closes_on == (closes and day(closes))
    assert decision.would_take_effect_on == day(effective)
    assert standing(case, partner, day(effective)) == (Standing.APPROVED, day(effective))
    assert standing(case, partner, day(effective) - timedelta(1)) == (Standing.APPROVED, None)


def test_the_store_is_decided_when_the_last_of_six_partners_has():
    waiting = joint_outcome(store("HBC"), LATER)
    assert (waiting.outcome, waiting.effective_on) == (Outcome.PENDING, None)
    joint = joint_outcome(store(), LATER)
    assert joint.outcome is Outcome.APPROVED_PENDING_CONDITIONS
    assert joint.effective_on == day("2019-07-15")
    assert joint_outcome(store(), day("2019-07-14")).effective_on is None


def test_the_therapy_is_decided_when_the_called_in_resolution_is_free():
    case = decided(approved(), "STCCG", "2018-09-26")
    assert joint_outcome(case, LATER).effective_on == day("2018-09-28")
    case = called_in(case, "MBC", "3", on="2018-09-26")
    assert standing(case) == (Standing.CALLED_IN, None)
    case = resolved(case, "MBC", "3", on="2018-10-16")
    assert joint_outcome(case, LATER).effective_on == day("2018-10-16")


@pytest.mark.proves("A4")
@given(st.lists(st.integers(0, 400), min_size=3, max_size=3))
def test_the_joint_day_is_the_latest_of_the_partners(days):
    nhs = ("HBC", "STCCG", "HASTCCG")
    case = store(*nhs)
    for partner, more in zip(nhs, days, strict=True):
        case = decided(case, partner, str(date(2019, 5, 13) + timedelta(more)))
    joint = joint_outcome(case, date(2021, 1, 1))
    own = [each.effective_on for each in joint.per_partner]
    assert joint.effective_on == max(own) == max(day("2019-07-05"), own[3], own[4], own[5])


@pytest.mark.proves("T28")
def test_nobody_is_outvoted():
    case = decided(store("HBC"), "HBC", "2019-06-24", outcome="rejected", reason="Too dear.")
    joint = joint_outcome(case, LATER)
    assert (joint.outcome, joint.effective_on) == (Outcome.NOT_AGREED, None)
    # The one who said no may say yes, and the others need not say it again.
    case = decided(case, "HBC", "2019-07-15")
    assert joint_outcome(case, LATER).effective_on == day("2019-07-15")


def test_who_puts_it_off_holds_it_up_and_undoes_nothing():
    until = {"deferred_until": day("2019-07-15"), "reason": "Activity by council is missing."}
    case = decided(store("HBC"), "HBC", "2019-06-24", outcome="deferred", **until)
    joint = joint_outcome(case, LATER)
    assert (joint.outcome, joint.effective_on) == (Outcome.PENDING, None)
    assert [each.effective_on for each in joint.per_partner if each.partner != "HBC"] == [
        day(effective) for partner, *_, effective, _ in STORE_OF_2019 if partner != "HBC"
    ]


class TestTheFrozenVersion:
    @pytest.mark.proves("A3")
    def test_an_approval_of_version_1_is_none_of_version_2(self):
        case = decided(approved(), "STCCG", "2018-09-26")
        newer = revised(case, annual_cost_pence=120_000_000)
        assert newer.frozen is None
        assert standing(newer) == (Standing.AWAITING, None)
        again = placed(newer, "partner_decisions", "2018-10-22")
        assert joint_outcome(again, LATER).outcome is Outcome.PENDING

    @pytest.mark.proves("T24")
    @pytest.mark.parametrize("other", [{"proposal_version": 2}, {"sha256": "ab" * 32}])
    def test_a_decision_about_another_version_is_refused(self, other):
        case = asked()
        decision = a_decision(case, "STCCG", "2018-09-26", **other)
        refused = code_of(lambda: deciding.decide(case, DEADLINES, decision, on=LATER))
        assert refused == "decision_on_other_version"

    def test_while_no_version_is_frozen_nothing_is_decided(self):
        case = revised(asked(), annual_cost_pence=120_000_000)
        assert code_of(lambda: decided(case, "STCCG", "2018-09-26")) == "nothing_frozen"

    def test_nobody_decided_about_it_before_it_was_put_to_the_partners(self):
        assert code_of(lambda: decided(asked(), "STCCG", "2018-08-16")) == "before_last_act"
        assert standing(decided(asked(), "STCCG", "2018-08-17"), "STCCG")[1] == day("2018-08-17")

    def test_put_to_them_a_second_time_the_same_version_keeps_its_approvals(self):
        case = placed(
            decided(asked(), "STCCG", "2018-09-26"), "options_and_business_case", "2018-10-01"
        )
        again = placed(case, "partner_decisions", "2018-10-22")
        assert again.frozen_since == day("2018-08-17")
        assert standing(again, "STCCG") == (Standing.APPROVED, day("2018-09-26"))


class TestConditions:
    cap = a_cap("STCCG", 69_000_000)
    conditional = {"outcome": "approved_conditional", "conditions": (cap,)}

    @pytest.mark.proves("T23")
    def test_an_open_condition_is_no_plain_approval(self):
        case = decided(approved(), "STCCG", "2018-09-26", **self.conditional)
        assert joint_outcome(case, LATER).outcome is Outcome.APPROVED_PENDING_CONDITIONS
        assert stand(case, "STCCG", LATER).open_conditions == (self.cap,)
        met = confirmed(case, "STCCG", "STCCG-CAP")
        assert joint_outcome(met, LATER).outcome is Outcome.APPROVED

    def test_a_condition_of_the_next_version_is_not_met_by_what_met_the_last_one(self):
        case = confirmed(
            decided(asked(), "STCCG", "2018-09-26", **self.conditional), "STCCG", "STCCG-CAP"
        )
        case = placed(
            revised(case, annual_cost_pence=120_000_000), "partner_decisions", "2018-10-22"
        )
        again = decided(case, "STCCG", "2018-10-24", **self.conditional)
        assert stand(again, "STCCG", LATER).open_conditions == (self.cap,)

    @pytest.mark.parametrize(
        ("partner", "condition", "on", "code"),
        [
            ("STCCG", "MBC-CAP", "2018-10-01", "unknown_condition"),
            ("MBC", "STCCG-CAP", "2018-10-01", "nothing_decided"),
            ("STCCG", "STCCG-CAP", "2018-09-25", "before_last_act"),
            ("HBC", "STCCG-CAP", "2018-10-01", "unknown_partner"),
        ],
    )
    def test_only_a_condition_of_the_partners_own_decision_is_confirmed(
        self, partner, condition, on, code
    ):
        case = decided(asked(), "STCCG", "2018-09-26", **self.conditional)
        assert code_of(lambda: confirmed(case, partner, condition, on)) == code


class TestCallIn:
    """Middlesbrough's decision, which can be called in from the 20th to the 27th."""

    @pytest.mark.parametrize(
        ("on", "open_still"),
        [("2018-09-19", False), ("2018-09-20", True), ("2018-09-27", True), ("2018-09-28", False)],
    )
    def test_it_is_called_in_from_publication_to_the_end_of_the_fifth_working_day(
        self, on, open_still
    ):
        if open_still:
            assert standing(called_in(approved(), "MBC", "3", on=on)) == (Standing.CALLED_IN, None)
        else:
            assert code_of(lambda: called_in(approved(), "MBC", "3", on=on)) == "call_in_closed"

    @pytest.mark.proves("A6")
    def test_the_other_resolutions_keep_their_day(self):
        case = called_in(approved(), "MBC", "3", on="2018-09-26")
        assert case.acts[-1].others_effective_on == day("2018-09-28")
        every_one = called_in(approved(), "MBC", *THREE, on="2018-09-26")
        assert every_one.acts[-1].others_effective_on is None

    @pytest.mark.parametrize("outcome", ["refer_back", "refer_to_council"])
    def test_a_referral_asks_the_partner_again(self, outcome):
        case = called_in(approved(), "MBC", "3", on="2018-09-26")
        case = resolved(case, "MBC", "3", on="2018-10-16", outcome=outcome)
        assert standing(case) == (Standing.REFERRED_BACK, None)
        again = decided(case, "MBC", "2018-10-23", "2018-10-24", resolutions=THREE)
        assert standing(again) == (Standing.APPROVED, day("2018-10-23"))

    def test_what_was_called_in_once_cannot_be_called_in_again(self):
        case = called_in(approved(), "MBC", "3", on="2018-09-26")
        case = resolved(case, "MBC", "3", on="2018-10-16", outcome="refer_back")
        again = decided(case, "MBC", "2018-10-23", "2018-10-24", resolutions=THREE)
        assert again.decision_of("MBC").explanation.startswith("It was called in and looked at")
        assert code_of(lambda: called_in(again, "MBC", "3", on="2018-10-25")) == "call_in_closed"

    @pytest.mark.parametrize(
        ("partner", "code"),
        [("STCCG", "no_call_in_here"), ("HBC", "no_call_in_here"), ("SBC", "nothing_decided")],
    )
    def test_there_is_no_call_in_without_an_executive_or_a_decision(self, partner, code):
        case = store("SBC")
        assert code_of(lambda: called_in(case, partner, "3", on="2019-06-26")) == code

    def test_an_unpublished_decision_waits_and_cannot_be_called_in(self):
        case = decided(asked(), "MBC", "2018-09-18", resolutions=THREE)
        assert standing(case) == (Standing.APPROVED, None)
        assert code_of(lambda: called_in(case, "MBC", "3", on="2018-09-19")) == "call_in_closed"


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"outcome": "deferred", "reason": "Later."}, "deferred_until_missing"),
        ({"outcome": "deferred", "deferred_until": day("2018-10-24")}, "reason_missing"),
        (
            {"outcome": "deferred", "reason": "Later.", "deferred_until": day("2018-09-26")},
            "day_not_ahead",
        ),
        ({"outcome": "rejected"}, "reason_missing"),
        ({"outcome": "approved_conditional"}, "conditions_missing"),
        ({"conditions": (a_cap("STCCG", 1),)}, "conditions_unexpected"),
        ({"published_on": "2018-09-25"}, "published_before_decided"),
        ({"published_on": "2020-01-01"}, "date_in_future"),
        ({"route": "executive"}, "route_not_open"),
        ({"route": "icb_officer", "value_pence": 68_079_999}, "value_too_low"),
        ({"route": "icb_officer", "value_pence": 100_000_001}, "above_delegated_limit"),
    ],
)
def test_what_is_no_decision(changes, code):
    case = asked()
    decision = a_decision(case, "STCCG", "2018-09-26", **changes)
    assert code_of(lambda: deciding.decide(case, DEADLINES, decision, on=LATER)) == code


def test_an_approval_is_given_once():
    case = decided(asked(), "STCCG", "2018-09-26")
    assert code_of(lambda: decided(case, "STCCG", "2018-09-27")) == "partner_already_approved"


@pytest.mark.parametrize("stage", ["young_commissioners_panel", "procurement_design", "live"])
def test_partners_decide_in_their_stages_only(stage):
    case = placed(asked(), stage, "2018-08-20")
    decision = a_decision(case, "STCCG", "2018-09-26")
    assert code_of(lambda: deciding.decide(case, DEADLINES, decision, on=LATER)) == "wrong_stage"
