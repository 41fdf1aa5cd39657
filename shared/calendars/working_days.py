"""Counting days: working days on one calendar, and clear days on any."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from shared.errors import Invalid

ONE_DAY = timedelta(days=1)
WEEKEND = {5: "Saturday", 6: "Sunday"}


@dataclass(frozen=True)
class SkippedDay:
    day: date
    reason: str


@dataclass(frozen=True)
class Counted:
    """The day that a count led to, and every day that it passed over on the way, in order."""

    day: date
    skipped: tuple[SkippedDay, ...]
    calendar: str
    version: str


@dataclass(frozen=True)
class WorkingCalendar:
    """One law's idea of a working day. `version` names the data that it was made from."""

    code: str
    title: str
    source: str
    version: str
    days_off_in: Callable[[int], Mapping[date, str]]

    def why_not_working(self, day: date) -> str | None:
        """The reason why this is no working day; None when it is one."""
        return self.days_off_in(day.year).get(day) or WEEKEND.get(day.weekday())

    def is_working_day(self, day: date) -> bool:
        return self.why_not_working(day) is None

    def count(self, start: date, working_days: int) -> Counted:
        """The nth working day after `start`, or before it when n is negative; `start` is day 0."""
        if working_days == 0:
            raise Invalid("no_days_to_count", "Count at least one working day.")
        step = ONE_DAY if working_days > 0 else -ONE_DAY
        return self._walk(start + step, step, abs(working_days))

    def count_from(self, first: date, working_days: int) -> Counted:
        """The nth working day where `first` itself is day 1, if it is a working day."""
        if working_days < 1:
            raise Invalid("no_days_to_count", "Count at least one working day.")
        return self._walk(first, ONE_DAY, working_days)

    def add_working_days(self, start: date, working_days: int) -> date:
        return self.count(start, working_days).day

    def next_working_day(self, day: date) -> date:
        return self.count(day, 1).day

    def on_or_after(self, day: date) -> Counted:
        """The day itself when it is a working day, else the next one."""
        return self._walk(day, ONE_DAY, 1)

    def on_or_before(self, day: date) -> Counted:
        """The day itself when it is a working day, else the last one before."""
        return self._walk(day, -ONE_DAY, 1)

    def working_days_between(self, after: date, until: date) -> int:
        """How many working days follow `after`, up to and including `until`."""
        return sum(self.is_working_day(day) for day in _days(after + ONE_DAY, until))

    def skipped_between(self, after: date, until: date) -> tuple[SkippedDay, ...]:
        """The days that `working_days_between` left out."""
        reasons = ((day, self.why_not_working(day)) for day in _days(after + ONE_DAY, until))
        return tuple(SkippedDay(day, reason) for day, reason in reasons if reason)

    def clear_working_days_between(self, notice: date, event: date) -> int:
        """Working days strictly between the two: neither day itself is counted."""
        return self.working_days_between(notice, event - ONE_DAY)

    def latest_day_for_clear_days(self, event: date, working_days: int) -> Counted:
        """The last working day on which a notice still leaves so many clear working days."""
        return self.count(event, -(working_days + 1))

    def _walk(self, day: date, step: timedelta, wanted: int) -> Counted:
        skipped: list[SkippedDay] = []
        while True:
            if reason := self.why_not_working(day):
                skipped.append(SkippedDay(day, reason))
            else:
                wanted -= 1
            if not wanted:
                return Counted(day, tuple(skipped), self.code, self.version)
            day += step


def clear_days_between(notice: date, event: date) -> int:
    """Days of any kind strictly between the two."""
    return (event - notice).days - 1


def latest_day_for_clear_days(event: date, days: int) -> date:
    """The last day on which a notice still leaves so many clear days of any kind."""
    return event - timedelta(days=days + 1)


def _days(first: date, last: date) -> Iterator[date]:
    return (first + timedelta(days=n) for n in range((last - first).days + 1))
