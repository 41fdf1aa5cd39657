"""What a person or a program is told when something cannot be done, and what to do about it."""

from dataclasses import dataclass
from typing import Any

from flask import Flask, Response, g, render_template, request
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException

from services.portal.api import problems
from shared import logs
from shared.database.failures import database_is_away
from shared.errors import CommissioningError, Conflict, Invalid, NotAllowed, NotFound, RuleBroken
from shared.messaging.rpc_client import ServiceAway

log = logs.get(__name__)

STATUS: dict[type[CommissioningError], int] = {
    NotFound: 404,
    Invalid: 422,
    RuleBroken: 409,
    Conflict: 409,
    NotAllowed: 403,
}
STATUS_OF_CODE = {
    "idempotency_key_missing": 400,
    "key_missing": 401,
    "key_unknown": 401,
    "stale_version": 412,
    "version_missing": 428,
}

SERVICES = {
    "needs_assessment": "The needs service",
    "commissioning_decisions": "The proposals service",
    "young_commissioners_panel": "The panel service",
    "contract_monitoring": "The contracts service",
    "partner_events": "The events service",
}


@dataclass(frozen=True)
class Words:
    """A page for one kind of refusal: what happened, and what to do now."""

    title: str
    now: str


PAGES = {
    400: Words("This page was open too long", "Go back, load it again and send it once more."),
    403: Words(
        "You cannot see or do this",
        "Your role does not allow it. Ask the lead commissioner of your organisation who can.",
    ),
    404: Words(
        "Page not found",
        "Check the address or the reference. Use the board to find a proposal, or ask the person "
        "who gave you the link.",
    ),
    405: Words("This address does not take that", "Go back to the page you came from."),
    409: Words("This cannot be done now", "Read the reason, then look at the page again."),
    412: Words(
        "Somebody else changed this first",
        "Load the page again, look at what changed, then repeat your change.",
    ),
    413: Words("That is too much at once", "Send less text, or a smaller file, and try again."),
    422: Words("There is a problem with what was sent", "Go back and check the values."),
    429: Words("Too many tries", "Wait five minutes, then try again."),
    500: Words(
        "Sorry, there is a problem with the service",
        "Nothing that you sent is lost on purpose: try again in a minute. If it happens again, "
        "tell your operator the time at which it happened.",
    ),
    503: Words(
        "A part of the service is away",
        "Everything else goes on. Try again in a minute: sending the same form twice does no harm.",
    ),
}


def status_of(refusal: CommissioningError) -> int:
    by_code = STATUS_OF_CODE.get(refusal.code)
    return by_code or next(STATUS[kind] for kind in type(refusal).__mro__ if kind in STATUS)


def register(app: Flask) -> None:
    app.register_error_handler(CommissioningError, refused)
    app.register_error_handler(ServiceAway, away)
    app.register_error_handler(CSRFError, lambda wrong: page(400))
    app.register_error_handler(HTTPException, http_error)
    app.register_error_handler(Exception, broken)


def for_programs() -> bool:
    return request.path.startswith("/api/")


def refused(refusal: CommissioningError) -> Any:
    status = status_of(refusal)
    if for_programs():
        return problems.problem(status, refusal.code, refusal.message, refusal.details)
    return page(status, refusal.message)


def away(absence: ServiceAway) -> Any:
    name = SERVICES.get(absence.service, "A service")
    sentence = f"{name} is away: {absence.reason}."
    if for_programs():
        answer = problems.problem(503, "service_away", sentence)
        answer.headers["Retry-After"] = "5"
        return answer
    return page(503, sentence)


def http_error(error: HTTPException) -> Any:
    if for_programs():
        return problems.of_http_exception(error)
    answer = page(error.code or 500)
    if error.code == 405 and getattr(error, "valid_methods", None):
        answer.headers["Allow"] = ", ".join(error.valid_methods)  # type: ignore[attr-defined]
    return answer


def broken(failure: Exception) -> Any:
    if database_is_away(failure):
        log.error("the database is away", path=place())
        return _unavailable("The portal’s own records are away.")
    log.error("a page failed", path=place(), kind=type(failure).__name__, exc_info=failure)
    if for_programs():
        return problems.problem(500, "internal_error", PAGES[500].now)
    return page(500)


def place() -> str:
    """Where it happened, for the log; an address that is itself a secret is not written down."""
    secret = "token" in (request.view_args or {})
    return str(request.url_rule) if secret else request.path


def _unavailable(sentence: str) -> Any:
    g.person = None  # the frame of the page must not ask the database either
    if for_programs():
        return problems.problem(503, "service_away", sentence)
    return page(503, sentence)


def page(status: int, reason: str = "") -> Response:
    words = PAGES.get(status, PAGES[500])
    body = render_template("error.html", words=words, reason=reason, status=status)
    return Response(body, status, content_type="text/html; charset=utf-8")
