"""What a case is made of, beside versions and acts: who, where, and what others said."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from services.commissioning_decisions.domain.definition import ProcessDefinition


@dataclass(frozen=True)
class Proposal:
    id: str
    title: str
    service_type: str
    need_id: str | None
    lead: str
    partners: tuple[str, ...]  # in their agreed order
    drafted_on: date
    parent_id: str | None = None  # of a flow: the proposal whose contract it is about


@dataclass(frozen=True)
class Flow:
    """A variation, improvement, exit or termination of this proposal's contract, as it stands."""

    id: str
    title: str
    process: str
    stage: str


@dataclass(frozen=True)
class Moved:
    """One move; each carries the hash of the one before, so that the chain can be verified."""

    position: int
    move: str
    from_stage: str
    to_stage: str
    outcome: str
    on: date
    by_role: str
    because: str
    reason: str | None
    frozen_version: int | None  # the version that this move froze
    sha256: str


@dataclass(frozen=True)
class Migration:
    """That a proposal left one process for another, by the move at this position.

    `stages`: old stage to new stage, where the names differ.
    """

    position: int
    left: ProcessDefinition
    stages: Mapping[str, str] = field(default_factory=dict)

    def renamed(self, stage: str) -> str:
        return self.stages.get(stage, stage)


@dataclass(frozen=True)
class Known:
    """This service's own copies of what others said: the newest block of each."""

    need: Mapping[str, Any] | None = None
    assessments: tuple[Mapping[str, Any], ...] = ()
    sessions: tuple[Mapping[str, Any], ...] = ()
    recommendations: tuple[Mapping[str, Any], ...] = ()
    feedback: tuple[Mapping[str, Any], ...] = ()
    watch: Mapping[str, Any] | None = None
