"""A session from its brief to the feedback: asked properly, answered always."""

import pytest

from tests.support.panel_of_2018 import PRESENT, RECOMMENDATION, SESSION


def names(panel):
    return [event["type"].removeprefix("uk.jc.").removesuffix(".v1") for event in panel.events()]


def test_a_session_from_its_brief_to_the_feedback(panel):
    panel.opens()
    panel.records()
    panel.closes()
    panel.commissioner("acknowledge_recommendation", {"id": "YCP-2018-02-R1", "on": "2018-07-18"})
    panel.responds(decision="partly_accept", reasons="Words first, pictures from May.")
    feedback = {"session_id": SESSION["reference"], "formats": ["easy_read"], "on": "2018-10-08"}
    told = panel.facilitator("deliver_feedback", feedback)
    reaction = {"id": "YCP-2018-02-R1", "reaction": "not_ok", "on": "2018-10-09"}
    reacted = panel.member("record_reaction", reaction)

    assert names(panel) == [
        "panel.session_scheduled",
        "panel.session_opened",
        "panel.recommendation_submitted",
        "panel.session_closed",
        "panel.recommendation_acknowledged",
        "panel.recommendation_responded",
        "panel.feedback_delivered",
        "panel.reaction_recorded",
    ]
    assert told["session"]["recommendation_count"] == 1
    assert reacted["recommendation"]["response"]["reaction"] == "not_ok"
    # Twenty working days after the 16th of July.
    assert reacted["recommendation"]["response_due_on"] == "2018-08-13"


@pytest.mark.proves("T08")
def test_too_few_members_are_no_quorum_and_that_is_told(panel):
    answer = panel.opens(present=PRESENT[:3])
    assert (answer["session"]["stage"], answer["session"]["quorum_met"]) == ("inquorate", False)
    assert names(panel)[-1] == "panel.session_inquorate"


def test_the_same_member_twice_is_one(panel):
    answer = panel.opens(present=[PRESENT[0]] * 4)
    assert answer["session"]["stage"] == "inquorate"


def test_scoring_a_tender_takes_five(panel):
    panel.schedules(reference="YCP-2018-03", purpose="tender_scoring")
    answer = panel.opens(id="YCP-2018-03", present=PRESENT[:4])
    assert answer["session"]["stage"] == "inquorate"


def test_a_late_brief_needs_a_reason_and_has_it_kept(panel):
    panel.schedules(reference="YCP-2018-03", brief_issued_on="2018-07-06")
    answer = panel.opens(id="YCP-2018-03", extension_reason="The members asked for an early day.")
    assert answer["session"]["stage"] == "open"


def test_no_event_and_no_answer_tells_who_a_member_is(open_panel):
    open_panel.answers("statement", "words", "Text us.")
    sent = open_panel.sends()
    shown = [
        *open_panel.events(),
        sent,
        open_panel.commissioner("get_session", {"id": SESSION["reference"]}),
        open_panel.commissioner("list_recommendations", {"proposal_id": SESSION["proposal_id"]}),
    ]
    for document in shown:
        assert "YC-" not in str(document)
        assert "age_band" not in str(document)


def test_support_is_counted_only_where_nobody_can_be_counted_out(panel):
    panel.opens()
    assert panel.records(support_count=6)["recommendation"]["support"] == "6 of 7"
    panel.schedules(reference="YCP-2018-03")
    panel.opens(id="YCP-2018-03", present=PRESENT[:4])
    few = {**RECOMMENDATION, "session_id": "YCP-2018-03"}
    supported = [
        panel.facilitator("record_recommendation", {**few, "support_count": count})
        for count in (4, 2)
    ]
    assert [each["recommendation"]["support"] for each in supported] == [
        "most of the panel",
        "some of the panel",
    ]


@pytest.mark.proves("A9")
def test_a_late_recommendation_counts_and_says_that_it_is_late(open_panel):
    open_panel.closes()
    answer = open_panel.records(on="2018-07-20", late_reason="Sent by post.")
    assert answer["recommendation"]["late"] is True
    assert answer["recommendation"]["response_due_on"] == "2018-08-17"


def test_one_that_was_put_off_is_answered_again(open_panel):
    open_panel.records()
    put_off = open_panel.responds(decision="defer", reasons="We must ask.", due_on="2018-09-03")
    assert put_off["recommendation"]["response"]["decision"] == "defer"
    assert open_panel.responds()["recommendation"]["response"]["decision"] == "accept"


def test_numbers_go_on_after_the_highest(open_panel):
    open_panel.records(reference="YCP-2018-02-R7")
    assert open_panel.records()["recommendation"]["id"] == "YCP-2018-02-R8"


def test_what_is_withdrawn_loses_its_words_and_stays_counted(open_panel):
    open_panel.records(dissent="One of us was against it.")
    answer = open_panel.facilitator("withdraw_recommendation", {"id": "YCP-2018-02-R1"})
    gone = answer["recommendation"]
    assert (gone["stage"], gone["statement"], gone["why"]) == ("withdrawn", "Withdrawn.", None)
    [event] = open_panel.events("panel.recommendation_withdrawn")
    assert event["data"]["recommendation"] == gone
    with open_panel.database.transaction() as tx:
        assert RECOMMENDATION["statement"] not in str(tx.run("SELECT * FROM recommendations"))
