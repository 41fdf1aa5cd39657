"""Chains of hashes over what was recorded: changed, left out or swapped records show themselves.

A chain is a list of rows, each with the hash of its record linked to the hash of the row before:

    record  = {"proposal", "chain", "position", "kind", "facts", "happened_on", "organisation",
               "recorded_at"}, as canonical JSON: names sorted, no spaces, UTF-8
    sha256  = SHA-256(sha256 of the row before, as hexadecimal text, then SHA-256(record))

The first row builds on sixty-four zeros. No record names a person, so that the chain of an export
without names can be verified, and so that a person can be forgotten without breaking it.

What a chain cannot tell: that its last rows were cut off. Compare with the last hash of an export
that somebody else holds.
"""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

FORMAT = "joint-commissioning-audit/1"
BEGINNING = "0" * 64
# Each chain of a proposal, and what one of its rows is called.
CHAINS = {"draft": "draft", "versions": "version", "moves": "move", "acts": "act"}
RECORDED = ("position", "kind", "facts", "happened_on", "organisation", "recorded_at")

Row = Mapping[str, Any]


def settled(value: Any) -> Any:
    """The value with whole numbers as such: a database gives 100 back where 1e2 was written."""
    if (
        isinstance(value, float)
        and Decimal(repr(value)) == Decimal(repr(value)).to_integral_value()
    ):
        return int(Decimal(repr(value)))
    if isinstance(value, Mapping):
        return {name: settled(each) for name, each in value.items()}
    if isinstance(value, list | tuple):
        return [settled(each) for each in value]
    return value


def digest(record: Any) -> str:
    """SHA-256 of a JSON value, in hexadecimal."""
    text = json.dumps(settled(record), sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


def linked(before: str | None, record_sha256: str) -> str:
    """The hash of a row; `before` is that of the row before, none where the chain begins."""
    return hashlib.sha256(((before or BEGINNING) + record_sha256).encode()).hexdigest()


def record_of(proposal: str, chain: str, row: Row) -> dict[str, Any]:
    return {"proposal": proposal, "chain": chain, **{name: row[name] for name in RECORDED}}


@dataclass(frozen=True)
class Checked:
    """What was found in the export of one proposal."""

    proposal: str
    verified: Mapping[str, int]  # chain → rows whose hash is right
    older: Mapping[str, int]  # chain → rows from before there was a chain
    broken: str | None  # the first row that is wrong, and how

    @property
    def is_whole(self) -> bool:
        return self.broken is None


def check(document: Mapping[str, Any]) -> Checked:
    """Verify every chain of an export; `broken` names the first row that is not as it was."""
    proposal = str(document["proposal"]["id"])
    verified: dict[str, int] = {}
    older: dict[str, int] = {}
    broken: str | None = None
    for chain in CHAINS:
        rows = document[chain]
        older[chain] = _before_the_chain(rows)
        wrong = _first_wrong(proposal, chain, rows, older[chain])
        verified[chain] = (len(rows) if wrong is None else wrong) - older[chain]
        if wrong is not None and broken is None:
            broken = _named(chain, rows[wrong])
    return Checked(proposal, verified, older, broken)


def _before_the_chain(rows: Sequence[Row]) -> int:
    return next((at for at, row in enumerate(rows) if row["sha256"] is not None), len(rows))


def _first_wrong(proposal: str, chain: str, rows: Sequence[Row], older: int) -> int | None:
    before = None
    for at, row in enumerate(rows[older:], older):
        right = linked(before, digest(record_of(proposal, chain, row)))
        if row["position"] != at + 1 or row["sha256"] != right:
            return at
        before = right
    return None


def _named(chain: str, row: Row) -> str:
    return (
        f"{CHAINS[chain]} {row['position']} ({row['kind']}, {row['happened_on']}) is not what was "
        "recorded there"
    )
