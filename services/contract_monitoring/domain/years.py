"""The part of a financial year on which a contract runs, and the periods within it."""

from collections.abc import Container, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from services.contract_monitoring.domain.contracts import Contract
from services.contract_monitoring.domain.periods import days_of, financial_year_of, month_start
from services.contract_monitoring.domain.terms import Charged
from shared.errors import Invalid, RuleBroken

QUARTERS = ("Q1", "Q2", "Q3", "Q4")


@dataclass(frozen=True)
class PartOfYear:
    """The days of one financial year on which a contract runs."""

    first: date
    last: date
    days: int
    days_in_year: int
    label: str  # 2019/20

    @property
    def is_whole(self) -> bool:
        return self.days == self.days_in_year

    @property
    def months(self) -> int:
        """Months that are begun."""
        return months_through(self.first, self.last)


def months_through(first: date, last: date) -> int:
    return (last.year - first.year) * 12 + last.month - first.month + 1


def part_of_year(contract: Contract, starts_on: date, ends_on: date) -> PartOfYear:
    first_of_year, last_of_year = financial_year_of(starts_on)
    first = max(starts_on, contract.starts_on)
    last = min(ends_on, contract.maximum_end_on)
    if starts_on > ends_on or ends_on > last_of_year:
        raise Invalid(
            "not_one_financial_year",
            f"Give days of one financial year, {first_of_year} to {last_of_year}.",
            {"starts_on": str(starts_on), "ends_on": str(ends_on)},
        )
    if first > last:
        raise Invalid(
            "year_outside_contract",
            f"The contract runs from {contract.starts_on} to {contract.maximum_end_on}.",
            {"starts_on": str(starts_on), "ends_on": str(ends_on)},
        )
    return PartOfYear(
        first=first,
        last=last,
        days=(last - first).days + 1,
        days_in_year=(last_of_year - first_of_year).days + 1,
        label=f"{first_of_year.year}/{last_of_year.year % 100:02d}",
    )


def year_of(contract: Contract, day: date) -> PartOfYear:
    """The year of the contract in which a day lies."""
    return part_of_year(contract, *financial_year_of(day))


def years(contract: Contract) -> Iterator[PartOfYear]:
    """Every year of the contract, oldest first."""
    day = contract.starts_on
    while day <= contract.maximum_end_on:
        yield year_of(contract, day)
        day = financial_year_of(day)[1] + timedelta(days=1)


def check_not_charged(contract: Contract, charged: Container[str], from_on: date) -> None:
    """New terms leave years alone that were charged or balanced under those before."""
    for year in years(contract):
        if year.label in charged and year.first >= from_on:
            raise RuleBroken(
                "year_already_charged",
                f"{year.label} was charged or balanced under the terms that held. Let the new "
                "ones begin after its first day.",
                {"year": year.label},
            )


def periods(year: PartOfYear, charged: Charged) -> list[tuple[str, date, date]]:
    """Label, first and last day of each period that is charged in a year."""
    start = financial_year_of(year.first)[0].year
    whole = {
        Charged.YEARLY: lambda: [(str(start), *days_of(start, ""))],
        Charged.QUARTERLY: lambda: [(f"{start}-{q}", *days_of(start, q)) for q in QUARTERS],
        Charged.MONTHLY: lambda: [_month(start, number) for number in range(4, 16)],
    }[charged]()
    clipped = [
        (label, max(first, year.first), min(last, year.last)) for label, first, last in whole
    ]
    return [each for each in clipped if each[1] <= each[2]]


def _month(year: int, number: int) -> tuple[str, date, date]:
    first = month_start(year, number)
    return f"{first:%Y-%m}", first, month_start(year, number + 1) - timedelta(days=1)
