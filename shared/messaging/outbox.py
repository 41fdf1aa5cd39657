"""Events wait here, in the same transaction as the change they announce."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from shared.database.transaction import Row, Transaction
from shared.events import Classification, Event
from shared.identifiers import uuid7

EVENTS_EXCHANGE = "commissioning.events"
PARTNERS_EXCHANGE = "commissioning.partners"  # direct: one queue for each partner system

# The row lock on the subject makes the order of versions the order of commits.
NEXT_VERSION = """
INSERT INTO subject_versions (subject, version) VALUES (%(subject)s, 1)
ON CONFLICT (subject) DO UPDATE SET version = subject_versions.version + 1
RETURNING version
"""

# Taken in one order everywhere, so that two who tell of many subjects do not wait for each other.
NEXT_VERSIONS = """
INSERT INTO subject_versions (subject, version)
SELECT subject, count
FROM unnest(%(subjects)s::text[], %(counts)s::bigint[]) AS told (subject, count)
ORDER BY subject
ON CONFLICT (subject) DO UPDATE SET version = subject_versions.version + EXCLUDED.version
RETURNING subject, version
"""

VERSIONS = "SELECT subject, version FROM subject_versions WHERE subject = ANY(%(subjects)s)"

APPEND = """
INSERT INTO outbox (event_id, exchange, routing_key, body)
VALUES (%(event_id)s, %(exchange)s, %(routing_key)s, %(body)s)
"""

APPEND_ALL = "INSERT INTO outbox (event_id, exchange, routing_key, body) VALUES %s"

WAITING = """
SELECT count(*) AS waiting, count(unroutable_at) AS unroutable, min(appended_at) AS oldest
FROM outbox
"""


def next_version(tx: Transaction, subject: str) -> int:
    """The version that the next event about this subject must carry; asking for it takes it."""
    [row] = tx.run_often(NEXT_VERSION, subject=subject)
    return int(row["version"])


def current_versions(tx: Transaction, subjects: list[str]) -> dict[str, int]:
    """The version of the last event about each subject; one without events is left out."""
    return {row["subject"]: int(row["version"]) for row in tx.run(VERSIONS, subjects=subjects)}


def append(
    tx: Transaction,
    name: str,
    version: int,
    data: dict[str, Any],
    *,
    subject: str,
    classification: Classification = "partner",
    effective_date: date | None = None,
    legal_regime: str | None = None,
    partner: str | None = None,
) -> Event:
    """Write an event that leaves when the transaction has committed, and never otherwise.

    `data` is plain JSON (dates as text), already in the shape that contracts/ promises.
    """
    event = Event(
        id=uuid7(),
        name=name,
        version=version,
        source=f"/jc/{tx.context.area}/{tx.context.service}",
        subject=subject,
        subject_version=next_version(tx, subject),
        time=tx.context.at,
        data=data,
        correlation_id=tx.context.correlation_id,
        causation_id=tx.context.causation_id,
        classification=classification,
        effective_date=effective_date,
        legal_regime=legal_regime,
        partner=partner,
    )
    forward(tx, event, exchange=EVENTS_EXCHANGE, routing_key=name)
    return event


@dataclass(frozen=True)
class Told:
    """One of many events that are written together; see `append` for what each field means."""

    name: str
    version: int
    data: dict[str, Any]
    subject: str
    effective_date: date | None = None


def append_all(tx: Transaction, told: Sequence[Told]) -> list[Event]:
    """The same as `append` for each, in their order, with two statements for all of them."""
    counts = Counter(each.subject for each in told)
    if not counts:
        return []
    rows = tx.run(NEXT_VERSIONS, subjects=list(counts), counts=list(counts.values()))
    # The last version that was taken for each subject; its first one is so many before.
    next_of = {row["subject"]: row["version"] - counts[row["subject"]] + 1 for row in rows}
    events = []
    for each in told:
        events.append(_made(tx, each, next_of[each.subject]))
        next_of[each.subject] += 1
    tx.run_many(
        APPEND_ALL,
        ((event.id, EVENTS_EXCHANGE, event.name, event.to_json()) for event in events),
    )
    return events


def _made(tx: Transaction, told: Told, subject_version: int) -> Event:
    return Event(
        id=uuid7(),
        name=told.name,
        version=told.version,
        source=f"/jc/{tx.context.area}/{tx.context.service}",
        subject=told.subject,
        subject_version=subject_version,
        time=tx.context.at,
        data=told.data,
        correlation_id=tx.context.correlation_id,
        causation_id=tx.context.causation_id,
        effective_date=told.effective_date,
    )


def forward(tx: Transaction, event: Event, *, exchange: str, routing_key: str) -> None:
    """Write an event that exists already for another exchange."""
    tx.send_often(
        APPEND,
        event_id=event.id,
        exchange=exchange,
        routing_key=routing_key,
        body=event.to_json(),
    )


def waiting_in(tx: Transaction) -> Row:
    """How many events wait, how many of them nobody wants, and since when the oldest waits."""
    [row] = tx.run(WAITING)
    return row
