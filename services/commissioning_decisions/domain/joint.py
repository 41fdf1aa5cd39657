"""How the partners' decisions become one: by the rule that they agreed, or else all for one.

Nobody can outvote a sovereign body unless a written delegation says so.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from types import MappingProxyType

from services.commissioning_decisions.domain.acts import Decision, JointRuleAgreed
from services.commissioning_decisions.domain.case import Case
from services.commissioning_decisions.domain.standing import (
    COMMITTEES,
    LEAD_ONLY,
    PartnerStanding,
    Standing,
    rule_of,
    seats_are_agreed,
    standings,
)
from shared.errors import Invalid, RuleBroken
from shared.money import ALL_OF_IT_BP, format_pounds

SOVEREIGN_ALL = "sovereign_all"  # nobody can outvote anybody
JOINT_RULES = (SOVEREIGN_ALL, LEAD_ONLY, *COMMITTEES)
HALF = ALL_OF_IT_BP // 2
UNDECIDED = (
    Standing.AWAITING,
    Standing.DEFERRED,
    Standing.INQUORATE,
    Standing.CALLED_IN,
    Standing.REFERRED_BACK,
    Standing.RETAKE,
    Standing.LAPSED,
)
REFUSED = (Standing.REJECTED, Standing.WITHDRAWN)


class Outcome(StrEnum):
    PENDING = "pending"
    NOT_AGREED = "not_agreed"
    APPROVED = "approved"
    APPROVED_PENDING_CONDITIONS = "approved_pending_conditions"


@dataclass(frozen=True)
class Joint:
    """What all partners decided. The joint effective date is the latest of theirs."""

    outcome: Outcome
    effective_on: date | None
    per_partner: tuple[PartnerStanding, ...]
    rule: str = SOVEREIGN_ALL


def agree_rule(case: Case, rule: JointRuleAgreed) -> JointRuleAgreed:
    """By a written delegation, and before anybody has decided by another rule."""
    case.must_allow("agree_joint_rule")
    if seats_are_agreed(case) and any(case.decision_of(code) for code in case.proposal.partners):
        raise RuleBroken(
            "decisions_taken",
            "Partners have decided about this version already. Agree the rule before that.",
        )
    if rule.type != SOVEREIGN_ALL and not rule.authority_reference.strip():
        raise Invalid(
            "authority_missing",
            "Name the written delegation: without it nobody decides for a sovereign body.",
        )
    _check_committee(case, rule)
    if rule.type == LEAD_ONLY and rule.cap_pence is None:
        raise Invalid("cap_missing", "Say up to which value the lead may decide for all.")
    return rule


def _check_committee(case: Case, rule: JointRuleAgreed) -> None:
    partners = set(case.proposal.partners)
    if rule.type in COMMITTEES and not 1 <= (rule.quorum or 0) <= len(partners):
        raise Invalid("quorum_missing", f"Say how many of {len(partners)} partners have to vote.")
    named = {*rule.weights, *([rule.casting_vote] if rule.casting_vote else [])}
    if unknown := sorted(named - partners):
        raise Invalid(
            "unknown_partner",
            f"These are no partners of the proposal: {', '.join(unknown)}.",
            {"partner": ", ".join(unknown)},
        )
    if rule.type == "committee_weighted" and rule.weights and set(rule.weights) != partners:
        raise Invalid("weights_incomplete", "Give each partner its votes, or none for shares.")
    if rule.threshold_bp is not None and not HALF < rule.threshold_bp <= ALL_OF_IT_BP:
        raise Invalid("threshold_out_of_range", "A threshold lies above 50% and up to 100%.")


def must_be_within_delegation(case: Case, decision: Decision, value_pence: int) -> None:
    """The lead decides for all, but only what the delegation gives it."""
    rule = rule_of(case)
    if rule is None or rule.type != LEAD_ONLY or not decision.approves:
        return
    if decision.partner != case.proposal.lead:
        raise RuleBroken(
            "lead_decides",
            f"By {rule.authority_reference} {case.proposal.lead} decides for all partners.",
            {"lead": case.proposal.lead},
        )
    too_late = rule.valid_until is not None and decision.decided_on > rule.valid_until
    if too_late or value_pence > (rule.cap_pence or 0):
        raise RuleBroken(
            "outside_delegation",
            f"{rule.authority_reference} lets the lead decide up to "
            f"{format_pounds(rule.cap_pence or 0)}"
            f"{f' until {rule.valid_until}' if rule.valid_until else ''}; this is "
            f"{format_pounds(value_pence)}. Each partner has to decide for itself.",
            {"value": format_pounds(value_pence), "cap": format_pounds(rule.cap_pence or 0)},
        )


def joint_outcome(case: Case, as_of: date) -> Joint:
    """By the rule in force; the joint day is the latest of those whose approval makes it."""
    rule, all_of_them = rule_of(case), standings(case, as_of)
    type_ = rule.type if rule else SOVEREIGN_ALL
    if rule is None or type_ not in COMMITTEES:
        outcome = _all_agree(all_of_them)
    elif not seats_are_agreed(case):
        outcome = Outcome.PENDING
    else:
        outcome = _by_votes(rule, _weights(case, rule), all_of_them)
    return Joint(outcome, _effective_on(outcome, all_of_them, type_), all_of_them, type_)


def _effective_on(
    outcome: Outcome, all_of_them: Sequence[PartnerStanding], type_: str
) -> date | None:
    """None until it has come for every approval that the outcome rests on."""
    voters = [each for each in all_of_them if each.standing is not Standing.NOT_REQUIRED]
    if any(each.standing is Standing.LAPSED for each in voters):
        return None
    if type_ in COMMITTEES:
        if outcome in (Outcome.PENDING, Outcome.NOT_AGREED):
            return None
        voters = [each for each in voters if each.standing is Standing.APPROVED]
    days = [each.effective_on for each in voters]
    return max(day for day in days if day) if days and all(days) else None


def _all_agree(all_of_them: Sequence[PartnerStanding]) -> Outcome:
    asked = {each.standing for each in all_of_them} - {Standing.NOT_REQUIRED}
    if asked & set(REFUSED):
        return Outcome.NOT_AGREED
    if asked != {Standing.APPROVED}:
        return Outcome.PENDING
    return _approved(all_of_them)


def _approved(all_of_them: Sequence[PartnerStanding]) -> Outcome:
    if any(each.open_conditions for each in all_of_them):
        return Outcome.APPROVED_PENDING_CONDITIONS
    return Outcome.APPROVED


# Committees


def _weights(case: Case, rule: JointRuleAgreed) -> Mapping[str, int]:
    if rule.type != "committee_weighted":
        return dict.fromkeys(case.proposal.partners, 1)
    if rule.weights:
        return rule.weights
    return case.newest.content.shares if case.newest else {}


@dataclass(frozen=True)
class _Cast:
    votes_for: int
    votes_against: int
    open: int  # of partners that can still vote

    @property
    def cast(self) -> int:
        return self.votes_for + self.votes_against


def _by_votes(
    rule: JointRuleAgreed, weights: Mapping[str, int], all_of_them: Sequence[PartnerStanding]
) -> Outcome:
    """Quorum first; nothing is settled while votes that are open could change it."""

    def weight(*standings: Standing) -> int:
        return sum(weights.get(e.partner, 0) for e in all_of_them if e.standing in standings)

    voted = [e for e in all_of_them if e.standing in (Standing.APPROVED, *REFUSED)]
    if len(voted) < (rule.quorum or 0):
        return Outcome.PENDING
    cast = _Cast(weight(Standing.APPROVED), weight(*REFUSED), weight(*UNDECIDED))
    casting = next((e for e in voted if e.partner == rule.casting_vote), None)
    carried = CARRIED[rule.type](rule, cast, casting)
    if carried is None:
        return Outcome.PENDING
    return _approved(voted) if carried else Outcome.NOT_AGREED


Carried = Callable[[JointRuleAgreed, _Cast, PartnerStanding | None], bool | None]


def _unanimous(rule: JointRuleAgreed, cast: _Cast, casting: PartnerStanding | None) -> bool | None:
    if cast.votes_against:
        return False
    return None if cast.open else True


def _majority(rule: JointRuleAgreed, cast: _Cast, casting: PartnerStanding | None) -> bool | None:
    if cast.votes_for > cast.votes_against + cast.open:
        return True
    if cast.votes_against > cast.votes_for + cast.open:
        return False
    if cast.open:
        return None
    return casting is not None and casting.standing is Standing.APPROVED


def _weighted(rule: JointRuleAgreed, cast: _Cast, casting: PartnerStanding | None) -> bool | None:
    """By weight; above a half, or from the threshold on where one is agreed."""
    if rule.threshold_bp is None:
        return _majority(rule, cast, casting)
    if cast.votes_for * ALL_OF_IT_BP >= rule.threshold_bp * (cast.cast + cast.open):
        return True
    if (cast.votes_for + cast.open) * ALL_OF_IT_BP < rule.threshold_bp * (cast.cast + cast.open):
        return False
    return None if cast.open else False


CARRIED: Mapping[str, Carried] = MappingProxyType(
    {
        "committee_unanimous": _unanimous,
        "committee_majority": _majority,
        "committee_weighted": _weighted,
    }
)
