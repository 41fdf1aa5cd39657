"""Shared money at the end of a year: who bears what is over or under the budget."""

from collections.abc import Mapping
from dataclasses import dataclass

from shared.errors import RuleBroken
from shared.money import ALL_OF_IT_BP, allocate, check_shares

# The corridor: what lies within 2% of the budget goes by share, what lies between 2% and 10% by
# activity. More needs a decision of all partners first.
BY_SHARE_UNTIL_BP = 200
BY_ACTIVITY_UNTIL_BP = 1_000


@dataclass(frozen=True)
class Balancing:
    """Whole pence; each mapping sums exactly to its band. Negative amounts are paid back."""

    by_share_pence: int
    by_activity_pence: int
    by_share: Mapping[str, int]
    by_activity: Mapping[str, int]

    def due(self, partner: str) -> int:
        return self.by_share[partner] + self.by_activity[partner]


def corridor(
    budget_pence: int, outturn_pence: int, shares: Mapping[str, int], activity: Mapping[str, int]
) -> Balancing:
    check_shares(shares)
    check_shares(activity)
    difference = outturn_pence - budget_pence
    first = budget_pence * BY_SHARE_UNTIL_BP // ALL_OF_IT_BP
    limit = budget_pence * BY_ACTIVITY_UNTIL_BP // ALL_OF_IT_BP
    if abs(difference) > limit:
        raise RuleBroken(
            "beyond_corridor",
            "The year is more than 10% away from its budget. All partners must decide first "
            "who bears it.",
            {"budget_pence": str(budget_pence), "difference_pence": str(difference)},
        )
    sign = -1 if difference < 0 else 1
    by_share = sign * min(abs(difference), first)
    by_activity = difference - by_share
    return Balancing(
        by_share, by_activity, allocate(by_share, shares), allocate(by_activity, activity)
    )
