"""Waiting in tests."""

import pytest

from tests.support.eventually import NeverHeld, eventually


def test_the_first_true_answer_is_given_back():
    answers = iter([0, "", "there"])
    assert eventually(lambda: next(answers)) == "there"


def test_what_never_held_says_what_was_seen_last():
    with pytest.raises(NeverHeld, match=r"The last answer was: \[\]"):
        eventually(list, within=0.05)


def test_a_failed_assertion_is_asked_again_and_reported():
    def check():
        raise AssertionError("three of four arrived")

    with pytest.raises(NeverHeld, match="three of four arrived"):
        eventually(check, within=0.05)


def test_any_other_failure_is_not_waited_for():
    with pytest.raises(ZeroDivisionError):
        eventually(lambda: 1 / 0)
