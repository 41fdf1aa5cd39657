"""Shares or value of a cost head change by agreement; what was charged before stays as it was."""

from collections.abc import Container, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from services.contract_monitoring.domain.agreement import ChangeKind, ShareChange
from services.contract_monitoring.domain.charging import check_first_day, journal
from services.contract_monitoring.domain.conditions import check_none_breached
from services.contract_monitoring.domain.contracts import Contract
from services.contract_monitoring.domain.finance import judge_full_year
from services.contract_monitoring.domain.shares import span_of, spans_on, yearly_parts
from shared.errors import Invalid, RuleBroken
from shared.money import check_shares


@dataclass(frozen=True)
class Changed:
    """The contract after a change, the change, and the differences in periods already begun."""

    contract: Contract
    change: ShareChange
    before: Mapping[str, int]
    journal: list[dict[str, Any]]


def vary(
    contract: Contract,
    *,
    cost_head: str,
    from_on: date,
    shares: Mapping[str, int],
    annual_value_pence: int | None,
    reference: str,
    variation_reference: str | None,
    on: date,
    issued: Container[str] = (),
) -> Changed:
    """A change that partners agreed. Back-dated only by an agreed variation, with its journal."""
    must_lie_within(contract, from_on)
    if from_on < on and not variation_reference:
        raise RuleBroken(
            "variation_reference_missing",
            f"{from_on} is past. Shares change for days that are over only by an agreed variation: "
            "give its reference.",
            {"from_on": str(from_on), "on": str(on)},
        )
    check_first_day(contract, from_on)
    value = annual_value_pence
    if value is None:
        held = span_of(contract, cost_head, from_on)
        if held is None:
            raise Invalid(
                "value_of_head_missing",
                f"{cost_head} is a new cost head. Say what it costs a year.",
                {"cost_head": cost_head},
            )
        value = held.annual_value_pence
    changed = change_shares(
        contract,
        ChangeKind.VARIATION,
        cost_head,
        from_on,
        shares,
        value,
        variation_reference or reference,
        on,
        issued,
    )
    check_none_breached(full_year_findings(changed.contract, from_on))
    return changed


def full_year_findings(contract: Contract, day: date) -> list[Any]:
    return judge_full_year(contract, yearly_parts(spans_on(contract, day)), day)


def must_lie_within(contract: Contract, day: date) -> None:
    if not contract.starts_on <= day <= contract.maximum_end_on:
        raise Invalid(
            "year_outside_contract",
            f"The contract runs from {contract.starts_on} to {contract.maximum_end_on}.",
            {"from_on": str(day)},
        )


def change_shares(
    contract: Contract,
    kind: ChangeKind,
    cost_head: str,
    from_on: date,
    shares: Mapping[str, int],
    annual_value_pence: int,
    reference: str,
    on: date,
    issued: Container[str] = (),
) -> Changed:
    """`issued` names the years whose contributions partners know already."""
    check_shares(shares)
    held = span_of(contract, cost_head, from_on)
    change = ShareChange(
        number=len(contract.changes) + 1,
        kind=kind,
        cost_head=cost_head,
        from_on=from_on,
        shares=shares,
        annual_value_pence=annual_value_pence,
        reference=reference,
        recorded_on=on,
    )
    after = replace(contract, changes=(*contract.changes, change))
    differences = journal(contract, after, from_on, on, issued)
    return Changed(after, change, held.shares if held else {}, differences)
