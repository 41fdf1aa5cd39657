"""Many deadlines that end at one instant: how long it takes until all of them are told.

Written by two instances of the timer side by side, each a process of its own. Afterwards the events
are counted: one for each, no more. An act on a proposal with nothing new to keep is measured too.

    python -m deploy.bench.deadlines fire
"""

import subprocess
import sys
import time
from collections.abc import Iterator

from deploy.bench.figures import percentile
from deploy.bench.ground import Ground, ground
from deploy.bench.table import Row
from deploy.local.places import ROOT
from deploy.local.trouble import Trouble
from services.commissioning_decisions.service import obligations
from shared import clock
from shared.database.dependency import ServiceDatabase, database_of

SERVICE = "commissioning_decisions"
DUE, SECONDS = 60_000, 60
INSTANCES = 2
LOOKS = 200
FILL = """
INSERT INTO obligations (id, subject, key, kind, title, rule_id, rule_version, sense, calendar,
    calendar_version, started_on, due_on, instant, falls_at, acts_from, explanation, role,
    organisation, warn_on, basis, state, revision, next_at)
SELECT 'JCP-2026-' || n || '/call_in.7', 'JCP-2026-' || n, 'call_in.7', 'call_in',
    'Call-in at Middlesbrough Council closes', 'CI5', '2026.1', 'closes', 'ENG',
    'ENG 2026.1 with holidays 0.109', '2026-11-16', '2026-11-23', '2026-11-24', '2026-11-24',
    '2026-11-24', 'Call-in closes at the end of Monday 23 November 2026: 5 working days (calendar: '
    'England) after the day on which the decision is published, Monday 16 November 2026.',
    'democratic_services', 'MBC', '2026-11-22', 'Call-in at Middlesbrough Council closes|MBC',
    'due', 0, '2026-11-24'
FROM generate_series(100001, 100000 + %(count)s) AS n
"""
TOLD = """
SELECT count(*) AS all, count(DISTINCT body::json ->> 'subject') AS different
FROM outbox WHERE routing_key = 'obligation.discharged'
"""


def measure() -> Iterator[Row]:
    with ground("deadlines", SERVICE) as here:
        database = here.database(SERVICE)
        with database.transaction() as tx:
            tx.run(FILL, count=DUE)
        seconds = _fired(here)
        _check_each_once(database)
        what = f"deadlines: {DUE:,} due at one instant, {INSTANCES} instances"
        yield Row(what, seconds, "seconds", target=SECONDS)
        looks = _looks(database)
        yield Row("deadlines: a look when none is due, p95", percentile(looks, 0.95), "ms")
        database.pool.close()


def _fired(here: Ground) -> float:
    """Seconds from the start of the first instance's look to the end of the last one's."""
    command = [sys.executable, "-m", "deploy.bench.deadlines", "fire"]
    instances = [
        subprocess.Popen(
            command, cwd=ROOT, env=here.settings, stdin=subprocess.PIPE, stdout=subprocess.PIPE
        )
        for _ in range(INSTANCES)
    ]
    for each in instances:
        assert each.stdout is not None
        each.stdout.readline()
    began = time.monotonic()
    for each in instances:
        each.communicate(b"go\n")
    if any(each.returncode for each in instances):
        raise Trouble("An instance that tells what is due has failed.")
    return time.monotonic() - began


def _looks(database: ServiceDatabase) -> list[float]:
    """Milliseconds of looks at a full table in which nothing is due."""
    taken = []
    for _ in range(LOOKS):
        began = time.perf_counter()
        with database.transaction() as tx:
            obligations.fire(tx, clock.now())
        taken.append(1000 * (time.perf_counter() - began))
    return taken


def _check_each_once(database: ServiceDatabase) -> None:
    with database.transaction() as tx:
        [row] = tx.run(TOLD)
    if (row["all"], row["different"]) != (DUE, DUE):
        raise Trouble(f"{row['different']} of {DUE} deadlines were told, {row['all']} times.")


def _fire() -> None:
    """All that is due, batch by batch, as the timer does it."""
    database, at = database_of(SERVICE), clock.now()
    with database.transaction() as tx:
        tx.run("SELECT 1")
    print("ready", flush=True)
    sys.stdin.readline()
    more = True
    while more:
        with database.transaction() as tx:
            more = obligations.fire(tx, at) == obligations.BATCH


if __name__ == "__main__":
    _fire()
