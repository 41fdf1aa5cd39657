"""Proposals that go from one process to another: where each would stand, and which cannot go."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date

from services.commissioning_decisions.domain import moving
from services.commissioning_decisions.domain.case import Case
from services.commissioning_decisions.domain.definition import ProcessDefinition, Stage
from shared.errors import Invalid

MIGRATE = "migrate"  # the name of the move
BY_ROLE = "operator"
DECIDING = "record_decision"


@dataclass(frozen=True)
class Transfer:
    """From a process into another. `stages`: old stage to new stage, where the names differ."""

    left: ProcessDefinition
    entered: ProcessDefinition
    stages: Mapping[str, str]

    def stage(self, id: str) -> Stage | None:
        """What a stage of the old process is in the new one; none where it has no place."""
        return self.entered.find(self.stages.get(id, id))

    @property
    def because(self) -> str:
        new = f"version {self.entered.version}"
        if self.left.name != self.entered.name:
            new = self.entered.label
        return f"The process changed from {self.left.label} to {new}."


@dataclass(frozen=True)
class Hindrance:
    """Why a proposal cannot go."""

    code: str
    text: str


@dataclass(frozen=True)
class GateChange:
    """A move whose gate would open or shut; `why` says what would be missing."""

    move: str
    opens: bool
    why: str


def must_differ(left: ProcessDefinition, entered: ProcessDefinition) -> None:
    if left is entered:
        raise Invalid(
            "same_process",
            f"Proposals on {left.label} follow that process already. Name another one.",
            {"process": left.label},
        )


def must_name_stages(
    left: Collection[ProcessDefinition], entered: ProcessDefinition, stages: Mapping[str, str]
) -> None:
    """Refuse a map that names a stage which one of the sides does not have."""
    wrong = {
        old: f"No process that is left has a stage {old}."
        for old in stages
        if not any(each.find(old) for each in left)
    }
    wrong |= {
        old: f"{entered.label} has no stage {new}."
        for old, new in stages.items()
        if not entered.find(new)
    }
    if wrong:
        raise Invalid("unknown_stage", "The map names stages that are not there. Mend it.", wrong)


def hindrance(case: Case, transfer: Transfer) -> Hindrance | None:
    """The first thing that keeps a running proposal where it is."""
    here, target = case.stage, transfer.stage(case.stage.id)
    if target is None:
        text = (
            f"{transfer.entered.label} has no stage {here.id}, and the map names none in its place."
        )
        return Hindrance("stage_gone", text)
    if here.is_open and not target.is_open:
        text = f"It is under way, and {target.title.lower()} is closed."
        return Hindrance("target_closed", text)
    if target.is_open and not here.is_open:
        text = f"It is {here.title.lower()}, and {target.title.lower()} is open."
        return Hindrance("target_open", text)
    if not here.is_open:
        return _of_waiting(case, transfer, target)
    return _of_decision(case, transfer, here, target)


def migrated(case: Case, transfer: Transfer, *, on: date, reason: str | None) -> Case:
    """The case in the new process; its last move says how it came there."""
    target = transfer.stage(case.stage.id)
    assert target is not None
    moved = moving.next_of(
        case,
        move=MIGRATE,
        to_stage=target.id,
        outcome="pass",
        on=on,
        by_role=BY_ROLE,
        because=transfer.because,
        reason=reason,
        frozen_version=None,
    )
    return case.with_process(transfer.entered, moved, transfer.stages)


def gate_changes(before: Case, after: Case, on: date) -> list[GateChange]:
    """Of the moves that there are before and after."""
    later = {way.move.name: way for way in moving.ways(after, on)}
    return [
        GateChange(way.move.name, now.is_open, " ".join(each.fact for each in now.blockers))
        for way in moving.ways(before, on)
        if (now := later.get(way.move.name)) and now.is_open != way.is_open
    ]


def _of_waiting(case: Case, transfer: Transfer, target: Stage) -> Hindrance | None:
    """It has to come back to a stage where people can go on with it."""
    left = case.process.find(case.where_it_was)
    back = transfer.stage(case.where_it_was)
    if not target.leads_back or left is None or back is None or not back.is_open:
        text = f"It could not come back: {case.where_it_was} has no open place there."
        return Hindrance("resume_leads_nowhere", text)
    return _of_decision(case, transfer, left, back)


def _of_decision(case: Case, transfer: Transfer, here: Stage, target: Stage) -> Hindrance | None:
    """Partners who decide about a frozen version go on deciding about it."""
    if case.frozen is None or DECIDING not in here.acts or DECIDING in target.acts:
        return None
    text = (
        f"Partners decide about version {case.frozen.number}, and no decision is recorded in "
        f"{target.title.lower()}."
    )
    return Hindrance("decision_without_place", text)
