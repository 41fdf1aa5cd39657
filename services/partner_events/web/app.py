"""The addresses of the feed: GET /events, GET /systems/<code>/events, /livez and /readyz."""

from functools import cache
from typing import Any

from flask import Flask, Response, current_app, jsonify, request
from werkzeug.exceptions import HTTPException

from services.partner_events import repository
from services.partner_events.web import problems
from services.partner_events.web.head import Head
from services.partner_events.web.reading import Reading, TooManyWaiting, read_question
from shared import logs
from shared.database.dependency import ServiceDatabase
from shared.database.failures import database_is_away
from shared.database.migrate import files_of
from shared.errors import CommissioningError, NotAllowed

log = logs.get(__name__)

CONTENT_TYPE = "application/cloudevents-batch+json"


def create_app(database: ServiceDatabase, head: Head, waiting: int) -> Flask:
    """`waiting`: how many requests may wait at once, below the number of threads that serve."""
    app = Flask("services.partner_events", static_folder=None)
    app.extensions["database"] = database
    app.extensions["head"] = head
    app.extensions["reading"] = Reading(database, head, waiting)
    app.add_url_rule("/events", "events", events)
    app.add_url_rule("/systems/<code>/events", "events_of_system", events)
    app.add_url_rule("/livez", "livez", livez)
    app.add_url_rule("/readyz", "readyz", readyz)
    app.register_error_handler(CommissioningError, problems.refused)
    app.register_error_handler(TooManyWaiting, too_many_waiting)
    app.register_error_handler(HTTPException, problems.of_http_exception)
    app.register_error_handler(Exception, broken)
    app.after_request(private)
    return app


def events(code: str | None = None) -> Response:
    reading: Reading = current_app.extensions["reading"]
    try:
        question = read_question(request.headers.get("Authorization"), code, request.args)
    except NotAllowed as refusal:
        reading.record_refusal(refusal.code)
        raise
    page = reading.answer(question)
    answer = Response(f"[{','.join(page.documents)}]", content_type=CONTENT_TYPE)
    answer.headers["Jc-Position"] = str(page.position)
    answer.headers["Link"] = f'<{question.following(request.path, page.position)}>; rel="next"'
    return answer


def private(answer: Response) -> Response:
    answer.headers["Cache-Control"] = "no-store"
    answer.headers["X-Content-Type-Options"] = "nosniff"
    return answer


def livez() -> Response:
    return jsonify({"alive": True})


def readyz() -> tuple[Response, int]:
    """200 when database, migrations and the line to the log are as they must be, else 503."""
    parts = {**_database(), "line": "ok" if current_app.extensions["head"].listening else "cut"}
    ready = set(parts.values()) == {"ok"}
    return jsonify({"ready": ready, **parts}), 200 if ready else 503


def _database() -> dict[str, str]:
    try:
        with current_app.extensions["database"].transaction() as tx:
            done = repository.applied_migrations(tx)
    except Exception as failure:  # whatever it is, the answer is the same: not ready
        log.warning("the database is away", reason=type(failure).__name__)
        return {"database": "away", "migrations": "unknown"}
    return {"database": "ok", "migrations": "ok" if _wanted() <= done else "behind"}


@cache
def _wanted() -> frozenset[str]:
    return frozenset(name for name, _ in files_of("partner_events"))


def too_many_waiting(crowd: TooManyWaiting) -> Response:
    return problems.away(
        "Too many systems wait for events just now. Ask again in a second, or without timeout.",
        "too_many_waiting",
    )


def broken(failure: Exception) -> Any:
    if database_is_away(failure):
        log.warning("the database is away", path=request.path)
        return problems.away(
            "The event log is away. Ask again from the same position.", "service_away"
        )
    log.error("a reading failed", path=request.path, exc_info=failure)
    return problems.problem(500, "internal_error", "This is our fault. Ask again in a minute.")
