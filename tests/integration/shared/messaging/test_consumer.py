"""A consumer applies each event once, retries what may pass, and puts aside what cannot."""

import signal

from shared.messaging import topology
from tests.support.counting_service import SERVICE
from tests.support.eventually import eventually
from tests.support.messaging import an_event

QUEUE, DEAD = topology.queue_of(SERVICE), topology.dead_queue_of(SERVICE)
APPLIED = "SELECT event_id::text, count(*) AS times FROM applied GROUP BY event_id"


def times(rows):
    return {row["event_id"]: row["times"] for row in rows(APPLIED)}


def send(wire, *events):
    for event in events:
        wire.send(event.to_json(), event.name, event.id)


def test_each_event_is_applied_once_however_often_it_comes(consumer, wire, rows):
    events = [an_event(version=number) for number in range(1, 41)]
    send(wire, *events, *events, *events)
    assert eventually(lambda: wire.count(QUEUE) == 0 and len(times(rows)) == 40)
    assert set(times(rows).values()) == {1}
    assert wire.count(DEAD) == 0


def test_what_was_taken_but_not_settled_is_applied_by_the_next_process(consumer, wire, rows):
    send(wire, *(an_event(version=number) for number in range(1, 301)))
    eventually(lambda: len(times(rows)) > 0)
    consumer.end(signal.SIGKILL)
    consumer.start()
    assert eventually(lambda: len(times(rows)) == 300, 20)
    assert set(times(rows).values()) == {1}


def test_one_bad_event_of_a_batch_is_put_aside_with_its_reason(consumer, wire, rows):
    good = [an_event(version=number) for number in range(1, 21)]
    bad = an_event(wish="forbidden")
    send(wire, *good[:10], bad, *good[10:])
    assert eventually(lambda: wire.count(DEAD) == 1)
    assert eventually(lambda: set(times(rows)) == {event.id for event in good})
    [(headers, body)] = wire.take(DEAD)
    assert headers["x-reason-code"] == "gate_not_met"
    assert headers["x-consumer"] == SERVICE
    assert "RuleBroken" in headers["x-traceback"]
    assert bad.id in body.decode()
    assert rows("SELECT outcome FROM inbox WHERE event_id = %(id)s", id=bad.id) == [
        {"outcome": "dead"}
    ]


def test_a_bad_event_that_comes_again_is_put_aside_once(consumer, wire, rows):
    bad, last = an_event(wish="forbidden"), an_event()
    send(wire, bad, bad, bad, last)
    assert eventually(lambda: last.id in times(rows))
    assert wire.count(DEAD) == 1


def test_what_may_pass_is_tried_again_later(consumer, wire, rows):
    flaky = an_event(wish="flaky", times=1)
    send(wire, flaky)
    assert eventually(lambda: times(rows) == {flaky.id: 1}, 10)
    assert wire.count(DEAD) == 0


def test_messages_that_are_no_events_go_to_the_dead_letters_and_nothing_stops(consumer, wire, rows):
    stranger, unknown, later = an_event(), an_event(name="contract.danced"), an_event()
    wire.send(b"{not json")
    wire.send(b"[1, 2]")
    wire.send(b"\x80\x04K\x01.")
    wire.send(stranger.to_json(), message_id="not-a-uuid")
    wire.send(stranger.to_json(), message_id=later.id)
    wire.send(unknown.to_json(), message_id=unknown.id)
    wire.send(an_event().to_json().replace(".v1", ".v9"))
    wire.send(an_event(times="many").to_json())
    send(wire, stranger)
    assert eventually(lambda: wire.count(DEAD) == 8)
    # The event whose id a stranger's message bore is applied none the less.
    assert eventually(lambda: set(times(rows)) == {stranger.id})
    codes = [headers["x-reason-code"] for headers, _ in wire.take(DEAD)]
    assert codes == [
        *["malformed_event"] * 5,
        "unknown_event",
        "unknown_event_version",
        "malformed_event",
    ]
    assert rows("SELECT event_id FROM outbox") == []


def test_a_clean_stop_settles_what_is_in_flight(consumer, wire, rows):
    send(wire, *(an_event(version=number) for number in range(1, 201)))
    assert consumer.end(signal.SIGTERM) == 0
    left = wire.count(QUEUE)
    assert len(times(rows)) + left == 200
    consumer.start()
    assert eventually(lambda: len(times(rows)) == 200)
    assert set(times(rows).values()) == {1}


def test_an_event_that_follows_names_its_cause(consumer, wire, rows):
    cause = an_event(wish="pass_on")
    send(wire, cause)
    [row] = eventually(lambda: rows("SELECT body FROM outbox"))
    assert f'"causationid":"{cause.id}"' in row["body"]
    assert f'"correlationid":"{cause.correlation_id}"' in row["body"]
