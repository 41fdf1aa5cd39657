"""Answers become values of a command, or a sentence at their field."""

from pathlib import Path

import pytest

from services.portal.forms import FIELD_OF_CODE, READERS, Field, pounds, read, refusal_at_fields
from shared.errors import Invalid, RuleBroken

SHARES = Field("shares", "Shares", "shares", options=(("MBC", "Middlesbrough"), ("ST", "Tees")))


def value_of(field, **answers):
    outcome = read((field,), answers)
    assert not outcome.errors
    return outcome.values.get(field.name)


def error_of(field, **answers):
    outcome = read((field,), answers)
    assert field.name not in outcome.values
    return outcome.errors[field.name]


@pytest.mark.parametrize(
    ("typed", "pence"),
    [("1184000", 118_400_000), ("£1,184,000.00", 118_400_000), ("81136.12", 8_113_612)],
)
def test_pounds_become_whole_pence(typed, pence):
    assert value_of(Field("cost", "Cost", "pounds"), cost=typed) == pence


def test_a_third_digit_of_pence_is_refused():
    assert "two digits" in error_of(Field("cost", "Cost", "pounds"), cost="1.005")


def test_pounds_are_shown_as_a_person_types_them():
    assert (pounds(118_400_000), pounds(8_113_612), pounds(None)) == ("1184000", "81136.12", "")


def test_shares_become_basis_points():
    answers = {"shares-MBC": "42.5", "shares-ST": "57.5%"}
    assert read((SHARES,), answers).values["shares"] == [
        {"partner": "MBC", "bp": 4250},
        {"partner": "ST", "bp": 5750},
    ]


def test_a_share_that_is_no_number_names_its_partner():
    error = read((SHARES,), {"shares-MBC": "half"}).errors["shares"]
    assert error.startswith("Middlesbrough: ")


def test_three_parts_become_one_day():
    field = Field("on", "When?", "date")
    answers = {"on-day": "27", "on-month": "3", "on-year": "2019"}
    assert read((field,), answers).values == {"on": "2019-03-27"}


def test_a_day_that_never_was_is_refused():
    field = Field("on", "When?", "date")
    answers = {"on-day": "30", "on-month": "2", "on-year": "2019"}
    assert "real date" in read((field,), answers).errors["on"]


def test_an_answer_outside_the_list_is_refused():
    field = Field("outcome", "Outcome", "radios", options=(("approved", "Approved"),))
    assert "Select one" in error_of(field, outcome="stolen")


def test_what_is_missing_is_asked_for_by_name():
    assert error_of(Field("owner", "Owner of the change")) == "Enter owner of the change"
    assert error_of(Field("kind", "What kind?", "radios")) == "Select an answer"


def test_what_is_optional_may_be_left_out():
    assert read((Field("note", "Note", required=False),), {}).values == {}


def test_a_refusal_comes_back_to_the_field_it_names():
    refusal = Invalid("invalid_input", "Look.", {"/content/shares/0/bp": "Too big."})
    assert refusal_at_fields(refusal, (SHARES,)) == ({"shares": "Too big."}, "")


def test_a_broken_rule_comes_back_to_the_answer_that_broke_it():
    asked = (Field("numerator", "Met", "number"),)
    refusal = Invalid("numerator_above_denominator", "312 of 300 cannot be.")
    assert refusal_at_fields(refusal, asked) == ({"numerator": "312 of 300 cannot be."}, "")


def test_a_refusal_that_blames_no_field_is_said_on_top():
    refusal = RuleBroken("gate_not_met", "Not open yet.", {"every_partner_decided": "1 of 2"})
    assert refusal_at_fields(refusal, (SHARES,)) == ({}, "Not open yet.")


def test_every_kind_of_question_can_be_drawn():
    drawn = Path("services/portal/templates/_fields.html").read_text()
    for kind in READERS:
        assert f'"{kind}"' in drawn or kind == "text"
    assert FIELD_OF_CODE
