"""A proposal as it stood at an instant, from what had been recorded by then."""

from datetime import UTC, timedelta

import pytest

from shared import clock
from tests.support.refusals import code_of
from tests.support.two_stories import THERAPY, play, therapy

STATE = ("proposal", "versions", "parts", "notices", "decisions", "evidence")


def as_of(decisions, at, person=None):
    decisions.clock.instant = clock.now()
    return (person or decisions.council)(
        "get_proposal_as_of", {"id": THERAPY, "at": at.isoformat()}
    )


def state(view):
    return {name: view[name] for name in STATE}


@pytest.mark.parametrize(
    "stage", ["needs_assessment", "options_and_business_case", "partner_decisions"]
)
def test_it_stood_as_it_was_seen_then_whatever_came_later(decisions, stage):
    story = therapy(decisions)
    play(story, until=stage)
    seen, then = decisions.council("get_proposal", {"id": THERAPY}), clock.now()
    play(story, until="live")
    stood = as_of(decisions, then)
    assert state(stood) == state(seen)
    assert stood["proposal"]["stage"] == stage
    assert sum(each["sentence"].startswith("Moved to") for each in stood["recorded"]) == len(
        [each for each in seen["timeline"] if each["sentence"].startswith("Moved to")]
    )


def test_the_last_thing_that_had_been_recorded_comes_first(decisions):
    story = therapy(decisions)
    play(story, until="needs_assessment")
    then = clock.now()
    play(story, until="live")
    lines = as_of(decisions, then)["recorded"]
    assert lines[0]["sentence"].startswith("Moved to joint needs assessment.")
    assert lines[-1]["sentence"].startswith(f"{THERAPY} was drafted: ")
    assert lines[-1]["on"] == "2017-10-02"
    assert [each["recorded_at"] for each in lines] == sorted(
        (each["recorded_at"] for each in lines), reverse=True
    )


def test_an_instant_may_be_given_in_any_zone(decisions):
    play(therapy(decisions), until="needs_assessment")
    then = clock.now()
    there = as_of(decisions, then.astimezone(clock.LONDON))
    assert there["proposal"] == as_of(decisions, then.astimezone(UTC))["proposal"]


@pytest.mark.proves("A22")
def test_people_outside_the_partners_read_no_exempt_title(decisions):
    play(therapy(decisions), until="partner_decisions")
    paper = {"code": "E21", "title": "Price ceiling", "sha256": "ef" * 32}
    paper |= {"classification": "exempt", "author_organisation": "MBC", "on": "2018-09-10"}
    paper["fields"] = {"exempt_appendix": True}
    decisions.case(THERAPY, decisions.council).does("add_evidence", paper)
    outside = as_of(decisions, clock.now(), decisions.outsider)
    assert outside["evidence"][-1]["title"] == "Exempt item"
    assert "Price ceiling" not in str(outside)
    assert as_of(decisions, clock.now())["evidence"][-1]["title"] == "Price ceiling"


def test_a_time_to_come_and_a_time_before_the_draft_are_refused(decisions):
    begun = clock.now()
    play(therapy(decisions), until="needs_assessment")
    tomorrow = clock.now() + timedelta(days=1)
    assert code_of(lambda: as_of(decisions, tomorrow)) == "instant_to_come"
    assert code_of(lambda: as_of(decisions, begun)) == "before_drafting"
