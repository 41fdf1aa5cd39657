"""Contracts under watch: the list, the page of one, its charts, and what is recorded about it."""

from itertools import groupby
from typing import Any

from flask import Blueprint, Response, abort, g, render_template, url_for

from services.portal import access, calls, charts
from services.portal.calls import CONTRACTS
from services.portal.commands import ON, CommandPage, run
from services.portal.forms import Field, Options
from services.portal.repository import people, read_model
from services.portal.security import database, signed_in

blueprint = Blueprint("contracts", __name__, url_prefix="/contracts")

# Command -> what its link says, on the page of a contract.
ACTIONS = {
    "submit_return": ("return", "Send a monitoring return"),
    "close_notice": ("closure", "Close a notice"),
    "open_review": ("review", "Open the review"),
    "calculate_balancing": ("balancing", "Balance the year"),
    "test_uplift": ("uplift", "Test an uplift"),
}


@blueprint.get("")
@signed_in
def board() -> Any:
    with database().transaction() as tx:
        signed = read_model.all_facts(tx, "contract")
        watched = {row["id"]: row["block"] for row in read_model.all_facts(tx, "watch")}
        names = people.organisation_names(tx)
    rows = [
        {"contract": row["block"], "watch": watched.get(row["id"])}
        for row in signed
        if _is_theirs(row["block"])
    ]
    return render_template("contracts/board.html", rows=rows, names=names)


def _is_theirs(contract: dict[str, Any]) -> bool:
    """A provider sees its own contracts; everybody else sees all of them."""
    if not access.is_provider_only(g.person.roles):
        return True
    return bool(contract["supplier"]["code"] == g.person.organisation)


@blueprint.get("/<id>")
@signed_in
def show(id: str) -> Any:
    whole = _whole(id)
    with database().transaction() as tx:
        names = people.organisation_names(tx)
    return render_template(
        "contracts/show.html",
        id=id,
        whole=whole,
        contract=whole["contract"],
        watch=whole.get("watch") or {},
        drawn=_drawn(whole["measures"]),
        days=_by_day(whole.get("timeline") or []),
        names=names,
        actions=[
            (slug, text)
            for command, (slug, text) in ACTIONS.items()
            if access.may(g.person.roles, command) and _has_ground(command, whole)
        ],
        may_validate=access.may(g.person.roles, "validate_return"),
        may_restate=access.may(g.person.roles, "restate_return"),
    )


def _has_ground(command: str, whole: dict[str, Any]) -> bool:
    """Whether there is anything that the command could be about."""
    if command == "close_notice":
        return any(not each["closed_on"] for each in whole["notices"])
    if command == "open_review":
        return (whole.get("watch") or {}).get("stage") == "live"
    return True


def _drawn(measures: list[dict[str, Any]]) -> set[str]:
    """The measures with at least two values that may be shown: one mark is no chart."""
    return {
        each["code"]
        for each in measures
        if sum(charts.number(r["value_public"]) is not None for r in each["returns"]) > 1
    }


def _by_day(timeline: list[dict[str, Any]]) -> list[tuple[str, list[str]]]:
    """What happened on each day, in the order of the timeline."""
    return [
        (day, [each["text"] for each in together])
        for day, together in groupby(timeline, key=lambda each: str(each["on"]))
    ]


@blueprint.get("/<id>/charts/<measure>.svg")
@signed_in
def chart(id: str, measure: str) -> Response:
    """Drawn from the portal's own records, so that a page with ten of them asks no service."""
    with database().transaction() as tx:
        contract = read_model.find_fact(tx, "contract", id)
        watch = read_model.find_fact(tx, "watch", id)
        rows = read_model.all_facts(tx, "return", id)
    if contract is None or not _is_theirs(contract[1]):
        abort(404)
    returns = [row["block"] for row in rows if row["block"]["measure"] == measure]
    if not returns:
        abort(404)
    returns.sort(key=lambda each: str(each["starts_on"]))
    measures = (watch[1] if watch else {}).get("measures", [])
    target = next((each["target"] for each in measures if each["code"] == measure), None)
    return Response(charts.measure_svg(returns, target), content_type="image/svg+xml")


def _whole(id: str) -> dict[str, Any]:
    whole: dict[str, Any] = calls.ask(CONTRACTS, "get_contract", id=id)
    if not _is_theirs(whole["contract"]):
        abort(404)  # that it exists is not theirs to know
    return whole


def _measures(whole: dict[str, Any]) -> Options:
    return tuple((each["code"], f"{each['code']} {each['name']}") for each in whole["measures"])


def _noticed(whole: dict[str, Any]) -> Options:
    """The measures that a notice is open about."""
    open_ones = {each["measure"] for each in whole["notices"] if not each["closed_on"]}
    return tuple((code, text) for code, text in _measures(whole) if code in open_ones)


def _page_for(slug: str, id: str, whole: dict[str, Any]) -> CommandPage:
    fixed = {"contract_id": id}
    measure = Field("measure", "Which measure?", "select", options=_measures(whole))
    pages = {
        "return": CommandPage(
            "Send a monitoring return",
            "Send the return",
            "The return is sent.",
            CONTRACTS,
            "submit_return",
            (
                measure,
                Field(
                    "period",
                    "Which period?",
                    hint="2019-Q2 is July to September 2019: quarters count from April.",
                    width="govuk-input--width-10",
                ),
                Field(
                    "period_kind",
                    "Is the period whole?",
                    "radios",
                    options=(("full", "Yes, a full period"), ("part", "No, only a part of one")),
                    value="full",
                ),
                Field("starts_on", "First day, if it is only a part", "date", required=False),
                Field("ends_on", "Last day, if it is only a part", "date", required=False),
                Field("numerator", "How many met the measure?", "number"),
                Field("denominator", "Out of how many?", "number"),
                ON,
            ),
            "Numbers from 1 to 5 are not shown to anybody else.",
            fixed,
        ),
        "closure": CommandPage(
            "Close a notice",
            "Close the notice",
            "The notice is closed.",
            CONTRACTS,
            "close_notice",
            (
                Field("measure", "Which measure?", "select", options=_noticed(whole)),
                Field("evidence", "What shows that it is back on target?", "longtext"),
                ON,
            ),
            fixed=fixed,
        ),
        "review": CommandPage(
            "Open the review",
            "Open the review",
            "The review is open.",
            CONTRACTS,
            "open_review",
            (Field("reason", "Why now?", "longtext"), ON),
            fixed=fixed,
        ),
        "balancing": CommandPage(
            "Balance the year",
            "Work out who owes what",
            "The balancing payments are worked out.",
            CONTRACTS,
            "calculate_balancing",
            (
                Field("starts_on", "First day of the year", "date"),
                Field("ends_on", "Last day of the year", "date"),
                Field("outturn_pence", "What was spent?", "pounds"),
                Field(
                    "activity",
                    "Share of the activity of each partner",
                    "shares",
                    "They must add up to exactly 100%.",
                    tuple((code, code) for code in whole["contract"]["partners"]),
                ),
                ON,
            ),
            fixed=fixed,
            shape=_with_year,
        ),
        "uplift": CommandPage(
            "Test an uplift",
            "Test it",
            "The uplift is tested.",
            CONTRACTS,
            "test_uplift",
            (
                Field("percent_bp", "By how much?", "percent"),
                Field("from_on", "From when?", "date"),
                ON,
            ),
            fixed=fixed,
        ),
    }
    return pages[slug]


def _with_year(values: dict[str, Any]) -> dict[str, Any]:
    year = {"starts_on": values.pop("starts_on"), "ends_on": values.pop("ends_on")}
    return {**values, "year": year}


@blueprint.route("/<id>/record/<slug>", methods=["GET", "POST"])
@signed_in
def record(id: str, slug: str) -> Any:
    if slug not in {slug for slug, _ in ACTIONS.values()}:
        abort(404)
    whole = _whole(id)
    return run(_page_for(slug, id, whole), url_for(".show", id=id), _caption(whole))


@blueprint.route("/<id>/returns/<measure>/<period>/validation", methods=["GET", "POST"])
@signed_in
def validate(id: str, measure: str, period: str) -> Any:
    whole = _whole(id)
    page = CommandPage(
        f"Validate {measure} for {period}",
        "Validate the return",
        f"The return of {measure} for {period} is validated.",
        CONTRACTS,
        "validate_return",
        (ON,),
        "You say that the figures are right. Who sent them cannot say so.",
        {"contract_id": id, "measure": measure, "period": period},
    )
    return run(page, url_for(".show", id=id), _caption(whole))


@blueprint.route("/<id>/returns/<measure>/<period>/restatement", methods=["GET", "POST"])
@signed_in
def restate(id: str, measure: str, period: str) -> Any:
    whole = _whole(id)
    page = CommandPage(
        f"Restate {measure} for {period}",
        "Restate the return",
        f"The return of {measure} for {period} is restated.",
        CONTRACTS,
        "restate_return",
        (
            Field("numerator", "How many met the measure?", "number"),
            Field("denominator", "Out of how many?", "number"),
            Field("reason", "Why do the figures change?", "longtext"),
            ON,
        ),
        "What was reported before stays on record. A notice that follows carries today’s date.",
        {"contract_id": id, "measure": measure, "period": period},
    )
    return run(page, url_for(".show", id=id), _caption(whole))


def _caption(whole: dict[str, Any]) -> str:
    return f"{whole['contract']['id']} {whole['contract']['title']}"
