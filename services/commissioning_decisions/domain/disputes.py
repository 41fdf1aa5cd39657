"""Disputes between partners, with a clock (Children and Families Act 2014 s.26(3)(g))."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from services.commissioning_decisions.domain.acts import (
    DisputeLevel,
    DisputeRaised,
    DisputeSettled,
)
from services.commissioning_decisions.domain.case import Case
from services.commissioning_decisions.domain.deadlines import DeadlineRules
from shared.errors import Invalid, RuleBroken

OUTCOMES = ("agreed", "withdrawn", "mediated")


def raise_dispute(
    case: Case,
    rules: DeadlineRules,
    levels: Iterable[Mapping[str, Any]],
    *,
    by: str,
    about: str,
    on: date,
) -> DisputeRaised:
    """A dispute, with the day on which each of its levels ends."""
    case.must_allow("raise_dispute")
    case.partner(by)
    if open_dispute(case):
        raise RuleBroken("dispute_open", "A dispute is open already. Settle it first.")
    number = len(case.all(DisputeRaised)) + 1
    return DisputeRaised(f"DIS-{number}", by, about, on, tuple(_levels(rules, levels, on)))


def _levels(
    rules: DeadlineRules, levels: Iterable[Mapping[str, Any]], on: date
) -> Iterable[DisputeLevel]:
    begins = on
    for level in levels:
        if "rule" not in level:
            yield DisputeLevel(level["name"], None)
            continue
        ends = rules.work_out(level["rule"], begins)
        yield DisputeLevel(level["name"], ends.due_on, ends.sentence)
        begins = ends.due_on


def settle(case: Case, *, outcome: str, on: date) -> DisputeSettled:
    dispute = must_be_open(case)
    if on < dispute.raised_on:
        raise Invalid("before_last_act", "The outcome lies before the dispute. Check the day.")
    return DisputeSettled(dispute.id, outcome, on)


def must_be_open(case: Case) -> DisputeRaised:
    dispute = open_dispute(case)
    if dispute is None:
        raise RuleBroken("no_open_dispute", "No dispute is open.")
    return dispute


def open_dispute(case: Case) -> DisputeRaised | None:
    raised, settled = case.last(DisputeRaised), case.all(DisputeSettled)
    if raised is None or raised.id in {each.dispute_id for each in settled}:
        return None
    return raised


def level_on(dispute: DisputeRaised, day: date) -> DisputeLevel:
    """The level that has the dispute on a day; it climbs when a level's time is over."""
    for level in dispute.levels:
        if level.until is None or day <= level.until:
            return level
    return dispute.levels[-1]
