"""What people did to a proposal, one record each. Records are only ever added."""

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

OPEN_CLASSIFICATIONS = ("public", "partner")
EXEMPT_ITEM = "Exempt item"


@dataclass(frozen=True)
class Paper:
    """Evidence: a document known by its fingerprint, with the facts that gates read."""

    code: str
    title: str
    version: int
    sha256: str
    classification: str  # public, partner, exempt or restricted
    author_organisation: str
    added_on: date
    facts: dict[str, Any] = field(default_factory=dict)

    @property
    def public_title(self) -> str:
        """Exempt and restricted papers are known to exist; their titles may tell too much."""
        return self.title if self.classification in OPEN_CLASSIFICATIONS else EXEMPT_ITEM


@dataclass(frozen=True)
class Notice:
    """Notice of a decision that a partner is going to take."""

    partner: str
    body: str
    matter: str
    key_decision: bool
    meeting_on: date
    notice_on: date
    latest_notice_on: date | None  # none: no rule asks for one
    compliant: bool
    explanation: str = ""


@dataclass(frozen=True)
class DecisionCondition:
    """A condition under which a partner approved, such as a cap on its own cost."""

    id: str
    kind: str
    text: str
    cap_pence: int | None = None
    per: str | None = None


@dataclass(frozen=True)
class Decision:
    """What one partner decided about one version."""

    partner: str
    body: str
    route: str
    outcome: str  # approved, approved_conditional, deferred or rejected
    decided_on: date
    proposal_version: int
    sha256: str
    published_on: date | None = None
    conditions: tuple[DecisionCondition, ...] = ()
    deferred_until: date | None = None
    reason: str | None = None
    resolutions: tuple[str, ...] = ()
    authority_reference: str | None = None
    value_pence: int | None = None
    call_in_closes_on: date | None = None
    would_take_effect_on: date | None = None  # if nobody calls it in
    explanation: str = ""

    @property
    def approves(self) -> bool:
        return self.outcome in ("approved", "approved_conditional")


@dataclass(frozen=True)
class CallIn:
    """Councillors call in single resolutions of a decision, never the whole report."""

    partner: str
    resolutions: tuple[str, ...]
    called_in_on: date
    by_count: int | None
    others_effective_on: date | None


@dataclass(frozen=True)
class CallInResolved:
    partner: str
    resolutions: tuple[str, ...]
    outcome: str  # no_action, refer_back or refer_to_council
    on: date


@dataclass(frozen=True)
class ConditionConfirmed:
    partner: str
    condition_id: str
    on: date
    evidence: str | None = None


@dataclass(frozen=True)
class Tender:
    """How bids will be scored, fixed and published before anybody bids."""

    weights: dict[str, int]  # criterion → points, 100 in all
    panel_question: str
    fallback: str
    notice_on: date
    closes_on: date
    closes_at: str


@dataclass(frozen=True)
class Bid:
    code: str
    name: str
    price_pence: int
    points: dict[str, Decimal]  # criterion → points, price among them
    total: Decimal


@dataclass(frozen=True)
class Scores:
    bids: tuple[Bid, ...]  # best first
    on: date


@dataclass(frozen=True)
class Award:
    supplier_code: str
    supplier_name: str
    partner: str
    route: str
    decided_on: date
    published_on: date | None
    call_in_closes_on: date | None = None


@dataclass(frozen=True)
class Standstill:
    regime: str
    letters_sent_on: date
    ends_on: date
    earliest_signing_on: date
    explanation: str


@dataclass(frozen=True)
class SignedContract:
    contract_id: str
    supplier_code: str
    supplier_name: str
    regime: str
    signed_on: date
    starts_on: date
    initial_end_on: date
    maximum_end_on: date
    annual_value_pence: int


@dataclass(frozen=True)
class SealedAgreement:
    kind: str
    host: str
    sealed_on: date


Act = (
    Paper
    | Notice
    | Decision
    | CallIn
    | CallInResolved
    | ConditionConfirmed
    | Tender
    | Scores
    | Award
    | Standstill
    | SignedContract
    | SealedAgreement
)
