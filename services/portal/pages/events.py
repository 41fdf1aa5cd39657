"""The events that partner systems see, newest first."""

from typing import Any

from flask import Blueprint, abort, g, render_template, request

from services.portal import access, calls
from services.portal.calls import EVENTS
from services.portal.security import signed_in

blueprint = Blueprint("events", __name__, url_prefix="/events")

PAGE = 50


@blueprint.get("")
@signed_in
def board() -> Any:
    if not access.may(g.person.roles, "list_events"):
        abort(403)
    name = request.args.get("name", "").strip() or None
    subject = request.args.get("subject", "").strip() or None
    after = request.args.get("after", "").strip()
    answer = calls.ask(
        EVENTS,
        "list_events",
        after=int(after) if after.isdecimal() else 0,
        limit=PAGE,
        name=name,
        subject=subject,
    )
    return render_template(
        "events/board.html",
        events=answer.get("events", []),
        following=answer.get("next") or answer.get("position"),
        full=len(answer.get("events", [])) >= PAGE,
        name=name,
        subject=subject,
    )
