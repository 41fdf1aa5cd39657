"""Dated rules as plain tables: every entry has its source and the day from which it holds."""

import tomllib
from functools import cache
from pathlib import Path
from typing import Any

from services.commissioning_decisions.domain.conditions import CONDITIONS
from services.commissioning_decisions.domain.deadlines import DeadlineRules
from services.commissioning_decisions.domain.definition import ProcessDefinition, read_process
from services.commissioning_decisions.domain.soundness import must_be_sound
from shared.errors import NotFound

FOLDER = Path(__file__).parent
# Name and version → file. A version that a proposal uses never changes.
PROCESSES = {("JCP-16", 1): "jcp_16"}
NEWEST = {"JCP-16": 1}


@cache
def read(name: str) -> dict[str, Any]:
    """The table of one file, such as `read("deadlines")`; never change what it gives."""
    return tomllib.loads(_text(name))


def _text(name: str) -> str:
    return (FOLDER / f"{name}.toml").read_text(encoding="utf-8")


@cache
def deadlines() -> DeadlineRules:
    return DeadlineRules(read("deadlines"))


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
def definition(name: str, version: int | None = None) -> ProcessDefinition:
    """A process definition; its newest version when none is named."""
    number = NEWEST.get(name) if version is None else version
    if number is None or (name, number) not in PROCESSES:
        raise NotFound(
            "process_not_found", f"There is no process {name}. Choose one of: {', '.join(NEWEST)}."
        )
    must_be_sound(_text(PROCESSES[name, number]), CONDITIONS)
    return read_process(read(PROCESSES[name, number]))
