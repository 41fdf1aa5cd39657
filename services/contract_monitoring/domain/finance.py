"""The money of a contract: contributions, year-end balancing, and whether an uplift may stand."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from services.contract_monitoring.domain.contracts import Condition, Contract
from services.contract_monitoring.domain.periods import financial_year_of
from services.contract_monitoring.domain.sharing import corridor
from shared.errors import Invalid
from shared.money import allocate, format_pounds, part_year_by_days, percentage_of

OWN_COST_CAP = "own_cost_cap"
CORRIDOR_RULE = "corridor: first 2% by share, up to 10% by activity, above 10% by decision of all"


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


def contributions(contract: Contract) -> dict[str, Any]:
    """Shares, and what each partner pays in a full year and in the year in which it starts."""
    year = part_of_year(contract, contract.starts_on, financial_year_of(contract.starts_on)[1])
    part = budget_of(contract, year)
    return {
        "annual_value_pence": contract.annual_value_pence,
        "shares": [{"partner": who, "bp": bp} for who, bp in contract.shares.items()],
        "full_year": _amounts(allocate(contract.annual_value_pence, contract.shares)),
        "part_year": [] if year.is_whole else _amounts(allocate(part, contract.shares)),
        "part_year_rule": None if year.is_whole else _days_text(year),
        "part_year_total_pence": None if year.is_whole else part,
        "conditions": [
            {"partner": each.partner, "condition": each.kind, "cap_pence": each.cap_pence}
            for each in contract.conditions
        ],
    }


def budget_of(contract: Contract, year: PartOfYear) -> int:
    return part_year_by_days(contract.annual_value_pence, year.days, year.days_in_year)


def balance(
    contract: Contract, year: PartOfYear, *, outturn_pence: int, activity: Mapping[str, int]
) -> dict[str, Any]:
    """Year-end balancing by the corridor, with each cap that the year's cost comes near."""
    _check_same_partners(contract, activity)
    budget = budget_of(contract, year)
    paid = allocate(budget, contract.shares)
    result = corridor(budget, outturn_pence, contract.shares, activity)
    return {
        "contract_id": contract.id,
        "year": year.label,
        "outturn_pence": outturn_pence,
        "budget_pence": budget,
        "rule": CORRIDOR_RULE,
        "bands": [
            {"name": "by_share", "amount_pence": result.by_share_pence},
            {"name": "by_activity", "amount_pence": result.by_activity_pence},
        ],
        "per_partner": [
            {
                "partner": who,
                "by_share_pence": result.by_share[who],
                "by_activity_pence": result.by_activity[who],
                "due_pence": result.due(who),
            }
            for who in contract.shares
        ],
        "warnings": [
            warning
            for condition in _caps(contract)
            if (
                warning := cap_warning(
                    condition, year, paid[condition.partner] + result.due(condition.partner)
                )
            )
        ],
    }


def activity_of(given: Iterable[Mapping[str, Any]]) -> dict[str, int]:
    """Basis points by partner; a partner named twice is refused."""
    given = list(given)
    activity = {each["partner"]: each["bp"] for each in given}
    if len(activity) != len(given):
        raise Invalid("partner_named_twice", "Name each partner once in the activity.")
    return activity


def cap_warning(condition: Condition, year: PartOfYear, cost_pence: int) -> str | None:
    """Says what the cap means for this cost, and does not guess where its words leave it open."""
    cost, cap = format_pounds(cost_pence), format_pounds(condition.cap_pence)
    if cost_pence > condition.cap_pence:
        return f"{condition.partner}: cost {cost} is above its cap of {cap} a year."
    pro_rata = part_year_by_days(condition.cap_pence, year.days, year.days_in_year)
    if cost_pence <= pro_rata:
        return None
    return (
        f"{condition.partner}: cost {cost} is within its cap of {cap} a year, but above the cap "
        f"pro rata, {format_pounds(pro_rata)} for {_days_text(year)}. The condition does not say "
        f"which holds in a part year: ask {condition.partner} to decide."
    )


def uplift(contract: Contract, *, percent_bp: int, from_on: date) -> dict[str, Any]:
    """What an uplift would cost each partner, and whose condition forbids it."""
    if not contract.starts_on <= from_on <= contract.maximum_end_on:
        raise Invalid(
            "year_outside_contract",
            f"The contract runs from {contract.starts_on} to {contract.maximum_end_on}.",
            {"from_on": str(from_on)},
        )
    annual = contract.annual_value_pence
    total = annual + percentage_of(annual, percent_bp)
    parts = allocate(total, contract.shares)
    return {
        "contract_id": contract.id,
        "from_on": from_on,
        "percent": f"{percent_bp / 100:.2f}",
        "total_pence": total,
        "per_partner": _amounts(parts),
        "blocked_by": [
            {
                "partner": condition.partner,
                "condition": condition.kind,
                "cap_pence": condition.cap_pence,
                "amount_pence": parts[condition.partner],
            }
            for condition in _caps(contract)
            if parts[condition.partner] > condition.cap_pence
        ],
    }


def _caps(contract: Contract) -> list[Condition]:
    return [
        each
        for each in contract.conditions
        if each.kind == OWN_COST_CAP and each.partner in contract.shares
    ]


def _check_same_partners(contract: Contract, activity: Mapping[str, int]) -> None:
    if set(activity) != set(contract.shares):
        raise Invalid(
            "activity_partners_differ",
            "Give the activity of each partner that has a share, and of nobody else.",
            {"partners": ", ".join(contract.shares), "given": ", ".join(activity)},
        )


def _amounts(parts: Mapping[str, int]) -> list[dict[str, Any]]:
    return [{"partner": who, "amount_pence": pence} for who, pence in parts.items()]


def _days_text(year: PartOfYear) -> str:
    return f"{year.days} of {year.days_in_year} days"
