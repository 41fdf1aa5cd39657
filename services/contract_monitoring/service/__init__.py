"""Entrypoints of contract monitoring: commands, queries, events of others, and one timer."""

from datetime import date
from typing import Any

from nameko.timer import timer

from services.contract_monitoring import repository, rules, schemas
from services.contract_monitoring.domain import (
    contracts,
    finance,
    money_views,
    notices,
    returns,
    views,
)
from services.contract_monitoring.domain.cases import Case, take
from services.contract_monitoring.domain.contracts import ProposalMove
from services.contract_monitoring.domain.measures import Measure, measure_on
from services.contract_monitoring.domain.notices import Change
from services.contract_monitoring.domain.periods import PeriodKind, days_given, read_period
from services.contract_monitoring.domain.returns import Return
from services.contract_monitoring.repository import agreement
from services.contract_monitoring.service.money import Money
from services.contract_monitoring.service.parties import Parties
from shared.actor import Actor
from shared.database.transaction import Row, Transaction
from shared.messaging import outbox
from shared.messaging.handlers import event_handler
from shared.messaging.rpc import command, query

ONE_HOUR = 60 * 60


class ContractMonitoring(Money, Parties):
    name = "contract_monitoring"

    # Commands

    @command(schemas.SubmitReturn)
    def submit_return(self, tx: Transaction, command: Any, actor: Actor) -> Any:
        actor.must_have("provider", "contract_manager")
        case, on = self._open(tx, command)
        contracts.must_report_for(case.contract, actor)
        label, kind = command["period"], PeriodKind(command["period_kind"])
        starts_on, ends_on = days_given(label, command["starts_on"], command["ends_on"])
        # A period before the contract is refused as such, not for want of a target.
        day = max(starts_on, case.contract.starts_on)
        measure = self._measure(case, command["measure"], day)
        period = read_period(label, kind, starts_on, ends_on, measure.frequency)
        case.check_not_submitted(measure.code, period.label)
        submitted = returns.submit(
            case.contract,
            measure,
            period,
            numerator=command["numerator"],
            denominator=command["denominator"],
            by=actor.person,
            on=on,
        )
        repository.add_return(tx, submitted, actor.organisation)
        return self._store_and_announce(tx, case, measure, submitted, "kpi.return_submitted", on)

    @command(schemas.ValidateReturn)
    def validate_return(self, tx: Transaction, command: Any, actor: Actor) -> Any:
        actor.must_have("contract_manager")
        case, on = self._open(tx, command)
        contracts.must_be_party(case.contract, actor)
        found = case.find_return(command["measure"], command["period"])
        validated = returns.validate(found, by=actor.person, on=on)
        repository.save_validation(tx, validated)
        measure = self._measure(case, found.measure, found.period.starts_on)
        return self._store_and_announce(tx, case, measure, validated, "kpi.return_validated", on)

    @command(schemas.RestateReturn)
    def restate_return(self, tx: Transaction, command: Any, actor: Actor) -> Any:
        actor.must_have("contract_manager")
        case, on = self._open(tx, command)
        contracts.must_be_party(case.contract, actor)
        found = case.find_return(command["measure"], command["period"])
        measure = self._measure(case, found.measure, found.period.starts_on)
        restated = returns.restate(
            found,
            measure,
            numerator=command["numerator"],
            denominator=command["denominator"],
            reason=command["reason"],
            by=actor.person,
            on=on,
        )
        repository.save_restatement(tx, restated)
        return self._store_and_announce(tx, case, measure, restated, "kpi.return_restated", on)

    @command(schemas.CloseNotice)
    def close_notice(self, tx: Transaction, command: Any, actor: Actor) -> Any:
        actor.must_have("contract_manager")
        case, on = self._open(tx, command)
        contracts.must_be_party(case.contract, actor)
        closed = notices.close(
            case.find_open_notice(command["measure"]),
            case.returns_of(command["measure"]),
            evidence=command["evidence"],
            on=on,
        )
        case = case.with_notice(closed)
        self._follow(tx, case, Change(closed=closed))
        return self._contract_view(tx, case)

    @command(schemas.OpenReview)
    def open_review(self, tx: Transaction, command: Any, actor: Actor) -> Any:
        actor.must_have("contract_manager", "commissioner")
        case, on = self._open(tx, command)
        contracts.must_be_party(case.contract, actor)
        contract = contracts.open_review(case.contract, case.moves, reason=command["reason"], on=on)
        case = self._save(tx, case, contract)
        self._announce_contract(tx, case, "contract.review_opened", on)
        return self._contract_view(tx, case)

    # Queries

    @query(schemas.GetContract)
    def get_contract(self, tx: Transaction, query: Any, actor: Actor) -> Any:
        case = repository.find(tx, query["id"])
        today = self._today()
        facts = repository.find_facts(tx, query["id"])
        tests = repository.find_all_money_tests(tx, query["id"])
        raw = contracts.sees_raw_figures(case.contract, actor)
        return {
            "contract": facts,
            "watch": self._watch(case),
            "version": self._version(tx, case.contract.id),
            "figures": "raw" if raw else "public",
            "measures": [
                views.measure_of_contract(measure, case.returns, raw=raw)
                for measure in rules.current_measures(case.contract.measure_set, today)
            ],
            "notices": [views.notice(each, raw=raw) for each in case.notices],
            "money": self._money(tx, case, tests, today),
            "timeline": views.timeline(
                case,
                facts["signed_on"],
                tests,
                money_views.history(case.contract),
                today=today,
            ),
        }

    @query(schemas.ListContracts)
    def list_contracts(self, tx: Transaction, query: Any, actor: Actor) -> Any:
        cases = repository.find_all(tx)
        versions = outbox.current_versions(tx, [case.contract.id for case in cases])
        return {
            "contracts": [
                {"contract": self._watch(case), "version": versions.get(case.contract.id, 0)}
                for case in cases
            ]
        }

    def _money(self, tx: Transaction, case: Case, tests: list[Row], today: date) -> dict[str, Any]:
        recorded = views.money_tests(tests)
        return {
            **finance.contributions(case.contract),
            "balancings": recorded["balancing"],
            "uplift_tests": recorded["uplift"],
            **money_views.of_contract(case.contract, recorded, today),
            "journals": agreement.find_all_journals(tx, case.contract.id),
        }

    # Events of others

    @event_handler("contract.signed", 1, schemas.ContractSigned)
    def on_contract_signed(self, event: Any, tx: Transaction) -> None:
        facts = schemas.SignedContract().dump(event.data["contract"])
        rules.measure_set(facts["measure_set"])
        repository.keep_contract(tx, event.subject_version, facts)
        self._commence(tx, repository.find(tx, facts["id"], lock=True))

    @event_handler("proposal.stage_changed", 1, schemas.ProposalStageChanged)
    def on_proposal_stage_changed(self, event: Any, tx: Transaction) -> None:
        move = ProposalMove(
            version=event.subject_version,
            from_stage=event.data["from_stage"],
            to_stage=event.data["to_stage"],
            on=event.data["on"],
            because=event.data["because"],
        )
        repository.keep_move(tx, event.data["proposal"]["id"], move)

    # Time

    @timer(interval=ONE_HOUR, eager=True)
    def every_hour_commence_contracts(self) -> None:
        with self.database.transaction() as tx:
            due = repository.find_all_to_commence(tx, self._today())
        for contract_id in due:
            with self.database.transaction() as tx:
                self._commence(tx, repository.find(tx, contract_id, lock=True))

    @timer(interval=ONE_HOUR, eager=True)
    def every_hour_let_partners_leave(self) -> None:
        with self.database.transaction() as tx:
            due = agreement.find_all_with_exits_to_announce(tx, self._today())
        for contract_id in due:
            with self.database.transaction() as tx:
                self._let_leave(tx, repository.find(tx, contract_id, lock=True))

    # What several of them do

    @staticmethod
    def _measure(case: Case, code: str, day: date) -> Measure:
        return measure_on(rules.measure_set(case.contract.measure_set), code, day)

    def _store_and_announce(
        self, tx: Transaction, case: Case, measure: Measure, return_: Return, name: str, on: date
    ) -> dict[str, Any]:
        block = views.monitoring_return(return_, measure)
        told = self._announce(tx, name, {"return": block}, return_.subject, on)
        case, change = take(case, measure, return_, on)
        self._follow(tx, case, change)
        return {
            **told,
            "version": self._version(tx, return_.subject),
            "contract": self._watch(case),
            "contract_version": self._version(tx, case.contract.id),
        }

    def _follow(self, tx: Transaction, case: Case, change: Change) -> None:
        """Store what a change did to a notice, and tell of it in one event."""
        if change.closed:
            repository.close_notice(tx, change.closed)
        if change.raised:
            repository.add_notice(tx, change.raised)
        if change.notice:
            name = "performance.escalated" if change.escalates else "performance.deescalated"
            block = views.escalation(self._watch(case), change)
            self._announce(tx, name, block, case.contract.id, block["notice_on"])
