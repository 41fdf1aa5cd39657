"""Call-in: councillors ask that single resolutions are looked at again before they take effect."""

from datetime import date

from services.commissioning_decisions.domain.acts import CallIn, CallInResolved, Decision
from services.commissioning_decisions.domain.case import Case
from services.commissioning_decisions.domain.standing import named
from shared.errors import Invalid, RuleBroken


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
    if twice := named(already) & set(resolutions):
        raise RuleBroken(
            "already_called_in",
            "A resolution is called in once. Leave out those that were called in before.",
            {"resolutions": ", ".join(sorted(twice))},
        )
    everything = set(decision.resolutions) <= set(resolutions)
    others = None if everything else decision.would_take_effect_on
    return CallIn(partner, resolutions, on, by_count, others)


def decision_to_call_in(case: Case, partner: str) -> Decision:
    decision = standing_decision(case, partner)
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
    still_open = named(called_in) - named(ended)
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


def was_referred_back(case: Case, decision: Decision) -> bool:
    """Whether an earlier decision of this partner about this version came back to it."""
    last = case.decision_of(decision.partner)
    if last is None or last.proposal_version != decision.proposal_version:
        return False
    _, ended = case.call_ins_of(decision.partner)
    return any(each.outcome != "no_action" for each in ended)


def standing_decision(case: Case, partner: str) -> Decision:
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
