"""Forms as tables: what is asked, and how an answer becomes a value of a command. Pure.

An answer that cannot be a value at all is refused here, at its field. Whether the value is right is
the service's to say; its refusals come back to the same fields.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from services.portal import tables, uploads
from services.portal.tables import Column
from shared.errors import CommissioningError

Answers = Mapping[str, Any]  # what the browser sent: name -> text
Options = tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Field:
    """One question. `kind` chooses both the macro that draws it and the way it is read."""

    name: str
    label: str
    kind: str = "text"
    hint: str = ""
    options: Options = ()
    required: bool = True
    value: Any = None  # shown at first
    width: str = ""  # a govuk-!-width- or govuk-input--width- class
    columns: tuple[Column, ...] = ()  # of a grid
    rows: int = 0


@dataclass(frozen=True)
class Outcome:
    """`values` for the command; `errors` by field name. Both are never wanted at once."""

    values: dict[str, Any]
    errors: dict[str, str]


def read(asked: tuple[Field, ...], answers: Answers) -> Outcome:
    values: dict[str, Any] = {}
    errors: dict[str, str] = {}
    for field in asked:
        try:
            value = READERS[field.kind](field, answers)
        except Unreadable as wrong:
            errors[field.name] = str(wrong)
            continue
        if value in (None, "", []):
            if field.required:
                errors[field.name] = _missing(field)
        else:
            values[field.name] = value
    return Outcome(values, errors)


class Unreadable(Exception):
    """The answer cannot be a value; the message says how to write it."""


VERBS = {
    **dict.fromkeys(("radios", "checkboxes", "select", "yes_no"), "Select"),
    **dict.fromkeys(("file", "paper"), "Choose"),
}


def _missing(field: Field) -> str:
    verb = VERBS.get(field.kind, "Enter")
    words = field.label[:1].lower() + field.label[1:].rstrip("?")
    return f"{verb} {words}" if not field.label.endswith("?") else f"{verb} an answer"


def _text(field: Field, answers: Answers) -> str:
    return str(answers.get(field.name, "")).strip()


def _file(field: Field, answers: Answers) -> str | None:
    """The text of a table that was uploaded."""
    given = answers.get(field.name)
    if not given:
        return None
    try:
        return uploads.table_text(given[0], given[1].read())
    except CommissioningError as refusal:
        raise Unreadable(refusal.message) from refusal


def _grid(field: Field, answers: Answers) -> list[dict[str, Any]]:
    """Rows of inputs."""
    try:
        return tables.read_inputs(field.name, answers, field.columns, field.rows)
    except CommissioningError as refusal:
        raise Unreadable(refusal.message) from refusal


def _paper(field: Field, answers: Answers) -> str | None:
    """The fingerprint of a paper: worked out from the file, or written down."""
    given, written = answers.get(f"{field.name}-file"), _text(field, answers).lower()
    if not given:
        return written or None
    try:
        digest = uploads.fingerprint(*given)
    except CommissioningError as refusal:
        raise Unreadable(refusal.message) from refusal
    if written not in ("", digest):
        raise Unreadable("The file has another fingerprint than the one written. Leave out one.")
    return digest


def _date(field: Field, answers: Answers) -> str | None:
    day, month, year = (
        str(answers.get(f"{field.name}-{part}", "")).strip() for part in ("day", "month", "year")
    )
    if not (day or month or year):
        return None
    try:
        return date(int(year), int(month), int(day)).isoformat()
    except ValueError:
        raise Unreadable("Enter a real date, for example 27 3 2019") from None


def _pounds(field: Field, answers: Answers) -> int | None:
    text = re.sub(r"[£,\s]", "", _text(field, answers))
    if not text:
        return None
    try:
        pence = Decimal(text) * 100
    except InvalidOperation:
        raise Unreadable("Enter an amount in pounds, for example 1184000 or 81136.12") from None
    if pence != pence.to_integral_value():
        raise Unreadable("Enter pounds and pence, with at most two digits after the point")
    return int(pence)


def _percent(field: Field, answers: Answers) -> int | None:
    return percent_to_bp(_text(field, answers))


def percent_to_bp(text: str) -> int | None:
    """42.5 -> 4250; None for nothing."""
    text = text.strip().rstrip("%").strip()
    if not text:
        return None
    try:
        bp = Decimal(text) * 100
    except InvalidOperation:
        raise Unreadable("Enter a percentage, for example 42.5") from None
    if bp != bp.to_integral_value():
        raise Unreadable("Enter a percentage with at most two digits after the point")
    return int(bp)


def _shares(field: Field, answers: Answers) -> list[dict[str, Any]]:
    """One input for each partner in `options`, a percentage each."""
    parts = []
    for partner, name in field.options:
        try:
            bp = percent_to_bp(str(answers.get(f"{field.name}-{partner}", "")))
        except Unreadable as wrong:
            raise Unreadable(f"{name}: {wrong}") from None
        if bp is not None:
            parts.append({"partner": partner, "bp": bp})
    return parts


def _number(field: Field, answers: Answers) -> int | None:
    text = re.sub(r"[,\s]", "", _text(field, answers))
    if not text:
        return None
    if not re.fullmatch(r"-?\d+", text):
        raise Unreadable("Enter a whole number")
    return int(text)


def _lines(field: Field, answers: Answers) -> list[str]:
    return [line.strip() for line in _text(field, answers).splitlines() if line.strip()]


def _one_of(field: Field, answers: Answers) -> str:
    chosen = _text(field, answers)
    if chosen and chosen not in {value for value, _ in field.options}:
        raise Unreadable("Select one of the answers in the list")
    return chosen


def _some_of(field: Field, answers: Answers) -> list[str]:
    get_all = getattr(answers, "getlist", lambda name: answers.get(name, []))
    known = {value for value, _ in field.options}
    return [each for each in get_all(field.name) if each in known]


def _yes_no(field: Field, answers: Answers) -> bool | None:
    return {"yes": True, "no": False}.get(_text(field, answers))


READERS: dict[str, Callable[[Field, Answers], Any]] = {
    "text": _text,
    "longtext": _text,
    "hidden": _text,
    "file": _file,
    "paper": _paper,
    "grid": _grid,
    "date": _date,
    "pounds": _pounds,
    "percent": _percent,
    "shares": _shares,
    "number": _number,
    "lines": _lines,
    "radios": _one_of,
    "select": _one_of,
    "checkboxes": _some_of,
    "yes_no": _yes_no,
}


def pounds(pence: int | None) -> str:
    """The amount as a person would type it."""
    if pence is None:
        return ""
    return f"{pence / 100:.2f}".removesuffix(".00")


# A rule's refusal belongs to the answer that broke it.
FIELD_OF_CODE = {
    "numerator_above_denominator": "numerator",
    "director_signature_needed": "signed_by_director",
    "date_in_future": "on",
    "reference_taken": "reference",
    "shares_do_not_sum": "shares",
}


def refusal_at_fields(
    refusal: CommissioningError, asked: tuple[Field, ...], dated_by: tuple[str, ...] = ()
) -> tuple[dict[str, str], str]:
    """Errors by field, and the sentence for the page when no field is to blame.

    `dated_by` names the answers that the day of the act was taken from.
    """
    names = {field.name for field in asked}
    errors: dict[str, str] = {}
    for pointer, sentence in refusal.details.items():
        parts = [each for part in pointer.split("/") for each in (part, f"says-{part}")]
        first = next((part for part in parts if part in names), None)
        if first and pointer.startswith("/"):
            errors.setdefault(first, sentence)
    culprit = FIELD_OF_CODE.get(refusal.code, "")
    if culprit == "on" and dated_by:
        culprit = dated_by[-1]
    if not errors and culprit in names:
        errors[culprit] = refusal.message
    return errors, "" if errors else refusal.message
