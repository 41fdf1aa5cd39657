"""The page of one command: show its form, carry it out, show a refusal where it belongs."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from flask import Response, g, redirect, render_template, request
from werkzeug.datastructures import FileStorage, MultiDict

from services.portal import access, calls, forms, security
from services.portal.errors import status_of
from services.portal.forms import Field
from shared.errors import CommissioningError
from shared.identifiers import uuid7

# Kinds of questions that are answered by a file → what the name of its input ends in.
FILES = {"file": "", "paper": "-file"}
ON = Field("on", "When did this happen?", "date", "Leave empty for today.", required=False)


def unchanged(values: dict[str, Any]) -> dict[str, Any]:
    return values


@dataclass(frozen=True)
class CommandPage:
    """What is asked, in which words, and which command the answers become."""

    title: str
    button: str
    done: str  # said on the next page
    service: str
    command: str
    asked: tuple[Field, ...]
    lead: str = ""
    fixed: dict[str, Any] = field(default_factory=dict)  # what needs no question
    shape: Callable[[dict[str, Any]], dict[str, Any]] = unchanged
    warning: str = ""
    dated_by: tuple[str, ...] = ()  # the answers that say on which day it happened, last one first
    in_the_way: str = ""  # why the command would be refused now
    versioned: bool = False


def run(
    page: CommandPage,
    back: str,
    caption: str = "",
    version: int | None = None,
    after: Callable[[Any], Any] | None = None,
    onward: Callable[[Any], str] | None = None,
) -> Any:
    """GET shows the form; POST carries out the command and goes back with a sentence.

    A GET may name answers in its address: a link from where they are known fills them in. `onward`
    gives another page to go to, from the command's view. `after` makes a page of the view
    instead: for what is shown once only.
    """
    if not access.may(g.person.roles, page.command):
        return _not_yours(page, back, caption)
    if request.method == "GET":
        return _form(page, back, caption, {}, version=version)
    answers = _answers(page.asked)
    outcome = forms.read(page.asked, answers)
    _keep_fingerprints(page.asked, outcome.values, answers)
    if outcome.errors:
        return _form(page, back, caption, outcome.errors, status=422, answers=answers)
    try:
        body = page.shape({**page.fixed, **outcome.values, **_day(page, outcome.values)})
        if page.versioned:
            body["expected_version"] = int(request.form.get("version") or 0)
        view = calls.tell(page.service, page.command, body, _form_key())
    except CommissioningError as refusal:
        errors, sentence = forms.refusal_at_fields(refusal, page.asked, page.dated_by)
        facts = {} if errors else _facts_of(refusal)
        status = status_of(refusal)
        return _form(page, back, caption, errors, sentence, facts, status, version, answers)
    if after is not None:
        return after(view)
    security.say_next(page.done)
    return redirect(onward(view) if onward else back, 303)


def _day(page: CommandPage, values: dict[str, Any]) -> dict[str, Any]:
    """The legal day of the act, where one of the answers says it already."""
    days = (values[name] for name in page.dated_by if name in values)
    return {"on": day} if (day := next(days, None)) else {}


def _answers(asked: tuple[Field, ...]) -> "MultiDict[str, Any]":
    """What the browser sent; an uploaded file as its name and what is in it."""
    answers: MultiDict[str, Any] = request.form.copy()
    for each in asked:
        if each.kind in FILES:
            name = each.name + FILES[each.kind]
            answers.poplist(name)  # only a file counts there, whatever else a browser sends
            if file := _file(name):
                answers[name] = (file.filename, file.stream)
    return answers


def _file(name: str) -> FileStorage | None:
    file = request.files.get(name)
    return file if file is not None and file.filename else None


def _keep_fingerprints(
    asked: tuple[Field, ...], values: dict[str, Any], answers: "MultiDict[str, Any]"
) -> None:
    """A browser asks for the file again when a form comes back; its fingerprint stays."""
    for each in asked:
        if each.kind == "paper" and each.name in values:
            answers[each.name] = values[each.name]


def _form_key() -> str:
    """The key that the form carried: sending the same form twice is one command."""
    return f"form:{request.form.get('form_key') or uuid7()}"


def _facts_of(refusal: CommissioningError) -> dict[str, str]:
    return {name: text for name, text in refusal.details.items() if not name.startswith("/")}


def _form(
    page: CommandPage,
    back: str,
    caption: str,
    errors: dict[str, str],
    sentence: str = "",
    facts: dict[str, str] | None = None,
    status: int = 200,
    version: int | None = None,
    answers: forms.Answers | None = None,
) -> Response:
    # A refused command was not carried out: the next try is a new one.
    body = render_template(
        "form.html",
        form=page,
        back=back,
        caption=caption,
        errors=errors,
        sentence=sentence,
        facts=facts or {},
        answers=request.args if answers is None else answers,
        version=request.form.get("version", version),
        form_key=uuid7(),
    )
    return Response(body, status, content_type="text/html; charset=utf-8")


def _not_yours(page: CommandPage, back: str, caption: str) -> Response:
    body = render_template(
        "not_yours.html",
        title=page.title,
        back=back,
        caption=caption,
        who=access.who_may(page.command),
    )
    return Response(body, 403, content_type="text/html; charset=utf-8")
