"""Calls to services over RabbitMQ: a small pool, a time limit on each, refusals intact.

A call that nobody answers in time is `ServiceAway`. Its message expires with the limit, so that it
does not run long after the person was told that it did not. A command carries an idempotency key:
sending it a second time is harmless.
"""

import queue
import select
from typing import Any

import nameko.exceptions
from amqp.exceptions import AMQPError
from kombu.exceptions import KombuError
from nameko.rpc import ServiceProxy
from nameko.standalone.rpc import StandaloneProxyBase

from shared import logs
from shared.errors import FAMILIES, CommissioningError

log = logs.get(__name__)

SECONDS = 5.0
TRANSIENT = 1  # a call is of no use after its time limit: the broker need not write it to disk

for family in FAMILIES:
    nameko.exceptions.deserialize_to_instance(family)


def kombu_url(amqp_url: str) -> str:
    """The same address, naming the library to speak with: nameko opens one with each message, and
    kombu would look on the whole path for a faster library each time."""
    return amqp_url.replace("amqp://", "pyamqp://", 1)


class ServiceAway(Exception):
    """The service did not answer, or failed: what was asked for may not have happened."""

    def __init__(self, service: str, reason: str) -> None:
        super().__init__(service, reason)
        self.service, self.reason = service, reason


class _Line(StandaloneProxyBase):
    """One connection with its own reply queue; for one thread at a time."""

    def call(
        self, service: str, method: str, body: Any, meta: dict[str, Any], seconds: float
    ) -> Any:
        proxy = ServiceProxy(
            self._worker_ctx,
            service,
            self._reply_listener,
            expiration=seconds,
            delivery_mode=TRANSIENT,
        )
        return getattr(proxy, method)(body, meta)

    def is_cut(self) -> bool:
        """An idle line has nothing to read; one that can be read was closed at the other end."""
        try:
            wire = self._reply_listener.queue_consumer.connection.connection.sock
            readable, _, _ = select.select([wire], [], [], 0)
            return bool(readable)
        except (AMQPError, KombuError, OSError, AttributeError, ValueError):
            return True


class Services:
    """Every service: `services.call("commissioning_decisions", "get_proposal", body, meta)`."""

    def __init__(self, amqp_url: str, lines: int = 16, seconds: float = SECONDS) -> None:
        self._seconds = seconds
        self._settings = {"AMQP_URI": kombu_url(amqp_url)}
        self._places: queue.LifoQueue[_Line | None] = queue.LifoQueue()
        for _ in range(lines):
            self._places.put(None)

    def call(self, service: str, method: str, body: Any, meta: dict[str, Any]) -> Any:
        """The answer; one of the five families as the service raised it; or `ServiceAway`."""
        try:
            line = self._places.get(timeout=self._seconds)
        except queue.Empty:
            raise ServiceAway(service, "every line is in use") from None
        kept = None
        try:
            line = self._ready(line)
            answer = line.call(service, method, body, meta, self._seconds)
            kept = line
            return answer
        except CommissioningError:
            kept = line
            raise
        except nameko.exceptions.RemoteError as failure:
            kept = line
            log.error("a service failed", called=service, method=method, kind=failure.exc_type)
            raise ServiceAway(service, "it failed") from failure
        except (nameko.exceptions.RpcTimeout, nameko.exceptions.UnknownService) as silence:
            log.warning("a service is away", called=service, method=method)
            raise ServiceAway(service, "it did not answer") from silence
        except (AMQPError, KombuError, OSError, RuntimeError) as cut:
            log.warning("the broker is away", called=service, method=method, reason=str(cut))
            raise ServiceAway(service, "the message broker is away") from cut
        finally:
            if kept is None:
                _hang_up(line)
            self._places.put(kept)

    def _ready(self, line: _Line | None) -> _Line:
        if line is not None and not line.is_cut():
            return line
        _hang_up(line)
        fresh = _Line(self._settings, timeout=self._seconds)
        fresh.start()
        return fresh

    def broker_answers(self) -> bool:
        """Whether a line to the broker can be had right now."""
        try:
            line = self._places.get_nowait()
        except queue.Empty:
            return True  # all lines are busy talking to it
        kept = None
        try:
            kept = self._ready(line)
        except (AMQPError, KombuError, OSError):
            return False
        finally:
            self._places.put(kept)
        return True

    def close(self) -> None:
        """Give back every idle line; used when the process ends."""
        while True:
            try:
                line = self._places.get_nowait()
            except queue.Empty:
                return
            _hang_up(line)


def _hang_up(line: _Line | None) -> None:
    if line is None:
        return
    try:
        line.stop()
    except (AMQPError, KombuError, OSError):
        log.debug("a line was cut already")
