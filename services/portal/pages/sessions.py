"""The facilitator's pages: sessions of the panel, and what is recorded in one."""

from typing import Any

from flask import Blueprint, abort, g, render_template, url_for

from services.portal import access, calls, words
from services.portal.calls import PANEL
from services.portal.commands import ON, CommandPage, run
from services.portal.forms import Field, Options
from services.portal.repository import read_model
from services.portal.security import database, signed_in

blueprint = Blueprint("sessions", __name__, url_prefix="/sessions")

PURPOSES: Options = (
    ("needs", "Which needs matter most"),
    ("proposal", "A proposal"),
    ("specification", "What the service must do"),
    ("tender_scoring", "Scoring bids"),
    ("review", "How a service is doing"),
)
FORMATS: Options = (
    ("easy_read", "Easy Read"),
    ("symbols", "Symbols"),
    ("large_print", "Large print"),
    ("bsl", "British Sign Language video"),
    ("audio", "Audio"),
    ("standard", "Standard print"),
)
MOST_PROPOSALS = 200
PANEL_NAME = "Tees Young Commissioners"
AGES: Options = (("11-13", "11 to 13"), ("14-17", "14 to 17"), ("18-25", "18 to 25"))
THEMES: Options = (
    ("access", "Getting to it"),
    ("communication", "Being told and asked"),
    ("staff", "Staff"),
    ("place", "The place"),
    ("information", "Information"),
    ("choice", "Having a choice"),
    ("quality", "How good it is"),
    ("equality", "Being treated fairly"),
    ("other", "Something else"),
)
# Name in the address -> its command, what the link says, and the stages in which it can be done.
ACTIONS = {
    "open": ("open_session", "Open the session", ("draft",)),
    "recommendation": ("record_recommendation", "Record a recommendation", ("open", "closed")),
    "close": ("close_session", "Close the session", ("open",)),
    "feedback": ("deliver_feedback", "Record that members were told", ("closed",)),
}


@blueprint.get("")
@signed_in
def board() -> Any:
    with database().transaction() as tx:
        found = [row["block"] for row in read_model.all_facts(tx, "session")]
    found.sort(key=lambda each: str(each["held_on"]), reverse=True)
    return render_template(
        "sessions/board.html",
        sessions=found,
        may_schedule=access.may(g.person.roles, "schedule_session"),
        may_add=access.may(g.person.roles, "add_member"),
    )


@blueprint.get("/<id>")
@signed_in
def show(id: str) -> Any:
    whole = calls.ask(PANEL, "get_session", id=id)
    with database().transaction() as tx:
        said = [
            row["block"]
            for row in read_model.all_facts(tx, "recommendation")
            if row["block"]["session_id"] == id
        ]
    return render_template(
        "sessions/show.html",
        each=whole["session"],
        recommendations=said,
        actions=[
            (slug, text)
            for slug, (command, text, stages) in ACTIONS.items()
            if access.may(g.person.roles, command) and whole["session"]["stage"] in stages
        ],
    )


@blueprint.route("/schedule", methods=["GET", "POST"])
@signed_in
def schedule() -> Any:
    with database().transaction() as tx:
        proposals = read_model.page_of_board(tx, {}, None, MOST_PROPOSALS)
    page = CommandPage(
        title="Schedule a session",
        button="Schedule the session",
        done="The session is scheduled.",
        service=PANEL,
        command="schedule_session",
        lead="Members need the brief at least 10 working days before.",
        asked=(
            Field("panel", "Which panel?", value=PANEL_NAME),
            Field("purpose", "What is it about?", "radios", options=PURPOSES),
            Field(
                "proposal_id",
                "Which proposal?",
                "select",
                options=tuple((each["id"], f"{each['id']} {each['title']}") for each in proposals),
                required=False,
            ),
            Field("held_on", "When is it?", "date"),
            Field("opens_on", "First day for answers", "date"),
            Field("closes_on", "Last day for answers", "date"),
            Field("brief_formats", "In which formats is the brief?", "checkboxes", options=FORMATS),
            Field("brief_issued_on", "When did the brief go out?", "date", required=False),
            Field(
                "reference",
                "Reference",
                hint="Such as YCP-2026-01. Leave empty to be given one.",
                required=False,
            ),
            ON,
        ),
    )
    return run(page, url_for(".board"), onward=_page_of)


def _page_of(view: Any) -> str:
    return url_for(".show", id=view["session"]["id"])


@blueprint.route("/panel", methods=["GET", "POST"])
@signed_in
def create_panel() -> Any:
    page = CommandPage(
        "Create a panel",
        "Create the panel",
        "The panel is created.",
        PANEL,
        "create_panel",
        (
            Field("name", "Name of the panel", value=PANEL_NAME),
            Field("area", "Which area does it speak for?", value="Tees"),
            ON,
        ),
    )
    return run(page, url_for(".board"))


@blueprint.route("/member", methods=["GET", "POST"])
@signed_in
def add_member() -> Any:
    page = CommandPage(
        "Add a panel member",
        "Add the member",
        "The member is added.",
        PANEL,
        "add_member",
        (
            Field("panel", "Which panel?", value=PANEL_NAME),
            Field(
                "pseudonym",
                "Code of the member",
                hint="Such as YC-07. Only you know whose it is: never write a name.",
            ),
            Field("age_band", "Age", "radios", options=AGES),
            Field(
                "adjustments",
                "What does the member need to take part?",
                "checkboxes",
                options=FORMATS,
                required=False,
            ),
            Field("login", "Sign-in name, if the member has one", required=False),
            Field("on", "When did they join?", "date", "Leave empty for today.", required=False),
        ),
        "Keep consent forms where your organisation keeps them, not here.",
    )
    return run(page, url_for(".board"))


@blueprint.route("/<id>/record/<slug>", methods=["GET", "POST"])
@signed_in
def record(id: str, slug: str) -> Any:
    if slug not in ACTIONS:
        abort(404)
    return run(_page_for(slug, id), url_for(".show", id=id), id)


def _page_for(slug: str, id: str) -> CommandPage:
    if slug == "open":
        return CommandPage(
            "Open the session",
            "Open the session",
            "The session is open.",
            PANEL,
            "open_session",
            (
                Field("present", "Who is there?", "lines", "One code a line, such as YC-07"),
                Field("second_adult", "Is a second adult in the room?", "yes_no"),
                Field(
                    "adjustments_met",
                    "Which adjustments were met?",
                    "lines",
                    "One a line, such as Easy Read",
                    required=False,
                ),
                Field(
                    "extension_reason",
                    "Why did the brief come late, if it did?",
                    "longtext",
                    required=False,
                ),
                ON,
            ),
            fixed={"id": id, "facilitator": g.person.id},
            shape=lambda values: {"adjustments_met": [], **values},
        )
    if slug == "recommendation":
        return CommandPage(
            "Record a recommendation",
            "Record the recommendation",
            "The recommendation is recorded.",
            PANEL,
            "record_recommendation",
            (
                Field(
                    "statement",
                    "What should change?",
                    "longtext",
                    "In the panel’s own words, at most 60.",
                ),
                Field("why", "Why does it matter?", "longtext", required=False),
                Field(
                    "strength",
                    "How strong is it?",
                    "radios",
                    options=tuple(words.STRENGTHS.items()),
                ),
                Field("theme", "What is it about?", "radios", options=THEMES),
                Field("support_count", "How many support it?", "number"),
                Field("dissent", "What did others say?", "longtext", required=False),
                Field(
                    "affects",
                    "What does it touch?",
                    "lines",
                    "One a line, such as specification 4.2",
                    required=False,
                ),
                Field(
                    "late_reason", "Why now, if the session is closed?", "longtext", required=False
                ),
                ON,
            ),
            "Read it back to the members before you send it. It cannot be changed afterwards.",
            {"session_id": id},
            shape=lambda values: {"affects": [], **values},
        )
    if slug == "close":
        return CommandPage(
            "Close the session",
            "Close the session",
            "The session is closed.",
            PANEL,
            "close_session",
            (ON,),
            "Members cannot send anything after this.",
            {"id": id},
        )
    return CommandPage(
        "Record that members were told",
        "Record it",
        "It is recorded that members were told.",
        PANEL,
        "deliver_feedback",
        (
            Field("formats", "In which formats?", "checkboxes", options=FORMATS),
            Field("delivered_on", "When?", "date"),
        ),
        "“You said, we did”: each member gets the answers in their own format.",
        {"session_id": id},
    )
