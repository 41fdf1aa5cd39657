"""Identifiers sort by time; references have one form."""

import uuid

import pytest

from shared.errors import Invalid
from shared.identifiers import check_reference, reference, uuid7


def test_identifiers_are_of_version_seven_and_sort_by_time():
    made = [uuid7() for _ in range(2000)]
    parsed = [uuid.UUID(each) for each in made]
    assert {(each.version, each.variant) for each in parsed} == {(7, uuid.RFC_4122)}
    assert len(set(made)) == len(made)
    milliseconds = [each.int >> 80 for each in parsed]
    assert milliseconds == sorted(milliseconds)


@pytest.mark.parametrize(("number", "text"), [(3, "JCP-2017-03"), (12, "JCP-2017-12")])
def test_a_reference(number, text):
    assert reference("JCP", 2017, number) == text
    assert check_reference("JCP", text) == text


def test_more_than_ninety_nine_fit():
    assert check_reference("JCP", reference("JCP", 2017, 100)) == "JCP-2017-100"


@pytest.mark.parametrize(
    "text",
    ["", "JCP-2017-3", "JCP-17-03", "JCP 2017 03", "CON-2017-03", "JCP-2017-03 ", "JCP-1017-03"],
)
def test_what_is_no_reference_is_said_with_an_example(text):
    with pytest.raises(Invalid, match="malformed_reference") as refused:
        check_reference("JCP", text)
    assert "JCP-2026-07" in refused.value.message
