"""Which days a rule, a body or a contract sets for a proposal, and whose each is.

One list for the page of a proposal and for the timers, so that the two never differ.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from services.commissioning_decisions.domain import buying, challenges
from services.commissioning_decisions.domain.acts import (
    Award,
    Decision,
    Notice,
    SignedContract,
    Standstill,
)
from services.commissioning_decisions.domain.acts_of_buying import (
    FurtherDecisionSent,
    RepresentationReceived,
)
from services.commissioning_decisions.domain.case import Case
from services.commissioning_decisions.domain.key_decisions import NOTICE_RULES
from services.commissioning_decisions.domain.law import Law
from services.commissioning_decisions.domain.options import NOTICE_MONTHS, options_of

CALL_IN = "CI5"


@dataclass(frozen=True)
class Duty:
    """A day that counts. `key` is its name within the proposal and stays what it is for ever."""

    key: str  # such as call_in.7: the kind, and the place of the act that set it
    kind: str  # as in rules/obligations.toml
    title: str
    due_on: date
    explanation: str
    organisation: str  # who answers for it
    started_on: date
    rule_id: str | None = None  # of deadlines.toml; none where the day itself was given
    acts_from: date | None = None
    days: int | None = None  # a local number of days, and by whose authority
    authority: str | None = None
    met: bool = False
    met_on: date | None = None  # none also where the day is not known

    @property
    def basis(self) -> str:
        """What it was made from: the same basis twice changes nothing.

        Where a rule sets the day, the day is no part of it: a changed calendar moves that alone.
        """
        given = None if self.rule_id else self.due_on
        parts = (self.title, self.organisation, self.rule_id, self.started_on, given)
        return "|".join(map(str, (*parts, self.met, self.met_on)))


def duties(case: Case, law: Law) -> list[Duty]:
    """Every day that counts for this proposal, earliest first."""
    found = [
        duty
        for position, act in enumerate(case.acts, 1)
        if (of_act := BY_ACT.get(type(act)))
        for duty in of_act(case, position, act, law)
    ]
    found += [*_answers(case), *_notices(case, law)]
    return sorted(found, key=lambda duty: (duty.due_on, duty.key))


def owed(case: Case, law: Law) -> list[Duty]:
    """The same, for whoever keeps time: nothing is owed about a proposal that is over."""
    return [] if case.stage.is_over else duties(case, law)


def _of_notice(case: Case, position: int, act: Notice, law: Law) -> Iterator[Duty]:
    if act.latest_notice_on:
        yield Duty(
            key=f"notice.{position}",
            kind="notice",
            title=f"Notice of the key decision of {case.partners[act.partner].name}",
            due_on=act.latest_notice_on,
            explanation=act.explanation,
            organisation=act.partner,
            started_on=act.meeting_on,
            rule_id=NOTICE_RULES[act.kind],
            met=True,
            met_on=act.notice_on,
        )


def _of_decision(case: Case, position: int, act: Decision, law: Law) -> Iterator[Duty]:
    frozen, partner = case.frozen, case.partners[act.partner]
    if frozen is None or act.proposal_version != frozen.number:
        return
    if act.call_in_closes_on and act.published_on and act is case.decision_of(act.partner):
        yield Duty(
            key=f"call_in.{position}",
            kind="call_in",
            title=f"Call-in at {partner.name} closes",
            due_on=act.call_in_closes_on,
            explanation=act.explanation,
            organisation=act.partner,
            started_on=act.published_on,
            rule_id=CALL_IN,
            acts_from=act.would_take_effect_on,
            days=partner.call_in_working_days,
            authority=f"Constitution of {partner.name}",
        )
    if act.deferred_until:
        again = _decided_after(case, position, act)
        yield Duty(
            key=f"deferral.{position}",
            kind="deferral",
            title=f"{partner.name} takes up what it deferred",
            due_on=act.deferred_until,
            explanation=f"{act.body} deferred it on {act.decided_on.isoformat()} to this day.",
            organisation=act.partner,
            started_on=act.decided_on,
            met=again is not None,
            met_on=again.decided_on if again else None,
        )


def _decided_after(case: Case, position: int, deferral: Decision) -> Decision | None:
    later = (
        act
        for act in case.acts[position:]
        if isinstance(act, Decision)
        and act.partner == deferral.partner
        and act.proposal_version == deferral.proposal_version
    )
    return next(later, None)


def _of_award(case: Case, position: int, act: Award, law: Law) -> Iterator[Duty]:
    partner = case.partners[act.partner]
    if act.call_in_closes_on and act.published_on and case.awards.get(act.partner) is act:
        yield Duty(
            key=f"award_call_in.{position}",
            kind="award_call_in",
            title=f"Call-in of the award at {partner.name} closes",
            due_on=act.call_in_closes_on,
            explanation=f"The award was published on {act.published_on.isoformat()}.",
            organisation=act.partner,
            started_on=act.published_on,
            rule_id=CALL_IN,
            days=partner.call_in_working_days,
            authority=f"Constitution of {partner.name}",
        )


def _of_standstill(case: Case, position: int, act: Standstill, law: Law) -> Iterator[Duty]:
    if act is case.standstill and challenges.setting_the_end(case) is act:
        yield Duty(
            key=f"standstill.{position}",
            kind="standstill",
            title="Standstill ends",
            due_on=act.ends_on,
            explanation=act.explanation,
            organisation=case.proposal.lead,
            started_on=act.letters_sent_on,
            rule_id=law.regime(act.regime).get("standstill_rule"),
            acts_from=act.earliest_signing_on,
        )


def _of_challenge(
    case: Case, position: int, act: RepresentationReceived | FurtherDecisionSent, law: Law
) -> Iterator[Duty]:
    """Where it moved the end of the standstill; while somebody waits there is no end."""
    if case.standstill is None or challenges.setting_the_end(case) is not act or act.end is None:
        return
    yield Duty(
        key=f"standstill.{position}",
        kind="standstill",
        title="Standstill ends, after representations",
        due_on=act.end.ends_on,
        explanation=act.end.explanation,
        organisation=case.proposal.lead,
        started_on=act.end.counted_from,
        rule_id=act.end.rule,
        acts_from=act.end.earliest_signing_on,
    )


def _notices(case: Case, law: Law) -> Iterator[Duty]:
    """What has to be published by a day; what is published is done."""
    for bought in buying.procurements(case):
        for line in buying.lines(bought, law):
            duty, done_by = line.duty, line.done_by
            if duty.latest_on is None or duty.deadline is None:
                continue
            about = f" ({duty.about})" if duty.about else ""
            yield Duty(
                key=f"procurement_notice.{bought.number}.{line.key}",
                kind="procurement_notice",
                title=f"{duty.title}{about}, {duty.notice}",
                due_on=duty.latest_on,
                explanation=duty.why,
                organisation=case.proposal.lead,
                started_on=duty.deadline.started_on,
                rule_id=duty.deadline.rule_id,
                met=done_by is not None,
                met_on=done_by.published_on if done_by else None,
            )


def _of_contract(case: Case, position: int, act: SignedContract, law: Law) -> Iterator[Duty]:
    """An option that nobody takes up lapses: the day ends a period, and nothing is breached."""
    months = case.newest.content.extension_months if case.newest else ()
    if act is not case.contract:
        return
    for number, option in enumerate(options_of(act.initial_end_on, months), 1):
        yield Duty(
            key=f"option.{position}.{number}",
            kind="option",
            title=f"Last day to give notice of extension {number} of {act.contract_id}",
            due_on=option.last_notice_on,
            explanation=f"{option.length_months} months more; notice is given {NOTICE_MONTHS} "
            "months before the contract would end.",
            organisation=case.proposal.lead,
            started_on=act.signed_on,
        )


def _answers(case: Case) -> Iterator[Duty]:
    for each in case.known.recommendations:
        if not each.get("response_due_on") or each.get("stage") == "withdrawn":
            continue
        due_on = date.fromisoformat(each["response_due_on"])
        response = each.get("response")
        yield Duty(
            key=f"answer.{each['id']}",
            kind="answer",
            title=f"Answer to {each['id']}",
            due_on=due_on,
            explanation="20 working days after the panel sent it.",
            organisation=case.proposal.lead,
            started_on=_day(each.get("submitted_on")) or due_on,
            met=response is not None,
            met_on=_day(response.get("responded_on")) if response else None,
        )


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


BY_ACT: Mapping[type, Callable[[Case, int, Any, Law], Iterator[Duty]]] = {
    Notice: _of_notice,
    Decision: _of_decision,
    Award: _of_award,
    Standstill: _of_standstill,
    RepresentationReceived: _of_challenge,
    FurtherDecisionSent: _of_challenge,
    SignedContract: _of_contract,
}
