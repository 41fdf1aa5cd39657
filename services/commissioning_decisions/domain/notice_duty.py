"""What is known of a procurement or contract, and whether a notice about it is due.

The facts are plain: a regime, a process, a value, and the days on which something happened. A day
that is not known yet is none. Money is whole pence, parts are basis points.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from services.commissioning_decisions.domain.deadlines import Deadline, DeadlineRules

# What can be said of a notice.
DUE = "due"
LATER = "later"  # it falls due when something happens that has not happened yet
OPTIONAL = "optional"
NOT_DUE = "not_due"
UNKNOWN = "unknown"  # a fact is missing on which it depends

ABOVE, NOTIFIABLE, BELOW = "above", "notifiable", "below"


@dataclass(frozen=True)
class Modification:
    """A change of a contract, made or intended.

    `term_change_bp` is in basis points of the longest term provided for on award. `made_with` names
    earlier modifications with which this one could reasonably have been made together.
    """

    code: str
    on: date | None = None
    value_change_pence: int = 0
    term_change_bp: int = 0
    value_before_pence: int | None = None  # none: value on award with the changes made before
    made_with: tuple[str, ...] = ()
    notice_on: date | None = None  # the day of its contract change notice
    restructuring: bool = False  # the supplier changes, by novation or assignment
    by_authority: bool = True  # attributable to a decision of the authority
    urgent: bool = False


@dataclass(frozen=True)
class Tendering:
    """How tenders come in; `shortened_because` is the ground for a period of 10 days."""

    electronic: bool = True
    all_documents: bool = True  # given out together with the tender notice
    shortened_because: str | None = None


@dataclass(frozen=True)
class Payment:
    on: date
    pence: int


@dataclass(frozen=True)
class Procurement:
    """What notices depend on. `value_pence` is the whole-life value with options and VAT.

    `intention_on` is the day on which the notice before the contract was published: the notice of
    intention (Provider Selection Regime) or the contract award notice (Procurement Act).
    """

    regime: str
    process: str
    value_pence: int
    light_touch: bool = False
    form: str = "contract"  # or "framework", "concession"
    size: str = ABOVE  # the threshold, or NOTIFIABLE or BELOW
    user_choice: bool = False  # awarded directly because the person served chose the supplier
    extreme_urgency: bool = False
    voluntary_standstill: bool = False
    measures_unsuitable: str | None = None  # why performance cannot be assessed by indicators
    advertised: bool | None = None
    market_engaged: bool | None = None
    tendering: Tendering = Tendering()
    authority_spend_pence: int | None = None  # what it expects to pay in the coming year
    year_begins_on: date | None = None  # that financial year
    follow_on: date | None = None  # notice to follow the Most Suitable Provider Process submitted
    tenders_invited_on: date | None = None
    intention_on: date | None = None
    awarded_on: date | None = None
    entered_on: date | None = None
    not_awarded_on: date | None = None  # decided to award no contract
    breach_on: date | None = None  # the duty to tell of a breach first applies
    ended_on: date | None = None
    assessments: int = 0  # yearly assessments of performance that are published
    modifications: tuple[Modification, ...] = ()
    payments: tuple[Payment, ...] = ()

    @property
    def award_day(self) -> date | None:
        """Where no day of award is on record, the contract itself is the award."""
        return self.awarded_on or self.entered_on


@dataclass(frozen=True)
class Duty:
    """What is to be done about one notice, and why; `about` says which of several."""

    notice: str
    title: str
    sort: str
    status: str
    why: str
    source: str
    check_before_relying: bool
    rule_version: str
    latest_on: date | None = None
    earliest_on: date | None = None
    deadline: Deadline | None = None
    about: str | None = None


@dataclass(frozen=True)
class Question:
    """One notice of the table, asked about one procurement."""

    entry: Mapping[str, Any]
    facts: Procurement
    limits: Mapping[str, int]
    rules: DeadlineRules
    version: str

    def answer(self, status: str, why: str | None = None, **more: Any) -> Duty:
        return Duty(
            notice=self.entry["id"],
            title=self.entry["title"],
            sort=self.entry["sort"],
            status=status,
            why=why or self.entry["why"],
            source=self.entry["source"],
            check_before_relying=self.entry["check_before_relying"],
            rule_version=self.version,
            **more,
        )

    def due_after(self, started_on: date, why: str | None = None, about: str | None = None) -> Duty:
        """Due by the deadline rule of the notice; that of a light touch contract is its own."""
        named = self.entry.get("light_touch") if self.facts.light_touch else None
        found = self.rules.work_out(named or self.entry["standard"], started_on)
        return self.answer(
            DUE,
            f"{why or self.entry['why']} {found.sentence}",
            latest_on=found.due_on,
            deadline=found,
            about=about,
        )

    def possible_after(self, status: str, started_on: date, rule: str | None = None) -> Duty:
        """A period to keep: what it holds back is possible from a day on."""
        found = self.rules.work_out(rule or self.entry["standard"], started_on)
        return self.answer(
            status,
            f"{self.entry['why']} {found.sentence}",
            earliest_on=found.acts_from or found.due_on,
            deadline=found,
        )
