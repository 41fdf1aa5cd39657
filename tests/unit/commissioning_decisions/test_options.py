"""Each extension of a contract has a last day on which it can be taken up."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.commissioning_decisions.domain.options import add_months, options_of
from tests.support.cases import day


def test_the_options_of_the_therapy_contract():
    found = list(options_of(day("2022-03-31"), (12, 12)))
    assert [(each.length_months, str(each.last_notice_on)) for each in found] == [
        (12, "2021-09-30"),
        (12, "2022-09-30"),
    ]


def test_a_contract_without_extensions_has_none():
    assert list(options_of(day("2024-09-01"), ())) == []


@pytest.mark.parametrize(
    ("start", "months", "end"),
    [
        ("2019-04-01", 1, "2019-05-01"),
        ("2019-01-31", 1, "2019-02-28"),
        ("2020-01-31", 1, "2020-02-29"),
        # The last day of a month stays the last day.
        ("2019-02-28", 1, "2019-03-31"),
        ("2020-02-29", 12, "2021-02-28"),
        ("2019-03-30", -1, "2019-02-28"),
        ("2019-01-15", -1, "2018-12-15"),
        ("2018-12-31", 2, "2019-02-28"),
    ],
)
def test_months_are_counted_by_the_calendar(start, months, end):
    assert add_months(day(start), months) == day(end)


@given(st.dates(day("2000-01-01"), day("2100-12-28")), st.integers(-240, 240))
def test_so_many_months_are_so_many_whatever_the_day(start, months):
    end = add_months(start, months)
    assert (end.year - start.year) * 12 + end.month - start.month == months
