"""Two people act on one session or recommendation at the same moment."""

from tests.support.one_service import at_once
from tests.support.panel_of_2018 import SESSION

R1 = "YCP-2018-02-R1"


def test_a_session_is_opened_by_one_of_two_facilitators(panel):
    outcomes = at_once(panel.opens, panel.opens)

    assert outcomes.count("session_already_opened") == 1
    assert len(panel.events("panel.session_opened")) == 1


def test_of_two_sessions_with_one_reference_one_is_scheduled(panel):
    def schedules():
        return panel.schedules(reference="YCP-2018-03")

    outcomes = at_once(schedules, schedules)

    assert outcomes.count("reference_taken") == 1
    assert len(panel.events("panel.session_scheduled")) == 2  # with the one that was there


def test_sessions_without_a_reference_get_one_each(panel):
    def schedules():
        return panel.schedules(reference=None)["session"]["id"]

    assert sorted(at_once(schedules, schedules)) == ["YCP-2018-03", "YCP-2018-04"]


def test_a_recommendation_has_one_answer(open_panel):
    open_panel.records()

    outcomes = at_once(
        open_panel.responds,
        lambda: open_panel.responds(decision="partly_accept", reasons="Not at once."),
    )

    assert outcomes.count("response_already_given") == 1
    [told] = open_panel.events("panel.recommendation_responded")
    with open_panel.database.transaction() as tx:
        [kept] = tx.run("SELECT response FROM responses")
    answered = told["data"]["recommendation"]["response"]["decision"]
    assert kept["response"]["decision"] == answered


def test_what_is_taken_back_while_it_is_answered_ends_as_withdrawn(open_panel):
    open_panel.records()

    outcomes = at_once(
        open_panel.responds,
        lambda: open_panel.facilitator("withdraw_recommendation", {"id": R1, "on": "2018-08-10"}),
    )

    newest = open_panel.events()[-1]["data"]["recommendation"]
    assert (newest["stage"], newest["statement"]) == ("withdrawn", "Withdrawn.")
    answered = outcomes[0] != "recommendation_withdrawn"
    assert len(open_panel.events("panel.recommendation_responded")) == answered


def test_an_idea_that_meets_the_end_of_its_session_is_in_it_or_told_so(open_panel):
    open_panel.answers("statement", "words", "Text us.")

    sent, closed = at_once(
        lambda: open_panel.sends(on="2018-07-16"), lambda: open_panel.closes("2018-07-16")
    )

    assert closed["session"]["stage"] == "closed"
    found = open_panel.commissioner("get_session", {"id": SESSION["reference"]})["session"]
    if sent == "session_closed":
        assert found["recommendation_count"] == 0
        # Nothing of what the member wrote is lost.
        draft = open_panel.member("get_my_draft", {"session_id": SESSION["reference"]})
        assert draft["answers"]["statement"]["value"] == "Text us."
    else:
        assert (sent["recommendation"]["late"], found["recommendation_count"]) == (False, 1)
