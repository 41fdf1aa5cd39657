"""Two databases, a broker, a relay and a consumer that a test may kill, and an account of events.

Commands write events in the first database; the consumer applies them in the second. Each server
is this world's own. What was killed is started again by the test, as the supervisor does it.
"""

import signal
import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import psycopg2

from deploy.local.postgres import PrivatePostgres
from deploy.local.rabbitmq import PrivateRabbitMQ
from shared.database import migrate
from shared.database.dependency import ServiceDatabase
from shared.database.failures import database_is_away
from shared.events import Event
from shared.messaging import outbox, topology
from tests.support import counting_service, messaging
from tests.support.databases import Databases
from tests.support.eventually import eventually
from tests.support.messaging import Process, Wire
from tests.support.postgres import private_postgres
from tests.support.rabbitmq import private_rabbitmq

PRODUCER, CONSUMER = "commissioning_decisions", counting_service.SERVICE
QUEUE, DEAD = topology.queue_of(CONSUMER), topology.dead_queue_of(CONSUMER)
WAITING = (QUEUE, *(topology.retry_queue_of(CONSUMER, each) for each in topology.RETRY_SECONDS))
PATIENCE = 300  # seconds; only a fault takes that long
POISON, FLAKY = "forbidden", "flaky"
KILOBYTE = "x" * 600  # with the envelope about 1 KB on the wire

ORDERED = """
CREATE TABLE ordered (number bigint PRIMARY KEY, event_id uuid NOT NULL, wish text NOT NULL);
GRANT ALL ON ordered TO PUBLIC;
"""
ORDER = "INSERT INTO ordered VALUES (%(number)s, %(event_id)s, %(wish)s)"
ORDERS = "SELECT event_id::text, wish FROM ordered"
COUNT_APPLIED = "SELECT count(*) FROM applied"
APPLIED = "SELECT event_id::text FROM applied"
LEFT = "SELECT count(*) FROM outbox"
# Reading goes on, taking rows away waits.
HOLD = "LOCK TABLE outbox IN SHARE MODE"
# A statement that waits for a lock outlives the program that sent it.
END_WAITING = """
SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity
WHERE datname = current_database() AND wait_event_type = 'Lock'
"""


@dataclass
class Servers:
    """What `kill` and `start` know by name."""

    producers_database: PrivatePostgres
    consumers_database: PrivatePostgres
    broker: PrivateRabbitMQ


@contextmanager
def servers(folder: Path) -> Iterator[Servers]:
    """Private ones, whatever the other tests use: nobody else may be hit."""
    with ExitStack() as stack:
        made = Servers(
            stack.enter_context(private_postgres(folder / "fault-producer")),
            stack.enter_context(private_postgres(folder / "fault-consumer")),
            stack.enter_context(private_rabbitmq(folder / "fault-broker")),
        )
        topology.declare_at(made.broker.url())
        # RabbitMQ 3.10 forgets a quorum queue that was declared in the seconds before kill -9.
        made.broker.stop()
        made.broker.start()
        yield made


@dataclass(frozen=True)
class Account:
    """Every event that went out, and what became of it: event ids, and how often each was found.

    `buried` are the dead letters as they lie there, those of strangers among them.
    """

    good: set[str]
    poisoned: set[str]
    applied: Counter[str]
    buried: list[bytes]
    left_in_outbox: int
    left_in_queues: int

    @property
    def dead(self) -> Counter[str]:
        return Counter(found for body in self.buried if (found := messaging.id_in(body)))

    @property
    def lost(self) -> set[str]:
        return (self.good | self.poisoned) - set(self.applied) - set(self.dead)

    @property
    def applied_twice(self) -> set[str]:
        return {event_id for event_id, times in self.applied.items() if times > 1}


@dataclass
class World:
    """Names of what can be hit: the fields of `Servers`, `relay` and `consumer`."""

    servers: Servers
    producer: ServiceDatabase
    target: ServiceDatabase
    relay: Process
    consumer: Process
    commands: "list[Commands]" = field(default_factory=list)
    noted: dict[str, str] = field(default_factory=dict)  # event id → wish, sent by no command

    @property
    def amqp_url(self) -> str:
        return self.servers.broker.url()

    @contextmanager
    def wire(self) -> Iterator[Wire]:
        made = Wire(self.amqp_url)
        try:
            yield made
        finally:
            made.close()

    # Misfortunes

    def kill(self, *names: str) -> None:
        """kill -9, all in one moment."""
        for name in names:
            part = self._part(name)
            part.end() if isinstance(part, Process) else part.kill()

    def start(self, *names: str) -> None:
        """Servers first, as the supervisor does it."""
        for name in sorted(names, key=lambda name: name in ("relay", "consumer")):
            self._part(name).start()

    def freeze(self, name: str) -> None:
        self._send(name, signal.SIGSTOP)

    def thaw(self, name: str) -> None:
        self._send(name, signal.SIGCONT)

    def _send(self, name: str, what: signal.Signals) -> None:
        found = getattr(self.servers, name).running()
        assert found, f"{name} does not run"
        found.send(what)

    def _part(self, name: str) -> Any:
        return getattr(self, name) if name in ("relay", "consumer") else getattr(self.servers, name)

    # Commands

    def order(self, wishes: list[dict[str, Any]]) -> "Commands":
        """One transaction each, as fast as allowed; see `Commands.allow`."""
        made = Commands(
            self.producer, wishes, already=sum(len(each.wishes) for each in self.commands)
        )
        self.commands.append(made)
        made.start()
        return made

    def note(self, events: list[Event]) -> None:
        """These are sent by the test itself, past the outbox."""
        self.noted |= {event.id: event.data["wish"] for event in events}

    @contextmanager
    def nothing_leaves_the_outbox(self) -> Iterator[None]:
        """The relay can read and publish, but never takes away what it published."""
        with self.producer.transaction() as tx:
            tx.run(HOLD)
            yield
            tx.run(END_WAITING)

    def ask(self, database: ServiceDatabase, question: str) -> list[tuple[Any, ...]]:
        """Over a connection of its own: one that is kept may be dead by now."""
        connection = psycopg2.connect(database.url)
        try:
            with connection.cursor() as cursor:
                cursor.execute(question)
                return cursor.fetchall()
        finally:
            connection.close()

    def applied(self) -> int:
        [(number,)] = self.ask(self.target, COUNT_APPLIED)
        return int(number)

    def left_in_outbox(self) -> int:
        [(number,)] = self.ask(self.producer, LEFT)
        return int(number)

    def until_applied(self, count: int) -> None:
        eventually(lambda: self.applied() >= count, PATIENCE)

    # The end

    def account(self) -> Account:
        """Waits until nothing is under way, stops the consumer cleanly, and counts."""
        for each in self.commands:
            each.until(len(each.wishes))
        orders = {**dict(self.ask(self.producer, ORDERS)), **self.noted}
        poisoned = {event_id for event_id, wish in orders.items() if wish == POISON}
        good = set(orders) - poisoned
        with self.wire() as wire:
            eventually(lambda: self._is_drained(wire, len(good)), PATIENCE)
            assert self.consumer.end(signal.SIGTERM) == 0
            return Account(
                good,
                poisoned,
                Counter(event_id for (event_id,) in self.ask(self.target, APPLIED)),
                [body for _, body in wire.take(DEAD)],
                self.left_in_outbox(),
                sum(wire.count(queue) for queue in WAITING),
            )

    def _is_drained(self, wire: Wire, good: int) -> bool:
        for name in ("relay", "consumer"):
            process = self._part(name)
            assert process.child.poll() is None, f"{name} ended by itself: {process.last_words()}"
        left, waiting = self.left_in_outbox(), {name: wire.count(name) for name in WAITING}
        assert (left, sum(waiting.values())) == (0, 0), f"{left} in the outbox, {waiting}"
        assert self.applied() >= good, f"{self.applied()} of {good} are applied"
        return True


@contextmanager
def world(servers: Servers, folder: Path) -> Iterator[World]:
    """Empty databases and queues, and a relay and a consumer that are ready."""
    _purge(servers.broker.url())
    with ExitStack() as stack:
        producer = stack.enter_context(_database(servers.producers_database, PRODUCER, ORDERED))
        target = stack.enter_context(
            _database(servers.consumers_database, CONSUMER, counting_service.TABLES)
        )
        relay = stack.enter_context(messaging.relay(producer, servers.broker.url(), folder))
        consumer = stack.enter_context(messaging.consumer(target, servers.broker.url(), folder))
        made = World(servers, producer, target, relay, consumer)
        try:
            yield made
        finally:
            for each in made.commands:
                each.give_up()
            for server in (servers.broker, servers.producers_database, servers.consumers_database):
                server.start()


@contextmanager
def _database(server: PrivatePostgres, service: str, tables: str) -> Iterator[ServiceDatabase]:
    databases = Databases(server.admin_url)
    try:
        with databases.copy_of(service) as made:
            name = made.url.rsplit("/", 1)[1]
            messaging.with_tables(migrate.in_database(server.admin_url, name), tables)
            yield made
    finally:
        databases.close()


def _purge(amqp_url: str) -> None:
    wire = Wire(amqp_url)
    for queue in topology.queues():
        wire.purge(queue.name)
    wire.close()


class Commands(threading.Thread):
    """Commits one order after the other: a row and its event in one transaction.

    A command whose database went away is given again, as a person or a client does it; the number
    keeps it from being done twice.
    """

    def __init__(
        self, database: ServiceDatabase, wishes: list[dict[str, Any]], already: int
    ) -> None:
        super().__init__(name="commands", daemon=True)
        self.database, self.wishes, self.done = database, wishes, 0
        self.failure: Exception | None = None
        self._first, self._allowed, self._given_up = already, 0, False
        self._more = threading.Condition()

    def allow(self, count: int) -> None:
        """Go on until so many are committed, then wait for more."""
        with self._more:
            self._allowed = max(self._allowed, min(count, len(self.wishes)))
            self._more.notify_all()

    def until(self, count: int) -> None:
        """Allow so many, and wait until they are committed."""
        self.allow(count)
        eventually(lambda: self.done >= count or self.failure, PATIENCE)
        assert self.failure is None, self.failure

    def give_up(self) -> None:
        with self._more:
            self._given_up = True
            self._more.notify_all()
        self.join(PATIENCE)

    def run(self) -> None:
        try:
            for place, wish in enumerate(self.wishes):
                with self._more:
                    self._more.wait_for(lambda: self.done < self._allowed or self._given_up)
                while not self._given_up and not self._is_committed(self._first + place, wish):
                    pass
                if self._given_up:
                    return
                self.done += 1
        except Exception as failure:  # told by `until`
            self.failure = failure

    def _is_committed(self, number: int, wish: dict[str, Any]) -> bool:
        try:
            self._commit(number, wish)
        except psycopg2.errors.UniqueViolation:
            return True  # it was committed before, and only the answer was lost
        except psycopg2.Error as failure:
            if not database_is_away(failure):
                raise
            return False
        return True

    def _commit(self, number: int, wish: dict[str, Any]) -> None:
        with self.database.transaction() as tx:
            subject = f"CON-{number % 50:04}"
            data = {"padding": KILOBYTE, **wish}
            event = outbox.append(tx, "contract.signed", 1, data, subject=subject)
            tx.run(ORDER, number=number, event_id=event.id, wish=wish["wish"])


def mixed(count: int) -> list[dict[str, Any]]:
    """Wishes: one in fifty is poison, one in fifty fails at first."""
    return [
        {"wish": POISON}
        if place % 50 == 7
        else {"wish": FLAKY, "times": 1 + place % 2}
        if place % 50 == 31
        else {"wish": "apply"}
        for place in range(count)
    ]
