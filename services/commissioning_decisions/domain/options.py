"""Extension options of a contract: how long, and the last day on which each can be taken up."""

import calendar
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

NOTICE_MONTHS = 6  # a default: each contract may have its own


@dataclass(frozen=True)
class Option:
    length_months: int
    last_notice_on: date


def options_of(initial_end_on: date, extension_months: Iterable[int]) -> Iterator[Option]:
    end = initial_end_on
    for months in extension_months:
        yield Option(months, add_months(end, -NOTICE_MONTHS))
        end = add_months(end, months)


def add_months(day: date, months: int) -> date:
    """The same day of another month; the last day of the month stays the last day."""
    years, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    last = calendar.monthrange(years, month + 1)[1]
    is_last = day.day == calendar.monthrange(day.year, day.month)[1]
    return date(years, month + 1, last if is_last else min(day.day, last))
