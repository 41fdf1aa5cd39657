"""The blocks about decisions: notices, what each partner decided, and what all decided together."""

from datetime import date
from typing import Any

from services.commissioning_decisions.domain import disputes
from services.commissioning_decisions.domain.acts import (
    ConflictDeclared,
    Decision,
    DisputeRaised,
    JointRuleAgreed,
    Notice,
)
from services.commissioning_decisions.domain.case import Case
from services.commissioning_decisions.domain.joint import Joint
from services.commissioning_decisions.domain.standing import (
    PartnerStanding,
    Standing,
    stand_of_its_time,
    tally,
    void_seats,
)

Block = dict[str, Any]
# Words that came after version 1 of an event → what stands for them there.
ROUTES_TOLD = {"full_council": "committee"}
STANDINGS_TOLD = {
    Standing.NOT_REQUIRED: "awaiting",
    Standing.INQUORATE: "awaiting",
    Standing.WITHDRAWN: "rejected",
    Standing.RETAKE: "awaiting",
    Standing.LAPSED: "awaiting",
}
# What was decided is told as it was recorded while it stands so.
AS_RECORDED = (
    Standing.APPROVED,
    Standing.DEFERRED,
    Standing.REJECTED,
    Standing.INQUORATE,
    Standing.WITHDRAWN,
)


def notice(found: Notice) -> Block:
    return {
        "partner": found.partner,
        "body": found.body,
        "matter": found.matter,
        "key_decision": found.key_decision,
        "meeting_on": found.meeting_on,
        "notice_on": found.notice_on,
        "latest_notice_on": found.latest_notice_on,
        "compliant": found.compliant,
    }


def notice_whole(found: Notice) -> Block:
    """As the forward plan shows it: with its kind, and why it is in time or not."""
    return {
        **notice(found),
        "kind": found.kind,
        "agreed_by": found.agreed_by,
        "explanation": found.explanation,
    }


def decision_in_register(found: Decision) -> Block:
    """As it was recorded; where it stands today is on the page of its proposal."""
    return {
        **decision(found, None),
        "would_take_effect_on": found.would_take_effect_on,
        "authority_reference": found.authority_reference,
        "explanation": found.explanation,
    }


def decision(found: Decision, effective_on: date | None) -> Block:
    return {
        "partner": found.partner,
        "body": found.body,
        "route": found.route,
        "outcome": found.outcome,
        "decided_on": found.decided_on,
        "published_on": found.published_on,
        "effective_on": effective_on,
        "call_in_closes_on": found.call_in_closes_on,
        "conditions": [
            {
                "id": each.id,
                "kind": each.kind,
                "text": each.text,
                "cap_pence": each.cap_pence,
                "per": each.per,
            }
            for each in found.conditions
        ],
        "deferred_until": found.deferred_until,
        "reason": found.reason,
        "resolutions": list(found.resolutions),
        "proposal_version": found.proposal_version,
        "sha256": found.sha256,
    }


def told(found: Decision, effective_on: date | None) -> Block:
    """For partners' systems: in the words of the first version of the event."""
    block = decision(found, effective_on)
    return {**block, "route": ROUTES_TOLD.get(found.route, found.route)}


def not_taken(found: Decision) -> Block:
    return {
        "partner": found.partner,
        "body": found.body,
        "outcome": found.outcome,
        "on": found.decided_on,
        "reason": found.reason,
    }


def decision_of_partner(case: Case, partner: str, as_of: date) -> Block:
    """One row for each partner, also for one that has not decided."""
    standing = stand_of_its_time(case, partner, as_of)
    found = standing.decision
    if found is None:
        return {"partner": partner, "outcome": str(standing.standing)}
    outcome = found.outcome if standing.standing in AS_RECORDED else str(standing.standing)
    return {
        **decision(found, standing.effective_on),
        "outcome": outcome,
        "explanation": found.explanation,
        "authority_reference": found.authority_reference,
        "value_pence": found.value_pence,
        "expires_on": found.expires_on,
        "votes": _votes(case, found),
    }


def _votes(case: Case, found: Decision) -> Block | None:
    """How the votes stand without those that a conflict voided; none where none are recorded."""
    counted = tally(case, found)
    if counted is None:
        return None
    return {
        "present": counted.present,
        "for": counted.votes_for,
        "against": counted.votes_against,
        "quorum": counted.quorum,
        "void": sorted(void_seats(case, found)),
    }


def joint(found: Joint) -> Block:
    return {
        "rule": found.rule,
        "outcome": str(found.outcome),
        "joint_effective_on": found.effective_on,
        "per_partner": [
            {
                "partner": each.partner,
                "outcome": _outcome_of(each),
                "effective_on": each.effective_on,
            }
            for each in found.per_partner
        ],
        "open_conditions": [
            {
                "partner": each.partner,
                "id": condition.id,
                "kind": condition.kind,
                "text": condition.text,
                "cap_pence": condition.cap_pence,
                "per": condition.per,
            }
            for each in found.per_partner
            for condition in each.open_conditions
        ],
    }


def _outcome_of(standing: PartnerStanding) -> str:
    if standing.standing is Standing.APPROVED and standing.decision:
        return standing.decision.outcome
    return STANDINGS_TOLD.get(standing.standing, str(standing.standing))


def conflict(found: ConflictDeclared) -> Block:
    """Without the seat: with it a person could be found."""
    return {
        "id": found.id,
        "partner": found.partner,
        "role": found.role,
        "nature": found.nature,
        "action": found.action,
        "declared_on": found.declared_on,
    }


def joint_rule(found: JointRuleAgreed) -> Block:
    return {
        "type": found.type,
        "authority_reference": found.authority_reference,
        "agreed_on": found.agreed_on,
        "quorum": found.quorum,
        "threshold_bp": found.threshold_bp,
        "weights": [{"partner": code, "votes": votes} for code, votes in found.weights.items()],
        "casting_vote": found.casting_vote,
        "cap_pence": found.cap_pence,
        "valid_until": found.valid_until,
    }


def dispute(found: DisputeRaised, on: date) -> Block:
    return {
        "id": found.id,
        "by": found.by,
        "about": found.about,
        "raised_on": found.raised_on,
        "level": disputes.level_on(found, on).name,
        "levels": [
            {"name": each.name, "until": each.until, "explanation": each.explanation}
            for each in found.levels
        ],
    }
