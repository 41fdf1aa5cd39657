"""The partners that decide and pay together, and how each of them decides."""

from typing import Any

from flask import Blueprint, g, render_template, url_for

from services.portal import access, calls
from services.portal.calls import DECISIONS
from services.portal.commands import CommandPage, run
from services.portal.forms import Field, Options
from services.portal.security import signed_in

blueprint = Blueprint("partners", __name__, url_prefix="/partners")

MODELS: Options = (
    ("elected_mayor", "Council with an elected mayor"),
    ("leader_and_cabinet", "Council with a leader and cabinet"),
    ("committee_system", "Council with committees: no call-in"),
    ("nhs_board", "NHS body with a board"),
)


@blueprint.get("")
@signed_in
def board() -> Any:
    return render_template(
        "partners/board.html",
        partners=calls.ask(DECISIONS, "list_partners")["partners"],
        may_succeed=access.may(g.person.roles, "record_succession"),
        may_register=access.may(g.person.roles, "register_partner"),
    )


@blueprint.route("/register", methods=["GET", "POST"])
@signed_in
def register() -> Any:
    page = CommandPage(
        title="Register a partner",
        button="Register the partner",
        done="The partner is registered.",
        service=DECISIONS,
        command="register_partner",
        asked=(
            Field("code", "Code", hint="Such as MBC", width="govuk-input--width-10"),
            Field("name", "Full name"),
            Field("model", "How does it decide?", "radios", options=MODELS),
            Field(
                "call_in_working_days",
                "Working days in which a decision can be called in",
                "number",
                "Leave empty where nothing can be called in.",
                required=False,
            ),
            Field(
                "key_decision_pence",
                "From which value is a decision key?",
                "pounds",
                required=False,
            ),
            Field(
                "officer_limit_pence",
                "What is the most that an officer may decide alone?",
                "pounds",
                "Leave empty where there is no limit.",
                required=False,
            ),
            Field(
                "limits_basis",
                "What is that limit held against?",
                "radios",
                options=(
                    ("whole_life", "The value of the whole term, with every option"),
                    ("a_year", "The value of one year"),
                ),
                value="whole_life",
            ),
            Field("order", "Place in the agreed order of partners", "number", required=False),
            Field("succeeded_by", "Code of the body that takes its place", required=False),
            Field("on", "When did it join?", "date", "Leave empty for today.", required=False),
        ),
        shape=_with_governance,
    )
    return run(page, url_for(".board"))


@blueprint.route("/succession", methods=["GET", "POST"])
@signed_in
def succession() -> Any:
    known = tuple(
        (each["code"], each["name"]) for each in calls.ask(DECISIONS, "list_partners")["partners"]
    )
    page = CommandPage(
        title="Put another body in the place of partners",
        button="Record the succession",
        done="What they had agreed has passed on.",
        service=DECISIONS,
        command="record_succession",
        lead="For mergers and splits by law. Everything that is not over passes to the new body; "
        "what is over keeps its names.",
        warning="A committee has to agree its seats and votes again afterwards.",
        asked=(
            Field("predecessors", "Who ends?", "checkboxes", options=known),
            Field(
                "successors",
                "Who takes their place?",
                "shares",
                "100 for one body. Several share what the others had together: 100% in all.",
                options=known,
            ),
            Field("effective_on", "When did it take effect?", "date"),
            Field("order_reference", "By which order or act?"),
        ),
        dated_by=("effective_on",),
    )
    return run(page, url_for(".board"))


def _with_governance(values: dict[str, Any]) -> dict[str, Any]:
    model, days = values.pop("model"), values.pop("call_in_working_days", None)
    governance = {"model": model, "call_in": days is not None, "call_in_working_days": days}
    kind = "nhs" if model == "nhs_board" else "council"
    officer = "icb_officer" if kind == "nhs" else "officer"
    limit = values.pop("officer_limit_pence", None)
    limits = {} if limit is None else {officer: limit}
    return {**values, "kind": kind, "governance": governance, "limits": limits}
