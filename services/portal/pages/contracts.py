"""Contracts under watch: the list, the page of one, its charts, and what is recorded about it."""

from itertools import groupby
from typing import Any

from flask import Blueprint, Response, abort, g, render_template, url_for

from services.portal import access, calls, charts
from services.portal.calls import CONTRACTS
from services.portal.commands import ON, CommandPage, run
from services.portal.forms import Field, Options
from services.portal.pages import agreement_forms
from services.portal.repository import people, read_model
from services.portal.security import database, signed_in

blueprint = Blueprint("contracts", __name__, url_prefix="/contracts")

# Command -> what its link says, on the page of a contract.
ACTIONS = {
    "submit_return": ("return", "Send a monitoring return"),
    "close_notice": ("closure", "Close a notice"),
    "open_review": ("review", "Open the review"),
    **agreement_forms.ACTIONS,
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
        exits=[
            {**left, "links": _exit_links(left)}
            for left in (whole.get("money") or {}).get("exits") or []
        ],
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
    return agreement_forms.has_ground(command, whole)


def _exit_links(left: dict[str, Any]) -> list[tuple[str, str]]:
    """What this person may do about a partner that leaves: name of the page, text of the link."""
    if left["agreed_on"]:
        return []
    links = []
    if access.may(g.person.roles, "propose_reshare"):
        links.append(("reshare", "Propose the re-share"))
    plan = left["plan"] or {"still_to_decide": []}
    waits = g.person.organisation in plan["still_to_decide"]
    if waits and access.may(g.person.roles, "decide_reshare"):
        links.append(("decision", "Decide the re-share"))
    return links


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


@blueprint.get("/<id>/money.svg")
@signed_in
def money_chart(id: str) -> Response:
    years = (_whole(id).get("money") or {}).get("years") or []
    if not years:
        abort(404)
    return Response(charts.years_svg(years), content_type="image/svg+xml")


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
    }
    return pages[slug]


@blueprint.route("/<id>/record/<slug>", methods=["GET", "POST"])
@signed_in
def record(id: str, slug: str) -> Any:
    if slug not in {slug for slug, _ in ACTIONS.values()}:
        abort(404)
    whole = _whole(id)
    page = (
        agreement_forms.page_of(slug, id, whole, _names())
        if slug in agreement_forms.PAGES
        else _page_for(slug, id, whole)
    )
    return run(page, url_for(".show", id=id), _caption(whole))


def _names() -> dict[str, str]:
    with database().transaction() as tx:
        return people.organisation_names(tx, "council", "nhs")


@blueprint.route("/<id>/exits/<partner>/<slug>", methods=["GET", "POST"])
@signed_in
def leave(id: str, partner: str, slug: str) -> Any:
    whole = _whole(id)
    exits = (whole.get("money") or {}).get("exits") or []
    left = next((each for each in exits if each["partner"] == partner), None)
    if (
        left is None
        or slug not in ("reshare", "decision")
        or not (left["plan"] or slug == "reshare")
    ):
        abort(404)
    page = (
        agreement_forms.reshare(whole, _names(), left, id)
        if slug == "reshare"
        else agreement_forms.decision(left, id)
    )
    return run(page, url_for(".show", id=id), _caption(whole))


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
