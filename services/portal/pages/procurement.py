"""The procurement of a proposal: its law, its standstill, and every notice with its day."""

import json
from typing import Any

from flask import Blueprint, Response, abort, g, render_template

from services.portal import access, calls
from services.portal.calls import DECISIONS
from services.portal.security import signed_in

blueprint = Blueprint("procurement", __name__, url_prefix="/proposals")

# As the page groups them, in this order.
GROUPS = {
    "done": "Done",
    "due": "Due",
    "later": "Later, when something has happened",
    "unknown": "Not known yet: a fact is missing",
    "optional": "Possible",
    "not_due": "Not due, and why",
}


@blueprint.get("/<id>/procurement")
@signed_in
def show(id: str) -> Any:
    _check_may_read()
    procurement = calls.ask(DECISIONS, "list_notice_duties", id=id)["procurement"]
    by_status = {
        status: [each for each in procurement["notices"] if each["status"] == status]
        for status in GROUPS
    }
    missing = (
        calls.ask(DECISIONS, "draft_release", id=id)["missing"] if procurement["regime"] else []
    )
    return render_template(
        "proposals/procurement.html",
        id=id,
        procurement=procurement,
        groups=[(GROUPS[name], found) for name, found in by_status.items() if found],
        missing=missing,
        may_record=access.may(g.person.roles, "record_published_notice"),
        may_determine=access.may(g.person.roles, "determine_regime"),
    )


@blueprint.get("/<id>/procurement/release.json")
@signed_in
def download(id: str) -> Any:
    """A draft to look at and complete; whoever publishes does that elsewhere, by hand."""
    _check_may_read()
    release = calls.ask(DECISIONS, "draft_release", id=id)["release"]
    text = json.dumps(release, indent=2, ensure_ascii=False) + "\n"
    answer = Response(text, content_type="application/json; charset=utf-8")
    answer.headers.set("Content-Disposition", "attachment", filename=f"{id} draft release.json")
    return answer


def _check_may_read() -> None:
    if access.is_provider_only(g.person.roles):
        abort(403)
