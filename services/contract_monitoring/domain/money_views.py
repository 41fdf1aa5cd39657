"""What the page of a contract says about its money: shares, years, conditions, exits."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from services.contract_monitoring.domain import exits
from services.contract_monitoring.domain.agreement import Exit
from services.contract_monitoring.domain.charging import budget_of, schedule, whole_life
from services.contract_monitoring.domain.contracts import Contract
from services.contract_monitoring.domain.finance import (
    conditions_now,
    judge_full_year,
)
from services.contract_monitoring.domain.shares import ONE_DAY, Span, holder_of, partners_on, spans
from services.contract_monitoring.domain.succession import debts
from services.contract_monitoring.domain.years import PartOfYear, years
from shared.errors import RuleBroken
from shared.money import allocate, round_half_up

Block = dict[str, Any]


def of_contract(contract: Contract, tests: Mapping[str, list[Block]], today: date) -> Block:
    """Beside the money as signed: what holds now, and what was recorded since."""
    day = min(max(today, contract.starts_on), contract.maximum_end_on)
    return {
        "terms": [_terms(each) for each in contract.terms],
        "spans": [_span(contract, each) for each in spans(contract)],
        "partners_now": list(partners_on(contract, day)),
        "lead_now": holder_of(contract, contract.lead, today),
        "years": [_year(contract, year, tests) for year in years(contract)],
        "conditions_now": conditions_now(contract, day),
        "debts": debts(contract, tests["balancing"], today),
        "whole_life": _whole_life(contract),
        "successions": [
            {
                "bodies": list(each.bodies),
                "successors": bps(each.successors),
                "from_on": each.from_on,
                "reference": each.reference,
            }
            for each in contract.successions
        ],
        "exits": [exit_block(contract, each) for each in contract.exits],
        "answers": [
            {
                "partner": each.partner,
                "condition": each.kind,
                "reading": str(each.reading) if each.reading else None,
                "allowed_pence": each.allowed_pence,
                "from_on": each.from_on,
                "reference": each.reference,
            }
            for each in contract.answers
        ],
    }


def bps(shares: Mapping[str, int]) -> list[Block]:
    return [{"partner": who, "bp": bp} for who, bp in shares.items()]


def _terms(terms: Any) -> Block:
    return {
        "version": terms.version,
        "reference": terms.reference,
        "from_on": terms.from_on,
        "rule": terms.in_words(),
        "part_year": str(terms.part_year) if terms.part_year else None,
        "charged": str(terms.charged),
        "exit_notice_months": terms.exit_notice_months,
    }


def _span(contract: Contract, span: Span) -> Block:
    ends = span.until > contract.maximum_end_on
    return {
        "cost_head": span.cost_head,
        "from_on": span.from_on,
        "until": None if ends else span.until - ONE_DAY,
        "annual_value_pence": span.annual_value_pence,
        "reference": span.reference,
        "per_partner": [
            {"partner": who, "bp": span.shares[who], "amount_pence": pence}
            for who, pence in allocate(span.annual_value_pence, span.shares).items()
        ],
    }


def _year(contract: Contract, year: PartOfYear, tests: Mapping[str, list[Block]]) -> Block:
    """Budget, outturn and forecast of a year; a refusal where the agreement does not say."""
    outturn = _newest(tests["balancing"], year.label)
    forecast = _newest(tests["forecast"], year.label)
    return {
        "year": year.label,
        "starts_on": year.first,
        "ends_on": year.last,
        "budget_pence": _unless_refused(lambda: budget_of(contract, year)),
        "outturn_pence": outturn and outturn["outturn_pence"],
        "spent_pence": forecast and forecast["spent_pence"],
        "forecast_pence": forecast and forecast["forecast_pence"],
        "contributions": _unless_refused(lambda: schedule(contract, year)) or [],
        "unsaid": _refusal(lambda: budget_of(contract, year)),
    }


def _newest(found: Iterable[Block], label: str) -> Block | None:
    return next((each for each in reversed(list(found)) if each["year"] == label), None)


def _unless_refused(work: Callable[[], Any]) -> Any:
    """What the page cannot work out is left out, and said why beside it."""
    try:
        return work()
    except RuleBroken:
        return None


def _refusal(work: Callable[[], Any]) -> str | None:
    try:
        work()
    except RuleBroken as refusal:
        return refusal.message
    return None


def _whole_life(contract: Contract) -> Block | None:
    """The value with every change so far against the value as signed, all years together."""
    signed = _unless_refused(lambda: _life_as_signed(contract))
    now = _unless_refused(lambda: sum(whole_life(contract).values()))
    if signed is None or now is None:
        return None
    percent = round_half_up((now - signed) * 10_000, signed) if signed else 0
    return {"signed_pence": signed, "now_pence": now, "change_percent": f"{percent / 100:.2f}"}


def _life_as_signed(contract: Contract) -> int:
    return sum(whole_life(replace(contract, changes=())).values())


def exit_block(contract: Contract, exit: Exit) -> Block:
    return {
        "partner": exit.partner,
        "notice_on": exit.notice_on,
        "leaves_on": exit.leaves_on,
        "reference": exit.reference,
        "shares_of_rest": bps(exits.shares_of_rest(contract, exit)),
        "agreed_on": exit.agreed_on,
        "plan": _plan(contract, exit),
        "decisions": [
            {
                "partner": each.partner,
                "reference": each.reference,
                "decided_on": each.decided_on,
            }
            for each in exit.decisions
        ],
    }


def _plan(contract: Contract, exit: Exit) -> Block | None:
    plan = exit.plan
    if plan is None:
        return None
    costs = allocate(plan.annual_value_pence, plan.shares)
    return {
        "from_on": plan.from_on,
        "annual_value_pence": plan.annual_value_pence,
        "stranded_pence": exits.stranded_pence(contract, exit, plan),
        "per_partner": exits.cash_changes(contract, exit, plan),
        "must_decide": exits.must_decide(contract, exit, plan),
        "still_to_decide": exits.still_to_decide(contract, exit, plan),
        "conditions": [each.as_block() for each in judge_full_year(contract, costs, plan.from_on)],
        "reference": plan.reference,
        "sha256": plan.sha256,
    }


def contribution_due(contract: Contract, year: PartOfYear, due: Mapping[str, Any]) -> Block:
    return {
        "contract_id": contract.id,
        "year": year.label,
        **due,
        "rule": contract.terms_on(year.first).charging_in_words(),
    }


def history(contract: Contract) -> list[tuple[date, str]]:
    """What happened to the agreement, each on its day and in a sentence."""
    return [
        *(
            (each.from_on, f"Terms about money: {each.in_words()}. {each.reference}.")
            for each in contract.terms[1:]
        ),
        *(
            (
                each.from_on,
                f"{', '.join(each.successors)} took the place of {', '.join(each.bodies)}. "
                f"{each.reference}.",
            )
            for each in contract.successions
        ),
        *(
            (change.from_on, f"Shares of {change.cost_head} changed. {change.reference}.")
            for change in contract.changes
        ),
        *(
            (each.from_on, f"{each.partner} answered about its condition. {each.reference}.")
            for each in contract.answers
        ),
        *(entry for each in contract.exits for entry in _of_exit(each)),
    ]


def _of_exit(exit: Exit) -> list[tuple[date, str]]:
    notice = f"{exit.partner} gave notice to leave on {exit.leaves_on}. {exit.reference}."
    left = [(exit.leaves_on, f"The last day of {exit.partner}.")] if exit.announced else []
    return [
        (exit.notice_on, notice),
        *(
            (each.decided_on, f"{each.partner} decided the re-share. {each.reference}.")
            for each in exit.decisions
        ),
        *left,
    ]
