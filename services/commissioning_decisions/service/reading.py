"""Queries: the case whole, why a move is not open, lists."""

from datetime import date
from typing import Any

from services.commissioning_decisions import repository, rules
from services.commissioning_decisions.domain import (
    conflicts,
    decision_views,
    disputes,
    flow_views,
    legal_register,
    moving,
    openings,
    procurement_views,
    soundness,
    standing,
    views,
)
from services.commissioning_decisions.domain.acts import Paper, Waiver
from services.commissioning_decisions.domain.case import Case
from services.commissioning_decisions.domain.conditions import CONDITIONS
from services.commissioning_decisions.domain.deadlines import local_reading
from services.commissioning_decisions.schemas import queries
from services.commissioning_decisions.service.acting import Acting
from shared.actor import Actor
from shared.database.transaction import Transaction
from shared.messaging.rpc import query


class Reading(Acting):
    @query(queries.GetProposal)
    def get_proposal(self, tx: Transaction, query: Any, actor: Actor) -> Any:
        case = repository.find(tx, query["id"])
        today = self._today()
        inside = actor.organisation in case.proposal.partners
        return {
            "proposal": views.proposal(case, today),
            "version": case.version,
            "gate": {"moves": [views.way(way) for way in moving.ways(case, today, actor)]},
            "acts": [
                views.opening(each) for each in openings.openings(case, actor.organisation, today)
            ],
            "stages": views.stages(case),
            "evidence": [
                views.paper_whole(each, rules.evidence_kinds()[each.code], inside=inside)
                for each in case.all(Paper)
            ],
            "waivers": [views.waiver(each) for each in case.all(Waiver)],
            "versions": [views.version(each) for each in case.versions],
            "parts": views.parts(case),
            "notices": [decision_views.notice(each) for each in case.notices],
            "decisions": [
                decision_views.decision_of_partner(case, code, today)
                for code in standing.who_decided(case)
            ]
            if case.frozen
            else [],
            **_together(case, today),
            "ranking": [
                procurement_views.bid(bid) for bid in (case.scores.bids if case.scores else ())
            ],
            "recommendations": views.known(case.known.recommendations),
            "timeline": repository.find_timeline(tx, case.proposal.id),
            "deadlines": views.deadlines(case, rules.law()),
            "contract_id": case.contract.contract_id if case.contract else None,
            "parent_id": case.proposal.parent_id,
            "flows": [flow_views.flow(rules.definition(each.process), each) for each in case.flows],
        }

    @query(queries.WhyNot)
    def why_not(self, tx: Transaction, query: Any, actor: Actor) -> Any:
        case = repository.find(tx, query["id"])
        way = moving.way(case, query["move"], self._today(), actor)
        return {**views.way(way), "version": case.version}

    @query(queries.WhyNotAll)
    def why_not_all(self, tx: Transaction, query: Any, actor: Actor) -> Any:
        """The gates that proposals stand before, for everybody who could open one."""
        if query["stage"] is not None:
            rules.must_know_stage(query["stage"])
        found, today = repository.find_page(tx, **query), self._today()
        return {
            "proposals": [
                views.waiting(case, moving.gates(case, today))
                for case in found
                if query["organisation"] in (None, *case.proposal.partners)
            ],
            "after": found[-1].proposal.id if len(found) == query["limit"] else None,
        }

    @query(queries.ListProposals)
    def list_proposals(self, tx: Transaction, query: Any, actor: Actor) -> Any:
        if query["stage"] is not None:
            rules.must_know_stage(query["stage"])
        found = repository.find_page(
            tx, stage=query["stage"], after=query["after"], limit=query["limit"]
        )
        return {
            "proposals": [
                {"proposal": views.proposal(case, self._today()), "version": case.version}
                for case in found
            ],
            "after": found[-1].proposal.id if len(found) == query["limit"] else None,
        }

    @query(queries.GetProcess)
    def get_process(self, tx: Transaction, query: Any, actor: Actor) -> Any:
        process = rules.definition(query["name"], query["version"])
        return {"process": views.definition(process)}

    @query(queries.ListProcesses)
    def list_processes(self, tx: Transaction, query: Any, actor: Actor) -> Any:
        return {
            "processes": [
                {
                    "name": each.name,
                    "version": each.version,
                    "title": each.title,
                    "flow_of": list(each.flow_of),
                    "without_one": each.without_one,
                }
                for each in rules.newest_definitions()
            ]
        }

    @query(queries.ListEvidenceKinds)
    def list_evidence_kinds(self, tx: Transaction, query: Any, actor: Actor) -> Any:
        kinds = rules.evidence_kinds().values()
        return {"evidence": [views.evidence_kind(each) for each in kinds]}

    @query(queries.CheckProcess)
    def check_process(self, tx: Transaction, query: Any, actor: Actor) -> Any:
        faults = soundness.check(query["text"], CONDITIONS, rules.evidence_kinds())
        return {
            "faults": [{"line": each.line, "code": each.code, "text": each.text} for each in faults]
        }

    @query(queries.ListRules)
    def list_rules(self, tx: Transaction, query: Any, actor: Actor) -> Any:
        return {
            "deadline_rules": legal_register.deadline_rules(rules.deadlines()),
            "regimes": legal_register.regimes(rules.regimes()),
            "tables": legal_register.other_tables(rules.listed()),
        }

    @query(queries.WorkOutDeadline)
    def work_out_deadline(self, tx: Transaction, query: Any, actor: Actor) -> Any:
        found = rules.deadlines().work_out(
            query["rule"],
            query["on"],
            local=local_reading(query["authority"], query["n"], query["calendar"]),
            known_on=query["known_on"],
        )
        return {"deadline": legal_register.deadline(found)}

    @query(queries.ListPartners)
    def list_partners(self, tx: Transaction, query: Any, actor: Actor) -> Any:
        return {
            "partners": [views.partner(each) for each in repository.find_all_partners(tx).values()]
        }


def _together(case: Case, today: date) -> dict[str, Any]:
    """How the partners decide together, and what stands between them."""
    rule, dispute = standing.rule_of(case), disputes.open_dispute(case)
    return {
        "joint_rule": decision_views.joint_rule(rule) if rule else None,
        "conflicts": [decision_views.conflict(each) for each in conflicts.register_of(case)],
        "conflicts_to_settle": [each.id for each in standing.unsettled_conflicts(case)],
        "dispute": decision_views.dispute(dispute, today) if dispute else None,
    }
