"""Whole proposals by command RPC: 68 commands each, from the draft through all sixteen stages.

The product as it runs: the service and the relay, each a process; commands over RabbitMQ, validated
and idempotent; every gate, hash, event, obligation and line of the timeline. What other services
have to say is there before. Eight clients, each with proposals of its own, wait for each answer.

SpiffWorkflow gets the same commands from the same clients, in turns with that: bare, and safe,
which is with the guarantees that every service here gives. `spiff` says what each leaves out.
"""

import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Any

from deploy.bench import spiff, walk
from deploy.bench.figures import percentile
from deploy.bench.ground import Ground, ground
from deploy.bench.table import AT_LEAST, Row
from deploy.bench.walk import Send, Walk
from deploy.local.processes import RELAY, RUNNER, Program
from deploy.local.trouble import Trouble
from shared.identifiers import uuid7
from shared.messaging.rpc_client import Services

SERVICE = "commissioning_decisions"
PROGRAMS = (
    Program("service", RUNNER, (f"services.{SERVICE}.service:CommissioningDecisions",)),
    Program("spiff", RUNNER, ("deploy.bench.spiff:Spiff",)),
    Program("relay", RELAY, (SERVICE, spiff.NAME)),
)
PATIENCE_SECONDS = 30
CLIENTS = 8
WARM, EACH = 1, 6  # proposals of each client: before, and while it is measured
MOVE, LAST = "move_proposal", "stopped"


@dataclass
class Taken:
    """By one way to send: its seconds, and the milliseconds of each command by its method."""

    send: Send
    seconds: float = 0.0
    commands: list[tuple[str, float]] = field(default_factory=list)

    def a_second(self, method: str | None = None) -> float:
        return len(self.of(method)) / self.seconds

    def of(self, method: str | None) -> list[float]:
        return [spent for name, spent in self.commands if method in (None, name)]


def measure() -> Iterator[Row]:
    with ground("proposals", SERVICE, spiff.NAME) as here:
        with here.database_of_administrator(spiff.NAME).transaction() as tx:
            tx.run(spiff.TABLE)
        started = here.start(*PROGRAMS)
        services = Services(here.amqp_url, lines=CLIENTS, seconds=PATIENCE_SECONDS)
        ours = Taken(_by_product(services))
        bare, safe = (Taken(_by_spiff(services, name)) for name in ("step_bare", "step"))
        _prepare(here, ours.send)
        _take_turns(ours, bare, safe)
        services.close()
        here.stop(started)
    whole = CLIENTS * EACH / ours.seconds
    yield Row(f"proposals: whole ones, {CLIENTS} clients", whole, "a second")
    yield Row("proposals: their commands by RPC", ours.a_second(), "a second")
    yield Row("proposals: moves among them", ours.a_second(MOVE), "a second", AT_LEAST, 25)
    yield Row("proposals: a move among them, p50", percentile(ours.of(MOVE), 0.5), "ms")
    yield Row("proposals: the same, SpiffWorkflow bare", bare.a_second(), "a second")
    yield Row("proposals: the same, SpiffWorkflow safe", safe.a_second(), "a second")
    times = ours.a_second() / safe.a_second()
    yield Row("proposals: ours to SpiffWorkflow safe", times, "times", AT_LEAST, 1)


def _prepare(here: Ground, send: Send) -> None:
    walk.prepare(send)
    database = here.database(SERVICE)
    walk.tell(database, range(CLIENTS * (WARM + EACH)))
    database.pool.close()


def _take_turns(*ways: Taken) -> None:
    """So that whatever else happens on the machine happens to all of them."""
    for number in range(WARM + EACH):
        for way in (*ways[number % len(ways) :], *ways[: number % len(ways)]):
            began = time.monotonic()
            commands = _side_by_side(way.send, number)
            if number >= WARM:
                way.seconds += time.monotonic() - began
                way.commands += commands


def _side_by_side(send: Send, number: int) -> list[tuple[str, float]]:
    """Each client takes a proposal of its own through all stages."""

    def one_client(client: int) -> list[tuple[str, float]]:
        return list(_walked(send, CLIENTS * number + client))

    with ThreadPoolExecutor(CLIENTS) as clients:
        return [each for taken in clients.map(one_client, range(CLIENTS)) for each in taken]


def _walked(send: Send, number: int) -> Iterator[tuple[str, float]]:
    """Each command with its milliseconds."""
    proposal = Walk(number, send)
    began = time.perf_counter()
    for method in proposal.whole():
        yield method, 1000 * (time.perf_counter() - began)
        began = time.perf_counter()
    if proposal.stage != LAST:
        raise Trouble(f"{proposal.id} ended in the stage {proposal.stage}.")


def _by_product(services: Services) -> Send:
    def send(method: str, body: dict[str, Any], who: dict[str, Any]) -> Any:
        return services.call(SERVICE, method, body, _meta(who))

    return send


def _by_spiff(services: Services, entrypoint: str) -> Send:
    def send(method: str, body: dict[str, Any], who: dict[str, Any]) -> Any:
        id = f"{entrypoint} {body.get('proposal_id') or body['reference']}"
        step = {"id": id, "method": method, "body": body}
        return services.call(spiff.NAME, entrypoint, step, _meta(who))

    return send


def _meta(who: dict[str, Any]) -> dict[str, Any]:
    return {"actor": who, "idempotency_key": uuid7(), "correlation_id": uuid7()}
