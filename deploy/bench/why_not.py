"""What blocks whom: the gates of 10,000 proposals by RPC, page by page, as `jc process why-not`.

The proposals stand at forty points between their draft and their last stage. Forty of them went
there by commands; the others are copies of their rows. Everything is worked out while it is asked:
no answer is kept.
"""

import time
from collections.abc import Iterator
from itertools import islice

from deploy.bench import walk
from deploy.bench.ground import Ground, ground
from deploy.bench.table import Row
from deploy.bench.walk import Walk
from deploy.local.processes import RUNNER, Program
from deploy.local.trouble import Trouble
from shared.database.dependency import ServiceDatabase
from shared.messaging.rpc_client import Services
from shared.waiting_cli import pages

SERVICE = "commissioning_decisions"
PROGRAM = Program("service", RUNNER, (f"services.{SERVICE}.service:CommissioningDecisions",))
PROPOSALS, POINTS, COMMANDS = 10_000, 40, 68
SECONDS = 20
PATIENCE_SECONDS = 60
# Each row again for so many other proposals; the event of a line is no other proposal's.
COPIED = {
    "proposals": "id",
    "proposal_versions": "proposal_id",
    "moves": "proposal_id",
    "acts": "proposal_id",
    "known_facts": "proposal_id",
    "obligations": "subject",
    "subject_versions": "subject",
}
COPY = """
INSERT INTO {table}
SELECT (jsonb_populate_record(row, jsonb_build_object('{column}', row.{column} || '-' || copy)
                                   || {more})).*
FROM {table} AS row, generate_series(1, %(copies)s) AS copy
WHERE row.{column} LIKE 'JCP-%%'
"""
OWN_IDS = {
    "known_facts": "jsonb_build_object('id', row.id || '-' || copy)",
    "obligations": "jsonb_build_object('id', row.id || '-' || copy)",
}
SETTLE = "VACUUM ANALYZE"


def measure() -> Iterator[Row]:
    with ground("why_not", SERVICE) as here:
        database = here.database(SERVICE)
        _fill(here, database)
        database.pool.close()
        started = here.start(PROGRAM)
        services = Services(here.amqp_url, lines=1, seconds=PATIENCE_SECONDS)
        began = time.monotonic()
        found = list(pages(services, {}))
        seconds = time.monotonic() - began
        services.close()
        here.stop(started)
    blockers = [each for one in found for gate in one["gates"] for each in gate["blockers"]]
    if len({each["id"] for each in found}) != PROPOSALS or len(blockers) < PROPOSALS:
        raise Trouble(f"{len(found)} proposals were answered for, with {len(blockers)} blockers.")
    yield Row(f"why-not: {PROPOSALS:,} proposals by RPC", seconds, "seconds", target=SECONDS)
    yield Row("why-not: blockers named", len(blockers), "in all")


def _fill(here: Ground, database: ServiceDatabase) -> None:
    send = walk.in_process(database)
    walk.prepare(send)
    walk.tell(database, range(POINTS))
    for number in range(POINTS):
        for _ in islice(Walk(number, send).whole(), 1 + number * (COMMANDS - 1) // POINTS):
            pass
    copies = PROPOSALS // POINTS - 1
    with here.database_of_administrator(SERVICE).transaction() as tx:
        for table, column in COPIED.items():
            more = OWN_IDS.get(table, "'{}'")
            tx.run(COPY.format(table=table, column=column, more=more), copies=copies)
    with here.database_of_administrator(SERVICE).statements() as tx:
        tx.run(SETTLE)  # as the server does it by itself, later
