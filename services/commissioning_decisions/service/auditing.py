"""Queries for auditors: what was recorded, with its hashes, and how things once stood."""

from typing import Any

from services.commissioning_decisions import repository
from services.commissioning_decisions.repository.audit import Recorded
from services.commissioning_decisions.schemas import commands
from services.commissioning_decisions.service.acting import Acting
from shared.actor import Actor
from shared.database.transaction import Transaction
from shared.hash_chains import CHAINS, FORMAT
from shared.messaging.rpc import query


class Auditing(Acting):
    @query(commands.ExportAudit)
    def export_audit(self, tx: Transaction, query: Any, actor: Actor) -> Any:
        """Names no person and no exempt title, whoever asks: see `domain.records`."""
        actor.must_have("auditor", "operator")
        if query["id"] is not None:
            return {"exports": [_export(repository.find_recorded(tx, query["id"]))], "after": None}
        found = repository.find_recorded_page(tx, query["after"], query["limit"])
        return {
            "exports": [_export(each) for each in found],
            "after": found[-1].proposal_id if len(found) == query["limit"] else None,
        }


def _export(recorded: Recorded) -> dict[str, Any]:
    about = {"id": recorded.proposal_id, "title": recorded.title, "stage": recorded.stage}
    chains = {
        chain: [{**record.as_plain(), "sha256": sha256} for record, sha256 in recorded.of(chain)]
        for chain in CHAINS
    }
    return {"format": FORMAT, "proposal": about, **chains}
