"""What a move costs at the end of a long chain: the 10,000th of a proposal beside the 10th.

A proposal that is parked and resumed, each time by the whole command: validated, locked, read, its
gate looked at, the move linked to the one before, told and committed. Both are measured in turns,
so that whatever else happens on the machine happens to both.
"""

import time
from collections.abc import Iterator

from deploy.bench import walk
from deploy.bench.figures import percentile
from deploy.bench.ground import ground
from deploy.bench.table import Row
from deploy.bench.walk import Send, Walk
from deploy.local.trouble import Trouble

SERVICE = "commissioning_decisions"
SHORT, LONG = 10, 10_000
SAMPLES = 200
LONGEST, OTHERS = 0, 1  # the number of the proposal that waits often, and of the first other one
ON = "2018-08-17"
PARK, RESUME = "park", "resume"
COUNT = "SELECT count(*) AS moves FROM moves WHERE proposal_id = %(id)s"
SETTLE = "VACUUM ANALYZE"


def measure() -> Iterator[Row]:
    with ground("chains", SERVICE) as here:
        database = here.database(SERVICE)
        send = walk.in_process(database)
        walk.prepare(send)
        longest = _waiting(send, LONGEST, LONG - 1)
        with here.database_of_administrator(SERVICE).statements() as tx:
            tx.run(SETTLE)  # as the server does it by itself, later
        short, long = [], []
        for number in range(SAMPLES):
            other = _waiting(send, OTHERS + number, SHORT - 1)
            short.append(_resumed(other))
            long.append(_resumed(longest))
            longest.move(ON, PARK)
        with database.transaction() as tx:
            [row] = tx.run(COUNT, id=longest.id)
        if row["moves"] != LONG - 1 + 2 * SAMPLES:
            raise Trouble(f"The long chain has {row['moves']} moves.")
        database.pool.close()
        few, many = percentile(short, 0.5), percentile(long, 0.5)
        yield Row(f"chains: move {SHORT} of a proposal, p50", few, "ms")
        yield Row(f"chains: move {LONG:,} of a proposal, p50", many, "ms")
        yield Row(f"chains: move {LONG:,} to move {SHORT}", many / few, "times", target=1.2)


def _waiting(send: Send, number: int, moves: int) -> Walk:
    """A proposal that was parked and resumed so often; an odd number leaves it parked."""
    proposal = Walk(number, send)
    proposal.draft()
    for position in range(moves):
        proposal.move(ON, RESUME if position % 2 else PARK)
    return proposal


def _resumed(proposal: Walk) -> float:
    """Milliseconds."""
    began = time.perf_counter()
    proposal.move(ON, RESUME)
    return 1000 * (time.perf_counter() - began)
