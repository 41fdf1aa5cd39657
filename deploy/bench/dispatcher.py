"""The same effects by nameko's own dispatcher and handler, on the same broker and database.

As reliable as nameko makes it: persistent messages, published with confirms; a durable queue,
`reliable_delivery`, acknowledged when the handler is done; each effect committed by itself. Workers
and prefetch are tuned: the best of `WORKERS` counts. What nameko lacks is not added (no outbox, no
inbox, and an event whose handler fails is gone), which is in its favour here.

    python -m deploy.bench.dispatcher handle WORKERS | dispatch COUNT
"""

import sys

import eventlet

if __name__ == "__main__":
    eventlet.monkey_patch()

import signal
import time
from pathlib import Path
from typing import Any

from nameko.events import event_handler
from nameko.extensions import DependencyProvider
from nameko.runners import ServiceRunner
from nameko.standalone.events import event_dispatcher

from deploy.bench import effects
from deploy.bench.changes import BYTES, SUBJECTS
from deploy.bench.ground import Ground
from deploy.local.processes import Program
from deploy.local.trouble import Trouble
from shared import config
from shared.database.dependency import ServiceDatabase, database_of
from shared.identifiers import uuid7

SOURCE, NAME = "bench_source", "changed"
WORKERS = (10, 40)
PATIENCE_SECONDS = 300
LOOK_SECONDS = 0.05
COUNT = "SELECT count(*) AS number FROM effects"
EMPTY = "TRUNCATE effects"


class PlainDatabase(DependencyProvider):  # type: ignore[misc] # nameko has no types
    def setup(self) -> None:
        self.database = database_of(effects.CONSUMER)

    def get_dependency(self, worker_ctx: Any) -> ServiceDatabase:
        return self.database


class Handler:
    name = "bench_handler"
    database = PlainDatabase()

    @event_handler(SOURCE, NAME, reliable_delivery=True)  # type: ignore[untyped-decorator]
    def on_change(self, event: dict[str, Any]) -> None:
        with self.database.transaction() as tx:
            tx.run(effects.ADD, **event)


def drained(here: Ground, count: int) -> float:
    """Events a second, from the first effect to the last, dispatched and handled side by side."""
    return max(_drained(here, count, workers) for workers in WORKERS)


def _drained(here: Ground, count: int, workers: int) -> float:
    module = "deploy.bench.dispatcher"
    handler = here.start(Program("handler", module, ("handle", str(workers))))
    database = here.database(effects.CONSUMER)

    def applied() -> int:
        with database.transaction() as tx:
            return int(tx.run(COUNT)[0]["number"])

    dispatching = here.launch(Program("dispatcher", module, ("dispatch", str(count))))
    until = time.monotonic() + PATIENCE_SECONDS
    began, first = 0.0, 0
    while (done := applied()) < count:
        if time.monotonic() > until or handler[0].running() is None:
            raise Trouble(f"nameko applied {done} of {count} events in time.")
        if done and not began:
            began, first = time.monotonic(), done
        time.sleep(LOOK_SECONDS)
    rate = (count - first) / (time.monotonic() - began)
    here.stop([*handler, dispatching])
    with database.transaction() as tx:
        tx.run(EMPTY)
    return rate


def _handle(workers: int) -> None:
    url = config.settings().amqp_url
    runner = ServiceRunner({"AMQP_URI": url, "max_workers": workers})
    runner.add_service(Handler)
    runner.start()
    signal.signal(signal.SIGTERM, lambda *_: eventlet.spawn_n(runner.stop))
    Path(config.optional("JC_READY_FILE", "")).touch()
    runner.wait()


def _dispatch(count: int) -> None:
    words = "x" * (BYTES - 150)  # with the other fields 1 KB
    url = config.settings().amqp_url
    dispatch = event_dispatcher({"AMQP_URI": url})
    for number in range(count):
        subject = f"CON-2026-{number % SUBJECTS:04d}"
        body = {"event_id": uuid7(), "subject": subject, "number": number, "words": words}
        dispatch(SOURCE, NAME, body)


if __name__ == "__main__":
    verb, number = sys.argv[1], int(sys.argv[2])
    _handle(number) if verb == "handle" else _dispatch(number)
