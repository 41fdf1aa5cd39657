"""How long a gate takes to answer, in process, for a proposal that has everything on file."""

import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from deploy.bench import walk
from deploy.bench.figures import percentile
from deploy.bench.ground import ground
from deploy.bench.table import Row
from deploy.bench.walk import Walk
from services.commissioning_decisions import repository
from services.commissioning_decisions.domain import moving
from services.commissioning_decisions.domain.case import Case

SERVICE = "commissioning_decisions"
ON = date(2024, 4, 2)
ROUNDS = 40


def measure() -> Iterator[Row]:
    with ground("gates", SERVICE) as here:
        database = here.database(SERVICE)
        send = walk.in_process(database)
        walk.prepare(send)
        walk.tell(database, range(1))
        proposal = Walk(0, send)
        for _ in proposal.whole():
            pass
        with database.transaction() as tx:
            case = repository.find(tx, proposal.id)
        database.pool.close()
    taken = dict(_gates(case))
    every = [each for spent in taken.values() for each in spent]
    slowest = max(taken, key=lambda name: percentile(taken[name], 0.5))
    what = f"gates: each of {len(taken)} with {len(case.acts)} acts on file"
    yield Row(f"{what}, p50", percentile(every, 0.5), "ms")
    yield Row(f"{what}, p95", percentile(every, 0.95), "ms", target=1)
    yield Row(f"gates: the slowest ({slowest}), p50", percentile(taken[slowest], 0.5), "ms")


def _gates(case: Case) -> Iterator[tuple[str, list[float]]]:
    """Each gate of the process: the milliseconds of each time that it was looked at."""
    for stage in case.process.stages:
        last = replace(case.moves[-1], to_stage=stage.id)
        here = replace(case, moves=(*case.moves[:-1], last))
        for move in stage.moves:
            if move.conditions:
                yield f"{stage.id} {move.name}", [_looked(here, move.name) for _ in range(ROUNDS)]


def _looked(case: Case, move: str) -> float:
    began = time.perf_counter()
    moving.way(case, move, ON)
    return 1000 * (time.perf_counter() - began)
