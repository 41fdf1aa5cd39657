"""What a draft of open contracting data is made of: plain facts, each given or not given at all.

Nothing here is worked out or made up: a fact that is none is left out of the draft. Money is whole
pence, days are legal dates, instants are in UTC. `id` is what the publisher calls a thing; the same
thing keeps its `id` from one release to the next, so that releases can be merged.
"""

from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True)
class Money:
    """Without and with VAT; either may be unknown."""

    net_pence: int | None = None
    gross_pence: int | None = None


@dataclass(frozen=True)
class Term:
    """First and last day; `longest_until` is the last day with every extension."""

    starts_on: date | None = None
    ends_on: date | None = None
    longest_until: date | None = None
    longest_months: int | None = None


@dataclass(frozen=True)
class Organisation:
    id: str
    name: str
    roles: tuple[str, ...]  # such as "buyer", "supplier"
    scheme: str | None = None  # of the register in which `number` stands, such as GB-PPON
    number: str | None = None


@dataclass(frozen=True)
class Ground:
    """A classified reason."""

    id: str
    description: str | None = None
    scheme: str | None = None


@dataclass(frozen=True)
class NoticeDocument:
    """A notice that was published; `notice` is its type, such as UK6."""

    id: str
    notice: str
    url: str | None = None
    published_at: datetime | None = None
    title: str | None = None


@dataclass(frozen=True)
class Tender:
    id: str
    title: str | None = None
    description: str | None = None
    status: str | None = None
    value: Money = Money()
    category: str | None = None  # "goods", "services" or "works"
    method: str | None = None  # "open", "selective", "limited" or "direct"
    method_reason: str | None = None
    method_legal_basis: Ground | None = None
    special_regime: tuple[str, ...] = ()
    above_threshold: bool | None = None
    opens_at: datetime | None = None
    closes_at: datetime | None = None
    term: Term = Term()
    documents: tuple[NoticeDocument, ...] = ()


@dataclass(frozen=True)
class Award:
    id: str
    title: str | None = None
    status: str | None = None
    decided_at: datetime | None = None
    value: Money = Money()
    suppliers: tuple[str, ...] = ()  # identifiers of organisations
    standstill: Term = Term()
    summaries_sent_at: datetime | None = None
    above_threshold: bool | None = None
    term: Term = Term()
    documents: tuple[NoticeDocument, ...] = ()


@dataclass(frozen=True)
class Amendment:
    id: str
    on: date | None = None
    description: str | None = None
    reason: str | None = None
    grounds: tuple[Ground, ...] = ()
    value: Money = Money()  # of the contract as amended
    term: Term = Term()
    standstill: bool | None = None  # a standstill runs between the notice and the change
    above_threshold: bool | None = None
    suppliers_added: tuple[str, ...] = ()
    suppliers_removed: tuple[str, ...] = ()


@dataclass(frozen=True)
class Observation:
    """One assessment of a key performance indicator, as it was published."""

    id: str
    rating: str  # one of the ratings of a performance notice
    period: Term = Term()
    measure: str | None = None
    unit: str | None = None
    notes: str | None = None


@dataclass(frozen=True)
class Metric:
    id: str
    title: str
    description: str | None = None
    observations: tuple[Observation, ...] = ()


@dataclass(frozen=True)
class PerformanceFailure:
    """A breach or a failure to improve, with what came of it."""

    id: str
    requirement: str
    description: str
    suppliers: tuple[str, ...]
    decided_at: datetime | None = None  # that the supplier failed to improve
    penalty_at: datetime | None = None
    penalty_kind: str | None = None  # "contracted", "imposed" or "negotiated"
    penalty: Money = Money()
    partial_termination: str | None = None
    documents: tuple[NoticeDocument, ...] = ()


@dataclass(frozen=True)
class Contract:
    id: str
    award_id: str
    title: str | None = None
    status: str | None = None
    value: Money = Money()
    term: Term = Term()
    signed_at: datetime | None = None
    above_threshold: bool | None = None
    agreed_metrics: tuple[Metric, ...] = ()
    no_metrics_because: str | None = None
    amendments: tuple[Amendment, ...] = ()
    proposed_amendments: tuple[Amendment, ...] = ()
    ended_because: tuple[Ground, ...] = ()
    metrics: tuple[Metric, ...] = ()
    failures: tuple[PerformanceFailure, ...] = ()
    documents: tuple[NoticeDocument, ...] = ()
    implementation_documents: tuple[NoticeDocument, ...] = ()


@dataclass(frozen=True)
class ReleaseFacts:
    """One release: `tags` say what it is about. `ocid` names the whole contracting process."""

    ocid: str | None  # none before the first notice: the platform gives it
    release_id: str
    at: datetime
    tags: tuple[str, ...]
    buyer: str  # identifier of an organisation
    organisations: tuple[Organisation, ...]
    tender: Tender | None = None
    awards: tuple[Award, ...] = ()
    contracts: tuple[Contract, ...] = ()
