"""Applies what was delivered: effect and inbox row in one transaction, then the acknowledgement.

Under load everything that was prefetched shares one transaction. When one of a batch fails, the
batch is done again one by one, so that only that one is retried or put aside.
"""

import random
import time
import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any, Protocol

from marshmallow import EXCLUDE, Schema, ValidationError

from shared import events, logs
from shared.database.dependency import ServiceDatabase
from shared.database.failures import database_is_away
from shared.database.transaction import Transaction
from shared.errors import Invalid
from shared.events import Event
from shared.messaging import failures
from shared.messaging.failures import Fate
from shared.messaging.topology import RETRY_SECONDS

log = logs.get(__name__)

ATTEMPT = "x-attempt"  # header: 1 for the first try
SHORTEST_WAIT, LONGEST_WAIT = 0.1, 3.0

TAKE = """
INSERT INTO inbox (event_id, outcome)
SELECT unnest(%(ids)s::uuid[]), %(outcome)s
ON CONFLICT DO NOTHING
RETURNING event_id::text
"""


class Delivery(Protocol):
    """A message as the broker delivered it."""

    body: bytes | str
    headers: dict[str, Any]
    message_id: str | None

    def ack(self, *, and_all_before: bool = False) -> None:
        """Settle it with the broker."""

    @property
    def is_still_ours(self) -> bool:
        """False when the connection it came over is gone: the broker delivers it again."""


class Aside(Protocol):
    """Where messages go that cannot be applied now; returns when the broker has them safe."""

    def retry_later(self, message: Delivery, seconds: int, headers: dict[str, Any]) -> None: ...

    def bury(self, message: Delivery, headers: dict[str, Any]) -> None: ...


@dataclass(frozen=True)
class Handler:
    """A method that takes one event name and version; `"*"` takes all, with raw data."""

    method: str
    name: str
    version: int | None
    schema: Schema | None


@dataclass(frozen=True)
class Letter:
    """A message that could be read, and who takes it."""

    message: Delivery
    event: Event
    handler: Handler


class TakenBack(Exception):
    """The broker took the messages back while they were held; it will deliver them again."""


class Inbox:
    """`make_service` gives an instance of the service class with its dependencies."""

    def __init__(
        self,
        database: ServiceDatabase,
        handlers: Sequence[Handler],
        make_service: Callable[[], Any],
        aside: Aside,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self._database, self._make_service, self._aside = database, make_service, aside
        self._sleep = sleep
        self._every = next((each for each in handlers if each.name == "*"), None)
        self._by_kind = {(each.name, each.version): each for each in handlers}
        self._names = {each.name for each in handlers}

    def settle(self, messages: Sequence[Delivery]) -> None:
        """Apply, put aside or retry each message, and acknowledge each."""
        letters = [letter for message in messages if (letter := self._open(message))]
        if not letters:
            return
        if len(letters) > 1 and all(_attempt(letter.message) == 1 for letter in letters):
            try:
                self._held(lambda: self._apply(letters), letters)
            except TakenBack:
                return
            except Exception as failure:
                log.warning("a batch failed, one by one now", kind=failures.code_of(failure))
            else:
                letters[-1].message.ack(and_all_before=True)
                return
        for letter in letters:
            self._settle_one(letter)

    def _open(self, message: Delivery) -> Letter | None:
        """Read a message and find its handler; one that has none goes to the dead letters."""
        event_id = None
        try:
            event = events.read(message.body)
            _check_id(message, event)
            # Not before: a stranger's message must not make the inbox take the event for settled.
            event_id = event.id
            return Letter(message, *self._find_handler(event))
        except Exception as failure:
            # Invalid as a rule; whatever else reading stumbles over is as bad.
            self._bury(message, event_id, failure)
            return None

    def _find_handler(self, event: Event) -> tuple[Event, Handler]:
        if self._every:
            return event, self._every
        handler = self._by_kind.get((event.name, event.version))
        if handler:
            return replace(event, data=_load(handler, event)), handler
        if event.name in self._names:
            raise Invalid(
                "unknown_event_version",
                f"Version {event.version} of {event.name} is not known here. "
                "Bring this service up to date, then retry the dead letter.",
            )
        raise Invalid(
            "unknown_event",
            f"Nothing here takes {event.name}. Take its binding off this queue, or bring this "
            "service up to date, then retry the dead letter.",
        )

    def _settle_one(self, letter: Letter) -> None:
        try:
            self._held(lambda: self._apply([letter]), [letter])
        except TakenBack:
            return
        except Exception as failure:
            attempt = _attempt(letter.message)
            if failures.sort(failure, attempt) is Fate.RETRY:
                self._retry(letter, attempt, failure)
            else:
                self._bury(letter.message, letter.event.id, failure)
            return
        letter.message.ack()

    def _apply(self, letters: Sequence[Letter]) -> None:
        service = self._make_service()
        with self._database.transaction() as tx:
            fresh = _take(tx, [letter.event.id for letter in letters], "applied")
            for letter in letters:
                event = letter.event
                if event.id in fresh:
                    fresh.discard(event.id)  # the same event may be twice in one batch
                    method = getattr(service, letter.handler.method)
                    method(event, tx.because_of(event.id, event.correlation_id))

    def _retry(self, letter: Letter, attempt: int, failure: Exception) -> None:
        seconds = RETRY_SECONDS[attempt - 1]
        log.warning(
            "an event is tried again later",
            event_id=letter.event.id,
            name=letter.event.name,
            kind=failures.code_of(failure),
            attempt=attempt,
            seconds=seconds,
        )
        headers = {ATTEMPT: attempt + 1, "x-reason-code": failures.code_of(failure)}
        self._aside.retry_later(letter.message, seconds, headers)
        letter.message.ack()

    def _bury(self, message: Delivery, event_id: str | None, failure: Exception) -> None:
        """Put it where a person decides; remembered, so that a second copy is not put there too."""
        headers = {
            ATTEMPT: _attempt(message),
            "x-reason-code": failures.code_of(failure),
            "x-reason": failures.reason_of(failure),
            "x-traceback": failures.traceback_of(failure),
        }
        log.error("an event is put aside", event_id=event_id, kind=headers["x-reason-code"])

        def put_aside() -> None:
            with self._database.transaction() as tx:
                if event_id is None or _take(tx, [event_id], "dead"):
                    self._aside.bury(message, headers)

        try:
            self._held(put_aside, [message])
        except TakenBack:
            return
        message.ack()

    def _held(self, work: Callable[[], None], held: Sequence[Letter | Delivery]) -> None:
        """Do the work; while the database is away hold the messages, so that no try is used up."""
        wait = SHORTEST_WAIT
        while True:
            try:
                return work()
            except Exception as failure:
                if not database_is_away(failure):
                    raise
                log.warning("the database is away, events are held", held=len(held))
            self._sleep(wait * random.uniform(0.5, 1.5))
            wait = min(wait * 2, LONGEST_WAIT)
            first = held[0]
            message = first.message if isinstance(first, Letter) else first
            if not message.is_still_ours:
                raise TakenBack


def _take(tx: Transaction, ids: list[str], outcome: str) -> set[str]:
    """Which of these were not dealt with before; they are from now on, if this commits."""
    return {row["event_id"] for row in tx.run(TAKE, ids=ids, outcome=outcome)}


def _attempt(message: Delivery) -> int:
    try:
        return max(1, int(message.headers.get(ATTEMPT, 1)))
    except (TypeError, ValueError):
        return 1


def _check_id(message: Delivery, event: Event) -> None:
    """The broker's name for a message and the event's own are one: else it is somebody else's."""
    try:
        same = message.message_id is None or str(uuid.UUID(message.message_id)) == event.id
    except ValueError:
        same = False
    if not same:
        raise Invalid("malformed_event", "The message's id is not the id of the event in it.")


def _load(handler: Handler, event: Event) -> dict[str, Any]:
    if handler.schema is None:
        return event.data
    try:
        loaded: dict[str, Any] = handler.schema.load(event.data, unknown=EXCLUDE)
        return loaded
    except ValidationError as wrong:
        raise Invalid(
            "malformed_event",
            f"The data of {event.name} is not as its contract says: {wrong.messages}"[:500],
        ) from wrong
