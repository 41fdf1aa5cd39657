"""A partner leaves: its notice, what those who stay bear from then on, and who must decide."""

import hashlib
import json
from collections.abc import Container, Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from services.contract_monitoring.domain.agreement import (
    SERVICE,
    ChangeKind,
    Decision,
    Exit,
    Plan,
)
from services.contract_monitoring.domain.charging import check_first_day, whole_life
from services.contract_monitoring.domain.conditions import check_none_breached
from services.contract_monitoring.domain.contracts import Contract
from services.contract_monitoring.domain.finance import judge_full_year
from services.contract_monitoring.domain.periods import month_start
from services.contract_monitoring.domain.shares import (
    ONE_DAY,
    Span,
    holder_of,
    partners_on,
    span_of,
)
from services.contract_monitoring.domain.variation import Changed, change_shares, must_lie_within
from shared.errors import Conflict, Invalid, NotAllowed, NotFound, RuleBroken
from shared.money import ALL_OF_IT_BP, allocate, check_shares, percentage_of


def give_notice(
    contract: Contract, partner: str, *, notice_on: date, leaves_on: date, reference: str
) -> tuple[Contract, Exit]:
    must_lie_within(contract, leaves_on)
    if any(each.partner == partner for each in contract.exits):
        raise Conflict(
            "exit_already_notified",
            f"The notice of {partner} is on record.",
            {"partner": partner},
        )
    if partner not in partners_on(contract, leaves_on):
        raise Invalid(
            "no_share_to_pass_on",
            f"{partner} bears no share on {leaves_on}.",
            {"partner": partner},
        )
    _check_notice(contract, notice_on, leaves_on)
    found = Exit(partner, notice_on, leaves_on, reference)
    return replace(contract, exits=(*contract.exits, found)), found


def _check_notice(contract: Contract, notice_on: date, leaves_on: date) -> None:
    months = contract.terms_on(notice_on).exit_notice_months
    if months is None:
        raise RuleBroken(
            "exit_notice_not_agreed",
            "The agreement does not say how long a partner's notice is. Record its terms first.",
        )
    earliest = months_after(notice_on, months)
    if leaves_on < earliest:
        raise RuleBroken(
            "exit_notice_too_short",
            f"The agreement asks for {months} months' notice: a notice of {notice_on} ends on "
            f"{earliest} at the earliest.",
            {"earliest": str(earliest), "leaves_on": str(leaves_on)},
        )


def months_after(day: date, months: int) -> date:
    """The same day of a later month, or its last one where it is shorter."""
    first = month_start(day.year, day.month + months)
    last = month_start(day.year, day.month + months + 1) - ONE_DAY
    return min(first.replace(day=min(day.day, last.day)), last)


def find_exit(contract: Contract, partner: str) -> Exit:
    for each in contract.exits:
        if each.partner == partner:
            return each
    raise NotFound(
        "exit_not_found",
        f"{partner} has given no notice. Record it first.",
        {"partner": partner},
    )


def span_left(contract: Contract, exit: Exit) -> Span:
    """What was borne on the last day."""
    span = span_of(contract, SERVICE, exit.leaves_on)
    assert span is not None, "the service has a span on every day of the contract"
    return span


def leaver(contract: Contract, exit: Exit) -> str:
    """Who has the place of the one that gave notice on its last day."""
    return holder_of(contract, exit.partner, exit.leaves_on)


def shares_of_rest(contract: Contract, exit: Exit) -> dict[str, int]:
    """The whole, shared by those who stay as they share it among themselves now."""
    shares = span_left(contract, exit).shares
    rest = {who: bp for who, bp in shares.items() if who != leaver(contract, exit) and bp}
    return allocate(ALL_OF_IT_BP, rest)


def propose(
    contract: Contract,
    exit: Exit,
    *,
    shares: Mapping[str, int] | None,
    annual_value_pence: int,
    reference: str,
) -> tuple[Contract, Exit]:
    """A new plan takes the place of the last one, and of every decision about that."""
    if exit.agreed_on:
        raise RuleBroken(
            "reshare_already_agreed",
            f"All partners have decided the re-share on {exit.agreed_on}.",
            {"agreed_on": str(exit.agreed_on)},
        )
    from_on = exit.leaves_on + ONE_DAY
    must_lie_within(contract, from_on)
    chosen = dict(shares) if shares else shares_of_rest(contract, exit)
    check_shares(chosen)
    if leaver(contract, exit) in chosen:
        raise Invalid(
            "leaver_in_reshare",
            f"{exit.partner} leaves on {exit.leaves_on} and bears nothing from then on.",
            {"partner": exit.partner},
        )
    check_first_day(contract, from_on)
    digest = _digest(contract.id, from_on, chosen, annual_value_pence)
    plan = Plan(from_on, chosen, annual_value_pence, reference, digest)
    return _with(contract, replace(exit, plan=plan, decisions=()))


def _digest(id: str, from_on: date, shares: Mapping[str, int], annual_value_pence: int) -> str:
    said = json.dumps([id, str(from_on), list(shares.items()), annual_value_pence])
    return hashlib.sha256(said.encode()).hexdigest()


def _with(contract: Contract, changed: Exit) -> tuple[Contract, Exit]:
    others = (changed if e.partner == changed.partner else e for e in contract.exits)
    return replace(contract, exits=tuple(others)), changed


def plan_of(exit: Exit) -> Plan:
    if exit.plan is None:
        raise RuleBroken(
            "reshare_not_proposed",
            "Nobody has worked out yet what those who stay would bear. Propose the re-share first.",
            {"partner": exit.partner},
        )
    return exit.plan


def cash_changes(contract: Contract, exit: Exit, plan: Plan) -> list[dict[str, Any]]:
    """What each partner pays in a full year before and after."""
    span = span_left(contract, exit)
    before = allocate(span.annual_value_pence, span.shares)
    after = allocate(plan.annual_value_pence, plan.shares)
    return [
        {
            "partner": who,
            "bp": bp,
            "before_pence": before.get(who, 0),
            "amount_pence": after[who],
            "change_pence": after[who] - before.get(who, 0),
        }
        for who, bp in plan.shares.items()
    ]


def stranded_pence(contract: Contract, exit: Exit, plan: Plan) -> int:
    """What the service still costs above a straight cut by the share of the one who leaves."""
    span = span_left(contract, exit)
    cut = percentage_of(span.annual_value_pence, span.shares[leaver(contract, exit)])
    return plan.annual_value_pence - (span.annual_value_pence - cut)


def must_decide(contract: Contract, exit: Exit, plan: Plan) -> list[str]:
    """Each remaining partner whose cash changes."""
    return [
        each["partner"] for each in cash_changes(contract, exit, plan) if each["change_pence"] != 0
    ]


def still_to_decide(contract: Contract, exit: Exit, plan: Plan) -> list[str]:
    decided = {each.partner for each in exit.decisions if each.sha256 == plan.sha256}
    return [who for who in must_decide(contract, exit, plan) if who not in decided]


def decide(
    contract: Contract, exit: Exit, decision: Decision, limit_pence: int | None
) -> tuple[Contract, Exit]:
    """One partner's decision on the plan as it stands, within what its decision maker may spend."""
    plan = plan_of(exit)
    if decision.sha256 != plan.sha256:
        raise RuleBroken(
            "other_plan_decided",
            "That decision is about another plan than the one that stands now. Decide this one.",
            {"sha256": plan.sha256},
        )
    if decision.partner not in must_decide(contract, exit, plan):
        raise NotAllowed(
            "no_decision_needed",
            f"{decision.partner} pays nothing else through this re-share: it has nothing to "
            "decide.",
            {"organisation": decision.partner},
        )
    if decision.partner not in still_to_decide(contract, exit, plan):
        raise Conflict(
            "reshare_already_decided",
            f"The decision of {decision.partner} on this plan is on record.",
            {"partner": decision.partner},
        )
    _check_limit(contract, plan, decision.partner, limit_pence)
    return _with(contract, replace(exit, decisions=(*exit.decisions, decision)))


def _check_limit(contract: Contract, plan: Plan, partner: str, limit_pence: int | None) -> None:
    """Held against the whole life of the contract with every change so far, not against a year."""
    if limit_pence is None:
        return
    after = change_shares(
        contract,
        ChangeKind.EXIT,
        SERVICE,
        plan.from_on,
        plan.shares,
        plan.annual_value_pence,
        plan.reference,
        plan.from_on,
    ).contract
    value = whole_life(after).get(partner, 0)
    if value > limit_pence:
        raise RuleBroken(
            "above_delegated_limit",
            "The whole life of this contract costs the partner more than this decision maker may "
            "spend. It has to be decided by a route with a higher limit.",
            {"value_pence": str(value), "limit_pence": str(limit_pence)},
        )


def take_effect(
    contract: Contract, exit: Exit, on: date, issued: Container[str] = ()
) -> Changed | None:
    """The re-share once everybody has decided it, or nothing yet."""
    plan = plan_of(exit)
    if exit.agreed_on or still_to_decide(contract, exit, plan):
        return None
    findings = judge_full_year(
        contract, allocate(plan.annual_value_pence, plan.shares), plan.from_on
    )
    check_none_breached(findings)
    agreed, _ = _with(contract, replace(exit, agreed_on=on))
    return change_shares(
        agreed,
        ChangeKind.EXIT,
        SERVICE,
        plan.from_on,
        plan.shares,
        plan.annual_value_pence,
        plan.reference,
        on,
        issued,
    )


def has_left(exit: Exit, today: date) -> bool:
    """Its last day is over, those who stay have decided what they bear, and nobody was told."""
    return exit.agreed_on is not None and not exit.announced and exit.leaves_on < today


def leave(contract: Contract, exit: Exit) -> Contract:
    return _with(contract, replace(exit, announced=True))[0]
