"""State changes with their events, committed together as every command of the product does it."""

import time
from collections.abc import Iterable

from deploy.bench.effects import EVENT
from shared.database.dependency import ServiceDatabase
from shared.database.transaction import Transaction
from shared.events import Event
from shared.messaging import outbox

PRODUCER = "contract_monitoring"
BYTES = 1024  # of a whole event, as it travels
SUBJECTS = 500
TABLE = """
CREATE TABLE changed (subject text PRIMARY KEY, number bigint NOT NULL);
GRANT ALL ON changed TO PUBLIC;
"""
CHANGE = """
INSERT INTO changed VALUES (%(subject)s, %(number)s)
ON CONFLICT (subject) DO UPDATE SET number = excluded.number
"""


class Writer:
    """Commits changes: each a row, and the event about it in the outbox."""

    def __init__(self, database: ServiceDatabase) -> None:
        self._database = database
        self._words = ""
        self._words = "x" * (BYTES - self._size())

    def _size(self) -> int:
        """Of an event without words, as it travels; nothing of it is kept."""

        class Enough(Exception):
            pass

        size = 0
        try:
            with self._database.transaction() as tx:
                size = len(self._append(tx, SUBJECTS).to_json().encode())
                raise Enough
        except Enough:
            return size

    def commit(self, numbers: Iterable[int]) -> tuple[list[str], float]:
        """The events' ids, and the instant after the commit."""
        with self._database.transaction() as tx:
            ids = [self._append(tx, number).id for number in numbers]
        return ids, time.monotonic()

    def _append(self, tx: Transaction, number: int) -> Event:
        subject = f"CON-2026-{number % SUBJECTS:04d}"
        tx.run(CHANGE, subject=subject, number=number)
        data = {"number": number, "words": self._words}
        return outbox.append(tx, EVENT, 1, data, subject=subject)
