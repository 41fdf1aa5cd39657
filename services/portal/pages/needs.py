"""Needs: the ranked list, the page of one, and identifying and scoring it."""

from typing import Any

from flask import Blueprint, g, render_template, url_for

from services.portal import access, calls, tables, words
from services.portal.calls import NEEDS
from services.portal.commands import ON, CommandPage, run
from services.portal.forms import Field, Options
from services.portal.repository import people, read_model
from services.portal.security import database, signed_in
from services.portal.tables import Column

blueprint = Blueprint("needs", __name__, url_prefix="/needs")

TRIGGERS: Options = (
    ("inspection", "An inspection found a weakness"),
    ("gap", "Figures show a gap"),
    ("contract_expiry", "A contract is about to end"),
    ("complaints", "Complaints"),
    ("tribunal", "Tribunal decisions"),
    ("panel_request", "Young commissioners or parents asked for it"),
    ("new_duty", "A new duty or fund"),
)
CRITERIA = {
    "severity": "How badly does it affect children?",
    "numbers": "How many children does it affect?",
    "gap": "How far is provision from what is needed?",
    "exposure": "How exposed are the partners in law or money?",
    "inequality": "Does it fall on some groups more than others?",
    "feasibility": "Can the partners change it?",
}
KINDS: Options = (
    ("count", "A number"),
    ("percent", "A part of a whole, in percent"),
    ("rate", "A rate"),
    ("median_days", "A middle value, in days"),
    ("money", "An amount of money"),
)
POLARITIES: Options = (
    ("higher", "More is better"),
    ("lower", "Less is better"),
    ("neutral", "Neither"),
)
FIGURES = (
    Column("code", "Code"),
    Column("area", "Area"),
    Column("period", "Period"),
    Column("numerator", "Numerator", "whole", required=False),
    Column("denominator", "Denominator", "whole", required=False),
    Column("value", "Value", required=False),
    Column("status", "Status", required=False),
)
ZERO_TO_FIVE: Options = tuple((str(n), str(n)) for n in range(6))


@blueprint.get("")
@signed_in
def board() -> Any:
    with database().transaction() as tx:
        needs = [row["block"] for row in read_model.all_facts(tx, "need")]
    needs.sort(key=lambda need: (need.get("rank") is None, need.get("rank"), need["id"]))
    return render_template(
        "needs/board.html",
        needs=needs,
        may_identify=access.may(g.person.roles, "identify_need"),
        may_publish=access.may(g.person.roles, "publish_assessment"),
        may_load=access.may(g.person.roles, "load_observations"),
    )


@blueprint.route("/indicator", methods=["GET", "POST"])
@signed_in
def name_indicator() -> Any:
    page = CommandPage(
        title="Name an indicator",
        button="Save the indicator",
        done="The indicator is named. Now its figures can be loaded.",
        service=NEEDS,
        command="load_indicators",
        asked=(
            Field("code", "Code", hint="Such as N07"),
            Field("name", "What does it count?"),
            Field("unit", "What is counted?", hint="For example children, weeks, or pounds"),
            Field("kind", "What kind of figure is it?", "radios", options=KINDS),
            Field("source", "Where do the figures come from?"),
            Field("polarity", "Which way is better?", "radios", options=POLARITIES),
            ON,
        ),
        shape=_as_indicators,
    )
    return run(page, url_for(".board"))


@blueprint.route("/figures", methods=["GET", "POST"])
@signed_in
def load_figures() -> Any:
    page = CommandPage(
        title="Load figures",
        button="Load the figures",
        done="The figures are loaded.",
        service=NEEDS,
        command="load_observations",
        lead="The first line names the columns: "
        + ", ".join(column.name for column in FIGURES)
        + ". A status is provisional or final, and final where there is none. "
        + "Never load anything about a single child.",
        asked=(
            Field("file", "A table in CSV", "file", required=False),
            Field("pasted", "Or paste the rows here", "longtext", required=False),
            Field("reason", "Reason, if a figure changes", "longtext", required=False),
            ON,
        ),
        shape=_as_figures,
    )
    return run(page, url_for(".board"))


@blueprint.get("/<id>")
@signed_in
def show(id: str) -> Any:
    whole = calls.ask(NEEDS, "get_need", id=id)
    return render_template(
        "needs/show.html",
        need=whole["need"],
        whole=whole,
        criteria=CRITERIA,
        may_score=access.may(g.person.roles, "score_need"),
        may_draft=access.may(g.person.roles, "draft_proposal"),
    )


@blueprint.route("/identify", methods=["GET", "POST"])
@signed_in
def identify() -> Any:
    with database().transaction() as tx:
        areas = tuple(people.organisation_names(tx, "council", "nhs").items())
    page = CommandPage(
        title="Identify a need",
        button="Save the need",
        done="The need is identified.",
        service=NEEDS,
        command="identify_need",
        asked=(
            Field("title", "What is the need, in one sentence?"),
            Field(
                "service_type",
                "What kind of service would meet it?",
                "radios",
                options=tuple(words.SERVICE_TYPES.items()),
            ),
            Field("trigger_kind", "What made it visible?", "radios", options=TRIGGERS),
            Field("trigger_text", "Say more about that", "longtext"),
            Field("area", "Which area?", "select", options=areas, value=g.person.organisation),
            _indicators("Which indicators show it?", required=False),
            Field(
                "reference",
                "Reference",
                hint="Such as NEED-2026-01. Leave empty to be given one.",
                required=False,
            ),
            ON,
        ),
    )
    return run(page, url_for(".board"), onward=_page_of)


def _page_of(view: Any) -> str:
    return url_for(".show", id=view["need"]["id"])


def _indicators(question: str, required: bool = True) -> Field:
    """Every indicator that has a name, to choose from."""
    known = calls.ask(NEEDS, "list_indicators")["indicators"]
    options = tuple((each["code"], f"{each['code']} {each['name']}") for each in known)
    hint = "" if known else "There is none yet: name an indicator first."
    return Field("indicator_codes", question, "checkboxes", hint, options, required)


@blueprint.route("/assessment", methods=["GET", "POST"])
@signed_in
def publish_assessment() -> Any:
    with database().transaction() as tx:
        needs = read_model.all_facts(tx, "need")
    page = CommandPage(
        title="Publish a needs assessment",
        button="Publish the assessment",
        done="The assessment is published.",
        service=NEEDS,
        command="publish_assessment",
        lead="Small numbers are hidden before anything is published.",
        asked=(
            Field("title", "Title"),
            Field("as_at", "Which day do the figures show?", "date"),
            _indicators("Which indicators does it show?"),
            Field(
                "need_ids",
                "Which needs does it evidence?",
                "checkboxes",
                options=tuple((n["id"], f"{n['id']} {n['block']['title']}") for n in needs),
                required=False,
            ),
            Field(
                "reference",
                "Reference",
                hint="Such as SNA-2026-01. Leave empty to be given one.",
                required=False,
            ),
            ON,
        ),
    )
    return run(page, url_for(".board"))


@blueprint.route("/<id>/score", methods=["GET", "POST"])
@signed_in
def score(id: str) -> Any:
    page = CommandPage(
        title="Score the need",
        button="Save the score",
        done="The need is scored.",
        service=NEEDS,
        command="score_need",
        lead="0 is the least and 5 the most.",
        asked=(
            *(
                Field(code, question, "select", options=ZERO_TO_FIVE)
                for code, question in CRITERIA.items()
            ),
            Field(
                "moderation_reason", "Reason, if this changes a score", "longtext", required=False
            ),
            ON,
        ),
        fixed={"need_id": id},
        shape=_as_scores,
    )
    return run(page, url_for(".show", id=id), id)


def _as_indicators(values: dict[str, Any]) -> dict[str, Any]:
    names = ("code", "name", "unit", "kind", "source", "polarity")
    indicator = {name: values.pop(name) for name in names}
    return {**values, "indicators": [indicator]}


def _as_figures(values: dict[str, Any]) -> dict[str, Any]:
    """Rows of the file, or else of what was pasted; one reason for all that change."""
    text, pasted = values.pop("file", None), values.pop("pasted", "")
    reason = {"reason": values.pop("reason")} if "reason" in values else {}
    rows = tables.read_text(text or pasted, FIGURES)
    return {**values, "observations": [{**row, **reason} for row in rows]}


def _as_scores(values: dict[str, Any]) -> dict[str, Any]:
    scores = {code: int(values.pop(code)) for code in CRITERIA}
    return {**values, "scores": scores}
