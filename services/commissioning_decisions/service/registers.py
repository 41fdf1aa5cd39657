"""Queries of the registers that councils and NHS bodies keep: plan, decisions, conflicts."""

from collections.abc import Callable
from typing import Any

from services.commissioning_decisions import repository
from services.commissioning_decisions.domain import decision_views
from services.commissioning_decisions.schemas import queries
from services.commissioning_decisions.service.acting import Acting
from shared.actor import Actor
from shared.database.transaction import Transaction
from shared.messaging.rpc import query

Block = dict[str, Any]
# Register → the kind of act that it lists, and how a line of it reads.
LISTED: dict[str, tuple[str, Callable[[Any], Block]]] = {
    "forward_plan": ("Notice", decision_views.notice_whole),
    "decisions": ("Decision", decision_views.decision_in_register),
    "conflicts": ("ConflictDeclared", decision_views.conflict),
}


class Registers(Acting):
    @query(queries.ListRegister)
    def list_register(self, tx: Transaction, query: Any, actor: Actor) -> Any:
        """What anybody may read: no seat, no exempt paper."""
        kind, line = LISTED[query["register"]]
        found = repository.find_page_of_kind(
            tx, kind, query["partner"], _place(query["after"]), query["limit"]
        )
        return {
            "lines": [
                {
                    "proposal_id": each["proposal_id"],
                    "title": each["title"],
                    "recorded_on": each["recorded_on"],
                    **line(each["act"]),
                }
                for each in found
            ],
            "after": found[-1]["place"] if len(found) == query["limit"] else None,
        }


def _place(after: str | None) -> tuple[str, str, int] | None:
    if after is None:
        return None
    day, id, position = after.split("|")
    return day, id, int(position)
