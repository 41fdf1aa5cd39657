"""All SQL of the partner feed: the log, the systems with their keys, who read what."""

from dataclasses import dataclass
from typing import Any

from services.partner_events.domain import EVERYTHING, Key, Scope, System, placed
from shared.actor import Actor
from shared.clock import legal_day
from shared.database.transaction import Row, Transaction
from shared.errors import Conflict, NotFound
from shared.events import Event

# One writer: the lock is held until the commit is visible, so positions commit in their order.
WRITER_LOCK = 74_101
BECOME_THE_WRITER = "SELECT pg_advisory_xact_lock(%(lock)s)"

# A statement of its own, after the lock: its snapshot then holds what the last writer committed.
APPEND = """
WITH logged AS (
    INSERT INTO event_log (feed_position, event_id, name, version, source, subject,
                           subject_version, classification, partner, recorded_at, body)
    SELECT coalesce(max(feed_position), 0) + 1, %(event_id)s, %(name)s, %(version)s, %(source)s,
           %(subject)s, %(subject_version)s, %(classification)s, %(partner)s, %(recorded_at)s,
           %(body)s
    FROM event_log
    ON CONFLICT (event_id) DO NOTHING
    RETURNING feed_position
)
SELECT feed_position, pg_notify('feed', feed_position::text) FROM logged
"""

HEAD = "SELECT coalesce(max(feed_position), 0) AS position FROM event_log"

# A reader looks through at most this many positions in one statement, however few it may see.
WINDOW = 50_000

# One statement, one snapshot: what it says of the head is true of the rows beside it.
READ = """
WITH head AS (SELECT coalesce(max(feed_position), 0) AS position FROM event_log),
     reach AS (SELECT position AS head, least(position, %(after)s + %(window)s) AS upto FROM head)
SELECT reach.head, reach.upto, found.feed_position, found.body
FROM reach LEFT JOIN LATERAL (
    SELECT feed_position, body FROM event_log
    WHERE feed_position > %(after)s AND feed_position <= reach.upto
      AND (%(everything)s OR name = ANY(%(names)s) OR split_part(name, '.', 1) = ANY(%(families)s))
      AND classification = ANY(%(classifications)s)
      AND (partner IS NULL OR %(every_partner)s OR partner = %(organisation)s)
      AND (%(subject)s::text IS NULL OR subject = %(subject)s)
    ORDER BY feed_position
    LIMIT %(limit)s
) AS found ON true
ORDER BY found.feed_position
"""

ADD_SYSTEM = """
INSERT INTO systems (code, name, organisation, event_names, classification_ceiling,
                     registered_at, registered_by)
VALUES (%(code)s, %(name)s, %(organisation)s, %(event_names)s, %(ceiling)s, %(at)s, %(by)s)
ON CONFLICT (code) DO NOTHING
RETURNING code
"""
ADD_KEY = """
INSERT INTO system_keys (id, system_code, sha256, hint, issued_at, issued_by)
VALUES (%(id)s, %(code)s, %(sha256)s, %(hint)s, %(at)s, %(by)s)
"""
REVOKE_KEYS = """
UPDATE system_keys SET revoked_at = %(at)s, revoked_by = %(by)s
WHERE system_code = %(code)s AND revoked_at IS NULL
  AND (%(key_id)s::text IS NULL OR id = %(key_id)s)
RETURNING id
"""
SET_AMQP = "UPDATE systems SET amqp = %(amqp)s WHERE code = %(code)s"
NEXT_VERSION = "UPDATE systems SET version = version + 1 WHERE code = %(code)s RETURNING version"

# The row lock puts two changes of one system one after the other.
LOCK_SYSTEM = "SELECT code FROM systems WHERE code = %(code)s FOR UPDATE"
FIND_SYSTEMS = """
SELECT code, name, organisation, event_names, classification_ceiling, amqp, registered_at, version
FROM systems
WHERE %(code)s::text IS NULL OR code = %(code)s
ORDER BY code
"""
FIND_KEYS = """
SELECT id, system_code, hint, issued_at, last_used_at, revoked_at
FROM system_keys
WHERE %(code)s::text IS NULL OR system_code = %(code)s
ORDER BY issued_at, id
"""
FIND_ALL_ON_AMQP = """
SELECT code, name, organisation, event_names, classification_ceiling, amqp
FROM systems WHERE amqp ORDER BY code
"""
FIND_BY_KEY = """
SELECT s.code, s.name, s.organisation, s.event_names, s.classification_ceiling, s.amqp,
       k.id AS key_id, k.sha256
FROM system_keys k JOIN systems s ON s.code = k.system_code
WHERE k.sha256 = %(sha256)s AND k.revoked_at IS NULL
"""

# To the minute: a system that reads all the time must not write all the time.
RECORD_USE = """
UPDATE system_keys SET last_used_at = date_trunc('minute', %(at)s::timestamptz)
WHERE id = %(key_id)s
  AND (last_used_at IS NULL OR last_used_at < date_trunc('minute', %(at)s::timestamptz))
"""
RECORD_READ = """
INSERT INTO reads (system_code, key_id, read_at, after_position, last_position, events)
VALUES (%(code)s, %(key_id)s, %(at)s, %(after)s, %(last)s, %(events)s)
"""
RECORD_REFUSAL = """
INSERT INTO refused_reads (refused_on, code, system_code, last_at)
VALUES (%(day)s, %(code)s, %(system_code)s, %(at)s)
ON CONFLICT (refused_on, code, system_code)
DO UPDATE SET times = refused_reads.times + 1, last_at = excluded.last_at
"""
APPLIED_MIGRATIONS = "SELECT name FROM schema_migrations"


@dataclass(frozen=True)
class Page:
    """Events after a position, and how far the log was looked through for them."""

    documents: tuple[str, ...]  # CloudEvents documents with their feedposition
    position: int  # go on after this one: nothing up to here is left to see
    head: int  # last position of the log

    @property
    def reaches_the_head(self) -> bool:
        return self.position >= self.head


# The log


def append(tx: Transaction, event: Event) -> int | None:
    """The event's new position; None when it was logged before."""
    tx.send(BECOME_THE_WRITER, lock=WRITER_LOCK)
    logged = tx.run_often(
        APPEND,
        event_id=event.id,
        name=event.name,
        version=event.version,
        source=event.source,
        subject=event.subject,
        subject_version=event.subject_version,
        classification=event.classification,
        partner=event.partner,
        recorded_at=event.time,
        body=event.to_json(),
    )
    return int(logged[0]["feed_position"]) if logged else None


def head(tx: Transaction) -> int:
    """The last position; 0 when nothing was logged yet."""
    return int(tx.run(HEAD)[0]["position"])


def read(
    tx: Transaction, scope: Scope, *, after: int, limit: int, subject: str | None = None
) -> Page:
    rows = tx.run(
        READ,
        after=after,
        window=WINDOW,
        limit=limit,
        subject=subject,
        everything=EVERYTHING in scope.patterns,
        names=[each for each in scope.patterns if not each.endswith("*")],
        families=[each[:-2] for each in scope.patterns if each.endswith(".*")],
        classifications=scope.classifications,
        every_partner=scope.organisation is None,
        organisation=scope.organisation,
    )
    found = [row for row in rows if row["feed_position"] is not None]
    full = len(found) == limit
    return Page(
        documents=tuple(placed(row["body"], row["feed_position"]) for row in found),
        position=found[-1]["feed_position"] if full else max(after, rows[0]["upto"]),
        head=rows[0]["head"],
    )


# Systems


def add_system(tx: Transaction, system: System, by: Actor) -> None:
    added = tx.run(
        ADD_SYSTEM,
        code=system.code,
        name=system.name,
        organisation=system.organisation,
        event_names=list(system.event_names),
        ceiling=system.classification_ceiling,
        at=tx.context.at,
        by=by.person,
    )
    if not added:
        raise Conflict(
            "system_code_taken",
            f"A system {system.code} is registered already. Choose another code.",
        )


def lock_system(tx: Transaction, code: str) -> None:
    if not tx.run(LOCK_SYSTEM, code=code):
        raise NotFound("system_not_found", f"No system has the code {code}. Look at the list.")


def add_key(tx: Transaction, code: str, key: Key, by: Actor) -> None:
    tx.send(
        ADD_KEY,
        id=key.id,
        code=code,
        sha256=key.sha256,
        hint=key.hint,
        at=tx.context.at,
        by=by.person,
    )


def revoke_keys(tx: Transaction, code: str, key_id: str | None, by: Actor) -> None:
    """Take back one key, or all of them."""
    if not tx.run(REVOKE_KEYS, code=code, key_id=key_id, at=tx.context.at, by=by.person):
        raise NotFound("key_not_found", f"{code} has no such key in use. Look at its keys.")


def set_amqp(tx: Transaction, code: str, amqp: bool) -> None:
    tx.send(SET_AMQP, code=code, amqp=amqp)


def take_next_version(tx: Transaction, code: str) -> None:
    tx.send(NEXT_VERSION, code=code)


def find_facts(tx: Transaction, code: str | None = None) -> list[Row]:
    """One system, or all of them, each with its keys (never the keys themselves) and version."""
    keys = tx.run(FIND_KEYS, code=code)
    return [
        {
            **system,
            "registered_on": legal_day(system.pop("registered_at")),
            "keys": [
                {name: value for name, value in key.items() if name != "system_code"}
                for key in keys
                if key["system_code"] == system["code"]
            ],
        }
        for system in tx.run(FIND_SYSTEMS, code=code)
    ]


def find_all_on_amqp(tx: Transaction) -> list[System]:
    """The systems with a queue of their own."""
    return [_system(row) for row in tx.run(FIND_ALL_ON_AMQP)]


# Readers


@dataclass(frozen=True)
class Holder:
    """The system that a key belongs to."""

    system: System
    key_id: str
    sha256: str


def find_holder(tx: Transaction, sha256: str) -> Holder | None:
    rows = tx.run(FIND_BY_KEY, sha256=sha256)
    return Holder(_system(rows[0]), rows[0]["key_id"], rows[0]["sha256"]) if rows else None


def record_read(tx: Transaction, holder: Holder, after: int, page: Page) -> None:
    tx.send(RECORD_USE, key_id=holder.key_id, at=tx.context.at)
    if page.documents:
        tx.send(
            RECORD_READ,
            code=holder.system.code,
            key_id=holder.key_id,
            at=tx.context.at,
            after=after,
            last=page.position,
            events=len(page.documents),
        )


def record_refusal(tx: Transaction, code: str, system_code: str) -> None:
    tx.send(
        RECORD_REFUSAL,
        day=legal_day(tx.context.at),
        code=code,
        system_code=system_code,
        at=tx.context.at,
    )


def applied_migrations(tx: Transaction) -> set[str]:
    return {row["name"] for row in tx.run(APPLIED_MIGRATIONS)}


def _system(row: dict[str, Any]) -> System:
    return System(
        code=row["code"],
        name=row["name"],
        organisation=row["organisation"],
        event_names=tuple(row["event_names"]),
        classification_ceiling=row["classification_ceiling"],
        amqp=row["amqp"],
    )
