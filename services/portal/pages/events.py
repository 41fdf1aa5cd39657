"""The events that partner systems see, newest first; and the systems that see them."""

from typing import Any

from flask import Blueprint, abort, g, render_template, request, url_for

from services.portal import access, calls, words
from services.portal.calls import EVENTS
from services.portal.commands import CommandPage, run
from services.portal.forms import Field
from services.portal.repository import people
from services.portal.security import database, signed_in

blueprint = Blueprint("events", __name__)

CEILINGS = tuple((code, words.plain(code)) for code in ("public", "partner", "restricted"))
PAGE = 50
MOST_OF_ONE = 1000  # events about one subject, or of one name


@blueprint.get("/events")
@signed_in
def board() -> Any:
    if not access.may(g.person.roles, "list_events"):
        abort(403)
    name = request.args.get("name", "").strip() or None
    subject = request.args.get("subject", "").strip() or None
    before = request.args.get("before", "")
    if name or subject:
        answer = calls.ask(
            EVENTS, "list_events", after=0, limit=MOST_OF_ONE, name=name, subject=subject
        )
        older = None
    else:
        answer, older = _newest(int(before) if before.isdecimal() else None)
    return render_template(
        "events/board.html",
        events=list(reversed(answer["events"])),
        older=older,
        name=name,
        subject=subject,
        may_see_systems=access.may(g.person.roles, "list_systems"),
    )


def _newest(before: int | None) -> tuple[Any, int | None]:
    """The page that ends at `before`, or at the head of the log; where the older one ends."""
    if before is None:
        before = calls.ask(EVENTS, "list_events", after=0, limit=1)["head"] or 0
    start = max(before - PAGE, 0)
    answer = calls.ask(EVENTS, "list_events", after=start, limit=max(before - start, 1))
    return answer, start or None


@blueprint.get("/systems")
@signed_in
def systems() -> Any:
    if not access.may(g.person.roles, "list_systems"):
        abort(403)
    with database().transaction() as tx:
        names = people.organisation_names(tx)
    return render_template(
        "events/systems.html",
        systems=calls.ask(EVENTS, "list_systems")["systems"],
        names=names,
        may_register=access.may(g.person.roles, "register_system"),
    )


@blueprint.route("/systems/register", methods=["GET", "POST"])
@signed_in
def register() -> Any:
    with database().transaction() as tx:
        owners = tuple(people.organisation_names(tx).items())
    page = CommandPage(
        title="Register a partner system",
        button="Register the system",
        done="The system is registered.",
        service=EVENTS,
        command="register_system",
        asked=(
            Field("name", "What do people call it?"),
            Field("code", "Short code", hint="Small letters, digits and hyphens: mbc-ledger"),
            Field("organisation", "Whose is it?", "select", options=owners),
            Field(
                "event_names",
                "Which events may it see?",
                "lines",
                "One a line: proposal.stage_changed, a family such as proposal.*, or *",
            ),
            Field(
                "classification_ceiling",
                "How confidential may they be?",
                "radios",
                options=CEILINGS,
                value="partner",
            ),
        ),
    )
    return run(page, url_for(".systems"), after=_show_key)


@blueprint.route("/systems/<code>/key", methods=["GET", "POST"])
@signed_in
def issue_key(code: str) -> Any:
    page = CommandPage(
        title="Give the system another key",
        button="Make a key",
        done="The key is made.",
        service=EVENTS,
        command="issue_key",
        asked=(),
        lead="The old keys go on working until you revoke them.",
        fixed={"code": code},
    )
    return run(page, url_for(".systems"), code, after=_show_key)


@blueprint.route("/systems/<code>/revocation", methods=["GET", "POST"])
@signed_in
def revoke_keys(code: str) -> Any:
    page = CommandPage(
        title="Revoke every key of the system",
        button="Revoke every key",
        done="The system has no key any more.",
        service=EVENTS,
        command="revoke_key",
        asked=(),
        warning="The system can read nothing from the moment you press the button.",
        fixed={"code": code},
    )
    return run(page, url_for(".systems"), code)


def _show_key(view: Any) -> Any:
    return render_template("events/key.html", system=view["system"], key=view.get("key"))
