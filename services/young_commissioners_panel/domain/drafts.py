"""A member's own answers, one question at a time, kept until they are sent."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from shared.errors import Conflict, Invalid, RuleBroken

QUESTIONS = ("strength", "statement", "why", "theme")
CHOICES = {
    "strength": ("must", "should", "could"),
    "theme": (
        "access",
        "communication",
        "staff",
        "place",
        "information",
        "choice",
        "quality",
        "equality",
        "other",
    ),
}
UNANSWERED = ("not_sure", "no_answer")
# What stands for a question that a member left open.
INSTEAD = {"strength": "could", "theme": "other"}


@dataclass(frozen=True)
class Draft:
    session_id: str
    member: str
    answers: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    version: int = 0


def save(
    draft: Draft, question: str, kind: str, value: str | None, expected_version: int | None
) -> Draft:
    if expected_version is not None and expected_version != draft.version:
        raise Conflict(
            "draft_changed", "You answered somewhere else as well. Look at your answers again."
        )
    if kind in UNANSWERED:
        value = None
    elif kind == "choice" and value not in CHOICES.get(question, ()):
        raise Invalid("answer_unknown", "Choose one of the answers that you were shown.")
    elif kind == "words" and (question in CHOICES or not (value or "").strip()):
        raise Invalid("answer_unknown", "Write your answer, or say that you are not sure.")
    answers = {**draft.answers, question: {"kind": kind, "value": value}}
    return replace(draft, answers=answers, version=draft.version + 1)


def finished(draft: Draft) -> dict[str, str | None]:
    """Strength, theme, statement and why as they will be sent."""
    statement = _value(draft, "statement")
    if not statement:
        raise RuleBroken("statement_missing", "Tell us your idea first. One sentence is enough.")
    return {
        "strength": _value(draft, "strength") or INSTEAD["strength"],
        "theme": _value(draft, "theme") or INSTEAD["theme"],
        "statement": statement,
        "why": _value(draft, "why"),
    }


def _value(draft: Draft, question: str) -> str | None:
    value: str | None = draft.answers.get(question, {}).get("value")
    return value
