"""Conditions of partners as expressions that a cost is held against; no words are guessed."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import Any

from services.contract_monitoring.domain.agreement import Answer, Reading, Succession
from services.contract_monitoring.domain.charging import part_year_text
from services.contract_monitoring.domain.contracts import Condition, Contract
from services.contract_monitoring.domain.shares import (
    ONE_DAY,
    in_order,
    partners_on,
    passed_on,
)
from services.contract_monitoring.domain.terms import PartYear
from services.contract_monitoring.domain.years import PartOfYear
from shared.errors import RuleBroken
from shared.money import allocate, format_pounds, part_year_by_days, part_year_by_months

OWN_COST_CAP = "own_cost_cap"


class State(StrEnum):
    MET = "met"
    BREACHED = "breached"
    AMBIGUOUS = "ambiguous"  # its words leave it open: the partner has to say


@dataclass(frozen=True)
class Finding:
    """A condition held against a cost, with each way in which it can be read."""

    condition: Condition
    cost_pence: int
    caps: Mapping[Reading, int]
    state: State
    part_year: str  # how the year counts, in words; empty for a whole one
    answer: Answer | None = None

    def as_block(self) -> dict[str, Any]:
        return {
            "partner": self.condition.partner,
            "condition": self.condition.kind,
            "expression": f"own_cost <= {format_pounds(self.condition.cap_pence)} "
            "per financial year",
            "cap_pence": self.condition.cap_pence,
            "cost_pence": self.cost_pence,
            "state": str(self.state),
            "readings": [
                {"reading": str(name), "cap_pence": cap, "met": self.cost_pence <= cap}
                for name, cap in self.caps.items()
            ],
            "reading": str(self.answer.reading) if self.answer and self.answer.reading else None,
            "reference": self.answer.reference if self.answer else None,
            "sentence": self.sentence(),
        }

    def sentence(self) -> str | None:
        """What a person has to know about it; nothing while the condition is met."""
        return None if self.state is State.MET else SENTENCES[self.state](self)


def _breach(finding: Finding) -> str:
    who, cost = finding.condition.partner, format_pounds(finding.cost_pence)
    if finding.answer and finding.answer.reading is Reading.PRO_RATA:
        cap = format_pounds(finding.caps[Reading.PRO_RATA])
        return (
            f"{who}: cost {cost} is above its cap pro rata, {cap} for {finding.part_year}; "
            f"{who} reads its condition so ({finding.answer.reference})."
        )
    return f"{who}: cost {cost} is above its cap of {format_pounds(_allowed(finding))} a year."


def _open_question(finding: Finding) -> str:
    condition, cost = finding.condition, format_pounds(finding.cost_pence)
    who, cap = condition.partner, format_pounds(condition.cap_pence)
    if condition.question:
        return f"{who}: cost {cost} is above a cap of {cap} a year. {condition.question}"
    return (
        f"{who}: cost {cost} is within its cap of {cap} a year, but above the cap "
        f"pro rata, {format_pounds(finding.caps[Reading.PRO_RATA])} for {finding.part_year}. "
        f"The condition does not say which holds in a part year: ask {who} to decide."
    )


SENTENCES = {State.BREACHED: _breach, State.AMBIGUOUS: _open_question}


def _allowed(finding: Finding) -> int:
    return finding.caps[Reading.PER_YEAR]


def judge(
    contract: Contract, year: PartOfYear, costs: Mapping[str, int], day: date | None = None
) -> list[Finding]:
    """Each condition of those who bear a cost in a year, as its partners have read it until now.

    A successor answers for what its predecessors bore in the same year.
    """
    for each in in_order(contract.successions):
        if year.first < each.from_on <= year.last:
            costs = passed_on(costs, each)
    return [
        _judged(contract, year, condition, costs[condition.partner])
        for condition in conditions_on(contract, day or year.last)
        if condition.kind == OWN_COST_CAP and condition.partner in costs
    ]


def _judged(contract: Contract, year: PartOfYear, condition: Condition, cost: int) -> Finding:
    released = _newest(contract, condition, year.last, released=True)
    read = _newest(contract, condition, year.last, released=False)
    cap = max(condition.cap_pence, (released and released.allowed_pence) or 0)
    caps = {Reading.PER_YEAR: cap}
    part_year = ""
    if not year.is_whole:
        caps[Reading.PRO_RATA] = _pro_rata(contract, year, cap)
        part_year = part_year_text(contract, year)
    state = _state(condition, cost, caps, read)
    used = read or (released if cap > condition.cap_pence else None)
    return Finding(condition, cost, caps, state, part_year, used)


def _pro_rata(contract: Contract, year: PartOfYear, cap_pence: int) -> int:
    """As the contributions are cut; by days where the agreement does not say."""
    if contract.terms_on(year.first).part_year is PartYear.MONTHS:
        return part_year_by_months(cap_pence, year.months)
    return part_year_by_days(cap_pence, year.days, year.days_in_year)


def _state(
    condition: Condition, cost: int, caps: Mapping[Reading, int], read: Answer | None
) -> State:
    if read and read.reading:
        return (
            State.MET if cost <= caps.get(read.reading, caps[Reading.PER_YEAR]) else State.BREACHED
        )
    if cost > caps[Reading.PER_YEAR]:
        return State.AMBIGUOUS if condition.question else State.BREACHED
    return State.MET if all(cost <= cap for cap in caps.values()) else State.AMBIGUOUS


def _newest(
    contract: Contract, condition: Condition, day: date, *, released: bool
) -> Answer | None:
    given = [
        each
        for each in contract.answers
        if (each.partner, each.kind) == (condition.partner, condition.kind)
        and (each.allowed_pence is not None) is released
        and (not released or each.from_on <= day)
    ]
    return given[-1] if given else None


def conditions_on(contract: Contract, day: date) -> list[Condition]:
    """The conditions as they stand on a day: those of a body that ended are its successors'."""
    found = list(contract.conditions)
    for each in in_order(contract.successions):
        if each.from_on <= day:
            found = _passed_on(contract, each, found)
    return found


def _passed_on(
    contract: Contract, succession: Succession, found: list[Condition]
) -> list[Condition]:
    theirs = [each for each in found if each.partner in succession.bodies]
    passed: list[Condition] = [each for each in found if each.partner not in succession.bodies]
    bearing = set(partners_on(contract, succession.from_on - ONE_DAY)) & set(succession.bodies)
    for kind in dict.fromkeys(each.kind for each in theirs):
        alike = [each for each in theirs if each.kind == kind]
        silent = bearing - {each.partner for each in alike}
        question = _question(alike, silent)
        cap = sum(each.cap_pence for each in alike)
        for partner, pence in allocate(cap, succession.successors).items():
            passed.append(replace(alike[0], partner=partner, cap_pence=pence, question=question))
    return passed


def _question(alike: Iterable[Condition], silent: Iterable[str]) -> str | None:
    """A cap of one body says nothing about the cost of another that was merged with it."""
    if not (others := sorted(silent)):
        return next((each.question for each in alike if each.question), None)
    given = ", ".join(each.partner for each in alike)
    return (
        f"The cap was given by {given} for its own cost; the successor also bears that of "
        f"{', '.join(others)}, which had given none. Ask the successor what holds now."
    )


def find_condition(contract: Contract, partner: str, kind: str, day: date) -> Condition:
    for condition in conditions_on(contract, day):
        if (condition.partner, condition.kind) == (partner, kind):
            return condition
    raise RuleBroken(
        "condition_not_given",
        f"{partner} has given no such condition. Choose one of those on the contract's page.",
        {"partner": partner, "kind": kind},
    )


def check_none_breached(findings: Iterable[Finding]) -> None:
    """An open condition blocks what depends on it."""
    if broken := [each for each in findings if each.state is not State.MET]:
        sentences = " ".join(each.sentence() or "" for each in broken)
        raise RuleBroken(
            "condition_breached",
            f"{sentences} Ask the partner to decide again, and record its answer first.",
            {"partners": ", ".join(each.condition.partner for each in broken)},
        )
