"""Waiting in tests: asks again until it holds, and says what it saw last when it never did."""

import time
from collections.abc import Callable
from typing import TypeVar

Answer = TypeVar("Answer")

FIRST_PAUSE, LONGEST_PAUSE = 0.01, 0.2


class NeverHeld(AssertionError):
    """What was waited for did not come about in time."""


def eventually(check: Callable[[], Answer], within: float = 5.0) -> Answer:
    """The first true answer of `check`. A check may also assert; its last failure is reported."""
    started, pause = time.monotonic(), FIRST_PAUSE
    while True:
        failure: AssertionError | None = None
        answer = None
        try:
            answer = check()
        except AssertionError as not_yet:
            failure = not_yet
        if failure is None and answer:
            return answer
        if time.monotonic() - started > within:
            last = f"{failure}" if failure is not None else repr(answer)
            raise NeverHeld(f"Not within {within:g} s. The last answer was: {last}") from failure
        time.sleep(pause)
        pause = min(pause * 1.5, LONGEST_PAUSE)
