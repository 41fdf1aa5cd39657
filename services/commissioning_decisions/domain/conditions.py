"""What a gate may ask for. Each condition answers with findings: met or not, and the fact behind.

One function for the rule, the page, `why_not` and the test. A condition looks at the case alone:
this service's own records and its copies of what other services said.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from services.commissioning_decisions.domain import (
    buying_conditions,
    contract_conditions,
    decision_conditions,
    panel_conditions,
    paper_conditions,
)
from services.commissioning_decisions.domain.acts import Waiver
from services.commissioning_decisions.domain.case import Case
from services.commissioning_decisions.domain.definition import Condition, Move
from services.commissioning_decisions.domain.paper_conditions import Answer


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
        panel_conditions.brief_in_time,
        panel_conditions.panel_heard,
        panel_conditions.recommendations_answered,
        decision_conditions.conflicts_register_opened,
        decision_conditions.no_conflict_open,
        decision_conditions.no_open_dispute,
        decision_conditions.seats_agreed,
        contract_conditions.no_material_change,
        contract_conditions.flow_ended,
        contract_conditions.option_exercised,
        decision_conditions.key_decisions_announced,
        decision_conditions.every_partner_approved,
        decision_conditions.joint_decision_effective,
        buying_conditions.route_without_tender,
        buying_conditions.tender_open,
        buying_conditions.bids_scored,
        buying_conditions.award_decided_by_each_partner,
        buying_conditions.standstill_over,
        buying_conditions.no_open_challenge,
        contract_conditions.contract_signed,
        contract_conditions.agreement_sealed,
        contract_conditions.first_day_reached,
        contract_conditions.review_opened,
    )
}
