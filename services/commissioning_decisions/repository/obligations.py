"""Obligations: written with the act that they follow from, moved on by time, listed by day."""

from collections.abc import Iterable, Sequence
from dataclasses import fields
from datetime import date, datetime
from typing import Any

from services.commissioning_decisions.domain.kept import Kept
from services.commissioning_decisions.domain.obligations import (
    STILL_OWED,
    Obligation,
    Recomputed,
    State,
)
from shared.database.transaction import Row, Transaction

SAVE = """
INSERT INTO obligations (id, subject, key, kind, title, rule_id, rule_version, sense, calendar,
    calendar_version, days, authority, started_on, due_on, instant, falls_at, acts_from,
    explanation, role, organisation, warn_on, basis, state, revision, discharged_on, moved_from,
    next_at)
VALUES (%(id)s, %(subject)s, %(key)s, %(kind)s, %(title)s, %(rule_id)s, %(rule_version)s,
    %(sense)s, %(calendar)s, %(calendar_version)s, %(days)s, %(authority)s, %(started_on)s,
    %(due_on)s, %(instant)s, %(falls_at)s, %(acts_from)s, %(explanation)s, %(role)s,
    %(organisation)s, %(warn_on)s, %(basis)s, %(state)s, %(revision)s, %(discharged_on)s,
    %(moved_from)s, %(next_at)s)
ON CONFLICT (id) DO UPDATE SET title = EXCLUDED.title, rule_version = EXCLUDED.rule_version,
    calendar = EXCLUDED.calendar, calendar_version = EXCLUDED.calendar_version,
    started_on = EXCLUDED.started_on, due_on = EXCLUDED.due_on, instant = EXCLUDED.instant,
    falls_at = EXCLUDED.falls_at, acts_from = EXCLUDED.acts_from,
    explanation = EXCLUDED.explanation, organisation = EXCLUDED.organisation,
    warn_on = EXCLUDED.warn_on, basis = EXCLUDED.basis, state = EXCLUDED.state,
    revision = EXCLUDED.revision, discharged_on = EXCLUDED.discharged_on,
    moved_from = EXCLUDED.moved_from, next_at = EXCLUDED.next_at
"""
# The timer may move one on at this very moment: what is decided about is what is true when the
# lock is there.
LOCK_ALL = "SELECT * FROM obligations WHERE subject = %(subject)s ORDER BY id FOR UPDATE"
# Several instances take different ones; none waits for another, and none takes one twice.
CLAIM_DUE = """
SELECT * FROM obligations WHERE next_at <= %(at)s
ORDER BY next_at LIMIT %(limit)s
FOR UPDATE SKIP LOCKED
"""
MOVE_ON = """
UPDATE obligations AS o
SET state = new.state, discharged_on = new.discharged_on::date, next_at = new.next_at::timestamptz
FROM (VALUES %s) AS new (id, state, discharged_on, next_at)
WHERE o.id = new.id
"""
# Only what is open and was counted on another calendar than that of now.
CLAIM_COUNTED_OTHERWISE = """
SELECT * FROM obligations
WHERE next_at IS NOT NULL AND instant > %(at)s AND calendar IS NOT NULL
  AND NOT calendar_version = ANY(%(versions)s)
ORDER BY id LIMIT %(limit)s
FOR UPDATE
"""
ADD_RECOMPUTATION = """
INSERT INTO obligation_recomputations (obligation_id, due_on, calendar_version, new_due_on,
    new_calendar_version, kept_due_on, explanation, person, recorded_at)
VALUES (%(obligation_id)s, %(due_on)s, %(calendar_version)s, %(new_due_on)s,
    %(new_calendar_version)s, %(kept_due_on)s, %(explanation)s, %(person)s, %(recorded_at)s)
"""
FIND_PAGE = """
SELECT * FROM obligations
WHERE state = ANY(%(states)s)
  AND (%(organisation)s::text IS NULL OR organisation = %(organisation)s)
  AND (%(after_day)s::date IS NULL OR (due_on, id) > (%(after_day)s::date, %(after_id)s))
ORDER BY due_on, id LIMIT %(limit)s
"""

NAMES = tuple(each.name for each in fields(Obligation))


def lock_obligations(tx: Transaction, subject: str) -> dict[str, Obligation]:
    """Those of one subject by their keys, withdrawn ones too."""
    return {row["key"]: _obligation(row) for row in tx.run(LOCK_ALL, subject=subject)}


def save_obligation(tx: Transaction, found: Obligation) -> None:
    values: dict[str, Any] = {name: getattr(found, name) for name in NAMES}
    tx.send(SAVE, **{**values, "state": str(found.state)}, next_at=found.next_at)


def claim_due(tx: Transaction, at: datetime, limit: int) -> list[Obligation]:
    """Some for which something has come by this instant; they are this transaction's alone."""
    return [_obligation(row) for row in tx.run_often(CLAIM_DUE, at=at, limit=limit)]


def move_on(tx: Transaction, moved: Iterable[Obligation]) -> None:
    """Keep what time has made of each."""
    rows = [(each.id, str(each.state), each.discharged_on, each.next_at) for each in moved]
    if rows:
        tx.run_many(MOVE_ON, rows)


def claim_counted_otherwise(
    tx: Transaction, at: datetime, versions: Sequence[str], limit: int
) -> list[Obligation]:
    """Open ones whose day was counted on a calendar that is none of these."""
    rows = tx.run(CLAIM_COUNTED_OTHERWISE, at=at, versions=list(versions), limit=limit)
    return [_obligation(row) for row in rows]


def add_recomputation(tx: Transaction, found: Recomputed, person: str) -> None:
    tx.send(
        ADD_RECOMPUTATION,
        obligation_id=found.before.id,
        due_on=found.before.due_on,
        calendar_version=found.before.calendar_version,
        new_due_on=found.worked_out.due_on,
        new_calendar_version=found.worked_out.calendar_version,
        kept_due_on=found.after.due_on,
        explanation=found.before.explanation,
        person=person,
        recorded_at=tx.context.at,
    )


def find_obligations(
    tx: Transaction,
    states: Iterable[State],
    organisation: str | None,
    after: tuple[date, str] | None,
    limit: int,
) -> list[Obligation]:
    """Earliest day first."""
    day, id = after or (None, "")
    rows = tx.run(
        FIND_PAGE,
        states=[str(state) for state in states],
        organisation=organisation,
        after_day=day,
        after_id=id,
        limit=limit,
    )
    return [_obligation(row) for row in rows]


def kept_of(row: Row) -> Kept:
    """From the JSON of one obligation of a case."""
    owed = row["state"] in STILL_OWED
    if not row["moved"]:
        return Kept(row["basis"], owed)
    acts_from = row["acts_from"] and date.fromisoformat(row["acts_from"])
    day = date.fromisoformat(row["due_on"])
    return Kept(row["basis"], owed, day, acts_from, row["explanation"])


def _obligation(row: Row) -> Obligation:
    values = {name: row[name] for name in NAMES}
    return Obligation(**{**values, "state": State(row["state"])})
