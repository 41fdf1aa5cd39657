"""The messaging layer's own processes, for tests that watch them: one consumer, one relay."""

import os
import signal
import subprocess
import sys
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

import pika
import psycopg2

from shared import events
from shared.errors import Invalid
from shared.events import Event
from shared.messaging import outbox, topology
from tests.support import counting_service
from tests.support.eventually import eventually

ROOT = Path(__file__).parents[2]
CONSUMER = "tests.support.counting_service:CountingService"
READY_SECONDS = 30


@dataclass
class Process:
    """A process of the product that a test may kill and start again."""

    module: str
    arguments: list[str]
    settings: dict[str, str]
    folder: Path
    child: subprocess.Popen | None = None
    log: Path = field(init=False)

    def __post_init__(self):
        self.name = uuid.uuid4().hex[:8]
        self.log = self.folder / f"{self.name}.log"

    def start(self, wait: bool = True) -> None:
        ready = self.folder / f"{self.name}.ready"
        ready.unlink(missing_ok=True)
        environment = {**os.environ, **self.settings, "JC_READY_FILE": str(ready)}
        with self.log.open("ab") as output:
            self.child = subprocess.Popen(
                [sys.executable, "-m", self.module, *self.arguments],
                cwd=ROOT,
                env=environment,
                stdout=output,
                stderr=output,
            )
        if wait:
            eventually(lambda: ready.exists() or self._died(), READY_SECONDS)

    def _died(self) -> None:
        assert self.child.poll() is None, self.last_words()

    def last_words(self) -> str:
        return self.log.read_text()[-3000:]

    def end(self, how: signal.Signals = signal.SIGKILL) -> int:
        self.child.send_signal(how)
        return self.child.wait(30)


@contextmanager
def consumer(database, amqp_url: str, folder: Path, service: str = CONSUMER) -> Iterator[Process]:
    """One that counts, unless the class of a real service is named."""
    settings = {"JC_DATABASE_URL": database.url, "JC_AMQP_URL": amqp_url, "JC_AREA": "tees"}
    yield from _running(Process("shared.messaging.runner", [service], settings, folder))


@contextmanager
def relay(database, amqp_url: str, folder: Path) -> Iterator[Process]:
    settings = {"JC_DATABASE_URL": database.url, "JC_AMQP_URL": amqp_url, "JC_AREA": "tees"}
    service = database.service
    yield from _running(Process("shared.messaging.relay", [service], settings, folder))


def _running(process: Process) -> Iterator[Process]:
    process.start()
    try:
        yield process
    finally:
        if process.child.poll() is None:
            process.end()


def with_tables(admin_url_of_database: str, tables: str = counting_service.TABLES) -> None:
    """Tables of the test's own; unless told otherwise those in which the consumer counts."""
    connection = psycopg2.connect(admin_url_of_database)
    with connection, connection.cursor() as cursor:
        cursor.execute(tables)
    connection.close()


def an_event(subject: str = "CON-2019-01", version: int = 1, name: str = "contract.signed", **data):
    return Event(
        id=str(uuid.uuid4()),
        name=name,
        version=1,
        source="/jc/tees/commissioning_decisions",
        subject=subject,
        subject_version=version,
        time=datetime(2019, 1, 7, 10, tzinfo=UTC),
        data=data,
        correlation_id=str(uuid.uuid4()),
    )


def id_in(body: bytes) -> str | None:
    """The event's id; None in a message that is no event."""
    try:
        return events.read(body).id
    except Invalid:
        return None


class Wire:
    """Puts messages on the broker as they are, and looks at what is in its queues."""

    def __init__(self, amqp_url: str) -> None:
        self._connection = pika.BlockingConnection(pika.URLParameters(amqp_url))
        self._channel = self._connection.channel()
        self._channel.confirm_delivery()
        topology.declare(self._channel)

    def send(
        self, body: str | bytes, key: str = "contract.signed", message_id=None, headers=None
    ) -> None:
        self.send_to(outbox.EVENTS_EXCHANGE, key, body, message_id, headers)

    def send_to(self, exchange: str, key: str, body, message_id=None, headers=None) -> None:
        self._channel.basic_publish(
            exchange,
            key,
            body,
            pika.BasicProperties(delivery_mode=2, message_id=message_id, headers=headers),
        )

    def remake_queue(self, queue: str, arguments: dict) -> None:
        """As somebody may have made it by hand."""
        self._channel.queue_delete(queue)
        self._channel.queue_declare(queue, durable=True, arguments=arguments)

    def count(self, queue: str) -> int:
        answer = self._channel.queue_declare(queue, passive=True)
        return answer.method.message_count

    def purge(self, queue: str) -> None:
        self._channel.queue_purge(queue)

    def take(self, queue: str) -> list[tuple[dict, bytes]]:
        """Every message with its headers; they are gone then."""
        taken = []
        while True:
            method, properties, body = self._channel.basic_get(queue, auto_ack=True)
            if method is None:
                return taken
            taken.append((properties.headers or {}, body))

    def close(self) -> None:
        self._connection.close()
