"""A member's own answers: one question at a time, kept, and sent when the member is ready."""

import pytest

from tests.support.one_service import at_once
from tests.support.panel_of_2018 import SESSION
from tests.support.refusals import code_of

MINE = {"session_id": SESSION["reference"]}


def test_answers_are_kept_until_the_member_comes_back(open_panel):
    open_panel.answers("strength", "choice", "must")
    open_panel.answers("statement", "words", "Text us, not only our parents.")
    draft = open_panel.member("get_my_draft", MINE)
    assert draft == {
        "answers": {
            "strength": {"kind": "choice", "value": "must"},
            "statement": {"kind": "words", "value": "Text us, not only our parents."},
        },
        "version": 2,
    }
    assert open_panel.another("get_my_draft", MINE) == {"answers": {}, "version": 0}


def test_not_sure_and_no_answer_are_answers(open_panel):
    open_panel.answers("strength", "not_sure")
    open_panel.answers("why", "no_answer", "this is not kept")
    answers = open_panel.member("get_my_draft", MINE)["answers"]
    assert answers == {
        "strength": {"kind": "not_sure", "value": None},
        "why": {"kind": "no_answer", "value": None},
    }


def test_an_idea_is_sent_whole_and_the_draft_is_empty_then(open_panel):
    open_panel.answers("strength", "choice", "must")
    open_panel.answers("theme", "not_sure")
    open_panel.answers("statement", "words", "Text us.")
    sent = open_panel.sends()["recommendation"]
    assert (sent["id"], sent["strength"], sent["theme"]) == ("YCP-2018-02-R1", "must", "other")
    assert (sent["statement"], sent["support"]) == ("Text us.", "one member's own idea")
    assert open_panel.member("get_my_draft", MINE) == {"answers": {}, "version": 0}
    [event] = open_panel.events("panel.recommendation_submitted")
    assert event["data"]["recommendation"] == sent


def test_two_members_who_send_at_once_both_count(open_panel):
    for who in (open_panel.member, open_panel.another):
        open_panel.answers("statement", "words", "Text us.", who=who)
    outcomes = at_once(open_panel.sends, lambda: open_panel.sends(open_panel.another))
    assert sorted(each["recommendation"]["id"] for each in outcomes) == [
        "YCP-2018-02-R1",
        "YCP-2018-02-R2",
    ]


@pytest.mark.proves("T26")
def test_sending_twice_at_once_sends_one(open_panel):
    open_panel.answers("statement", "words", "Text us.")
    outcomes = at_once(open_panel.sends, open_panel.sends)
    assert outcomes.count("statement_missing") == 1
    assert len(open_panel.events("panel.recommendation_submitted")) == 1


def test_on_two_devices_the_second_is_told(open_panel):
    open_panel.answers("statement", "words", "Text us.", version=0)
    before = open_panel.rows()
    code = code_of(lambda: open_panel.answers("statement", "words", "Call us.", version=0))
    assert code == "draft_changed"
    assert open_panel.rows() == before
