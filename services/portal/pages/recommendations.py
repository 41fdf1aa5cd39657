"""What young commissioners recommended, and the commissioner's answer to each."""

from typing import Any

from flask import Blueprint, g, render_template, url_for

from services.portal import access, calls, words
from services.portal.calls import PANEL
from services.portal.commands import ON, CommandPage, run
from services.portal.forms import Field
from services.portal.repository import read_model
from services.portal.security import database, signed_in

blueprint = Blueprint("recommendations", __name__, url_prefix="/recommendations")


@blueprint.get("")
@signed_in
def board() -> Any:
    with database().transaction() as tx:
        found = [row["block"] for row in read_model.all_facts(tx, "recommendation")]
    found.sort(key=lambda each: (each.get("response") is not None, str(each["response_due_on"])))
    return render_template("recommendations/board.html", recommendations=found)


@blueprint.get("/<id>")
@signed_in
def show(id: str) -> Any:
    whole = calls.ask(PANEL, "get_recommendation", id=id)
    roles = g.person.roles
    return render_template(
        "recommendations/show.html",
        each=whole["recommendation"],
        may_answer=access.may(roles, "respond_to_recommendation"),
        may_react=access.may(roles, "record_reaction"),
    )


@blueprint.route("/<id>/acknowledge", methods=["GET", "POST"])
@signed_in
def acknowledge(id: str) -> Any:
    page = CommandPage(
        "Tell the panel that you have it",
        "Tell the panel",
        "The panel knows that you have it.",
        PANEL,
        "acknowledge_recommendation",
        (ON,),
        fixed={"id": id},
    )
    return run(page, url_for(".show", id=id), id)


@blueprint.route("/<id>/answer", methods=["GET", "POST"])
@signed_in
def answer(id: str) -> Any:
    statement = calls.ask(PANEL, "get_recommendation", id=id)["recommendation"]["statement"]
    page = CommandPage(
        title="Answer the panel",
        button="Send the answer to the panel",
        done="The panel has your answer.",
        service=PANEL,
        command="respond_to_recommendation",
        lead=f"They said: “{statement}” Write to them as you would speak to them.",
        asked=(
            Field(
                "decision", "What is your answer?", "radios", options=tuple(words.RESPONSES.items())
            ),
            Field(
                "reasons",
                "Why?",
                "longtext",
                "Short sentences and plain words. Needed for every answer but a full yes.",
                required=False,
            ),
            Field("what_will_change", "What will be different?", "longtext", required=False),
            Field("owner", "Who sees to it?"),
            Field("due_on", "By when?", "date", required=False),
            Field(
                "signed_by_director",
                "Has a director signed this answer?",
                "yes_no",
                "Saying no to a “must” needs it.",
                required=False,
            ),
            ON,
        ),
        fixed={"id": id},
    )
    return run(page, url_for(".show", id=id), id)


@blueprint.route("/<id>/reaction", methods=["GET", "POST"])
@signed_in
def react(id: str) -> Any:
    page = CommandPage(
        "What does the panel think of the answer?",
        "Record it",
        "What the panel thinks is recorded.",
        PANEL,
        "record_reaction",
        (
            Field("reaction", "The panel says", "radios", options=tuple(words.REACTIONS.items())),
            ON,
        ),
        fixed={"id": id},
    )
    return run(page, url_for(".show", id=id), id)
