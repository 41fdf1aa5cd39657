"""The timer in real processes: killed, doubled, asked from the terminal; each day is told once."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests.support import messaging
from tests.support.eventually import eventually

ROOT = Path(__file__).parents[3]
SERVICE = "services.commissioning_decisions.service:CommissioningDecisions"
COUNT = 20_000
FILL = """
INSERT INTO obligations (id, subject, key, kind, title, rule_id, rule_version, sense, calendar,
    calendar_version, started_on, due_on, instant, falls_at, explanation, role, organisation,
    warn_on, basis, state, revision, next_at)
SELECT 'JCP-2026-' || n || '/call_in.1', 'JCP-2026-' || n, 'call_in.1', 'call_in', 'A window',
    'CI5', '2026.1', 'closes', 'ENG', 'ENG as it was', '2026-05-21', %(due_on)s,
    %(instant)s, %(instant)s, 'Why', 'democratic_services', 'MBC', %(due_on)s, '', 'due', 0,
    %(instant)s
FROM generate_series(%(first)s, %(last)s) AS n
"""
TOLD = """
SELECT count(*) AS all, count(DISTINCT body::json ->> 'subject') AS different
FROM outbox WHERE routing_key = 'obligation.discharged'
"""


@pytest.fixture
def database(service_database):
    return service_database("commissioning_decisions")


def told(database) -> tuple[int, int]:
    with database.transaction() as tx:
        [row] = tx.run(TOLD)
    return row["all"], row["different"]


def fill(database, first, last, due_on="2026-05-29", instant="2026-05-29T23:00:00Z") -> None:
    with database.transaction() as tx:
        tx.run(FILL, first=first, last=last, due_on=due_on, instant=instant)


def jc(database, amqp_url, *arguments) -> str:
    settings = {"JC_AMQP_URL": amqp_url, "JC_DATABASE_URL": database.url, "COLUMNS": "200"}
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-m", "shared.cli", *arguments],
        cwd=ROOT,
        env={**os.environ, **settings},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_a_process_that_is_killed_while_it_tells_loses_none_and_two_tell_none_twice(
    database, amqp_url, tmp_path
):
    fill(database, 100_001, 100_000 + COUNT)
    with messaging.consumer(database, amqp_url, tmp_path, SERVICE) as first:
        eventually(lambda: told(database)[0] > 0, within=20)
        first.end(signal.SIGKILL)
    before, _ = told(database)
    assert before < COUNT, "it was killed in the middle"
    with (
        messaging.consumer(database, amqp_url, tmp_path, SERVICE),
        messaging.consumer(database, amqp_url, tmp_path, SERVICE),
    ):
        eventually(lambda: told(database)[0] >= COUNT, within=40)
        fill(database, 1, 50)  # the next look, ten seconds later
        eventually(lambda: told(database)[0] >= COUNT + 50, within=20)
    assert told(database) == (COUNT + 50, COUNT + 50)


def test_the_terminal_lists_deadlines_and_has_them_worked_out_anew(database, amqp_url, tmp_path):
    """Published Thursday 21 May 2099, before a spring bank holiday on Monday 25."""
    fill(database, 1, 1, "2099-05-28", "2099-05-28T23:00:00Z")
    with database.transaction() as tx:
        tx.run("UPDATE obligations SET started_on = '2099-05-21'")
    with messaging.consumer(database, amqp_url, tmp_path, SERVICE):
        listed = jc(database, amqp_url, "deadlines", "list", "MBC")
        assert "2099-05-28" in listed
        assert "JCP-2026-1/call_in.1" in listed
        moved = jc(database, amqp_url, "deadlines", "recompute")
        assert "2099-05-28 → 2099-05-29  JCP-2026-1/call_in.1" in moved
        assert "1 worked out anew: 1 moved, 0 keep their later day." in moved
        assert "0 worked out anew" in jc(database, amqp_url, "deadlines", "recompute")
        assert "No deadline matches." in jc(database, amqp_url, "deadlines", "list", "HBC")
