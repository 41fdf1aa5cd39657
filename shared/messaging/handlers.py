"""The decorator for methods of a service that take events.

    @event_handler("contract.signed", 1, schemas.ContractSigned)
    def on_contract_signed(self, event: Event, tx: Transaction) -> None: ...

The method gets the event, its `data` loaded by the schema, and a transaction that already holds the
inbox row: both are committed together, once. Events may come in any order and again, so a handler
keeps the newest version of what it is told.
"""

from typing import Any

from marshmallow import Schema
from nameko.extensions import Entrypoint

from shared.messaging.consumer import ServiceQueue

ANY = "*"


class EventHandler(Entrypoint):
    """One event name and major version of one service; all of a service share its queue."""

    queue = ServiceQueue()

    def __init__(
        self, name: str, version: int | None, schema: type[Schema] | None, **kwargs: Any
    ) -> None:
        """`"*"`, None, None is for the one service that logs every event: its data stays raw."""
        super().__init__(**kwargs)
        self.name, self.version, self.schema = name, version, schema

    def setup(self) -> None:
        self.queue.register(self)

    def stop(self) -> None:
        self.queue.drain()


event_handler = EventHandler.decorator
