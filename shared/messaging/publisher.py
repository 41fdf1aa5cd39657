"""Publishes batches and waits until the broker has each message safe, for threads to share.

pika's SelectConnection runs in a thread of its own. One by one, a confirm costs a round trip and a
write to disk for each message; a batch of a hundred shares them.
"""

import threading
from collections.abc import Sequence
from dataclasses import dataclass, field

import pika
import pika.exceptions
from pika.adapters.select_connection import SelectConnection

from shared import logs
from shared.events import CONTENT_TYPE
from shared.messaging import topology

log = logs.get(__name__)

PERSISTENT = 2
HEARTBEAT_SECONDS = 20
CONFIRM_SECONDS = 30.0
GOODBYE_SECONDS = 2.0
SHORTEST_WAIT, LONGEST_WAIT = 0.1, 2.0


@dataclass(frozen=True)
class Outgoing:
    """One message and its address."""

    message_id: str
    exchange: str
    routing_key: str
    body: str

    @property
    def key(self) -> tuple[str | None, str, str]:
        return self.message_id, self.exchange, self.routing_key


@dataclass(frozen=True)
class Outcome:
    """What the broker said: places in the batch that are safe, and those that no queue wanted.

    A place in neither was refused (a queue that is full): try it again.
    """

    safe: list[int]
    unroutable: list[int]


class BrokerAway(Exception):
    """Nothing is known about the batch: publish it again when the broker is back."""


@dataclass
class _Batch:
    messages: Sequence[Outgoing]
    open: set[int] = field(default_factory=set)
    refused: set[int] = field(default_factory=set)
    returned: set[tuple[str | None, str, str]] = field(default_factory=set)
    done: threading.Event = field(default_factory=threading.Event)
    lost: bool = False

    def outcome(self) -> Outcome:
        safe: list[int] = []
        unroutable: list[int] = []
        for place, message in enumerate(self.messages):
            if place in self.refused:
                continue
            (unroutable if message.key in self.returned else safe).append(place)
        return Outcome(safe, unroutable)


class Publisher:
    """One confirmed channel. It connects by itself, again and again, until it is closed."""

    def __init__(self, amqp_url: str) -> None:
        self._url = amqp_url
        self._parameters = pika.URLParameters(amqp_url)
        self._parameters.heartbeat = HEARTBEAT_SECONDS
        self._lock = threading.Lock()
        self._up = threading.Event()
        self._closing = threading.Event()
        self._connection: SelectConnection | None = None
        self._channel: pika.channel.Channel | None = None
        self._tag = 0
        self._pending: dict[int, tuple[_Batch, int]] = {}  # delivery tag → whose, which
        self._open_batches: dict[int, _Batch] = {}
        self._thread = threading.Thread(target=self._run, name="publisher", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def wait_until_up(self, seconds: float) -> bool:
        return self._up.wait(seconds)

    def publish(self, messages: Sequence[Outgoing]) -> Outcome:
        """Returns when every message was confirmed, refused or returned; else `BrokerAway`."""
        batch = _Batch(messages, set(range(len(messages))))
        with self._lock:
            if not self._up.is_set() or self._connection is None:
                raise BrokerAway
            self._open_batches[id(batch)] = batch
            self._connection.ioloop.add_callback_threadsafe(lambda: self._send(batch))
        if not batch.done.wait(CONFIRM_SECONDS):
            self._drop_connection()
            raise BrokerAway
        with self._lock:
            self._open_batches.pop(id(batch), None)
        if batch.lost:
            raise BrokerAway
        return batch.outcome()

    def close(self) -> None:
        self._closing.set()
        self._drop_connection()
        self._thread.join(CONFIRM_SECONDS)

    # All that follows runs in the thread of the connection.

    def _run(self) -> None:
        wait = SHORTEST_WAIT
        while not self._closing.is_set():
            try:
                # Before the first message, so that none finds an exchange without its queues.
                topology.declare_at(self._url)
                self._connect()
                wait = SHORTEST_WAIT
            except (pika.exceptions.AMQPError, OSError) as cut:
                log.warning("the broker is away", reason=repr(cut)[:200])
            self._lose_everything()
            self._closing.wait(wait)
            wait = min(wait * 2, LONGEST_WAIT)

    def _connect(self) -> None:
        self._connection = SelectConnection(
            self._parameters,
            on_open_callback=lambda connection: connection.channel(on_open_callback=self._opened),
            on_open_error_callback=lambda connection, _: connection.ioloop.stop(),
            on_close_callback=self._closed,
        )
        self._connection.ioloop.start()

    def _opened(self, channel: pika.channel.Channel) -> None:
        self._channel, self._tag = channel, 0
        channel.add_on_close_callback(lambda *_: self._drop_connection())
        channel.add_on_return_callback(self._returned)
        channel.confirm_delivery(self._confirmed, callback=lambda _: self._up.set())

    def _closed(self, connection: SelectConnection, reason: Exception) -> None:
        if not self._closing.is_set():
            log.warning("the broker is away", reason=repr(reason)[:200])
        self._up.clear()
        connection.ioloop.stop()

    def _send(self, batch: _Batch) -> None:
        try:
            assert self._channel is not None
            for place, message in enumerate(batch.messages):
                self._tag += 1
                self._pending[self._tag] = (batch, place)
                self._channel.basic_publish(
                    message.exchange,
                    message.routing_key,
                    message.body.encode(),
                    pika.BasicProperties(
                        content_type=CONTENT_TYPE,
                        content_encoding="utf-8",
                        delivery_mode=PERSISTENT,
                        message_id=message.message_id,
                    ),
                    mandatory=True,
                )
        except pika.exceptions.AMQPError:
            batch.lost = True
            batch.done.set()

    def _returned(
        self,
        channel: pika.channel.Channel,
        method: pika.spec.Basic.Return,
        properties: pika.BasicProperties,
        body: bytes,
    ) -> None:
        """Comes before the confirm of the same message."""
        key = (properties.message_id, method.exchange, method.routing_key)
        with self._lock:
            batches = list(self._open_batches.values())
        for batch in batches:
            batch.returned.add(key)

    def _confirmed(self, frame: pika.frame.Method) -> None:
        answer = frame.method
        last = answer.delivery_tag
        tags = [tag for tag in self._pending if tag <= last] if answer.multiple else [last]
        for tag in tags:
            batch, place = self._pending.pop(tag, (None, 0))
            if batch is None:
                continue
            if isinstance(answer, pika.spec.Basic.Nack):
                batch.refused.add(place)
            batch.open.discard(place)
            if not batch.open:
                batch.done.set()

    def _drop_connection(self) -> None:
        with self._lock:
            self._up.clear()
            connection = self._connection
            if connection is not None:
                connection.ioloop.add_callback_threadsafe(lambda: _hang_up(connection))

    def _lose_everything(self) -> None:
        with self._lock:
            self._up.clear()
            if self._connection is not None:
                # Its loop keeps sockets of its own; a broker that comes and goes would use up all.
                self._connection.ioloop.close()
            self._connection = self._channel = None
            self._pending.clear()
            lost, self._open_batches = self._open_batches, {}
        for batch in lost.values():
            if not batch.done.is_set():
                batch.lost = True
                batch.done.set()


def _hang_up(connection: SelectConnection) -> None:
    """Politely first: a loop that stops before the broker has answered leaves its socket open."""
    if connection.is_open:
        connection.close()
        connection.ioloop.call_later(GOODBYE_SECONDS, connection.ioloop.stop)
    elif not connection.is_closing:
        connection.ioloop.stop()
