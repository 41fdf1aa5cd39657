"""The partner feed on a database of its own: its service, its web side, and events to log."""

import itertools
import json
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from typing import Any

from nameko.testing.services import worker_factory
from werkzeug.serving import make_server

from services.partner_events.service import PartnerEvents
from services.partner_events.web.app import create_app
from services.partner_events.web.head import Head
from shared.events import Event
from shared.identifiers import uuid7

RECORDED = datetime(2018, 9, 21, 9, 30, tzinfo=UTC)
OPERATOR = {"person": "olu", "organisation": "MBC", "roles": ["operator"]}


def an_event(name: str = "proposal.stage_changed", **changes: Any) -> Event:
    """An event as another service publishes it."""
    facts: dict[str, Any] = {
        "id": uuid7(),
        "name": name,
        "version": 1,
        "source": "/jc/tees/commissioning_decisions",
        "subject": "JCP-2017-03",
        "subject_version": 1,
        "time": RECORDED,
        "data": {"proposal": {"id": "JCP-2017-03", "title": "Speech – and language therapy €"}},
        "correlation_id": uuid7(),
        "effective_date": date(2018, 9, 21),
    }
    return Event(**{**facts, **changes})


@contextmanager
def served(feed: "Feed", port: int = 0) -> Iterator[str]:
    """The address of the feed on a free port, with a thread for each request."""
    server = make_server("127.0.0.1", port, feed.app, threaded=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join(timeout=10)
        server.server_close()


def soon(check: Callable[[], bool], within: float = 10) -> None:
    """Return as soon as the check holds; fail when it does not within some seconds."""
    deadline = time.monotonic() + within
    pause = threading.Event()
    while not check():
        assert time.monotonic() < deadline, "it did not come to pass"
        pause.wait(0.01)


class Feed:
    """Logs events, carries out an operator's commands, and reads as a partner system does."""

    _keys = itertools.count()

    def __init__(self, database: Any, waiting: int = 8) -> None:
        self.database = database
        self.head = Head()
        self.service = worker_factory(PartnerEvents, database=database)
        self.app = create_app(database, self.head, waiting)

    def log(self, *events: Event) -> None:
        """All of them in one transaction, as a micro-batch."""
        with self.database.transaction() as tx:
            for event in events:
                self.service.on_event(event, tx)

    def command(self, method: str, actor: Any = None, key: str | None = None, **body: Any) -> Any:
        meta = {
            "actor": actor or OPERATOR,
            "idempotency_key": key or f"test-command-{next(self._keys)}",
        }
        return getattr(self.service, method)(body, meta)

    def register(self, code: str = "mbc-ledger", **changes: Any) -> str:
        """A new system's key."""
        facts = {
            "name": f"System {code}",
            "organisation": "MBC",
            "event_names": ["*"],
            "classification_ceiling": "partner",
            **changes,
        }
        return str(self.command("register_system", code=code, **facts)["key"])

    def get(self, address: str, key: str | None = None, **headers: str) -> Any:
        if key:
            headers["Authorization"] = f"Bearer {key}"
        return self.app.test_client().get(address, headers=headers)

    def waits(self, requests: int) -> bool:
        """Whether so many requests wait for an event just now."""
        return bool(self.app.extensions["reading"].waiting == requests)

    def read(self, key: str, query: str = "") -> list[dict[str, Any]]:
        answer = self.get(f"/events?{query}", key)
        assert answer.status_code == 200, answer.text
        return list(json.loads(answer.data))

    def rows(self, table: str) -> list[dict[str, Any]]:
        with self.database.transaction() as tx:
            return tx.run(f"SELECT * FROM {table}")  # noqa: S608 - named by the tests only
