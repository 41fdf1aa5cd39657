"""Small numbers stay inside: nothing that is shown lets a hidden number be worked out."""

from decimal import ROUND_HALF_UP, Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.needs_assessment import rules
from services.needs_assessment.domain.disclosure import HIDDEN, Policy, public
from services.needs_assessment.domain.observations import Figures, Kind

POLICY = Policy(k=6)


def shown(kind, numerator=None, denominator=None, value=None, policy=POLICY):
    made = public(kind, Figures(numerator, denominator, value), policy)
    return made.numerator, made.denominator, made.value


def test_the_policy_in_force_hides_one_to_five():
    policy = rules.policy()
    assert [count for count in range(10) if policy.hides(count)] == [1, 2, 3, 4, 5]


@pytest.mark.parametrize(
    ("numerator", "denominator", "expected"),
    [
        (212, 409, ("212", "409", "51.8")),
        (0, 409, ("0", "409", "0.0")),
        (409, 409, ("409", "409", "100.0")),
        (6, 12, ("6", "12", "50.0")),
        (5, 409, (HIDDEN, HIDDEN, HIDDEN)),
        # What is left of the whole is as telling as the part.
        (404, 409, (HIDDEN, HIDDEN, HIDDEN)),
        (1, 1, (HIDDEN, HIDDEN, HIDDEN)),
        (0, 4, (HIDDEN, HIDDEN, HIDDEN)),
        # Nobody is missing from 6 of 6, and still they are too few for a percentage.
        (6, 6, ("6", "6", HIDDEN)),
        (0, 9, ("0", "9", HIDDEN)),
        (0, 10, ("0", "10", "0.0")),
        # Of nobody, 0 is neither none nor all.
        (0, 0, ("0", "0", HIDDEN)),
    ],
)
def test_percentages(numerator, denominator, expected):
    assert shown(Kind.PERCENT, numerator, denominator) == expected


@pytest.mark.parametrize(
    ("count", "text"), [(0, "0"), (1, HIDDEN), (5, HIDDEN), (6, "6"), (1203, "1203")]
)
def test_counts(count, text):
    assert shown(Kind.COUNT, count) == (text, None, text)


def test_counts_are_rounded_half_up_when_the_policy_says_so():
    policy = Policy(k=6, rounding=5)
    found = [shown(Kind.COUNT, count, policy=policy)[0] for count in (6, 7, 8, 12, 13, 100)]
    assert found == ["5", "5", "10", "10", "15", "100"]


def test_a_rate_has_no_rest_and_still_hides_few():
    """Of 900 visits by 409 children nothing is left over; 4 visits are 4 children at most."""
    assert shown(Kind.RATE, 900, 409) == ("900", "409", "220.0")
    assert shown(Kind.RATE, 404, 409) == ("404", "409", "98.8")
    assert shown(Kind.RATE, 4, 409) == (HIDDEN, HIDDEN, HIDDEN)
    assert shown(Kind.RATE, 12, 8) == ("12", "8", HIDDEN)


def test_a_value_without_counts_is_shown():
    assert shown(Kind.MEDIAN_DAYS, value=Decimal("78.8")) == (None, None, "78.8")


def test_what_was_not_collected_is_no_zero():
    assert shown(Kind.COUNT) == (None, None, "not collected")


@given(numerator=st.integers(0, 500), more=st.integers(0, 500), k=st.integers(3, 20))
def test_no_small_part_can_be_worked_out_from_what_is_shown(numerator, more, k):
    """An attacker lists every pair of counts that gives what is shown: none of them is small."""
    denominator = numerator + more
    seen = shown(Kind.PERCENT, numerator, denominator, policy=Policy(k=k))
    if seen[0] == HIDDEN:
        assert seen == (HIDDEN, HIDDEN, HIDDEN)
        return
    parts = (int(seen[0]), int(seen[1]), int(seen[1]) - int(seen[0]))
    assert not [part for part in parts if 0 < part < k]
    if seen[2] != HIDDEN:
        exact = Decimal(100 * numerator) / denominator
        assert Decimal(seen[2]) == exact.quantize(Decimal("0.1"), ROUND_HALF_UP)
