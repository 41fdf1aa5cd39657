"""One service on a database of its own: people send it commands, others' events come in."""

import itertools
import json
import threading
from datetime import UTC, date, datetime, time
from typing import Any

from nameko.testing.services import worker_factory

from shared.errors import CommissioningError
from shared.events import Event
from shared.identifiers import uuid7

TODAY = datetime(2026, 11, 25, 12, 0, tzinfo=UTC)
EVENTS = "SELECT body FROM outbox ORDER BY position"
TABLES = "SELECT tablename AS name FROM pg_tables WHERE schemaname = 'public' ORDER BY tablename"


class FixedClock:
    def __init__(self, now: datetime = TODAY) -> None:
        self.instant = now

    def now(self) -> datetime:
        return self.instant

    def stands_at(self, day: str) -> None:
        self.instant = datetime.combine(date.fromisoformat(day), time(12), UTC)


class Person:
    """Sends commands as somebody; each one with a key of its own unless a key is given."""

    keys = itertools.count()

    def __init__(self, service: Any, name: str, organisation: str, *roles: str) -> None:
        self.service = service
        self.actor = {"person": name, "organisation": organisation, "roles": list(roles)}

    def __call__(self, method: str, body: dict, key: str | None = None) -> Any:
        key = key or f"test-command-{next(self.keys)}"
        meta = {"actor": self.actor, "idempotency_key": key}
        return getattr(self.service, method)(body, meta)


class OneService:
    """A subclass names the service class and adds the people who act on it."""

    service_class: type

    def __init__(self, database: Any, service_class: type | None = None) -> None:
        self.database, self.clock = database, FixedClock()
        self.service_class = service_class or self.service_class
        given = {"database": database, "clock": self.clock}
        wanted = {name: each for name, each in given.items() if hasattr(self.service_class, name)}
        self.service = worker_factory(self.service_class, **wanted)

    def person(self, name: str, organisation: str, *roles: str) -> Person:
        return Person(self.service, name, organisation, *roles)

    def receives(self, name: str, subject: str, version: int, data: dict) -> None:
        """An event of another service, as the inbox hands it on."""
        method, schema = self._handler(name)
        event = Event(
            id=uuid7(),
            name=name,
            version=1,
            source="/jc/tees/somebody_else",
            subject=subject,
            subject_version=version,
            time=self.clock.now(),
            data=schema().load(data),
            correlation_id=uuid7(),
        )
        with self.database.transaction() as tx:
            getattr(self.service, method)(event, tx)

    def receives_all(self, events) -> None:
        for event in events:
            self.receives(*event)

    def _handler(self, name: str) -> tuple[str, type]:
        [found] = [
            (method, entrypoint.schema)
            for method in dir(self.service_class)
            for entrypoint in getattr(getattr(self.service_class, method), "nameko_entrypoints", ())
            if getattr(entrypoint, "name", None) == name
        ]
        return found

    def events(self, *names: str) -> list[dict]:
        """What the service has announced, oldest first; of these names, or all."""
        with self.database.transaction() as tx:
            documents = [json.loads(row["body"]) for row in tx.run(EVENTS)]
        types = {f"uk.jc.{name}.v1" for name in names}
        return [each for each in documents if not names or each["type"] in types]

    def rows(self) -> dict[str, str]:
        """Of every table: equal before and after means that nothing was written."""
        return rows_of(self.database)


def rows_of(database: Any) -> dict[str, str]:
    """A fingerprint of every table of a database."""
    with database.transaction() as tx:
        tables = [row["name"] for row in tx.run(TABLES)]
        return {row["name"]: row["rows"] for row in tx.run(_fingerprints(tables))}


def _fingerprints(tables: list[str]) -> str:
    return " UNION ALL ".join(
        f"SELECT '{table}' AS name, md5(coalesce(string_agg(t::text, ',' ORDER BY t::text), ''))"  # noqa: S608 - names of the database itself
        f" AS rows FROM {table} t"
        for table in tables
    )


def at_once(*acts) -> list:
    """Run the acts side by side; what each returned, or the code of its refusal."""
    outcomes: list = [None] * len(acts)
    start = threading.Barrier(len(acts))

    def run(position, act):
        start.wait()
        try:
            outcomes[position] = act()
        except CommissioningError as refusal:
            outcomes[position] = refusal.code

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=20)
    return outcomes
