"""What is refused, with which code; nothing is written and no event leaves."""

import pytest

from tests.support.panel_of_2018 import (
    MEMBERS,
    OPENING,
    PANEL,
    RECOMMENDATION,
    SESSION,
)
from tests.support.refusals import ask_for_actor_and_key, count_once, leave_no_trace

NEXT = {**SESSION, "reference": "YCP-2018-03"}
OPEN_NEXT = {**OPENING, "id": "YCP-2018-03"}
ANSWER = {
    "session_id": SESSION["reference"],
    "question": "statement",
    "answer": {"kind": "words", "value": "Text us."},
    "on": "2018-07-15",
}
CHOICE = {**ANSWER, "question": "strength", "answer": {"kind": "choice", "value": "must"}}
RESPONSE = {
    "id": "YCP-2018-02-R1",
    "decision": "accept",
    "reasons": "You are right.",
    "owner": "Peter Lowe",
    "on": "2018-08-10",
}
R1 = {"id": "YCP-2018-02-R1", "on": "2018-07-18"}
FEEDBACK = {"session_id": SESSION["reference"], "formats": ["easy_read"], "on": "2018-10-08"}
FAR = {"on": "2027-01-01"}

# With a session open, one recommendation in it, and a second session that has not begun.
REFUSALS = [
    ("commissioner", "create_panel", {"name": "Another", "area": "TEES"}, "role_required"),
    ("facilitator", "create_panel", {"name": PANEL, "area": "TEES"}, "panel_exists"),
    ("facilitator", "create_panel", {"name": "Another", "area": "TEES", **FAR}, "date_in_future"),
    ("facilitator", "add_member", {"panel": PANEL, **MEMBERS[0]}, "member_exists"),
    ("facilitator", "add_member", {"panel": "Nobody", **MEMBERS[0]}, "panel_not_found"),
    (
        "facilitator",
        "add_member",
        {"panel": PANEL, **MEMBERS[0], "pseudonym": "Amy Brown"},
        "invalid_input",
    ),
    ("member", "schedule_session", NEXT, "role_required"),
    ("facilitator", "schedule_session", NEXT, "reference_taken"),
    ("facilitator", "schedule_session", {**NEXT, "reference": "YCP-3"}, "malformed_reference"),
    ("facilitator", "schedule_session", {**NEXT, "panel": "Nobody"}, "panel_not_found"),
    ("facilitator", "schedule_session", {**NEXT, "proposal_id": None}, "proposal_missing"),
    (
        "facilitator",
        "schedule_session",
        {**NEXT, "proposal_id": "JCP-2031-01"},
        "proposal_not_found",
    ),
    ("facilitator", "schedule_session", {**NEXT, "purpose": "party"}, "invalid_input"),
    ("facilitator", "schedule_session", {**NEXT, "brief_formats": []}, "invalid_input"),
    (
        "facilitator",
        "schedule_session",
        {**NEXT, "reference": None, "closes_on": "2018-07-13"},
        "session_days_wrong",
    ),
    (
        "facilitator",
        "schedule_session",
        {**NEXT, "reference": None, "held_on": "2018-07-17"},
        "session_days_wrong",
    ),
    ("member", "open_session", OPEN_NEXT, "role_required"),
    ("facilitator", "open_session", {**OPEN_NEXT, "id": "YCP-2031-01"}, "session_not_found"),
    ("facilitator", "open_session", OPENING, "session_already_opened"),
    ("facilitator", "open_session", {**OPEN_NEXT, "on": "2018-07-13"}, "session_not_due"),
    ("facilitator", "open_session", {**OPEN_NEXT, "on": "2018-07-17"}, "session_not_due"),
    ("facilitator", "open_session", {**OPEN_NEXT, "present": ["YC-99"]}, "unknown_member"),
    ("facilitator", "open_session", {**OPEN_NEXT, "present": ["Amy"]}, "invalid_input"),
    ("facilitator", "open_session", {**OPEN_NEXT, "second_adult": False}, "second_adult_missing"),
    ("facilitator", "open_session", {**OPEN_NEXT, "id": "YCP-2018-04"}, "brief_missing"),
    ("facilitator", "open_session", {**OPEN_NEXT, "id": "YCP-2018-05"}, "brief_too_late"),
    ("facilitator", "open_session", {**OPEN_NEXT, "id": "YCP-2018-06"}, "brief_format_missing"),
    ("facilitator", "close_session", {"id": "YCP-2018-03"}, "session_not_open"),
    (
        "facilitator",
        "close_session",
        {"id": SESSION["reference"], "on": "2018-07-13"},
        "before_last_act",
    ),
    ("commissioner", "save_answer", ANSWER, "role_required"),
    ("stranger", "save_answer", ANSWER, "not_in_this_panel"),
    ("member", "save_answer", {**ANSWER, "on": "2018-07-17"}, "session_closed"),
    ("member", "save_answer", {**ANSWER, "session_id": "YCP-2018-03"}, "session_closed"),
    ("member", "save_answer", {**ANSWER, "question": "age"}, "invalid_input"),
    (
        "member",
        "save_answer",
        {**ANSWER, "answer": {"kind": "words", "value": " "}},
        "answer_unknown",
    ),
    (
        "member",
        "save_answer",
        {**CHOICE, "answer": {"kind": "choice", "value": "x"}},
        "answer_unknown",
    ),
    (
        "member",
        "save_answer",
        {**CHOICE, "answer": {"kind": "words", "value": "x"}},
        "answer_unknown",
    ),
    (
        "member",
        "save_answer",
        {**ANSWER, "answer": {"kind": "choice", "value": "must"}},
        "answer_unknown",
    ),
    (
        "member",
        "submit_recommendation",
        {"session_id": SESSION["reference"], "on": "2018-07-15"},
        "statement_missing",
    ),
    (
        "member",
        "submit_recommendation",
        {"session_id": SESSION["reference"], "on": "2018-07-17"},
        "session_closed",
    ),
    ("stranger", "get_my_draft", {"session_id": SESSION["reference"]}, "not_in_this_panel"),
    ("member", "record_recommendation", RECOMMENDATION, "role_required"),
    (
        "facilitator",
        "record_recommendation",
        {**RECOMMENDATION, "session_id": "YCP-2018-03"},
        "session_not_open",
    ),
    (
        "facilitator",
        "record_recommendation",
        {**RECOMMENDATION, "reference": "YCP-2018-02-R1"},
        "reference_taken",
    ),
    (
        "facilitator",
        "record_recommendation",
        {**RECOMMENDATION, "reference": "YCP-2018-03-R1"},
        "malformed_reference",
    ),
    (
        "facilitator",
        "record_recommendation",
        {**RECOMMENDATION, "reference": "YCP-2018-02-Rx"},
        "malformed_reference",
    ),
    (
        "facilitator",
        "record_recommendation",
        {**RECOMMENDATION, "on": "2018-07-13"},
        "session_not_due",
    ),
    # Nobody has closed the session, and still its last day is over.
    (
        "facilitator",
        "record_recommendation",
        {**RECOMMENDATION, "on": "2018-07-17"},
        "late_reason_missing",
    ),
    (
        "facilitator",
        "record_recommendation",
        {**RECOMMENDATION, "support_count": 8},
        "support_above_present",
    ),
    (
        "facilitator",
        "record_recommendation",
        {**RECOMMENDATION, "statement": "word " * 61},
        "statement_too_long",
    ),
    (
        "facilitator",
        "record_recommendation",
        {**RECOMMENDATION, "strength": "maybe"},
        "invalid_input",
    ),
    ("facilitator", "acknowledge_recommendation", R1, "role_required"),
    (
        "commissioner",
        "acknowledge_recommendation",
        {**R1, "id": "YCP-2018-02-R9"},
        "recommendation_not_found",
    ),
    ("commissioner", "acknowledge_recommendation", {**R1, "on": "2018-07-15"}, "before_last_act"),
    ("facilitator", "respond_to_recommendation", RESPONSE, "role_required"),
    (
        "commissioner",
        "respond_to_recommendation",
        {**RESPONSE, "on": "2018-07-15"},
        "before_last_act",
    ),
    (
        "commissioner",
        "respond_to_recommendation",
        {**RESPONSE, "decision": "reject", "reasons": None},
        "reasons_missing",
    ),
    (
        "commissioner",
        "respond_to_recommendation",
        {**RESPONSE, "decision": "reject"},
        "director_signature_needed",
    ),
    (
        "commissioner",
        "respond_to_recommendation",
        {**RESPONSE, "decision": "defer"},
        "due_on_missing",
    ),
    (
        "commissioner",
        "respond_to_recommendation",
        {**RESPONSE, "due_on": "2018-08-09"},
        "day_not_ahead",
    ),
    ("member", "record_reaction", {**R1, "reaction": "ok"}, "not_answered_yet"),
    ("stranger", "record_reaction", {**R1, "reaction": "ok"}, "not_in_this_panel"),
    ("commissioner", "record_reaction", {**R1, "reaction": "ok"}, "role_required"),
    ("member", "withdraw_recommendation", R1, "role_required"),
    ("facilitator", "deliver_feedback", FEEDBACK, "session_not_closed"),
]


@pytest.fixture
def busy(open_panel):
    open_panel.records()
    open_panel.schedules(reference="YCP-2018-03")
    open_panel.schedules(reference="YCP-2018-04", brief_issued_on=None)
    open_panel.schedules(reference="YCP-2018-05", brief_issued_on="2018-07-03")
    open_panel.schedules(reference="YCP-2018-06", brief_formats=["standard", "easy_read"])
    return open_panel


def test_what_is_refused_leaves_no_trace(busy):
    leave_no_trace(busy, *REFUSALS)


AFTER_CLOSING = [
    ("member", "save_answer", ANSWER, "session_closed"),
    (
        "member",
        "submit_recommendation",
        {"session_id": SESSION["reference"], "on": "2018-07-15"},
        "session_closed",
    ),
    ("facilitator", "record_recommendation", RECOMMENDATION, "late_reason_missing"),
    ("facilitator", "close_session", {"id": SESSION["reference"]}, "session_not_open"),
    (
        "facilitator",
        "deliver_feedback",
        {**FEEDBACK, "delivered_on": "2018-10-09"},
        "date_in_future",
    ),
    (
        "facilitator",
        "deliver_feedback",
        {**FEEDBACK, "delivered_on": "2018-07-15"},
        "before_last_act",
    ),
    ("commissioner", "respond_to_recommendation", RESPONSE, "response_already_given"),
    ("commissioner", "acknowledge_recommendation", R1, "already_acknowledged"),
]
AFTER_WITHDRAWING = [
    ("commissioner", "acknowledge_recommendation", R1, "recommendation_withdrawn"),
    ("commissioner", "respond_to_recommendation", RESPONSE, "recommendation_withdrawn"),
    ("member", "record_reaction", {**R1, "reaction": "ok"}, "recommendation_withdrawn"),
    ("facilitator", "withdraw_recommendation", R1, "recommendation_withdrawn"),
]


def test_a_closed_session_takes_no_more_answers(open_panel):
    open_panel.answers("statement", "words", "Text us.")
    open_panel.records()
    open_panel.responds()
    open_panel.closes()
    leave_no_trace(open_panel, *AFTER_CLOSING)


def test_what_was_withdrawn_is_left_alone(open_panel):
    open_panel.records()
    open_panel.facilitator("withdraw_recommendation", R1)
    leave_no_trace(open_panel, *AFTER_WITHDRAWING)


def test_a_command_without_an_actor_or_a_key_is_refused(open_panel):
    ask_for_actor_and_key(open_panel, open_panel.member, "save_answer", ANSWER)


def test_the_same_command_again_is_answered_and_changes_nothing(open_panel):
    other = {**RECOMMENDATION, "statement": "Call us."}
    count_once(open_panel, open_panel.facilitator, "record_recommendation", RECOMMENDATION, other)
