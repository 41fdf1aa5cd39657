"""What the panel asks for, and the answer that it is owed."""

from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from services.young_commissioners_panel.domain.sessions import PanelRules, Session, Stage
from shared.calendars import calendar
from shared.errors import Invalid, RuleBroken


class Progress(StrEnum):
    SUBMITTED = "submitted"
    ACKNOWLEDGED = "acknowledged"
    RESPONDED = "responded"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True)
class Response:
    decision: str  # accept, partly_accept, reject or defer
    reasons: str
    what_will_change: str | None
    owner: str
    due_on: date | None
    responded_on: date
    signed_by_director: bool
    reaction: str | None = None  # ok, not_ok or unclear


@dataclass(frozen=True)
class Recommendation:
    """`by` is the member whose own idea it is, or nothing when the panel made it together."""

    id: str
    session_id: str
    proposal_id: str | None
    strength: str
    theme: str
    statement: str
    why: str | None
    support_count: int | None
    present_count: int
    late: bool
    submitted_on: date
    response_due_on: date
    progress: Progress = Progress.SUBMITTED
    dissent: str | None = None
    affects: tuple[str, ...] = ()
    late_reason: str | None = None
    by: str | None = None
    acknowledged_on: date | None = None
    response: Response | None = None


def submit(
    session: Session,
    rules: PanelRules,
    *,
    id: str,
    strength: str,
    theme: str,
    statement: str,
    why: str | None,
    support_count: int | None,
    dissent: str | None = None,
    affects: tuple[str, ...] = (),
    late_reason: str | None = None,
    by: str | None = None,
    on: date,
) -> Recommendation:
    """A recommendation of a session that is open, or a late one with its reason."""
    late = session.stage is Stage.CLOSED or on > session.closes_on
    if session.stage not in (Stage.OPEN, Stage.CLOSED):
        raise RuleBroken("session_not_open", "Nothing can be recommended in this session.")
    if late and not (late_reason or "").strip():
        raise RuleBroken(
            "late_reason_missing", "The session is over. Say why it comes late; it still counts."
        )
    if on < session.opens_on:
        raise Invalid("session_not_due", "The session had not begun on that day.")
    words = len(statement.split())
    if words > rules.longest_statement_words:
        raise Invalid(
            "statement_too_long",
            f"Say it in at most {rules.longest_statement_words} words. Yours has {words}.",
            {"words": str(words)},
        )
    if support_count is not None and support_count > len(session.present):
        raise Invalid("support_above_present", "More support it than were there. Count again.")
    return Recommendation(
        id=id,
        session_id=session.id,
        proposal_id=session.proposal_id,
        strength=strength,
        theme=theme,
        statement=statement,
        why=why,
        support_count=support_count,
        present_count=len(session.present),
        late=late,
        submitted_on=on,
        response_due_on=calendar(rules.calendar).add_working_days(on, rules.respond_working_days),
        dissent=dissent,
        affects=affects,
        late_reason=late_reason,
        by=by,
    )


def acknowledge(found: Recommendation, *, on: date) -> Recommendation:
    _check_not_withdrawn(found)
    if found.progress is not Progress.SUBMITTED:
        raise RuleBroken("already_acknowledged", "The panel knows already that you have it.")
    _check_after(found, on)
    return replace(found, progress=Progress.ACKNOWLEDGED, acknowledged_on=on)


def respond(found: Recommendation, response: Response) -> Recommendation:
    """The answer. One that was put off may be answered again."""
    _check_not_withdrawn(found)
    _check_after(found, response.responded_on)
    if found.response and found.response.decision != "defer":
        raise RuleBroken(
            "response_already_given", "The panel has its answer. Only one that was put off changes."
        )
    if response.decision != "accept" and not response.reasons.strip():
        raise Invalid("reasons_missing", "Say why, in plain words. The panel will read it.")
    if response.decision == "defer" and response.due_on is None:
        raise Invalid("due_on_missing", "Say by when the panel gets its answer.")
    if response.due_on and response.due_on < response.responded_on:
        raise Invalid("day_not_ahead", "The day by which something is done lies before the answer.")
    turned_down = found.strength == "must" and response.decision == "reject"
    if turned_down and not response.signed_by_director:
        raise RuleBroken(
            "director_signature_needed",
            "The panel said must. Only a director can turn it down: ask one to sign.",
        )
    return replace(found, progress=Progress.RESPONDED, response=response)


def react(found: Recommendation, reaction: str) -> Recommendation:
    _check_not_withdrawn(found)
    if found.response is None:
        raise RuleBroken("not_answered_yet", "There is no answer yet that one could think about.")
    return replace(found, response=replace(found.response, reaction=reaction))


def withdraw(found: Recommendation) -> Recommendation:
    """Its words go; that there was one stays."""
    _check_not_withdrawn(found)
    return replace(
        found,
        progress=Progress.WITHDRAWN,
        statement="Withdrawn.",
        why=None,
        dissent=None,
        by=None,
    )


def _check_not_withdrawn(found: Recommendation) -> None:
    if found.progress is Progress.WITHDRAWN:
        raise RuleBroken("recommendation_withdrawn", "This recommendation was taken back.")


def _check_after(found: Recommendation, on: date) -> None:
    if on < found.submitted_on:
        raise Invalid("before_last_act", "That day lies before the recommendation. Check it.")
