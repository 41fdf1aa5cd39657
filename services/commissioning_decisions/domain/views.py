"""The blocks that events and answers are made of: plain values, dates as dates."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from services.commissioning_decisions.domain.acts import Award, Bid, Decision, Notice, Paper
from services.commissioning_decisions.domain.case import Case
from services.commissioning_decisions.domain.conditions import Finding
from services.commissioning_decisions.domain.deciding import (
    RULE,
    Joint,
    PartnerStanding,
    Standing,
    joint_outcome,
    stand,
)
from services.commissioning_decisions.domain.definition import ProcessDefinition
from services.commissioning_decisions.domain.moving import Way
from services.commissioning_decisions.domain.openings import Opening
from services.commissioning_decisions.domain.options import options_of
from services.commissioning_decisions.domain.partners import Partner
from services.commissioning_decisions.domain.versions import Version

Block = dict[str, Any]


def proposal(case: Case, as_of: date) -> Block:
    """The whole public state of a proposal: every event about it carries this."""
    about, newest, frozen = case.proposal, case.newest, case.frozen
    joint = joint_outcome(case, as_of) if frozen else None
    content = newest.content if newest else None
    return {
        "id": about.id,
        "title": about.title,
        "service_type": about.service_type,
        "need_id": about.need_id,
        "lead": about.lead,
        "partners": list(about.partners),
        "stage": case.stage.id,
        "stage_number": case.stage.number,
        "stage_since": case.stage_since,
        "process": case.process.name,
        "process_version": case.process.version,
        "proposal_version": newest.number if newest else 0,
        "frozen_sha256": frozen.sha256 if frozen else None,
        "annual_cost_pence": content.annual_cost_pence if content else None,
        "cost_head": content.cost_head if content else None,
        "shares": shares(case),
        "joint_outcome": str(joint.outcome) if joint else None,
        "joint_effective_on": joint.effective_on if joint else None,
        "contract_id": case.contract.contract_id if case.contract else None,
        "moves": len(case.moves),
    }


def shares(case: Case) -> list[Block]:
    """In the partners' agreed order."""
    newest = case.newest
    if newest is None:
        return []
    return [{"partner": code, "bp": newest.content.shares[code]} for code in case.proposal.partners]


def parts(case: Case) -> list[Block]:
    newest = case.newest
    if newest is None:
        return []
    amounts = newest.content.parts()
    return [
        {
            "partner": code,
            "bp": newest.content.shares[code],
            "amount_pence": amounts[code],
        }
        for code in case.proposal.partners
    ]


def paper(paper: Paper, *, inside: bool) -> Block:
    """`inside`: for people of the partners, who may read exempt titles."""
    return {
        "code": paper.code,
        "title": paper.title if inside else paper.public_title,
        "version": paper.version,
        "sha256": paper.sha256,
        "classification": paper.classification,
        "author_organisation": paper.author_organisation,
        "added_on": paper.added_on,
    }


def notice(notice: Notice) -> Block:
    return {
        "partner": notice.partner,
        "body": notice.body,
        "matter": notice.matter,
        "key_decision": notice.key_decision,
        "meeting_on": notice.meeting_on,
        "notice_on": notice.notice_on,
        "latest_notice_on": notice.latest_notice_on,
        "compliant": notice.compliant,
    }


def decision(found: Decision, effective_on: date | None) -> Block:
    return {
        "partner": found.partner,
        "body": found.body,
        "route": found.route,
        "outcome": found.outcome,
        "decided_on": found.decided_on,
        "published_on": found.published_on,
        "effective_on": effective_on,
        "call_in_closes_on": found.call_in_closes_on,
        "conditions": [
            {
                "id": each.id,
                "kind": each.kind,
                "text": each.text,
                "cap_pence": each.cap_pence,
                "per": each.per,
            }
            for each in found.conditions
        ],
        "deferred_until": found.deferred_until,
        "reason": found.reason,
        "resolutions": list(found.resolutions),
        "proposal_version": found.proposal_version,
        "sha256": found.sha256,
    }


def decision_of_partner(case: Case, partner: str, as_of: date) -> Block:
    """One row for each partner, also for one that has not decided."""
    standing = stand(case, partner, as_of)
    if standing.decision is None:
        return {"partner": partner, "outcome": str(Standing.AWAITING)}
    row = decision(standing.decision, standing.effective_on)
    if standing.standing in (Standing.CALLED_IN, Standing.REFERRED_BACK):
        row["outcome"] = str(standing.standing)
    return {**row, "explanation": standing.decision.explanation}


def joint(found: Joint) -> Block:
    return {
        "rule": RULE,
        "outcome": str(found.outcome),
        "joint_effective_on": found.effective_on,
        "per_partner": [
            {
                "partner": each.partner,
                "outcome": _outcome_of(each),
                "effective_on": each.effective_on,
            }
            for each in found.per_partner
        ],
        "open_conditions": [
            {
                "partner": each.partner,
                "id": condition.id,
                "kind": condition.kind,
                "text": condition.text,
                "cap_pence": condition.cap_pence,
                "per": condition.per,
            }
            for each in found.per_partner
            for condition in each.open_conditions
        ],
    }


def _outcome_of(standing: PartnerStanding) -> str:
    if standing.standing is Standing.APPROVED and standing.decision:
        return standing.decision.outcome
    return str(standing.standing)


def finding(finding: Finding) -> Block:
    return {
        "condition": finding.condition,
        "met": finding.met,
        "fact": finding.fact,
        "who": finding.who,
        "by_when": finding.by_when,
        "paper": finding.paper,
    }


def way(way: Way) -> Block:
    return {
        "move": way.move.name,
        "to_stage": way.to_stage,
        "because": way.move.because,
        "outcome": way.move.outcome,
        "reason_needed": way.move.reason_needed,
        "open": way.is_open,
        "conditions": [finding(each) for each in way.findings],
        "blockers": [finding(each) for each in way.blockers],
    }


def opening(opening: Opening) -> Block:
    return {
        "act": opening.act,
        "open": opening.is_open,
        "stages": list(opening.stages),
        "why": opening.why,
    }


def stages(case: Case) -> list[Block]:
    """All sixteen, each passed, current or ahead; one that was skipped stays ahead or passed."""
    here = case.stage.number
    if here is None and case.moves:
        here = case.process.stage(case.moves[-1].from_stage).number
    return [
        {
            "stage": each.id,
            "number": each.number,
            "title": each.title,
            "position": _position(each.number, here or 1),
        }
        for each in case.process.stages
        if each.number is not None
    ]


def _position(number: int | None, here: int) -> str:
    if number == here:
        return "current"
    return "passed" if number is not None and number < here else "ahead"


def version(version: Version) -> Block:
    return {
        "number": version.number,
        "sha256": version.sha256,
        "written_on": version.written_on,
        "reason": version.reason,
        "content": version.content.as_plain(),
    }


def bid(bid: Bid) -> Block:
    return {
        "code": bid.code,
        "name": bid.name,
        "price_pence": bid.price_pence,
        "points": {name: str(points) for name, points in bid.points.items()},
        "total": str(bid.total),
    }


def award(case: Case, found: Award) -> Block:
    newest = case.newest
    return {
        "supplier": {"code": found.supplier_code, "name": found.supplier_name},
        "annual_value_pence": newest.content.annual_cost_pence if newest else 0,
        "decided_on": found.decided_on,
        "partner": found.partner,
        "route": found.route,
    }


def contract(case: Case, default_measure_set: str) -> Block:
    """The signed contract, as contract monitoring takes it over."""
    signed, newest, about = case.contract, case.newest, case.proposal
    assert signed is not None
    assert newest is not None
    content = newest.content
    options = options_of(signed.initial_end_on, content.extension_months)
    return {
        "id": signed.contract_id,
        "proposal_id": about.id,
        "title": about.title,
        "service_type": about.service_type,
        "lead": about.lead,
        "partners": list(about.partners),
        "supplier": {"code": signed.supplier_code, "name": signed.supplier_name},
        "regime": signed.regime,
        "signed_on": signed.signed_on,
        "starts_on": signed.starts_on,
        "initial_end_on": signed.initial_end_on,
        "maximum_end_on": signed.maximum_end_on,
        "annual_value_pence": signed.annual_value_pence,
        "value_maximum_pence": content.maximum_value_pence,
        "measure_set": content.measure_set or default_measure_set,
        "shares": shares(case),
        "conditions": [
            {
                "partner": partner,
                "kind": condition.kind,
                "cap_pence": condition.cap_pence,
                "per": condition.per,
            }
            for partner in about.partners
            if (found := case.decision_of(partner))
            for condition in found.conditions
        ],
        "options": [
            {"length_months": each.length_months, "last_notice_on": each.last_notice_on}
            for each in options
        ],
    }


def deadlines(case: Case) -> list[Block]:
    """Every day that a rule set for this proposal, earliest first, with its explanation."""
    found = [
        {
            "title": f"Notice of the key decision of {case.partners[each.partner].name}",
            "on": each.latest_notice_on,
            "explanation": each.explanation,
        }
        for each in case.notices
        if each.latest_notice_on
    ]
    for code in case.proposal.partners:
        decided = case.decision_of(code)
        if decided and decided.call_in_closes_on:
            title = f"Call-in at {case.partners[code].name} closes"
            explanation = decided.explanation
            found.append(
                {"title": title, "on": decided.call_in_closes_on, "explanation": explanation}
            )
    found += [
        {
            "title": f"Answer to {each['id']}",
            "on": date.fromisoformat(each["response_due_on"]),
            "explanation": "20 working days after the panel sent it.",
        }
        for each in case.known.recommendations
        if each.get("response_due_on")
    ]
    if case.standstill:
        explanation = case.standstill.explanation
        found.append(
            {"title": "Standstill ends", "on": case.standstill.ends_on, "explanation": explanation}
        )
    return sorted(found, key=lambda each: each["on"])


def partner(partner: Partner) -> Block:
    return {
        "code": partner.code,
        "name": partner.name,
        "kind": partner.kind,
        "governance": {
            "model": partner.model,
            "call_in": partner.call_in_working_days is not None,
            "call_in_working_days": partner.call_in_working_days,
        },
        "key_decision_pence": partner.key_decision_pence,
        "limits": dict(partner.limits),
        "order": partner.order,
        "succeeded_by": partner.succeeded_by,
    }


def definition(process: ProcessDefinition) -> Block:
    return {
        "name": process.name,
        "version": process.version,
        "title": process.title,
        "stages": [
            {
                "id": stage.id,
                "number": stage.number,
                "title": stage.title,
                "accountable": stage.accountable,
                "weeks": stage.weeks,
                "moves": [
                    {
                        "move": move.name,
                        "to_stage": move.to,
                        "because": move.because,
                        "outcome": move.outcome,
                        "reason_needed": move.reason_needed,
                        "conditions": [each.name for each in move.conditions],
                    }
                    for move in stage.moves
                ],
            }
            for stage in process.stages
        ],
    }


def known(facts: Iterable[Mapping[str, Any]]) -> list[Block]:
    return [dict(each) for each in facts]
