"""Call-in is about single resolutions: each waits for its own end, the others go on."""

import pytest

from tests.support.refusals import code_of
from tests.support.two_stories import THERAPY, play, therapy


@pytest.fixture
def officer(decisions):
    """Middlesbrough's officer, when its executive has approved three resolutions."""
    play(therapy(decisions), until="partner_decisions")
    case = decisions.case(THERAPY, decisions.ccg)
    case.announces("MBC", "Executive", meeting_on="2018-09-18", on="2018-08-17")
    days = {"decided_on": "2018-09-18", "published_on": "2018-09-20"}
    council = {"body": "Executive", "route": "executive", "resolutions": ["1", "2", "3"]}
    case.decides("MBC", **council, **days)
    decisions.clock.stands_at("2018-11-02")  # while an approval still waits for the other
    return decisions.officer("MBC")


def called_in(officer, *resolutions, on="2018-09-26"):
    body = {"proposal_id": THERAPY, "partner": "MBC", "resolutions": list(resolutions)}
    return officer("call_in", {**body, "on": on})


def ended(officer, *resolutions, on, outcome="no_action"):
    body = {"proposal_id": THERAPY, "partner": "MBC", "resolutions": list(resolutions)}
    return officer("resolve_call_in", {**body, "outcome": outcome, "on": on})


def council_row(officer):
    [row] = [
        each
        for each in officer("get_proposal", {"id": THERAPY})["decisions"]
        if each["partner"] == "MBC"
    ]
    return row["outcome"], row["effective_on"]


def test_a_second_call_in_does_not_hide_the_first(officer):
    called_in(officer, "3")
    called_in(officer, "1", on="2018-09-27")

    ended(officer, "1", on="2018-10-09")
    assert council_row(officer) == ("called_in", None)

    ended(officer, "3", on="2018-10-16")
    assert council_row(officer) == ("approved", "2018-10-16")


@pytest.mark.proves("T18")
def test_the_end_of_one_resolution_is_not_the_end_of_both(officer):
    called_in(officer, "1", "3")
    ended(officer, "1", on="2018-10-16")
    assert council_row(officer) == ("called_in", None)


@pytest.mark.proves("T18")
def test_scrutiny_that_is_quick_does_not_shorten_the_wait_of_the_other_resolutions(officer):
    called_in(officer, "3", on="2018-09-21")
    ended(officer, "3", on="2018-09-24")
    assert council_row(officer) == ("approved", "2018-09-28")


def test_when_everything_was_called_in_the_end_of_it_counts(officer):
    called_in(officer, "1", "2", "3", on="2018-09-21")
    ended(officer, "1", "2", "3", on="2018-09-24")
    assert council_row(officer) == ("approved", "2018-09-24")


def test_a_decision_that_is_referred_back_is_taken_again(decisions, officer):
    called_in(officer, "3")
    ended(officer, "3", on="2018-10-16", outcome="refer_back")
    assert council_row(officer) == ("referred_back", None)

    days = {"decided_on": "2018-10-23", "published_on": "2018-10-24"}
    council = {"body": "Executive", "route": "executive", "resolutions": ["1", "2", "3"]}
    decisions.case(THERAPY, decisions.ccg).decides("MBC", **council, **days)
    assert council_row(officer) == ("approved", "2018-10-23")


@pytest.mark.parametrize(
    ("act", "code"),
    [
        (lambda officer: called_in(officer, "3"), "already_called_in"),
        (lambda officer: called_in(officer, "4"), "unknown_resolution"),
        (lambda officer: called_in(officer, "1", on="2018-09-28"), "call_in_closed"),
        (lambda officer: called_in(officer, "1", on="2018-09-19"), "call_in_closed"),
        (lambda officer: ended(officer, "1", on="2018-10-16"), "unknown_resolution"),
        (lambda officer: ended(officer, "3", on="2018-09-25"), "before_call_in"),
    ],
)
def test_what_is_refused_about_a_call_in_leaves_no_trace(decisions, officer, act, code):
    called_in(officer, "3")
    before = decisions.rows()
    assert code_of(lambda: act(officer)) == code
    assert decisions.rows() == before
