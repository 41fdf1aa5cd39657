"""A proposal as it stood on a day and at a time of the past."""

from datetime import date, datetime, time, timedelta
from typing import Any

from flask import Blueprint, abort, g, render_template, request

from services.portal import access, calls, forms
from services.portal.calls import DECISIONS
from services.portal.forms import Field
from services.portal.repository import people
from services.portal.security import database, signed_in
from shared import clock
from shared.errors import CommissioningError

blueprint = Blueprint("past", __name__, url_prefix="/proposals")

ASKED = (
    Field("on", "On which day?", "date"),
    Field(
        "time",
        "At what time?",
        hint="In London, on the 24-hour clock, such as 14:30. Leave empty for the end of the day.",
        required=False,
        width="govuk-input--width-5",
    ),
)
# A refusal that is about the answers, and not about the proposal.
ABOUT_THE_DAY = ("before_drafting", "instant_to_come")


@blueprint.get("/<id>/as-of")
@signed_in
def show(id: str) -> Any:
    """The questions; and how it stood, where a day is in the address."""
    if access.is_provider_only(g.person.roles):
        abort(403)
    found, errors = _looked_up(id) if "on-day" in request.args else (None, {})
    with database().transaction() as tx:
        names = people.organisation_names(tx)
    body = render_template(
        "proposals/past.html", id=id, found=found, asked=ASKED, errors=errors, names=names
    )
    return body, 422 if errors else 200


def _looked_up(id: str) -> tuple[dict[str, Any] | None, dict[str, str]]:
    outcome = forms.read(ASKED, request.args)
    if outcome.errors:
        return None, outcome.errors
    try:
        at = instant_of(outcome.values["on"], outcome.values.get("time"), clock.now())
    except ValueError:
        return None, {"time": "Enter a time on the 24-hour clock, for example 14:30"}
    try:
        return calls.ask(DECISIONS, "get_proposal_as_of", id=id, at=at.isoformat()), {}
    except CommissioningError as refusal:
        if refusal.code not in ABOUT_THE_DAY:
            raise
        return None, {"on": refusal.message}


def instant_of(day: str, written: str | None, now: datetime) -> datetime:
    """The instant of a day and a time in London; without a time the end of the day, or `now`."""
    on = date.fromisoformat(day)
    if written:
        # The whole minute is meant: what was recorded within it counts.
        minute = datetime.combine(on, _time_of_day(written), clock.LONDON)
        whole = minute.replace(second=59, microsecond=999_999)
        return min(whole, now) if minute <= now else whole
    if on == clock.legal_day(now):
        return now
    return clock.end_of_day(on) - timedelta(microseconds=1)


def _time_of_day(written: str) -> time:
    """14:30 or 9.05."""
    hour, minute = written.replace(".", ":").split(":")
    return time(int(hour), int(minute))
