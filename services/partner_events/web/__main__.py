"""Serves the feed: python -m services.partner_events.web"""

from services.partner_events.web.app import create_app
from services.partner_events.web.head import Head
from shared import config, logs, memory, web_server
from shared.database.dependency import database_of

SERVICE = "partner_events"
HOST = "127.0.0.1"
# Threads that no long poll may take: for those who ask without waiting, and for the probes.
RESERVED = 8
GRACE_SECONDS = 3


def main() -> None:
    web_server.serve(
        "services.partner_events.web.__main__",
        make,
        host=config.optional("JC_FEED_HOST", HOST),
        port=int(config.optional("JC_FEED_PORT", "8001")),
        threads=threads(),
        grace=GRACE_SECONDS,
    )


def threads() -> int:
    return max(RESERVED + 1, int(config.optional("JC_FEED_THREADS", "64")))


def make() -> object:
    """The application, in the process that serves it."""
    settings = config.settings()
    logs.configure(f"{SERVICE}.web", settings.log_level)
    database, head = database_of(SERVICE), Head()
    head.follow(database)
    app = create_app(database, head, waiting=threads() - RESERVED)
    memory.settle()
    return app


if __name__ == "__main__":
    main()
