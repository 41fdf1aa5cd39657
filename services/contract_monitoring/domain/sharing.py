"""Shared money at the end of a year: who bears what is over or under the budget."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from services.contract_monitoring.domain.terms import Overspend, Terms, Underspend
from shared.errors import RuleBroken
from shared.money import ALL_OF_IT_BP, allocate, check_shares

# The corridor, where the agreement names no bounds of its own.
BY_SHARE_UNTIL_BP = 200
BY_ACTIVITY_UNTIL_BP = 1_000


@dataclass(frozen=True)
class Balancing:
    """Whole pence; each mapping sums exactly to its band. Negative amounts are paid back.

    `otherwise` is what falls to a partner neither by share nor by activity; `kept_pence` stays in
    the fund, and nobody owes it or gets it now.
    """

    by_share_pence: int
    by_activity_pence: int
    by_share: Mapping[str, int]
    by_activity: Mapping[str, int]
    otherwise: Mapping[str, int] = field(default_factory=dict)
    kept_pence: int = 0

    def due(self, partner: str) -> int:
        found = (self.by_share, self.by_activity, self.otherwise)
        return sum(each.get(partner, 0) for each in found)


@dataclass(frozen=True)
class YearEnd:
    """The year as it is to be balanced. `weights`: shares, or what was paid where they changed."""

    budget_pence: int
    outturn_pence: int
    weights: Mapping[str, int]
    paid: Mapping[str, int]
    activity: Mapping[str, int]
    host: str

    @property
    def difference_pence(self) -> int:
        return self.outturn_pence - self.budget_pence


@dataclass(frozen=True)
class Beyond:
    """What all partners decided about the part of a difference that lies beyond the corridor."""

    reference: str
    by: Overspend = Overspend.SHARE


def settle(terms: Terms, year: YearEnd, beyond: Beyond | None = None) -> Balancing:
    """By the agreement's rule. A saving goes the way that the agreement says, never by habit."""
    check_shares(year.activity)
    saving = year.difference_pence < 0
    if saving and terms.underspend_rule() is not Underspend.REFUND:
        return _kept(year)
    rule = terms.overspend_rule()
    if rule is Overspend.CORRIDOR:
        return _corridor(year, terms.by_share_until_bp, terms.by_activity_until_bp, beyond)
    if saving and rule is Overspend.CARRY_FORWARD:
        rule = Overspend.SHARE  # what is refunded goes back as it was paid
    return PLAIN_RULES[rule](year)


def _kept(year: YearEnd) -> Balancing:
    return Balancing(0, 0, {}, {}, kept_pence=year.difference_pence)


def _by_share(year: YearEnd) -> Balancing:
    over = year.difference_pence
    return Balancing(over, 0, allocate(over, year.weights), {})


def _by_activity(year: YearEnd) -> Balancing:
    over = year.difference_pence
    return Balancing(0, over, {}, allocate(over, year.activity))


def _own_risk(year: YearEnd) -> Balancing:
    costs = allocate(year.outturn_pence, year.activity)
    return Balancing(0, 0, {}, {}, {who: costs[who] - year.paid[who] for who in year.paid})


def _host_bears(year: YearEnd) -> Balancing:
    return Balancing(0, 0, {}, {}, {year.host: year.difference_pence})


PLAIN_RULES = {
    Overspend.SHARE: _by_share,
    Overspend.ACTIVITY: _by_activity,
    Overspend.OWN_RISK: _own_risk,
    Overspend.HOST_BEARS: _host_bears,
    Overspend.CARRY_FORWARD: _kept,
}


def corridor(
    budget_pence: int,
    outturn_pence: int,
    shares: Mapping[str, int],
    activity: Mapping[str, int],
    beyond: Beyond | None = None,
) -> Balancing:
    """The corridor with its usual bounds."""
    check_shares(shares)
    check_shares(activity)
    year = YearEnd(budget_pence, outturn_pence, shares, {}, activity, "")
    return _corridor(year, BY_SHARE_UNTIL_BP, BY_ACTIVITY_UNTIL_BP, beyond)


def _corridor(
    year: YearEnd, by_share_until_bp: int, by_activity_until_bp: int, beyond: Beyond | None
) -> Balancing:
    first = year.budget_pence * by_share_until_bp // ALL_OF_IT_BP
    limit = year.budget_pence * by_activity_until_bp // ALL_OF_IT_BP
    size = abs(year.difference_pence)
    excess = max(size - limit, 0)
    if excess and beyond is None:
        raise RuleBroken(
            "beyond_corridor",
            f"The year is more than {by_activity_until_bp / 100:g}% away from its budget. All "
            "partners must decide first who bears it: give the reference of their decision.",
            {
                "budget_pence": str(year.budget_pence),
                "difference_pence": str(year.difference_pence),
            },
        )
    sign = -1 if year.difference_pence < 0 else 1
    by_share = min(size, first)
    if beyond and beyond.by is Overspend.SHARE:
        by_share += excess
    by_activity = size - by_share
    return Balancing(
        sign * by_share,
        sign * by_activity,
        allocate(sign * by_share, year.weights),
        allocate(sign * by_activity, year.activity),
    )
