"""Whether this process lives, and whether it can do its work."""

from functools import cache
from typing import Any

from flask import Flask, Response, current_app, jsonify

from services.portal.repository.schema import applied_migrations
from shared import logs
from shared.database.migrate import files_of

log = logs.get(__name__)


def register(app: Flask) -> None:
    app.add_url_rule("/livez", "livez", livez)
    app.add_url_rule("/readyz", "readyz", readyz)


def livez() -> Response:
    return jsonify({"alive": True})


def readyz() -> tuple[Response, int]:
    """200 when database, broker and migrations are all as they must be, else 503; each by name."""
    parts = current_app.extensions["portal"]
    database, migrations = _database(parts.database)
    answer = {
        "database": database,
        "migrations": migrations,
        "broker": "ok" if parts.services.broker_answers() else "away",
    }
    ready = set(answer.values()) == {"ok"}
    return jsonify({"ready": ready, **answer}), 200 if ready else 503


def _database(database: Any) -> tuple[str, str]:
    try:
        with database.transaction() as tx:
            done = applied_migrations(tx)
    except Exception as failure:  # whatever it is, the answer is the same: not ready
        log.warning("the database is away", reason=type(failure).__name__)
        return "away", "unknown"
    return "ok", "ok" if _wanted() <= done else "behind"


@cache
def _wanted() -> frozenset[str]:
    return frozenset(name for name, _ in files_of("portal"))
