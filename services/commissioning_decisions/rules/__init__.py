"""Dated rules as plain tables: every entry has its source and the day from which it holds."""

import tomllib
from functools import cache
from pathlib import Path
from typing import Any

from services.commissioning_decisions.domain.conditions import CONDITIONS
from services.commissioning_decisions.domain.deadlines import DeadlineRules
from services.commissioning_decisions.domain.definition import ProcessDefinition, read_process
from services.commissioning_decisions.domain.evidence import EvidenceKind, read_kinds
from services.commissioning_decisions.domain.law import Law
from services.commissioning_decisions.domain.obligations import Table, kinds_of
from services.commissioning_decisions.domain.soundness import must_be_sound
from shared.errors import Invalid, NotFound

FOLDER = Path(__file__).parent
# Name and version → file. A version that a proposal uses never changes: see processes.lock.
PROCESSES = {
    ("JCP-16", 1): "jcp_16_v1",
    ("JCP-16", 2): "jcp_16_v2",
    ("JCP-6", 1): "jcp_6_v1",
    ("JCP-14V", 1): "jcp_14v_v1",
    ("JCP-14P", 1): "jcp_14p_v1",
    ("JCP-14X", 1): "jcp_14x_v1",
    ("JCP-14T", 1): "jcp_14t_v1",
}
NEWEST = dict(sorted(PROCESSES))


@cache
def read(name: str) -> dict[str, Any]:
    """The table of one file, such as `read("deadlines")`; never change what it gives."""
    return tomllib.loads(_text(name))


def _text(name: str) -> str:
    return (FOLDER / f"{name}.toml").read_text(encoding="utf-8")


@cache
def deadlines() -> DeadlineRules:
    return DeadlineRules(read("deadlines"))


@cache
def obligations() -> Table:
    """What an obligation is made by: its kind, and the rules of days."""
    return Table(kinds_of(read("obligations")), deadlines())


def regimes() -> dict[str, Any]:
    return read("regimes")


def notices() -> tuple[dict[str, Any], ...]:
    """What has to be published of a procurement or contract: one table for each law."""
    return read("notices"), read("provider_notices")


def provider_selection() -> dict[str, Any]:
    return read("provider_selection")


def thresholds() -> dict[str, Any]:
    return read("thresholds")


@cache
def law() -> Law:
    """Everything that a procurement is judged by."""
    return Law(regimes(), thresholds(), provider_selection(), notices(), deadlines())


def listed() -> dict[str, dict[str, Any]]:
    """Tables that a lawyer reads, by name, besides deadlines and regimes."""
    names = ("notices", "provider_notices", "thresholds", "provider_selection", "obligations")
    return {name: read(name) for name in (*names, "evidence", "materiality", "joint_rules")}


def materiality() -> dict[str, Any]:
    return read("materiality")


def joint_rules() -> dict[str, Any]:
    return read("joint_rules")


@cache
def evidence_kinds() -> dict[str, EvidenceKind]:
    return read_kinds(read("evidence"))


@cache
def stages_for(act: str) -> tuple[str, ...]:
    """Every stage, of any process, where an act may be done."""
    processes = [definition(name, version) for name, version in PROCESSES]
    return tuple(sorted({id for process in processes for id in process.stages_for(act)}))


@cache
def definition(name: str, version: int | None = None) -> ProcessDefinition:
    """A process definition; its newest version when none is named."""
    number = NEWEST.get(name) if version is None else version
    if number is None or (name, number) not in PROCESSES:
        asked = name if version is None else f"{name}@{version}"
        known = ", ".join(f"{each}@{number}" for each, number in PROCESSES)
        raise NotFound("process_not_found", f"There is no process {asked}. Choose one of: {known}.")
    return definition_in(_text(PROCESSES[name, number]))


def definition_in(text: str) -> ProcessDefinition:
    """A definition that need not be shipped; `process_unsound` with every fault of it."""
    must_be_sound(text, CONDITIONS, evidence_kinds())
    return read_process(tomllib.loads(text))


def named_definition(reference: str) -> ProcessDefinition:
    """By NAME@VERSION, such as JCP-16@2; the newest version for a name alone."""
    name, _, version = reference.partition("@")
    return definition(name, int(version) if version else None)


def all_definitions(name: str | None = None) -> list[ProcessDefinition]:
    """Every version that is shipped, of one process or of all."""
    return [definition(each, number) for each, number in PROCESSES if name in (None, each)]


def newest_definitions() -> list[ProcessDefinition]:
    return [definition(name) for name in NEWEST]


def must_know_stage(stage: str) -> None:
    """Refuse a stage that no process has."""
    known = {
        each.id: None for name, version in PROCESSES for each in definition(name, version).stages
    }
    if stage not in known:
        raise Invalid(
            "unknown_stage",
            f"There is no stage {stage}. Choose one of: {', '.join(known)}.",
            {"stage": stage},
        )
