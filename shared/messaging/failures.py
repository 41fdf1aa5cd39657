"""Three kinds of failure of a handler, sorted here: wait, try later, or give it to a person."""

import traceback
from enum import StrEnum

from shared.database.failures import database_is_away
from shared.errors import CommissioningError, Invalid, NotAllowed, RuleBroken
from shared.messaging.topology import ATTEMPTS

LONGEST_REASON = 500
LONGEST_TRACEBACK = 4000
# The message itself is wrong: it will be as wrong in half a minute.
NEVER_BETTER = (Invalid, RuleBroken, NotAllowed)


class Fate(StrEnum):
    HOLD = "hold"  # infrastructure is away: wait with the message in hand, no try is used up
    RETRY = "retry"  # somebody was faster, a fact is not here yet, or a fault of ours
    DEAD = "dead"


def sort(failure: BaseException, attempt: int) -> Fate:
    """What becomes of a message whose handler raised this on its `attempt`, 1 for the first."""
    if database_is_away(failure):
        return Fate.HOLD
    if isinstance(failure, NEVER_BETTER) or attempt >= ATTEMPTS:
        return Fate.DEAD
    return Fate.RETRY


def code_of(failure: BaseException) -> str:
    """The stable code of a refusal; a fault of ours has the name of its exception."""
    return failure.code if isinstance(failure, CommissioningError) else type(failure).__name__


def reason_of(failure: BaseException) -> str:
    """The sentence for a person; the code is told by `code_of`."""
    said = failure.message if isinstance(failure, CommissioningError) else str(failure)
    return said[:LONGEST_REASON]


def traceback_of(failure: BaseException) -> str:
    """The end of it, where the fault is; enough for the one who mends it."""
    return "".join(traceback.format_exception(failure))[-LONGEST_TRACEBACK:]
