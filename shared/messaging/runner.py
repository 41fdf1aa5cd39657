"""Runs one nameko service: `python -m shared.messaging.runner services.x.service:X`.

nameko's own command needs pkg_resources, which newer Pythons lack. eventlet is patched in before
anything else is imported, so that sockets and psycopg2 give way to other green threads.
"""

import eventlet

eventlet.monkey_patch()

import importlib  # noqa: E402
import os  # noqa: E402
import signal  # noqa: E402
import sys  # noqa: E402

from kombu import Connection  # noqa: E402
from nameko.runners import ServiceRunner  # noqa: E402

from shared import config, logs, memory, readiness  # noqa: E402
from shared.database.pool import is_cooperative  # noqa: E402
from shared.messaging.consumer import BROKER_ERRORS, CONNECT_SECONDS  # noqa: E402
from shared.messaging.rpc_client import kombu_url  # noqa: E402

log = logs.get(__name__)

WORKERS = 8  # calls at once; as many as the pool has connections
HEARTBEAT_SECONDS = 30
GRACE_SECONDS = 10.0
SHORTEST_WAIT, LONGEST_WAIT = 0.1, 2.0


def main(arguments: list[str]) -> int:
    if len(arguments) != 1 or ":" not in arguments[0]:
        sys.stderr.write("Name one service class, such as services.x.service:X.\n")
        return 2
    module, _, name = arguments[0].partition(":")
    service = getattr(importlib.import_module(module), name)
    settings = config.settings()
    logs.configure(service.name, settings.log_level)
    # Without it one slow query would stop everything else in this process.
    assert is_cooperative(), "psycopg2 is not patched by eventlet"
    readiness.begin()
    runner = ServiceRunner(
        {
            "AMQP_URI": kombu_url(settings.amqp_url),
            "max_workers": WORKERS,
            "HEARTBEAT": HEARTBEAT_SECONDS,
        }
    )
    runner.add_service(service)
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: _stop(runner))
    _wait_for_broker(settings.amqp_url)
    runner.start()
    memory.settle()
    log.info("ready")
    readiness.say()
    eventlet.spawn_n(_go_on_saying_so)
    return _wait_for_end(runner)


def _wait_for_broker(amqp_url: str) -> None:
    """nameko's RPC gives up at its first try; a service that starts before its broker may not."""
    wait = SHORTEST_WAIT
    while True:
        try:
            with Connection(amqp_url, connect_timeout=CONNECT_SECONDS) as connection:
                connection.connect()
                return
        except BROKER_ERRORS as away:
            log.warning("waiting for the broker", reason=str(away)[:200])
        eventlet.sleep(wait)
        wait = min(wait * 2, LONGEST_WAIT)


def _go_on_saying_so() -> None:
    """A green thread like those that work: where one of them holds all others up, it is silent."""
    while True:
        eventlet.sleep(readiness.BEAT_SECONDS)
        readiness.repeat()


def _stop(runner: ServiceRunner) -> None:
    """A signal handler may not wait: what is in flight is settled in a green thread."""
    eventlet.spawn_n(runner.stop)
    # The broker may be gone, and then some waits would never end.
    eventlet.spawn_after(GRACE_SECONDS, os._exit, 0)


def _wait_for_end(runner: ServiceRunner) -> int:
    """Until the service stops; 1 when it died, so that whoever watches starts it again."""
    end = eventlet.spawn(runner.wait)
    while True:
        try:
            end.wait()
            return 0
        except InterruptedError:
            continue
        except Exception:
            log.exception("the service died")
            return 1


if __name__ == "__main__":
    code = main(sys.argv[1:])
    sys.stdout.flush()
    os._exit(code)
