"""A service's queue on the broker: read by one green thread, settled in batches by another."""

import contextlib
import socket
import time
from collections import deque
from typing import Any

import eventlet
from amqp.exceptions import AMQPError
from eventlet.event import Event as Signal
from kombu import Connection, Consumer, Queue
from kombu.exceptions import KombuError
from nameko.containers import WorkerContext
from nameko.extensions import SharedExtension

from shared import logs
from shared.database.dependency import Database
from shared.messaging import topology
from shared.messaging.inbox import Handler, Inbox
from shared.messaging.pacing import Pace
from shared.messaging.schemas import made

log = logs.get(__name__)

BROKER_ERRORS = (AMQPError, KombuError, OSError)
BATCH = 64
PREFETCH = 2 * BATCH  # the next batch is here when one is done; see topology.DELIVERY_LIMIT
HEARTBEAT_SECONDS = 20
CONNECT_SECONDS = 3
TICK_SECONDS = 1.0
# Longer than the relay's: several services take each event, and none of them in somebody's sight.
PACE = Pace(times=20, longest=0.2)
SHORTEST_WAIT, LONGEST_WAIT = 0.1, 2.0
GRACE_SECONDS = 8.0  # for what is in flight when the service is asked to stop


class ServiceQueue(SharedExtension):
    """All event handlers of a service share this one; a service without handlers reads nothing."""

    def __init__(self) -> None:
        self._entrypoints: list[Any] = []
        self._waiting: deque[_Message] = deque()
        self._busy = False
        self._stopping = False
        self._start_anew = False
        self._wake: Signal | None = None
        self._enough = 1  # so many have to wait before the settling thread is woken
        self._ready, self._drained = Signal(), Signal()

    def register(self, entrypoint: Any) -> None:
        self._entrypoints.append(entrypoint)

    def start(self) -> None:
        url = self.container.config["AMQP_URI"]
        service = self.container.service_name
        [database] = [each for each in self.container.dependencies if isinstance(each, Database)]
        handlers = [
            Handler(each.method_name, each.name, each.version, each.schema and made(each.schema))
            for each in self._entrypoints
        ]
        self._aside = _Aside(url, service)
        self._inbox = Inbox(
            database.database, handlers, self._make_service, self._aside, eventlet.sleep
        )
        self.container.spawn_managed_thread(self._settle, "settles events")
        self.container.spawn_managed_thread(lambda: self._read(url, service), "reads events")
        self._ready.wait()

    def drain(self) -> None:
        """Take no more deliveries, settle what is in flight, and return."""
        self._stopping = True
        self._rouse()
        with eventlet.Timeout(GRACE_SECONDS, False):
            self._drained.wait()

    def _make_service(self) -> Any:
        """An instance for one batch. Our dependencies need no set-up for each single worker."""
        service = self.container.service_cls()
        context = WorkerContext(self.container, service, self._entrypoints[0])
        for provider in self.container.dependencies:
            setattr(service, provider.attr_name, provider.get_dependency(context))
        return service

    # Reading

    def _read(self, url: str, service: str) -> None:
        wait = SHORTEST_WAIT
        while not self._stopping:
            try:
                with Connection(
                    url, heartbeat=HEARTBEAT_SECONDS, connect_timeout=CONNECT_SECONDS
                ) as connection:
                    self._read_from(connection, service)
            except BROKER_ERRORS as cut:
                log.warning("the broker is away", reason=str(cut)[:200])
                # The broker delivers these again, over the next connection.
                self._waiting.clear()
                eventlet.sleep(wait)
                wait = min(wait * 2, LONGEST_WAIT)
            else:
                wait = SHORTEST_WAIT
        self._drained.send()

    def _read_from(self, connection: Connection, service: str) -> None:
        """Until the connection breaks, the service stops, or a batch was left unsettled."""
        self._start_anew = False
        channel = connection.channel()
        topology.declare(channel)
        queue = Queue(topology.queue_of(service), channel=channel, no_declare=True)
        with Consumer(
            channel, [queue], on_message=self._received, auto_declare=False, prefetch_count=PREFETCH
        ) as consumer:
            if not self._ready.ready():
                self._ready.send()
            while not (self._stopping or self._start_anew):
                _wait_for_more(connection)
            consumer.cancel()
            while self._stopping and (self._busy or self._waiting):
                _wait_for_more(connection)
        self._waiting.clear()

    def _received(self, message: Any) -> None:
        self._waiting.append(_Message(message))
        if len(self._waiting) >= self._enough:
            self._rouse()

    def _rouse(self) -> None:
        if self._wake is not None:
            wake, self._wake = self._wake, None
            wake.send()

    # Settling

    def _settle(self) -> None:
        """Nothing may be raised here: it would end the process."""
        while not (self._stopping and not self._waiting):
            if not self._waiting:
                self._wake = Signal()
                self._wake.wait()
                continue
            eventlet.sleep(0)  # lets the reader hand over what the socket holds already
            batch = [self._waiting.popleft() for _ in range(min(BATCH, len(self._waiting)))]
            began = time.monotonic()
            self._busy = True
            try:
                if batch:
                    self._inbox.settle(batch)
            except BROKER_ERRORS as cut:
                log.warning("settling was cut off", reason=str(cut)[:200])
                self._start_anew = True
            except Exception:
                log.exception("settling failed, the broker delivers again")
                self._start_anew = True
                eventlet.sleep(TICK_SECONDS)
            finally:
                self._busy = False
            if len(batch) < BATCH:
                self._rest(PACE.rest_after(time.monotonic() - began))

    def _rest(self, seconds: float) -> None:
        """Shorter, when the service is asked to stop or a whole batch is here."""
        if seconds and not self._stopping and len(self._waiting) < BATCH:
            self._wake, self._enough = Signal(), BATCH
            with eventlet.Timeout(seconds, False):
                self._wake.wait()
            self._enough = 1


def _wait_for_more(connection: Connection) -> None:
    with contextlib.suppress(socket.timeout):
        connection.drain_events(timeout=TICK_SECONDS)
    connection.heartbeat_check()


class _Message:
    """kombu's message, as the inbox wants it."""

    def __init__(self, message: Any) -> None:
        self._message = message
        self.body: bytes | str = message.body
        self.headers: dict[str, Any] = message.headers or {}
        self.message_id: str | None = message.properties.get("message_id")
        self.properties: dict[str, Any] = message.properties
        self.content_type: str = message.content_type or "application/octet-stream"
        self.content_encoding: str = message.content_encoding or "binary"

    @property
    def is_still_ours(self) -> bool:
        return self._message.channel.connection is not None

    def ack(self, *, and_all_before: bool = False) -> None:
        if not self.is_still_ours:
            raise ConnectionResetError("the connection that delivered this message is gone")
        self._message.ack(multiple=and_all_before)


class _Aside:
    """Publishes to the retry and dead queues, each confirmed, over a connection of its own."""

    def __init__(self, url: str, service: str) -> None:
        self._service = service
        self._connection = Connection(
            url, transport_options={"confirm_publish": True}, connect_timeout=CONNECT_SECONDS
        )

    def retry_later(self, message: Any, seconds: int, headers: dict[str, Any]) -> None:
        self._publish("", topology.retry_queue_of(self._service, seconds), message, headers)

    def bury(self, message: Any, headers: dict[str, Any]) -> None:
        about = {**headers, "x-consumer": self._service}
        self._publish(topology.DEAD_EXCHANGE, self._service, message, about)

    def _publish(self, exchange: str, key: str, message: Any, headers: dict[str, Any]) -> None:
        kept = {name: value for name, value in message.headers.items() if not _of_broker(name)}
        try:
            self._connection.Producer(auto_declare=False).publish(
                message.body,
                exchange=exchange,
                routing_key=key,
                headers={**kept, **headers},
                delivery_mode=2,
                content_type=message.content_type,
                content_encoding=message.content_encoding,
                message_id=message.message_id,
                retry=True,
                retry_policy={"max_retries": 3, "interval_start": 0.1, "interval_max": 1},
            )
        finally:
            # Rare, so that no idle connection waits for it.
            self._connection.close()


def _of_broker(header: str) -> bool:
    return header in ("x-death", "x-delivery-count") or header.startswith("x-first-death")
