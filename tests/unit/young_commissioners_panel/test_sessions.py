"""When a session may open, and what makes it count."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from services.young_commissioners_panel.domain import sessions, views
from services.young_commissioners_panel.domain.sessions import Member, Stage
from shared.errors import CommissioningError
from tests.support.panel_of_2018 import HELD, RULES, a_session
from tests.support.refusals import code_of

MEMBERS = {
    f"YC-{number:02d}": Member(f"YC-{number:02d}", "15-17", ("quiet_space",))
    for number in range(1, 9)
}


def opened(session=None, count=7, members=MEMBERS, **changes):
    given = {
        "present": tuple(members)[:count],
        "facilitator": "Lena",
        "second_adult": True,
        "adjustments_met": None,
        "extension_reason": None,
        "on": HELD,
    }
    return sessions.open_session(session or a_session(), members, RULES, **{**given, **changes})


@pytest.mark.parametrize(
    ("purpose", "count", "stage"),
    [
        ("proposal", 3, Stage.INQUORATE),
        ("proposal", 4, Stage.OPEN),
        ("tender_scoring", 4, Stage.INQUORATE),
        ("tender_scoring", 5, Stage.OPEN),
        ("needs", 0, Stage.INQUORATE),
    ],
)
def test_a_quorum(purpose, count, stage):
    assert opened(a_session(purpose=purpose), count).stage is stage


@pytest.mark.parametrize(
    ("brief_issued_on", "in_time"),
    [
        (date(2018, 6, 29), True),
        # Ten working days before Saturday the 14th: the 2nd to the 13th.
        (date(2018, 6, 30), True),
        (date(2018, 7, 2), False),
        (date(2018, 7, 14), False),
    ],
)
def test_the_brief_goes_out_ten_working_days_before(brief_issued_on, in_time):
    session = a_session(brief_issued_on=brief_issued_on)
    if in_time:
        assert opened(session).stage is Stage.OPEN
        return
    assert code_of(lambda: opened(session)) == "brief_too_late"
    late = opened(session, extension_reason="The members asked for it.")
    assert (late.stage, late.extension_reason) == (Stage.OPEN, "The members asked for it.")


def test_bank_holidays_do_not_count_for_the_brief():
    """In May 2018 Monday the 7th and Monday the 28th were bank holidays."""
    session = a_session(
        brief_issued_on=date(2018, 4, 30),
        held_on=date(2018, 5, 14),
        opens_on=date(2018, 5, 14),
        closes_on=date(2018, 5, 16),
    )
    with pytest.raises(CommissioningError) as refused:
        opened(session, on=date(2018, 5, 14))
    assert refused.value.details == {"working_days": "9"}


def test_each_format_that_somebody_present_needs_is_there():
    members = {**MEMBERS, "YC-01": Member("YC-01", "11-14", ("bsl", "easy_read", "quiet_space"))}
    with pytest.raises(CommissioningError) as refused:
        opened(members=members)
    assert (refused.value.code, refused.value.details) == (
        "brief_format_missing",
        {"formats": "bsl"},
    )
    without = tuple(code for code in members if code != "YC-01")
    assert opened(members=members, present=without).stage is Stage.OPEN


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"second_adult": False}, "second_adult_missing"),
        ({"on": HELD - timedelta(1)}, "session_not_due"),
        ({"on": date(2018, 7, 17)}, "session_not_due"),
        ({"present": ("YC-99",)}, "unknown_member"),
    ],
)
def test_what_keeps_a_session_from_opening(changes, code):
    assert code_of(lambda: opened(**changes)) == code


@pytest.mark.parametrize("stage", set(Stage) - {Stage.DRAFT})
def test_a_session_opens_once(stage):
    assert code_of(lambda: opened(a_session(stage=stage))) == "session_already_opened"


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"closes_on": HELD - timedelta(1)}, "session_days_wrong"),
        ({"held_on": date(2018, 7, 17)}, "session_days_wrong"),
        ({"proposal_id": None}, "proposal_missing"),
        ({"proposal_id": None, "purpose": "needs"}, None),
        # Answers may be taken before and after the panel meets.
        ({"opens_on": date(2018, 7, 10)}, None),
    ],
)
def test_a_session_is_called_for_days_in_their_order(changes, code):
    session = a_session(**changes)
    if code is None:
        assert sessions.schedule(session, RULES) == session
    else:
        assert code_of(lambda: sessions.schedule(session, RULES)) == code


def test_a_session_closes_once_and_not_before_it_opened():
    session = opened()
    assert code_of(lambda: sessions.close(session, on=HELD - timedelta(1))) == "before_last_act"
    closed = sessions.close(session, on=HELD)
    assert (closed.stage, closed.closed_on, closed.quorum_met) == (Stage.CLOSED, HELD, True)
    assert code_of(lambda: sessions.close(closed, on=HELD)) == "session_not_open"
    inquorate = opened(count=3)
    assert code_of(lambda: sessions.close(inquorate, on=HELD)) == "session_not_open"


@pytest.mark.parametrize(
    ("delivered_on", "code"),
    [
        (date(2018, 7, 15), "before_last_act"),
        (date(2018, 7, 16), None),
        (date(2018, 10, 8), None),
        (date(2018, 10, 9), "date_in_future"),
    ],
)
def test_feedback_follows_the_session(delivered_on, code):
    closed = sessions.close(opened(), on=date(2018, 7, 16))

    def told():
        return sessions.deliver_feedback(closed, delivered_on=delivered_on, on=date(2018, 10, 8))

    if code is None:
        assert told().feedback_delivered_on == delivered_on
    else:
        assert code_of(told) == code


def test_there_is_no_feedback_on_a_session_that_goes_on():
    code = code_of(lambda: sessions.deliver_feedback(opened(), delivered_on=HELD, on=HELD))
    assert code == "session_not_closed"


@pytest.mark.parametrize("stage", [Stage.DRAFT, Stage.CANCELLED])
def test_before_it_opens_nobody_knows_whether_there_is_a_quorum(stage):
    block = views.session(a_session(stage=stage), RULES, 0)
    assert (block["quorum_met"], block["present_band"]) == (None, None)


@pytest.mark.parametrize(
    ("day", "taken"),
    [
        (HELD - timedelta(1), False),
        (HELD, True),
        (date(2018, 7, 16), True),
        (date(2018, 7, 17), False),
    ],
)
def test_answers_are_taken_from_the_first_to_the_last_day(day, taken):
    assert opened().takes_answers_on(day) is taken
    assert not replace(opened(), stage=Stage.CLOSED).takes_answers_on(day)


@pytest.mark.parametrize(
    ("count", "band"), [(3, "fewer than 5"), (4, "fewer than 5"), (5, "5 or more")]
)
def test_others_learn_only_whether_many_were_there(count, band):
    block = views.session(opened(count=count), RULES, 0)
    assert block["present_band"] == band
    assert "present" not in block
