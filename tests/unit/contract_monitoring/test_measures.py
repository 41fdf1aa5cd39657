"""Rating figures: on the raw ratio, by polarity, grey where there is nothing to rate."""

from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.contract_monitoring import rules
from services.contract_monitoring.domain.measures import Polarity, Rating, measure_on, rate
from shared.errors import Invalid
from tests.support.contracts_of_2019 import SLT01_RESTATED, SLT_RETURNS, STORE_RETURNS

DAY = date(2019, 9, 2)


def a_measure(code: str):
    name = "slt" if code.startswith("SLT") else "equipment_store"
    return measure_on(rules.measure_set(name), code, DAY)


@pytest.mark.parametrize(
    "cell", [*SLT_RETURNS, SLT01_RESTATED, *STORE_RETURNS], ids=lambda cell: " ".join(cell[:2])
)
def test_every_figure_of_2019_has_the_rating_and_the_percentage_on_record(cell):
    measure = a_measure(cell.measure)

    assert rate(measure, cell.numerator, cell.denominator) == cell.rating
    assert measure.value_text(cell.numerator, cell.denominator) == cell.shows


@pytest.mark.proves("A14")
def test_a_figure_that_rounds_up_to_the_floor_is_still_red():
    examined = a_measure("EQ07")

    assert examined.value_text(96, 97) == "99.0"
    assert rate(examined, 96, 97) is Rating.RED


def test_target_and_floor_themselves_count_as_met():
    assert rate(a_measure("EQ01"), 95, 100) is Rating.GREEN
    assert rate(a_measure("EQ01"), 90, 100) is Rating.AMBER


@pytest.mark.proves("A12", "T11")
def test_no_cases_or_too_few_are_grey_and_no_figure_is_made_up():
    dysphagia = a_measure("SLT03")

    assert rate(dysphagia, 0, 0) is Rating.GREY
    assert rate(dysphagia, 9, 9) is Rating.GREY
    assert rate(dysphagia, 10, 10) is Rating.GREEN
    assert dysphagia.value_text(0, 0) is None


@pytest.mark.proves("T16")
def test_lower_is_better_where_the_measure_says_so():
    not_brought = a_measure("SLT07")

    assert [rate(not_brought, n, 100) for n in (8, 9, 11, 12)] == ["green", "amber", "amber", "red"]


def test_a_count_is_rated_itself_whatever_its_whole():
    waiting = a_measure("SLT02")

    assert [rate(waiting, n, 400) for n in (0, 2, 3)] == ["green", "amber", "red"]
    assert waiting.value_text(3, 400) == "3"


@pytest.mark.proves("T16")
def test_a_range_is_missed_on_both_sides():
    stock_cover = replace(
        a_measure("EQ01"),
        polarity=Polarity.RANGE,
        target=Fraction(40),
        target_upper=Fraction(60),
        amber_floor=Fraction(30),
        amber_upper=Fraction(70),
    )

    found = [rate(stock_cover, n, 100) for n in (29, 30, 40, 60, 61, 71)]

    assert found == ["red", "amber", "green", "green", "amber", "red"]
    assert (stock_cover.target_text, stock_cover.amber_text) == ("40 to 60%", "30 to 70%")


def test_without_an_amber_floor_every_miss_is_red():
    assert rate(a_measure("EQ06"), 99, 100) is Rating.RED
    assert a_measure("EQ06").amber_text is None


def test_a_target_reads_as_people_say_it():
    texts = [a_measure(code).target_text for code in ("SLT01", "SLT07", "SLT02", "SLT03")]

    assert texts == ["at least 92%", "at most 8%", "0", "100%"]


@pytest.mark.proves("T16")
def test_a_changed_target_holds_from_its_day_and_not_before():
    old = a_measure("SLT01")
    new = replace(old, target=Fraction(94), valid_from=date(2020, 4, 1))

    assert measure_on([new, old], "SLT01", date(2020, 3, 31)) == old
    assert measure_on([new, old], "SLT01", date(2020, 4, 1)) == new


def test_a_measure_that_the_set_has_not_or_not_yet_is_refused():
    for code, day in (("SLT99", DAY), ("SLT01", date(2019, 3, 31))):
        with pytest.raises(Invalid) as refusal:
            measure_on(rules.measure_set("slt"), code, day)
        assert refusal.value.code == "unknown_measure"


@given(numerator=st.integers(0, 10_000), more=st.integers(0, 10_000))
def test_more_is_never_rated_worse_where_higher_is_better(numerator, more):
    order = [Rating.RED, Rating.AMBER, Rating.GREEN]
    denominator = max(10, numerator + more)
    ratings = [rate(a_measure("SLT01"), n, denominator) for n in (numerator, numerator + more)]

    assert order.index(ratings[0]) <= order.index(ratings[1])
