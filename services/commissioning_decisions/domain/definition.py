"""A process definition: stages, the moves between them, and the gate of each move."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from shared.errors import Invalid

WHERE_IT_WAS = "(where it was)"
# Acts, by the names of their commands, that may be done only in the stages that list them. Every
# other act may be done in every open stage.
STAGED_ACTS = frozenset(
    (
        "record_decision",
        "open_tender",
        "record_scores",
        "record_award",
        "start_standstill",
        "sign_contract",
        "seal_agreement",
        "exercise_option",
    )
)
MOVERS = ("commissioner", "lead_commissioner")  # who makes a move that names nobody
# What a move of each kind means for the gate that was tried.
OUTCOMES = {"forward": "pass", "return": "return", "pause": "stop", "stop": "stop"}


@dataclass(frozen=True)
class Condition:
    """One thing that a gate asks for: its name in `conditions`, parameters, and who clears it.

    `waivable_by`: roles that may let it pass for a published reason; `waived_by_each` where one
    of every partner has to.
    """

    name: str
    parameters: Mapping[str, Any] = field(default_factory=dict)
    who: str | None = None
    waivable_by: tuple[str, ...] = ()
    waived_by_each: bool = False


@dataclass(frozen=True)
class Move:
    name: str
    to: str
    because: str
    kind: str = "forward"
    reason_needed: bool = False
    freezes: bool = False  # the newest version becomes the one that partners decide about
    by: tuple[str, ...] = MOVERS  # roles that may make it
    not_by_author: bool = False  # whoever wrote the newest version does not pass its gate
    conditions: tuple[Condition, ...] = ()

    @property
    def outcome(self) -> str:
        return OUTCOMES[self.kind]


@dataclass(frozen=True)
class Stage:
    id: str
    title: str
    accountable: str  # role
    number: int | None = None  # none for stages outside the row of sixteen
    weeks: str | None = None  # usual duration
    moves: tuple[Move, ...] = ()
    acts: tuple[str, ...] = ()  # those of STAGED_ACTS that belong here
    is_open: bool = True

    @property
    def is_over(self) -> bool:
        """Whether a proposal here has come to its end: nothing is done, and no move leads on."""
        return not self.is_open and not self.moves

    @property
    def leads_back(self) -> bool:
        """Whether a proposal only waits here, and comes back to where it was."""
        return not self.is_open and any(move.to == WHERE_IT_WAS for move in self.moves)

    def move(self, name: str) -> Move:
        for move in self.moves:
            if move.name == name:
                return move
        names = ", ".join(move.name for move in self.moves) or "none"
        raise Invalid(
            "unknown_move",
            f"There is no move {name} from this stage. Choose one of: {names}.",
            {"stage": self.id, "move": name},
        )


@dataclass(frozen=True)
class ProcessDefinition:
    """Immutable once a proposal uses it; a proposal stays on its version until it is migrated."""

    name: str
    version: int
    title: str
    stages: tuple[Stage, ...]
    source: str = ""
    flow_of: tuple[str, ...] = ()  # a flow: stages of another proposal in which it may begin
    without_one: bool = False  # a flow in which one of the partners takes no part: it leaves
    in_effect: str | None = None  # the stage from which on its content is what is agreed

    @property
    def label(self) -> str:
        return f"{self.name} version {self.version}"

    def find(self, id: str) -> Stage | None:
        return next((stage for stage in self.stages if stage.id == id), None)

    def stage(self, id: str) -> Stage:
        if found := self.find(id):
            return found
        raise Invalid(
            "unknown_stage",
            f"{self.name} has no stage {id}. Choose one of: "
            f"{', '.join(stage.id for stage in self.stages)}.",
            {"stage": id},
        )

    @property
    def first(self) -> Stage:
        return self.stages[0]

    def stages_for(self, act: str) -> tuple[str, ...]:
        """Where an act belongs; none for an act of every open stage, or of no stage here."""
        return tuple(stage.id for stage in self.stages if act in stage.acts)

    def is_open(self, id: str) -> bool:
        """Whether a stage is open; one that is not in this definition counts as open."""
        found = self.find(id)
        return found is None or found.is_open


def read_process(table: Mapping[str, Any]) -> ProcessDefinition:
    """The process in a table of rules that is sound; see `soundness.check`."""
    everywhere = tuple(_move(each) for each in table.get("everywhere", ()))
    stages = tuple(_stage(each, everywhere) for each in table["stages"])
    flow = table.get("flow", {})
    return ProcessDefinition(
        table["name"],
        table["version"],
        table["title"],
        stages,
        table.get("source", ""),
        tuple(flow.get("of", ())),
        flow.get("without_one", False),
        flow.get("in_effect"),
    )


def _stage(table: Mapping[str, Any], everywhere: tuple[Move, ...]) -> Stage:
    moves = tuple(_move(each) for each in table.get("moves", ()))
    is_open = not table.get("closing", False)
    return Stage(
        id=table["id"],
        title=table["title"],
        accountable=table["accountable"],
        number=table.get("number"),
        weeks=table.get("weeks"),
        moves=moves + everywhere if is_open else moves,
        acts=tuple(table.get("acts", ())),
        is_open=is_open,
    )


def _move(table: Mapping[str, Any]) -> Move:
    given = dict(table)
    conditions = tuple(_condition(each) for each in given.pop("conditions", ()))
    by = tuple(given.pop("by", MOVERS))
    return Move(**given, by=by, conditions=conditions)


def _condition(table: Mapping[str, Any]) -> Condition:
    parameters = dict(table)
    return Condition(
        parameters.pop("is"),
        who=parameters.pop("who", None),
        waivable_by=tuple(parameters.pop("waivable_by", ())),
        waived_by_each=parameters.pop("waived_by_each", False),
        parameters=parameters,
    )
