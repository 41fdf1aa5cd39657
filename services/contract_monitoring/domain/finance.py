"""The money of a contract: contributions, year-end balancing, and whether an uplift may stand."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from services.contract_monitoring.domain.charging import (
    charged_until,
    part_year_text,
)
from services.contract_monitoring.domain.conditions import Finding, State, judge
from services.contract_monitoring.domain.contracts import Contract
from services.contract_monitoring.domain.shares import (
    Span,
    spans,
    spans_on,
    yearly_parts,
)
from services.contract_monitoring.domain.sharing import Beyond, YearEnd, settle
from services.contract_monitoring.domain.terms import Terms
from services.contract_monitoring.domain.years import PartOfYear, year_of
from shared.errors import Invalid
from shared.money import allocate, percentage_of


def contributions(contract: Contract) -> dict[str, Any]:
    """As signed: shares, a full year of each partner, and the year in which the contract starts."""
    year = year_of(contract, contract.starts_on)
    return {
        "annual_value_pence": contract.annual_value_pence,
        "shares": [{"partner": who, "bp": bp} for who, bp in contract.shares.items()],
        "full_year": amounts(allocate(contract.annual_value_pence, contract.shares)),
        **_first_year(contract, year),
        "conditions": [
            {"partner": each.partner, "condition": each.kind, "cap_pence": each.cap_pence}
            for each in contract.conditions
        ],
    }


def _first_year(contract: Contract, year: PartOfYear) -> dict[str, Any]:
    if year.is_whole:
        return {"part_year": [], "part_year_rule": None, "part_year_total_pence": None}
    rule = part_year_text(contract, year)
    if contract.terms_on(year.first).part_year is None:
        return {"part_year": [], "part_year_rule": rule, "part_year_total_pence": None}
    parts = charged_until(contract, year, year.last)
    return {
        "part_year": amounts(parts),
        "part_year_rule": rule,
        "part_year_total_pence": sum(parts.values()),
    }


def balance(
    contract: Contract,
    year: PartOfYear,
    *,
    outturn_pence: int,
    activity: Mapping[str, int],
    beyond: Beyond | None = None,
) -> dict[str, Any]:
    """Year-end balancing by the agreement's rule, with each condition that the cost comes near."""
    terms = contract.terms_on(year.first)
    paid = charged_until(contract, year, year.last)
    _check_same_partners(paid, activity)
    held = [span for span in spans(contract) if _touches(span, year)]
    end = YearEnd(
        budget_pence=sum(paid.values()),
        outturn_pence=outturn_pence,
        # Shares that changed in mid-year weigh by what each partner was charged under them.
        weights=held[0].shares if len(held) == 1 else paid,
        paid=paid,
        activity=activity,
        host=terms.host or contract.lead,
    )
    result = settle(terms, end, beyond)
    costs = {who: paid[who] + result.due(who) for who in paid}
    findings = judge(contract, year, costs)
    return {
        "contract_id": contract.id,
        "year": year.label,
        "outturn_pence": outturn_pence,
        "budget_pence": end.budget_pence,
        "rule": terms.in_words(),
        "bands": [
            {"name": "by_share", "amount_pence": result.by_share_pence},
            {"name": "by_activity", "amount_pence": result.by_activity_pence},
        ],
        "per_partner": [
            {
                "partner": who,
                "by_share_pence": result.by_share.get(who, 0),
                "by_activity_pence": result.by_activity.get(who, 0),
                "due_pence": result.due(who),
            }
            for who in paid
        ],
        "warnings": [sentence for each in findings if (sentence := each.sentence())],
        "kept_pence": result.kept_pence,
        "decision_reference": beyond.reference if beyond else None,
        **_with_terms(terms, findings),
    }


def _touches(span: Span, year: PartOfYear) -> bool:
    return span.from_on <= year.last and year.first < span.until


def _with_terms(terms: Terms, findings: Iterable[Finding]) -> dict[str, Any]:
    """What a calculation is kept with: the terms of that day and each condition as it was read."""
    return {
        "terms": {"version": terms.version, "reference": terms.reference},
        "conditions": [each.as_block() for each in findings],
    }


def activity_of(given: Iterable[Mapping[str, Any]]) -> dict[str, int]:
    """Basis points by partner; a partner named twice is refused."""
    given = list(given)
    activity = {each["partner"]: each["bp"] for each in given}
    if len(activity) != len(given):
        raise Invalid("partner_named_twice", "Name each partner once in the activity.")
    return activity


def uplift(contract: Contract, *, percent_bp: int, from_on: date) -> dict[str, Any]:
    """What an uplift would cost each partner, and whose condition forbids it."""
    if not contract.starts_on <= from_on <= contract.maximum_end_on:
        raise Invalid(
            "year_outside_contract",
            f"The contract runs from {contract.starts_on} to {contract.maximum_end_on}.",
            {"from_on": str(from_on)},
        )
    raised = [_raised(span, percent_bp) for span in spans_on(contract, from_on)]
    parts = yearly_parts(raised)
    findings = judge_full_year(contract, parts, from_on)
    return {
        "contract_id": contract.id,
        "from_on": from_on,
        "percent": f"{percent_bp / 100:.2f}",
        "total_pence": sum(parts.values()),
        "per_partner": amounts(parts),
        "blocked_by": [
            {
                "partner": each.condition.partner,
                "condition": each.condition.kind,
                "cap_pence": each.condition.cap_pence,
                "amount_pence": each.cost_pence,
            }
            for each in findings
            if each.state is not State.MET
        ],
        **_with_terms(contract.terms_on(from_on), findings),
    }


def _raised(span: Span, percent_bp: int) -> Span:
    value = span.annual_value_pence + percentage_of(span.annual_value_pence, percent_bp)
    return Span(span.cost_head, span.from_on, span.until, span.shares, value, span.reference)


def judge_full_year(contract: Contract, parts: Mapping[str, int], day: date) -> list[Finding]:
    """Conditions against yearly costs, as in a year on every day of which the contract runs."""
    whole = PartOfYear(day, day, 365, 365, "a full year")
    return judge(contract, whole, parts, day)


def conditions_now(contract: Contract, day: date) -> list[dict[str, Any]]:
    """Each condition against what a full year costs its partner on a day."""
    parts = yearly_parts(spans_on(contract, day))
    return [each.as_block() for each in judge_full_year(contract, parts, day)]


def _check_same_partners(paid: Mapping[str, int], activity: Mapping[str, int]) -> None:
    if set(activity) != set(paid):
        raise Invalid(
            "activity_partners_differ",
            "Give the activity of each partner that has a share, and of nobody else.",
            {"partners": ", ".join(paid), "given": ", ".join(activity)},
        )


def amounts(parts: Mapping[str, int]) -> list[dict[str, Any]]:
    return [{"partner": who, "amount_pence": pence} for who, pence in parts.items()]
