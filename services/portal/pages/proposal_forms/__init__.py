"""What can be recorded about a proposal: one form for each command, built for that proposal."""

from collections.abc import Callable, Iterable
from typing import Any

from services.portal import access, words
from services.portal.commands import CommandPage
from services.portal.pages.proposal_forms import (
    content,
    decisions,
    gates,
    law,
    procurement,
    running,
)
from services.portal.pages.proposal_forms.case import Case

# Name in the address -> (its command, what the link says, the form), in the order of a proposal's
# life.
FORMS: dict[str, tuple[str, str, Callable[[Case], CommandPage]]] = {
    "version": ("revise_proposal", "Write a new version", content.revise),
    "evidence": ("add_evidence", "Add evidence", content.add_evidence),
    "conflict": ("declare_conflict", "Declare a conflict of interest", gates.declare_conflict),
    "conflict-settled": (
        "settle_conflict",
        "Record that the chair confirmed a decision",
        gates.settle_conflict,
    ),
    "joint-rule": (
        "agree_joint_rule",
        "Record how the partners decide together",
        gates.agree_joint_rule,
    ),
    "notice": ("publish_notice", "Publish notice of a decision", decisions.publish_notice),
    "decision": ("record_decision", "Record a partner’s decision", decisions.record_decision),
    "condition": (
        "confirm_condition",
        "Confirm that a condition is met",
        decisions.confirm_condition,
    ),
    "call-in": ("call_in", "Record a call-in", decisions.call_in),
    "call-in-outcome": (
        "resolve_call_in",
        "Record what scrutiny said",
        decisions.resolve_call_in,
    ),
    "without": ("proceed_without", "Go on without a partner that said no", gates.proceed_without),
    "dispute": ("raise_dispute", "Raise a dispute", gates.raise_dispute),
    "dispute-settled": ("settle_dispute", "Record how a dispute ended", gates.settle_dispute),
    "regime": (
        "determine_regime",
        "Determine the law and the process of the procurement",
        law.determine_regime,
    ),
    "published-notice": (
        "record_published_notice",
        "Record a notice that was published",
        law.record_published_notice,
    ),
    "supplier-risk": (
        "raise_supplier_risk",
        "Record that a supplier may fail",
        law.raise_supplier_risk,
    ),
    "tender": ("open_tender", "Open the tender", procurement.open_tender),
    "scores": ("record_scores", "Record the scores of the bids", procurement.record_scores),
    "award": ("record_award", "Record an award decision", procurement.record_award),
    "standstill": ("start_standstill", "Start the standstill", procurement.start_standstill),
    "representation": (
        "record_representation",
        "Record a representation in the standstill",
        law.record_representation,
    ),
    "further-decision": (
        "record_further_decision",
        "Record the further decision about representations",
        law.record_further_decision,
    ),
    "abandonment": (
        "abandon_procurement",
        "Give the procurement up",
        law.abandon_procurement,
    ),
    "contract": ("sign_contract", "Record the signed contract", procurement.sign_contract),
    "flow": ("begin_flow", "Begin a variation, improvement, exit or end", running.begin_flow),
    "option": ("exercise_option", "Take up an option", running.exercise_option),
    "agreement": ("seal_agreement", "Record the partners’ agreement", procurement.seal_agreement),
}

# Condition of a gate → the form that clears it.
CLEARED_BY = {
    "evidence": "evidence",
    "evidence_of_each_partner": "evidence",
    "paper_says": "evidence",
    "nothing_ran_out": "evidence",
    "measures_to_publish": "evidence",
    "conflicts_register_opened": "conflict",
    "no_conflict_open": "conflict-settled",
    "no_open_dispute": "dispute-settled",
    "version_with_whole_shares": "version",
    "key_decisions_announced": "notice",
    "every_partner_approved": "decision",
    "tender_open": "tender",
    "bids_scored": "scores",
    "award_decided_by_each_partner": "award",
    "standstill_over": "standstill",
    "no_open_challenge": "further-decision",
    "contract_signed": "contract",
    "agreement_sealed": "agreement",
    "option_exercised": "option",
    "seats_agreed": "joint-rule",
    "flow_ended": "flow",
}
Offer = tuple[str, str]


def offers(case: dict[str, Any], roles: Iterable[str]) -> tuple[list[Offer], list[Offer]]:
    """What these roles can record now, as (name in the address, text); and what they can not, as
    (text, where it belongs or what is in the way)."""
    roles, found = list(roles), {each["act"]: each for each in case["acts"]}
    open_ones: list[Offer] = []
    others: list[Offer] = []
    for slug, (command, text, _) in FORMS.items():
        if not access.may(roles, command):
            continue
        act = found[command]
        if act["open"]:
            open_ones.append((slug, text))
        else:
            others.append((text, _where(act, case["proposal"]["stage"])))
    return open_ones, others


def _where(act: dict[str, Any], stage: str) -> str:
    if act["stages"] and stage not in act["stages"]:
        return f"at {' or '.join(f'“{words.plain(each)}”' for each in act['stages'])}"
    return str(act["why"])


__all__ = ["CLEARED_BY", "FORMS", "Case", "gates", "offers"]
