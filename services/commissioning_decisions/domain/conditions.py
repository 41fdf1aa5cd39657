"""What a gate may ask for. Each condition answers with findings: met or not, and the fact behind.

One function for the rule, the page, `why_not` and the test. A condition looks at the case alone:
this service's own records and its copies of what other services said.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from services.commissioning_decisions.domain import deciding
from services.commissioning_decisions.domain.case import Case
from services.commissioning_decisions.domain.deciding import Outcome, Standing
from services.commissioning_decisions.domain.definition import Condition, Move
from services.commissioning_decisions.domain.procurement import WITHOUT_TENDER, award_hindrance


@dataclass(frozen=True)
class Finding:
    """One line of a gate. `who` is the role that can clear it, `paper` the evidence asked for."""

    condition: str
    met: bool
    fact: str
    who: str
    by_when: date | None = None
    paper: str | None = None


# Met or not, the fact, by when, and the code of the paper.
Answer = (
    tuple[bool, str] | tuple[bool, str, date | None] | tuple[bool, str, date | None, str | None]
)
Check = Callable[[Case, Mapping[str, Any], date], Iterable[Answer]]


def look(case: Case, move: Move, on: date) -> list[Finding]:
    """Every condition of a move's gate, met or not, on that day."""
    return [finding for each in move.conditions for finding in _findings(case, each, on)]


def _findings(case: Case, condition: Condition, on: date) -> Iterator[Finding]:
    who = condition.who or "commissioner"
    for met, fact, *more in CONDITIONS[condition.name](case, condition.parameters, on):
        yield Finding(condition.name, met, fact, who, *more)


def evidence(case: Case, parameters: Mapping[str, Any], on: date) -> Iterator[Answer]:
    for code in parameters["codes"]:
        papers = case.papers(code)
        if papers:
            yield True, f"{code} is filed: {papers[-1].public_title}.", None, code
        else:
            yield False, f"{code} is missing.", None, code


def certified_by_each_partner(
    case: Case, parameters: Mapping[str, Any], on: date
) -> Iterator[Answer]:
    code = parameters["code"]
    filed = {paper.author_organisation for paper in case.papers(code)}
    for partner in case.proposal.partners:
        name = case.partners[partner].name
        if partner in filed:
            yield True, f"{code} of {name} is filed.", None, code
        else:
            yield False, f"{code} of {name} is missing.", None, code


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
    held = [each for each in case.known.sessions if each["stage"] == "closed"]
    if held:
        yield True, f"The panel met in {held[-1]['id']}, with a quorum."
        return
    planned = [each for each in case.known.sessions if each["stage"] in ("draft", "open")]
    if planned:
        closes = date.fromisoformat(planned[-1]["closes_on"])
        yield False, f"{planned[-1]['id']} is not over yet.", closes
    else:
        yield False, "The Young Commissioners Panel has not met about it."


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


def key_decisions_announced(case: Case, _: Mapping[str, Any], on: date) -> Iterator[Answer]:
    for code in case.proposal.partners:
        partner, decision = case.partners[code], case.decision_of(code)
        if not deciding.needs_notice(case, partner):
            continue
        found = [each for each in case.notices if each.partner == code and each.key_decision]
        if decision and not partner.decides_as_executive(decision.route):
            yield True, f"{partner.name}: no decision of its executive, so no notice."
        elif not found:
            yield False, f"{partner.name}: no notice of its key decision is published."
        elif found[-1].compliant or (decision and deciding.is_announced(case, decision)):
            yield True, f"{partner.name}: notice in time."
        else:
            yield False, f"{partner.name}: the notice came too late. {found[-1].explanation}"


# Standing → what is missing.
MISSING = {
    Standing.AWAITING: "has not decided",
    Standing.DEFERRED: "has put it off",
    Standing.REJECTED: "has said no",
    Standing.REFERRED_BACK: "has to decide again",
}


def every_partner_approved(case: Case, _: Mapping[str, Any], on: date) -> Iterator[Answer]:
    joint = deciding.joint_outcome(case, on)
    for each in joint.per_partner:
        name = case.partners[each.partner].name
        if each.standing in (Standing.APPROVED, Standing.CALLED_IN):
            yield True, f"{name} has approved."
        else:
            until = each.decision.deferred_until if each.decision else None
            yield False, f"{name} {MISSING[each.standing]}.", until


def joint_decision_effective(case: Case, _: Mapping[str, Any], on: date) -> Iterator[Answer]:
    joint = deciding.joint_outcome(case, on)
    if joint.effective_on and joint.outcome in (
        Outcome.APPROVED,
        Outcome.APPROVED_PENDING_CONDITIONS,
    ):
        yield True, f"The joint decision is in effect since {joint.effective_on.isoformat()}."
        return
    for each in joint.per_partner:
        if each.effective_on is None:
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
        evidence,
        certified_by_each_partner,
        council_and_nhs_partner,
        answers_a_need,
        need_in_published_assessment,
        need_scored,
        version_with_whole_shares,
        panel_heard,
        recommendations_answered,
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
