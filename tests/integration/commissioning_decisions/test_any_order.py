"""Events of others in any order, any number of times, lead to one state."""

from itertools import permutations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.support.two_stories import THERAPY, play, therapy, told, watched

TOLD = told(THERAPY) + watched(THERAPY)
FORGET = "DELETE FROM known_facts"


@pytest.fixture
def in_order(decisions):
    """The service after every event in order, and what it knows then."""
    decisions.receives_all(TOLD)
    return decisions, decisions.rows()["known_facts"]


@pytest.mark.proves("T27")
@given(data=st.data())
@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_shuffled_and_repeated_events_give_the_state_of_those_in_order(in_order, data):
    decisions, expected = in_order
    with decisions.database.transaction() as tx:
        tx.run(FORGET)
    again = data.draw(st.lists(st.sampled_from(TOLD), max_size=10))

    decisions.receives_all(data.draw(st.permutations(TOLD + again)))

    assert decisions.rows()["known_facts"] == expected


@pytest.mark.proves("A19")
def test_each_event_five_times_has_one_effect(decisions):
    decisions.receives_all(TOLD)
    once = decisions.rows()

    for event in TOLD:
        for _ in range(5):
            decisions.receives(*event)

    assert decisions.rows() == once


@pytest.mark.proves("T27")
def test_facts_that_arrive_before_their_proposal_count_for_it(decisions):
    decisions.receives_all(told(THERAPY))
    draft = {
        "reference": THERAPY,
        "title": "Speech and language therapy",
        "service_type": "speech_and_language_therapy",
        "need_id": "NEED-2017-01",
        "lead": "STCCG",
        "partners": ["MBC", "STCCG"],
        "on": "2017-10-02",
    }
    decisions.ccg("draft_proposal", draft)

    view = decisions.ccg("get_proposal", {"id": THERAPY})
    assert [each["id"] for each in view["recommendations"]] == ["YCP-2018-02-R1"]
    [begin] = [each for each in view["gate"]["moves"] if each["move"] == "begin_assessment"]
    assert {each["condition"] for each in begin["blockers"]} == {"evidence", "paper_says"}


def test_a_closed_session_waits_for_recommendations_that_are_still_on_their_way(decisions):
    """The session's event may overtake those of its recommendations."""
    play(therapy(decisions), until="young_commissioners_panel")
    session = {"id": "YCP-2018-02", "proposal_id": THERAPY, "stage": "closed"}
    session |= {"brief_issued_on": "2018-06-29", "held_on": "2018-07-14"}
    session |= {"closes_on": "2018-07-16", "recommendation_count": 2}
    decisions.clock.stands_at("2018-07-20")
    decisions.receives("panel.feedback_delivered", "YCP-2018-02", 4, {"session": session})

    def blockers():
        asked = decisions.ccg("why_not", {"id": THERAPY, "move": "seek_decisions"})
        return [each["fact"] for each in asked["blockers"]]

    missing = "Not every recommendation of YCP-2018-02 has arrived here yet. Try again soon."
    assert blockers() == [missing]

    second = {"id": "YCP-2018-02-R2", "session_id": "YCP-2018-02", "proposal_id": THERAPY}
    second |= {"strength": "could", "statement": "Text us.", "stage": "submitted"}
    submitted = {"recommendation": second}
    decisions.receives("panel.recommendation_submitted", "YCP-2018-02-R2", 1, submitted)
    assert blockers() == ["YCP-2018-02-R2 has no answer."]

    withdrawn = {"recommendation": {**second, "stage": "withdrawn"}}
    decisions.receives("panel.recommendation_withdrawn", "YCP-2018-02-R2", 2, withdrawn)
    assert blockers() == []


@pytest.mark.parametrize("order", list(permutations((1, 2, 3))))
@pytest.mark.parametrize("last", ["responded", "withdrawn"])
def test_what_is_owed_does_not_depend_on_the_order_of_events(decisions, order, last):
    """An answer that arrives before its question leaves nothing to be done."""
    play(therapy(decisions), until="young_commissioners_panel")
    decisions.clock.stands_at("2018-07-17")
    asked = {"id": "YCP-2018-02-R2", "proposal_id": THERAPY, "strength": "must"}
    asked |= {"statement": "Ask us first.", "response_due_on": "2018-08-13"}
    response = {"decision": "accept", "responded_on": "2018-08-10"} if last == "responded" else None
    stages = {1: ("submitted", {}), 2: ("acknowledged", {}), 3: (last, {"response": response})}
    for version in order:
        stage, more = stages[version]
        data = {"recommendation": {**asked, "stage": stage, **more}}
        decisions.receives(f"panel.recommendation_{stage}", asked["id"], version, data)

    assert f"answer.{asked['id']}" not in decisions.obligations()
    decisions.looks_at_the_clock("2018-08-20T12:00:00+00:00")
    breached = [each["subject"] for each in decisions.events("obligation.breached")]
    assert f"{THERAPY}/answer.{asked['id']}" not in breached
