"""What the services have announced, for boards and lists. The newest version of a thing wins."""

from typing import Any

from services.portal.facts import Fact
from shared.database.transaction import Transaction

PUT_PROPOSAL = """
INSERT INTO board (id, version, title, service_type, lead, partners, stage, stage_since,
                   block)
VALUES (%(id)s, %(version)s, %(title)s, %(service_type)s, %(lead)s, %(partners)s, %(stage)s,
        %(stage_since)s, %(block)s)
ON CONFLICT (id) DO UPDATE SET
    version = excluded.version, title = excluded.title, service_type = excluded.service_type,
    lead = excluded.lead, partners = excluded.partners, stage = excluded.stage,
    stage_since = excluded.stage_since, block = excluded.block
WHERE board.version < excluded.version
"""

# Longest in its stage first: that is what waits for somebody.
PAGE_OF_BOARD = """
SELECT id, version, title, service_type, lead, partners, stage, stage_since, block
FROM board
WHERE (%(stage)s::text IS NULL OR stage = %(stage)s)
  AND (%(service_type)s::text IS NULL OR service_type = %(service_type)s)
  AND (%(partner)s::text IS NULL OR partners @> ARRAY[%(partner)s::text])
  AND (%(words)s::text IS NULL OR title ILIKE %(words)s OR id ILIKE %(words)s)
  AND (%(after_day)s::date IS NULL OR (stage_since, id) > (%(after_day)s::date, %(after_id)s))
ORDER BY stage_since, id
LIMIT %(limit)s
"""

COUNT_BY_STAGE = """
SELECT stage, count(*) AS proposals
FROM board
WHERE (%(service_type)s::text IS NULL OR service_type = %(service_type)s)
  AND (%(partner)s::text IS NULL OR partners @> ARRAY[%(partner)s::text])
  AND (%(words)s::text IS NULL OR title ILIKE %(words)s OR id ILIKE %(words)s)
GROUP BY stage
"""

STAGES_ON_BOARD = "SELECT DISTINCT stage FROM board ORDER BY stage"

# Every newer fact of a proposal makes this greater.
MARK_OF_BOARD = "SELECT coalesce(sum(version), 0) AS mark FROM board"

FIND_PROPOSAL = "SELECT version, block FROM board WHERE id = %(id)s"

PUT_FACT = """
INSERT INTO facts (kind, id, version, belongs_to, block)
VALUES (%(kind)s, %(id)s, %(version)s, %(belongs_to)s, %(block)s)
ON CONFLICT (kind, id) DO UPDATE SET
    version = excluded.version, belongs_to = excluded.belongs_to, block = excluded.block
WHERE facts.version < excluded.version
"""

FIND_FACT = "SELECT version, block FROM facts WHERE kind = %(kind)s AND id = %(id)s"

ALL_FACTS = """
SELECT id, version, belongs_to, block FROM facts
WHERE kind = %(kind)s AND (%(belongs_to)s::text IS NULL OR belongs_to = %(belongs_to)s)
ORDER BY id
LIMIT %(limit)s
"""

MOST = 500
MOST_OF_MINE = 50


def keep(tx: Transaction, fact: Fact) -> None:
    """Into the read model, unless it holds a newer version already."""
    if fact.kind == "proposal":
        put_proposal(tx, fact.version, fact.block)
    else:
        put_fact(tx, fact.kind, fact.id, fact.version, fact.block, fact.belongs_to)


def put_proposal(tx: Transaction, version: int, block: dict[str, Any]) -> None:
    tx.send_often(
        PUT_PROPOSAL,
        id=block["id"],
        version=version,
        title=block["title"],
        service_type=block["service_type"],
        lead=block["lead"],
        partners=list(block["partners"]),
        stage=block["stage"],
        stage_since=block["stage_since"],
        block=block,
    )


def page_of_board(
    tx: Transaction, filters: dict[str, str | None], after: tuple[str, str] | None, limit: int
) -> list[dict[str, Any]]:
    """Proposals that pass the filters, behind the one named by (stage_since, id)."""
    after_day, after_id = after or (None, None)
    return tx.run(
        PAGE_OF_BOARD, **_as_values(filters), after_day=after_day, after_id=after_id, limit=limit
    )


def count_by_stage(tx: Transaction, filters: dict[str, str | None]) -> dict[str, int]:
    """How many proposals each stage holds; the stage filter itself does not count."""
    rows = tx.run(COUNT_BY_STAGE, **_as_values(filters))
    return {row["stage"]: row["proposals"] for row in rows}


def stages_on_board(tx: Transaction) -> list[str]:
    """Every stage that a proposal is in, of whichever process."""
    return [row["stage"] for row in tx.run(STAGES_ON_BOARD)]


def _as_values(filters: dict[str, str | None]) -> dict[str, str | None]:
    words = filters.get("words")
    escaped = words and words.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    return {
        "stage": filters.get("stage"),
        "service_type": filters.get("service_type"),
        "partner": filters.get("partner"),
        "words": f"%{escaped}%" if escaped else None,
    }


def mark_of_board(tx: Transaction) -> int:
    """A number that differs as soon as any proposal has changed."""
    [row] = tx.run(MARK_OF_BOARD)
    return int(row["mark"])


def page_for(tx: Transaction, organisation: str) -> list[dict[str, Any]]:
    """The proposals that this organisation leads or decides about, longest in stage first."""
    rows = page_of_board(tx, {"partner": organisation}, None, MOST_OF_MINE)
    return [row["block"] for row in rows]


def find_proposal(tx: Transaction, id: str) -> tuple[int, dict[str, Any]] | None:
    rows = tx.run(FIND_PROPOSAL, id=id)
    return (rows[0]["version"], rows[0]["block"]) if rows else None


def put_fact(
    tx: Transaction, kind: str, id: str, version: int, block: dict[str, Any], belongs_to: str | None
) -> None:
    tx.send(PUT_FACT, kind=kind, id=id, version=version, belongs_to=belongs_to, block=block)


def find_fact(tx: Transaction, kind: str, id: str) -> tuple[int, dict[str, Any]] | None:
    rows = tx.run(FIND_FACT, kind=kind, id=id)
    return (rows[0]["version"], rows[0]["block"]) if rows else None


def all_facts(
    tx: Transaction, kind: str, belongs_to: str | None = None, limit: int = MOST
) -> list[dict[str, Any]]:
    return tx.run(ALL_FACTS, kind=kind, belongs_to=belongs_to, limit=limit)
