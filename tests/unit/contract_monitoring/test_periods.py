"""Labels of periods and the days they stand for."""

from datetime import date

import pytest

from services.contract_monitoring.domain.periods import (
    Frequency,
    PeriodKind,
    days_of,
    financial_year_of,
    read_period,
)
from shared.errors import Invalid


@pytest.mark.parametrize(
    ("year", "part", "first", "last"),
    [
        (2019, "Q1", date(2019, 4, 1), date(2019, 6, 30)),
        (2019, "Q4", date(2020, 1, 1), date(2020, 3, 31)),
        (2019, "T1", date(2019, 9, 1), date(2019, 12, 31)),
        (2019, "T2", date(2020, 1, 1), date(2020, 3, 31)),
        (2019, "T3", date(2020, 4, 1), date(2020, 7, 31)),
        (2019, "", date(2019, 4, 1), date(2020, 3, 31)),
    ],
)
def test_a_label_stands_for_these_days(year, part, first, last):
    assert days_of(year, part) == (first, last)


def test_a_financial_year_starts_in_april():
    assert financial_year_of(date(2020, 3, 31)) == (date(2019, 4, 1), date(2020, 3, 31))
    assert financial_year_of(date(2020, 4, 1)) == (date(2020, 4, 1), date(2021, 3, 31))


@pytest.mark.parametrize("label", ["2019-Q5", "2019-T1", "2019", "Q2", "1999-Q1", "2019-Q2 ", ""])
def test_a_label_that_is_no_quarter_is_refused_for_a_quarterly_measure(label):
    with pytest.raises(Invalid) as refusal:
        read_period(
            label, PeriodKind.FULL, date(2019, 7, 1), date(2019, 9, 30), Frequency.QUARTERLY
        )

    assert refusal.value.code == "unknown_period"


@pytest.mark.parametrize(
    ("kind", "first", "last"),
    [
        ("full", date(2019, 9, 2), date(2019, 9, 30)),  # a part that calls itself whole
        ("part", date(2019, 7, 1), date(2019, 9, 30)),  # a whole that calls itself a part
        ("part", date(2019, 9, 2), date(2019, 10, 1)),  # runs into the next quarter
        ("part", date(2019, 9, 30), date(2019, 9, 2)),  # ends before it starts
    ],
)
def test_days_that_do_not_fit_the_label_are_refused(kind, first, last):
    with pytest.raises(Invalid) as refusal:
        read_period("2019-Q2", PeriodKind(kind), first, last, Frequency.QUARTERLY)

    assert refusal.value.code == "period_dates_wrong"


def test_a_part_period_keeps_the_label_of_its_quarter():
    period = read_period(
        "2019-Q2", PeriodKind.PART, date(2019, 9, 2), date(2019, 9, 30), Frequency.QUARTERLY
    )

    assert (period.label, period.kind) == ("2019-Q2", "part")
