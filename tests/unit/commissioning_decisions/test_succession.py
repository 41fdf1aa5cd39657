"""Bodies that law puts in the place of partners (T05, T06, A16): nothing agreed is lost."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.commissioning_decisions.domain import deciding, joint, succeeding
from services.commissioning_decisions.domain.acts import JointRuleAgreed
from services.commissioning_decisions.domain.joint import Outcome, joint_outcome
from services.commissioning_decisions.domain.procurement import award_hindrance
from services.commissioning_decisions.domain.standing import (
    Standing,
    seats_are_agreed,
    stand,
)
from tests.support.cases import (
    DEADLINES,
    PARTNERS,
    STORE_CONTENT,
    a_cap,
    a_case,
    a_decision,
    a_partner,
    agreed,
    awarded,
    day,
    decided,
    to_award,
)
from tests.support.refusals import code_of

SINCE, LATER = "2019-05-13", day("2022-12-31")
TVCCG = a_partner("nhs_board", code="TVCCG", name="NHS Tees Valley CCG", order=7)
NENCICB = a_partner("nhs_board", code="NENCICB", name="NHS North East ICB", order=8)
KNOWN = {**PARTNERS, "TVCCG": TVCCG, "NENCICB": NENCICB}


def store():
    return a_case("partner_decisions", STORE_CONTENT, since=SINCE, TVCCG=TVCCG, NENCICB=NENCICB)


def order(*predecessors, on="2020-04-01", **successors):
    return succeeding.succession(
        KNOWN,
        predecessors=predecessors,
        successors=successors,
        effective_on=day(on),
        order_reference=f"Order of {on}",
        on=LATER,
    )


def after(case, *orders):
    for each in orders:
        case = succeeding.with_successors(case.with_act(each), each)
    return case


MERGER = order("STCCG", "HASTCCG", TVCCG=10_000)
ICB = order("TVCCG", on="2022-07-01", NENCICB=10_000)


def everybody_approves(case):
    for partner in ("MBC", "SBC", "RCBC"):
        case = decided(case, partner, "2019-06-18", "2019-06-20")
    for partner in ("HBC", "STCCG"):
        case = decided(case, partner, "2019-06-26")
    return decided(case, "HASTCCG", "2019-07-10")


@pytest.mark.proves("T05")
def test_two_ccgs_become_one_and_that_one_an_icb():
    """Of the dossier's 9b: 2,410 and 2,590 basis points are 5,000."""
    case = after(store(), MERGER)
    assert case.proposal.partners == ("MBC", "SBC", "RCBC", "HBC", "TVCCG")
    assert case.newest.content.shares["TVCCG"] == 5000
    case = after(case, ICB)
    assert case.newest.content.shares == {
        "MBC": 1340,
        "SBC": 1660,
        "RCBC": 1120,
        "HBC": 880,
        "NENCICB": 5000,
    }
    # History keeps the old names, and the fingerprint of what was decided.
    assert set(case.versions[-1].content.shares) == set(STORE_CONTENT.shares)
    assert case.newest.sha256 == store().newest.sha256


@pytest.mark.proves("A16")
def test_what_was_decided_and_its_day_pass_on():
    before = everybody_approves(store())
    joint_before = joint_outcome(before, LATER)
    after_both = joint_outcome(after(before, MERGER, ICB), LATER)
    assert (after_both.outcome, after_both.effective_on) == (
        joint_before.outcome,
        joint_before.effective_on,
    )
    assert after_both.effective_on == day("2019-07-10")


def test_the_least_advanced_of_two_stands_for_their_successor():
    case = decided(store(), "STCCG", "2019-06-26")
    merged = after(case, MERGER)
    assert stand(merged, "TVCCG", LATER).standing is Standing.AWAITING
    put_off = {"outcome": "deferred", "reason": "Later.", "deferred_until": day("2019-09-02")}
    case = decided(case, "HASTCCG", "2019-07-10", **put_off)
    assert stand(after(case, MERGER), "TVCCG", LATER).standing is Standing.DEFERRED


def test_conditions_of_both_pass_on():
    cap = {"outcome": "approved_conditional"}
    case = decided(store(), "STCCG", "2019-06-26", **cap, conditions=(a_cap("STCCG", 1),))
    case = decided(case, "HASTCCG", "2019-07-10", **cap, conditions=(a_cap("HASTCCG", 2),))
    found = stand(after(case, MERGER), "TVCCG", LATER)
    assert [each.id for each in found.open_conditions] == ["STCCG-CAP", "HASTCCG-CAP"]


def test_a_body_that_took_no_part_here_passes_nothing_on():
    """Two groups merged; one of them was no partner of this proposal."""
    case = agreed("decision_effective", TVCCG=TVCCG)
    before = joint_outcome(case, LATER)
    merged = joint_outcome(after(case, MERGER), LATER)
    assert (merged.outcome, merged.effective_on) == (before.outcome, before.effective_on)
    assert before.outcome is Outcome.APPROVED


def test_an_award_passes_on_when_all_who_merged_had_decided_it():
    case = awarded(to_award())
    case = replace(case, partners=KNOWN)
    merged = after(case, MERGER)
    assert set(merged.awards) == {"MBC", "STCCG", "TVCCG"}
    assert award_hindrance(merged, "TVCCG", LATER) is None


def test_the_successor_decides_for_itself_where_nothing_was_decided():
    case = after(store(), MERGER)
    decision = a_decision(case, "TVCCG", "2020-04-08")
    case = case.with_act(deciding.decide(case, DEADLINES, decision, on=day("2020-04-08")))
    assert stand(case, "TVCCG", LATER).effective_on == day("2020-04-08")
    assert code_of(lambda: decided(case, "STCCG", "2020-04-08")) == "unknown_partner"


@pytest.mark.proves("T05")
def test_one_body_may_become_several():
    halves = order("STCCG", TVCCG=6000, NENCICB=4000)
    case = after(store(), halves)
    shares = case.newest.content.shares
    assert (shares["TVCCG"], shares["NENCICB"]) == (1446, 964)
    assert sum(shares.values()) == 10_000


@given(st.integers(1, 9_999))
def test_whatever_it_is_split_into_the_shares_sum(bp):
    case = after(store(), order("HASTCCG", TVCCG=bp, NENCICB=10_000 - bp))
    assert sum(case.newest.content.shares.values()) == 10_000
    assert sum(case.newest.content.parts().values()) == STORE_CONTENT.annual_cost_pence


def test_the_lead_passes_on():
    council = a_partner(code="TVC", name="Tees Valley Council", order=9)
    case = a_case("partner_decisions", STORE_CONTENT, since=SINCE, TVC=council)
    unitary = succeeding.succession(
        {**KNOWN, "TVC": council},
        predecessors=("MBC", "SBC"),
        successors={"TVC": 10_000},
        effective_on=day("2020-04-01"),
        order_reference="Order",
        on=LATER,
    )
    assert after(case, unitary).proposal.lead == "TVC"


class TestSeats:
    """If two voters merge, the seat table is agreed again."""

    def ruled(self):
        rule = JointRuleAgreed("committee_majority", "Terms of 2019", day(SINCE), quorum=4)
        case = store()
        return case.with_act(joint.agree_rule(case, rule))

    @pytest.mark.proves("T05")
    def test_a_merged_committee_decides_nothing_before(self):
        case = self.ruled()
        for partner in ("HBC", "STCCG", "HASTCCG"):
            case = decided(case, partner, "2019-06-26")
        case = decided(case, "MBC", "2019-06-18", "2019-06-20")
        assert joint_outcome(case, LATER).outcome is Outcome.APPROVED
        merged = after(case, MERGER)
        assert not seats_are_agreed(merged)
        assert joint_outcome(merged, LATER).outcome is Outcome.PENDING
        rule = JointRuleAgreed("committee_majority", "Terms of 2020", day("2020-04-02"), quorum=3)
        again = merged.with_act(joint.agree_rule(merged, rule))
        assert joint_outcome(again, LATER).outcome is Outcome.APPROVED

    def test_sovereign_partners_have_no_seats_to_agree(self):
        assert seats_are_agreed(after(store(), MERGER))


@pytest.mark.proves("T06")
@pytest.mark.parametrize(
    ("changes", "code"),
    [
        # T06: bodies that work together stay apart until the order takes effect.
        ({"effective_on": day("2023-01-01")}, "succession_to_come"),
        ({"predecessors": ("DBC",)}, "unknown_partner"),
        ({"successors": {"DBC": 10_000}}, "unknown_partner"),
        ({"predecessors": ("TVCCG", "STCCG")}, "partner_twice"),
        ({"predecessors": ("STCCG", "STCCG")}, "partner_twice"),
        ({"successors": {"TVCCG": 9_999}}, "shares_do_not_sum"),
    ],
)
def test_what_is_no_succession(changes, code):
    facts = {
        "predecessors": ("STCCG",),
        "successors": {"TVCCG": 10_000},
        "effective_on": day("2020-04-01"),
        "order_reference": "Order",
        "on": LATER,
    }
    assert code_of(lambda: succeeding.succession(KNOWN, **{**facts, **changes})) == code


def test_partners_of_any_day_are_worked_out_from_what_was_recorded():
    case = replace(store(), drafted=store().proposal)
    case = after(case, MERGER, ICB)
    assert succeeding.with_partners_of_now(case).proposal == case.proposal
    then = succeeding.with_partners_of_now(replace(case, acts=case.acts[:1]))
    assert then.proposal.partners == ("MBC", "SBC", "RCBC", "HBC", "TVCCG")
