"""Copies of what other services said: the newest version of each fact, whatever the order."""

from collections.abc import Mapping
from typing import Any

from services.commissioning_decisions.domain.case import Known, Proposal
from shared.database.transaction import Transaction

# A version that arrives late changes nothing.
KEEP = """
INSERT INTO known_facts (kind, id, version, proposal_id, block)
VALUES (%(kind)s, %(id)s, %(version)s, %(proposal_id)s, %(block)s)
ON CONFLICT (kind, id) DO UPDATE
SET version = EXCLUDED.version, proposal_id = EXCLUDED.proposal_id, block = EXCLUDED.block
WHERE known_facts.version < EXCLUDED.version
"""

FIND_ALL_ABOUT = """
SELECT kind, block FROM known_facts
WHERE proposal_id = %(proposal_id)s
   OR (kind = 'need' AND id = %(need_id)s)
   OR (kind = 'assessment' AND block -> 'need_ids' ? %(need_id)s)
ORDER BY kind, id
"""


def keep(tx: Transaction, kind: str, version: int, block: Mapping[str, Any]) -> None:
    tx.run(
        KEEP,
        kind=kind,
        id=block["id"],
        version=version,
        proposal_id=block.get("proposal_id"),
        block=dict(block),
    )


def find_known(tx: Transaction, proposal: Proposal) -> Known:
    rows = tx.run(FIND_ALL_ABOUT, proposal_id=proposal.id, need_id=proposal.need_id or "")
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
