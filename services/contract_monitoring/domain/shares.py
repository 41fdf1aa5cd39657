"""Who bears which share from when: spans of each cost head, from one change to the next."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from services.contract_monitoring.domain.agreement import SERVICE, ChangeKind, ShareChange
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
    """All spans, head by head, oldest first. Of two changes of one day the later record holds."""
    end = contract.maximum_end_on + ONE_DAY
    found: list[Span] = []
    for head, changes in _by_head(contract).items():
        starts = sorted(changes)
        for start, after in zip(starts, [*starts[1:], end], strict=True):
            change = changes[start]
            found.append(
                Span(
                    head,
                    start,
                    min(after, end),
                    change.shares,
                    change.annual_value_pence,
                    change.reference,
                )
            )
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
