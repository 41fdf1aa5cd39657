"""What each kind of evidence has to say, who files it, and how long it counts."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from services.commissioning_decisions.domain.options import add_months
from shared.actor import any_of
from shared.errors import Invalid, NotAllowed

MOST_WORDS = 2000


@dataclass(frozen=True)
class EvidenceField:
    """One answer. `kind`: text, number (whole), money (pence), day, yes_no or choice."""

    name: str
    title: str
    kind: str = "text"
    required: bool = True
    choices: tuple[str, ...] = ()
    lowest: int | None = None


@dataclass(frozen=True)
class EvidenceKind:
    """`stage` is the number of the stage that yields it; `valid_months` none: it does not age."""

    code: str
    title: str
    stage: int
    filed_by: tuple[str, ...]  # roles
    classification: str  # the usual one
    source: str
    check_before_relying: bool
    fields: tuple[EvidenceField, ...]
    valid_months: int | None = None
    own_organisation: bool = False  # only people of the body that it is from may file it

    def valid_until(self, added_on: date) -> date | None:
        """The last day on which a gate takes it."""
        return add_months(added_on, self.valid_months) if self.valid_months else None


def read_kinds(table: Mapping[str, Any]) -> dict[str, EvidenceKind]:
    """Every kind by its code."""
    return {each["code"]: _kind(each) for each in table["evidence"]}


def must_be_filed_by(
    kind: EvidenceKind, author: str, organisation: str, roles: frozenset[str]
) -> None:
    """Refuse a paper from somebody whose work it is not."""
    if not roles & set(kind.filed_by):
        raise NotAllowed(
            "not_theirs_to_file",
            f"{kind.code} {kind.title} is filed by the {any_of(kind.filed_by)}. "
            "Ask them to add it.",
            {"code": kind.code, "roles": ", ".join(kind.filed_by)},
        )
    if kind.own_organisation and author != organisation:
        raise NotAllowed(
            "other_organisation",
            f"Only people of {author} file its {kind.code} {kind.title}.",
            {"organisation": organisation, "partner": author},
        )


def checked(kind: EvidenceKind, given: Mapping[str, Any]) -> dict[str, Any]:
    """The answers of a paper, each as its field asks; every fault is named at its field."""
    known = {field.name: field for field in kind.fields}
    faults = {f"/fields/{name}": "There is no such field." for name in given if name not in known}
    for field in kind.fields:
        value = given.get(field.name)
        if value is None or value == "":
            if field.required:
                faults[f"/fields/{field.name}"] = f"Answer: {field.title}"
        elif fault := FAULTS[field.kind](field, value):
            faults[f"/fields/{field.name}"] = fault
    if faults:
        raise Invalid(
            "evidence_incomplete",
            f"{kind.code} {kind.title} has to say more. See its fields.",
            faults,
        )
    return {name: given[name] for name in known if given.get(name) not in (None, "")}


def _text(field: EvidenceField, value: Any) -> str | None:
    if isinstance(value, str) and value.strip() and len(value) <= MOST_WORDS:
        return None
    return f"Write up to {MOST_WORDS} characters."


def _number(field: EvidenceField, value: Any) -> str | None:
    if not isinstance(value, int) or isinstance(value, bool):
        return "Give a whole number."
    if field.lowest is not None and value < field.lowest:
        return f"Give {field.lowest} or more."
    return None


def _money(field: EvidenceField, value: Any) -> str | None:
    is_pence = isinstance(value, int) and not isinstance(value, bool)
    return None if is_pence else "Give whole pence."


def _day(field: EvidenceField, value: Any) -> str | None:
    try:
        date.fromisoformat(value)
    except (TypeError, ValueError):
        return "Give a day such as 2026-11-25."
    return None


def _yes_no(field: EvidenceField, value: Any) -> str | None:
    return None if isinstance(value, bool) else "Say yes (true) or no (false)."


def _choice(field: EvidenceField, value: Any) -> str | None:
    return None if value in field.choices else f"Choose one of: {', '.join(field.choices)}."


FAULTS = {
    "text": _text,
    "number": _number,
    "money": _money,
    "day": _day,
    "yes_no": _yes_no,
    "choice": _choice,
}


def _kind(table: Mapping[str, Any]) -> EvidenceKind:
    given = dict(table)
    fields = tuple(_field(each) for each in given.pop("fields"))
    filed_by = tuple(given.pop("filed_by"))
    return EvidenceKind(**given, filed_by=filed_by, fields=fields)


def _field(table: Mapping[str, Any]) -> EvidenceField:
    given = dict(table)
    return EvidenceField(**{**given, "choices": tuple(given.get("choices", ()))})
