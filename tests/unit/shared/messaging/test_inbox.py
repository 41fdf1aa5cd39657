"""Deliveries become effects: together when all goes well, one by one when something does not."""

from contextlib import contextmanager
from types import SimpleNamespace

import psycopg2
import pytest
from marshmallow import Schema, fields

from shared.errors import Conflict, RuleBroken
from shared.messaging.inbox import Handler, Inbox
from tests.support.messaging import an_event


class Wish(Schema):
    raises = fields.String(load_default="")


class Message:
    """A delivery; `settled` notes what became of it, in order, for all of them."""

    def __init__(self, settled, event, attempt=None, body=None, message_id=None):
        self.settled, self.id = settled, event.id
        self.body = event.to_json() if body is None else body
        self.headers = {} if attempt is None else {"x-attempt": attempt}
        self.message_id = event.id if message_id is None else message_id
        self.is_still_ours = True

    def ack(self, *, and_all_before=False):
        self.settled.append(("ack all" if and_all_before else "ack", self.id))


class Aside:
    def __init__(self, settled):
        self.settled = settled

    def retry_later(self, message, seconds, headers):
        self.settled.append((f"retry in {seconds}", message.id, headers["x-attempt"]))

    def bury(self, message, headers):
        self.settled.append(("bury", message.id, headers["x-reason-code"]))


class Records:
    """Rows that are there once a transaction has committed."""

    def __init__(self):
        self.inbox, self.applied, self.transactions = {}, [], 0
        self.away = 0  # how many transactions more find the server away

    @contextmanager
    def transaction(self):
        if self.away:
            self.away -= 1
            raise psycopg2.OperationalError("could not connect to server")
        self.transactions += 1
        inbox, applied = dict(self.inbox), list(self.applied)
        tx = SimpleNamespace(applied=applied)
        tx.run = lambda sql, ids, outcome: _take(inbox, ids, outcome)
        tx.because_of = lambda event_id, correlation_id: tx
        yield tx
        self.inbox, self.applied = inbox, applied


def _take(inbox, ids, outcome):
    fresh = [each for each in dict.fromkeys(ids) if each not in inbox]
    inbox.update(dict.fromkeys(fresh, outcome))
    return [{"event_id": each} for each in fresh]


class Service:
    def on_signed(self, event, tx):
        tx.applied.append(event.id)
        raised = {
            "busy": Conflict("changed_meanwhile", "Somebody else was faster."),
            "rule": RuleBroken("gate_not_met", "A rule forbids it."),
            "bug": ZeroDivisionError("a bug"),
        }.get(event.data["raises"])
        if raised:
            raise raised

    def on_all(self, event, tx):
        tx.applied.append((event.name, event.version, event.data))


@pytest.fixture
def records():
    return Records()


@pytest.fixture
def settled():
    return []


@pytest.fixture
def pauses():
    return []


@pytest.fixture
def inbox(records, settled, pauses):
    handlers = [Handler("on_signed", "contract.signed", 1, Wish())]
    return Inbox(records, handlers, Service, Aside(settled), pauses.append)


def test_a_batch_shares_one_transaction_and_one_acknowledgement(inbox, records, settled):
    events = [an_event(version=number) for number in range(1, 6)]
    inbox.settle([Message(settled, event) for event in events])
    assert records.applied == [event.id for event in events]
    assert records.transactions == 1
    assert settled == [("ack all", events[-1].id)]


def test_of_a_batch_with_one_bad_event_all_others_are_applied_in_order(inbox, records, settled):
    first, bad, last = an_event(), an_event(raises="rule"), an_event()
    inbox.settle([Message(settled, event) for event in (first, bad, last)])
    assert records.applied == [first.id, last.id]
    assert settled == [
        ("ack", first.id),
        ("bury", bad.id, "gate_not_met"),
        ("ack", bad.id),
        ("ack", last.id),
    ]
    assert records.inbox[bad.id] == "dead"


def test_an_event_twice_in_one_batch_is_applied_once(inbox, records, settled):
    event = an_event()
    inbox.settle([Message(settled, event), Message(settled, event)])
    assert records.applied == [event.id]


def test_an_event_that_was_applied_before_is_only_acknowledged(inbox, records, settled):
    event = an_event()
    for _ in range(3):
        inbox.settle([Message(settled, event)])
    assert records.applied == [event.id]
    assert settled == [("ack", event.id)] * 3


def test_delays_grow_and_after_the_last_try_a_person_decides(inbox, records, settled):
    event = an_event(raises="busy")
    for attempt in (None, 2, 3, 4):
        inbox.settle([Message(settled, event, attempt)])
    acked = ("ack", event.id)
    assert settled == [
        *[("retry in 1", event.id, 2), acked],
        *[("retry in 5", event.id, 3), acked],
        *[("retry in 30", event.id, 4), acked],
        *[("bury", event.id, "changed_meanwhile"), acked],
    ]
    assert records.applied == []


def test_what_cannot_be_read_does_not_hold_up_the_batch(inbox, records, settled):
    good, stranger = an_event(), an_event()
    unknown = an_event(name="contract.danced")
    inbox.settle(
        [
            Message(settled, stranger, body="{"),
            Message(settled, good),
            Message(settled, stranger, message_id="not-a-uuid"),
            Message(settled, unknown),
        ]
    )
    assert records.applied == [good.id]
    buried = [each[1:] for each in settled if each[0] == "bury"]
    assert buried == [
        (stranger.id, "malformed_event"),
        (stranger.id, "malformed_event"),
        (unknown.id, "unknown_event"),
    ]
    # A message that is not the event it claims to be must not settle that event.
    assert stranger.id not in records.inbox


def test_a_version_of_tomorrow_is_told_from_an_event_of_nobody(inbox, settled):
    event = an_event()
    inbox.settle([Message(settled, event, body=event.to_json().replace(".v1", ".v2"))])
    assert settled[0] == ("bury", event.id, "unknown_event_version")


def test_a_dead_letter_is_put_aside_once_however_often_it_comes(inbox, settled):
    event = an_event(raises="rule")
    for _ in range(3):
        inbox.settle([Message(settled, event)])
    assert [each[0] for each in settled] == ["bury", "ack", "ack", "ack"]


def test_while_the_database_is_away_events_are_held_with_growing_pauses(
    inbox, records, settled, pauses
):
    records.away = 3
    event = an_event()
    inbox.settle([Message(settled, event)])
    assert records.applied == [event.id]
    assert settled == [("ack", event.id)]
    assert len(pauses) == 3
    assert pauses[0] < pauses[2]


def test_events_that_the_broker_took_back_while_held_are_left_alone(inbox, records, settled):
    records.away = 1
    message = Message(settled, an_event())
    message.is_still_ours = False
    inbox.settle([message])
    assert records.applied == []
    assert settled == []


def test_who_takes_everything_gets_names_and_versions_nobody_knows(records, settled):
    inbox = Inbox(records, [Handler("on_all", "*", None, None)], Service, Aside(settled))
    event = an_event(name="contract.danced", steps=3)
    inbox.settle([Message(settled, event, body=event.to_json().replace(".v1", ".v7"))])
    assert records.applied == [("contract.danced", 7, {"steps": 3})]
