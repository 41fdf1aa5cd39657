"""Queries: the case whole, why a move is not open, lists."""

from typing import Any

from services.commissioning_decisions import repository, rules
from services.commissioning_decisions.domain import (
    legal_register,
    moving,
    openings,
    soundness,
    views,
)
from services.commissioning_decisions.domain.acts import Paper
from services.commissioning_decisions.domain.conditions import CONDITIONS
from services.commissioning_decisions.domain.deadlines import local_reading
from services.commissioning_decisions.schemas import commands
from services.commissioning_decisions.service.acting import Acting
from services.commissioning_decisions.service.proposals import PROCESS
from shared.actor import Actor
from shared.database.transaction import Transaction
from shared.messaging.rpc import query


class Reading(Acting):
    @query(commands.GetProposal)
    def get_proposal(self, tx: Transaction, query: Any, actor: Actor) -> Any:
        case = repository.find(tx, query["id"])
        today = self._today()
        inside = actor.organisation in case.proposal.partners
        return {
            "proposal": views.proposal(case, today),
            "version": case.version,
            "gate": {"moves": [views.way(way) for way in moving.ways(case, today)]},
            "acts": [
                views.opening(each) for each in openings.openings(case, actor.organisation, today)
            ],
            "stages": views.stages(case),
            "evidence": [views.paper(each, inside=inside) for each in case.all(Paper)],
            "versions": [views.version(each) for each in case.versions],
            "parts": views.parts(case),
            "notices": [views.notice(each) for each in case.notices],
            "decisions": [
                views.decision_of_partner(case, code, today) for code in case.proposal.partners
            ]
            if case.frozen
            else [],
            "ranking": [views.bid(bid) for bid in case.scores.bids] if case.scores else [],
            "recommendations": views.known(case.known.recommendations),
            "timeline": repository.find_timeline(tx, case.proposal.id),
            "deadlines": views.deadlines(case),
            "contract_id": case.contract.contract_id if case.contract else None,
        }

    @query(commands.WhyNot)
    def why_not(self, tx: Transaction, query: Any, actor: Actor) -> Any:
        case = repository.find(tx, query["id"])
        way = moving.way(case, query["move"], self._today())
        return {**views.way(way), "version": case.version}

    @query(commands.ListProposals)
    def list_proposals(self, tx: Transaction, query: Any, actor: Actor) -> Any:
        if query["stage"] is not None:
            rules.definition(PROCESS).stage(query["stage"])
        found = repository.find_page(tx, query["stage"], query["after"], query["limit"])
        return {
            "proposals": [
                {"proposal": views.proposal(case, self._today()), "version": case.version}
                for case in found
            ],
            "after": found[-1].proposal.id if len(found) == query["limit"] else None,
        }

    @query(commands.GetProcess)
    def get_process(self, tx: Transaction, query: Any, actor: Actor) -> Any:
        return {"process": views.definition(rules.definition(query["name"]))}

    @query(commands.CheckProcess)
    def check_process(self, tx: Transaction, query: Any, actor: Actor) -> Any:
        faults = soundness.check(query["text"], CONDITIONS)
        return {
            "faults": [{"line": each.line, "code": each.code, "text": each.text} for each in faults]
        }

    @query(commands.ListRules)
    def list_rules(self, tx: Transaction, query: Any, actor: Actor) -> Any:
        return {
            "deadline_rules": legal_register.deadline_rules(rules.deadlines()),
            "regimes": legal_register.regimes(rules.regimes()),
        }

    @query(commands.WorkOutDeadline)
    def work_out_deadline(self, tx: Transaction, query: Any, actor: Actor) -> Any:
        found = rules.deadlines().work_out(
            query["rule"],
            query["on"],
            local=local_reading(query["authority"], query["n"], query["calendar"]),
            known_on=query["known_on"],
        )
        return {"deadline": legal_register.deadline(found)}

    @query(commands.ListPartners)
    def list_partners(self, tx: Transaction, query: Any, actor: Actor) -> Any:
        return {
            "partners": [views.partner(each) for each in repository.find_all_partners(tx).values()]
        }
