"""What went wrong decides what becomes of an event: hold it, try it later, or give it up."""

import psycopg2
import pytest

from shared.errors import Conflict, Invalid, NotAllowed, NotFound, RuleBroken
from shared.messaging import failures
from shared.messaging.failures import Fate
from shared.messaging.topology import ATTEMPTS


class SaidByTheServer(psycopg2.OperationalError):
    """An error of PostgreSQL with a code, as psycopg2 raises it."""

    def __init__(self, code):
        super().__init__("the server said no")
        self.code = code

    @property
    def pgcode(self):
        return self.code


@pytest.mark.parametrize("attempt", [1, ATTEMPTS, ATTEMPTS + 1])
@pytest.mark.parametrize(
    "failure",
    [
        psycopg2.OperationalError("could not connect to server"),
        psycopg2.InterfaceError("connection already closed"),
        SaidByTheServer("57P01"),
        SaidByTheServer("57P03"),
        SaidByTheServer("53300"),
        SaidByTheServer("08006"),
    ],
)
def test_while_the_database_is_away_an_event_is_held_and_no_try_is_used_up(failure, attempt):
    assert failures.sort(failure, attempt) is Fate.HOLD


@pytest.mark.parametrize("refusal", [Invalid, RuleBroken, NotAllowed])
def test_what_is_wrong_with_the_event_itself_is_not_tried_again(refusal):
    assert failures.sort(refusal("wrong", "It is wrong."), 1) is Fate.DEAD


@pytest.mark.parametrize(
    "failure",
    [
        Conflict("changed_meanwhile", "Somebody else was faster."),
        NotFound("proposal_not_found", "It is not here yet."),
        SaidByTheServer("40001"),
        SaidByTheServer("57014"),  # a statement that took too long: no sign of a server away
        ZeroDivisionError("a bug"),
        KeyError("need_id"),
    ],
)
def test_what_may_pass_is_tried_until_the_last_try(failure):
    fates = [failures.sort(failure, attempt) for attempt in range(1, ATTEMPTS + 1)]
    assert fates == [Fate.RETRY] * (ATTEMPTS - 1) + [Fate.DEAD]


def test_a_refusal_is_known_by_its_code_and_a_bug_by_its_kind():
    assert failures.code_of(RuleBroken("gate_not_met", "Not yet.")) == "gate_not_met"
    assert failures.code_of(ZeroDivisionError()) == "ZeroDivisionError"
    assert failures.reason_of(RuleBroken("gate_not_met", "Not yet.")) == "Not yet."
    assert failures.reason_of(ZeroDivisionError("by nought")) == "by nought"


def test_a_traceback_keeps_its_end_where_the_fault_is():
    def deeper(depth):
        if depth:
            deeper(depth - 1)
        raise ZeroDivisionError("x" * 6000 + " the fault")

    with pytest.raises(ZeroDivisionError) as raised:
        deeper(50)
    text = failures.traceback_of(raised.value)
    assert len(text) == failures.LONGEST_TRACEBACK
    assert text.endswith("the fault\n")
    assert len(failures.reason_of(raised.value)) == failures.LONGEST_REASON
