"""All that is known of one contract, and what an act on one of its returns leads to."""

from dataclasses import dataclass, replace
from datetime import date

from services.contract_monitoring.domain import notices as ladder
from services.contract_monitoring.domain.contracts import Contract, ProposalMove
from services.contract_monitoring.domain.measures import Measure
from services.contract_monitoring.domain.notices import Change, Notice
from services.contract_monitoring.domain.returns import Return
from shared.errors import Conflict, NotFound


@dataclass(frozen=True)
class Case:
    contract: Contract
    moves: tuple[ProposalMove, ...] = ()
    returns: tuple[Return, ...] = ()
    notices: tuple[Notice, ...] = ()

    def returns_of(self, measure: str) -> list[Return]:
        return [each for each in self.returns if each.measure == measure]

    def notices_of(self, measure: str) -> list[Notice]:
        return [each for each in self.notices if each.measure == measure]

    def find_return(self, measure: str, period: str) -> Return:
        for each in self.returns_of(measure):
            if each.period.label == period:
                return each
        raise NotFound(
            "return_not_found",
            f"There is no return of {measure} for {period}. Check both, or submit it first.",
            {"measure": measure, "period": period},
        )

    def find_open_notice(self, measure: str) -> Notice:
        for each in self.notices_of(measure):
            if each.closed_on is None:
                return each
        raise NotFound(
            "no_open_notice",
            f"No query or notice is open on {measure}.",
            {"contract": self.contract.id, "measure": measure},
        )

    def check_not_submitted(self, measure: str, period: str) -> None:
        if any(each.period.label == period for each in self.returns_of(measure)):
            raise Conflict(
                "return_already_submitted",
                f"The return of {measure} for {period} is in. Restate it if it was wrong.",
                {"measure": measure, "period": period},
            )

    def with_contract(self, contract: Contract) -> "Case":
        return replace(self, contract=contract)

    def with_return(self, return_: Return) -> "Case":
        others = (each for each in self.returns if each.subject != return_.subject)
        return replace(self, returns=(*others, return_))

    def with_notice(self, notice: Notice) -> "Case":
        others = (each for each in self.notices if each.number != notice.number)
        return replace(self, notices=(*others, notice))


def take(case: Case, measure: Measure, return_: Return, on: date) -> tuple[Case, Change]:
    """The case with the new form of a return, and the notice that this closes or raises."""
    after = case.with_return(return_)
    change = ladder.assess(
        measure,
        case.returns_of(measure.code),
        after.returns_of(measure.code),
        case.notices_of(measure.code),
        contract_id=case.contract.id,
        number=len(case.notices) + 1,
        on=on,
    )
    for notice in (change.closed, change.raised):
        after = after.with_notice(notice) if notice else after
    return after, change
