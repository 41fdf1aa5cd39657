"""The panel member's own pages: one question a page, nothing lost, plain words."""

from typing import Any

from flask import Blueprint, abort, g, redirect, render_template, request, url_for

from services.portal import calls
from services.portal.calls import PANEL
from services.portal.errors import status_of
from services.portal.pages import panel_words
from services.portal.pages.panel_words import BY_CODE, QUESTIONS, Question
from services.portal.repository import read_model
from services.portal.security import database, for_panel_members
from shared.errors import CommissioningError
from shared.identifiers import uuid7

blueprint = Blueprint("panel", __name__, url_prefix="/panel")

Answer = dict[str, Any]  # {"kind": words | choice | not_sure | no_answer, "value": text or None}

UNANSWERED = {"not_sure": panel_words.NOT_SURE, "no_answer": panel_words.NO_ANSWER}


@blueprint.context_processor
def _words() -> dict[str, Any]:
    return {"say": panel_words}


@blueprint.get("")
@for_panel_members
def start() -> Any:
    sessions = calls.ask(PANEL, "list_sessions", member=g.person.id)["sessions"]
    return render_template(
        "panel/start.html",
        open_sessions=[each for each in sessions if each["stage"] == "open"],
    )


@blueprint.get("/safe")
@for_panel_members
def safe() -> Any:
    """Numbers to call. It sends and stores nothing: a worry never goes through this service."""
    return render_template("panel/safe.html")


@blueprint.get("/answers")
@for_panel_members
def answers() -> Any:
    with database().transaction() as tx:
        found = [row["block"] for row in read_model.all_facts(tx, "recommendation")]
    shown = [each for each in found if each["stage"] != "withdrawn"]
    return render_template("panel/answers.html", recommendations=shown)


@blueprint.get("/<session_id>")
@for_panel_members
def begin(session_id: str) -> Any:
    if _is_over(session_id):
        return render_template("panel/over.html")
    given = _draft(session_id)
    left = [question.code for question in QUESTIONS if question.code not in given]
    first = left[0] if left else None
    return render_template(
        "panel/begin.html",
        session_id=session_id,
        begun=bool(given),
        onward=_address(session_id, first) if first else url_for(".check", session_id=session_id),
        questions=QUESTIONS,
    )


@blueprint.route("/<session_id>/question/<code>", methods=["GET", "POST"])
@for_panel_members
def ask(session_id: str, code: str) -> Any:
    question = BY_CODE.get(code)
    if question is None:
        abort(404)
    if request.method == "GET" and _is_over(session_id):
        return render_template("panel/over.html")
    given = _draft(session_id)
    if request.method == "GET":
        return _question_page(session_id, question, given.get(code))
    answer = _answer_in_form(question)
    going_back = request.form.get("go") == "back"
    if answer is None and not going_back:
        return _question_page(session_id, question, None, panel_words.EMPTY, 422)
    if answer is not None and answer != given.get(code):
        try:
            _save(session_id, code, answer)
        except CommissioningError as refusal:
            return _question_page(session_id, question, answer, refusal.message, status_of(refusal))
    return redirect(_after(session_id, question, going_back), 303)


def _is_over(session_id: str) -> bool:
    """Nobody shall write an answer and only then hear that it cannot be sent."""
    session = calls.ask(PANEL, "get_session", id=session_id)["session"]
    return bool(session["stage"] in ("closed", "inquorate", "cancelled"))


def _save(session_id: str, code: str, answer: Answer) -> None:
    calls.tell(
        PANEL,
        "save_answer",
        {"session_id": session_id, "question": code, "answer": answer},
        f"form:{request.form.get('form_key') or uuid7()}:{code}",
    )


def _answer_in_form(question: Question) -> Answer | None:
    """What the person chose or wrote; None for nothing at all."""
    chosen = request.form.get("go", "")
    if chosen in UNANSWERED:
        return {"kind": chosen, "value": None}
    value = request.form.get("answer", "").strip()
    if not value:
        return None
    if question.choices:
        known = {choice.code for choice in question.choices}
        return {"kind": "choice", "value": value} if value in known else None
    return {"kind": "words", "value": value}


def _after(session_id: str, question: Question, going_back: bool) -> str:
    """The page before or behind; from the check page, straight back to it."""
    if request.args.get("from") == "check":
        return url_for(".check", session_id=session_id)
    place = QUESTIONS.index(question) + (-1 if going_back else 1)
    if place < 0:
        return url_for(".begin", session_id=session_id)
    if place == len(QUESTIONS):
        return url_for(".check", session_id=session_id)
    return _address(session_id, QUESTIONS[place].code)


def _address(session_id: str, code: str) -> str:
    return url_for(".ask", session_id=session_id, code=code)


def _question_page(
    session_id: str,
    question: Question,
    answer: Answer | None,
    error: str = "",
    status: int = 200,
) -> Any:
    page = render_template(
        "panel/question.html",
        session_id=session_id,
        question=question,
        number=QUESTIONS.index(question) + 1,
        count=len(QUESTIONS),
        answer=answer or {},
        error=error,
        errors={question.code: error} if error else None,
        form_key=uuid7(),
    )
    return page, status


@blueprint.route("/<session_id>/check", methods=["GET", "POST"])
@for_panel_members
def check(session_id: str) -> Any:
    if request.method == "POST":
        try:
            calls.tell(
                PANEL,
                "submit_recommendation",
                {"session_id": session_id},
                f"form:{request.form.get('form_key') or uuid7()}",
            )
        except CommissioningError as refusal:
            return _check_page(session_id, refusal.message, status_of(refusal))
        return redirect(url_for(".sent", session_id=session_id), 303)
    if _is_over(session_id):
        return render_template("panel/over.html")
    return _check_page(session_id)


def _check_page(session_id: str, error: str = "", status: int = 200) -> Any:
    given = _draft(session_id)
    rows = [(question, shown(question, given.get(question.code))) for question in QUESTIONS]
    missing = next((question for question, text in rows if not text), None)
    page = render_template(
        "panel/check.html",
        session_id=session_id,
        rows=rows,
        missing=missing,
        error=error,
        errors={"check": error} if error else None,
        form_key=uuid7(),
    )
    return page, status


def shown(question: Question, answer: Answer | None) -> str:
    """The answer in words: a choice by its text, a blank as nothing."""
    if not answer:
        return ""
    if answer["kind"] in UNANSWERED:
        return UNANSWERED[answer["kind"]]
    if answer["kind"] == "choice":
        return next((each.text for each in question.choices if each.code == answer["value"]), "")
    return str(answer["value"])


@blueprint.get("/<session_id>/sent")
@for_panel_members
def sent(session_id: str) -> Any:
    return render_template("panel/sent.html")


def _draft(session_id: str) -> dict[str, Answer]:
    """The member's saved answers, by question."""
    draft = calls.ask(PANEL, "get_my_draft", session_id=session_id)
    answers: dict[str, Answer] = (draft.get("draft") or draft).get("answers") or {}
    return answers
