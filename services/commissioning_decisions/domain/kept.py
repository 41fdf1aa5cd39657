"""What a case has on record of its obligations."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Kept:
    """What a case has on record of one obligation: enough to see whether anything changed.

    `day` and what goes with it stand there where a calendar has moved it.
    """

    basis: str
    owed: bool
    day: date | None = None
    acts_from: date | None = None
    explanation: str = ""
