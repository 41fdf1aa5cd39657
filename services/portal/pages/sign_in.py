"""Signing in and out."""

from typing import Any

from flask import Blueprint, g, redirect, render_template, request
from flask_limiter.util import get_remote_address

from services.portal import security

blueprint = Blueprint("sign_in", __name__)

WRONG = "Enter the sign-in name and the password that belong together"


def _account_and_address() -> str:
    return f"{request.form.get('sign_in_name', '').strip().lower()[:100]}|{get_remote_address()}"


@blueprint.get("/sign-in")
def ask() -> Any:
    target = security.safe_target(request.args.get("next"))
    if g.person is not None:
        return redirect(target)
    return render_template("sign_in/ask.html", target=target, given="", errors=None)


@blueprint.post("/sign-in")
@security.limiter.limit(security.ADDRESS_LIMIT)
@security.limiter.limit(security.SIGN_IN_LIMIT, key_func=_account_and_address)
def enter() -> Any:
    given = request.form.get("sign_in_name", "")
    target = security.safe_target(request.form.get("next"))
    person = security.check_password(given, request.form.get("password", ""))
    if person is None:
        errors = {"sign_in_name": WRONG}
        return render_template("sign_in/ask.html", target=target, given=given, errors=errors), 422
    return security.start_session(person, redirect(target))


@blueprint.post("/sign-out")
def leave() -> Any:
    return security.end_session(redirect("/sign-in"))
