"""Entrypoints about who bears what: shares change, partners succeed each other and leave."""

from datetime import date
from typing import Any

from services.contract_monitoring import repository
from services.contract_monitoring.domain import contracts, exits, money_views, views
from services.contract_monitoring.domain.agreement import SERVICE, Decision, Exit, Succession
from services.contract_monitoring.domain.cases import Case
from services.contract_monitoring.domain.conditions import conditions_on
from services.contract_monitoring.domain.contracts import Contract
from services.contract_monitoring.domain.shares import ONE_DAY, shares_given, span_of
from services.contract_monitoring.domain.succession import Passed, debts, succeed
from services.contract_monitoring.domain.variation import Changed, vary
from services.contract_monitoring.repository import agreement
from services.contract_monitoring.schemas import money
from services.contract_monitoring.service.acting import MONEY_ROLES, Acting
from shared.actor import Actor
from shared.clock import day_of_act
from shared.database.transaction import Transaction
from shared.messaging.rpc import command

PARTNER_ROLES = ("commissioner", "contract_manager", "democratic_services")
DECIDING_ROLES = ("democratic_services", "decision_maker")


class Parties(Acting):
    """Part of the service class."""

    @command(money.ChangeShares)
    def change_shares(self, tx: Transaction, command: Any, actor: Actor) -> Any:
        case, on = self._open_for(tx, command, actor, *MONEY_ROLES)
        changed = vary(
            case.contract,
            cost_head=command["cost_head"],
            from_on=command["from_on"],
            shares=shares_given(command["shares"]),
            annual_value_pence=command["annual_value_pence"],
            reference=command["reference"],
            variation_reference=command["variation_reference"],
            on=on,
            issued=self._charged_years(tx, case, "contributions"),
        )
        case = self._take(tx, case, changed)
        return {"journal": changed.journal, **self._contract_view(tx, case)}

    @command(money.SucceedPartner)
    def succeed_partner(self, tx: Transaction, command: Any, actor: Actor) -> Any:
        case, on = self._open_for(tx, command, actor, *PARTNER_ROLES)
        given = Succession(
            bodies=tuple(dict.fromkeys(command["bodies"])),
            successors=shares_given(command["successors"]),
            from_on=command["from_on"],
            reference=command["reference"],
        )
        contract, passed = succeed(case.contract, given)
        agreement.add_succession(tx, contract.id, given, on)
        case = case.with_contract(contract)
        block = {
            "contract": self._watch(case),
            "bodies": given.bodies,
            "successors": money_views.bps(given.successors),
            "from_on": given.from_on,
            "reference": given.reference,
            "changes": [_renamed(each) for each in passed],
            "conditions": [
                {"partner": c.partner, "condition": c.kind, "cap_pence": c.cap_pence}
                for c in conditions_on(contract, given.from_on)
            ],
            "debts": debts(contract, self._balancings(tx, case), given.from_on),
        }
        self._announce(tx, "partner.succeeded", block, case.contract.id, given.from_on)
        return self._contract_view(tx, case)

    @command(money.RecordExit)
    def record_exit(self, tx: Transaction, command: Any, actor: Actor) -> Any:
        case, on = self._open_for(tx, command, actor, *PARTNER_ROLES)
        contract, left = exits.give_notice(
            case.contract,
            command["partner"],
            notice_on=day_of_act(command["notice_on"], on),
            leaves_on=command["leaves_on"],
            reference=command["reference"],
        )
        agreement.save_exit(tx, contract.id, left)
        case = case.with_contract(contract)
        block = {
            "contract": self._watch(case),
            **money_views.exit_block(contract, left),
        }
        self._announce(tx, "partner.exit_notified", block, contract.id, left.notice_on)
        return {"exit": money_views.exit_block(contract, left), **self._contract_view(tx, case)}

    @command(money.ProposeReshare)
    def propose_reshare(self, tx: Transaction, command: Any, actor: Actor) -> Any:
        case, _ = self._open_for(tx, command, actor, *MONEY_ROLES)
        given = command["shares"]
        contract, left = exits.propose(
            case.contract,
            exits.find_exit(case.contract, command["partner"]),
            shares=shares_given(given) if given else None,
            annual_value_pence=command["annual_value_pence"],
            reference=command["reference"],
        )
        agreement.save_exit(tx, contract.id, left)
        return {"exit": money_views.exit_block(contract, left), **self._contract_view(tx, case)}

    @command(money.DecideReshare)
    def decide_reshare(self, tx: Transaction, command: Any, actor: Actor) -> Any:
        """The decision of the organisation that the officer belongs to."""
        case, on = self._open_for(tx, command, actor, *DECIDING_ROLES)
        decision = Decision(actor.organisation, command["sha256"], command["reference"], on)
        contract, left = exits.decide(
            case.contract,
            exits.find_exit(case.contract, command["partner"]),
            decision,
            command["limit_pence"],
        )
        agreement.add_decision(tx, contract.id, left, decision)
        case = case.with_contract(contract)
        issued = self._charged_years(tx, case, "contributions")
        if changed := exits.take_effect(contract, left, on, issued):
            case = self._take(tx, case, changed)
            left = exits.find_exit(case.contract, left.partner)
            agreement.save_exit(tx, contract.id, left)
            case = self._let_leave(tx, case)
        return {
            "exit": money_views.exit_block(case.contract, left),
            **self._contract_view(tx, case),
        }

    def _open_for(
        self, tx: Transaction, command: Any, actor: Actor, *roles: str
    ) -> tuple[Case, date]:
        actor.must_have(*roles)
        case, on = self._open(tx, command)
        contracts.must_be_party(case.contract, actor)
        return case, on

    def _take(self, tx: Transaction, case: Case, changed: Changed) -> Case:
        """Keep a change of shares, and tell of it with the differences that it makes."""
        agreement.add_change(tx, case.contract.id, changed)
        case = case.with_contract(changed.contract)
        block = {
            "contract": self._watch(case),
            "kind": str(changed.change.kind),
            "reference": changed.change.reference,
            "journal": changed.journal,
            **_head(changed),
        }
        from_on = changed.change.from_on
        self._announce(tx, "shares.changed", block, case.contract.id, from_on)
        return case

    def _let_leave(self, tx: Transaction, case: Case) -> Case:
        """Tell of each partner whose last day is over and whose share is re-shared."""
        for left in case.contract.exits:
            if exits.has_left(left, self._today()):
                contract = exits.leave(case.contract, left)
                case = case.with_contract(contract)
                agreement.save_exit(tx, contract.id, exits.find_exit(contract, left.partner))
                block = {"contract": self._watch(case), **_left(contract, left)}
                self._announce(tx, "partner.exited", block, contract.id, left.leaves_on + ONE_DAY)
        return case

    @staticmethod
    def _balancings(tx: Transaction, case: Case) -> list[dict[str, Any]]:
        tests = repository.find_all_money_tests(tx, case.contract.id)
        return views.money_tests(tests)["balancing"]


def _head(changed: Changed) -> dict[str, Any]:
    change = changed.change
    return {
        "cost_head": change.cost_head,
        "from_on": change.from_on,
        "annual_value_pence": change.annual_value_pence,
        "shares_before": money_views.bps(changed.before),
        "shares_after": money_views.bps(change.shares),
    }


def _renamed(passed: Passed) -> dict[str, Any]:
    span = passed.span
    return {
        "cost_head": span.cost_head,
        "from_on": span.from_on,
        "annual_value_pence": span.annual_value_pence,
        "shares_before": money_views.bps(passed.before),
        "shares_after": money_views.bps(span.shares),
    }


def _left(contract: Contract, left: Exit) -> dict[str, Any]:
    after = span_of(contract, SERVICE, left.leaves_on + ONE_DAY)
    return {
        "partner": left.partner,
        "leaves_on": left.leaves_on,
        "reference": left.reference,
        "shares_after": money_views.bps(after.shares) if after else [],
    }
