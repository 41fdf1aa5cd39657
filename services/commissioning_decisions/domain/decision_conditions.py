"""What a gate asks of the partners: announced, free of conflicts, decided, and in effect."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from services.commissioning_decisions.domain import conflicts, disputes
from services.commissioning_decisions.domain.case import Case
from services.commissioning_decisions.domain.joint import SOVEREIGN_ALL, Outcome, joint_outcome
from services.commissioning_decisions.domain.key_decisions import is_announced, needs_notice
from services.commissioning_decisions.domain.paper_conditions import Answer
from services.commissioning_decisions.domain.standing import (
    Standing,
    seats_are_agreed,
    unsettled_conflicts,
)

APPROVED = (Outcome.APPROVED, Outcome.APPROVED_PENDING_CONDITIONS)
# Standing → what is missing.
MISSING = {
    Standing.AWAITING: "has not decided",
    Standing.DEFERRED: "has put it off",
    Standing.REJECTED: "has said no",
    Standing.WITHDRAWN: "has withdrawn",
    Standing.INQUORATE: "had too few members there; take it to the next body up",
    Standing.REFERRED_BACK: "has to decide again",
    Standing.RETAKE: "has to decide again, without the vote that a conflict voided",
    Standing.LAPSED: "approved too long ago and has to decide again",
}


def no_open_dispute(case: Case, _: Mapping[str, Any], on: date) -> Iterator[Answer]:
    dispute = disputes.open_dispute(case)
    if dispute is None:
        yield True, "No dispute is open."
    else:
        level = disputes.level_on(dispute, on)
        fact = f"{dispute.id}, raised by {case.partners[dispute.by].name}, is with {level.name}."
        yield False, fact, level.until


def seats_agreed(case: Case, _: Mapping[str, Any], on: date) -> Iterator[Answer]:
    if seats_are_agreed(case):
        yield True, "The seats and votes are those of the partners of now."
    else:
        yield False, "Partners were succeeded: agree seats and votes of the committee again."


def key_decisions_announced(case: Case, _: Mapping[str, Any], on: date) -> Iterator[Answer]:
    for code in case.proposal.partners:
        partner, decision = case.partners[code], case.decision_of(code)
        if not needs_notice(case, partner):
            continue
        found = [each for each in case.notices if each.partner == code and each.key_decision]
        if decision and not partner.decides_as_executive(decision.route):
            yield True, f"{partner.name}: no decision of its executive, so no notice."
        elif not found:
            yield False, f"{partner.name}: no notice of its key decision is published."
        elif found[-1].compliant or (decision and is_announced(case, decision)):
            yield True, f"{partner.name}: notice in time."
        else:
            yield False, f"{partner.name}: the notice came too late. {found[-1].explanation}"


def conflicts_register_opened(case: Case, _: Mapping[str, Any], on: date) -> Iterator[Answer]:
    lines = conflicts.register_of(case)
    if lines:
        yield True, f"The register of conflicts is open, with {len(lines)} lines."
    else:
        yield False, "Nobody has declared a conflict of interest, or that there is none."


def no_conflict_open(case: Case, _: Mapping[str, Any], on: date) -> Iterator[Answer]:
    """Whoever has to be replaced was, and the chair confirmed what stands without a void vote."""
    waiting = [each for each in unsettled_conflicts(case) if each.declared_on <= on]
    for each in waiting:
        name = case.partners[each.partner].name
        yield False, f"{name}: {each.id} ({each.role}) is not settled by the chair yet."
    if not waiting:
        yield True, "No conflict of interest is open."


def every_partner_approved(case: Case, _: Mapping[str, Any], on: date) -> Iterator[Answer]:
    joint = joint_outcome(case, on)
    agreed = joint.rule != SOVEREIGN_ALL and joint.outcome in APPROVED
    for each in joint.per_partner:
        name = case.partners[each.partner].name
        if each.standing in (Standing.APPROVED, Standing.CALLED_IN):
            yield True, f"{name} has approved."
        elif each.standing is Standing.NOT_REQUIRED or agreed:
            yield True, f"{name} is not needed by the rule {joint.rule.replace('_', ' ')}."
        else:
            until = each.decision.deferred_until if each.decision else None
            yield False, f"{name} {MISSING[each.standing]}.", until


def joint_decision_effective(case: Case, _: Mapping[str, Any], on: date) -> Iterator[Answer]:
    joint = joint_outcome(case, on)
    if joint.effective_on and joint.outcome in APPROVED:
        yield True, f"The joint decision is in effect since {joint.effective_on.isoformat()}."
        return
    for each in joint.per_partner:
        if each.effective_on is None and each.standing is not Standing.NOT_REQUIRED:
            name = case.partners[each.partner].name
            closes = each.decision.call_in_closes_on if each.decision else None
            if each.standing is Standing.CALLED_IN:
                yield False, f"{name}: called in, and not resolved yet."
            else:
                yield False, f"{name}: its decision is not in effect yet.", closes
