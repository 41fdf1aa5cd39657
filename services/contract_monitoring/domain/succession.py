"""Bodies end and others stand in their place: shares, caps, debts and credits pass to these."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from services.contract_monitoring.domain.agreement import ChangeKind, Succession
from services.contract_monitoring.domain.contracts import Contract
from services.contract_monitoring.domain.shares import Span, partners_on, spans
from services.contract_monitoring.domain.variation import Changed, change_shares, must_lie_within
from shared.errors import Invalid, RuleBroken
from shared.money import allocate, check_shares


@dataclass(frozen=True)
class Succeeded:
    contract: Contract
    succession: Succession
    changes: list[Changed]


def succeed(contract: Contract, succession: Succession, on: date) -> Succeeded:
    """From one or several bodies to one or several. Days before it keep the names they had."""
    must_lie_within(contract, succession.from_on)
    check_shares(succession.successors)
    _check_bodies(contract, succession)
    changes: list[Changed] = []
    after = contract
    for span in _concerned(contract, succession):
        changed = change_shares(
            after,
            ChangeKind.SUCCESSION,
            span.cost_head,
            max(span.from_on, succession.from_on),
            passed_on(span.shares, succession),
            span.annual_value_pence,
            succession.reference,
            on,
        )
        after = changed.contract
        changes.append(replace(changed, before=span.shares))
    after = replace(after, successions=(*after.successions, succession))
    return Succeeded(after, succession, changes)


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


def _concerned(contract: Contract, succession: Succession) -> list[Span]:
    """Every span from that day on in which one has a share, also those agreed for later."""
    return [
        span
        for span in spans(contract)
        if span.until > succession.from_on and set(span.shares) & set(succession.bodies)
    ]


def passed_on(parts: Mapping[str, int], succession: Succession) -> dict[str, int]:
    """Parts of partners after the succession, in the place of the first body that ended."""
    moved = sum(parts.get(body, 0) for body in succession.bodies)
    theirs = allocate(moved, succession.successors)
    found: dict[str, int] = {}
    for who, part in parts.items():
        for heir, own in (theirs if who in succession.bodies else {who: part}).items():
            found[heir] = found.get(heir, 0) + own
        if who in succession.bodies:
            theirs = {}
    return found


def holder_of(contract: Contract, body: str, day: date) -> str:
    """Who speaks on a day for a body that was named in the contract."""
    for each in sorted(contract.successions, key=lambda each: each.from_on):
        if each.from_on <= day and body in each.bodies:
            body = each.heir
    return body


def debts(
    contract: Contract, balancings: Iterable[Mapping[str, Any]], day: date
) -> list[dict[str, Any]]:
    """What year ends left due (or to come back, below zero), by who owes it on a day.

    The newest calculation of each year counts; it keeps the names of its own year.
    """
    newest = {each["year"]: each for each in balancings}
    owed: dict[str, int] = {}
    for balancing in newest.values():
        due = {part["partner"]: part["due_pence"] for part in balancing["per_partner"]}
        for each in sorted(contract.successions, key=lambda each: each.from_on):
            if each.from_on <= day and set(due) & set(each.bodies):
                due = passed_on(due, each)
        for who, pence in due.items():
            owed[who] = owed.get(who, 0) + pence
    return [{"partner": who, "amount_pence": pence} for who, pence in owed.items()]
