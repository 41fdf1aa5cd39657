"""Serves the feed: granian where it is installed, else waitress. One process, many threads.

python -m services.partner_events.web
"""

import importlib.util

from services.partner_events.web.app import create_app
from services.partner_events.web.head import Head
from shared import config, logs
from shared.database.dependency import database_of

SERVICE = "partner_events"
# Threads that no long poll may take: for those who ask without waiting, and for the probes.
RESERVED = 8
GRACE_SECONDS = 3


def main() -> None:
    host = config.optional("JC_FEED_HOST", "127.0.0.1")
    port = int(config.optional("JC_FEED_PORT", "8001"))
    if importlib.util.find_spec("granian"):
        serve_with_granian(host, port)
    else:
        serve_with_waitress(host, port)


def serve_with_granian(host: str, port: int) -> None:
    from granian import Granian
    from granian.constants import Interfaces

    Granian(
        "services.partner_events.web.__main__:make",
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        workers=1,
        blocking_threads=threads(),
        workers_kill_timeout=GRACE_SECONDS,
        factory=True,
        log_enabled=False,
        respawn_failed_workers=True,
    ).serve()


def serve_with_waitress(host: str, port: int) -> None:
    import waitress

    waitress.serve(make(), host=host, port=port, threads=threads(), ident=None)


def threads() -> int:
    return max(RESERVED + 1, int(config.optional("JC_FEED_THREADS", "64")))


def make() -> object:
    """The application, in the process that serves it."""
    settings = config.settings()
    logs.configure(f"{SERVICE}.web", settings.log_level)
    database, head = database_of(SERVICE), Head()
    head.follow(database)
    return create_app(database, head, waiting=threads() - RESERVED)


if __name__ == "__main__":
    main()
