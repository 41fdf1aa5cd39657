"""What partners agreed about shared money: who bears a difference, and how a part year counts."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from shared.errors import RuleBroken


class Overspend(StrEnum):
    SHARE = "share"  # each bears its share of the difference
    ACTIVITY = "activity"  # each bears the difference by its part of the year's activity
    CORRIDOR = "corridor"  # first by share, then by activity, beyond that by a decision of all
    OWN_RISK = "own_risk"  # each bears the whole cost of its own activity
    HOST_BEARS = "host_bears"  # the host alone
    CARRY_FORWARD = "carry_forward"  # nobody now: it goes into the next year's budget


class Underspend(StrEnum):
    REFUND = "refund"  # goes back the way an overspend would be borne
    CARRY = "carry"  # stays in the fund for the next year
    REINVEST = "reinvest"  # stays in the fund for more of the service


class PartYear(StrEnum):
    DAYS = "days"
    MONTHS = "months"  # a month that is begun counts


class Charged(StrEnum):
    YEARLY = "yearly"
    QUARTERLY = "quarterly"
    MONTHLY = "monthly"


@dataclass(frozen=True)
class Terms:
    """The money terms that hold from a day on; None: the agreement does not say."""

    from_on: date
    version: str
    reference: str
    overspend: Overspend | None = None
    underspend: Underspend | None = None
    part_year: PartYear | None = None
    charged: Charged = Charged.YEARLY
    by_share_until_bp: int = 200  # of the budget; the two bounds of the corridor
    by_activity_until_bp: int = 1_000
    exit_notice_months: int | None = None
    host: str | None = None  # the lead, where none is named

    def part_year_rule(self) -> PartYear:
        if self.part_year is None:
            raise RuleBroken(
                "part_year_rule_missing",
                "The agreement does not say whether a part of a year counts by days or by months. "
                "Agree it with all partners, then record the agreement's terms.",
                {"terms": self.version},
            )
        return self.part_year

    def overspend_rule(self) -> Overspend:
        if self.overspend is None:
            raise RuleBroken(
                "overspend_rule_missing",
                "The agreement does not say who bears what is over the budget. Agree it with all "
                "partners, then record the agreement's terms.",
                {"terms": self.version},
            )
        return self.overspend

    def underspend_rule(self) -> Underspend:
        if self.underspend is None:
            raise RuleBroken(
                "underspend_rule_missing",
                "The agreement does not say whether a saving is refunded, carried or reinvested. "
                "Agree it with all partners, then record the agreement's terms.",
                {"terms": self.version},
            )
        return self.underspend

    def charging_in_words(self) -> str:
        parts = f", parts of a year by {self.part_year}" if self.part_year else ""
        return f"charged {self.charged}{parts} (terms {self.version})"

    def in_words(self) -> str:
        """The rule for a difference with its version, for a calculation to be kept with."""
        rule = OVERSPEND_WORDS.get(self.overspend, "not agreed") if self.overspend else "not agreed"
        bounds = {
            "first": f"{self.by_share_until_bp / 100:g}%",
            "limit": f"{self.by_activity_until_bp / 100:g}%",
        }
        saving = f"; a saving: {self.underspend}" if self.underspend else ""
        return f"{rule.format(**bounds)}{saving} (terms {self.version})"


OVERSPEND_WORDS = {
    Overspend.SHARE: "share: all of it by share",
    Overspend.ACTIVITY: "activity: all of it by activity",
    Overspend.CORRIDOR: (
        "corridor: first {first} by share, up to {limit} by activity, "
        "above {limit} by decision of all"
    ),
    Overspend.OWN_RISK: "own risk: each partner bears the cost of its own activity",
    Overspend.HOST_BEARS: "host bears: all of it is the host's",
    Overspend.CARRY_FORWARD: "carry forward: all of it into the next year",
}
