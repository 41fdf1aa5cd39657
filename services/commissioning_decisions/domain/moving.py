"""Moves a proposal through its gates. Moves are audit trail and optimistic lock at once."""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from services.commissioning_decisions.domain.case import Case, Moved
from services.commissioning_decisions.domain.conditions import Finding, look
from services.commissioning_decisions.domain.definition import WHERE_IT_WAS, Move
from shared.actor import Actor, only_these
from shared.errors import Invalid, NotAllowed, RuleBroken

BEGINNING = "0" * 64  # what the first move of a chain builds on


@dataclass(frozen=True)
class Way:
    """A move that starts in the present stage, with what its gate found.

    `not_yours`: why whoever looks may not make it, however open it is; empty when they may.
    """

    move: Move
    to_stage: str
    findings: tuple[Finding, ...]
    not_yours: str = ""

    @property
    def is_open(self) -> bool:
        return all(finding.met for finding in self.findings)

    @property
    def outcome(self) -> str:
        """What the gate says: a pass with a condition waived is a conditional one."""
        waived = any(finding.waived for finding in self.findings)
        return "conditional" if waived and self.move.outcome == "pass" else self.move.outcome

    @property
    def blockers(self) -> tuple[Finding, ...]:
        return tuple(finding for finding in self.findings if not finding.met)


def ways(case: Case, on: date, actor: Actor | None = None) -> list[Way]:
    """Every move from the present stage, open or not, as somebody sees it."""
    return [_way(case, move, on, actor) for move in case.stage.moves]


def gates(case: Case, on: date) -> list[Way]:
    """Every move from the present stage that asks for something, open or not."""
    return [_way(case, move, on, None) for move in case.stage.moves if move.conditions]


def way(case: Case, name: str, on: date, actor: Actor | None = None) -> Way:
    return _way(case, case.stage.move(name), on, actor)


def move(case: Case, name: str, *, on: date, actor: Actor, reason: str | None) -> Moved:
    """The next move of the chain; `gate_not_met` lists each condition that is open, and why."""
    found = way(case, name, on, actor)
    if found.not_yours and not actor.roles & set(found.move.by):
        raise NotAllowed("role_required", found.not_yours, {"move": name})
    if found.not_yours:
        raise NotAllowed("author_passes_own_gate", found.not_yours, {"move": name})
    if on < case.last_move_on:
        raise Invalid(
            "before_last_move",
            f"The proposal's last move was on {case.last_move_on.isoformat()}. "
            "A move cannot lie before that.",
        )
    if found.move.reason_needed and not (reason or "").strip():
        raise Invalid("reason_missing", "Say why: this move asks for a reason.")
    if not found.is_open:
        raise RuleBroken(
            "gate_not_met",
            "The gate is not open yet. Each condition says what is missing and who can clear it.",
            _as_details(found.blockers),
        )
    newest = case.newest
    return next_of(
        case,
        move=name,
        to_stage=found.to_stage,
        outcome=found.outcome,
        on=on,
        by_role=next(role for role in found.move.by if role in actor.roles),
        because=found.move.because,
        reason=reason,
        frozen_version=newest.number if found.move.freezes and newest else None,
    )


def next_of(case: Case, **facts: Any) -> Moved:
    """The next move of the chain, with these facts; it starts where the case stands."""
    last = case.moves[-1] if case.moves else None
    unsigned = Moved(position=case.moves_made + 1, from_stage=case.stage.id, sha256="", **facts)
    return _signed(case.proposal.id, unsigned, last.sha256 if last else BEGINNING)


def verify(proposal_id: str, moves: Sequence[Moved]) -> bool:
    """Whether nobody changed, left out or swapped a move since it was made."""
    before = BEGINNING
    for position, moved in enumerate(moves, 1):
        if moved.position != position or _signed(proposal_id, moved, before) != moved:
            return False
        before = moved.sha256
    return True


def _way(case: Case, found: Move, on: date, actor: Actor | None) -> Way:
    to = found.to
    if to == WHERE_IT_WAS:
        to = case.where_it_was
    not_yours = _not_theirs(case, found, actor) if actor else ""
    return Way(found, to, tuple(look(case, found, on)), not_yours)


def _not_theirs(case: Case, found: Move, actor: Actor) -> str:
    """Separation of duties: who may make a move, and that nobody passes the gate of own work."""
    if not actor.roles & set(found.by):
        return only_these(found.by)
    newest = case.newest
    if found.not_by_author and newest and newest.author == actor.person:
        return (
            f"You wrote version {newest.number}: somebody else has to pass its gate. "
            "Ask another lead commissioner."
        )
    return ""


def _as_details(blockers: Sequence[Finding]) -> dict[str, str]:
    """One entry for each condition; several findings of one are one text."""
    details: dict[str, str] = {}
    for finding in blockers:
        said = details.get(finding.condition)
        details[finding.condition] = f"{said} {finding.fact}" if said else finding.fact
    return details


def _signed(proposal_id: str, moved: Moved, before: str) -> Moved:
    record = {**asdict(moved), "sha256": before, "proposal": proposal_id}
    text = json.dumps(record, sort_keys=True, separators=(",", ":"), default=str)
    sha256 = hashlib.sha256(text.encode()).hexdigest()
    return Moved(**{**asdict(moved), "sha256": sha256})
