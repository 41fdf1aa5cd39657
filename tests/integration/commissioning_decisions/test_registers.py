"""The registers across proposals: forward plan, decisions, conflicts of interest."""

import pytest

from tests.support.refusals import code_of
from tests.support.two_stories import STORE, THERAPY, play, store, therapy


@pytest.fixture
def both(decisions):
    play(therapy(decisions), until="decision_effective")
    play(store(decisions), until="decision_effective")
    return decisions


def lines(decisions, register, **more):
    answer = decisions.outsider("list_register", {"register": register, **more})
    return answer["lines"], answer["after"]


def test_the_forward_plan_shows_each_notice_and_whether_it_was_in_time(both):
    found, after = lines(both, "forward_plan")
    assert after is None
    assert [(each["proposal_id"], each["partner"], str(each["notice_on"])) for each in found] == [
        (STORE, "RCBC", "2019-05-21"),
        (STORE, "SBC", "2019-05-17"),
        (STORE, "MBC", "2019-05-17"),
        (THERAPY, "MBC", "2018-08-17"),
    ]
    assert {each["kind"] for each in found} == {"forward_plan"}
    assert all(each["compliant"] and each["explanation"] for each in found)


def test_decisions_are_read_page_by_page_without_gap_or_repetition(both):
    whole, _ = lines(both, "decisions")
    assert len(whole) == 9  # two of therapy; seven of the store, one of them put off
    pages, after = [], None
    while True:
        page, after = lines(both, "decisions", limit=4, after=after)
        pages += page
        if after is None:
            break
    assert pages == whole
    capped = [each for each in whole if each["outcome"] == "approved_conditional"]
    assert {each["partner"] for each in capped} == {"RCBC", "STCCG"}


def test_a_register_is_narrowed_to_one_body(both):
    found, _ = lines(both, "decisions", partner="HBC")
    assert [each["outcome"] for each in found] == ["approved", "deferred"]


def test_nobodys_seat_is_on_the_register_of_conflicts(both):
    case = both.case(THERAPY, both.ccg)
    case.declares(
        "STCCG", "2018-10-01", role="member", nature="family", action="recuse", seat="Seat 3"
    )
    found, _ = lines(both, "conflicts")
    assert {each["nature"] for each in found} == {"none", "family"}
    assert "Seat 3" not in str(found)


@pytest.mark.parametrize("after", ["yesterday", "2019-06-20", "2019-06-20|JCP-2018-07|last"])
def test_a_place_that_is_none_is_refused(both, after):
    asked = {"register": "decisions", "after": after}
    assert code_of(lambda: both.outsider("list_register", asked)) == "invalid_input"
