"""Copies of what other services said: the newest version of each fact, whatever the order."""

from collections.abc import Iterable, Mapping
from typing import Any

from services.commissioning_decisions.domain.case import Known
from shared.database.transaction import Transaction

# A version that arrives late changes nothing.
KEEP = """
INSERT INTO known_facts (kind, id, version, proposal_id, block)
VALUES (%(kind)s, %(id)s, %(version)s, %(proposal_id)s, %(block)s)
ON CONFLICT (kind, id) DO UPDATE
SET version = EXCLUDED.version, proposal_id = EXCLUDED.proposal_id, block = EXCLUDED.block
WHERE known_facts.version < EXCLUDED.version
"""


def keep(tx: Transaction, kind: str, version: int, block: Mapping[str, Any]) -> None:
    tx.send(
        KEEP,
        kind=kind,
        id=block["id"],
        version=version,
        proposal_id=block.get("proposal_id"),
        block=dict(block),
    )


def known_of(rows: Iterable[Mapping[str, Any]]) -> Known:
    """From the kind and the newest block of each fact about a proposal."""
    by_kind: dict[str, list[Mapping[str, Any]]] = {}
    for row in rows:
        by_kind.setdefault(row["kind"], []).append(row["block"])
    return Known(
        need=next(iter(by_kind.get("need", ())), None),
        assessments=tuple(by_kind.get("assessment", ())),
        sessions=tuple(by_kind.get("session", ())),
        recommendations=tuple(by_kind.get("recommendation", ())),
        watch=next(iter(by_kind.get("contract", ())), None),
    )
