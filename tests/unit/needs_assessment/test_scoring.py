"""Needs on one scale, and the ranks that follow."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.needs_assessment import rules
from services.needs_assessment.domain import scoring
from services.needs_assessment.domain.scoring import Need
from tests.support.needs_of_2017 import SCORES
from tests.support.refusals import code_of

WEIGHTS = rules.weights()
ANY_SCORES = st.fixed_dictionaries({code: st.integers(0, 5) for code in WEIGHTS.by_criterion})


def a_need(number=1, score=None):
    return Need(
        id=f"NEED-2017-{number:02d}",
        title="A need",
        service_type="other",
        trigger_kind="inspection",
        trigger_text="It was found.",
        area="MBC",
        indicator_codes=(),
        identified_on=date(2017, 10, 2),
        score=None if score is None else Decimal(score),
    )


def test_the_weights_in_force_sum_to_a_hundred():
    assert sum(WEIGHTS.by_criterion.values()) == 100


@pytest.mark.parametrize(
    ("scores", "expected"),
    [
        (dict.fromkeys(SCORES, 0), "0.0"),
        (dict.fromkeys(SCORES, 5), "100.0"),
        (SCORES, "90.0"),
        ({**dict.fromkeys(SCORES, 0), "exposure": 1}, "3.0"),
    ],
)
def test_a_score_is_the_weighted_sum(scores, expected):
    assert WEIGHTS.score(scores) == Decimal(expected)


# Of the dossier, section 5.6: severity, numbers, gap, exposure, inequality, feasibility.
@pytest.mark.parametrize(
    ("scores", "expected"),
    [
        ((4, 5, 4, 5, 4, 4), "87.0"),
        ((4, 3, 4, 4, 3, 5), "76.0"),
        ((5, 4, 5, 3, 4, 2), "82.0"),
        ((3, 3, 3, 4, 3, 4), "65.0"),
    ],
    ids=["therapy", "equipment store", "mental health", "short breaks"],
)
def test_the_four_needs_of_2018(scores, expected):
    assert WEIGHTS.score(dict(zip(SCORES, scores, strict=True))) == Decimal(expected)


def test_their_ranks():
    ranked = scoring.rank(a_need(n, s) for n, s in enumerate(("87.0", "76.0", "82.0", "65.0"), 1))
    assert [(need.rank, need.ranked_of) for need in ranked] == [(1, 4), (3, 4), (2, 4), (4, 4)]


@given(ANY_SCORES)
def test_a_score_lies_between_nought_and_a_hundred_and_grows_with_each_criterion(scores):
    found = WEIGHTS.score(scores)
    assert 0 <= found <= 100
    for code, given_score in scores.items():
        if given_score < 5:
            assert WEIGHTS.score({**scores, code: given_score + 1}) > found


def test_every_criterion_is_scored_and_no_other():
    for wrong in ({"severity": 5}, {**SCORES, "luck": 1}):
        assert code_of(lambda wrong=wrong: WEIGHTS.score(wrong)) == "criteria_incomplete"


def test_a_second_score_says_why_and_keeps_what_it_was_made_with():
    first = scoring.score_need(
        a_need(), WEIGHTS, SCORES, on=date(2018, 2, 14), moderation_reason=None
    )
    assert (first.score, first.weights_version, first.scores) == (Decimal("90.0"), "2018.1", SCORES)
    code = code_of(
        lambda: scoring.score_need(
            first, WEIGHTS, SCORES, on=date(2018, 3, 1), moderation_reason=None
        )
    )
    assert code == "moderation_needs_reason"
    again = scoring.score_need(
        first, WEIGHTS, {**SCORES, "gap": 4}, on=date(2018, 3, 1), moderation_reason="Moderated."
    )
    assert (again.score, again.moderation_reason) == (Decimal("86.0"), "Moderated.")


@pytest.mark.parametrize(("on", "taken"), [(13, False), (14, True)])
def test_no_score_lies_before_the_one_it_replaces(on, taken):
    first = scoring.score_need(
        a_need(), WEIGHTS, SCORES, on=date(2018, 2, 14), moderation_reason=None
    )

    def again():
        day = date(2018, 2, on)
        return scoring.score_need(first, WEIGHTS, SCORES, on=day, moderation_reason="Moderated.")

    assert again().scored_on == date(2018, 2, on) if taken else code_of(again) == "before_last_act"


@given(st.lists(st.sampled_from([None, "0.0", "40.0", "87.0", "90.0"]), max_size=12))
def test_ranks_follow_the_scores_and_equal_scores_share_one(scores):
    ranked = scoring.rank([a_need(number, score) for number, score in enumerate(scores, 1)])
    known = sorted((Decimal(score) for score in scores if score is not None), reverse=True)
    assert {need.ranked_of for need in ranked} <= {len(known)}
    assert len(ranked) == len(known)
    for need in ranked:
        assert need.rank == known.index(need.score) + 1
