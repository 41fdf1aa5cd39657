"""Key decisions: which they are, and the notice that each needs (SI 2012/2089 r.5, 8 to 11)."""

from datetime import date

from services.commissioning_decisions.domain.acts import Decision, Notice
from services.commissioning_decisions.domain.case import Case
from services.commissioning_decisions.domain.deadlines import DeadlineRules
from services.commissioning_decisions.domain.partners import Partner
from shared.errors import Invalid, RuleBroken

WARDS = 2  # so many wards or divisions affected make an executive decision key (r.8)
# Kind of notice → its rule; special urgency needs no days but somebody's agreement.
NOTICE_RULES = {
    "forward_plan": "KD28",
    "general_exception": "GE5",
    "special_urgency": None,
    "private_business": "PB28",
}
# Who may agree that a decision is urgent, in the order of the regulation (r.11).
MAY_AGREE = ("scrutiny_chair", "council_chair", "council_vice_chair")


def give_notice(
    case: Case,
    rules: DeadlineRules,
    *,
    partner: str,
    body: str,
    matter: str,
    key_decision: bool,
    meeting_on: date,
    on: date,
    kind: str = "forward_plan",
    agreed_by: str | None = None,
) -> Notice:
    """Notice of a decision. A key decision that comes too soon is recorded as not compliant."""
    case.must_allow("publish_notice")
    found = case.partner(partner)
    if meeting_on < on:
        raise Invalid("meeting_is_over", "The meeting lies before the notice. Check both days.")
    if not key_decision and kind == "forward_plan":
        return Notice(partner, body, matter, False, meeting_on, on, None, True)
    if not found.has_executive:
        raise Invalid(
            "no_key_decisions_here",
            f"{found.name} has no executive, so it takes no key decisions. Leave that out.",
            {"partner": partner},
        )
    rule = NOTICE_RULES[kind]
    if rule is None:
        return _urgent(Notice(partner, body, matter, True, meeting_on, on, None, True), agreed_by)
    latest = rules.work_out(rule, meeting_on)
    return Notice(
        partner,
        body,
        matter,
        key_decision,
        meeting_on,
        on,
        latest.due_on,
        on <= latest.due_on,
        latest.sentence,
        kind,
    )


def _urgent(notice: Notice, agreed_by: str | None) -> Notice:
    if agreed_by not in MAY_AGREE:
        raise RuleBroken(
            "urgency_not_agreed",
            "Special urgency needs the agreement of the scrutiny chair, else of the council's "
            "chair, else of its vice-chair, before the decision. Record who agreed.",
            {"agreed_by": agreed_by or ""},
        )
    office = agreed_by.replace("_", " ")
    return Notice(
        notice.partner,
        notice.body,
        notice.matter,
        True,
        notice.meeting_on,
        notice.notice_on,
        None,
        True,
        f"The {office} agreed that it is urgent and cannot reasonably wait (SI 2012/2089 r.11).",
        "special_urgency",
        agreed_by,
    )


def needs_notice(case: Case, partner: Partner) -> bool:
    """Whether this partner's decision is key: by its part of the cost, or by wards affected."""
    newest = case.newest
    if newest is None or not partner.has_executive:
        return False
    wards = newest.content.wards_affected or 0
    return wards >= WARDS or partner.is_key(newest.content.parts().get(partner.code, 0))


def is_announced(case: Case, decision: Decision) -> bool:
    """Whether notice of the key decision came in time for the day on which it was taken.

    A meeting that was moved earlier than the notice says is not covered; a later one is.
    """
    return any(
        notice.partner == decision.partner
        and notice.key_decision
        and notice.compliant
        and notice.kind != "private_business"
        and notice.meeting_on <= decision.decided_on
        for notice in case.notices
    )
