"""Reads the folder contracts/: what is promised to other systems, as it is written down."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]
CONTRACTS = ROOT / "contracts"


@dataclass(frozen=True)
class EventContract:
    """One version of one event: the schema of its data and whole documents as examples."""

    service: str
    name: str
    version: int
    path: Path
    schema: dict[str, Any]
    examples: tuple[Path, ...]

    @property
    def key(self) -> str:
        return f"{self.name}.v{self.version}"


def events(contracts: Path = CONTRACTS) -> list[EventContract]:
    """Every event contract, by service, name and version."""
    return [
        _event(path)
        for path in sorted((contracts / "events").glob("*/*/v*.schema.json"), key=_order)
    ]


def examples(contracts: Path = CONTRACTS) -> Iterator[tuple[EventContract, Path]]:
    for contract in events(contracts):
        for path in contract.examples:
            yield contract, path


def envelope(contracts: Path = CONTRACTS) -> Any:
    return read(contracts / "envelope" / "v1.schema.json")


def rpc(service: str, contracts: Path = CONTRACTS) -> Any:
    return read(contracts / "rpc" / f"{service}.json")


def error_codes(contracts: Path = CONTRACTS) -> Any:
    """Code -> its family and meaning."""
    return read(contracts / "error_codes.json")


def schema_files(contracts: Path = CONTRACTS) -> list[Path]:
    """Every file that a lock may hold."""
    return sorted(contracts.glob("e*/**/*.schema.json"))


def read(path: Path) -> Any:
    return json.loads(path.read_text())


def _event(path: Path) -> EventContract:
    version = path.name.removesuffix(".schema.json")
    return EventContract(
        service=path.parent.parent.name,
        name=path.parent.name,
        version=int(version.removeprefix("v")),
        path=path,
        schema=read(path),
        examples=tuple(sorted(path.parent.glob(f"{version}.example*.json"))),
    )


def _order(path: Path) -> tuple[str, str, int]:
    version = int(path.name.removesuffix(".schema.json").removeprefix("v"))
    return path.parent.parent.name, path.parent.name, version
