"""Bodies end and others stand in their place: shares, caps, debts and credits pass to these."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from services.contract_monitoring.domain.agreement import Succession
from services.contract_monitoring.domain.contracts import Contract
from services.contract_monitoring.domain.shares import (
    Span,
    in_order,
    partners_on,
    passed_on,
    span_of,
    spans,
)
from services.contract_monitoring.domain.variation import must_lie_within
from shared.errors import Invalid, RuleBroken
from shared.money import check_shares


@dataclass(frozen=True)
class Passed:
    """A span whose partners have other names now, with the shares that it had."""

    span: Span
    before: Mapping[str, int]


def succeed(contract: Contract, succession: Succession) -> tuple[Contract, list[Passed]]:
    """From one or several bodies to one or several. Days before it keep the names they had.

    Also what was agreed for later days passes on.
    """
    must_lie_within(contract, succession.from_on)
    check_shares(succession.successors)
    _check_bodies(contract, succession)
    after = replace(contract, successions=(*contract.successions, succession))
    passed = []
    for span in spans(after):
        was = span_of(contract, span.cost_head, span.from_on)
        if span.from_on >= succession.from_on and was and was.shares != span.shares:
            passed.append(Passed(span, was.shares))
    return after, passed


def _check_bodies(contract: Contract, succession: Succession) -> None:
    if succession.from_on in {
        each.from_on for each in contract.successions if set(each.bodies) & set(succession.bodies)
    }:
        raise RuleBroken(
            "already_succeeded",
            "This succession is on record for that day.",
            {"from_on": str(succession.from_on)},
        )
    known = partners_on(contract, succession.from_on)
    if strangers := [body for body in succession.bodies if body not in known]:
        raise Invalid(
            "no_share_to_pass_on",
            f"{', '.join(strangers)} bears no share on {succession.from_on}. "
            f"Name some of {', '.join(known)}.",
            {"bodies": ", ".join(strangers)},
        )


def debts(
    contract: Contract, balancings: Iterable[Mapping[str, Any]], day: date
) -> list[dict[str, Any]]:
    """What year ends left due (or to come back, below zero), by who owes it on a day.

    The newest calculation of each year counts; it keeps the names of its own year.
    """
    newest = {each["year"]: each for each in balancings}
    owed: dict[str, int] = {}
    for label, balancing in newest.items():
        due = {part["partner"]: part["due_pence"] for part in balancing["per_partner"]}
        begins = date(int(label[:4]), 4, 1)
        for each in in_order(contract.successions):
            if begins < each.from_on <= day:
                due = passed_on(due, each)
        for who, pence in due.items():
            owed[who] = owed.get(who, 0) + pence
    return [{"partner": who, "amount_pence": pence} for who, pence in owed.items()]
