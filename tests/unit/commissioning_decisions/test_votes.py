"""Votes of one body: quorum first, recusal takes a seat out, a conflict told late voids a vote."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.commissioning_decisions.domain import conflicts, joint, standing, votes
from services.commissioning_decisions.domain.acts import ConflictDeclared, ConflictSettled
from services.commissioning_decisions.domain.joint import Outcome
from services.commissioning_decisions.domain.standing import Standing
from services.commissioning_decisions.domain.votes import VOTES, Vote
from tests.support.cases import a_case, day, decided, with_acts
from tests.support.refusals import code_of

LATER = day("2018-12-31")


def seats(**counted: int) -> tuple[Vote, ...]:
    """`seats(**{"for": 4}, against=3)`: seats 1 to 7 in this order."""
    given = [vote for vote, number in counted.items() for _ in range(number)]
    return tuple(Vote(f"Seat {number}", vote) for number, vote in enumerate(given, 1))


FOUR_TO_THREE = seats(**{"for": 4}, against=3)


@pytest.mark.parametrize(
    ("given", "quorum", "casting_vote", "outcome", "code"),
    [
        (FOUR_TO_THREE, 4, None, "approved", None),
        (FOUR_TO_THREE, 4, None, "rejected", "votes_contradict_outcome"),
        (seats(**{"for": 3}, against=4), 4, None, "approved", "votes_contradict_outcome"),
        (seats(**{"for": 3}, against=3), 4, None, "approved", "votes_contradict_outcome"),
        (seats(**{"for": 3}, against=3), 4, "for", "approved", None),
        (seats(**{"for": 3}, against=3), 4, "against", "rejected", None),
        # Abstaining is no vote, yet whoever abstains is there.
        (seats(**{"for": 2}, against=1, abstain=1), 4, None, "approved", None),
        # Whoever is recused is not.
        (seats(**{"for": 2}, against=1, recused=1), 4, None, "approved", "quorum_not_met"),
        (seats(**{"for": 2}, against=1, recused=1), 4, None, "inquorate", None),
        (FOUR_TO_THREE, None, None, "approved", "quorum_missing"),
        ((*FOUR_TO_THREE, Vote("Seat 1", "for")), 4, None, "approved", "seat_twice"),
        ((), None, None, "approved", None),
    ],
)
def test_votes_carry_the_outcome_that_is_recorded_with_them(
    given, quorum, casting_vote, outcome, code
):
    def check() -> None:
        votes.check(given, quorum, casting_vote, outcome)

    if code is None:
        check()
    else:
        assert code_of(check) == code


@given(st.lists(st.sampled_from(VOTES), max_size=12), st.integers(1, 12))
def test_taking_a_seat_out_never_adds_a_vote(given, quorum):
    cast = tuple(Vote(f"Seat {number}", vote) for number, vote in enumerate(given))
    whole = votes.count(cast, quorum, None)
    for vote in cast:
        without = votes.count(cast, quorum, None, {vote.seat})
        assert without.present <= whole.present
        assert without.votes_for <= whole.votes_for
        assert without.votes_against <= whole.votes_against


def voted(given=FOUR_TO_THREE, quorum=4, **more):
    case = a_case("partner_decisions")
    case = decided(case, "MBC", "2018-09-18", "2018-09-20")
    return decided(case, "STCCG", "2018-09-26", votes=given, quorum=quorum, **more)


def declared(case, seat="Seat 1", partner="STCCG", action="recuse", on="2018-10-01"):
    act = conflicts.declare(
        case,
        partner=partner,
        role="member of the Governing Body",
        nature="post_at_provider",
        action=action,
        seat=seat,
        reason="Known to all.",
        on=day(on),
    )
    return case.with_act(act)


def standing_of(case):
    return standing.stand(case, "STCCG", LATER).standing


class TestAConflictToldAfterTheVote:
    """A7 and T25."""

    @pytest.mark.proves("A7")
    def test_it_voids_the_vote_and_a_changed_result_is_taken_again(self):
        case = declared(voted())  # 3 to 3
        assert standing.tally(case, case.decision_of("STCCG")).votes_for == 3
        assert standing_of(case) is Standing.RETAKE
        assert joint.joint_outcome(case, LATER).outcome is Outcome.PENDING
        again = decided(case, "STCCG", "2018-10-10", votes=seats(**{"for": 4}), quorum=4)
        assert standing_of(again) is Standing.APPROVED

    @pytest.mark.proves("T25")
    def test_a_quorum_that_breaks_without_it_is_taken_again(self):
        assert standing_of(declared(voted(seats(**{"for": 4}), 4))) is Standing.RETAKE

    @pytest.mark.proves("T25")
    def test_a_result_that_stands_without_it_is_confirmed_by_the_chair(self):
        case = declared(voted(seats(**{"for": 6}, against=1)))
        assert standing_of(case) is Standing.APPROVED
        [waiting] = standing.unsettled_conflicts(case)
        settled = case.with_act(
            conflicts.settle(case, conflict_id=waiting.id, partner="STCCG", on=day("2018-10-02"))
        )
        assert standing.unsettled_conflicts(settled) == []

    @pytest.mark.parametrize(
        "more",
        [
            {"seat": "Seat 9"},
            {"seat": None},
            {"partner": "MBC"},
            {"action": "allow"},
        ],
    )
    def test_what_touches_no_vote_of_it_voids_none(self, more):
        case = declared(voted(), **more)
        assert standing_of(case) is Standing.APPROVED
        assert standing.unsettled_conflicts(case) == []

    def test_one_that_was_told_before_the_vote_voids_nothing_later(self):
        case = declared(a_case("partner_decisions"), on="2018-09-01")
        case = decided(case, "STCCG", "2018-09-26", votes=FOUR_TO_THREE, quorum=4)
        assert standing_of(case) is Standing.APPROVED

    def test_two_seats_may_be_voided_and_one_settled_alone_leaves_the_other(self):
        case = declared(declared(voted(seats(**{"for": 7})), "Seat 1"), "Seat 2")
        assert [each.id for each in standing.unsettled_conflicts(case)] == ["CONF-1", "CONF-2"]
        case = with_acts(case, ConflictSettled("CONF-1", "STCCG", day("2018-10-02")))
        assert [each.id for each in standing.unsettled_conflicts(case)] == ["CONF-2"]


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"nature": "financial", "action": "none_needed"}, "conflict_without_action"),
        ({"nature": "none", "action": "recuse"}, "conflict_without_action"),
        ({"action": "allow", "reason": " "}, "reason_missing"),
        ({"partner": "HBC"}, "unknown_partner"),
    ],
)
def test_what_is_no_line_of_the_register(changes, code):
    line = {
        "partner": "STCCG",
        "role": "evaluator",
        "nature": "financial",
        "action": "recuse",
        "seat": None,
        "reason": None,
        "on": day("2018-10-01"),
    }
    case = a_case("partner_decisions")
    assert code_of(lambda: conflicts.declare(case, **{**line, **changes})) == code


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"conflict_id": "CONF-9"}, "unknown_conflict"),
        ({"partner": "MBC"}, "unknown_conflict"),
        ({"on": day("2018-09-30")}, "before_last_act"),
    ],
)
def test_what_the_chair_cannot_confirm(changes, code):
    case = declared(voted(seats(**{"for": 7})))
    settling = {"conflict_id": "CONF-1", "partner": "STCCG", "on": day("2018-10-02")}
    assert code_of(lambda: conflicts.settle(case, **{**settling, **changes})) == code


def test_the_chair_confirms_once():
    case = declared(voted(seats(**{"for": 7})))
    case = with_acts(case, ConflictSettled("CONF-1", "STCCG", day("2018-10-02")))
    again = {"conflict_id": "CONF-1", "partner": "STCCG", "on": day("2018-10-03")}
    assert code_of(lambda: conflicts.settle(case, **again)) == "conflict_settled"


def test_that_there_is_nothing_to_declare_is_a_line_of_the_register():
    case = a_case()
    act = conflicts.declare(
        case,
        partner="MBC",
        role="joint commissioner",
        nature="none",
        action="none_needed",
        seat=None,
        reason=None,
        on=day("2018-02-14"),
    )
    assert isinstance(act, ConflictDeclared)
    assert [each.id for each in conflicts.register_of(case.with_act(act))] == ["CONF-1"]
