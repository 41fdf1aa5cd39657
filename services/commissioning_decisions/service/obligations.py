"""What the record of obligations needs after an act, and when a day or a new calendar has come."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Any

from services.commissioning_decisions import rules
from services.commissioning_decisions.domain import obligations, views
from services.commissioning_decisions.domain.case import Case
from services.commissioning_decisions.domain.duties import owed
from services.commissioning_decisions.domain.obligations import TOLD, Change, Obligation
from services.commissioning_decisions.repository import obligations as repository
from services.commissioning_decisions.schemas.events import PUBLISHED
from shared.calendars import calendar
from shared.clock import legal_day
from shared.database.transaction import Transaction
from shared.messaging import outbox
from shared.messaging.outbox import Told
from shared.messaging.schemas import made

BATCH = 1000
CALENDARS = ("ENG", "PSR", "PA23")


def keep(tx: Transaction, case: Case, at: datetime) -> None:
    """Put on record what the case owes now; mostly there is nothing to do.

    The case is locked, so that nobody else changes what it owes.
    """
    duties = owed(case, rules.law())
    if obligations.agree(duties, case.kept):
        return
    on_record = repository.lock_obligations(tx, case.proposal.id)
    found = obligations.settle(duties, case.proposal.id, on_record, rules.obligations(), at)
    for last in {change.obligation.id: change.obligation for change in found}.values():
        repository.save_obligation(tx, last)
    tell(tx, found, legal_day(at))


def fire(tx: Transaction, at: datetime) -> int:
    """Move on a batch of those for which something has come; how many there were.

    Locked, moved on and told in one transaction: after a crash they are due as before.
    """
    due = repository.claim_due(tx, at, BATCH)
    moved = [each.as_at(at) for each in due]
    repository.move_on(tx, moved)
    tell(tx, [Change(each, TOLD.get(each.state)) for each in moved], legal_day(at))
    return len(due)


def recompute(tx: Transaction, at: datetime, limit: int, person: str) -> dict[str, Any]:
    """Work out anew what was counted on another calendar than that of now, so many at most."""
    table = rules.obligations()
    versions = [calendar(code).version for code in CALENDARS]
    claimed = repository.claim_counted_otherwise(tx, at, versions, limit)
    found = [obligations.recompute(each, table, at) for each in claimed]
    for each in found:
        repository.save_obligation(tx, each.after)
        if each.moved or each.kept_longer:
            repository.add_recomputation(tx, each, person)
    moved = [each for each in found if each.moved]
    changes = [
        Change(each.after, "obligation.changed", previous_due_on=each.before.due_on)
        for each in moved
    ]
    tell(tx, changes, legal_day(at))
    return {
        "looked_at": len(found),
        "kept_longer": sum(each.kept_longer for each in found),
        "moved": [
            {
                "id": each.after.id,
                "title": each.after.title,
                "previous_due_on": each.before.due_on,
                "due_on": each.after.due_on,
            }
            for each in moved
        ],
        "more": len(claimed) == limit,
    }


def tell(tx: Transaction, changes: Iterable[Change], today: date) -> None:
    """Write the event of each change that has one."""
    told = [_told(change, today) for change in changes if change.event]
    outbox.append_all(tx, told)


def _told(change: Change, today: date) -> Told:
    name = str(change.event)
    block: dict[str, Any] = {"obligation": views.obligation(change.obligation)}
    if change.previous_due_on:
        block |= {"previous_due_on": change.previous_due_on}
    data = made(PUBLISHED[name, 1]).dump(block)
    day = _effective(name, change.obligation) or today
    return Told(name, 1, data, change.obligation.id, day)


def _effective(name: str, found: Obligation) -> date | None:
    """The legal day on which it came, where that is not today."""
    if name == "obligation.due_soon":
        return found.warn_on
    if name == "obligation.discharged":
        return found.discharged_on
    return found.due_on + timedelta(days=1) if name == "obligation.breached" else None
