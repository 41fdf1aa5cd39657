"""How partners' decisions become one: nobody is outvoted without a written delegation (T28)."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.commissioning_decisions import rules
from services.commissioning_decisions.domain import deciding, joint
from services.commissioning_decisions.domain.acts import JointRuleAgreed
from services.commissioning_decisions.domain.joint import Outcome, joint_outcome
from services.commissioning_decisions.domain.standing import Standing, stand
from services.commissioning_decisions.domain.versions import Content
from tests.support.cases import (
    DEADLINES,
    STORE_CONTENT,
    a_case,
    a_decision,
    day,
    decided,
    placed,
)
from tests.support.refusals import code_of

LATER = day("2019-12-31")
SINCE = "2019-05-13"
PARTNERS = tuple(STORE_CONTENT.shares)
NO = {"outcome": "rejected", "reason": "Too dear."}
PUT_OFF = {"outcome": "deferred", "reason": "Later.", "deferred_until": day("2019-09-02")}


def a_rule(type_, **changes):
    facts = {"authority_reference": "Terms of reference of 1 May 2019", "agreed_on": day(SINCE)}
    return JointRuleAgreed(type=type_, **{**facts, **changes})


def ruled(type_, content=STORE_CONTENT, **changes):
    case = a_case("partner_decisions", content, since=SINCE)
    return case.with_act(joint.agree_rule(case, a_rule(type_, **changes)))


def with_votes(case, **given):
    """`MBC="yes"`: each decides on the 18th of June 2019, published two days later."""
    for partner, vote in given.items():
        more = {"yes": {}, "no": NO, "off": PUT_OFF}[vote]
        published = "2019-06-20" if case.partners[partner].has_executive else None
        case = decided(case, partner, "2019-06-18", published, **more)
    return case


def outcome_of(case):
    return joint_outcome(case, LATER).outcome


FIVE_YES = {"MBC": "yes", "SBC": "yes", "RCBC": "yes", "STCCG": "yes", "HASTCCG": "yes"}


class TestCommittees:
    @pytest.mark.proves("T28")
    def test_a_majority_decides_where_it_was_agreed_and_only_there(self):
        votes = {**FIVE_YES, "HBC": "no"}
        assert outcome_of(with_votes(ruled("committee_majority", quorum=4), **votes)) is (
            Outcome.APPROVED
        )
        sovereign = a_case("partner_decisions", STORE_CONTENT, since=SINCE)
        assert outcome_of(with_votes(sovereign, **votes)) is Outcome.NOT_AGREED

    def test_one_no_is_enough_where_all_must_agree(self):
        case = ruled("committee_unanimous", quorum=4)
        assert outcome_of(with_votes(case, **FIVE_YES)) is Outcome.PENDING
        assert outcome_of(with_votes(case, **FIVE_YES, HBC="no")) is Outcome.NOT_AGREED
        assert outcome_of(with_votes(case, **FIVE_YES, HBC="yes")) is Outcome.APPROVED

    def test_nothing_is_decided_without_a_quorum(self):
        case = ruled("committee_majority", quorum=5)
        four = with_votes(case, MBC="yes", SBC="yes", RCBC="yes", HBC="yes")
        assert outcome_of(four) is Outcome.PENDING
        assert outcome_of(with_votes(four, STCCG="yes")) is Outcome.APPROVED

    def test_it_is_settled_as_soon_as_open_votes_cannot_change_it(self):
        case = ruled("committee_majority", quorum=3)
        three = with_votes(case, MBC="yes", SBC="yes", RCBC="yes")
        assert outcome_of(three) is Outcome.PENDING  # three others could make it even
        assert outcome_of(with_votes(three, HBC="yes")) is Outcome.APPROVED
        against = with_votes(case, MBC="no", SBC="no", RCBC="no", HBC="no")
        assert outcome_of(against) is Outcome.NOT_AGREED

    def test_even_votes_are_carried_by_a_casting_vote_alone(self):
        even = {"MBC": "yes", "SBC": "yes", "RCBC": "yes", "HBC": "no", "STCCG": "no"}
        even["HASTCCG"] = "no"
        assert outcome_of(with_votes(ruled("committee_majority", quorum=4), **even)) is (
            Outcome.NOT_AGREED
        )
        chaired = ruled("committee_majority", quorum=4, casting_vote="MBC")
        assert outcome_of(with_votes(chaired, **even)) is Outcome.APPROVED

    def test_votes_weigh_as_much_as_shares(self):
        """The two CCGs pay half; Hartlepool and Redcar and Cleveland pay a fifth."""
        case = ruled("committee_weighted", quorum=4)
        even = with_votes(case, MBC="no", SBC="no", RCBC="no", HBC="no", STCCG="yes", HASTCCG="yes")
        assert outcome_of(even) is Outcome.NOT_AGREED  # 5,000 to 5,000
        won = with_votes(case, MBC="yes", SBC="no", RCBC="no", HBC="no", STCCG="yes", HASTCCG="yes")
        assert outcome_of(won) is Outcome.APPROVED  # 6,340 to 3,660

    def test_a_threshold_is_reached_to_the_basis_point(self):
        votes = {"MBC": "yes", "STCCG": "yes", "HASTCCG": "yes"}
        votes |= {"SBC": "no", "RCBC": "no", "HBC": "no"}
        just = ruled("committee_weighted", quorum=4, threshold_bp=6340)
        above = ruled("committee_weighted", quorum=4, threshold_bp=6341)
        assert outcome_of(with_votes(just, **votes)) is Outcome.APPROVED
        assert outcome_of(with_votes(above, **votes)) is Outcome.NOT_AGREED

    def test_votes_may_have_weights_of_their_own(self):
        weights = dict.fromkeys(PARTNERS, 1) | {"MBC": 6}
        case = ruled("committee_weighted", quorum=4, weights=weights)
        votes = dict.fromkeys(PARTNERS, "no") | {"MBC": "yes"}
        assert outcome_of(with_votes(case, **votes)) is Outcome.APPROVED

    def test_it_is_in_effect_with_the_latest_of_those_who_approved(self):
        case = with_votes(ruled("committee_majority", quorum=4), **FIVE_YES, HBC="no")
        found = joint_outcome(case, LATER)
        assert found.effective_on == day("2019-06-28")  # the councils' call-in was over
        assert joint_outcome(case, day("2019-06-27")).effective_on is None


@given(st.lists(st.sampled_from(["yes", "no", "off", None]), min_size=6, max_size=6))
def test_a_settled_outcome_stays_whatever_the_others_vote(given):
    """Nobody's later vote turns what was told as decided."""
    for type_ in ("committee_unanimous", "committee_majority", "committee_weighted"):
        case, settled = ruled(type_, quorum=3), None
        for partner, vote in zip(PARTNERS, given, strict=True):
            if vote is None:
                continue
            case = with_votes(case, **{partner: vote})
            if settled is not None:
                assert outcome_of(case) is settled
            elif outcome_of(case) is not Outcome.PENDING:
                settled = outcome_of(case)


class TestTheLeadAlone:
    # £1,045,333 a year for five years.
    five_years = replace(STORE_CONTENT, initial_months=60)

    def test_within_its_delegation_it_decides_for_all(self):
        case = ruled("lead_only", self.five_years, cap_pence=522_666_500)
        case = with_votes(case, MBC="yes")
        found = joint_outcome(case, LATER)
        assert (found.outcome, found.effective_on) == (Outcome.APPROVED, day("2019-06-28"))
        others = {each.standing for each in found.per_partner if each.partner != "MBC"}
        assert others == {Standing.NOT_REQUIRED}

    @pytest.mark.parametrize(
        "changes", [{"cap_pence": 522_666_499}, {"valid_until": day("2019-06-17")}]
    )
    def test_outside_it_nothing_is_decided(self, changes):
        case = ruled("lead_only", self.five_years, **{"cap_pence": 10**10, **changes})
        assert code_of(lambda: with_votes(case, MBC="yes")) == "outside_delegation"

    def test_nobody_else_decides(self):
        case = ruled("lead_only", cap_pence=10**10)
        assert code_of(lambda: with_votes(case, STCCG="yes")) == "lead_decides"


class TestWhoPaysNothing:
    content = Content(1_000_000, "service", {"MBC": 5000, "STCCG": 5000, "SBC": 0})

    def test_is_asked_and_cannot_block(self):
        case = a_case("partner_decisions", self.content, since=SINCE)
        case = with_votes(case, MBC="yes", STCCG="yes", SBC="no")
        assert outcome_of(case) is Outcome.APPROVED
        assert stand(case, "SBC", LATER).standing is Standing.NOT_REQUIRED


@pytest.mark.parametrize(
    ("type_", "changes", "code"),
    [
        ("committee_majority", {"quorum": 4, "authority_reference": " "}, "authority_missing"),
        ("committee_majority", {}, "quorum_missing"),
        ("committee_majority", {"quorum": 7}, "quorum_missing"),
        ("committee_majority", {"quorum": 4, "casting_vote": "DBC"}, "unknown_partner"),
        ("committee_weighted", {"quorum": 4, "weights": {"MBC": 1}}, "weights_incomplete"),
        ("committee_weighted", {"quorum": 4, "threshold_bp": 5000}, "threshold_out_of_range"),
        ("committee_weighted", {"quorum": 4, "threshold_bp": 10_001}, "threshold_out_of_range"),
        ("lead_only", {}, "cap_missing"),
    ],
)
def test_what_is_no_rule(type_, changes, code):
    assert code_of(lambda: ruled(type_, **changes)) == code


def test_a_rule_is_agreed_before_anybody_decides():
    case = with_votes(a_case("partner_decisions", STORE_CONTENT, since=SINCE), STCCG="yes")
    rule = a_rule("committee_majority", quorum=4)
    assert code_of(lambda: joint.agree_rule(case, rule)) == "decisions_taken"


class TestApprovalsThatWait:
    """Six months or the end of the financial year, whichever comes first."""

    def approved(self, on, stage_since="2018-08-17"):
        case = a_case("partner_decisions", since=stage_since)
        decision = a_decision(case, "STCCG", on)
        act = deciding.decide(case, DEADLINES, decision, on=day(on), approvals=rules.joint_rules())
        return case.with_act(act)

    @pytest.mark.parametrize(
        ("on", "expires"),
        [
            ("2018-09-26", "2019-03-26"),
            ("2018-10-15", "2019-03-31"),
            ("2019-03-31", "2019-03-31"),
            ("2019-04-01", "2019-10-01"),
            ("2018-08-31", "2019-02-28"),
        ],
    )
    def test_how_long(self, on, expires):
        assert self.approved(on).decision_of("STCCG").expires_on == day(expires)

    def test_it_lapses_the_day_after_and_is_given_again(self):
        case = self.approved("2018-09-26")
        assert stand(case, "STCCG", day("2019-03-26")).standing is Standing.APPROVED
        assert stand(case, "STCCG", day("2019-03-27")).standing is Standing.LAPSED
        again = decided(case, "STCCG", "2019-03-28")
        assert stand(again, "STCCG", day("2019-03-28")).standing is Standing.APPROVED

    def test_together_in_effect_nothing_lapses_any_more(self):
        case = decided(self.approved("2018-09-26"), "MBC", "2019-03-12", "2019-03-14")
        joint_day = joint_outcome(case, day("2025-01-01"))
        assert (joint_day.outcome, joint_day.effective_on) == (Outcome.APPROVED, day("2019-03-22"))

    def test_too_late_together_is_not_together(self):
        case = decided(self.approved("2018-09-26"), "MBC", "2019-03-18", "2019-03-20")
        found = joint_outcome(case, day("2019-04-01"))
        assert (found.outcome, found.effective_on) == (Outcome.PENDING, None)


def test_a_case_that_moved_on_keeps_its_joint_day():
    case = with_votes(
        a_case("partner_decisions", STORE_CONTENT, since=SINCE), **FIVE_YES, HBC="yes"
    )
    live = placed(case, "live", "2019-09-02")
    assert joint_outcome(live, day("2026-11-25")).effective_on == day("2019-06-28")
