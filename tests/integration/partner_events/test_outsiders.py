"""Readers that know nothing of this system but its contracts."""

import json
import os
import re
import sqlite3
import subprocess
import sys
import threading

import pytest
from typer.testing import CliRunner

from deploy.contracts.files import CONTRACTS
from shared import event_tail
from tests.support.feed import an_event, served, soon


@pytest.fixture
def key(live_feed):
    return live_feed.register()


def tail(*arguments):
    return CliRunner().invoke(event_tail.app, ["tail", "--once", *arguments])


def contract(number, pence, version=1):
    identifier = f"CON-2019-{number:02d}"
    return an_event(
        "contract.signed",
        subject=identifier,
        subject_version=version,
        data={"contract": {"id": identifier, "annual_value_pence": pence}},
    )


def costs(ledger):
    with sqlite3.connect(ledger) as store:
        return dict(store.execute("SELECT contract, pence FROM costs"))


def test_the_consumer_in_the_readme_follows_is_killed_and_goes_on(live_feed, key, tmp_path):
    [program] = re.findall(r"```python\n(.*?)```", (CONTRACTS / "README.md").read_text(), re.S)
    ledger = tmp_path / "ledger.db"

    def start(address):
        surroundings = {**os.environ, "FEED": address, "FEED_KEY": key, "LEDGER": str(ledger)}
        return subprocess.Popen([sys.executable, "-c", program], env=surroundings)

    live_feed.log(contract(1, 118_400_000), an_event(), contract(2, 100))
    with served(live_feed) as address:
        consumer = start(address)
        soon(lambda: ledger.exists() and live_feed.waits(1))
        consumer.kill()
        consumer.wait(timeout=10)
        assert costs(ledger) == {"CON-2019-01": 118_400_000, "CON-2019-02": 100}

        newest, older = contract(2, 104_533_300, version=3), contract(2, 50, version=2)
        live_feed.log(newest, older, newest, contract(3, 7))
        consumer = start(address)
        soon(lambda: len(costs(ledger)) == 3)
        consumer.kill()
        consumer.wait(timeout=10)
    assert costs(ledger)["CON-2019-02"] == 104_533_300


def test_the_tail_shows_one_line_for_each_event(live_feed, key):
    live_feed.log(an_event(), an_event("need.scored", subject="NEED-2017-01", effective_date=None))
    with served(live_feed) as address:
        outcome = tail("--after", "0", "--url", address, "--key", key)
    assert outcome.exit_code == 0
    assert [" ".join(line.split()) for line in outcome.stdout.splitlines()] == [
        "1 2018-09-21T09:30:00Z proposal.stage_changed.v1 JCP-2017-03 v1 takes effect 2018-09-21",
        "2 2018-09-21T09:30:00Z need.scored.v1 NEED-2017-01 v1",
    ]


def test_the_tail_gives_whole_events_and_filters(live_feed, key):
    sent = an_event("need.scored")
    live_feed.log(an_event(), sent)
    with served(live_feed) as address:
        outcome = tail("--after", "0", "--type", "need.*", "--json", "--url", address, "--key", key)
    [line] = outcome.stdout.splitlines()
    assert json.loads(line) == {**sent.to_wire(), "feedposition": 2}


def test_the_tail_says_why_it_was_refused(live_feed):
    with served(live_feed) as address:
        outcome = tail("--url", address, "--key", "jc_test_made_up")
    assert outcome.exit_code == 1
    assert "(key_unknown)" in outcome.stderr
    assert outcome.stdout == ""


def test_the_tail_asks_for_a_key(monkeypatch):
    monkeypatch.delenv("JC_FEED_KEY", raising=False)
    outcome = tail("--url", "http://127.0.0.1:1")
    assert outcome.exit_code == 2
    assert "JC_FEED_KEY" in outcome.stderr


def test_the_tail_waits_for_a_feed_that_is_away_and_loses_no_place(live_feed, key):
    live_feed.log(an_event(), an_event())
    reasons, seen = [], []
    with served(live_feed) as address:
        feed = event_tail.Feed(address, key)
        [first, _] = list(event_tail.follow(feed, "0", once=True))
    returned = threading.Event()

    def paused(reason):
        reasons.append(reason)
        returned.set()

    follower = event_tail.follow(
        feed, str(first["feedposition"]), once=True, paused=paused, pause_seconds=0.05
    )
    reader = threading.Thread(target=lambda: seen.extend(follower))
    reader.start()
    assert returned.wait(timeout=10)
    port = int(address.rsplit(":", 1)[1])
    with served(live_feed, port):
        reader.join(timeout=10)
    assert [event["feedposition"] for event in seen] == [2]
    assert reasons
