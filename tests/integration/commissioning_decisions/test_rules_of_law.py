"""The rules of law can be listed and tried, and say by which source they hold."""

import pytest

from tests.support.refusals import code_of


@pytest.fixture
def asks(decisions):
    return decisions.council


def test_every_rule_names_its_source_its_first_day_and_how_sure_it_is(asks):
    listed = asks("list_rules", {})
    for rule in [*listed["deadline_rules"], *listed["regimes"]]:
        assert rule["source"]
        assert rule["valid_from"] <= "2026-04-01"
        assert rule["check_before_relying"] in (True, False)
        assert rule["version"]
    names = [rule["id"] for rule in listed["deadline_rules"]]
    assert {"CI5", "KD28", "AG5", "PSR-S", "PA-S", "DEL5"} <= set(names)
    assert len(names) == len(set(names))


def test_a_rule_says_in_words_which_way_it_counts(asks):
    words = {rule["id"]: rule["in_words"] for rule in asks("list_rules", {})["deadline_rules"]}
    assert words["KD28"] == (
        "The notice must be published: 28 clear days before the day on which the meeting is held."
    )
    assert words["CI5"] == (
        "Call-in closes: 5 working days (calendar: England) after the day on which the decision is "
        "published."
    )


def test_a_deadline_says_every_day_that_was_not_counted(asks):
    found = asks("work_out_deadline", {"rule": "CI5", "on": "2019-12-19"})["deadline"]
    assert (found["due_on"], found["acts_from"]) == ("2019-12-30", "2019-12-31")
    assert {"day": "2019-12-25", "why": "Christmas Day"} in found["left_out"]
    assert found["instant"] == "2019-12-31T00:00:00+00:00"
    assert found["source"]
    assert found["calendar"] == "ENG"


def test_another_reading_counts_with_its_authority(asks):
    asked = {"rule": "KD28", "on": "2019-11-19", "calendar": "ENG", "authority": "Constitution 4.2"}
    found = asks("work_out_deadline", asked)["deadline"]
    assert (found["due_on"], found["authority"]) == ("2019-10-09", "Constitution 4.2")


def test_holidays_are_taken_as_they_were_known(asks):
    """The Monday of the state funeral was announced nine days ahead."""
    asked = {"rule": "CI5", "on": "2022-09-15"}
    assert asks("work_out_deadline", asked)["deadline"]["due_on"] == "2022-09-23"
    before = asks("work_out_deadline", {**asked, "known_on": "2022-09-01"})["deadline"]
    assert before["due_on"] == "2022-09-22"


@pytest.mark.parametrize(
    ("asked", "code"),
    [
        ({"rule": "CI9", "on": "2019-12-19"}, "unknown_deadline_rule"),
        ({"rule": "PA-S", "on": "2019-12-19"}, "deadline_rule_not_in_force"),
        ({"rule": "CI5", "on": "2019-12-19", "n": 3}, "authority_missing"),
        ({"rule": "CI5", "on": "2019-12-19", "calendar": "MARS"}, "invalid_input"),
        ({"rule": "CI5", "on": "19 December"}, "invalid_input"),
        ({"rule": "CI5"}, "invalid_input"),
    ],
)
def test_what_cannot_be_worked_out_is_refused(asks, asked, code):
    assert code_of(lambda: asks("work_out_deadline", asked)) == code
