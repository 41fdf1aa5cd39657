"""A case as it stood at an instant: from what had been recorded by then."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from services.commissioning_decisions.domain import sentences
from services.commissioning_decisions.domain.case import Case, Known
from services.commissioning_decisions.domain.records import Record
from services.commissioning_decisions.domain.succeeding import with_partners_of_now
from shared import clock
from shared.errors import Invalid


@dataclass(frozen=True)
class Line:
    """One thing that had been recorded: its legal day, and when it was written down."""

    on: date
    recorded_at: datetime
    sentence: str


def as_of(case: Case, recorded: Sequence[Record], at: datetime) -> Case:
    """The case with the versions, moves and acts that were recorded up to then.

    Partners are as they are registered now, and nothing of what other services had said is in it:
    of both only the newest is kept. `before_drafting` where nothing was recorded yet.
    """
    by_then = Counter(each.chain for each in recorded if each.recorded_at <= at)
    if not by_then["draft"]:
        first = min(each.recorded_at for each in recorded)
        raise Invalid(
            "before_drafting",
            f"{case.proposal.id} was recorded first on {in_london(first)}. Choose a later time.",
            {"recorded_at": first.isoformat()},
        )
    stood = replace(
        case.as_after(by_then["moves"]),
        versions=case.versions[: by_then["versions"]],
        acts=case.acts[: by_then["acts"]],
        known=Known(),
        announced={},
        flows=(),
    )
    return with_partners_of_now(stood)


def lines(case: Case, recorded: Sequence[Record], at: datetime) -> list[Line]:
    """What had been recorded up to then, the last first; `case` as it is now."""
    found = [
        Line(each.happened_on, each.recorded_at, _sentence(case, each))
        for each in sorted(recorded, key=lambda each: each.recorded_at)
        if each.recorded_at <= at
    ]
    return found[::-1]


def in_london(instant: datetime) -> str:
    """27 March 2019 at 14:05 London time, with seconds."""
    local = instant.astimezone(clock.LONDON)
    return f"{local.day} {local:%B %Y} at {local:%H:%M:%S} London time"


def _sentence(case: Case, record: Record) -> str:
    at = record.position - 1
    if record.chain == "versions":
        return sentences.of_version(case.versions[at])
    if record.chain == "moves":
        return sentences.of_move(case, case.moves[at])
    if record.chain == "acts":
        return sentences.of_act(case.acts[at], case)
    return f"{case.proposal.id} was drafted: {case.proposal.title}."
