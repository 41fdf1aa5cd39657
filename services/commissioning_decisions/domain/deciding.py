"""How each partner decides for itself, when that counts, and what all of them have decided."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from services.commissioning_decisions.domain.acts import (
    CallIn,
    CallInResolved,
    ConditionConfirmed,
    Decision,
    DecisionCondition,
    Notice,
)
from services.commissioning_decisions.domain.case import Case
from services.commissioning_decisions.domain.deadlines import DeadlineRules, LocalReading
from services.commissioning_decisions.domain.partners import Partner
from services.commissioning_decisions.domain.versions import Version
from services.commissioning_decisions.domain.where import WHERE
from shared.errors import Invalid, RuleBroken

RULE = "sovereign_all"  # nobody can outvote anybody
DECIDING_STAGES = WHERE["record_decision"]


class Standing(StrEnum):
    AWAITING = "awaiting"
    DEFERRED = "deferred"
    REJECTED = "rejected"
    CALLED_IN = "called_in"
    REFERRED_BACK = "referred_back"
    APPROVED = "approved"


class Outcome(StrEnum):
    PENDING = "pending"
    NOT_AGREED = "not_agreed"
    APPROVED = "approved"
    APPROVED_PENDING_CONDITIONS = "approved_pending_conditions"


@dataclass(frozen=True)
class PartnerStanding:
    """Where one partner stands on a day. `effective_on` is none until the day has come."""

    partner: str
    standing: Standing
    decision: Decision | None
    effective_on: date | None
    open_conditions: tuple[DecisionCondition, ...] = ()


@dataclass(frozen=True)
class Joint:
    """What all partners decided. The joint effective date is the latest of theirs."""

    outcome: Outcome
    effective_on: date | None
    per_partner: tuple[PartnerStanding, ...]


def give_notice(
    case: Case,
    rules: DeadlineRules,
    *,
    partner: str,
    body: str,
    matter: str,
    key_decision: bool,
    meeting_on: date,
    on: date,
) -> Notice:
    """Notice of a decision. A key decision that comes too soon is recorded as not compliant."""
    case.must_allow("publish_notice")
    found = case.partner(partner)
    if meeting_on < on:
        raise Invalid("meeting_is_over", "The meeting lies before the notice. Check both days.")
    if not key_decision:
        return Notice(partner, body, matter, False, meeting_on, on, None, True)
    if not found.has_executive:
        raise Invalid(
            "no_key_decisions_here",
            f"{found.name} has no executive, so it takes no key decisions. Leave that out.",
            {"partner": partner},
        )
    latest = rules.work_out("KD28", meeting_on)
    return Notice(
        partner,
        body,
        matter,
        True,
        meeting_on,
        on,
        latest.due_on,
        on <= latest.due_on,
        latest.sentence,
    )


def decide(case: Case, rules: DeadlineRules, decision: Decision, *, on: date) -> Decision:
    """A partner's decision, with the days that follow from it; refused where it cannot count."""
    case.must_allow("record_decision")
    partner = case.partner(decision.partner)
    _check_version(case, decision)
    must_be_undecided(case, decision.partner, decision.decided_on)
    _check_days(decision, on)
    _check_reasons(decision)
    partner.check_route(decision.route, decision.value_pence)
    if partner.decides_as_executive(decision.route):
        _check_notice(case, partner, decision)
    if not partner.has_call_in(decision.route):
        return _with_days(
            decision,
            closes=None,
            effective=decision.decided_on,
            explanation="There is no call-in: it takes effect on the day of the decision.",
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


def call_in(
    case: Case, *, partner: str, resolutions: tuple[str, ...], on: date, by_count: int | None
) -> CallIn:
    decision = decision_to_call_in(case, partner)
    closes, published = decision.call_in_closes_on, decision.published_on
    if closes is None or published is None or not published <= on <= closes:
        raise RuleBroken(
            "call_in_closed",
            "A decision can be called in from its publication to the end of the call-in period.",
            {"published_on": str(published or ""), "closes_on": str(closes or "")},
        )
    _check_resolutions(decision.resolutions, resolutions)
    already, _ = case.call_ins_of(partner)
    if twice := _named(already) & set(resolutions):
        raise RuleBroken(
            "already_called_in",
            "A resolution is called in once. Leave out those that were called in before.",
            {"resolutions": ", ".join(sorted(twice))},
        )
    everything = set(decision.resolutions) <= set(resolutions)
    others = None if everything else decision.would_take_effect_on
    return CallIn(partner, resolutions, on, by_count, others)


def decision_to_call_in(case: Case, partner: str) -> Decision:
    decision = _standing_decision(case, partner)
    found = case.partner(partner)
    if not found.has_call_in(decision.route):
        raise RuleBroken(
            "no_call_in_here", f"Decisions of {found.name} by this route cannot be called in."
        )
    return decision


def open_call_in(case: Case, partner: str) -> set[str]:
    """The resolutions that are called in and not resolved."""
    case.partner(partner)
    called_in, ended = case.call_ins_of(partner)
    still_open = _named(called_in) - _named(ended)
    if not still_open:
        raise RuleBroken("no_open_call_in", "Nothing of this partner is called in now.")
    return still_open


def resolve_call_in(
    case: Case, *, partner: str, resolutions: tuple[str, ...], outcome: str, on: date
) -> CallInResolved:
    still_open = open_call_in(case, partner)
    called_in, _ = case.call_ins_of(partner)
    _check_resolutions(tuple(sorted(still_open)), resolutions)
    if on < max(each.called_in_on for each in called_in if set(each.resolutions) & still_open):
        raise Invalid("before_call_in", "The outcome lies before the call-in. Check the day.")
    return CallInResolved(partner, resolutions, outcome, on)


def confirm_condition(
    case: Case, *, partner: str, condition_id: str, evidence: str | None, on: date
) -> ConditionConfirmed:
    decision = _standing_decision(case, partner)
    if condition_id not in {each.id for each in decision.conditions}:
        raise Invalid(
            "unknown_condition",
            "The partner's decision has no condition with this id.",
            {"condition_id": condition_id},
        )
    if on < decision.decided_on:
        raise Invalid("before_last_act", "That day lies before the decision. Check it.")
    return ConditionConfirmed(partner, condition_id, on, evidence)


def stand(case: Case, partner: str, as_of: date) -> PartnerStanding:
    """Where a partner stands on a day, worked out from what was recorded."""
    decision = case.decision_of(partner)
    if decision is None:
        return PartnerStanding(partner, Standing.AWAITING, None, None)
    if not decision.approves:
        return PartnerStanding(partner, Standing(decision.outcome), decision, None)
    called_in, ended = case.call_ins_of(partner)
    if _named(called_in) - _named(ended):
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


def _effective_on(decision: Decision, ended: Sequence[CallInResolved]) -> date | None:
    """When all of a decision counts: a resolution that was called in, from the end of that."""
    if not ended:
        return decision.would_take_effect_on
    days = [each.on for each in ended]
    others = set(decision.resolutions) - _named(ended)
    if others and decision.would_take_effect_on:
        days.append(decision.would_take_effect_on)
    return max(days)


def _named(acts: Iterable[CallIn | CallInResolved]) -> set[str]:
    return {resolution for act in acts for resolution in act.resolutions}


def joint_outcome(case: Case, as_of: date) -> Joint:
    """Every partner approves the same version, or there is no joint decision."""
    all_of_them = tuple(stand(case, partner, as_of) for partner in case.proposal.partners)
    days = [each.effective_on for each in all_of_them]
    effective = max(day for day in days if day) if all(days) else None
    return Joint(_outcome(all_of_them), effective, all_of_them)


def _outcome(all_of_them: Iterable[PartnerStanding]) -> Outcome:
    standings = {each.standing for each in all_of_them}
    if Standing.REJECTED in standings:
        return Outcome.NOT_AGREED
    if standings != {Standing.APPROVED}:
        return Outcome.PENDING
    if any(each.open_conditions for each in all_of_them):
        return Outcome.APPROVED_PENDING_CONDITIONS
    return Outcome.APPROVED


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
    if decision.outcome in ("deferred", "rejected") and not decision.reason:
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


def needs_notice(case: Case, partner: Partner) -> bool:
    """Whether this partner's part of the cost makes its decision a key decision."""
    newest = case.newest
    return newest is not None and partner.is_key(newest.content.parts()[partner.code])


def is_announced(case: Case, decision: Decision) -> bool:
    """Whether a notice of the key decision came in time for the day on which it was taken."""
    return any(
        notice.partner == decision.partner
        and notice.key_decision
        and notice.compliant
        and notice.meeting_on <= decision.decided_on
        for notice in case.notices
    )


def _standing_decision(case: Case, partner: str) -> Decision:
    case.partner(partner)
    decision = case.decision_of(partner)
    if decision is None or not decision.approves:
        raise RuleBroken(
            "nothing_decided", "This partner has approved nothing about the version of now."
        )
    return decision


def _check_resolutions(known: tuple[str, ...], given: tuple[str, ...]) -> None:
    if not given or (known and not set(given) <= set(known)):
        raise Invalid(
            "unknown_resolution",
            f"Name resolutions of the decision: {', '.join(known) or 'it has none'}.",
            {"resolutions": ", ".join(given)},
        )
