"""The feed over HTTP, as a partner system meets it."""

import json
import re
import threading
import time
from datetime import UTC, datetime
from urllib.parse import urlencode

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.support.feed import Feed, an_event, soon

DROP_OTHER_LINES = """
SELECT pg_terminate_backend(pid) FROM pg_stat_activity
WHERE datname = current_database() AND pid <> pg_backend_pid() AND query LIKE 'LISTEN%%'
"""
TABLES = ("event_log", "systems", "system_keys", "reads", "outbox")


@pytest.fixture
def key(feed):
    return feed.register()


@pytest.fixture
def feed_with_key(feed, key):
    feed.log(an_event())
    return feed, key


def test_a_system_reads_from_the_beginning_and_goes_on_from_where_it_was(feed, key):
    sent = [an_event(), an_event("contract.signed", subject="CON-2019-01"), an_event()]
    feed.log(*sent)
    answer = feed.get("/events?after=0&limit=2", key)
    assert answer.status_code == 200
    assert answer.content_type == "application/cloudevents-batch+json"
    assert answer.headers["Jc-Position"] == "2"
    assert answer.headers["Link"] == '</events?after=2&limit=2>; rel="next"'
    assert answer.headers["Cache-Control"] == "no-store"
    assert json.loads(answer.data) == [
        {**event.to_wire(), "feedposition": place} for place, event in enumerate(sent[:2], start=1)
    ]
    [third] = feed.read(key, "after=2&limit=2")
    assert third["id"] == sent[2].id
    assert feed.read(key, "after=3") == []


def test_a_system_can_begin_with_what_comes_next(feed, key):
    feed.log(an_event(), an_event())
    answer = feed.get("/events?after=end", key)
    assert (json.loads(answer.data), answer.headers["Jc-Position"]) == ([], "2")
    assert "after=2" in answer.headers["Link"]


def test_filters_narrow_and_stay_in_the_next_address(feed, key):
    feed.log(
        an_event("proposal.drafted", subject="JCP-2018-07"),
        an_event("proposal.drafted"),
        an_event("need.scored", subject="JCP-2018-07"),
    )
    answer = feed.get("/systems/mbc-ledger/events?type=proposal.*&subject=JCP-2018-07", key)
    assert [each["feedposition"] for each in json.loads(answer.data)] == [1]
    assert answer.headers["Jc-Position"] == "3"
    assert answer.headers["Link"] == (
        "</systems/mbc-ledger/events?after=3&limit=100&type=proposal.*&subject=JCP-2018-07>;"
        ' rel="next"'
    )


def test_a_system_sees_only_what_it_may(feed):
    ledger = feed.register("mbc-ledger", event_names=["finance.*", "decision.recorded"])
    feed.log(
        an_event("finance.uplift_tested"),
        an_event("decision.recorded", partner="STCCG"),
        an_event("decision.recorded", partner="MBC"),
        an_event("finance.uplift_tested", classification="restricted"),
        an_event("panel.session_opened", classification="public"),
    )
    assert [each["feedposition"] for each in feed.read(ledger)] == [1, 3]


def test_who_was_given_what_is_on_record(feed, key):
    feed.log(an_event(), an_event())
    feed.read(key, "limit=1")
    feed.read(key, "after=1")
    feed.read(key, "after=2")
    reads = [
        (row["system_code"], row["after_position"], row["last_position"], row["events"])
        for row in sorted(feed.rows("reads"), key=lambda row: row["id"])
    ]
    assert reads == [("mbc-ledger", 0, 1, 1), ("mbc-ledger", 1, 2, 1)]
    [kept] = feed.rows("system_keys")
    assert abs((datetime.now(UTC) - kept["last_used_at"]).total_seconds()) < 120


@pytest.mark.parametrize(
    ("address", "shown", "status", "code", "recorded_for"),
    [
        ("/events", None, 401, "key_missing", ""),
        ("/events", "jc_test_made_up", 401, "key_unknown", ""),
        ("/systems/mbc-ledger/events", "jc_test_made_up", 401, "key_unknown", ""),
        ("/systems/stccg-mosaic/events", "own", 403, "key_of_another_system", "mbc-ledger"),
        ("/systems/nobody/events", "own", 403, "key_of_another_system", "mbc-ledger"),
        ("/events?type=panel.*", "own", 403, "events_not_granted", "mbc-ledger"),
    ],
)
def test_a_refused_reader_gets_nothing_and_only_the_refusal_is_recorded(
    feed, address, shown, status, code, recorded_for
):
    own = feed.register("mbc-ledger", event_names=["finance.*"])
    feed.register("stccg-mosaic", organisation="STCCG")
    feed.log(an_event("finance.uplift_tested"), an_event("panel.session_opened"))
    before = [feed.rows(table) for table in TABLES]

    answer = feed.get(address, own if shown == "own" else shown)

    assert answer.status_code == status
    assert answer.content_type == "application/problem+json"
    problem = json.loads(answer.data)
    assert (problem["code"], problem["status"]) == (code, status)
    assert problem["type"] == f"urn:jc:problem:{code}"
    assert "feedposition" not in answer.text
    assert ("WWW-Authenticate" in answer.headers) == (status == 401)
    assert [feed.rows(table) for table in TABLES] == before
    [refused] = feed.rows("refused_reads")
    assert (refused["code"], refused["system_code"], refused["times"]) == (code, recorded_for, 1)


def test_a_stranger_who_keeps_trying_fills_one_row(feed):
    for number in range(5):
        feed.get("/events", f"jc_test_guess_{number}")
    [refused] = feed.rows("refused_reads")
    assert refused["times"] == 5


def test_the_refusal_for_a_system_that_exists_is_that_for_one_that_does_not(feed, key):
    feed.register("stccg-mosaic", organisation="STCCG")
    there = feed.get("/systems/stccg-mosaic/events", key)
    not_there = feed.get("/systems/sbc-nothing/events", key)
    assert there.text.replace("stccg-mosaic", "*") == not_there.text.replace("sbc-nothing", "*")


@pytest.mark.parametrize(
    ("query", "code"),
    [
        ("after=-1", "bad_cursor"),
        ("after=abc", "bad_cursor"),
        ("after=", "bad_cursor"),
        ("after=99", "bad_cursor"),
        ("after=0%20OR%201=1", "bad_cursor"),
        ("limit=0", "parameter_out_of_range"),
        ("limit=1001", "parameter_out_of_range"),
        ("limit=ten", "parameter_out_of_range"),
        ("timeout=30001", "parameter_out_of_range"),
        ("timeout=-5", "parameter_out_of_range"),
        ("type=proposal", "malformed_pattern"),
        ("type=%25", "malformed_pattern"),
        ("typ=proposal.*", "unknown_parameter"),
        ("subject=a%00b", "malformed_subject"),
        (f"subject={'x' * 201}", "malformed_subject"),
    ],
)
def test_a_question_that_makes_no_sense_is_refused_and_leaves_no_trace(feed, key, query, code):
    feed.log(an_event())
    before = [feed.rows(table) for table in (*TABLES, "refused_reads")]
    answer = feed.get(f"/events?{query}", key)
    assert (answer.status_code, json.loads(answer.data)["code"]) == (400, code)
    assert answer.content_type == "application/problem+json"
    assert [feed.rows(table) for table in (*TABLES, "refused_reads")] == before


@settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    asked=st.dictionaries(
        st.sampled_from(["after", "limit", "type", "subject", "timeout", "more"]),
        st.one_of(st.text(max_size=30), st.integers(-5, 2000).map(str), st.just("*")),
    ),
    shown=st.one_of(st.none(), st.text(st.characters(codec="latin-1"), max_size=40)),
)
def test_no_question_breaks_the_feed(feed_with_key, asked, shown):
    feed, key = feed_with_key
    # A header with a line break never gets as far as the feed: its server refuses it.
    word = key if shown is None else re.sub(r"[\r\n]", "", shown)
    answer = feed.get(f"/events?{urlencode({**asked, 'timeout': '0'})}", word)
    assert answer.status_code in (200, 400, 401, 403)
    assert (answer.status_code == 200) == ("Jc-Position" in answer.headers)
    if answer.status_code != 200:
        assert json.loads(answer.data)["code"]


@pytest.mark.parametrize(
    ("method", "path", "status"), [("GET", "/no", 404), ("POST", "/events", 405)]
)
def test_other_addresses_and_methods_are_problems_too(feed, key, method, path, status):
    headers = {"Authorization": f"Bearer {key}"}
    answer = feed.app.test_client().open(path, method=method, headers=headers)
    assert answer.status_code == status
    assert answer.content_type == "application/problem+json"
    assert (status == 405) == ("Allow" in answer.headers)


def test_a_long_poll_wakes_within_a_second(live_feed):
    key, answers = live_feed.register(), []

    def wait():
        answer = live_feed.get("/events?after=0&timeout=20000", key)
        answers.append((time.monotonic(), json.loads(answer.data)))

    waiters = [threading.Thread(target=wait) for _ in range(3)]
    for waiter in waiters:
        waiter.start()
    soon(lambda: live_feed.waits(3))
    sent = an_event()
    live_feed.log(sent)
    logged = time.monotonic()
    for waiter in waiters:
        waiter.join(timeout=10)

    assert [events[0]["id"] for _, events in answers] == [sent.id] * 3
    assert max(at for at, _ in answers) - logged < 1


def test_a_long_poll_goes_on_when_what_came_is_not_for_it(live_feed):
    key, answers = live_feed.register(event_names=["finance.*"]), []

    def wait():
        answers.append(live_feed.get("/events?after=0&timeout=20000", key))

    waiter = threading.Thread(target=wait)
    waiter.start()
    soon(lambda: live_feed.waits(1))
    live_feed.log(an_event("panel.session_opened"))
    live_feed.log(an_event("finance.uplift_tested"))
    waiter.join(timeout=10)
    [answer] = answers
    assert [each["feedposition"] for each in json.loads(answer.data)] == [2]


def test_a_long_poll_ends_empty_when_nothing_comes(live_feed):
    key = live_feed.register()
    started = time.monotonic()
    answer = live_feed.get("/events?timeout=200", key)
    assert json.loads(answer.data) == []
    assert answer.headers["Jc-Position"] == "0"
    assert 0.2 <= time.monotonic() - started < 5


def test_a_key_that_is_taken_back_ends_a_long_poll_with_a_refusal(live_feed):
    key, answers = live_feed.register(), []
    other = threading.Thread(
        target=lambda: answers.append(live_feed.get("/events?timeout=20000", key).status_code)
    )
    other.start()
    soon(lambda: live_feed.waits(1))
    live_feed.command("revoke_key", code="mbc-ledger")
    live_feed.log(an_event())
    other.join(timeout=10)
    assert answers == [401]


def test_one_too_many_waiting_is_asked_to_come_back(service_database):
    feed = Feed(service_database("partner_events"), waiting=1)
    key, first = feed.register(), []
    waiter = threading.Thread(
        target=lambda: first.append(feed.get("/events?timeout=20000", key).status_code)
    )
    waiter.start()
    soon(lambda: feed.waits(1))
    answer = feed.get("/events?timeout=1000", key)
    assert answer.status_code == 503
    assert answer.headers["Retry-After"] == "1"
    assert json.loads(answer.data)["code"] == "too_many_waiting"
    assert feed.read(key) == []  # who does not wait is served
    feed.log(an_event())
    feed.head.advance(1)
    waiter.join(timeout=10)
    assert first == [200]


def test_a_long_poll_survives_a_database_that_drops_every_line(live_feed):
    key, answers = live_feed.register(), []
    soon(lambda: live_feed.head.listening)
    waiter = threading.Thread(
        target=lambda: answers.append(live_feed.get("/events?timeout=20000", key))
    )
    waiter.start()
    soon(lambda: live_feed.waits(1))
    with live_feed.database.transaction() as tx:
        assert len(tx.run(DROP_OTHER_LINES)) == 1
    sent = an_event()
    live_feed.log(sent)
    waiter.join(timeout=15)
    [answer] = answers
    assert [each["id"] for each in json.loads(answer.data)] == [sent.id]


def test_a_feed_whose_database_is_away_says_so(feed, key):
    feed.database.pool.close()
    feed.database.pool._url = "postgresql://127.0.0.1:1/nothing"
    answer = feed.get("/events", key)
    assert answer.status_code == 503
    assert json.loads(answer.data)["code"] == "service_away"
    assert answer.headers["Retry-After"]
    assert feed.get("/livez").status_code == 200
    assert json.loads(feed.get("/readyz").data)["database"] == "away"


def test_the_feed_is_ready_once_it_listens(live_feed):
    soon(lambda: live_feed.get("/readyz").status_code == 200)
    assert json.loads(live_feed.get("/readyz").data) == {
        "ready": True,
        "database": "ok",
        "migrations": "ok",
        "line": "ok",
    }
