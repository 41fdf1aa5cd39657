"""The report on which partners decide: to read, and as a Word file to take to a meeting."""

from typing import Any

from flask import Blueprint, Response, abort, g, render_template

from services.portal import access, calls, word_file
from services.portal.calls import DECISIONS
from services.portal.repository import people
from services.portal.security import database, signed_in

blueprint = Blueprint("report", __name__, url_prefix="/proposals")


@blueprint.get("/<id>/report")
@signed_in
def show(id: str) -> Any:
    return render_template("proposals/report.html", report=_report(id))


@blueprint.get("/<id>/report.docx")
@signed_in
def download(id: str) -> Any:
    report = _report(id)
    with database().transaction() as tx:
        names = people.organisation_names(tx)
    content = word_file.of_report(report, names.get(report["lead"], report["lead"]))
    answer = Response(content, content_type=word_file.CONTENT_TYPE)
    answer.headers.set(
        "Content-Disposition", "attachment", filename=f"{report['id']} decision report.docx"
    )
    return answer


def _report(id: str) -> dict[str, Any]:
    if access.is_provider_only(g.person.roles):
        abort(403)
    report: dict[str, Any] = calls.ask(DECISIONS, "get_decision_report", id=id)["report"]
    return report
