"""How each partner decides for itself about the frozen version, and when that counts."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from services.commissioning_decisions.domain import votes
from services.commissioning_decisions.domain.acts import ConditionConfirmed, Decision
from services.commissioning_decisions.domain.call_ins import standing_decision, was_referred_back
from services.commissioning_decisions.domain.case import Case
from services.commissioning_decisions.domain.deadlines import DeadlineRules, LocalReading
from services.commissioning_decisions.domain.joint import joint_outcome, must_be_within_delegation
from services.commissioning_decisions.domain.key_decisions import is_announced, needs_notice
from services.commissioning_decisions.domain.options import add_months
from services.commissioning_decisions.domain.partners import Partner
from services.commissioning_decisions.domain.standing import Standing, stand
from services.commissioning_decisions.domain.versions import Version
from shared.errors import Invalid, RuleBroken

APPROVALS = ("approved", "approved_conditional")


def decide(
    case: Case,
    rules: DeadlineRules,
    decision: Decision,
    *,
    on: date,
    approvals: Mapping[str, Any] | None = None,
) -> Decision:
    """A partner's decision, with the days that follow from it; refused where it cannot count.

    `approvals`: how long an approval waits for the others; see rules/joint_rules.toml.
    """
    case.must_allow("record_decision")
    partner = case.partner(decision.partner)
    _check_version(case, decision)
    must_be_undecided(case, decision.partner, decision.decided_on)
    _check_days(decision, on)
    _check_reasons(decision)
    votes.check(decision.votes, decision.quorum, decision.casting_vote, decision.outcome)
    decision = _with_value(case, partner, decision)
    must_be_within_delegation(case, decision, _whole(case))
    if partner.decides_as_executive(decision.route):
        _check_notice(case, partner, decision)
    return _with_expiry(_with_effect(case, rules, partner, decision), approvals)


def _with_effect(
    case: Case, rules: DeadlineRules, partner: Partner, decision: Decision
) -> Decision:
    if not partner.has_call_in(decision.route):
        return _with_days(
            decision,
            closes=None,
            effective=decision.decided_on,
            explanation="There is no call-in: it takes effect on the day of the decision.",
        )
    if was_referred_back(case, decision):
        return _with_days(
            decision,
            closes=None,
            effective=decision.decided_on,
            explanation="It was called in and looked at again; nobody can call it in twice.",
        )
    if decision.published_on is None:
        return _with_days(
            decision,
            closes=None,
            effective=None,
            explanation="Call-in begins with publication.",
        )
    call_in = rules.work_out(
        "CI5",
        decision.published_on,
        local=LocalReading(f"Constitution of {partner.name}", n=partner.call_in_working_days),
    )
    return _with_days(
        decision, closes=call_in.due_on, effective=call_in.acts_from, explanation=call_in.sentence
    )


def _with_value(case: Case, partner: Partner, decision: Decision) -> Decision:
    """The value that a limit is held against is worked out here; a lower one is no value of it."""
    if decision.outcome in ("inquorate", "withdrawn"):
        partner.must_have_route(decision.route)
        return decision
    least = value_for(case, partner)
    if decision.value_pence is not None and decision.value_pence < least:
        raise RuleBroken(
            "value_too_low",
            f"The part of {partner.name} is worth more: limits are held against "
            f"{partner.limits_basis.replace('_', ' ')} value, with every option.",
            {"value": str(decision.value_pence), "least": str(least)},
        )
    value = least if decision.value_pence is None else decision.value_pence
    partner.check_route(decision.route, value)
    return replace(decision, value_pence=value) if partner.limits else decision


def value_for(case: Case, partner: Partner) -> int:
    """What a limit of this partner is held against, in pence: of a year, or of the whole life."""
    newest = case.newest
    if newest is None:
        return 0
    return newest.content.value_of(partner.code, whole_life=partner.limits_basis == "whole_life")


def _whole(case: Case) -> int:
    return case.newest.content.whole_life_pence() if case.newest else 0


def _with_expiry(decision: Decision, approvals: Mapping[str, Any] | None) -> Decision:
    """The first of: so many months later, the end of the financial year."""
    if approvals is None or not decision.approves:
        return decision
    later = add_months(decision.decided_on, approvals["approval_months"])
    month, day = map(int, approvals["financial_year_ends"].split("-"))
    year_end = date(decision.decided_on.year, month, day)
    if year_end < decision.decided_on:
        year_end = year_end.replace(year=year_end.year + 1)
    return replace(decision, expires_on=min(later, year_end))


def confirm_condition(
    case: Case, *, partner: str, condition_id: str, evidence: str | None, on: date
) -> ConditionConfirmed:
    decision = standing_decision(case, partner)
    if condition_id not in {each.id for each in decision.conditions}:
        raise Invalid(
            "unknown_condition",
            "The partner's decision has no condition with this id.",
            {"condition_id": condition_id},
        )
    if on < decision.decided_on:
        raise Invalid("before_last_act", "That day lies before the decision. Check it.")
    return ConditionConfirmed(partner, condition_id, on, evidence)


def _with_days(
    decision: Decision, *, closes: date | None, effective: date | None, explanation: str
) -> Decision:
    if not decision.approves:
        closes = effective = None
        explanation = ""
    return replace(
        decision,
        call_in_closes_on=closes,
        would_take_effect_on=effective,
        explanation=explanation,
    )


def _frozen(case: Case) -> Version:
    if case.frozen is None:
        raise RuleBroken(
            "nothing_frozen", "No version is frozen. Move the proposal to partner decisions again."
        )
    return case.frozen


def _check_version(case: Case, decision: Decision) -> None:
    frozen = _frozen(case)
    if (decision.proposal_version, decision.sha256) != (frozen.number, frozen.sha256):
        raise RuleBroken(
            "decision_on_other_version",
            f"Partners decide about version {frozen.number} now. Decide about that one.",
            {"version": str(frozen.number), "sha256": frozen.sha256},
        )
    since = case.frozen_since
    if since and decision.decided_on < since:
        raise Invalid(
            "before_last_act",
            f"Partners decide about this version since {since.isoformat()}. "
            "Nobody can have decided about it before that.",
        )


def must_be_undecided(case: Case, partner: str, on: date) -> None:
    """An approval stands until it is referred back; the same paper twice is no second vote."""
    _frozen(case)
    if joint_outcome(case, on).effective_on:
        raise RuleBroken(
            "decision_in_effect",
            "The joint decision is in effect and is not unwound by one partner. What comes after "
            "it is a variation or an exit (14v, 14x): begin one.",
            {"partner": partner},
        )
    if stand(case, partner, on).standing in (Standing.APPROVED, Standing.CALLED_IN):
        raise RuleBroken(
            "partner_already_approved",
            "This partner has approved this version already. Write a new version to ask again.",
            {"partner": partner},
        )


def _check_days(decision: Decision, on: date) -> None:
    if decision.decided_on > on or (decision.published_on and decision.published_on > on):
        raise Invalid(
            "date_in_future",
            "The decision or its publication lies after the day of this record. Check the days.",
        )
    if decision.published_on and decision.published_on < decision.decided_on:
        raise Invalid("published_before_decided", "It was published before it was decided.")


def _check_reasons(decision: Decision) -> None:
    if decision.outcome not in APPROVALS and not decision.reason:
        raise Invalid("reason_missing", "Say why the partner did not approve.")
    if decision.outcome == "deferred" and decision.deferred_until is None:
        raise Invalid("deferred_until_missing", "Say when the partner takes it up again.")
    if decision.deferred_until and decision.deferred_until <= decision.decided_on:
        raise Invalid("day_not_ahead", "It is taken up again on a day after the decision.")
    if decision.outcome == "approved_conditional" and not decision.conditions:
        raise Invalid("conditions_missing", "Name the conditions under which it was approved.")
    if decision.outcome == "approved" and decision.conditions:
        raise Invalid(
            "conditions_unexpected", "It has conditions, so its outcome is approved_conditional."
        )


def _check_notice(case: Case, partner: Partner, decision: Decision) -> None:
    """A key decision needs notice, 28 clear days before (SI 2012/2089 r.9)."""
    if not decision.approves or not needs_notice(case, partner):
        return
    if not is_announced(case, decision):
        raise RuleBroken(
            "key_decision_not_announced",
            "This is a key decision: publish its notice at least 28 clear days before the meeting, "
            "or use the urgency rules and record them.",
            {"partner": partner.code, "decided_on": decision.decided_on.isoformat()},
        )
