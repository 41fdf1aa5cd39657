"""The rules of law can be listed and tried, and say by which source they hold."""

import pytest

from services.commissioning_decisions import rules
from tests.support.refusals import code_of


@pytest.fixture
def asks(decisions):
    return decisions.council


def test_every_rule_names_its_source_its_first_day_and_how_sure_it_is(asks):
    listed = asks("list_rules", {})
    others = [rule for table in listed["tables"] for rule in table["rules"]]
    for rule in [*listed["deadline_rules"], *listed["regimes"], *others]:
        assert rule["source"]
        assert rule["title"]
        assert rule["valid_from"] <= "2026-04-01"
        assert rule["check_before_relying"] in (True, False)
        assert rule["version"]
    names = [rule["id"] for rule in listed["deadline_rules"]]
    assert {"CI5", "KD28", "AG5", "PSR-S", "PA-S", "DEL5"} <= set(names)
    assert len(names) == len(set(names))


def test_every_table_of_rules_is_there_to_be_read(asks):
    """One line for each entry of the data, so that none is followed that nobody could read."""
    listed = {table["title"]: table["rules"] for table in asks("list_rules", {})["tables"]}
    assert {title: len(found) for title, found in listed.items()} == {
        "Notices: Procurement Act 2023": len(rules.notices()[0]["notices"]),
        "Notices: Provider Selection Regime": len(rules.notices()[1]["notices"]),
        "Procurement Act: buyers and amounts": 13,
        "Provider Selection Regime: limits": 2,
        "What somebody answers for by a day": len(rules.read("obligations")["kinds"]),
        "Evidence at the gates": 46,
        "How much a change matters": 1,
        "How partners decide together": 1,
    }
    known = {rule["id"] for rule in asks("list_rules", {})["deadline_rules"]}
    named = {rule["rule"] for found in listed.values() for rule in found} - {None}
    assert "PSR-30" in named <= known


def test_amounts_and_limits_are_said_in_words(asks):
    tables = asks("list_rules", {})["tables"]
    words = {rule["in_words"]: rule for table in tables for rule in table["rules"]}
    sub_central = "A contract let by another authority is under the whole Act from £{} with VAT."
    before, now = words[sub_central.format("214,904")], words[sub_central.format("207,720")]
    assert (before["valid_from"], before["valid_until"]) == ("2025-02-24", "2026-01-01")
    assert (now["valid_from"], now["valid_until"]) == ("2026-01-01", None)
    for expected in (
        "A light-touch contract let by another authority is under the whole Act from £663,540 "
        "with VAT.",
        "It is considerable from £500,000 and, at once, from 25 per cent of the lifetime value.",
        "It may stay without a new procurement below £500,000 or below 25 per cent of the lifetime "
        "value.",
        "Done before the day is over, or breached. Told 30 working days before: decision maker.",
        "Filed by analyst or commissioner. It counts for 36 months.",
    ):
        assert expected in words


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
