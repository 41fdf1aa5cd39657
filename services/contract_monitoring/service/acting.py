"""What every act on a contract needs: the contract, locked; its day; and what is told of it."""

from datetime import date
from typing import Any

from services.contract_monitoring import repository, rules, schemas
from services.contract_monitoring.domain import contracts, views
from services.contract_monitoring.domain.cases import Case
from services.contract_monitoring.domain.contracts import Contract
from shared.clock import day_of_act, legal_day
from shared.database.dependency import Clock, Database
from shared.database.transaction import Transaction
from shared.messaging import outbox
from shared.messaging.schemas import made

MONEY_ROLES = ("finance", "contract_manager", "commissioner")


class Acting:
    """Part of the service class: entrypoints stand in the other parts."""

    database = Database()
    clock = Clock()

    def _today(self) -> date:
        return legal_day(self.clock.now())

    def _open(self, tx: Transaction, command: Any) -> tuple[Case, date]:
        """The case, locked and commenced if its day has come, and the legal day of the act."""
        on = day_of_act(command["on"], self._today())
        case = repository.find(tx, command["contract_id"], lock=True)
        return self._commence(tx, case), on

    def _commence(self, tx: Transaction, case: Case) -> Case:
        contract = contracts.commence(case.contract, self._today())
        if contract is None:
            return case
        case = self._save(tx, case, contract)
        self._announce_contract(tx, case, "contract.commenced", contract.starts_on)
        return case

    @staticmethod
    def _save(tx: Transaction, case: Case, contract: Contract) -> Case:
        repository.save_contract(tx, contract)
        return case.with_contract(contract)

    def _announce_contract(self, tx: Transaction, case: Case, name: str, on: date) -> None:
        self._announce(tx, name, {"contract": self._watch(case)}, case.contract.id, on)

    @staticmethod
    def _announce(
        tx: Transaction, name: str, block: dict[str, Any], subject: str, on: date
    ) -> dict[str, Any]:
        """Append the event; its data as they go out."""
        told: dict[str, Any] = made(schemas.PUBLISHED[name, 1]).dump(block)
        outbox.append(tx, name, 1, told, subject=subject, effective_date=on)
        return told

    def _contract_view(self, tx: Transaction, case: Case) -> dict[str, Any]:
        return {"contract": self._watch(case), "version": self._version(tx, case.contract.id)}

    def _watch(self, case: Case) -> dict[str, Any]:
        today = self._today()
        measures = rules.current_measures(case.contract.measure_set, today)
        return views.contract_watch(case, measures, today=today)

    @staticmethod
    def _charged_years(tx: Transaction, case: Case, *kinds: str) -> set[str]:
        """Labels of the years that were issued or balanced."""
        tests = repository.find_all_money_tests(tx, case.contract.id)
        return {test["outcome"]["year"] for test in tests if test["kind"] in kinds}

    @staticmethod
    def _version(tx: Transaction, subject: str) -> int:
        return outbox.current_versions(tx, [subject]).get(subject, 0)
