"""The escalation ladder: what a run of ratings gives rise to, once, on the day it is known."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import IntEnum, StrEnum
from itertools import pairwise

from services.contract_monitoring.domain.measures import Measure, Rating
from services.contract_monitoring.domain.returns import Return, counts_for_streak, in_order
from shared.calendars import calendar
from shared.errors import Invalid, RuleBroken

CURE_WORKING_DAYS = 20
CURE_CALENDAR = "ENG"
BELOW_TARGET = frozenset({Rating.AMBER, Rating.RED})


class Level(IntEnum):
    NORMAL = 0  # nothing is open
    QUERY = 1  # red once, or amber twice in a row: the provider explains
    FORMAL_NOTICE = 2  # red twice in a row, or any miss of a safety measure: notice and action plan


class Closure(StrEnum):
    REVIEWED = "reviewed"  # closed at a review, on evidence
    TAKEN_UP = "taken_up"  # a notice of a higher level took its place
    WITHDRAWN = "withdrawn"  # restated figures took its ground away


@dataclass(frozen=True)
class Ground:
    """Why a notice is due: the run of returns that ends with `period`."""

    level: Level
    period: str
    until: date  # last day of the run
    known_on: date
    because: str

    @property
    def key(self) -> tuple[Level, str]:
        return self.level, self.period


@dataclass(frozen=True)
class Notice:
    contract_id: str
    number: int
    measure: str
    level: Level
    period: str
    until: date
    raised_on: date
    because: str
    cure_by: date | None
    closed_on: date | None = None
    closure: Closure | None = None
    evidence: str | None = None
    settled_until: date | None = None  # last day of the periods that the closing review looked at

    @property
    def key(self) -> tuple[Level, str]:
        return self.level, self.period


@dataclass(frozen=True)
class Change:
    """What an act does to the one open notice of a measure."""

    closed: Notice | None = None
    raised: Notice | None = None

    @property
    def notice(self) -> Notice | None:
        """The notice that stands afterwards, else the one that ended."""
        return self.raised or self.closed

    @property
    def level(self) -> Level:
        return self.raised.level if self.raised else Level.NORMAL

    @property
    def escalates(self) -> bool:
        return self.level > (self.closed.level if self.closed else Level.NORMAL)


def grounds(measure: Measure, returns: Iterable[Return]) -> dict[tuple[Level, str], Ground]:
    """Every ground that the figures give, of one measure. Figures nobody validated give none,
    except of a safety measure: a miss there does not wait."""
    found: list[Ground] = []
    accepted: list[Return] = []
    for return_ in in_order(returns):
        if measure.safety and return_.current.rating in BELOW_TARGET:
            found.append(_ground(Level.FORMAL_NOTICE, [return_], "Safety measure missed in"))
        if return_.accepted_on and counts_for_streak(return_):
            accepted.append(return_)
    if accepted and accepted[0].current.rating is Rating.RED:
        found.append(_ground(Level.QUERY, accepted[:1], "Red in"))
    for earlier, later in pairwise(accepted):
        found.extend(_grounds_of_pair(earlier, later))
    return {ground.key: ground for ground in found}


def _grounds_of_pair(earlier: Return, later: Return) -> list[Ground]:
    match (earlier.current.rating, later.current.rating):
        case (Rating.RED, Rating.RED):
            return [_ground(Level.FORMAL_NOTICE, [earlier, later], "Red in two periods in a row:")]
        case (_, Rating.RED):
            return [_ground(Level.QUERY, [later], "Red in")]
        case (Rating.AMBER, Rating.AMBER):
            return [_ground(Level.QUERY, [earlier, later], "Amber in two periods in a row:")]
        case _:
            return []


def _ground(level: Level, run: Sequence[Return], what: str) -> Ground:
    return Ground(
        level=level,
        period=run[-1].period.label,
        until=run[-1].period.ends_on,
        known_on=max(each.accepted_on or each.current.known_on for each in run),
        because=f"{what} {' and '.join(each.period.label for each in run)}.",
    )


def assess(
    measure: Measure,
    before: Iterable[Return],
    after: Iterable[Return],
    notices: Iterable[Notice],
    *,
    contract_id: str,
    number: int,
    on: date,
) -> Change:
    """What an act that turned `before` into `after` changes, dated `on` and never back-dated.

    `notices` are those of this measure. Grounds that a review has settled stay settled: only what
    this act brought to light, or what came after the review, can raise a notice again.
    """
    notices = list(notices)
    old, new = grounds(measure, before), grounds(measure, after)
    fresh = {key: ground for key, ground in new.items() if key not in old}
    open_notice = next((notice for notice in notices if notice.closed_on is None), None)
    if open_notice is None:
        ground = _strongest(fresh.values())
        return Change(raised=_raise(ground, contract_id, number, measure, on))
    settled = max((each.settled_until or date.min for each in notices), default=date.min)
    standing = _strongest(
        ground
        for key, ground in new.items()
        if key in fresh or key == open_notice.key or ground.until > settled
    )
    level = standing.level if standing else Level.NORMAL
    if level == open_notice.level:
        return Change()
    # History is entered late and in any order: no notice ends before it was raised.
    day = max(on, open_notice.raised_on)
    raised = _raise(standing, contract_id, number, measure, day)
    closure = Closure.TAKEN_UP if level > open_notice.level else Closure.WITHDRAWN
    closed_on = raised.raised_on if raised else day
    return Change(replace(open_notice, closed_on=closed_on, closure=closure), raised)


def _strongest(found: Iterable[Ground]) -> Ground | None:
    return max(found, key=lambda ground: (ground.level, ground.until), default=None)


def _raise(
    ground: Ground | None, contract_id: str, number: int, measure: Measure, on: date
) -> Notice | None:
    if ground is None:
        return None
    raised_on = max(on, ground.known_on)
    formal = ground.level is Level.FORMAL_NOTICE
    return Notice(
        contract_id=contract_id,
        number=number,
        measure=measure.code,
        level=ground.level,
        period=ground.period,
        until=ground.until,
        raised_on=raised_on,
        because=ground.because,
        cure_by=calendar(CURE_CALENDAR).add_working_days(raised_on, CURE_WORKING_DAYS)
        if formal
        else None,
    )


def close(notice: Notice, returns: Iterable[Return], *, evidence: str, on: date) -> Notice:
    """Closed at a review. A formal notice needs a green period after those it was raised for."""
    if on < notice.raised_on:
        raise Invalid(
            "before_notice",
            f"The notice was raised on {notice.raised_on}. Give that day or a later one.",
            {"on": str(on)},
        )
    counted = [
        each
        for each in in_order(returns)
        if counts_for_streak(each) and each.accepted_on is not None and each.accepted_on <= on
    ]
    after = [each for each in counted if each.period.starts_on > notice.until]
    recovered = bool(after) and after[-1].current.rating is Rating.GREEN
    if notice.level is Level.FORMAL_NOTICE and not recovered:
        raise RuleBroken(
            "measure_not_recovered",
            "A formal notice closes when the last validated period is green. Validate one first.",
            {"measure": notice.measure, "notice_for": notice.period},
        )
    looked_at = [each.period.ends_on for each in counted]
    return replace(
        notice,
        closed_on=on,
        closure=Closure.REVIEWED,
        evidence=evidence,
        settled_until=max(notice.until, *looked_at),
    )


def level_of(open_notices: Iterable[Notice]) -> Level:
    """A contract stands as high as its highest open notice."""
    return max((notice.level for notice in open_notices), default=Level.NORMAL)
