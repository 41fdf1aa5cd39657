"""What no service could handle waits for a person, who looks, sends it again or throws it away."""

import uuid

import pytest

from shared.errors import Invalid, NotFound
from shared.messaging import dead_letters, topology
from tests.support.counting_service import SERVICE
from tests.support.eventually import eventually
from tests.support.messaging import an_event

DEAD = topology.dead_queue_of(SERVICE)
OUTCOMES = "SELECT event_id::text, outcome FROM inbox"
APPLIED = "SELECT event_id::text FROM applied"


def outcomes(rows):
    return {row["event_id"]: row["outcome"] for row in rows(OUTCOMES)}


@pytest.fixture
def buried(consumer, wire):
    """Three events that a rule forbids, and a message that is no event."""
    events = [an_event(subject=f"CON-2019-0{number}", wish="forbidden") for number in (1, 2, 3)]
    for event in events:
        wire.send(event.to_json(), event.name, event.id)
    wire.send(b"{not json")
    eventually(lambda: wire.count(DEAD) == 4)
    return events


def test_looking_says_what_is_wrong_and_takes_nothing_away(buried, wire, amqp_url):
    letters = dead_letters.look(amqp_url, SERVICE)
    assert {letter.event_id for letter in letters} == {*(each.id for each in buried), None}
    first = next(letter for letter in letters if letter.event_id == buried[0].id)
    last = next(letter for letter in letters if letter.code == "malformed_event")
    assert [letter.code for letter in letters].count("gate_not_met") == 3
    assert (first.name, first.attempts) == ("uk.jc.contract.signed.v1", 1)
    assert first.reason == "A rule forbids it."
    assert "on_contract_signed" in first.traceback
    assert last.body == b"{not json"
    assert eventually(lambda: wire.count(DEAD) == 4)
    assert dead_letters.counts(amqp_url)[SERVICE] == 4


def test_one_that_is_sent_again_starts_anew_and_can_be_applied(
    consumer, wire, rows, amqp_url, database
):
    event = an_event(wish="flaky", times=50)
    # As if it had been tried often before: the next failure is the last.
    wire.send(event.to_json(), event.name, event.id, {"x-attempt": topology.ATTEMPTS})
    eventually(lambda: wire.count(DEAD) == 1)
    rows("UPDATE tried SET times = 99 WHERE event_id = %(id)s RETURNING times", id=event.id)
    sent = dead_letters.retry(amqp_url, SERVICE, lambda letter: letter.key == event.id, database)
    assert [letter.attempts for letter in sent] == [topology.ATTEMPTS]
    assert eventually(lambda: outcomes(rows) == {event.id: "applied"})
    assert wire.count(DEAD) == 0


def test_only_the_chosen_ones_are_sent_again(buried, wire, rows, amqp_url, database):
    chosen = buried[1]
    sent = dead_letters.retry(amqp_url, SERVICE, lambda letter: letter.key == chosen.id, database)
    assert [letter.event_id for letter in sent] == [chosen.id]
    # The rule still forbids it, so it comes back, behind the others.
    eventually(lambda: wire.count(DEAD) == 4)
    letters = dead_letters.look(amqp_url, SERVICE)
    assert sorted(letter.key for letter in letters if letter.event_id) == sorted(
        event.id for event in buried
    )


def test_a_discarded_event_is_gone_for_good(buried, wire, rows, amqp_url, database):
    gone = dead_letters.discard(
        amqp_url,
        SERVICE,
        lambda letter: letter.code == "gate_not_met",
        "Entered by mistake in 2019.",
        database,
    )
    assert len(gone) == 3
    assert eventually(lambda: wire.count(DEAD) == 1)
    # A copy that arrives late is not put before the operator again.
    late = buried[0]
    wire.send(late.to_json(), late.name, late.id)
    last = an_event()
    wire.send(last.to_json(), last.name, last.id)
    eventually(lambda: outcomes(rows).get(last.id) == "applied")
    assert outcomes(rows)[late.id] == "discarded"
    assert wire.count(DEAD) == 1


def test_nothing_is_thrown_away_without_a_reason(buried, wire, amqp_url, database):
    with pytest.raises(Invalid) as refused:
        dead_letters.discard(amqp_url, SERVICE, lambda letter: True, "  ", database)
    assert refused.value.code == "reason_missing"
    assert eventually(lambda: wire.count(DEAD) == 4)


def test_a_letter_that_is_not_there_is_said_so(wire, amqp_url, database):
    nobody = str(uuid.uuid4())
    found = dead_letters.retry(amqp_url, SERVICE, lambda letter: letter.key == nobody, database)
    with pytest.raises(NotFound) as refused:
        dead_letters.must_be_some(found, nobody)
    assert refused.value.code == "dead_letter_not_found"
    with pytest.raises(Invalid, match="There is no service"):
        dead_letters.look(amqp_url, "no_such_service")
