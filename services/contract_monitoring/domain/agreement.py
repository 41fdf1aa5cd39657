"""What happens to an agreement while it runs: shares change, partners succeed and leave."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

SERVICE = "service"  # the cost head of everything that no other head names


class ChangeKind(StrEnum):
    VARIATION = "variation"  # partners agreed other shares or another value
    EXIT = "exit"  # the rest re-shared what a partner had borne


@dataclass(frozen=True)
class ShareChange:
    """Shares and yearly value of one cost head from a day on; the next change ends them."""

    number: int
    kind: ChangeKind
    cost_head: str
    from_on: date
    shares: Mapping[str, int]  # basis points
    annual_value_pence: int
    reference: str
    recorded_on: date


@dataclass(frozen=True)
class Succession:
    """`bodies` end and `successors` (basis points of what they had) stand in their place."""

    bodies: tuple[str, ...]
    successors: Mapping[str, int]
    from_on: date
    reference: str

    @property
    def heir(self) -> str:
        """Who speaks for what cannot be divided: the one that takes most."""
        return max(self.successors, key=lambda partner: self.successors[partner])


@dataclass(frozen=True)
class Plan:
    """A re-share for those who stay, with the digest that each decision has to name."""

    from_on: date
    shares: Mapping[str, int]
    annual_value_pence: int
    reference: str
    sha256: str


@dataclass(frozen=True)
class Decision:
    partner: str
    sha256: str  # of the plan that was decided
    reference: str
    decided_on: date


@dataclass(frozen=True)
class Exit:
    partner: str
    notice_on: date
    leaves_on: date  # its last day
    reference: str
    plan: Plan | None = None
    decisions: tuple[Decision, ...] = field(default=())
    agreed_on: date | None = None
    announced: bool = False  # that it has left


class Reading(StrEnum):
    PER_YEAR = "per_year"  # the cap holds for the cost of a year, however short it is
    PRO_RATA = "pro_rata"  # in a part year the cap is as short as the year


@dataclass(frozen=True)
class Answer:
    """What a partner said about its own condition: how to read it, or how far it lets it go."""

    partner: str
    kind: str
    reading: Reading | None
    allowed_pence: int | None
    from_on: date
    reference: str
