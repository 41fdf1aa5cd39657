"""The blocks that events and answers are made of. In none of them can a member be recognised."""

from typing import Any

from services.young_commissioners_panel.domain.drafts import Draft
from services.young_commissioners_panel.domain.recommendations import Recommendation
from services.young_commissioners_panel.domain.sessions import PanelRules, Session

Block = dict[str, Any]


def session(found: Session, rules: PanelRules, recommendation_count: int) -> Block:
    return {
        "id": found.id,
        "panel": found.panel,
        "purpose": found.purpose,
        "proposal_id": found.proposal_id,
        "proposal_version": found.proposal_version,
        "brief_issued_on": found.brief_issued_on,
        "held_on": found.held_on,
        "opens_on": found.opens_on,
        "closes_on": found.closes_on,
        "quorum_met": found.quorum_met,
        "present_band": _band(found, rules),
        "adjustments_met": found.adjustments_met,
        "stage": str(found.stage),
        "recommendation_count": recommendation_count,
    }


def _band(found: Session, rules: PanelRules) -> str | None:
    if found.quorum_met is None:
        return None
    enough = len(found.present) >= rules.small_number
    return f"{rules.small_number} or more" if enough else f"fewer than {rules.small_number}"


def recommendation(found: Recommendation, rules: PanelRules) -> Block:
    return {
        "id": found.id,
        "session_id": found.session_id,
        "proposal_id": found.proposal_id,
        "strength": found.strength,
        "theme": found.theme,
        "statement": found.statement,
        "why": found.why,
        "support": support(found, rules),
        "late": found.late,
        "stage": str(found.progress),
        "submitted_on": found.submitted_on,
        "response_due_on": found.response_due_on,
        "response": _response(found),
    }


def support(found: Recommendation, rules: PanelRules) -> str:
    """In numbers only where nobody can be counted out."""
    if found.support_count is None:
        return "one member's own idea"
    if found.present_count >= rules.small_number:
        return f"{found.support_count} of {found.present_count}"
    more_than_half = 2 * found.support_count > found.present_count
    return "most of the panel" if more_than_half else "some of the panel"


def _response(found: Recommendation) -> Block | None:
    response = found.response
    if response is None:
        return None
    return {
        "decision": response.decision,
        "reasons": response.reasons,
        "what_will_change": response.what_will_change,
        "owner": response.owner,
        "due_on": response.due_on,
        "responded_on": response.responded_on,
        "signed_by_director": response.signed_by_director,
        "reaction": response.reaction,
    }


def draft(found: Draft) -> Block:
    return {
        "answers": {question: dict(answer) for question, answer in found.answers.items()},
        "version": found.version,
    }
