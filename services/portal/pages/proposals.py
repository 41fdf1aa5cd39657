"""The board of proposals, the page of one, and everything that can be done to it."""

from dataclasses import replace
from typing import Any
from urllib.parse import urlsplit

from flask import Blueprint, abort, g, render_template, request, url_for

from services.portal import access, calls, commands, security, words
from services.portal.calls import DECISIONS
from services.portal.commands import ON, CommandPage
from services.portal.filters import read_filters
from services.portal.forms import Field
from services.portal.pages.proposal_forms import CLEARED_BY, FORMS, Case, gates, offers
from services.portal.paging import cursor_of, read_cursor
from services.portal.repository import people, read_model
from services.portal.security import database, signed_in
from shared import clock

blueprint = Blueprint("proposals", __name__, url_prefix="/proposals")

PAGE = 25
GOING_ON = ("pass", "conditional")  # outcomes of a gate that lead to the next stage


@blueprint.get("")
@signed_in
def board() -> Any:
    """Proposals by stage. Reads only the portal's own records."""
    if access.is_provider_only(g.person.roles):
        abort(403)
    with database().transaction() as tx:
        wanted = read_filters(request.args, read_model.stages_on_board(tx))
        rows = read_model.page_of_board(
            tx, wanted, read_cursor(request.args.get("after")), PAGE + 1
        )
        counts = read_model.count_by_stage(tx, wanted)
        mark = read_model.mark_of_board(tx)
        names = people.organisation_names(tx)
    shown, more = rows[:PAGE], len(rows) > PAGE
    kept: dict[str, Any] = {name: value for name, value in wanted.items() if value}
    following = url_for(".board", **kept, after=cursor_of(shown[-1])) if more else None
    return render_template(
        "proposals/board.html",
        proposals=shown,
        counts=counts,
        total=sum(counts.values()),
        stages=_stages_shown(counts),
        wanted=wanted,
        kept=kept,
        names=names,
        following=following,
        mark=mark,
        may_draft=access.may(g.person.roles, "draft_proposal"),
    )


@blueprint.get("/changes")
@signed_in
def changes() -> Any:
    """A sentence when the board has changed since; 204, which changes nothing, when it has not."""
    with database().transaction() as tx:
        mark = read_model.mark_of_board(tx)
    if request.args.get("since") == str(mark):
        return "", 204
    here = request.headers.get("HX-Current-URL", url_for(".board"))
    path = urlsplit(here)._replace(scheme="", netloc="").geturl()
    return render_template("proposals/_news.html", here=security.safe_target(path))


def _stages_shown(counts: dict[str, int]) -> list[tuple[str, str]]:
    """The sixteen in order; closing stages and other processes' where they hold something."""
    shown = [
        (stage, name)
        for stage, name in words.STAGES.items()
        if stage not in words.CLOSING_STAGES or counts.get(stage)
    ]
    return shown + [(each, words.plain(each)) for each in counts if each not in words.STAGES]


@blueprint.route("/draft", methods=["GET", "POST"])
@signed_in
def draft() -> Any:
    with database().transaction() as tx:
        buyers = tuple(people.organisation_names(tx, "council", "nhs").items())
        needs = read_model.all_facts(tx, "need")
    every_process = calls.ask(DECISIONS, "list_processes")["processes"]
    processes = [each for each in every_process if not each["flow_of"]]
    page = CommandPage(
        title="Draft a proposal",
        button="Save the draft",
        done="The proposal is drafted.",
        service=DECISIONS,
        command="draft_proposal",
        asked=(
            Field("title", "What is to be commissioned?"),
            Field(
                "service_type",
                "What kind of service is it?",
                "radios",
                options=tuple(words.SERVICE_TYPES.items()),
            ),
            Field(
                "need_id",
                "Which need does it answer?",
                "select",
                options=tuple((n["id"], f"{n['id']} {n['block']['title']}") for n in needs),
                required=False,
            ),
            Field(
                "process",
                "Which process does it follow?",
                "radios",
                options=tuple(
                    (each["name"], f"{each['name']}: {each['title']}") for each in processes
                ),
                value="JCP-16",
            ),
            Field("lead", "Who leads?", "radios", options=buyers, value=g.person.organisation),
            Field(
                "partners",
                "Who decides and pays together?",
                "checkboxes",
                options=buyers,
                value=(g.person.organisation,),
            ),
            Field(
                "reference",
                "Reference",
                hint="Such as JCP-2026-07. Leave empty to be given one.",
                required=False,
            ),
            ON,
        ),
    )
    return commands.run(page, url_for(".board"), onward=_page_of)


def _page_of(view: Any) -> str:
    return url_for(".show", id=view["proposal"]["id"])


@blueprint.get("/<id>")
@signed_in
def show(id: str) -> Any:
    if access.is_provider_only(g.person.roles):
        abort(403)
    case = calls.ask(DECISIONS, "get_proposal", id=id)
    with database().transaction() as tx:
        names = people.organisation_names(tx)
    open_acts, other_acts = offers(case, g.person.roles)
    moves = (case.get("gate") or {}).get("moves", [])
    return render_template(
        "proposals/show.html",
        case=case,
        proposal=case["proposal"],
        names=names,
        moves=[move for move in moves if move["outcome"] in GOING_ON],
        ways_out=[move for move in moves if move["outcome"] not in GOING_ON],
        open_acts=open_acts,
        other_acts=other_acts,
        clearing=lambda finding: _clearing(case["proposal"], finding, dict(open_acts)),
        may_move=access.may(g.person.roles, "move_proposal"),
        may_waive=access.may(g.person.roles, "waive_condition"),
        may_see_events=access.may(g.person.roles, "list_events"),
        may_answer=access.may(g.person.roles, "respond_to_recommendation"),
    )


def _clearing(proposal: Any, finding: Any, open_acts: dict[str, str]) -> str | None:
    """The page where this person can clear a condition of a gate; None where there is none."""
    slug = CLEARED_BY.get(finding["condition"], "")
    if slug in open_acts:
        return url_for(".record", id=proposal["id"], slug=slug, code=finding.get("paper"))
    if finding["condition"] == "need_scored" and access.may(g.person.roles, "score_need"):
        return url_for("needs.score", id=proposal["need_id"])
    if finding["condition"] == "panel_heard" and access.may(g.person.roles, "schedule_session"):
        return url_for("sessions.board")
    return None


@blueprint.route("/<id>/record/<slug>", methods=["GET", "POST"])
@signed_in
def record(id: str, slug: str) -> Any:
    if slug not in FORMS:
        abort(404)
    case = _case(id)
    if slug == "evidence":
        case = replace(case, evidence_kinds=_evidence_kinds(), code=request.args.get("code"))
        if case.evidence_kind is None:
            return _which_evidence(case)
    page = replace(FORMS[slug][2](case), in_the_way=case.in_the_way_of(FORMS[slug][0]))
    return commands.run(page, url_for(".show", id=id), _caption(case), case.version)


def _evidence_kinds() -> tuple[dict[str, Any], ...]:
    return tuple(calls.ask(DECISIONS, "list_evidence_kinds")["evidence"])


def _which_evidence(case: Case) -> Any:
    """First question of two: what each kind of evidence has to say is asked on its own page."""
    if not access.may(g.person.roles, "add_evidence"):
        abort(403)
    mine = [each for each in case.evidence_kinds if set(each["filed_by"]) & g.person.roles]
    filed = {each["code"] for each in case.whole["evidence"]}
    return render_template("proposals/which_evidence.html", case=case, kinds=mine, filed=filed)


@blueprint.route("/<id>/waive/<move>/<condition>", methods=["GET", "POST"])
@signed_in
def waive(id: str, move: str, condition: str) -> Any:
    """Lets one condition of a gate stay open: a director's act, with a reason for everybody."""
    case = _case(id)
    paper = request.args.get("paper")
    page = gates.waive(case, move, condition, paper)
    return commands.run(page, url_for(".show", id=id), _caption(case), case.version)


@blueprint.route("/<id>/moves/<move>", methods=["GET", "POST"])
@signed_in
def move(id: str, move: str) -> Any:
    """A page of its own for each move: it says what follows, and asks once more."""
    case = _case(id)
    gate = calls.ask(DECISIONS, "why_not", id=id, move=move)
    found = gate.get("move") if isinstance(gate.get("move"), dict) else gate
    to_stage = words.plain(found.get("to_stage", ""))
    page = CommandPage(
        title=f"{words.plain(move)}: to “{to_stage}”" if to_stage else words.plain(move),
        button=words.plain(move),
        done=f"{case.id} is now at “{to_stage}”." if to_stage else "The proposal has moved.",
        service=DECISIONS,
        command="move_proposal",
        lead=str(found.get("because", "")),
        in_the_way=str(found.get("not_yours") or ""),
        asked=(ON, _reason(bool(found.get("reason_needed")))),
        fixed={**case.fixed, "move": move},
        versioned=True,
    )
    return commands.run(page, url_for(".show", id=id), _caption(case), case.version)


def _reason(needed: bool) -> Field:
    question = "Why? The reason stays on record." if needed else "Anything to add?"
    return Field("reason", question, "longtext", required=needed)


def _case(id: str) -> Case:
    whole = calls.ask(DECISIONS, "get_proposal", id=id)
    with database().transaction() as tx:
        names = people.organisation_names(tx)
    today = clock.legal_day(clock.now()).isoformat()
    return Case(whole, names, g.person.organisation, today)


def _caption(case: Case) -> str:
    return f"{case.id} {case.proposal['title']}"
