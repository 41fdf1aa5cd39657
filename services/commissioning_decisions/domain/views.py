"""The blocks that events and answers are made of: plain values, dates as dates."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from services.commissioning_decisions.domain.acts import (
    Paper,
    Waiver,
)
from services.commissioning_decisions.domain.case import Case, Moved
from services.commissioning_decisions.domain.conditions import Finding
from services.commissioning_decisions.domain.definition import Move, ProcessDefinition
from services.commissioning_decisions.domain.duties import duties
from services.commissioning_decisions.domain.evidence import EvidenceKind
from services.commissioning_decisions.domain.joint import joint_outcome
from services.commissioning_decisions.domain.law import Law
from services.commissioning_decisions.domain.moving import Way
from services.commissioning_decisions.domain.obligations import Obligation
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
        "moves": case.moves_made,
    }


def moved(found: Moved) -> Block:
    return {
        "move": found.move,
        "from_stage": found.from_stage,
        "to_stage": found.to_stage,
        "outcome": found.outcome,
        "on": found.on,
        "by_role": found.by_role,
        "because": found.because,
        "reason": found.reason,
    }


def shares(case: Case) -> list[Block]:
    """In the partners' agreed order."""
    newest = case.newest
    if newest is None:
        return []
    return [{"partner": code, "bp": bp} for code, bp in newest.content.shares.items()]


def parts(case: Case) -> list[Block]:
    newest = case.newest
    if newest is None:
        return []
    amounts = newest.content.parts()
    return [
        {
            "partner": code,
            "bp": newest.content.shares[code],
            "amount_pence": amount,
        }
        for code, amount in amounts.items()
    ]


def paper(found: Paper, *, inside: bool) -> Block:
    """`inside`: for people of the partners, who may read exempt titles."""
    return {
        "code": found.code,
        "title": found.title if inside else found.public_title,
        "version": found.version,
        "sha256": found.sha256,
        "classification": found.classification,
        "author_organisation": found.author_organisation,
        "added_on": found.added_on,
    }


def paper_whole(found: Paper, kind: EvidenceKind, *, inside: bool) -> Block:
    """As a page shows it: with its kind, how long it counts, and to insiders what it says."""
    return {
        **paper(found, inside=inside),
        "kind": kind.title,
        "valid_until": found.valid_until,
        "fields": found.facts if inside else {},
    }


def waiver(found: Waiver) -> Block:
    return {
        "move": found.move,
        "condition": found.condition,
        "paper": found.paper,
        "partner": found.partner,
        "by_role": found.by_role,
        "reason": found.reason,
        "waived_on": found.waived_on,
    }


def finding(finding: Finding) -> Block:
    return {
        "condition": finding.condition,
        "met": finding.met,
        "fact": finding.fact,
        "who": finding.who,
        "by_when": finding.by_when,
        "paper": finding.paper,
        "waivable_by": list(finding.waivable_by),
        "waived": finding.waived,
    }


def way(way: Way) -> Block:
    return {
        "move": way.move.name,
        "to_stage": way.to_stage,
        "because": way.move.because,
        "outcome": way.outcome,
        "reason_needed": way.move.reason_needed,
        "by": list(way.move.by),
        "not_yours": way.not_yours,
        "open": way.is_open,
        "conditions": [finding(each) for each in way.findings],
        "blockers": [finding(each) for each in way.blockers],
    }


def waiting(case: Case, gates: Iterable[Way]) -> Block:
    """What a proposal waits for, in short: of each gate only what is not met."""
    about = case.proposal
    return {
        "id": about.id,
        "title": about.title,
        "lead": about.lead,
        "stage": case.stage.id,
        "stage_since": case.stage_since,
        "process": case.process.name,
        "process_version": case.process.version,
        "gates": [
            {
                "move": gate.move.name,
                "to_stage": gate.to_stage,
                "open": gate.is_open,
                "blockers": [finding(each) for each in gate.blockers],
            }
            for gate in gates
        ],
        "version": case.version,
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
    if here is None and (left := case.process.find(case.where_it_was)):
        here = left.number
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
        "level": version.level,
        "content": version.content.as_plain(),
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
            for code in (partner, *case.predecessors_of(partner))
            if (found := case.decision_of(code))
            for condition in found.conditions
        ],
        "options": [
            {"length_months": each.length_months, "last_notice_on": each.last_notice_on}
            for each in options
        ],
    }


def deadlines(case: Case, law: Law) -> list[Block]:
    """Every day that counts for this proposal, earliest first, with its explanation."""
    return [
        {"title": each.title, "on": each.due_on, "explanation": each.explanation}
        for each in duties(case, law)
    ]


def obligation(found: Obligation) -> Block:
    """The whole of it: every event about it carries this."""
    return {
        "id": found.id,
        "subject": found.subject,
        "kind": found.kind,
        "title": found.title,
        "rule": found.rule_id,
        "rule_version": found.rule_version,
        "calendar": found.calendar,
        "calendar_version": found.calendar_version,
        "started_on": found.started_on,
        "due_on": found.due_on,
        "instant": found.instant.isoformat(),
        "acts_from": found.acts_from,
        "explanation": found.explanation,
        "role": found.role,
        "organisation": found.organisation,
        "warn_on": found.warn_on,
        "state": str(found.state),
        "late": found.is_late,
        "discharged_on": found.discharged_on,
        "revision": found.revision,
    }


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
        "limits_basis": partner.limits_basis,
    }


def definition(process: ProcessDefinition) -> Block:
    return {
        "name": process.name,
        "version": process.version,
        "title": process.title,
        "source": process.source,
        "stages": [
            {
                "id": stage.id,
                "number": stage.number,
                "title": stage.title,
                "accountable": stage.accountable,
                "weeks": stage.weeks,
                "acts": list(stage.acts),
                "moves": [
                    {
                        "move": move.name,
                        "to_stage": move.to,
                        "because": move.because,
                        "outcome": move.outcome,
                        "reason_needed": move.reason_needed,
                        "by": list(move.by),
                        "not_by_author": move.not_by_author,
                        "conditions": [each.name for each in move.conditions],
                        "evidence": _asked(move),
                    }
                    for move in stage.moves
                ],
            }
            for stage in process.stages
        ],
    }


def _asked(move: Move) -> list[str]:
    """The codes of the papers that a gate asks for."""
    found: list[str] = []
    for condition in move.conditions:
        found += condition.parameters.get("codes", ())
        found += [condition.parameters["code"]] if "code" in condition.parameters else []
    return list(dict.fromkeys(found))


def evidence_kind(kind: EvidenceKind) -> Block:
    return {
        "code": kind.code,
        "title": kind.title,
        "stage": kind.stage,
        "filed_by": list(kind.filed_by),
        "classification": kind.classification,
        "valid_months": kind.valid_months,
        "own_organisation": kind.own_organisation,
        "source": kind.source,
        "check_before_relying": kind.check_before_relying,
        "fields": [
            {
                "name": each.name,
                "title": each.title,
                "kind": each.kind,
                "required": each.required,
                "choices": list(each.choices),
                "lowest": each.lowest,
            }
            for each in kind.fields
        ],
    }


def known(facts: Iterable[Mapping[str, Any]]) -> list[Block]:
    return [dict(each) for each in facts]
