"""What somebody answers for by a day: what becomes of it as time passes and as the case changes.

Each step follows from the obligation and an instant, never from when somebody looked: a look that
comes late takes the step that is true now, and a second look takes none.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any

from services.commissioning_decisions.domain.acts import Act, Award, Decision, Standstill
from services.commissioning_decisions.domain.acts_of_buying import (
    FurtherDecisionSent,
    RepresentationReceived,
)
from services.commissioning_decisions.domain.deadlines import (
    ENGLAND,
    ONE_DAY,
    Deadline,
    DeadlineRules,
    LocalReading,
    reconsider,
)
from services.commissioning_decisions.domain.duties import Duty
from services.commissioning_decisions.domain.kept import Kept
from shared.calendars import calendar
from shared.clock import end_of_day, legal_day


class State(StrEnum):
    OPEN = "open"
    DUE_SOON = "due_soon"
    DUE = "due"  # its last day
    BREACHED = "breached"  # the day is over and nothing was done; it can still be done late
    DISCHARGED = "discharged"  # done, or a period that is over
    WITHDRAWN = "withdrawn"  # nobody owes it any more


RUNNING = (State.OPEN, State.DUE_SOON, State.DUE)  # time leads on from these, in this order
STILL_OWED = (*RUNNING, State.BREACHED)
# What is told when time leads to a state; that the last day began follows from what was told.
TOLD = {
    State.DUE_SOON: "obligation.due_soon",
    State.BREACHED: "obligation.breached",
    State.DISCHARGED: "obligation.discharged",
}


@dataclass(frozen=True)
class Kind:
    """One line of rules/obligations.toml."""

    id: str
    sense: str
    role: str
    source: str
    valid_from: date
    check_before_relying: bool
    version: str
    rule: str | None = None
    warn_days: int = 1
    warn_working_days: int | None = None

    def warn_on(self, due_on: date) -> date:
        if self.warn_working_days:
            return calendar(ENGLAND).count(due_on, -self.warn_working_days).day
        return due_on - timedelta(days=self.warn_days)


def kinds_of(table: Mapping[str, Any]) -> dict[str, Kind]:
    """By identifier."""
    version = table["version"]
    return {entry["id"]: Kind(version=version, **entry) for entry in table["kinds"]}


@dataclass(frozen=True)
class Obligation:
    """One day that somebody answers for. `due_on` is its last day; `instant` is when that is over:
    the start of the next day in London.
    """

    id: str
    subject: str  # such as a proposal's reference
    key: str
    kind: str
    title: str
    rule_id: str
    rule_version: str
    sense: str  # latest or closes
    calendar: str | None
    calendar_version: str | None
    days: int | None
    authority: str | None
    started_on: date
    due_on: date
    instant: datetime
    falls_at: datetime  # the instant, or the end of the day on which a breach was put on record
    acts_from: date | None
    explanation: str
    role: str
    organisation: str
    warn_on: date
    basis: str
    state: State = State.OPEN
    revision: int = 0  # raised with each change of what was told
    discharged_on: date | None = None
    moved_from: date | None = None  # the day that it was before a calendar changed

    @property
    def is_late(self) -> bool:
        return self.state is State.BREACHED or bool(
            self.sense == "latest" and self.discharged_on and self.discharged_on > self.due_on
        )

    @property
    def next_at(self) -> datetime | None:
        """The next instant at which time leads on; none when it does not any more."""
        if self.state not in RUNNING:
            return None
        return next(at for at, state in self._steps() if _rank(state) > _rank(self.state))

    def as_at(self, at: datetime) -> "Obligation":
        """The obligation at an instant: the same where nothing has come."""
        if self.state not in RUNNING:
            return self
        come = [state for step, state in self._steps() if step <= at]
        if not come or _rank(come[-1]) <= _rank(self.state):
            return self
        over = come[-1] is State.DISCHARGED
        return replace(self, state=come[-1], discharged_on=self.due_on if over else None)

    def _steps(self) -> list[tuple[datetime, State]]:
        end = State.BREACHED if self.sense == "latest" else State.DISCHARGED
        if self.falls_at > self.instant:
            return [(self.falls_at, end)]
        return [
            (_start_of(self.warn_on), State.DUE_SOON),
            (_start_of(self.due_on), State.DUE),
            (self.instant, end),
        ]

    def moved_to(self, due_on: date, at: datetime, warn_on: date, **changes: Any) -> "Obligation":
        """With another last day, open anew."""
        instant = end_of_day(due_on)
        return replace(
            self,
            due_on=due_on,
            instant=instant,
            falls_at=_falls_at(self.sense, instant, at),
            warn_on=warn_on,
            state=State.OPEN,
            **changes,
        )


def _rank(state: State) -> int:
    return RUNNING.index(state) if state in RUNNING else len(RUNNING)


def _start_of(day: date) -> datetime:
    return end_of_day(day - ONE_DAY)


def _falls_at(sense: str, instant: datetime, recorded_at: datetime) -> datetime:
    """History is entered in order: what was done about a day follows when the day is on record.

    Nobody is told of a breach before the end of the day on which an old day was entered.
    """
    if sense != "latest" or recorded_at < instant:
        return instant
    return end_of_day(legal_day(recorded_at))


@dataclass(frozen=True)
class Table:
    """The rules that obligations are made by."""

    kinds: Mapping[str, Kind]
    deadlines: DeadlineRules

    def make(self, duty: Duty, subject: str, at: datetime) -> Obligation:
        kind = self.kinds[duty.kind]
        rule = self.deadlines.find(duty.rule_id, duty.started_on) if duty.rule_id else None
        law = calendar(rule.calendar) if rule and rule.calendar else None
        instant = end_of_day(duty.due_on)
        return Obligation(
            id=f"{subject}/{duty.key}",
            subject=subject,
            key=duty.key,
            kind=duty.kind,
            title=duty.title,
            rule_id=rule.id if rule else str(kind.rule),
            rule_version=rule.version if rule else kind.version,
            sense=kind.sense,
            calendar=law.code if law else None,
            calendar_version=law.version if law else None,
            days=duty.days,
            authority=duty.authority,
            started_on=duty.started_on,
            due_on=duty.due_on,
            instant=instant,
            falls_at=_falls_at(kind.sense, instant, at),
            acts_from=duty.acts_from,
            explanation=duty.explanation,
            role=kind.role,
            organisation=duty.organisation,
            warn_on=kind.warn_on(duty.due_on),
            basis=duty.basis,
        )

    def work_out(self, found: Obligation) -> Deadline:
        """The day of an obligation anew, by its rule and the calendar of now."""
        local = LocalReading(found.authority, found.days) if found.authority else None
        return self.deadlines.work_out(found.rule_id, found.started_on, local=local)


# As the case changes


@dataclass(frozen=True)
class Change:
    """An obligation as it is now, and the event that tells it; none where nobody needs to know."""

    obligation: Obligation
    event: str | None
    previous_due_on: date | None = None


def agree(duties: Iterable[Duty], kept: Mapping[str, Kept]) -> bool:
    """Whether what is on record is what the case owes now."""
    wanted = {duty.key: duty.basis for duty in duties}
    return all(key in kept and kept[key].basis == basis for key, basis in wanted.items()) and all(
        key in wanted for key, each in kept.items() if each.owed
    )


def settle(
    duties: Iterable[Duty],
    subject: str,
    kept: Mapping[str, Obligation],
    table: Table,
    at: datetime,
) -> list[Change]:
    """What has to be written so that the record is what the case owes now, in order."""
    wanted = {duty.key: duty for duty in duties}
    changes: list[Change] = []
    for key, duty in wanted.items():
        found = kept.get(key)
        if found is None or found.state is State.WITHDRAWN:
            changes += _arisen(duty, subject, found, table, at)
        elif found.basis != duty.basis:
            changes += _changed(duty, found, table, at)
    for key, found in kept.items():
        if key not in wanted and found.state in STILL_OWED:
            gone = replace(found, state=State.WITHDRAWN, revision=found.revision + 1)
            changes.append(Change(gone, "obligation.withdrawn"))
    return changes


def _arisen(
    duty: Duty, subject: str, before: Obligation | None, table: Table, at: datetime
) -> list[Change]:
    made = table.make(duty, subject, at)
    if before:
        made = replace(made, revision=before.revision + 1)
    told = [Change(made, "obligation.created")]
    if duty.met and duty.met_on and duty.met_on > made.due_on and made.sense == "latest":
        told.append(Change(replace(made, state=State.BREACHED), "obligation.breached"))
    return told + _met(duty, made)


def _changed(duty: Duty, found: Obligation, table: Table, at: datetime) -> list[Change]:
    now = replace(found, title=duty.title, organisation=duty.organisation, basis=duty.basis)
    if found.state is State.DISCHARGED:
        return [Change(now, None)]
    told = []
    if duty.rule_id is None and duty.due_on != found.due_on:
        warn_on = table.kinds[duty.kind].warn_on(duty.due_on)
        now = now.moved_to(
            duty.due_on, at, warn_on, explanation=duty.explanation, acts_from=duty.acts_from
        )
    if (now.title, now.organisation, now.due_on) != (found.title, found.organisation, found.due_on):
        now = replace(now, revision=found.revision + 1)
        told.append(Change(now, "obligation.changed", found.due_on))
    return (told + _met(duty, now)) or [Change(now, None)]


def _met(duty: Duty, found: Obligation) -> list[Change]:
    if not duty.met:
        return []
    met = replace(
        found,
        state=State.DISCHARGED,
        discharged_on=duty.met_on,
        revision=found.revision + 1,
    )
    return [Change(met, "obligation.discharged")]


# As calendars change


@dataclass(frozen=True)
class Recomputed:
    """What a changed calendar makes of an open obligation."""

    before: Obligation
    worked_out: Deadline
    after: Obligation

    @property
    def moved(self) -> bool:
        return self.after.due_on != self.before.due_on

    @property
    def kept_longer(self) -> bool:
        """The new calendar gives another day, and the one that was told is kept."""
        return not self.moved and self.worked_out.due_on != self.before.due_on


def recompute(found: Obligation, table: Table, at: datetime) -> Recomputed:
    """The obligation under the calendar of now. One that has come stays as it was, and a legal
    period is never shortened.
    """
    again = table.work_out(found)
    as_told = replace(again, due_on=found.due_on, instant=found.instant)
    chosen = reconsider(as_told, again, at=at)
    after = replace(found, calendar_version=again.calendar_version)
    if chosen.due_on != found.due_on:
        after = after.moved_to(
            again.due_on,
            at,
            table.kinds[found.kind].warn_on(again.due_on),
            acts_from=again.acts_from if found.acts_from else None,
            explanation=again.sentence,
            moved_from=found.due_on,
            revision=found.revision + 1,
        )
    return Recomputed(found, again, after if found.instant > at else found)


def with_moved_days(acts: tuple[Act, ...], kept: Mapping[str, Kept]) -> tuple[Act, ...]:
    """The acts with the days that count since a calendar changed; records stay as written."""
    moved = {key: each for key, each in kept.items() if each.day}
    if not moved:
        return acts
    return tuple(_with_moved_day(position, act, moved) for position, act in enumerate(acts, 1))


def _with_moved_day(position: int, act: Act, moved: Mapping[str, Kept]) -> Act:
    if isinstance(act, Decision) and (new := moved.get(f"call_in.{position}")):
        return replace(
            act,
            call_in_closes_on=new.day,
            would_take_effect_on=new.acts_from,
            explanation=new.explanation,
        )
    if isinstance(act, Award) and (new := moved.get(f"award_call_in.{position}")):
        return replace(act, call_in_closes_on=new.day)
    if isinstance(act, Standstill) and (new := moved.get(f"standstill.{position}")):
        assert new.day is not None
        return replace(
            act,
            ends_on=new.day,
            earliest_signing_on=new.acts_from or act.earliest_signing_on,
            explanation=new.explanation,
        )
    if isinstance(act, RepresentationReceived | FurtherDecisionSent):
        return _with_moved_end(position, act, moved)
    return act


def _with_moved_end(
    position: int, act: RepresentationReceived | FurtherDecisionSent, moved: Mapping[str, Kept]
) -> Act:
    new = moved.get(f"standstill.{position}")
    if new is None or act.end is None:
        return act
    assert new.day is not None
    end = replace(
        act.end,
        ends_on=new.day,
        earliest_signing_on=new.acts_from or act.end.earliest_signing_on,
        explanation=new.explanation,
    )
    return replace(act, end=end, explanation=new.explanation)
