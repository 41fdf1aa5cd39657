"""Where each partner stands on a day, worked out from what was recorded about it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from services.commissioning_decisions.domain import conflicts, votes
from services.commissioning_decisions.domain.acts import (
    CallIn,
    CallInResolved,
    ConflictDeclared,
    Decision,
    DecisionCondition,
    JointRuleAgreed,
    PartnerSucceeded,
)
from services.commissioning_decisions.domain.case import Case
from services.commissioning_decisions.domain.votes import Tally

LEAD_ONLY = "lead_only"
COMMITTEES = ("committee_unanimous", "committee_majority", "committee_weighted")


class Standing(StrEnum):
    NOT_REQUIRED = "not_required"  # it pays nothing, or the rule gives it no vote
    AWAITING = "awaiting"
    DEFERRED = "deferred"
    REJECTED = "rejected"
    INQUORATE = "inquorate"
    WITHDRAWN = "withdrawn"
    CALLED_IN = "called_in"
    REFERRED_BACK = "referred_back"
    RETAKE = "invalid_pending_retake"  # without a vote that was voided it would not stand
    LAPSED = "lapsed"  # approved too long before the others
    APPROVED = "approved"


@dataclass(frozen=True)
class PartnerStanding:
    """Where one partner stands on a day.

    `effective_on` is none until the day has come; one that has lapsed keeps the day that it had.
    """

    partner: str
    standing: Standing
    decision: Decision | None
    effective_on: date | None
    open_conditions: tuple[DecisionCondition, ...] = ()


def rule_of(case: Case) -> JointRuleAgreed | None:
    """The joint rule that was agreed; none: that of the law."""
    return case.last(JointRuleAgreed)


def stand(case: Case, partner: str, as_of: date) -> PartnerStanding:
    return next(each for each in standings(case, as_of) if each.partner == partner)


def who_decided(case: Case) -> list[str]:
    """The partners; where one has not decided itself, those whose decisions it has instead."""

    def of(code: str) -> list[str]:
        predecessors = case.predecessors_of(code)
        if case.decision_of(code) or not predecessors:
            return [code]
        return [each for predecessor in predecessors for each in of(predecessor)]

    return [each for code in case.proposal.partners for each in of(code)]


def stand_of_its_time(case: Case, partner: str, as_of: date) -> PartnerStanding:
    """Also of a body that others stand in the place of now."""
    now = {each.partner: each for each in standings(case, as_of)}
    return now.get(partner) or _stand(case, partner, as_of)


def standings(case: Case, as_of: date) -> tuple[PartnerStanding, ...]:
    """Every partner; an approval that waited too long for the others has lapsed."""
    all_of_them = tuple(_stand(case, partner, as_of) for partner in case.proposal.partners)
    rule = rule_of(case)
    if rule is not None and rule.type in COMMITTEES:
        return all_of_them  # they vote at one meeting: nobody waits for anybody
    together = _together_on(case, all_of_them)
    return tuple(
        replace(each, standing=Standing.LAPSED) if _has_lapsed(each, as_of, together) else each
        for each in all_of_them
    )


def _stand(case: Case, partner: str, as_of: date) -> PartnerStanding:
    decision = case.decision_of(partner)
    if not _is_required(case, partner):
        return PartnerStanding(partner, Standing.NOT_REQUIRED, decision, None)
    if decision is None:
        return _inherited(case, partner, as_of)
    if not decision.approves:
        return PartnerStanding(partner, Standing(decision.outcome), decision, None)
    if must_be_retaken(case, decision):
        return PartnerStanding(partner, Standing.RETAKE, decision, None)
    called_in, ended = case.call_ins_of(partner)
    if named(called_in) - named(ended):
        return PartnerStanding(partner, Standing.CALLED_IN, decision, None)
    if any(each.outcome != "no_action" for each in ended):
        return PartnerStanding(partner, Standing.REFERRED_BACK, decision, None)
    effective = _effective_on(decision, ended)
    confirmed = case.confirmed_conditions_of(partner)
    return PartnerStanding(
        partner,
        Standing.APPROVED,
        decision,
        effective if effective and effective <= as_of else None,
        tuple(each for each in decision.conditions if each.id not in confirmed),
    )


# The least advanced of the predecessors stands for their successor.
LEAST_FIRST = (
    Standing.REJECTED,
    Standing.WITHDRAWN,
    Standing.AWAITING,
    Standing.INQUORATE,
    Standing.DEFERRED,
    Standing.RETAKE,
    Standing.REFERRED_BACK,
    Standing.CALLED_IN,
    Standing.LAPSED,
    Standing.APPROVED,
)


def _inherited(case: Case, partner: str, as_of: date) -> PartnerStanding:
    """What a partner has not decided itself it may have from those in whose place it stands."""
    theirs = [_stand(case, code, as_of) for code in case.predecessors_of(partner)]
    theirs = [each for each in theirs if each.standing is not Standing.NOT_REQUIRED]
    if not theirs:
        return PartnerStanding(partner, Standing.AWAITING, None, None)
    least = min(theirs, key=lambda each: LEAST_FIRST.index(each.standing))
    days = [each.effective_on for each in theirs]
    return PartnerStanding(
        partner,
        least.standing,
        least.decision,
        max(day for day in days if day) if all(days) else None,
        tuple(condition for each in theirs for condition in each.open_conditions),
    )


def _is_required(case: Case, partner: str) -> bool:
    """A body without a share is consulted and cannot block; a lead may decide for all others."""
    rule = rule_of(case)
    if rule is not None and rule.type == LEAD_ONLY:
        return partner == case.proposal.lead
    return case.newest is None or case.newest.content.shares.get(partner) != 0


def seats_are_agreed(case: Case) -> bool:
    """Whether the joint rule was agreed by those who vote now: a merger takes votes away (T05)."""
    agreed = True
    for act in case.acts:
        if isinstance(act, JointRuleAgreed):
            agreed = True
        elif isinstance(act, PartnerSucceeded):
            agreed = False
    rule = rule_of(case)
    return agreed or rule is None or rule.type not in COMMITTEES


def _effective_on(decision: Decision, ended: Sequence[CallInResolved]) -> date | None:
    """When all of a decision counts: a resolution that was called in, from the end of that."""
    if not ended:
        return decision.would_take_effect_on
    days = [each.on for each in ended]
    others = set(decision.resolutions) - named(ended)
    if others and decision.would_take_effect_on:
        days.append(decision.would_take_effect_on)
    return max(days)


def named(acts: Iterable[CallIn | CallInResolved]) -> set[str]:
    """The resolutions of call-ins."""
    return {resolution for act in acts for resolution in act.resolutions}


# Approvals that waited too long


def _together_on(case: Case, all_of_them: Sequence[PartnerStanding]) -> date | None:
    """The day on which all approvals took or take effect together, whenever one looks."""
    days = []
    for each in all_of_them:
        if each.standing is Standing.NOT_REQUIRED:
            continue
        if each.standing is not Standing.APPROVED or each.decision is None:
            return None
        days.append(_effective_on(each.decision, case.call_ins_of(each.partner)[1]))
    return max((day for day in days if day), default=None) if all(days) else None


def _has_lapsed(each: PartnerStanding, as_of: date, together: date | None) -> bool:
    expires = each.decision.expires_on if each.decision else None
    if each.standing is not Standing.APPROVED or expires is None:
        return False
    return as_of > expires and (together is None or together > expires)


# Votes that a conflict of interest voids


def void_seats(case: Case, decision: Decision) -> set[str]:
    """Seats whose vote does not count: their conflict was declared after they had voted."""
    return {each.seat for each in _conflicts_after(case, decision) if each.seat}


def tally(case: Case, decision: Decision) -> Tally | None:
    """The votes that count today; none where the record has no votes."""
    if not decision.votes or decision.quorum is None:
        return None
    void = void_seats(case, decision)
    return votes.count(decision.votes, decision.quorum, decision.casting_vote, void)


def must_be_retaken(case: Case, decision: Decision) -> bool:
    """Whether the decision falls without the votes that were voided."""
    now = tally(case, decision)
    if now is None or not void_seats(case, decision):
        return False
    return not now.is_quorate or now.is_carried != decision.approves


def unsettled_conflicts(case: Case) -> list[ConflictDeclared]:
    """Declared after a vote that they touch, and not confirmed by the chair."""
    done = conflicts.settled(case)
    return [
        each
        for partner in case.proposal.partners
        if (decision := case.decision_of(partner))
        for each in _conflicts_after(case, decision)
        if each.id not in done
    ]


def _conflicts_after(case: Case, decision: Decision) -> list[ConflictDeclared]:
    """Of the same partner, about a seat that voted, declared since the decision was recorded."""
    seats = {each.seat for each in decision.votes if each.vote != "recused"}
    found: list[ConflictDeclared] = []
    for act in case.acts:
        if act == decision:
            found = []
        elif isinstance(act, ConflictDeclared) and _voids(act, decision.partner, seats):
            found.append(act)
    return found


def _voids(act: ConflictDeclared, partner: str, seats: set[str]) -> bool:
    return act.partner == partner and act.seat in seats and act.action in ("recuse", "replace")
