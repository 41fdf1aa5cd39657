"""Events leave the outbox for the broker: none is lost, and what nobody wants is kept."""

import signal

from shared.messaging import outbox, topology
from tests.support.counting_service import SERVICE
from tests.support.eventually import eventually
from tests.support.messaging import an_event
from tests.support.messaging import relay as relay_of

QUEUE = topology.queue_of(SERVICE)
WAITING = "SELECT event_id::text, unroutable_at FROM outbox ORDER BY position"


def announce(database, count, **options):
    with database.transaction() as tx:
        for _ in range(count):
            outbox.append(tx, "contract.signed", 1, {}, subject="CON-2019-01", **options)


def test_events_are_published_in_order_and_leave_the_outbox(relay, database, wire, rows):
    announce(database, 700)
    assert eventually(lambda: rows(WAITING) == [])
    versions = [
        body.split(b'"aggregateversion":')[1].split(b",")[0] for _, body in wire.take(QUEUE)
    ]
    assert [int(version) for version in versions] == list(range(1, 701))


def test_what_nobody_is_bound_to_is_kept_by_the_broker(relay, database, wire, rows):
    with database.transaction() as tx:
        outbox.append(tx, "nothing.takes_this", 1, {}, subject="CON-2019-01")
    assert eventually(lambda: rows(WAITING) == [])
    # The feed takes every name; without it the alternate exchange would.
    assert wire.count("partner_events.events") == 1


def test_a_copy_for_a_partner_without_a_queue_stays_in_the_outbox(relay, database, wire, rows):
    event = an_event()
    with database.transaction() as tx:
        outbox.forward(tx, event, exchange=outbox.PARTNERS_EXCHANGE, routing_key="mbc-ledger")
        outbox.append(tx, "contract.signed", 1, {}, subject="CON-2019-01")
    assert eventually(lambda: wire.count(QUEUE) == 1)
    [row] = eventually(lambda: [row for row in rows(WAITING) if row["unroutable_at"]])
    assert row["event_id"] == event.id


def test_a_second_relay_stands_by_and_takes_over(relay, database, wire, rows, amqp_url, tmp_path):
    with relay_of(database, amqp_url, tmp_path):
        relay.end(signal.SIGKILL)
        announce(database, 5)
        assert eventually(lambda: wire.count(QUEUE) == 5)


def test_what_was_written_while_no_relay_ran_leaves_later(relay, database, wire, rows):
    relay.end(signal.SIGTERM)
    announce(database, 3)
    assert wire.count(QUEUE) == 0
    relay.start()
    assert eventually(lambda: wire.count(QUEUE) == 3)
    assert eventually(lambda: rows(WAITING) == [])
