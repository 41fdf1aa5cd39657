"""A standstill as it runs now: representations and further decisions move its end.

Only the Provider Selection Regime knows both; under every other law a standstill ends as it began.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from services.commissioning_decisions.domain import provider_standstill
from services.commissioning_decisions.domain.acts import Act, Standstill
from services.commissioning_decisions.domain.acts_of_buying import (
    FurtherDecisionSent,
    RepresentationReceived,
    StandstillEnd,
)
from services.commissioning_decisions.domain.case import Case
from services.commissioning_decisions.domain.deadlines import DeadlineRules
from services.commissioning_decisions.domain.provider_standstill import (
    PROCEED,
    FurtherDecision,
    Representation,
)
from services.commissioning_decisions.domain.regime_choice import PROVIDER_REGIME
from shared.clock import legal_day
from shared.errors import Invalid, RuleBroken

NONE_AT_ALL = "none"  # of a regime that was determined: it asks for no standstill here


@dataclass(frozen=True)
class Running:
    """The standstill with what came in it; `end` is none while somebody waits for an answer."""

    standstill: Standstill
    end: StandstillEnd | None
    explanation: str
    representations: tuple[RepresentationReceived, ...]
    decisions: tuple[FurtherDecisionSent, ...]

    @property
    def in_time(self) -> tuple[RepresentationReceived, ...]:
        return tuple(each for each in self.representations if each.in_time)

    @property
    def outcome(self) -> str:
        return self.decisions[-1].outcome if self.decisions else PROCEED


def is_needed(case: Case) -> bool:
    """Whether a standstill has to be over before somebody signs."""
    return case.regime is None or case.regime.standstill != NONE_AT_ALL


def running(case: Case) -> Running | None:
    standstill = case.standstill
    if standstill is None:
        return None
    later = _after(case, standstill)
    representations = tuple(each for each in later if isinstance(each, RepresentationReceived))
    decisions = tuple(each for each in later if isinstance(each, FurtherDecisionSent))
    last = setting_the_end(case)
    if isinstance(last, Standstill):
        end: StandstillEnd | None = _of(last)
    else:
        end = last.end
    return Running(standstill, end, last.explanation, representations, decisions)


def setting_the_end(case: Case) -> Standstill | RepresentationReceived | FurtherDecisionSent:
    """The act by which the present standstill ends when it does; there has to be one."""
    standstill = case.standstill
    assert standstill is not None, "whoever asks has looked"
    moving = [each for each in _after(case, standstill) if _moves(each)]
    last = moving[-1] if moving else standstill
    assert isinstance(last, Standstill | RepresentationReceived | FurtherDecisionSent)
    return last


def _moves(act: Act) -> bool:
    is_representation = isinstance(act, RepresentationReceived) and act.in_time
    return is_representation or isinstance(act, FurtherDecisionSent)


def _after(case: Case, standstill: Standstill) -> list[Act]:
    place = next(n for n, act in enumerate(case.acts) if act is standstill)
    return list(case.acts[place + 1 :])


def _of(standstill: Standstill) -> StandstillEnd:
    return StandstillEnd(
        "",
        standstill.letters_sent_on,
        standstill.ends_on,
        standstill.earliest_signing_on,
        standstill.explanation,
    )


def represent(
    case: Case, rules: DeadlineRules, *, provider: str, received_at: datetime
) -> RepresentationReceived:
    case.must_allow("record_representation")
    now = must_be_open_to_representations(case)
    if legal_day(received_at) < now.standstill.letters_sent_on:
        raise Invalid("before_last_act", "That lies before the standstill. Check the day.")
    given = Representation(provider, received_at)
    found = _worked_out(case, rules, now, (*_given(now.representations), given), now.decisions)
    return RepresentationReceived(
        provider, received_at, given in found.in_time, _end_of(found), found.sentence
    )


def decide_further(
    case: Case,
    rules: DeadlineRules,
    *,
    outcome: str,
    reasons: str,
    sent_at: datetime,
    sent_to: Iterable[str],
) -> FurtherDecisionSent:
    case.must_allow("record_further_decision")
    now, told = must_have_representation(case), tuple(sorted(set(sent_to)))
    known = {each.provider for each in now.in_time} | chosen(case)
    if unknown := set(told) - known:
        raise Invalid(
            "provider_unknown",
            f"Name providers that are concerned: {', '.join(sorted(known))}.",
            {"providers": ", ".join(sorted(unknown))},
        )
    unmoved = FurtherDecisionSent(outcome, reasons, sent_at, told, None, "")
    found = _worked_out(case, rules, now, _given(now.representations), (*now.decisions, unmoved))
    return FurtherDecisionSent(outcome, reasons, sent_at, told, _end_of(found), found.sentence)


def chosen(case: Case) -> set[str]:
    """The providers to whom the contract was to be awarded, by their codes."""
    return {award.supplier_code for award in case.awards.values()}


def must_be_open_to_representations(case: Case) -> Running:
    now = running(case)
    if now is None:
        raise RuleBroken("standstill_not_started", "Start the standstill first.")
    if now.standstill.regime != PROVIDER_REGIME:
        raise RuleBroken(
            "no_representations_here",
            "Representations belong to the Provider Selection Regime. Take legal advice instead.",
        )
    return now


def must_have_representation(case: Case) -> Running:
    now = must_be_open_to_representations(case)
    if not now.in_time:
        raise RuleBroken("no_representation", "Nobody made a representation in time.")
    return now


def must_be_over(case: Case, on: date) -> None:
    """Refuse to sign inside a standstill, whoever asks."""
    now = running(case)
    if now is None:
        raise RuleBroken("standstill_not_started", "Send the standstill letters first.")
    if now.end is None:
        raise RuleBroken("representation_unanswered", now.explanation)
    if now.outcome != PROCEED:
        raise RuleBroken(
            "award_given_up",
            f"The last further decision is to {now.outcome}. Follow it.",
            {"outcome": now.outcome},
        )
    if on < now.end.earliest_signing_on:
        raise RuleBroken(
            "standstill_running",
            f"Nobody can sign inside the standstill. {now.explanation}",
            {"earliest_signing_on": now.end.earliest_signing_on.isoformat()},
        )


def _worked_out(
    case: Case,
    rules: DeadlineRules,
    now: Running,
    representations: Iterable[Representation],
    decisions: Iterable[FurtherDecisionSent],
) -> provider_standstill.ProviderStandstill:
    return provider_standstill.work_out(
        rules,
        now.standstill.letters_sent_on,
        chosen(case),
        representations,
        [
            FurtherDecision(each.sent_at, each.outcome, frozenset(each.sent_to))
            for each in decisions
        ],
    )


def _given(received: Iterable[RepresentationReceived]) -> tuple[Representation, ...]:
    return tuple(Representation(each.provider, each.received_at) for each in received)


def _end_of(found: provider_standstill.ProviderStandstill) -> StandstillEnd | None:
    deadline = found.deadline
    if deadline is None:
        return None
    assert deadline.acts_from is not None, "a standstill closes, so something is possible after it"
    return StandstillEnd(
        deadline.rule_id,
        deadline.started_on,
        deadline.due_on,
        deadline.acts_from,
        deadline.sentence,
    )
