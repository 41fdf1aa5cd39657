"""A session of the panel: called with a brief, opened with a quorum, closed on a day."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from shared.calendars import calendar
from shared.errors import Invalid, RuleBroken

# Adjustments that are formats of the brief; the others concern the room.
FORMATS = ("easy_read", "symbols", "large_print", "bsl", "audio", "standard")


class Stage(StrEnum):
    DRAFT = "draft"
    OPEN = "open"
    CLOSED = "closed"
    INQUORATE = "inquorate"
    CANCELLED = "cancelled"


@dataclass(frozen=True)
class PanelRules:
    brief_working_days: int
    quorum: int
    quorum_tender_scoring: int
    acknowledge_working_days: int
    respond_working_days: int
    feedback_working_days: int
    longest_statement_words: int
    small_number: int
    calendar: str


@dataclass(frozen=True)
class Member:
    """Known by code only: `YC-07`."""

    pseudonym: str
    age_band: str
    adjustments: tuple[str, ...]


@dataclass(frozen=True)
class Session:
    id: str
    panel: str
    purpose: str
    proposal_id: str | None
    proposal_version: int | None
    held_on: date
    opens_on: date
    closes_on: date
    brief_formats: tuple[str, ...]
    brief_issued_on: date | None
    stage: Stage = Stage.DRAFT
    present: tuple[str, ...] = ()  # codes of members; never leaves this service
    facilitator: str | None = None
    adjustments_met: str | None = None
    extension_reason: str | None = None
    opened_on: date | None = None
    closed_on: date | None = None
    feedback_delivered_on: date | None = None

    @property
    def quorum_met(self) -> bool | None:
        if self.stage in (Stage.DRAFT, Stage.CANCELLED):
            return None
        return self.stage is not Stage.INQUORATE

    def takes_answers_on(self, day: date) -> bool:
        return self.stage is Stage.OPEN and self.opens_on <= day <= self.closes_on


def schedule(session: Session, rules: PanelRules) -> Session:
    if not session.opens_on <= session.closes_on:
        raise Invalid("session_days_wrong", "The last day for answers lies before the first.")
    if session.held_on > session.closes_on:
        raise Invalid("session_days_wrong", "The session lies after the last day for answers.")
    if session.purpose == "proposal" and session.proposal_id is None:
        raise Invalid("proposal_missing", "Say which proposal the panel is asked about.")
    return session


def open_session(
    session: Session,
    members: Mapping[str, Member],
    rules: PanelRules,
    *,
    present: tuple[str, ...],
    facilitator: str,
    second_adult: bool,
    adjustments_met: str | None,
    extension_reason: str | None,
    on: date,
) -> Session:
    """Open, or inquorate when too few are there. Refused where members were not asked properly."""
    if session.stage is not Stage.DRAFT:
        raise RuleBroken("session_already_opened", "This session was opened before.")
    if not session.opens_on <= on <= session.closes_on:
        raise Invalid("session_not_due", "A session opens between its first and its last day.")
    if unknown := sorted(set(present) - set(members)):
        raise Invalid(
            "unknown_member",
            f"These are no members of the panel: {', '.join(unknown)}.",
            {"present": ", ".join(unknown)},
        )
    if not second_adult:
        raise RuleBroken(
            "second_adult_missing", "A second adult has to be in the room. Wait for one."
        )
    _check_brief_in_time(session, rules, extension_reason)
    _check_formats(session, [members[code] for code in present])
    quorum = rules.quorum_tender_scoring if session.purpose == "tender_scoring" else rules.quorum
    return replace(
        session,
        stage=Stage.OPEN if len(set(present)) >= quorum else Stage.INQUORATE,
        present=tuple(sorted(set(present))),
        facilitator=facilitator,
        adjustments_met=adjustments_met,
        extension_reason=extension_reason,
        opened_on=on,
    )


def close(session: Session, *, on: date) -> Session:
    if session.stage is not Stage.OPEN:
        raise RuleBroken("session_not_open", "Only an open session can be closed.")
    if session.opened_on and on < session.opened_on:
        raise Invalid("before_last_act", "It cannot close before it opened. Check the day.")
    return replace(session, stage=Stage.CLOSED, closed_on=on)


def deliver_feedback(session: Session, *, delivered_on: date, on: date) -> Session:
    if session.stage is not Stage.CLOSED:
        raise RuleBroken("session_not_closed", "Feedback follows when the session is closed.")
    if delivered_on > on:
        raise Invalid("date_in_future", "Feedback was delivered on a day that is still to come.")
    if session.closed_on and delivered_on < session.closed_on:
        raise Invalid("before_last_act", "Feedback lies before the end of the session.")
    return replace(session, feedback_delivered_on=delivered_on)


def must_take_answers(session: Session, on: date) -> None:
    if not session.takes_answers_on(on):
        raise RuleBroken(
            "session_closed",
            "This session is closed. Talk to your facilitator: they can still add your idea.",
        )


def _check_brief_in_time(session: Session, rules: PanelRules, reason: str | None) -> None:
    if session.brief_issued_on is None:
        raise RuleBroken("brief_missing", "Members need the brief before they meet. Send it first.")
    working_days = calendar(rules.calendar).working_days_between(
        session.brief_issued_on, session.held_on
    )
    if working_days < rules.brief_working_days and not (reason or "").strip():
        raise RuleBroken(
            "brief_too_late",
            f"The brief went out {working_days} working days before the session, not "
            f"{rules.brief_working_days}. Choose a later day, or say why it cannot wait.",
            {"working_days": str(working_days)},
        )


def _check_formats(session: Session, present: list[Member]) -> None:
    needed = {each for member in present for each in member.adjustments if each in FORMATS}
    if missing := sorted(needed - set(session.brief_formats)):
        raise RuleBroken(
            "brief_format_missing",
            f"Somebody who is here needs the brief in: {', '.join(missing)}. Make it first.",
            {"formats": ", ".join(missing)},
        )
