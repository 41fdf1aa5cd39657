"""What can be recorded about a proposal: one form for each command, built for that proposal."""

from collections.abc import Callable

from services.portal.commands import CommandPage
from services.portal.pages.proposal_forms import content, decisions, procurement
from services.portal.pages.proposal_forms.case import Case

# Name in the address -> (its command, what the link says, the form), in the order of a proposal's
# life.
FORMS: dict[str, tuple[str, str, Callable[[Case], CommandPage]]] = {
    "version": ("revise_proposal", "Write a new version", content.revise),
    "evidence": ("add_evidence", "Add evidence", content.add_evidence),
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
    "tender": ("open_tender", "Open the tender", procurement.open_tender),
    "scores": ("record_scores", "Record the scores of the bids", procurement.record_scores),
    "award": ("record_award", "Record an award decision", procurement.record_award),
    "standstill": ("start_standstill", "Start the standstill", procurement.start_standstill),
    "contract": ("sign_contract", "Record the signed contract", procurement.sign_contract),
    "agreement": ("seal_agreement", "Record the partners’ agreement", procurement.seal_agreement),
}

__all__ = ["FORMS", "Case"]
