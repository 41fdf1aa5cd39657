"""Who has to do what by when: the list, and the same as a calendar that programs subscribe to."""

import secrets
from typing import Any

from flask import Blueprint, Response, abort, g, render_template, request, url_for
from werkzeug.wrappers import Response as Redirect

from services.portal import access, calls, ical, security
from services.portal.calls import DECISIONS
from services.portal.repository import calendar_links
from services.portal.repository.people import Person
from services.portal.security import database, signed_in
from shared import clock

blueprint = Blueprint("deadlines", __name__)

PAGE = 50
PART, MOST_PARTS = 500, 10  # of a calendar: nobody has as many open deadlines
STATES = {
    "owed": "Still to come, or overdue",
    "breached": "Overdue",
    "due": "Last day today",
    "due_soon": "Due soon",
    "discharged": "Done or over",
    "withdrawn": "Withdrawn",
}


@blueprint.get("/deadlines")
@signed_in
def board() -> Any:
    _check_may_read(g.person)
    everybody = request.args.get("whose") == "all"
    state = request.args.get("state", "owed")
    answer = calls.ask(
        DECISIONS,
        "list_obligations",
        organisation=None if everybody else g.person.organisation,
        state=state if state in STATES else "owed",
        limit=PAGE,
        after=request.args.get("after") or None,
    )
    return render_template(
        "deadlines/board.html",
        obligations=answer["obligations"],
        after=answer["after"],
        everybody=everybody,
        state=state,
        states=STATES,
    )


@blueprint.get("/deadlines/calendar")
@signed_in
def my_calendar() -> Any:
    _check_may_read(g.person)
    return _calendar_page()


@blueprint.post("/deadlines/calendar")
@signed_in
def make_link() -> Any:
    """The address is shown this once; one that was made before ends."""
    _check_may_read(g.person)
    token = secrets.token_urlsafe(32)
    with database().transaction() as tx:
        calendar_links.give(tx, g.person.id, security.digest_of(token), clock.now())
    return _calendar_page(url_for(".feed", token=token, _external=True))


@blueprint.post("/deadlines/calendar/revocation")
@signed_in
def revoke_link() -> Redirect | Any:
    with database().transaction() as tx:
        calendar_links.revoke(tx, g.person.id)
    return _calendar_page()


@blueprint.get("/calendar/<token>.ics")
def feed(token: str) -> Response:
    """For a calendar program, which shows the address and nothing else."""
    with database().transaction() as tx:
        person = calendar_links.find_person(tx, security.digest_of(token))
    if person is None or not _may_read(person):
        abort(404)
    written = ical.calendar_of(
        _owed_by(person),
        f"Deadlines of {person.organisation_name}",
        clock.now(),
        lambda subject: url_for("proposals.show", id=subject, _external=True),
    )
    return Response(written, content_type=ical.CONTENT_TYPE)


def _owed_by(person: Person) -> list[dict[str, Any]]:
    """All of the person's organisation, asked in their name; nobody is signed in by that."""
    g.person = person
    try:
        return _owed(person.organisation)
    finally:
        g.person = None


def _owed(organisation: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    after = None
    for _ in range(MOST_PARTS):
        answer = calls.ask(
            DECISIONS, "list_obligations", organisation=organisation, limit=PART, after=after
        )
        found += answer["obligations"]
        after = answer["after"]
        if after is None:
            break
    return found


def _calendar_page(address: str | None = None) -> str:
    with database().transaction() as tx:
        made_at = calendar_links.made_at(tx, g.person.id)
    return render_template("deadlines/calendar.html", address=address, made_at=made_at)


def _may_read(person: Person) -> bool:
    return not (access.is_panel_member(person.roles) or access.is_provider_only(person.roles))


def _check_may_read(person: Person) -> None:
    if not _may_read(person):
        abort(403)
