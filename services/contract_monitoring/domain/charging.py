"""What each partner is charged for days of a year. Parts of a year sum to it, to the penny."""

from collections.abc import Container, Mapping
from datetime import date
from typing import Any

from services.contract_monitoring.domain.contracts import Contract
from services.contract_monitoring.domain.shares import ONE_DAY, spans
from services.contract_monitoring.domain.terms import PartYear
from services.contract_monitoring.domain.years import (
    PartOfYear,
    months_through,
    periods,
    year_of,
    years,
)
from shared.errors import RuleBroken
from shared.money import allocate, part_year_by_days, part_year_by_months


def charged_until(contract: Contract, year: PartOfYear, last: date) -> dict[str, int]:
    """Pence of each partner from the first day of the year through `last`.

    Each span is split by its own shares and dates, so that a change in mid-year leaves the days
    before it as they were. Running totals are subtracted from each other: nothing is lost between.
    """
    parts: dict[str, int] = {}
    for span in spans(contract):
        first, end = max(span.from_on, year.first), min(span.last, year.last, last)
        if first > end:
            continue
        before = running(contract, year, span.annual_value_pence, first - ONE_DAY)
        amount = running(contract, year, span.annual_value_pence, end) - before
        for who, pence in allocate(amount, span.shares).items():
            parts[who] = parts.get(who, 0) + pence
    return parts


def running(contract: Contract, year: PartOfYear, annual_pence: int, day: date) -> int:
    """What of a yearly amount falls to the days from the year's first one through `day`."""
    if day < year.first:
        return 0
    if year.is_whole and day >= year.last:
        return annual_pence
    if contract.terms_on(year.first).part_year_rule() is PartYear.DAYS:
        return part_year_by_days(annual_pence, (day - year.first).days + 1, year.days_in_year)
    return part_year_by_months(annual_pence, months_through(year.first, day))


def budget_of(contract: Contract, year: PartOfYear) -> int:
    return sum(charged_until(contract, year, year.last).values())


def part_year_text(contract: Contract, year: PartOfYear) -> str:
    """How a part year counts, in words: `212 of 366 days`."""
    rule = contract.terms_on(year.first).part_year
    if rule is None:
        return "the agreement does not say whether by days or by months"
    if rule is PartYear.DAYS:
        return f"{year.days} of {year.days_in_year} days"
    return f"{year.months} of 12 months"


def schedule(contract: Contract, year: PartOfYear) -> list[dict[str, Any]]:
    """The contributions of each partner for each period of a year."""
    due = []
    before: dict[str, int] = {}
    for label, first, last in periods(year, contract.terms_on(year.first).charged):
        through = charged_until(contract, year, last)
        parts = {who: pence - before.get(who, 0) for who, pence in through.items()}
        due.append(
            {
                "period": label,
                "starts_on": first,
                "ends_on": last,
                "total_pence": sum(parts.values()),
                "per_partner": [
                    {"partner": who, "amount_pence": pence} for who, pence in parts.items() if pence
                ],
            }
        )
        before = through
    return due


def journal(
    before: Contract, after: Contract, from_on: date, on: date, issued: Container[str]
) -> list[dict[str, Any]]:
    """What a change makes different in each period that has begun, or of a year that was issued.

    None is charged anew: the difference is what is still due (or goes back, below zero). Within a
    period it sums to nothing where only the shares have changed.
    """
    rows: list[dict[str, Any]] = []
    for year in years(after):
        if year.last < from_on or (year.first > on and year.label not in issued):
            continue
        pairs = zip(schedule(before, year), schedule(after, year), strict=True)
        for old, new in pairs:
            if new["starts_on"] <= on or year.label in issued:
                rows += _differences(old, new)
    return rows


def _differences(old: Mapping[str, Any], new: Mapping[str, Any]) -> list[dict[str, Any]]:
    was, now = (
        {part["partner"]: part["amount_pence"] for part in each["per_partner"]}
        for each in (old, new)
    )
    return [
        {
            "period": new["period"],
            "partner": who,
            "before_pence": was.get(who, 0),
            "after_pence": now.get(who, 0),
            "difference_pence": now.get(who, 0) - was.get(who, 0),
        }
        for who in dict.fromkeys([*was, *now])
        if was.get(who, 0) != now.get(who, 0)
    ]


def check_first_day(contract: Contract, from_on: date) -> None:
    """A change inside a year needs a rule for parts of years, and a day that it can count."""
    year = year_of(contract, from_on)
    if from_on == year.first:
        return
    rule = contract.terms_on(year.first).part_year_rule()
    if rule is PartYear.MONTHS and from_on.day != 1:
        raise RuleBroken(
            "not_first_of_month",
            "This agreement counts parts of years by months. Let the change begin on the first "
            "day of a month.",
            {"from_on": str(from_on)},
        )


def whole_life(contract: Contract) -> dict[str, int]:
    """What each partner pays over all years of the contract, extensions included."""
    parts: dict[str, int] = {}
    for year in years(contract):
        for who, pence in charged_until(contract, year, year.last).items():
            parts[who] = parts.get(who, 0) + pence
    return parts
