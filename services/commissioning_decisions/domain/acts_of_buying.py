"""What was done to a procurement beside tender, award and contract: its law, notices and end."""

from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True)
class StandstillEnd:
    """When a standstill ends; `rule` of deadlines.toml counts from `counted_from`."""

    rule: str
    counted_from: date
    ends_on: date
    earliest_signing_on: date
    explanation: str


@dataclass(frozen=True)
class RepresentationReceived:
    """A provider asks in a standstill to look at the award again; `end`: of the standstill now."""

    provider: str
    received_at: datetime
    in_time: bool
    end: StandstillEnd | None  # none while somebody waits for a further decision
    explanation: str


@dataclass(frozen=True)
class FurtherDecisionSent:
    """What was decided about representations. `sent_at`: when the last of `sent_to` was told."""

    outcome: str  # proceed, repeat or abandon
    reasons: str
    sent_at: datetime
    sent_to: tuple[str, ...]
    end: StandstillEnd | None
    explanation: str


@dataclass(frozen=True)
class RegimeReason:
    sentence: str
    source: str
    check_before_relying: bool


@dataclass(frozen=True)
class RegimeDetermined:
    """Under which law and by which process is bought, with the reasons, once and for all."""

    regime: str
    title: str
    process: str | None  # none where the law knows no processes that are told apart here
    started_on: date
    determined_on: date
    buyer: str
    value_pence: int  # over the whole life, with options and VAT
    light_touch: bool
    size: str | None  # against the threshold of the Procurement Act
    threshold_pence: int | None
    form: str  # contract, framework or concession
    standstill: str  # mandatory, voluntary or none
    urgent: bool
    reasons: tuple[RegimeReason, ...]
    rule_version: str
    user_choice: bool = False
    market_engaged: bool | None = None
    advertised: bool | None = None
    measures_unsuitable: str | None = None
    authority_spend_pence: int | None = None  # what the buyer expects to pay in the coming year
    year_begins_on: date | None = None


@dataclass(frozen=True)
class PublishedNotice:
    """A notice that a person published on the central digital platform; never by this product."""

    notice: str  # such as UK6 or PSR-SCH-6
    number: str  # as the platform gave it: NNNNNN-YYYY
    published_on: date
    title: str
    about: str | None = None  # which of several, such as "year 1"
    ocid: str | None = None


@dataclass(frozen=True)
class ProcurementAbandoned:
    reason: str
    on: date
    regime: str | None


@dataclass(frozen=True)
class SupplierRisk:
    """A supplier that may fail, or has: `critical` opens the urgent route."""

    supplier: str
    level: str  # watch, serious or critical
    source: str
    raised_on: date
