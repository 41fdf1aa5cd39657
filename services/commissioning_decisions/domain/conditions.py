"""What a gate may ask for. Each condition answers with findings: met or not, and the fact behind.

One function for the rule, the page, `why_not` and the test. A condition looks at the case alone:
this service's own records and its copies of what other services said.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from services.commissioning_decisions.domain import conflicts, disputes, extending, paper_conditions
from services.commissioning_decisions.domain.acts import OptionExercised, Waiver
from services.commissioning_decisions.domain.case import Case
from services.commissioning_decisions.domain.definition import Condition, Move
from services.commissioning_decisions.domain.joint import SOVEREIGN_ALL, Outcome, joint_outcome
from services.commissioning_decisions.domain.key_decisions import is_announced, needs_notice
from services.commissioning_decisions.domain.paper_conditions import Answer
from services.commissioning_decisions.domain.procurement import WITHOUT_TENDER, award_hindrance
from services.commissioning_decisions.domain.standing import (
    Standing,
    seats_are_agreed,
    unsettled_conflicts,
)
from shared.calendars import calendar

OFF = ("cancelled", "inquorate")  # sessions of the panel that were not held


@dataclass(frozen=True)
class Finding:
    """One line of a gate. `who` is the role that can clear it, `paper` the evidence asked for.

    `waivable_by`: roles that may let it pass for a published reason; `waived`: they did.
    """

    condition: str
    met: bool
    fact: str
    who: str
    by_when: date | None = None
    paper: str | None = None
    waivable_by: tuple[str, ...] = ()
    waived: bool = False


Check = Callable[[Case, Mapping[str, Any], date], Iterable[Answer]]


def look(case: Case, move: Move, on: date) -> list[Finding]:
    """Every condition of a move's gate, met or not, on that day."""
    return [finding for each in move.conditions for finding in _findings(case, move, each, on)]


def _findings(case: Case, move: Move, condition: Condition, on: date) -> Iterator[Finding]:
    who = condition.who or "commissioner"
    for met, fact, *more in CONDITIONS[condition.name](case, condition.parameters, on):
        found = Finding(condition.name, met, fact, who, *more)
        if condition.waivable_by and not met:
            found = _or_waived(case, move, condition, found)
        yield found


def _or_waived(case: Case, move: Move, condition: Condition, found: Finding) -> Finding:
    """A waiver holds for the stay in a stage in which it was given."""
    found = replace(found, waivable_by=condition.waivable_by)
    given = waivers_of(case, move.name, found)
    wanted = set(case.proposal.partners) if condition.waived_by_each else set()
    if not given or wanted - {each.partner for each in given}:
        return found
    reasons = " ".join(
        f"Waived by the {each.by_role.replace('_', ' ')} of {case.partners[each.partner].name} on "
        f"{each.waived_on.isoformat()}: {each.reason}"
        for each in given
    )
    return replace(found, met=True, waived=True, fact=f"{found.fact} {reasons}")


def waivers_of(case: Case, move: str, found: Finding) -> list[Waiver]:
    return [
        each
        for each in case.all(Waiver)
        if (each.move, each.condition, each.paper) == (move, found.condition, found.paper)
        and each.waived_on >= case.stage_since
    ]


def council_and_nhs_partner(case: Case, _: Mapping[str, Any], on: date) -> Iterator[Answer]:
    kinds = {case.partners[code].kind for code in case.proposal.partners}
    if kinds == {"council", "nhs"}:
        yield True, "A council and an NHS body are partners."
    else:
        yield False, "At least one council and one NHS body must be partners."


def answers_a_need(case: Case, _: Mapping[str, Any], on: date) -> Iterator[Answer]:
    need = case.proposal.need_id
    if need is None:
        yield False, "The proposal names no need."
    elif case.known.need is None:
        yield False, f"{need} is not known here yet."
    else:
        yield True, f"It answers {need}: {case.known.need['title']}."


def need_in_published_assessment(case: Case, _: Mapping[str, Any], on: date) -> Iterator[Answer]:
    need = case.proposal.need_id
    for assessment in case.known.assessments:
        if need in assessment["need_ids"]:
            yield True, f"{assessment['id']} shows {need}."
            return
    yield False, f"No published needs assessment shows {need or 'a need of this proposal'}."


def need_scored(case: Case, _: Mapping[str, Any], on: date) -> Iterator[Answer]:
    need = case.known.need
    if need and need.get("score"):
        yield True, f"{need['id']} scored {need['score']} of 100."
    else:
        yield False, f"{case.proposal.need_id or 'The need'} has no score yet."


def version_with_whole_shares(case: Case, _: Mapping[str, Any], on: date) -> Iterator[Answer]:
    newest = case.newest
    if newest:
        yield True, f"Version {newest.number} is there; its shares sum to 100%."
    else:
        yield False, "No version is written yet."


def panel_heard(case: Case, _: Mapping[str, Any], on: date) -> Iterator[Answer]:
    """About what is proposed now: a material change after it met undoes that it was heard."""
    held = [each for each in case.known.sessions if each["stage"] == "closed"]
    if held:
        last = held[-1]
        later = case.material_since(date.fromisoformat(last["closes_on"]))
        if later is None:
            yield True, f"The panel met in {last['id']}, with a quorum."
        else:
            yield (
                False,
                f"Version {later.number} changed what the panel was asked about in {last['id']}. "
                "Ask it again.",
            )
        return
    planned = [each for each in case.known.sessions if each["stage"] in ("draft", "open")]
    if planned:
        closes = date.fromisoformat(planned[-1]["closes_on"])
        yield False, f"{planned[-1]['id']} is not over yet.", closes
    else:
        yield False, "The Young Commissioners Panel has not met about it."


def brief_in_time(case: Case, parameters: Mapping[str, Any], on: date) -> Iterator[Answer]:
    """Young people have had the Easy Read brief for so many working days before they meet."""
    least, england = parameters["working_days"], calendar("ENG")
    called = [each for each in case.known.sessions if each["stage"] not in OFF]
    for each in called:
        issued, held = each.get("brief_issued_on"), each.get("held_on")
        if issued is None or held is None:
            yield False, f"{each['id']} has no brief yet."
            continue
        days = england.working_days_between(date.fromisoformat(issued), date.fromisoformat(held))
        fact = f"The brief of {each['id']} was issued {days} working days before it, on {issued}"
        yield days >= least, f"{fact}; {least} are needed."
    if not called:
        yield False, "No session of the panel is called yet."


def recommendations_answered(case: Case, _: Mapping[str, Any], on: date) -> Iterator[Answer]:
    """A session may be known to be closed before each of its recommendations is known here."""
    known = Counter(each.get("session_id") for each in case.known.recommendations)
    on_their_way = [
        each["id"]
        for each in case.known.sessions
        if each.get("recommendation_count", 0) > known[each["id"]]
    ]
    asked = [each for each in case.known.recommendations if each["stage"] != "withdrawn"]
    open_ones = [each for each in asked if each.get("response") is None]
    for id in on_their_way:
        yield False, f"Not every recommendation of {id} has arrived here yet. Try again soon."
    for each in open_ones:
        due = each.get("response_due_on")
        yield False, f"{each['id']} has no answer.", date.fromisoformat(due) if due else None
    if not open_ones and not on_their_way:
        yield True, f"Each of {len(asked)} recommendations is answered."


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


def no_material_change(case: Case, _: Mapping[str, Any], on: date) -> Iterator[Answer]:
    """Held against the first version: what the partners had agreed when a flow began."""
    material = [each for each in case.versions if each.level == "material"]
    if material:
        fact = f"Version {material[0].number} changes something material: the partners decide."
        yield False, fact
    else:
        yield True, "Nothing material changes against what the partners agreed."


def flow_ended(case: Case, parameters: Mapping[str, Any], on: date) -> Iterator[Answer]:
    process, stage = parameters["process"], parameters["stage"]
    flows = [each for each in case.flows if each.process == process]
    done = [each for each in flows if each.stage == stage]
    if done:
        yield True, f"{done[-1].id} ended: {stage.replace('_', ' ')}."
    elif flows:
        yield False, f"{flows[-1].id} is not over yet."
    else:
        yield False, f"No {process} was begun."


def option_exercised(case: Case, _: Mapping[str, Any], on: date) -> Iterator[Answer]:
    """In this review, and in time: one that lapsed is a variation (T32)."""
    since, last = case.round_began("exercise_option"), case.last(OptionExercised)
    if last and since and last.on >= since:
        yield True, f"The contract was extended to {last.until.isoformat()}."
        return
    following = extending.next_option(case)
    if following is None:
        yield False, "The contract has no option left: a longer one is a variation (14v)."
    elif on > following.last_notice_on:
        lapsed = following.last_notice_on.isoformat()
        yield False, f"The option lapsed on {lapsed}: a longer contract is a variation (14v)."
    else:
        fact = f"The option of {following.length_months} months is not taken up yet."
        yield False, fact, following.last_notice_on


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


def route_without_tender(case: Case, _: Mapping[str, Any], on: date) -> Iterator[Answer]:
    if case.route == WITHOUT_TENDER:
        yield True, "E16 records co-operation between public bodies."
    else:
        yield False, "E16 does not record co-operation between public bodies: a tender is needed."


def tender_open(case: Case, _: Mapping[str, Any], on: date) -> Iterator[Answer]:
    if case.tender:
        yield True, f"The tender is published and closes on {case.tender.closes_on.isoformat()}."
    else:
        yield False, "The tender is not published."


def bids_scored(case: Case, _: Mapping[str, Any], on: date) -> Iterator[Answer]:
    if case.scores:
        first = case.scores.bids[0]
        yield True, f"{len(case.scores.bids)} bids are scored; {first.name} came first."
    elif case.tender:
        yield False, "The bids are not scored.", case.tender.closes_on
    else:
        yield False, "The bids are not scored."


def award_decided_by_each_partner(case: Case, _: Mapping[str, Any], on: date) -> Iterator[Answer]:
    for code in case.proposal.partners:
        hindrance = award_hindrance(case, code, on)
        if hindrance:
            yield False, *hindrance
        else:
            yield True, f"{case.partners[code].name} has decided the award."


def standstill_over(case: Case, _: Mapping[str, Any], on: date) -> Iterator[Answer]:
    standstill = case.standstill
    if standstill is None:
        yield False, "The standstill letters are not sent."
    elif on < standstill.earliest_signing_on:
        yield False, standstill.explanation, standstill.earliest_signing_on
    else:
        yield True, f"The standstill ended on {standstill.ends_on.isoformat()}."


def contract_signed(case: Case, _: Mapping[str, Any], on: date) -> Iterator[Answer]:
    contract = case.contract
    if contract and contract.signed_on <= on:
        yield True, f"{contract.contract_id} was signed on {contract.signed_on.isoformat()}."
    else:
        yield False, "The contract is not signed."


def agreement_sealed(case: Case, _: Mapping[str, Any], on: date) -> Iterator[Answer]:
    agreement = case.agreement
    if agreement and agreement.sealed_on <= on:
        yield True, f"The partners' agreement was sealed on {agreement.sealed_on.isoformat()}."
    else:
        yield False, "The partners' agreement is not sealed."


def first_day_reached(case: Case, _: Mapping[str, Any], on: date) -> Iterator[Answer]:
    contract = case.contract
    if contract is None:
        yield False, "Without a contract there is no first day."
    elif on < contract.starts_on:
        fact = f"The first day is {contract.starts_on.isoformat()}."
        yield False, fact, contract.starts_on
    else:
        yield True, f"The first day was {contract.starts_on.isoformat()}."


def review_opened(case: Case, _: Mapping[str, Any], on: date) -> Iterator[Answer]:
    opened = case.known.watch and case.known.watch.get("review_opened_on")
    if opened:
        yield True, f"The review was opened on {opened}."
    else:
        yield False, "The contract's review is not open."


CONDITIONS: dict[str, Check] = {
    check.__name__: check
    for check in (
        paper_conditions.evidence,
        paper_conditions.evidence_of_each_partner,
        paper_conditions.paper_says,
        paper_conditions.nothing_ran_out,
        paper_conditions.measures_to_publish,
        council_and_nhs_partner,
        answers_a_need,
        need_in_published_assessment,
        need_scored,
        version_with_whole_shares,
        brief_in_time,
        panel_heard,
        recommendations_answered,
        conflicts_register_opened,
        no_conflict_open,
        no_open_dispute,
        seats_agreed,
        no_material_change,
        flow_ended,
        option_exercised,
        key_decisions_announced,
        every_partner_approved,
        joint_decision_effective,
        route_without_tender,
        tender_open,
        bids_scored,
        award_decided_by_each_partner,
        standstill_over,
        contract_signed,
        agreement_sealed,
        first_day_reached,
        review_opened,
    )
}
