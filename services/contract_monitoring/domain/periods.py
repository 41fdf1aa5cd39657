"""Reporting periods: which label stands for which days."""

import re
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from shared.errors import Invalid

APRIL = 4
# A label is a year and a part of it. Quarters and years are those of the financial year that
# starts in April of the year named; terms are those of the school year that starts in September.
FIRST_AND_LAST_MONTH = {
    "Q1": (4, 6),
    "Q2": (7, 9),
    "Q3": (10, 12),
    "Q4": (13, 15),
    "T1": (9, 12),
    "T2": (13, 15),
    "T3": (16, 19),
    "": (4, 15),
}
LABEL = re.compile(r"(?P<year>20\d\d)(?:-(?P<part>Q[1-4]|T[1-3]))?")


class PeriodKind(StrEnum):
    FULL = "full"  # all the days of its label
    PART = "part"  # the start or the end of a contract cuts it short: no effect on a streak


class Frequency(StrEnum):
    QUARTERLY = "quarterly"  # labels such as 2019-Q2
    TERMLY = "termly"  # labels such as 2019-T1
    ANNUAL = "annual"  # labels such as 2019


FREQUENCY_OF_LETTER = {"Q": Frequency.QUARTERLY, "T": Frequency.TERMLY, "": Frequency.ANNUAL}


@dataclass(frozen=True)
class Period:
    label: str
    kind: PeriodKind
    starts_on: date
    ends_on: date


def read_period(
    label: str, kind: PeriodKind, starts_on: date, ends_on: date, frequency: Frequency
) -> Period:
    """The period, when the label fits the measure's frequency and the days fit the label."""
    written = LABEL.fullmatch(label)
    if not written or FREQUENCY_OF_LETTER[(written["part"] or "")[:1]] is not frequency:
        raise Invalid(
            "unknown_period",
            f"This measure is reported {frequency}. "
            "Write the period like 2019-Q2 (quarter), 2019-T1 (term) or 2019 (year).",
            {"period": label},
        )
    first, last = days_of(int(written["year"]), written["part"] or "")
    whole = (starts_on, ends_on) == (first, last)
    within = first <= starts_on <= ends_on <= last
    if not within or whole is not (kind is PeriodKind.FULL):
        raise Invalid(
            "period_dates_wrong",
            f"{label} runs from {first} to {last}. Give these days for a full period, "
            "or fewer of them for a part period.",
            {"period": label, "starts_on": str(starts_on), "ends_on": str(ends_on)},
        )
    return Period(label, kind, starts_on, ends_on)


def days_given(label: str, starts_on: date | None, ends_on: date | None) -> tuple[date, date]:
    """The days that were given; those of the label where none were, for then it is full."""
    if starts_on and ends_on:
        return starts_on, ends_on
    if starts_on or ends_on:
        raise Invalid(
            "period_dates_wrong",
            "Give the first and the last day, or neither of them for a full period.",
            {"period": label},
        )
    written = LABEL.fullmatch(label)
    if not written:
        raise Invalid(
            "unknown_period",
            "Write the period like 2019-Q2 (quarter), 2019-T1 (term) or 2019 (year).",
            {"period": label},
        )
    return days_of(int(written["year"]), written["part"] or "")


def days_of(year: int, part: str) -> tuple[date, date]:
    """First and last day of a labelled period."""
    first, last = FIRST_AND_LAST_MONTH[part]
    return month_start(year, first), month_start(year, last + 1) - timedelta(days=1)


def month_start(year: int, month: int) -> date:
    """Months may run on past December into the next year."""
    return date(year + (month - 1) // 12, (month - 1) % 12 + 1, 1)


def financial_year_of(day: date) -> tuple[date, date]:
    """First and last day of the financial year in which a day lies."""
    return days_of(day.year if day.month >= APRIL else day.year - 1, "")
