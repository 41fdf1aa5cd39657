"""Sign-in sessions, the content security policy, forged-form protection and limits on guessing."""

import hashlib
import secrets
from collections.abc import Callable
from datetime import timedelta
from functools import wraps
from types import MappingProxyType
from typing import Any

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from flask import Flask, Response, abort, current_app, g, redirect, request, session, url_for
from flask_limiter import Limiter
from flask_limiter.util import get_remote_address
from flask_wtf.csrf import CSRFProtect
from werkzeug.wrappers import Response as WerkzeugResponse

from services.portal import access
from services.portal.repository import people
from services.portal.repository.people import Person
from shared import clock

COOKIE = "jc_session"
IDLE = timedelta(hours=8)
TOUCH_EVERY = timedelta(minutes=5)
# Who guesses a password gets this many tries; who mistypes has more than enough.
SIGN_IN_LIMIT = "10 per 5 minutes"  # for one account from one address
ADDRESS_LIMIT = "100 per 5 minutes"  # for all accounts from one address: an office shares one

# 19 MiB and two passes: the least that OWASP's password storage sheet advises for argon2id.
HASHER = PasswordHasher(time_cost=2, memory_cost=19_456, parallelism=1)
NOBODY = HASHER.hash(secrets.token_urlsafe())  # a hash to check when there is no such person

csrf = CSRFProtect()
limiter = Limiter(get_remote_address, storage_uri="memory://", headers_enabled=False)

POLICY = (
    "default-src 'self'; script-src 'self' 'nonce-{nonce}'; style-src 'self'; "
    "img-src 'self' data:; font-src 'self'; connect-src 'self'; object-src 'none'; "
    "frame-ancestors 'none'; base-uri 'none'; form-action 'self'"
)
HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=()",
    "X-Frame-Options": "DENY",
}
# Pages that take a file from people who are signed in, and how many bytes it may have.
TAKES_FILES = MappingProxyType({"proposals.record": 25_000_000})
# No session is looked for here: what is open to all, or shows a key or link of its own.
OPEN_PATHS = ("/static/", "/api/", "/calendar/", "/livez", "/readyz")


def prepare(app: Flask) -> None:
    app.before_request(_recognise)
    app.before_request(_let_files_in)
    csrf.init_app(app)  # reads the form, so that whoever asks must be known before
    limiter.init_app(app)
    app.after_request(_protect)


def _recognise() -> None:
    g.nonce = secrets.token_urlsafe(16)
    g.person, g.notice = None, None
    if request.path.startswith(OPEN_PATHS):
        return
    token = request.cookies.get(COOKIE)
    if not token:
        return
    digest = digest_of(token)
    at = clock.now()
    with database().transaction() as tx:
        found = people.find_by_session(tx, digest, at - IDLE)
        if found is None:
            return
        g.person, seen_at, g.notice = found
        g.session_digest = digest
        if at - seen_at > TOUCH_EVERY:
            people.touch_session(tx, digest, at)
        if g.notice and request.method == "GET":
            people.set_notice(tx, digest, None)


def _let_files_in() -> None:
    most = TAKES_FILES.get(request.endpoint or "")
    if most is not None and g.person is not None:
        request.max_content_length = most


def _protect(response: Response) -> Response:
    response.headers.setdefault("Content-Security-Policy", POLICY.format(nonce=g.get("nonce", "")))
    for name, value in HEADERS.items():
        response.headers.setdefault(name, value)
    if request.is_secure:
        response.headers.setdefault("Strict-Transport-Security", "max-age=31536000")
    if not request.path.startswith("/static/"):
        response.headers["Cache-Control"] = "no-store"
    return response


def database() -> Any:
    return current_app.extensions["portal"].database


def digest_of(secret: str) -> str:
    """What is stored of a session token or a key: long and random, so a plain hash will do."""
    return hashlib.sha256(secret.encode()).hexdigest()


def check_password(sign_in_name: str, password: str) -> Person | None:
    """The person, when the password is theirs. An unknown name takes as long to refuse."""
    with database().transaction() as tx:
        found = people.find_by_sign_in_name(tx, sign_in_name.strip().lower())
    person, password_hash = found or (None, NOBODY)
    try:
        HASHER.verify(password_hash, password)
    except (VerificationError, InvalidHashError):
        return None
    return person


def start_session(person: Person, response: WerkzeugResponse) -> WerkzeugResponse:
    """A new session each time, so that a token fixed beforehand is worth nothing."""
    session.clear()
    token, at = secrets.token_urlsafe(32), clock.now()
    with database().transaction() as tx:
        people.start_session(tx, digest_of(token), person.id, at, at - IDLE)
    response.set_cookie(COOKIE, token, httponly=True, samesite="Lax", secure=request.is_secure)
    return response


def end_session(response: WerkzeugResponse) -> WerkzeugResponse:
    session.clear()
    if g.person is not None:
        with database().transaction() as tx:
            people.end_session(tx, g.session_digest)
    response.delete_cookie(COOKIE, httponly=True, samesite="Lax", secure=request.is_secure)
    return response


def say_next(sentence: str) -> None:
    """Shows the sentence on top of the next page of this person."""
    with database().transaction() as tx:
        people.set_notice(tx, g.session_digest, sentence)


def signed_in(view: Callable[..., Any]) -> Callable[..., Any]:
    """Only for people who signed in; panel members have pages of their own."""

    @wraps(view)
    def guarded(*args: Any, **kwargs: Any) -> Any:
        if g.person is None:
            return redirect(url_for("sign_in.ask", next=_this_page()))
        if access.is_panel_member(g.person.roles):
            return redirect(url_for("panel.start"))
        return view(*args, **kwargs)

    return guarded


def for_panel_members(view: Callable[..., Any]) -> Callable[..., Any]:
    @wraps(view)
    def guarded(*args: Any, **kwargs: Any) -> Any:
        if g.person is None:
            return redirect(url_for("sign_in.ask", next=_this_page()))
        if not access.is_panel_member(g.person.roles):
            abort(403)
        return view(*args, **kwargs)

    return guarded


def _this_page() -> str | None:
    if request.method != "GET" or request.path == "/":
        return None
    return request.full_path.rstrip("?")


def safe_target(target: str | None) -> str:
    """Where to go after sign-in: a page of ours, never another site."""
    if target and target.startswith("/") and not target.startswith(("//", "/\\")):
        return target
    return url_for("home.show")
