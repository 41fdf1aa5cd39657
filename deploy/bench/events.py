"""From a state change committed in one service to its effect committed in another.

Full guarantees: change and event in one transaction, relay with confirms, quorum queues on disk,
effect and inbox row in one transaction. Afterwards each effect is counted: once, no more.
"""

import threading
import time
from collections.abc import Iterator
from pathlib import Path

from deploy.bench import changes, dispatcher, effects, stamps
from deploy.bench.figures import percentile
from deploy.bench.ground import Ground, ground
from deploy.bench.table import AT_LEAST, Row
from deploy.local.processes import RELAY, RUNNER, Program, Started
from deploy.local.trouble import Trouble
from shared.database.dependency import ServiceDatabase

BACKLOG = 20_000
AT_ONCE = 20  # changes in one transaction while the backlog is written, which is not measured
BY_NAMEKO = 5_000
PACE, PACED = 100, 3_000  # a second, in all
WARM = 300  # the first of the paced events, while everything gets warm, are left out
PATIENCE_SECONDS = 300
LOOK_SECONDS = 0.05
RELAYED = Program("relay", RELAY, (changes.PRODUCER,))
COUNT = "SELECT count(*) AS all, count(DISTINCT event_id) AS different FROM effects"
EMPTY = "TRUNCATE effects"


def measure() -> Iterator[Row]:
    with ground("events", changes.PRODUCER, effects.CONSUMER) as here:
        for service, table in (
            (changes.PRODUCER, changes.TABLE),
            (effects.CONSUMER, effects.TABLE),
        ):
            with here.database_of_administrator(service).transaction() as tx:
                tx.run(table)
        ours = _drained(here)
        yield Row(f"events: backlog of {BACKLOG:,} x 1 KB", ours, "a second", AT_LEAST, 1500)
        theirs = dispatcher.drained(here, BY_NAMEKO)
        yield Row(f"events: nameko's own way, {BY_NAMEKO:,} x 1 KB", theirs, "a second")
        yield Row("events: ours to nameko's", ours / theirs, "times", AT_LEAST, 1.5)
        taken = _paced(here)
        yield Row(f"events: p50 at {PACE} a second", percentile(taken, 0.5), "ms", target=10)
        yield Row(f"events: p99 at {PACE} a second", percentile(taken, 0.99), "ms", target=25)


def _drained(here: Ground) -> float:
    """Events a second, from the first effect to the last, of a backlog that waits in the outbox."""
    writer = changes.Writer(here.database(changes.PRODUCER))
    for first in range(0, BACKLOG, AT_ONCE):
        writer.commit(range(first, first + AT_ONCE))
    path = here.places.folder / "drained.txt"
    started = here.start(_consumer(path), RELAYED)
    _wait_for(path, BACKLOG, started)
    here.stop(started)
    instants = [at for _, at in stamps.read(path)]
    _check_each_once(here.database(effects.CONSUMER), BACKLOG)
    return (BACKLOG - 1) / (instants[-1] - instants[0])


def _paced(here: Ground) -> list[float]:
    """Milliseconds from commit to commit, one change every hundredth of a second."""
    path = here.places.folder / "paced.txt"
    started = here.start(_consumer(path), RELAYED)
    writer = changes.Writer(here.database(changes.PRODUCER))
    committed: dict[str, float] = {}
    pause = threading.Event()
    began = time.monotonic()
    for number in range(PACED):
        pause.wait(max(0.0, began + number / PACE - time.monotonic()))
        [event_id], at = writer.commit([number])
        if number >= WARM:
            committed[event_id] = at
    _wait_for(path, PACED, started)
    here.stop(started)
    _check_each_once(here.database(effects.CONSUMER), PACED)
    applied = dict(stamps.read(path))
    return [1000 * (applied[event_id] - at) for event_id, at in committed.items()]


def _consumer(path: Path) -> Program:
    return Program(
        "effects",
        RUNNER,
        ("deploy.bench.effects:Effects",),
        settings={"JC_BENCH_STAMPS": str(path)},
    )


def _wait_for(path: Path, count: int, started: list[Started]) -> None:
    until = time.monotonic() + PATIENCE_SECONDS
    while stamps.count(path) < count:
        if time.monotonic() > until:
            raise Trouble(f"Only {stamps.count(path)} of {count} events were applied in time.")
        for each in started:
            if each.running() is None:
                raise Trouble(f"{each.name} ended. It said:\n{each.last_words()}")
        time.sleep(LOOK_SECONDS)


def _check_each_once(database: ServiceDatabase, count: int) -> None:
    with database.transaction() as tx:
        [row] = tx.run(COUNT)
        tx.run(EMPTY)
    if (row["all"], row["different"]) != (count, count):
        raise Trouble(f"{row['different']} of {count} events were applied, {row['all']} times.")
