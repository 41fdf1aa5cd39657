"""Figures fit their indicator; a changed figure is a new revision with a reason."""

from dataclasses import replace
from decimal import Decimal

import pytest

from services.needs_assessment.domain import observations
from services.needs_assessment.domain.observations import Figures, Indicator, Kind, Observation
from shared.errors import Invalid
from tests.support.refusals import code_of


def an_indicator(kind):
    return Indicator("N07", "Waits", "children", kind, "CCG", "lower")


def figures(kind, numerator=None, denominator=None, value=None):
    return observations.figures_of(an_indicator(kind), numerator, denominator, value, "/here")


def an_observation(numerator=212, **changes):
    given = {"figures": Figures(numerator, 409), "status": "final", **changes}
    return Observation("N07", "MBC", "2017/18", **given)


@pytest.mark.parametrize(
    ("kind", "given", "text"),
    [
        (Kind.COUNT, (212, None, None), "212"),
        (Kind.COUNT, (0, None, None), "0"),
        (Kind.PERCENT, (212, 409, None), "51.8"),
        (Kind.PERCENT, (1, 8, None), "12.5"),
        (Kind.PERCENT, (0, 0, None), "0"),
        (Kind.PERCENT, (None, None, "78.8"), "78.8"),
        (Kind.RATE, (900, 409, None), "220.0"),
        (Kind.MEDIAN_DAYS, (None, None, "126"), "126"),
        (Kind.MONEY, (None, None, "0.10"), "0.10"),
    ],
)
def test_figures_that_fit(kind, given, text):
    assert figures(kind, *given).value_text == text


@pytest.mark.parametrize(
    ("kind", "given", "code"),
    [
        (Kind.COUNT, (None, None, None), "figures_do_not_fit"),
        (Kind.COUNT, (1, 2, None), "figures_do_not_fit"),
        (Kind.COUNT, (1, None, "1"), "figures_do_not_fit"),
        (Kind.PERCENT, (1, None, None), "figures_do_not_fit"),
        (Kind.PERCENT, (None, 2, None), "figures_do_not_fit"),
        (Kind.PERCENT, (None, None, None), "figures_do_not_fit"),
        (Kind.PERCENT, (3, 2, None), "numerator_above_denominator"),
        (Kind.RATE, (1, 0, None), "numerator_above_denominator"),
        (Kind.MONEY, (None, None, "Infinity"), "figures_do_not_fit"),
        (Kind.MONEY, (None, None, "12 pounds"), "figures_do_not_fit"),
    ],
)
def test_figures_that_do_not_fit(kind, given, code):
    with pytest.raises(Invalid) as refused:
        figures(kind, *given)
    assert refused.value.code == code
    assert list(refused.value.details) in ([], ["/here"])


def test_the_first_figure_is_taken_as_it_is():
    assert observations.follow(None, an_observation()) == an_observation()


@pytest.mark.parametrize("status", ["final", "provisional"])
def test_the_same_figure_again_is_nothing_new(status):
    assert observations.follow(an_observation(), an_observation(status=status)) is None


def test_a_provisional_figure_becomes_final():
    before = an_observation(status="provisional")
    assert observations.follow(before, an_observation()) == an_observation(revision=2)


def test_another_figure_needs_a_reason_and_is_a_restatement():
    code = code_of(lambda: observations.follow(an_observation(), an_observation(198)))
    assert code == "restatement_needs_reason"
    after = observations.follow(an_observation(), an_observation(198, reason="Counted twice."))
    assert (after.status, after.revision, after.figures) == ("restated", 2, Figures(198, 409))


@pytest.mark.parametrize("kind", set(Kind) - {Kind.PERCENT})
def test_an_indicator_with_figures_keeps_its_kind(kind):
    """As a rate, 404 of 409 would be shown; as a percentage the 5 that are left are hidden."""
    before, other = an_indicator(Kind.PERCENT), an_indicator(kind)
    assert code_of(lambda: observations.redefine(before, other)) == "indicator_kind_fixed"
    assert observations.redefine(None, other) == other
    renamed = replace(before, name="Waits over 18 weeks")
    assert observations.redefine(before, renamed) == renamed


def test_a_value_keeps_the_digits_it_was_given_with():
    assert figures(Kind.MONEY, value="0.10").value == Decimal("0.10")
