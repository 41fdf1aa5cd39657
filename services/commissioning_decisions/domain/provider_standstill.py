"""Standstill under the Provider Selection Regime, with representations and further decisions.

It begins on the day after the notice of intention is published. Without representations it ends at
the end of the 8th working day after the day on which it began. With them it goes on until every
provider has its further decision, and at least five working days have gone since the last one.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from services.commissioning_decisions.domain.deadlines import ONE_DAY, Deadline, DeadlineRules
from shared.clock import legal_day
from shared.errors import Invalid, RuleBroken

PROCEED, REPEAT, ABANDON = "proceed", "repeat", "abandon"
OUTCOMES = (PROCEED, REPEAT, ABANDON)


@dataclass(frozen=True)
class Representation:
    provider: str
    received_at: datetime


@dataclass(frozen=True)
class FurtherDecision:
    """`sent_at` is when the last of `sent_to` was told, in writing and with reasons."""

    sent_at: datetime
    outcome: str
    sent_to: frozenset[str]


@dataclass(frozen=True)
class ProviderStandstill:
    """`ends_on` is its last day at the earliest; none while somebody waits for a further decision.

    `acts_from` is the first day on which the last outcome may be acted on: to enter into the
    contract, to repeat a step, or to abandon. `deadline` is what it was worked out by.
    """

    begins_on: date
    representations_by: Deadline
    in_time: tuple[Representation, ...]
    late: tuple[Representation, ...]
    unanswered: tuple[Representation, ...]
    outcome: str
    sentence: str
    deadline: Deadline | None

    @property
    def ends_on(self) -> date | None:
        return self.deadline.due_on if self.deadline else None

    @property
    def acts_from(self) -> date | None:
        return self.deadline.acts_from if self.deadline else None


def work_out(
    rules: DeadlineRules,
    published_on: date,
    chosen: Iterable[str],
    representations: Iterable[Representation] = (),
    decisions: Iterable[FurtherDecision] = (),
) -> ProviderStandstill:
    """`chosen` are the providers to whom the contract was to be awarded: they are told as well."""
    first = rules.work_out("PSR-S", published_on)
    received = sorted(representations, key=lambda each: each.received_at)
    in_time = tuple(each for each in received if each.received_at < first.instant)
    further = sorted(decisions, key=lambda each: each.sent_at)
    for each in further:
        _must_be_possible(each, published_on)
    last = further[-1] if further else None
    deadline, sentence = _end(rules, first, in_time, frozenset(chosen), last)
    return ProviderStandstill(
        begins_on=published_on + ONE_DAY,
        representations_by=first,
        in_time=in_time,
        late=tuple(received[len(in_time) :]),
        unanswered=tuple(each for each in in_time if not _answered(each, further)),
        outcome=last.outcome if last and in_time else PROCEED,
        sentence=sentence,
        deadline=deadline,
    )


def must_be_free_to_enter(standstill: ProviderStandstill, on: date) -> None:
    """Refuse a contract that standstill holds back, or that the last further decision gave up."""
    if standstill.acts_from is None:
        raise RuleBroken("representation_unanswered", standstill.sentence)
    if standstill.outcome != PROCEED:
        raise RuleBroken(
            "award_given_up",
            f"The last further decision is to {standstill.outcome}. Follow it.",
            {"outcome": standstill.outcome},
        )
    if on < standstill.acts_from:
        raise RuleBroken(
            "standstill_running",
            f"Nobody can sign inside the standstill. {standstill.sentence}",
            {"earliest_signing_on": standstill.acts_from.isoformat()},
        )


def _must_be_possible(decision: FurtherDecision, published_on: date) -> None:
    if decision.outcome not in OUTCOMES:
        raise Invalid("outcome_unknown", f"A further decision is one of: {', '.join(OUTCOMES)}.")
    if legal_day(decision.sent_at) <= published_on:
        raise Invalid(
            "decision_before_standstill",
            "A further decision comes after standstill began. Check its day.",
            {"begins_on": (published_on + ONE_DAY).isoformat()},
        )


def _end(
    rules: DeadlineRules,
    first: Deadline,
    in_time: tuple[Representation, ...],
    chosen: frozenset[str],
    last: FurtherDecision | None,
) -> tuple[Deadline | None, str]:
    """The deadline that ends it, and the sentence; no deadline while somebody is not told."""
    if not in_time:
        return first, first.sentence
    if waiting := _waiting(in_time, chosen, last):
        return None, (
            "Standstill has no end yet: review the award, and send a further decision with "
            f"reasons to {', '.join(waiting)}."
        )
    assert last is not None, "nobody waits, so a further decision was sent"
    again = rules.work_out("PSR-R", legal_day(last.sent_at))
    # Whoever has not spoken yet still may until the first end, so it never comes sooner.
    ends = max(first, again, key=lambda each: each.due_on)
    return ends, ends.sentence


def _waiting(
    in_time: tuple[Representation, ...], chosen: frozenset[str], last: FurtherDecision | None
) -> list[str]:
    """The providers who have no further decision, or not the last one."""
    if last is None:
        return sorted({each.provider for each in in_time} | chosen)
    not_told = ({each.provider for each in in_time} | chosen) - last.sent_to
    since = {each.provider for each in in_time if each.received_at > last.sent_at}
    return sorted(not_told | since)


def _answered(representation: Representation, further: Iterable[FurtherDecision]) -> bool:
    return any(
        representation.provider in each.sent_to and representation.received_at <= each.sent_at
        for each in further
    )
