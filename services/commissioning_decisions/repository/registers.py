"""What the registers list across all proposals: the newest record first."""

from typing import Any

from services.commissioning_decisions.repository.plain import act_of
from shared.database.transaction import Transaction

FIND_PAGE_OF_KIND = """
SELECT a.proposal_id, p.title, a.position, a.facts, a.happened_on
FROM acts a JOIN proposals p ON p.id = a.proposal_id
WHERE a.kind = %(kind)s
  AND a.kind IN ('Notice', 'Decision', 'ConflictDeclared')
  AND (%(partner)s::text IS NULL OR a.facts ->> 'partner' = %(partner)s)
  AND (%(after_day)s::date IS NULL
       OR (a.happened_on, a.proposal_id, a.position)
          < (%(after_day)s::date, %(after_id)s::text, %(after_position)s::int))
ORDER BY a.happened_on DESC, a.proposal_id DESC, a.position DESC
LIMIT %(limit)s
"""


def find_page_of_kind(
    tx: Transaction,
    kind: str,
    partner: str | None,
    after: tuple[str, str, int] | None,
    limit: int,
) -> list[dict[str, Any]]:
    """Rows with the act as it was recorded, behind the place that is named."""
    day, id, position = after or (None, None, None)
    rows = tx.run(
        FIND_PAGE_OF_KIND,
        kind=kind,
        partner=partner,
        after_day=day,
        after_id=id,
        after_position=position,
        limit=limit,
    )
    return [
        {
            "proposal_id": row["proposal_id"],
            "title": row["title"],
            "recorded_on": row["happened_on"],
            "place": f"{row['happened_on'].isoformat()}|{row['proposal_id']}|{row['position']}",
            "act": act_of(kind, row["facts"]),
        }
        for row in rows
    ]
