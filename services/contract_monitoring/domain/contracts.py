"""A contract under watch: who its parties are, and whether it runs yet or is under review."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from services.contract_monitoring.domain.agreement import Answer, Exit, ShareChange, Succession
from services.contract_monitoring.domain.terms import Terms
from shared.actor import Actor
from shared.errors import NotAllowed, RuleBroken

REVIEW_STAGE = "review_and_option_decision"
PARTY_ROLES = ("contract_manager", "provider", "commissioner")


class Stage(StrEnum):
    MOBILISING = "mobilising"  # signed, and its first day is still to come
    LIVE = "live"  # the service runs; returns are due
    UNDER_REVIEW = "under_review"  # it runs while partners consider its future


@dataclass(frozen=True)
class Condition:
    """What a partner tied its approval to: its own cost stays at or under a cap."""

    partner: str
    kind: str
    cap_pence: int
    per: str
    question: str | None = None  # what a succession left open about it


@dataclass(frozen=True)
class Contract:
    id: str
    proposal_id: str
    title: str
    lead: str
    partners: tuple[str, ...]
    supplier: str  # organisation code
    starts_on: date
    maximum_end_on: date
    annual_value_pence: int
    measure_set: str
    shares: Mapping[str, int]  # basis points, in the agreed order of partners
    conditions: tuple[Condition, ...]
    announced_start: date | None = None  # the start that was announced as reached
    review_opened_on: date | None = None
    review_reason: str | None = None
    terms: tuple[Terms, ...] = ()
    changes: tuple[ShareChange, ...] = ()
    successions: tuple[Succession, ...] = ()
    exits: tuple[Exit, ...] = ()
    answers: tuple[Answer, ...] = ()

    @property
    def parties(self) -> frozenset[str]:
        """Everybody that ever was one: who came before keeps sight of its own years."""
        later = {partner for change in self.changes for partner in change.shares}
        heirs = {partner for each in self.successions for partner in each.successors}
        return frozenset({self.lead, *self.partners, self.supplier, *later, *heirs})

    def terms_on(self, day: date) -> Terms:
        """The newest terms that hold on a day; none of them says a thing before the first."""
        held = [each for each in self.terms if each.from_on <= day]
        return max(held, key=lambda each: each.from_on) if held else Terms(day, "none", "none")


@dataclass(frozen=True)
class ProposalMove:
    """What this service keeps of a proposal's moves. `version` orders them."""

    version: int
    from_stage: str
    to_stage: str
    on: date
    because: str


def stage_of(contract: Contract, on: date, moves: Iterable[ProposalMove] = ()) -> Stage:
    """Derived, never stored: arrival order and a late timer cannot make it wrong."""
    if on < contract.starts_on:
        return Stage.MOBILISING
    opened = contract.review_opened_on
    if opened is None or opened > on:
        return Stage.LIVE
    over = any(
        move.from_stage == REVIEW_STAGE != move.to_stage and opened <= move.on <= on
        for move in moves
    )
    return Stage.LIVE if over else Stage.UNDER_REVIEW


def commence(contract: Contract, today: date) -> Contract | None:
    """The contract with its start announced, when that day has come and was not announced."""
    if today < contract.starts_on or contract.announced_start == contract.starts_on:
        return None
    return replace(contract, announced_start=contract.starts_on)


def open_review(
    contract: Contract, moves: Iterable[ProposalMove], *, reason: str, on: date
) -> Contract:
    stage = stage_of(contract, on, moves)
    if stage is Stage.MOBILISING:
        raise RuleBroken(
            "contract_not_live",
            f"This contract starts on {contract.starts_on}. Open its review after that.",
            {"starts_on": str(contract.starts_on)},
        )
    if stage is Stage.UNDER_REVIEW:
        raise RuleBroken(
            "review_already_open",
            f"A review has been open since {contract.review_opened_on}. Record its outcome first.",
            {"review_opened_on": str(contract.review_opened_on)},
        )
    return replace(contract, review_opened_on=on, review_reason=reason)


def must_be_party(contract: Contract, actor: Actor) -> None:
    if actor.organisation not in contract.parties:
        raise NotAllowed(
            "not_a_party",
            "Only an organisation that is a party to this contract may do this.",
            {"organisation": actor.organisation, "contract": contract.id},
        )


def must_report_for(contract: Contract, actor: Actor) -> None:
    """A provider reports on its own contract; a contract manager on one of their organisation's."""
    if actor.organisation != contract.supplier:
        actor.must_have("contract_manager")
    must_be_party(contract, actor)


def sees_raw_figures(contract: Contract, actor: Actor) -> bool:
    """Everyone else sees figures after disclosure control."""
    return actor.organisation in contract.parties and bool(actor.roles & set(PARTY_ROLES))
