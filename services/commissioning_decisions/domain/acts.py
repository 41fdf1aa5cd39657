"""What people did to a proposal, one record each. Records are only ever added."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from services.commissioning_decisions.domain.acts_of_buying import (
    FurtherDecisionSent,
    ProcurementAbandoned,
    PublishedNotice,
    RegimeDetermined,
    RepresentationReceived,
    SupplierRisk,
)
from services.commissioning_decisions.domain.votes import Vote
from shared.money import allocate

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
    valid_until: date | None = None  # the last day on which a gate takes it; none: it does not age

    def counts_on(self, day: date) -> bool:
        return self.valid_until is None or day <= self.valid_until

    @property
    def public_title(self) -> str:
        """Exempt and restricted papers are known to exist; their titles may tell too much."""
        return self.title if self.classification in OPEN_CLASSIFICATIONS else EXEMPT_ITEM


@dataclass(frozen=True)
class Waiver:
    """One condition of a gate that may stay open, for a reason that is published."""

    move: str
    condition: str
    paper: str | None  # the code of the paper that is not there
    partner: str
    by_role: str
    reason: str
    waived_on: date


@dataclass(frozen=True)
class ConflictDeclared:
    """A line of the register of conflicts of interest. People appear by their role or seat only."""

    id: str
    partner: str
    role: str  # such as member of the cabinet, evaluator, supporter of a young evaluator
    nature: str  # none, financial, family, post_at_provider, uses_the_service or other
    action: str  # none_needed, recuse, replace or allow
    declared_on: date
    seat: str | None = None  # the seat whose vote it touches, as the decision's record names it
    reason: str | None = None  # why the action is enough


@dataclass(frozen=True)
class ConflictSettled:
    """A conflict that was declared after a vote: the chair confirmed what the others decided."""

    conflict_id: str
    partner: str
    on: date


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
    kind: str = "forward_plan"  # or general_exception, special_urgency, private_business
    agreed_by: str | None = None  # the office that agreed to the urgency, such as scrutiny chair


@dataclass(frozen=True)
class DecisionCondition:
    """A condition under which a partner approved, such as a cap on its own cost."""

    id: str
    kind: str
    text: str
    cap_pence: int | None = None
    per: str | None = None
    until: date | None = None  # of a sunset: the last day of the approval's effect
    due_on: date | None = None  # when it has to be met, and by which organisation
    owner: str | None = None


@dataclass(frozen=True)
class Decision:
    """What one partner decided about one version."""

    partner: str
    body: str
    route: str
    outcome: str  # approved, approved_conditional, deferred, rejected, inquorate or withdrawn
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
    votes: tuple[Vote, ...] = ()
    quorum: int | None = None
    casting_vote: str | None = None
    expires_on: date | None = None  # an approval counts to the end of that day, unless all have

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
class JointRuleAgreed:
    """By which rule the partners' decisions become one, where it is not that of the law."""

    type: str  # of JOINT_RULES in joint_rules
    authority_reference: str  # the written delegation or terms of reference
    agreed_on: date
    quorum: int | None = None  # partners who have to vote
    threshold_bp: int | None = None  # of the votes that were cast
    weights: dict[str, int] = field(default_factory=dict)  # partner → votes; none: by share
    casting_vote: str | None = None  # the partner that has it
    cap_pence: int | None = None  # of a delegation to the lead: whole-life value
    valid_until: date | None = None


@dataclass(frozen=True)
class PartnerLeft:
    """The others go on without a partner that said no, before anything took effect."""

    partner: str
    reason: str
    on: date


@dataclass(frozen=True)
class PartnerSucceeded:
    """Law put other bodies in the place of some: what they agreed and decided passes to those."""

    predecessors: tuple[str, ...]
    successors: dict[str, int]  # successor → basis points of what the predecessors had together
    effective_on: date
    order_reference: str

    def applied_to(self, shares: Mapping[str, int]) -> dict[str, int]:
        """The shares with the successors' in the place of the predecessors'."""
        together = sum(shares.get(code, 0) for code in self.predecessors)
        if not any(code in shares for code in self.predecessors):
            return dict(shares)
        rest = {code: bp for code, bp in shares.items() if code not in self.predecessors}
        for code, bp in allocate(together, self.successors).items():
            rest[code] = rest.get(code, 0) + bp
        return rest


@dataclass(frozen=True)
class DisputeRaised:
    """Children and Families Act 2014 s.26(3)(g): it climbs a level when a level's time is over."""

    id: str
    by: str
    about: str
    raised_on: date
    levels: tuple["DisputeLevel", ...]


@dataclass(frozen=True)
class DisputeLevel:
    name: str
    until: date | None  # the last level has no end of its own
    explanation: str = ""


@dataclass(frozen=True)
class DisputeSettled:
    dispute_id: str
    outcome: str
    on: date


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
class OptionExercised:
    """One extension of the contract, taken up in time and with every partner's consent (T32)."""

    number: int  # of the options in their order, from 1
    length_months: int
    until: date  # the contract's last day from now on
    consents: dict[str, str]  # partner → where its consent is recorded
    on: date


@dataclass(frozen=True)
class SealedAgreement:
    kind: str
    host: str
    sealed_on: date


Act = (
    Paper
    | Waiver
    | ConflictDeclared
    | ConflictSettled
    | Notice
    | Decision
    | CallIn
    | CallInResolved
    | ConditionConfirmed
    | JointRuleAgreed
    | PartnerLeft
    | PartnerSucceeded
    | DisputeRaised
    | DisputeSettled
    | Tender
    | Scores
    | Award
    | Standstill
    | RepresentationReceived
    | FurtherDecisionSent
    | RegimeDetermined
    | PublishedNotice
    | ProcurementAbandoned
    | SupplierRisk
    | SignedContract
    | OptionExercised
    | SealedAgreement
)
