"""The service whose effects are counted: a consumer as every service of the product has one.

It bears the name of a real service, so that it reads that service's real queue through the real
inbox; its tables are made by the measurement. Run by the product's own runner.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from marshmallow import Schema, fields

from deploy.bench.stamps import Stamps
from shared import config
from shared.database.dependency import Database, ServiceDatabase
from shared.database.transaction import Transaction
from shared.events import Event
from shared.messaging.handlers import event_handler

# Of all events this one goes to the fewest services: this one, and the log for partners.
CONSUMER, EVENT = "portal", "kpi.return_submitted"
TABLE = """
CREATE TABLE effects (event_id uuid NOT NULL, subject text NOT NULL, number bigint NOT NULL,
                      words text NOT NULL);
GRANT ALL ON effects TO PUBLIC;
"""
ADD = "INSERT INTO effects VALUES (%(event_id)s, %(subject)s, %(number)s, %(words)s)"


class Change(Schema):
    number = fields.Integer(required=True)
    words = fields.String(required=True)


class StampedDatabase(Database):
    """Notes the instant after each commit, for the events that were applied in it."""

    def setup(self) -> None:
        super().setup()
        path = Path(config.optional("JC_BENCH_STAMPS", ""))
        self.database: Any = _Stamped(self.database, Stamps(path))


class _Stamped:
    def __init__(self, database: ServiceDatabase, stamps: Stamps) -> None:
        self._database, self._stamps = database, stamps
        self.pool = database.pool
        self.applied: list[str] = []

    @contextmanager
    def transaction(self, **context: Any) -> Iterator[Transaction]:
        self.applied.clear()
        with self._database.transaction(**context) as tx:
            yield tx
        self._stamps.put(self.applied)


class Effects:
    name = CONSUMER
    database = StampedDatabase()

    @event_handler(EVENT, 1, Change)  # type: ignore[untyped-decorator] # nameko has no types
    def on_change(self, event: Event, tx: Transaction) -> None:
        tx.run(ADD, event_id=event.id, subject=event.subject, **event.data)
        self.database.applied.append(event.id)
