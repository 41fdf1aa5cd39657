"""The log: each event once, in the order in which readers can see it, never changed."""

import json
import threading
from datetime import datetime

import psycopg2
import pytest

from services.partner_events import repository
from services.partner_events.domain import Scope
from shared import events
from shared.database.dependency import ServiceDatabase
from shared.errors import Invalid
from tests.support.feed import an_event

ALL = Scope(("*",), "restricted", None)
WRITERS = 64
EVENTS_EACH = 25
LINGER = "SELECT pg_sleep(0.005)"


def page(feed, after=0, limit=1000, scope=ALL, subject=None):
    with feed.database.transaction() as tx:
        return repository.read(tx, scope, after=after, limit=limit, subject=subject)


def positions(documents):
    return [json.loads(each)["feedposition"] for each in documents]


def test_an_event_leaves_as_it_came_with_its_place(feed):
    sent = an_event(partner="MBC", causation_id="0169d2a0-4c00-7001-8f10-2b1c5d6e7f02")
    feed.log(sent)
    [document] = page(feed).documents
    assert json.loads(document) == {**sent.to_wire(), "feedposition": 1}
    assert events.read(document).feed_position == 1


def test_a_repeated_delivery_is_logged_once_and_leaves_no_gap(feed):
    first, second = an_event(), an_event()
    feed.log(first, first)
    feed.log(first)
    feed.log(second, first)
    assert [json.loads(each)["id"] for each in page(feed).documents] == [first.id, second.id]
    assert positions(page(feed).documents) == [1, 2]


def test_a_transaction_that_fails_takes_no_position(feed):
    lost = an_event()
    with pytest.raises(AttributeError):
        feed.log(lost, None)
    feed.log(an_event())
    assert positions(page(feed).documents) == [1]


def test_an_event_of_no_known_classification_is_refused(feed):
    with pytest.raises(Invalid):
        feed.log(an_event(classification="secret"))
    assert feed.rows("event_log") == []


@pytest.mark.parametrize("change", ["DELETE FROM event_log", "UPDATE event_log SET body = ''"])
def test_nobody_changes_what_was_logged(feed, change):
    feed.log(an_event())
    with (
        pytest.raises(psycopg2.errors.InsufficientPrivilege),
        feed.database.transaction() as tx,
    ):
        tx.run(change)
    assert len(page(feed).documents) == 1


def test_sixty_four_writers_at_once_and_a_reader_that_never_skips(feed):
    """Some writers commit long after they took their position, which is where readers skip."""
    read, stop = [], threading.Event()
    crowd = ServiceDatabase("partner_events", feed.database.url, "tees", size=WRITERS)

    def follow():
        after = 0
        while not stop.is_set() or after < WRITERS * EVENTS_EACH:
            found = page(feed, after, limit=7)
            read.extend(positions(found.documents))
            after = found.position

    def write(number):
        subject = f"JCP-2017-{number:02d}"
        for turn in range(EVENTS_EACH):
            with crowd.transaction() as tx:
                feed.service.on_event(an_event(subject=subject, subject_version=turn + 1), tx)
                if turn % 5 == number % 5:
                    tx.run(LINGER)

    reader = threading.Thread(target=follow)
    writers = [threading.Thread(target=write, args=(number,)) for number in range(WRITERS)]
    reader.start()
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join(timeout=60)
    stop.set()
    reader.join(timeout=60)
    crowd.pool.close()

    assert read == list(range(1, WRITERS * EVENTS_EACH + 1))


def test_a_reader_of_little_still_gets_to_the_end(feed):
    feed.log(*(an_event("need.scored") for _ in range(5)), an_event("panel.session_opened"))
    found = page(feed, scope=Scope(("contract.*",), "partner", "MBC"))
    assert found.documents == ()
    assert (found.position, found.head) == (6, 6)


def test_one_look_goes_through_a_bounded_part_of_the_log(feed, monkeypatch):
    monkeypatch.setattr(repository, "WINDOW", 4)
    feed.log(*(an_event("need.scored") for _ in range(9)), an_event("contract.signed"))
    narrow, after, looks = Scope(("contract.*",), "partner", "MBC"), 0, []
    while not looks or not looks[-1].reaches_the_head:
        looks.append(page(feed, after, scope=narrow))
        after = looks[-1].position
    assert [look.position for look in looks] == [4, 8, 10]
    assert positions(looks[-1].documents) == [10]


def test_pages_follow_each_other_without_gap_or_repetition(feed):
    feed.log(*(an_event() for _ in range(7)))
    pages, after = [], 0
    for _ in range(4):
        found = page(feed, after, limit=3)
        pages.append(positions(found.documents))
        after = found.position
    assert pages == [[1, 2, 3], [4, 5, 6], [7], []]


NAMES = ("need.scored", "need.identified", "needs.odd", "contract.signed")
PATTERNS = [("*",), ("need.*",), ("need.scored", "contract.*"), ("need.identified",)]


@pytest.mark.parametrize("patterns", PATTERNS)
@pytest.mark.parametrize("ceiling", ["public", "partner", "restricted"])
@pytest.mark.parametrize("organisation", ["MBC", None])
def test_the_statement_and_the_rule_let_the_same_events_through(
    feed, patterns, ceiling, organisation
):
    scope = Scope(patterns, ceiling, organisation)
    sent = [
        an_event(name, classification=classification, partner=partner)
        for name in NAMES
        for classification in ("public", "partner", "restricted")
        for partner in (None, "MBC", "STCCG")
    ]
    feed.log(*sent)
    through = [json.loads(each)["id"] for each in page(feed, scope=scope).documents]
    assert through == [
        each.id for each in sent if scope.admits(each.name, each.classification, each.partner)
    ]


def test_events_about_one_subject_can_be_asked_for(feed):
    feed.log(an_event(), an_event(subject="JCP-2018-07"), an_event())
    assert positions(page(feed, subject="JCP-2018-07").documents) == [2]


def test_the_log_keeps_when_it_took_an_event(feed):
    feed.log(an_event())
    [row] = feed.rows("event_log")
    assert isinstance(row["logged_at"], datetime)
    assert row["logged_at"] > row["recorded_at"]
