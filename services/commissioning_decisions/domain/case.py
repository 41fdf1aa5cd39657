"""A proposal with everything that is known about it: what a gate, a rule or a page looks at."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from typing import Any, TypeVar

from services.commissioning_decisions.domain.acts import (
    Act,
    Award,
    CallIn,
    CallInResolved,
    ConditionConfirmed,
    Decision,
    Notice,
    Paper,
    PartnerSucceeded,
    Scores,
    SealedAgreement,
    SignedContract,
    Standstill,
    Tender,
)
from services.commissioning_decisions.domain.acts_of_buying import (
    ProcurementAbandoned,
    RegimeDetermined,
)
from services.commissioning_decisions.domain.case_facts import (
    Flow,
    Known,
    Migration,
    Moved,
    Proposal,
)
from services.commissioning_decisions.domain.definition import (
    STAGED_ACTS,
    ProcessDefinition,
    Stage,
)
from services.commissioning_decisions.domain.kept import Kept
from services.commissioning_decisions.domain.partners import Partner
from services.commissioning_decisions.domain.versions import Version
from shared.errors import Invalid, RuleBroken

__all__ = ["Case", "Flow", "Known", "Migration", "Moved", "Proposal"]

Kind = TypeVar("Kind")


@dataclass(frozen=True)
class Case:
    """`moves` may leave out what does not matter any more. It always holds, in order, for each
    process that it followed, name and two stages the last such move, and for each version the
    first and the last move that froze it; so it ends with the last move. Every property here is
    the same as from the whole chain, which only the export, the case as it once stood and the
    report on it look at.
    """

    proposal: Proposal
    process: ProcessDefinition
    partners: Mapping[str, Partner]
    versions: tuple[Version, ...] = ()
    moves: tuple[Moved, ...] = ()
    acts: tuple[Act, ...] = ()
    known: Known = field(default_factory=Known)
    version: int = 0  # of the last event about it: what somebody who looked at it has seen
    announced: Mapping[str, Any] = field(default_factory=dict)  # what came with time, as told
    kept: Mapping[str, Kept] = field(default_factory=dict)  # obligations on record, by their keys
    flows: tuple[Flow, ...] = ()
    drafted: Proposal | None = None  # with the partners and the lead of the first day
    migrations: tuple[Migration, ...] = ()  # processes that it followed before, in their order

    # Where it stands

    @property
    def stage(self) -> Stage:
        return self.process.stage(self.moves[-1].to_stage if self.moves else self.process.first.id)

    @property
    def stage_since(self) -> date:
        """The day on which it came to where it stands; a change of process is no new stay."""
        last = self._last_step
        return last.on if last else self.proposal.drafted_on

    @property
    def last_move_on(self) -> date:
        """No move lies before this day."""
        return self.moves[-1].on if self.moves else self.proposal.drafted_on

    @property
    def where_it_was(self) -> str:
        """The stage that it left last, by its name in the process of now."""
        last = self._last_step
        stage = last.from_stage if last else self.process_after(0).first.id
        for migration in self.migrations:
            if migration.position > (last.position if last else 0):
                stage = migration.renamed(stage)
        return stage

    @property
    def _last_step(self) -> Moved | None:
        """The last move that somebody made through a gate."""
        changes = {migration.position for migration in self.migrations}
        return next((m for m in reversed(self.moves) if m.position not in changes), None)

    def process_after(self, position: int) -> ProcessDefinition:
        """What it followed after so many moves: each move is read in the process of its time."""
        later = (each.left for each in self.migrations if each.position > position)
        return next(later, self.process)

    def migration_by(self, moved: Moved) -> Migration | None:
        """What the move changed of the process; none for a move through a gate."""
        return next((each for each in self.migrations if each.position == moved.position), None)

    @property
    def moves_made(self) -> int:
        """All that were ever made."""
        return self.moves[-1].position if self.moves else 0

    @property
    def newest(self) -> Version | None:
        """With shares of those who are partners now; `versions` keep the names of their time."""
        if not self.versions:
            return None
        last, shares = self.versions[-1], dict(self.versions[-1].content.shares)
        for succession in self.all(PartnerSucceeded):
            shares = succession.applied_to(shares)
        if shares == last.content.shares:
            return last
        return replace(last, content=replace(last.content, shares=self._in_order(shares)))

    def _in_order(self, shares: Mapping[str, int]) -> dict[str, int]:
        ordered = {code: shares[code] for code in self.proposal.partners if code in shares}
        return {**ordered, **shares}

    def predecessors_of(self, partner: str) -> tuple[str, ...]:
        """Partners of this proposal whose decisions and duties passed to that one."""
        return self._heirs.get(partner, ())

    @property
    def _heirs(self) -> dict[str, tuple[str, ...]]:
        """Successor → those partners of this proposal in whose place it stands."""
        partners = set((self.drafted or self.proposal).partners)
        heirs: dict[str, tuple[str, ...]] = {}
        for succession in self.all(PartnerSucceeded):
            passed = tuple(code for code in succession.predecessors if code in partners)
            for code in succession.successors if passed else ():
                heirs[code] = (*heirs.get(code, ()), *passed)
                partners.add(code)
        return heirs

    def material_since(self, day: date) -> Version | None:
        """The first version after a day that changed something material."""
        later = (v for v in self.versions if v.level == "material" and v.written_on > day)
        return next(later, None)

    @property
    def frozen(self) -> Version | None:
        """The version that partners decide about; a newer version thaws it, other partners too."""
        numbers = [moved.frozen_version for moved in self.moves if moved.frozen_version]
        newest = self.newest
        if newest is None or set(newest.content.shares) != set(self.proposal.partners):
            return None
        return newest if numbers and numbers[-1] == newest.number else None

    @property
    def frozen_since(self) -> date | None:
        """The day on which the version that is frozen now was first put to the partners."""
        frozen = self.frozen
        days = (m.on for m in self.moves if frozen and m.frozen_version == frozen.number)
        return next(days, None)

    def round_began(self, act: str) -> date | None:
        """The day on which the present or last round of the stages of an act began; none before.

        A proposal that was parked goes on with the round that it was in, and so does one whose
        process changed, unless the stage that it stood in was none of the act's before.
        """
        first = self.process_after(0)
        start = self.proposal.drafted_on if act in first.first.acts else None
        return next((m.on for m in reversed(self.moves) if self._begins_round(m, act)), start)

    def _begins_round(self, moved: Moved, act: str) -> bool:
        before = self.process_after(moved.position - 1).find(moved.from_stage)
        after = self.process_after(moved.position).find(moved.to_stage)
        if after is None or act not in after.acts:
            return False
        return before is None or (before.is_open and act not in before.acts)

    def must_not_precede(self, act: str, on: date, sentence: str) -> None:
        """Refuse a day before the round of an act began; the sentence says what began then."""
        since = self.round_began(act)
        if since and on < since:
            raise Invalid("before_last_act", f"{sentence} {since.isoformat()}. Check the day.")

    # What was done

    def all(self, kind: type[Kind]) -> list[Kind]:
        return [*self._acts_by_kind.get(kind, ())]

    @cached_property
    def _acts_by_kind(self) -> dict[type, list[Any]]:
        """Rules look through the acts many times in one command."""
        found: dict[type, list[Any]] = {}
        for act in self.acts:
            found.setdefault(type(act), []).append(act)
        return found

    def last(self, kind: type[Kind]) -> Kind | None:
        found = self.all(kind)
        return found[-1] if found else None

    def papers(self, code: str) -> list[Paper]:
        return [paper for paper in self.all(Paper) if paper.code == code]

    @property
    def notices(self) -> list[Notice]:
        return self.all(Notice)

    def decision_of(self, partner: str) -> Decision | None:
        """The last decision of a partner about the version that is frozen now."""
        frozen = self.frozen
        found = [
            decision
            for decision in self.all(Decision)
            if decision.partner == partner and frozen and decision.proposal_version == frozen.number
        ]
        return found[-1] if found else None

    def call_ins_of(self, partner: str) -> tuple[list[CallIn], list[CallInResolved]]:
        """The call-ins of the partner's last decision and how they ended so far."""
        called_in: list[CallIn] = []
        ended: list[CallInResolved] = []
        for act in self.acts:
            if isinstance(act, Decision) and act.partner == partner:
                called_in, ended = [], []
            elif isinstance(act, CallIn) and act.partner == partner:
                called_in.append(act)
            elif isinstance(act, CallInResolved) and act.partner == partner:
                ended.append(act)
        return called_in, ended

    def confirmed_conditions_of(self, partner: str) -> set[str]:
        """Those of the partner's last decision: another decision's conditions are others."""
        confirmed: set[str] = set()
        for act in self.acts:
            if isinstance(act, Decision) and act.partner == partner:
                confirmed = set()
            elif isinstance(act, ConditionConfirmed) and act.partner == partner:
                confirmed.add(act.condition_id)
        return confirmed

    def bought(self, kind: type[Kind]) -> list[Kind]:
        """Since a procurement was abandoned last: the next one begins anew."""
        places = [n for n, act in enumerate(self.acts, 1) if isinstance(act, ProcurementAbandoned)]
        return [act for act in self.acts[places[-1] if places else 0 :] if isinstance(act, kind)]

    def last_bought(self, kind: type[Kind]) -> Kind | None:
        found = self.bought(kind)
        return found[-1] if found else None

    @property
    def regime(self) -> RegimeDetermined | None:
        """The law of the present procurement, where it was determined."""
        return self.last_bought(RegimeDetermined)

    @property
    def tender(self) -> Tender | None:
        return self.last_bought(Tender)

    # Whoever goes back to selection evaluates, awards and waits anew: what was done in an earlier
    # round does not open a gate of this one.

    @property
    def scores(self) -> Scores | None:
        scores, since = self.last_bought(Scores), self.round_began("record_scores")
        return scores if scores and since and scores.on >= since else None

    @property
    def awards(self) -> dict[str, Award]:
        since = self.round_began("record_award")
        found = {
            award.partner: award
            for award in self.bought(Award)
            if since and award.decided_on >= since
        }
        for heir, predecessors in self._heirs.items():
            theirs = [found[code] for code in predecessors if code in found]
            if len(theirs) == len(predecessors):
                found = {heir: theirs[-1], **found}
        return found

    @property
    def standstill(self) -> Standstill | None:
        standstill, since = self.last_bought(Standstill), self.round_began("start_standstill")
        return standstill if standstill and since and standstill.letters_sent_on >= since else None

    @property
    def contract(self) -> SignedContract | None:
        return self.last(SignedContract)

    @property
    def agreement(self) -> SealedAgreement | None:
        return self.last(SealedAgreement)

    @property
    def route(self) -> str | None:
        """The way to a provider, as the record of the regime (E16) says."""
        records = self.papers("E16")
        return records[-1].facts.get("route") if records else None

    # Checks that many acts share

    def partner(self, code: str) -> Partner:
        if code not in self.proposal.partners:
            raise Invalid(
                "unknown_partner",
                f"Choose one of the proposal's partners: {', '.join(self.proposal.partners)}.",
                {"partner": code},
            )
        return self.partners[code]

    def must_allow(self, act: str) -> None:
        """Refuse an act, by the name of its command, outside the stages where it may be done."""
        stages = self.process.stages_for(act)
        if not self.stage.is_open:
            raise RuleBroken(
                "wrong_stage",
                f"The proposal is {self.stage.title.lower()}: nothing is recorded about it now.",
                {"stage": self.stage.id},
            )
        if act in STAGED_ACTS and self.stage.id not in stages:
            wanted = " or ".join(self.process.stage(each).title.lower() for each in stages)
            where = f"Move it to {wanted} first." if wanted else "Its process has no place for it."
            raise RuleBroken(
                "wrong_stage",
                f"The proposal is in the stage {self.stage.title.lower()}. {where}",
                {"stage": self.stage.id},
            )

    # Changed copies

    def with_act(self, act: Act) -> "Case":
        return replace(self, acts=(*self.acts, act))

    def of_partners(self, codes: Iterable[str]) -> "Case":
        """These and nobody else, in the agreed order of all."""
        ordered = sorted(set(codes), key=lambda code: (self.partners[code].order, code))
        return replace(self, proposal=replace(self.proposal, partners=tuple(ordered)))

    def led_by(self, succeeded: PartnerSucceeded) -> "Case":
        """The first successor leads where a predecessor did."""
        if self.proposal.lead not in succeeded.predecessors:
            return self
        lead = next(iter(succeeded.successors))
        return replace(self, proposal=replace(self.proposal, lead=lead))

    def without(self, partner: str) -> "Case":
        others = tuple(code for code in self.proposal.partners if code != partner)
        return replace(self, proposal=replace(self.proposal, partners=others))

    def with_version(self, version: Version) -> "Case":
        return replace(self, versions=(*self.versions, version))

    def with_move(self, moved: Moved) -> "Case":
        return replace(self, moves=(*self.moves, moved))

    def with_process(
        self, process: ProcessDefinition, moved: Moved, stages: Mapping[str, str]
    ) -> "Case":
        """In another process from this move on."""
        left = Migration(moved.position, self.process, stages)
        return replace(
            self,
            process=process,
            moves=(*self.moves, moved),
            migrations=(*self.migrations, left),
        )

    def as_after(self, moves: int) -> "Case":
        """With so many moves, in the process of that time."""
        return replace(
            self,
            process=self.process_after(moves),
            moves=self.moves[:moves],
            migrations=tuple(each for each in self.migrations if each.position <= moves),
        )
