"""The rules of law that the product follows, for a lawyer to read and for anybody to try."""

from typing import Any

from flask import Blueprint, abort, g, render_template, request

from services.portal import access, calls, forms
from services.portal.calls import DECISIONS
from services.portal.forms import Field
from services.portal.security import signed_in
from shared.errors import CommissioningError

blueprint = Blueprint("rules", __name__, url_prefix="/rules")


@blueprint.get("")
@signed_in
def show() -> Any:
    """The lists; and the day that one rule gives, where a rule and a day are in the address."""
    if access.is_provider_only(g.person.roles):
        abort(403)
    listed = calls.ask(DECISIONS, "list_rules")
    asked = _asked(listed["deadline_rules"])
    deadline, errors = _tried(asked) if "rule" in request.args else (None, {})
    body = render_template(
        "rules/show.html", **listed, asked=asked, deadline=deadline, errors=errors
    )
    return body, 422 if errors else 200


def _asked(rules: list[dict[str, Any]]) -> tuple[Field, Field]:
    options = tuple((each["id"], f"{each['id']} {each['title']}") for each in rules)
    return (
        Field("rule", "Which rule?", "select", options=options),
        Field("on", "When does it start to count?", "date", "The day of the event."),
    )


def _tried(asked: tuple[Field, Field]) -> tuple[dict[str, Any] | None, dict[str, str]]:
    outcome = forms.read(asked, request.args)
    if outcome.errors:
        return None, outcome.errors
    try:
        found = calls.ask(DECISIONS, "work_out_deadline", **outcome.values)
    except CommissioningError as refusal:
        return None, {"rule": refusal.message}
    deadline: dict[str, Any] = found["deadline"]
    return deadline, {}
