"""Queries for those who look into a case: its records, how it once stood, the report on it."""

from dataclasses import asdict
from typing import Any

from services.commissioning_decisions import repository, rules
from services.commissioning_decisions.domain import decision_views, past, standing, views
from services.commissioning_decisions.domain.acts import Paper
from services.commissioning_decisions.domain.case import Case
from services.commissioning_decisions.domain.decision_report import Reader, sections
from services.commissioning_decisions.repository.audit import Recorded
from services.commissioning_decisions.schemas import queries
from services.commissioning_decisions.service.acting import Acting
from shared.actor import Actor
from shared.clock import legal_day
from shared.database.transaction import Transaction
from shared.errors import Invalid
from shared.hash_chains import CHAINS, FORMAT
from shared.messaging.rpc import query


class Auditing(Acting):
    @query(queries.ExportAudit)
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

    @query(queries.GetProposalAsOf)
    def get_proposal_as_of(self, tx: Transaction, query: Any, actor: Actor) -> Any:
        """What was known then, though it may have happened earlier and been entered later."""
        at, now = query["at"], self.clock.now()
        if at > now:
            raise Invalid(
                "instant_to_come",
                "That time is still to come. Choose one that is over.",
                {"at": at.isoformat(), "now": now.isoformat()},
            )
        recorded = [record for record, _ in repository.find_recorded(tx, query["id"]).rows]
        case = repository.find_with_every_move(tx, query["id"])
        stood = past.as_of(case, recorded, at)
        day = legal_day(at)
        return {
            "at": at,
            "day": day,
            "proposal": views.proposal(stood, day),
            "versions": [views.version(each) for each in stood.versions],
            "parts": views.parts(stood),
            "evidence": [
                views.paper_whole(
                    each, rules.evidence_kinds()[each.code], inside=_is_inside(actor, case)
                )
                for each in stood.all(Paper)
            ],
            "notices": [decision_views.notice(each) for each in stood.notices],
            "decisions": [
                decision_views.decision_of_partner(stood, code, day)
                for code in standing.who_decided(stood)
            ]
            if stood.frozen
            else [],
            "recorded": [
                {"on": each.on, "recorded_at": each.recorded_at, "sentence": each.sentence}
                for each in past.lines(case, recorded, at)
            ],
        }

    @query(queries.GetDecisionReport)
    def get_decision_report(self, tx: Transaction, query: Any, actor: Actor) -> Any:
        case, today = repository.find_with_every_move(tx, query["id"]), self._today()
        reader = Reader(_is_inside(actor, case), today)
        report = {
            "id": case.proposal.id,
            "title": case.proposal.title,
            "lead": case.proposal.lead,
            "day": today,
            "sections": [asdict(each) for each in sections(case, reader)],
        }
        return {"report": report, "version": case.version}


def _is_inside(actor: Actor, case: Case) -> bool:
    """Whether somebody belongs to a partner, and so may read exempt titles."""
    return actor.organisation in case.proposal.partners


def _export(recorded: Recorded) -> dict[str, Any]:
    about = {"id": recorded.proposal_id, "title": recorded.title, "stage": recorded.stage}
    chains = {
        chain: [{**record.as_plain(), "sha256": sha256} for record, sha256 in recorded.of(chain)]
        for chain in CHAINS
    }
    return {"format": FORMAT, "proposal": about, **chains}
