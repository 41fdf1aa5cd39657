"""A date together with the reason for it: rule, start, calendar, and the days left out."""

from calendar import monthrange
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from shared.calendars import (
    Counted,
    SkippedDay,
    WorkingCalendar,
    calendar,
    latest_day_for_clear_days,
)
from shared.clock import end_of_day
from shared.errors import Invalid, RuleBroken

ONE_DAY = timedelta(days=1)
CALENDAR_DAYS = "calendar_days"  # a local reading that counts days of every kind
ENGLAND = "ENG"


@dataclass(frozen=True)
class Rule:
    """One dated rule; the words are parts of the sentence that explains a deadline."""

    id: str
    title: str
    kind: str
    sense: str  # "latest", "closes" or "earliest"
    n: int
    event: str
    outcome: str
    source: str
    valid_from: date
    check_before_relying: bool
    version: str
    calendar: str | None = None
    then: str | None = None
    note: str | None = None
    guidance: str | None = None
    guidance_kind: str | None = None
    guidance_source: str | None = None


@dataclass(frozen=True)
class LocalReading:
    """An organisation's own number of days or calendar, with the authority for it."""

    authority: str
    n: int | None = None
    calendar: str | None = None


def local_reading(
    authority: str | None, n: int | None, calendar_code: str | None
) -> LocalReading | None:
    """The reading that was asked for; none where the law's own numbers stand."""
    if n is None and calendar_code is None:
        return None
    if authority is None:
        raise Invalid(
            "authority_missing",
            "Say by which authority days are counted differently here, such as the constitution.",
        )
    return LocalReading(authority, n, calendar_code)


@dataclass(frozen=True)
class Guidance:
    """What guidance says where it differs from the law: shown, never followed."""

    day: date
    source: str
    sentence: str


@dataclass(frozen=True)
class Deadline:
    """A day worked out by a rule, able to say why it is that day."""

    rule_id: str
    rule_version: str
    title: str
    source: str
    sense: str
    check_before_relying: bool
    event: str
    started_on: date
    n: int
    calendar: str | None
    calendar_version: str | None
    skipped: tuple[SkippedDay, ...]
    due_on: date
    instant: datetime
    acts_from: date | None
    sentence: str
    note: str | None
    guidance: Guidance | None
    local_authority: str | None

    def has_come(self, at: datetime) -> bool:
        """Whether the moment is there: too late, period over, or (sense earliest) now allowed."""
        return at >= self.instant

    def is_met_by(self, at: datetime) -> bool:
        """Whether an act at this instant keeps the rule."""
        return self.has_come(at) if self.sense != "latest" else not self.has_come(at)


class DeadlineRules:
    """The rules of one version of the table, found by identifier and day."""

    def __init__(self, table: Mapping[str, Any]):
        self.version: str = table["version"]
        self.all = tuple(Rule(version=self.version, **entry) for entry in table["rules"])

    def find(self, rule_id: str, on: date) -> Rule:
        """The rule as it stood on that day; the newest of several with the same identifier."""
        versions = [rule for rule in self.all if rule.id == rule_id]
        if not versions:
            raise Invalid("unknown_deadline_rule", f"Use a rule from the table; {rule_id} is none.")
        in_force = [rule for rule in versions if rule.valid_from <= on]
        if not in_force:
            raise RuleBroken(
                "deadline_rule_not_in_force",
                f"{rule_id} holds from {_long(min(rule.valid_from for rule in versions))}. "
                "Use the rule that was in force on that day.",
                {"rule": rule_id, "on": on.isoformat()},
            )
        return max(in_force, key=lambda rule: rule.valid_from)

    def work_out(
        self,
        rule_id: str,
        started_on: date,
        *,
        local: LocalReading | None = None,
        known_on: date | None = None,
    ) -> Deadline:
        """The deadline for an event on a day; `known_on` takes holidays as announced by then."""
        return work_out(self.find(rule_id, started_on), started_on, local=local, known_on=known_on)


def work_out(
    rule: Rule,
    started_on: date,
    *,
    local: LocalReading | None = None,
    known_on: date | None = None,
) -> Deadline:
    n, law = _reading(rule, local, known_on)
    counted = FORMULAS[rule.kind](started_on, n, law)
    acts_from = None
    if rule.sense == "closes":
        acts_from = (law or calendar(ENGLAND, known_on)).next_working_day(counted.day)
    begins = counted.day - ONE_DAY if rule.sense == "earliest" else counted.day
    return Deadline(
        rule_id=rule.id,
        rule_version=rule.version,
        title=rule.title,
        source=rule.source,
        sense=rule.sense,
        check_before_relying=rule.check_before_relying,
        event=rule.event,
        started_on=started_on,
        n=n,
        calendar=law.code if law else None,
        calendar_version=law.version if law else None,
        skipped=counted.skipped,
        due_on=counted.day,
        instant=end_of_day(begins),
        acts_from=acts_from,
        sentence=_sentence(rule, started_on, n, law, counted, acts_from),
        note=rule.note,
        guidance=_guidance(rule, started_on, n, law),
        local_authority=local.authority if local else None,
    )


def reconsider(deadline: Deadline, again: Deadline, *, at: datetime) -> Deadline:
    """The deadline to keep after a calendar changed.

    One that has come stays as it was, and a legal period is never shortened: a day that is counted
    forwards does not come sooner, one that is counted back from an event does not come later.
    """
    if deadline.has_come(at):
        return deadline
    forwards = deadline.due_on >= deadline.started_on
    shortened = again.due_on < deadline.due_on if forwards else again.due_on > deadline.due_on
    return deadline if shortened else again


Formula = Callable[[date, int, WorkingCalendar | None], Counted]


def _clear_days_before(event: date, n: int, law: WorkingCalendar | None) -> Counted:
    if law:
        return law.latest_day_for_clear_days(event, n)
    return _plain(latest_day_for_clear_days(event, n))


def _days_after(start: date, n: int, law: WorkingCalendar | None) -> Counted:
    return _plain(start + timedelta(days=n))


def _days_after_then_working_day(start: date, n: int, law: WorkingCalendar | None) -> Counted:
    last = start + timedelta(days=n)
    return law.on_or_after(last) if law else _plain(last)


def _days_beginning_with(start: date, n: int, law: WorkingCalendar | None) -> Counted:
    return _plain(start + timedelta(days=n - 1))


def _months_beginning_with(start: date, n: int, law: WorkingCalendar | None) -> Counted:
    """Ends on the day before the same day of the month; on its last where it has no such day."""
    month = start.month - 1 + n
    year, month = start.year + month // 12, month % 12 + 1
    last = monthrange(year, month)[1]
    if start.day > last:
        return _plain(date(year, month, last))
    return _plain(date(year, month, start.day) - ONE_DAY)


def _working_days_after(start: date, n: int, law: WorkingCalendar | None) -> Counted:
    return law.count(start, n) if law else _days_after(start, n, law)


def _working_days_after_next_day(start: date, n: int, law: WorkingCalendar | None) -> Counted:
    return _working_days_after(start + ONE_DAY, n, law)


def _working_days_beginning_with(start: date, n: int, law: WorkingCalendar | None) -> Counted:
    return law.count_from(start, n) if law else _days_beginning_with(start, n, law)


FORMULAS: Mapping[str, Formula] = {
    "clear_days_before": _clear_days_before,
    "days_after": _days_after,
    "days_after_then_working_day": _days_after_then_working_day,
    "days_beginning_with": _days_beginning_with,
    "months_beginning_with": _months_beginning_with,
    "working_days_after": _working_days_after,
    "working_days_after_next_day": _working_days_after_next_day,
    "working_days_beginning_with": _working_days_beginning_with,
}

# How each formula reads: {n} days, and {day} of the event or {next_day} where one is known.
WORDS: Mapping[str, str] = {
    "clear_days_before": "{n} before the day on which {event}{day}",
    "days_after": "{n} after the day on which {event}{day}",
    "days_after_then_working_day": "{n} after the day on which {event}{day}, "
    "moved on to a working day where it must be",
    "days_beginning_with": "{n} beginning with the day on which {event}{day}",
    "months_beginning_with": "{n} beginning with the day on which {event}{day}",
    "working_days_after": "{n} after the day on which {event}{day}",
    "working_days_after_next_day": "{n} after {next_day}the day that follows the one on which "
    "{event}",
    "working_days_beginning_with": "{n} beginning with the day on which {event}{day}",
}

STARTS: Mapping[str, str] = {
    "latest": "by the end of",
    "closes": "at the end of",
    "earliest": "from the start of",
}


def _reading(
    rule: Rule, local: LocalReading | None, known_on: date | None
) -> tuple[int, WorkingCalendar | None]:
    n = local.n if local and local.n is not None else rule.n
    code = local.calendar if local and local.calendar else rule.calendar
    return n, None if code in (None, CALENDAR_DAYS) else calendar(code, known_on)


def _plain(day: date) -> Counted:
    return Counted(day, (), "", "")


def _guidance(rule: Rule, start: date, n: int, law: WorkingCalendar | None) -> Guidance | None:
    if not (rule.guidance and rule.guidance_kind and rule.guidance_source):
        return None
    day = FORMULAS[rule.guidance_kind](start, n, law).day
    sentence = f"For information only: {rule.guidance} at the end of {_long(day)}."
    return Guidance(day, rule.guidance_source, sentence)


def _sentence(
    rule: Rule,
    start: date,
    n: int,
    law: WorkingCalendar | None,
    counted: Counted,
    acts_from: date | None,
) -> str:
    text = f"{_capital(rule.outcome)} {STARTS[rule.sense]} {_long(counted.day)}: " + WORDS[
        rule.kind
    ].format(
        n=_days(rule.kind, n, law),
        event=rule.event,
        day=f", {_long(start)}",
        next_day=f"{_long(start + ONE_DAY)}, ",
    )
    if off := [day for day in counted.skipped if day.reason not in ("Saturday", "Sunday")]:
        days = "; ".join(f"{_long(day.day)} ({day.reason})" for day in sorted(off, key=_by_day))
        text += f", leaving out {days}"
    if rule.then and acts_from:
        text += f". {_capital(rule.then)} from {_long(acts_from)}"
    return text + "."


def in_words(rule: Rule) -> str:
    """What the rule says, without any day: how many days, of which kind, before or after what."""
    law = calendar(rule.calendar) if rule.calendar else None
    days = _days(rule.kind, rule.n, law)
    text = WORDS[rule.kind].format(n=days, event=rule.event, day="", next_day="")
    return f"{_capital(rule.outcome)}: {text}."


def _days(kind: str, n: int, law: WorkingCalendar | None) -> str:
    clear = "clear " if kind == "clear_days_before" else ""
    working = "working " if law and kind != "days_after_then_working_day" else ""
    place = f" (calendar: {law.title})" if law else ""
    unit = "month" if kind == "months_beginning_with" else "day"
    return f"{n} {clear}{working}{unit if n == 1 else unit + 's'}{place}"


def _by_day(skipped: SkippedDay) -> date:
    return skipped.day


def _long(day: date) -> str:
    return f"{day:%A} {day.day} {day:%B %Y}"


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
