"""Entrypoints about the money of a year: terms, contributions, year end, uplift, conditions."""

from datetime import date
from typing import Any

from services.contract_monitoring import repository, schemas
from services.contract_monitoring.domain import charging, contracts, finance, money_views, years
from services.contract_monitoring.domain.agreement import Answer, Reading
from services.contract_monitoring.domain.cases import Case
from services.contract_monitoring.domain.conditions import find_condition
from services.contract_monitoring.domain.sharing import Beyond
from services.contract_monitoring.domain.terms import Overspend
from services.contract_monitoring.repository import agreement
from services.contract_monitoring.schemas import money
from services.contract_monitoring.service.acting import MONEY_ROLES, Acting
from shared.actor import Actor
from shared.database.transaction import Transaction
from shared.errors import Conflict
from shared.messaging.rpc import command

# A partner's answer reaches the fund through its officers as well.
ANSWER_ROLES = (*MONEY_ROLES, "democratic_services", "decision_maker")
NOT_SAID = ("contract_id", "from_on", "reference", "on")


class Money(Acting):
    """Part of the service class."""

    @command(schemas.CalculateBalancing)
    def calculate_balancing(self, tx: Transaction, command: Any, actor: Actor) -> Any:
        case, on = self._open_for_money(tx, command, actor)
        decided = command["decision_reference"]
        balancing = finance.balance(
            case.contract,
            years.part_of_year(case.contract, **command["year"]),
            outturn_pence=command["outturn_pence"],
            activity=finance.activity_of(command["activity"]),
            beyond=Beyond(decided, Overspend(command["beyond_by"])) if decided else None,
        )
        told = self._test(tx, case, "balancing", "finance.balancing_calculated", balancing, on)
        judged = {name: balancing[name] for name in ("kept_pence", "terms", "conditions")}
        return {"balancing": told, "judged": judged, **self._contract_view(tx, case)}

    @command(schemas.TestUplift)
    def test_uplift(self, tx: Transaction, command: Any, actor: Actor) -> Any:
        case, on = self._open_for_money(tx, command, actor)
        tested = finance.uplift(
            case.contract, percent_bp=command["percent_bp"], from_on=command["from_on"]
        )
        told = self._test(tx, case, "uplift", "finance.uplift_tested", tested, on)
        return {"uplift": told, **self._contract_view(tx, case)}

    @command(money.RecordTerms)
    def record_terms(self, tx: Transaction, command: Any, actor: Actor) -> Any:
        case, on = self._open_for_money(tx, command, actor)
        said = {
            name: value
            for name, value in command.items()
            if name not in NOT_SAID and value is not None
        }
        charged = self._charged_years(tx, case, "contributions", "balancing")
        years.check_not_charged(case.contract, charged, command["from_on"])
        agreement.add_terms(
            tx, case.contract.id, said, command["from_on"], command["reference"], on
        )
        return self._contract_view(tx, case)

    @command(money.IssueContributions)
    def issue_contributions(self, tx: Transaction, command: Any, actor: Actor) -> Any:
        case, on = self._open_for_money(tx, command, actor)
        contract = case.contract
        year = years.part_of_year(contract, **command["year"])
        if year.label in self._charged_years(tx, case, "contributions"):
            raise Conflict(
                "contributions_already_issued",
                f"The contributions of {year.label} are issued. A change since then shows its "
                "differences in its journal.",
                {"year": year.label},
            )
        issued = [
            self._announce(
                tx,
                "finance.contribution_due",
                money_views.contribution_due(contract, year, due),
                contract.id,
                due["starts_on"],
            )
            for due in charging.schedule(contract, year)
        ]
        outcome = {"year": year.label, "contributions": issued}
        repository.add_money_test(tx, contract.id, "contributions", on, outcome)
        return {"contributions": issued, **self._contract_view(tx, case)}

    @command(money.RecordForecast)
    def record_forecast(self, tx: Transaction, command: Any, actor: Actor) -> Any:
        case, on = self._open_for_money(tx, command, actor)
        year = years.part_of_year(case.contract, **command["year"])
        outcome = {
            "year": year.label,
            "spent_pence": command["spent_pence"],
            "forecast_pence": command["forecast_pence"],
        }
        repository.add_money_test(tx, case.contract.id, "forecast", on, outcome)
        return {"forecast": outcome, **self._contract_view(tx, case)}

    @command(money.RecordConditionReading)
    def record_condition_reading(self, tx: Transaction, command: Any, actor: Actor) -> Any:
        reading = Reading(command["reading"])
        return self._answer(tx, command, actor, reading=reading, allowed_pence=None)

    @command(money.ReleaseCondition)
    def release_condition(self, tx: Transaction, command: Any, actor: Actor) -> Any:
        allowed = command["allowed_pence"]
        return self._answer(tx, command, actor, reading=None, allowed_pence=allowed)

    def _open_for_money(self, tx: Transaction, command: Any, actor: Actor) -> tuple[Case, date]:
        actor.must_have(*MONEY_ROLES)
        case, on = self._open(tx, command)
        contracts.must_be_party(case.contract, actor)
        return case, on

    def _test(
        self,
        tx: Transaction,
        case: Case,
        kind: str,
        name: str,
        found: dict[str, Any],
        on: date,
    ) -> dict[str, Any]:
        """Tell of a calculation, and keep it with the terms and readings that it was based on."""
        told = self._announce(tx, name, found, case.contract.id, on)
        repository.add_money_test(tx, case.contract.id, kind, on, {**found, **told})
        return told

    def _answer(
        self,
        tx: Transaction,
        command: Any,
        actor: Actor,
        *,
        reading: Reading | None,
        allowed_pence: int | None,
    ) -> Any:
        actor.must_have(*ANSWER_ROLES)
        case, on = self._open(tx, command)
        contracts.must_be_party(case.contract, actor)
        from_on = command.get("from_on") or on
        find_condition(case.contract, command["partner"], command["condition"], from_on)
        answer = Answer(
            command["partner"],
            command["condition"],
            reading,
            allowed_pence,
            from_on,
            command["reference"],
        )
        agreement.add_answer(tx, case.contract.id, answer)
        return self._contract_view(tx, case)
