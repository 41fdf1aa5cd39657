"""Who bears which share from when: spans of each cost head, from one change to the next."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta

from services.contract_monitoring.domain.agreement import (
    SERVICE,
    ChangeKind,
    ShareChange,
    Succession,
)
from services.contract_monitoring.domain.contracts import Contract
from shared.errors import Invalid
from shared.money import allocate, check_shares

ONE_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Span:
    """Shares that hold from `from_on` until the day before `until`."""

    cost_head: str
    from_on: date
    until: date
    shares: Mapping[str, int]
    annual_value_pence: int
    reference: str

    @property
    def last(self) -> date:
        return self.until - ONE_DAY


def spans(contract: Contract) -> list[Span]:
    """All spans, head by head, oldest first. Of two changes of one day the later record holds.

    A succession is no agreement of its own: it renames who bears what is agreed, so that a change
    which becomes known later still reaches past it.
    """
    found: list[Span] = []
    for changes in _by_head(contract).values():
        found += _spans_of_head(contract, changes)
    return [span for span in found if span.from_on < span.until]


def _by_head(contract: Contract) -> dict[str, dict[date, ShareChange]]:
    signed = ShareChange(
        0,
        ChangeKind.VARIATION,
        SERVICE,
        contract.starts_on,
        contract.shares,
        contract.annual_value_pence,
        contract.id,
        contract.starts_on,
    )
    heads: dict[str, dict[date, ShareChange]] = {}
    for change in (signed, *sorted(contract.changes, key=lambda each: each.number)):
        heads.setdefault(change.cost_head, {})[change.from_on] = change
    return heads


def _spans_of_head(contract: Contract, changes: Mapping[date, ShareChange]) -> list[Span]:
    end = contract.maximum_end_on + ONE_DAY
    renamed = {each.from_on for each in contract.successions if each.from_on > min(changes)}
    starts = sorted({*changes, *renamed})
    found: list[Span] = []
    for start, after in zip(starts, [*starts[1:], end], strict=True):
        span = _span(contract, changes, start, min(after, end))
        if found and start not in changes and span.shares == found[-1].shares:
            found[-1] = replace(found[-1], until=span.until)  # it renamed nobody here
        else:
            found.append(span)
    return found


def _span(
    contract: Contract, changes: Mapping[date, ShareChange], start: date, until: date
) -> Span:
    change = changes[max(day for day in changes if day <= start)]
    shares, reference = change.shares, change.reference
    for each in in_order(contract.successions):
        if each.from_on <= start and _renames(each, change):
            shares = passed_on(shares, each)
            reference = each.reference if each.from_on == start else reference
    value = change.annual_value_pence
    return Span(change.cost_head, start, until, shares, value, reference)


def _renames(succession: Succession, change: ShareChange) -> bool:
    """A body that goes on under its name is not divided again by what was agreed afterwards."""
    goes_on = set(succession.bodies) & set(succession.successors)
    later = max(change.recorded_on, change.from_on) >= succession.from_on
    return not (goes_on and later)


def in_order(successions: Iterable[Succession]) -> list[Succession]:
    return sorted(successions, key=lambda each: each.from_on)


def passed_on(parts: Mapping[str, int], succession: Succession) -> dict[str, int]:
    """Parts of partners after the succession, in the place of the first body that ended."""
    moved = sum(parts.get(body, 0) for body in succession.bodies)
    theirs = allocate(moved, succession.successors)
    found: dict[str, int] = {}
    for who, part in parts.items():
        for heir, own in (theirs if who in succession.bodies else {who: part}).items():
            found[heir] = found.get(heir, 0) + own
        if who in succession.bodies:
            theirs = {}
    return found


def holder_of(contract: Contract, body: str, day: date) -> str:
    """Who speaks on a day for a body that was named in the contract."""
    for each in in_order(contract.successions):
        if each.from_on <= day and body in each.bodies:
            body = each.heir
    return body


def spans_on(contract: Contract, day: date) -> list[Span]:
    """The span of each cost head on a day; on days before the start, the first ones."""
    day = max(day, contract.starts_on)
    return [span for span in spans(contract) if span.from_on <= day < span.until]


def span_of(contract: Contract, cost_head: str, day: date) -> Span | None:
    return next((s for s in spans_on(contract, day) if s.cost_head == cost_head), None)


def partners_on(contract: Contract, day: date) -> tuple[str, ...]:
    """Who bears a share of anything on a day, in the agreed order."""
    held = spans_on(contract, day)
    return tuple(dict.fromkeys(who for span in held for who, bp in span.shares.items() if bp))


def annual_on(contract: Contract, day: date) -> int:
    return sum(span.annual_value_pence for span in spans_on(contract, day))


def yearly_parts(held: Iterable[Span]) -> dict[str, int]:
    """What each partner pays in a full year of these spans, exactly their value together."""
    parts: dict[str, int] = {}
    for span in held:
        for who, pence in allocate(span.annual_value_pence, span.shares).items():
            parts[who] = parts.get(who, 0) + pence
    return parts


def shares_given(given: Iterable[Mapping[str, object]]) -> dict[str, int]:
    """Basis points by partner that sum to the whole; a partner named twice is refused."""
    rows = list(given)
    shares = {str(each["partner"]): int(str(each["bp"])) for each in rows}
    if len(shares) != len(rows):
        raise Invalid("partner_named_twice", "Name each partner once.")
    check_shares(shares)
    return shares
