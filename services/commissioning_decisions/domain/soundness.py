"""Whether a process definition can be followed: every fault of a file, with its line.

A file with one fault is refused whole: a proposal that starts on a process has to be able to end.
"""

import re
import tomllib
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from services.commissioning_decisions.domain.definition import OUTCOMES, STAGED_ACTS, WHERE_IT_WAS
from shared.errors import Invalid

# Who can answer for a stage, make a move or clear a condition.
ROLES = frozenset(
    (
        "analyst",
        "commissioner",
        "contract_manager",
        "decision_maker",
        "democratic_services",
        "director",
        "facilitator",
        "finance",
        "lead_commissioner",
        "operator",
        "provider",
    )
)
NEEDED = ("name", "version", "title")
NEEDED_OF_STAGE = ("id", "title", "accountable")
NEEDED_OF_MOVE = ("name", "to", "because")
HEADER = re.compile(r"^\s*\[\[\s*(everywhere|stages\.moves|stages)\s*\]\]")
AT_LINE = re.compile(r"at line (\d+)")

Table = Mapping[str, Any]
Place = tuple[str, int, int]  # "stages", "moves" or "everywhere"; which stage; which move


@dataclass(frozen=True)
class Fault:
    """What is wrong, and where; `line` counts from 1."""

    line: int
    code: str
    text: str


@dataclass(frozen=True)
class Askable:
    """What a gate may ask for: conditions by name, evidence by code."""

    conditions: Collection[str]
    evidence: Collection[str]


@dataclass(frozen=True)
class _Move:
    """A move where it stands in the file; those from everywhere belong to no stage."""

    table: Table
    line: int


@dataclass(frozen=True)
class _Stage:
    table: Table
    line: int
    moves: tuple[_Move, ...]

    @property
    def id(self) -> str:
        return str(self.table.get("id", ""))

    @property
    def is_open(self) -> bool:
        return not self.table.get("closing", False)


def check(text: str, conditions: Collection[str], evidence: Collection[str]) -> list[Fault]:
    """Every fault of a file, by line; a gate may ask for these conditions and this evidence."""
    try:
        table = tomllib.loads(text)
    except tomllib.TOMLDecodeError as wrong:
        found = AT_LINE.search(str(wrong))
        line = int(found[1]) if found else max(1, text.count("\n") + 1)
        return [Fault(line, "malformed_process", f"This is no TOML: {wrong}.")]
    faults = list(_missing(table, NEEDED, "the process", 1))
    stages, everywhere = _placed(table, text)
    if not stages:
        faults.append(Fault(1, "malformed_process", "The process has no [[stages]]."))
    for stage in stages:
        faults += _of_stage(stage)
    for move in [*everywhere, *(move for stage in stages for move in stage.moves)]:
        faults += _of_move(move, {stage.id for stage in stages}, Askable(conditions, evidence))
    if not faults:
        faults += _of_ways(stages, everywhere)
    return sorted(faults, key=lambda fault: fault.line)


def must_be_sound(text: str, conditions: Collection[str], evidence: Collection[str]) -> None:
    """Refuses a file with faults; each is a detail, under its line."""
    if faults := check(text, conditions, evidence):
        raise Invalid(
            "process_unsound",
            f"This process cannot be followed. Mend line {faults[0].line}: {faults[0].text}",
            {f"line {fault.line}": fault.text for fault in faults},
        )


def _placed(table: Table, text: str) -> tuple[list[_Stage], list[_Move]]:
    lines = _lines(text)

    def moves(given: Any, kind: str, stage: int, at: int) -> tuple[_Move, ...]:
        return tuple(
            _Move(each, lines.get((kind, stage, number), at)) for number, each in enumerate(given)
        )

    stages = []
    for number, each in enumerate(table.get("stages", ())):
        at = lines.get(("stages", number, 0), 1)
        stages.append(_Stage(each, at, moves(each.get("moves", ()), "moves", number, at)))
    return stages, list(moves(table.get("everywhere", ()), "everywhere", 0, 1))


def _lines(text: str) -> dict[Place, int]:
    """Where the header of each stage and of each move stands."""
    places: dict[Place, int] = {}
    stage, move, everywhere = -1, -1, -1
    for line, content in enumerate(text.splitlines(), 1):
        found = HEADER.match(content)
        if not found:
            continue
        if found[1] == "stages":
            stage, move = stage + 1, -1
            places["stages", stage, 0] = line
        elif found[1] == "stages.moves":
            move += 1
            places["moves", stage, move] = line
        else:
            everywhere += 1
            places["everywhere", 0, everywhere] = line
    return places


def _missing(table: Table, needed: tuple[str, ...], what: str, line: int) -> Iterator[Fault]:
    for name in needed:
        if not table.get(name):
            yield Fault(line, "malformed_process", f"{name} of {what} is missing.")


def _of_stage(stage: _Stage) -> Iterator[Fault]:
    yield from _missing(stage.table, NEEDED_OF_STAGE, f"stage {stage.id or '?'}", stage.line)
    yield from _role(stage.table.get("accountable"), stage.line)
    for act in stage.table.get("acts", ()):
        if act not in STAGED_ACTS:
            known = ", ".join(sorted(STAGED_ACTS))
            yield Fault(stage.line, "unknown_act", f"{act} is no act of a stage. Use: {known}.")
    names: set[str] = set()
    for move in stage.moves:
        name = str(move.table.get("name"))
        if name in names:
            yield Fault(move.line, "move_twice", f"{stage.id} has two moves called {name}.")
        names.add(name)


def _of_move(move: _Move, stages: set[str], askable: Askable) -> Iterator[Fault]:
    name = move.table.get("name", "?")
    yield from _missing(move.table, NEEDED_OF_MOVE, f"move {name}", move.line)
    to = move.table.get("to")
    if to and to not in stages and to != WHERE_IT_WAS:
        yield Fault(move.line, "unknown_stage", f"{name} leads to {to}, which is no stage.")
    for role in move.table.get("by", ()):
        yield from _role(role, move.line)
    kind = move.table.get("kind", "forward")
    if kind not in OUTCOMES:
        known = ", ".join(OUTCOMES)
        yield Fault(move.line, "unknown_move_kind", f"{kind} is no kind of move. Use {known}.")
    for condition in move.table.get("conditions", ()):
        yield from _of_condition(condition, move.line, askable)


def _of_condition(condition: Table, line: int, askable: Askable) -> Iterator[Fault]:
    name = condition.get("is")
    if name not in askable.conditions:
        yield Fault(line, "unknown_gate_condition", f"No gate can ask for {name}.")
    for role in (condition.get("who"), *condition.get("waivable_by", ())):
        yield from _role(role, line)
    single = [condition["code"]] if "code" in condition else []
    for code in [*condition.get("codes", ()), *single]:
        if code not in askable.evidence:
            yield Fault(line, "unknown_evidence", f"{code} is no evidence; use E01 to E46.")
    kinds = askable.evidence if isinstance(askable.evidence, Mapping) else {}
    if name == "paper_says" and (kind := kinds.get(str(condition.get("code")))):
        field = condition.get("field")
        if field not in {each.name for each in kind.fields}:
            yield Fault(line, "unknown_evidence_field", f"{kind.code} has no field {field}.")


def _role(role: Any, line: int) -> Iterator[Fault]:
    if role and role not in ROLES:
        known = ", ".join(sorted(ROLES))
        yield Fault(line, "unknown_role", f"Nobody has the role {role}. Use one of: {known}.")


def _of_ways(stages: list[_Stage], everywhere: list[_Move]) -> Iterator[Fault]:
    """Stages that cannot be reached, or from which no proposal gets on."""
    by_id: dict[str, _Stage] = {}
    for stage in stages:
        if stage.id in by_id:
            yield Fault(stage.line, "stage_twice", f"There are two stages called {stage.id}.")
        by_id[stage.id] = stage
    reached = _reached(stages[0].id, by_id, everywhere)
    for stage in stages:
        if stage.id not in reached:
            yield Fault(stage.line, "stage_unreachable", f"No move leads to {stage.id}.")
        if stage.is_open and not stage.moves:
            text = f"{stage.id} is open and no move leads on from it. Give it one, or close it."
            yield Fault(stage.line, "stage_dead_end", text)


def _reached(first: str, by_id: Mapping[str, _Stage], everywhere: list[_Move]) -> set[str]:
    seen: set[str] = set()
    waiting = [first]
    while waiting:
        id = waiting.pop()
        if id in seen or id == WHERE_IT_WAS:
            continue
        seen.add(id)
        stage = by_id[id]
        ways = [*stage.moves, *(everywhere if stage.is_open else ())]
        waiting += [str(move.table["to"]) for move in ways]
    return seen
