"""Two people work on needs at the same moment."""

from tests.support.needs_of_2017 import FIGURE
from tests.support.one_service import at_once


def test_ranks_are_right_when_two_needs_are_scored_at_once(needs):
    for reference in ("NEED-2017-01", "NEED-2017-02"):
        needs.identifies(reference)

    at_once(lambda: needs.scores("NEED-2017-01", severity=1), lambda: needs.scores("NEED-2017-02"))

    listed = needs.commissioner("list_needs", {})["needs"]
    assert [
        (each["need"]["id"], each["need"]["rank"], each["need"]["ranked_of"]) for each in listed
    ] == [("NEED-2017-02", 1, 2), ("NEED-2017-01", 2, 2)]


def test_the_same_figures_loaded_twice_at_once_are_loaded_once(needs):
    outcomes = at_once(lambda: needs.loads(FIGURE), lambda: needs.loads(FIGURE))

    assert sorted(each["loaded"] for each in outcomes) == [0, 1]
    assert len(needs.events("indicator.loaded")) == 1


def test_one_of_two_needs_with_the_same_reference_is_taken(needs):
    outcomes = at_once(needs.identifies, needs.identifies)

    assert outcomes.count("reference_taken") == 1
    assert len(needs.events("need.identified")) == 1
