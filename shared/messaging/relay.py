"""Carries events from the outboxes to the broker: `python -m shared.messaging.relay SERVICE...`.

Each outbox has one active relay, by an advisory lock in its database; a second one stands by. A row
is deleted when the broker has the event safe, so an event may be published twice, and never not at
all. A row that no queue wanted stays and is tried again.
"""

import signal
import sys
import threading
import time

from shared import config, logs, readiness
from shared.database.failures import database_is_away
from shared.database.session import Session
from shared.messaging.pacing import Pace
from shared.messaging.publisher import BrokerAway, Outgoing, Publisher

log = logs.get(__name__)

CHANNEL = "outbox"  # the trigger of the outbox notifies it
LOCK = "outbox-relay"
BATCH = 500
POLL_SECONDS = 1.0  # the backstop; NOTIFY wakes it at once
STANDBY_SECONDS = 0.5
UNROUTABLE_AGAIN = "30 seconds"
PACE = Pace(times=5, longest=0.05)
SHORTEST_WAIT, LONGEST_WAIT = 0.1, 2.0


NEXT = """
SELECT position, event_id::text, exchange, routing_key, body FROM outbox
WHERE unroutable_at IS NULL ORDER BY position LIMIT %(limit)s
"""
DELETE = "DELETE FROM outbox WHERE position = ANY(%(positions)s)"
KEEP = """
UPDATE outbox SET unroutable_at = clock_timestamp() WHERE position = ANY(%(positions)s)
"""
TRY_AGAIN = """
UPDATE outbox SET unroutable_at = NULL WHERE unroutable_at < clock_timestamp() - %(age)s::interval
"""


class OutboxRelay(threading.Thread):
    """The relay of one outbox. It mends itself: only `stop` ends it."""

    def __init__(self, service: str, database_url: str, publisher: Publisher) -> None:
        super().__init__(name=f"relay of {service}", daemon=True)
        self._service, self._url, self._publisher = service, database_url, publisher
        self._stopping = threading.Event()
        self.tried_lock = threading.Event()

    def stop(self) -> None:
        self._stopping.set()

    def run(self) -> None:
        wait = SHORTEST_WAIT
        while not self._stopping.is_set():
            try:
                self._stand_watch()
                wait = SHORTEST_WAIT
            except BrokerAway:
                self._publisher.wait_until_up(wait)
                wait = min(wait * 2, LONGEST_WAIT)
            except Exception as failure:
                if database_is_away(failure):
                    log.warning("the database is away", outbox=self._service)
                else:
                    log.exception("the relay starts anew", outbox=self._service)
                self._stopping.wait(wait)
                wait = min(wait * 2, LONGEST_WAIT)

    def _stand_watch(self) -> None:
        session = Session(self._url, CHANNEL)
        try:
            while not self._has_lock(session):
                if self._stopping.wait(STANDBY_SECONDS):
                    return
            while not self._stopping.is_set():
                began = time.monotonic()
                if self._carry(session) == BATCH:
                    continue
                took = time.monotonic() - began
                self._stopping.wait(PACE.rest_after(took))
                # Whatever was written since the rows were read has been notified.
                if not session.heard(POLL_SECONDS):
                    session.run(TRY_AGAIN, age=UNROUTABLE_AGAIN)
        finally:
            session.close()

    def _has_lock(self, session: Session) -> bool:
        got = session.try_lock(LOCK)
        self.tried_lock.set()
        return got

    def _carry(self, session: Session) -> int:
        """Publish what waits, up to one batch; the number of rows that left."""
        rows = session.run(NEXT, limit=BATCH)
        if not rows:
            return 0
        outcome = self._publisher.publish(
            [
                Outgoing(row["event_id"], row["exchange"], row["routing_key"], row["body"])
                for row in rows
            ]
        )
        if outcome.safe:
            session.run(DELETE, positions=[rows[place]["position"] for place in outcome.safe])
        if outcome.unroutable:
            log.warning(
                "no queue wants these events, they stay",
                outbox=self._service,
                events=[rows[place]["event_id"] for place in outcome.unroutable][:10],
            )
            session.run(KEEP, positions=[rows[place]["position"] for place in outcome.unroutable])
        if len(outcome.safe) + len(outcome.unroutable) < len(rows):
            log.warning("a queue is full, events wait", outbox=self._service)
            self._stopping.wait(STANDBY_SECONDS)
        return len(outcome.safe)


def main(services: list[str]) -> int:
    if not services:
        sys.stderr.write("Name at least one service: its outbox is read.\n")
        return 2
    settings = config.settings()
    logs.configure("relay", settings.log_level)
    readiness.begin()
    publisher = Publisher(settings.amqp_url)
    relays = [
        OutboxRelay(service, settings.database_url_of(service), publisher) for service in services
    ]
    asked_to_stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: asked_to_stop.set())
    publisher.start()
    for relay in relays:
        relay.start()
    _say_ready(publisher, relays, asked_to_stop)
    while not asked_to_stop.wait(readiness.BEAT_SECONDS):
        if all(relay.is_alive() for relay in relays):
            readiness.repeat()
    for relay in relays:
        relay.stop()
    for relay in relays:
        relay.join(POLL_SECONDS * 3)
    publisher.close()
    return 0


def _say_ready(
    publisher: Publisher, relays: list[OutboxRelay], asked_to_stop: threading.Event
) -> None:
    while not asked_to_stop.is_set() and not publisher.wait_until_up(POLL_SECONDS):
        pass
    for relay in relays:
        while not asked_to_stop.is_set() and not relay.tried_lock.wait(POLL_SECONDS):
            pass
    if not asked_to_stop.is_set():
        readiness.say()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
