"""Everything that has to be published of a procurement or contract: whether, by when, and why.

`duties` answers for every notice of both laws, so that what is not due is seen with its reason too.
"""

from calendar import monthrange
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from services.commissioning_decisions.domain.contract_changes import (
    change_copies,
    change_notices,
    change_standstills,
    provider_change_notices,
    urgent_change_notices,
)
from services.commissioning_decisions.domain.deadlines import ONE_DAY, DeadlineRules
from services.commissioning_decisions.domain.notice_duty import (
    ABOVE,
    DUE,
    LATER,
    NOT_DUE,
    OPTIONAL,
    UNKNOWN,
    Duty,
    Procurement,
    Question,
)
from shared.errors import Invalid, RuleBroken
from shared.money import format_pounds

Table = Mapping[str, Any]
STANDSTILLS = ("PA-STANDSTILL", "PSR-STANDSTILL")
QUARTER, HALF_YEAR = 3, 6


def duties(facts: Procurement, tables: Iterable[Table], rules: DeadlineRules) -> list[Duty]:
    """Each notice of each table in its order; several for one that is due several times."""
    found: list[Duty] = []
    for table in tables:
        if table["regime"] == facts.regime:
            _must_have_process(table, facts.process)
        for entry in table["notices"]:
            asked = Question(entry, facts, table["limits"], rules, table["version"])
            why_not = _why_not(asked, table)
            found += [asked.answer(NOT_DUE, why_not)] if why_not else TESTS[entry["test"]](asked)
    return found


def of_notice(found: Iterable[Duty], notice: str) -> list[Duty]:
    return [duty for duty in found if duty.notice == notice]


def to_do(found: Iterable[Duty]) -> list[Duty]:
    """What is due, the earliest first; what has no day comes last."""
    due = [duty for duty in found if duty.status == DUE]
    return sorted(due, key=lambda duty: duty.latest_on or duty.earliest_on or date.max)


def must_be_free_to_enter(found: Iterable[Duty], on: date) -> None:
    """Refuse a contract inside a standstill, mandatory or promised, whoever asks.

    Representations under the Provider Selection Regime make a standstill longer than is known here.
    """
    for duty in found:
        if duty.notice not in STANDSTILLS or duty.status not in (DUE, OPTIONAL):
            continue
        if duty.earliest_on is None and duty.status == DUE:
            raise RuleBroken("standstill_not_started", f"Publish the notice first. {duty.why}")
        if duty.earliest_on and on < duty.earliest_on:
            raise RuleBroken(
                "standstill_running",
                f"Nobody can sign inside the standstill. {duty.why}",
                {"earliest_signing_on": duty.earliest_on.isoformat()},
            )


# Why a notice is not for this procurement at all.


def _must_have_process(table: Table, process: str) -> None:
    known = {name for entry in table["notices"] for name in _processes(table, entry)}
    if process not in known:
        raise Invalid(
            "process_not_of_regime",
            f"Under the {table['title']}, name one of: {', '.join(sorted(known))}.",
            {"process": process},
        )


def _processes(table: Table, entry: Mapping[str, Any]) -> Sequence[str]:
    named = entry["processes"]
    group: Sequence[str] = table["processes"][named] if isinstance(named, str) else named
    return group


def _why_not(asked: Question, table: Table) -> str | None:
    facts, entry = asked.facts, asked.entry
    if table["regime"] != facts.regime:
        return (
            f"It is a duty under the {table['title']}. This contract is under another regime, "
            "which stays as it was when its procurement began."
        )
    if entry.get("size", ABOVE) != facts.size:
        return f"It is not for a contract that is {facts.size.replace('_', ' ')} the threshold."
    if facts.process not in _processes(table, entry):
        return f"It does not belong to this process: {facts.process}."
    return _kind_without(asked) or _not_in_force(asked)


def _kind_without(asked: Question) -> str | None:
    facts, entry = asked.facts, asked.entry
    if facts.light_touch and "without_light_touch" in entry:
        return str(entry["without_light_touch"])
    if facts.user_choice and "without_user_choice" in entry:
        return str(entry["without_user_choice"])
    if facts.form in entry.get("without_forms", ()):
        return f"It is not for a {facts.form}."
    above = entry.get("above_pence")
    if above is not None and facts.value_pence <= above:
        return f"The contract is not worth more than {format_pounds(above, short=True)}."
    return None


def _not_in_force(asked: Question) -> str | None:
    ended_on = asked.facts.ended_on
    if ended_on and ended_on < asked.entry["valid_from"]:
        return f"{_since(asked)}; this contract had ended by then."
    return None


def _since(asked: Question) -> str:
    return f"The duty holds from {asked.entry['valid_from']:%-d %B %Y}"


# How each kind of notice is decided, where it is for this procurement.


def _plain(asked: Question) -> list[Duty]:
    started_on = getattr(asked.facts, asked.entry["starts"])
    if started_on is None:
        return [asked.answer(LATER)]
    if started_on < asked.entry["valid_from"]:
        return [asked.answer(NOT_DUE, f"{_since(asked)}; that was before.")]
    return [asked.due_after(started_on)]


def _before(asked: Question) -> list[Duty]:
    return [asked.answer(DUE, latest_on=getattr(asked.facts, asked.entry["before"]))]


def _soon(asked: Question) -> list[Duty]:
    started_on = getattr(asked.facts, asked.entry["starts"])
    if started_on is None:
        return [asked.answer(LATER)]
    why = f"{asked.entry['why']} Publish it as soon as reasonably practicable."
    return [asked.answer(DUE, why, earliest_on=started_on)]


def _earliest(asked: Question) -> list[Duty]:
    started_on = getattr(asked.facts, asked.entry["starts"])
    if started_on is None:
        return [asked.answer(DUE)]
    return [asked.possible_after(DUE, started_on)]


def _optional(asked: Question) -> list[Duty]:
    return [asked.answer(OPTIONAL)]


def _elsewhere(asked: Question) -> list[Duty]:
    return [asked.answer(NOT_DUE)]


def _pipeline(asked: Question) -> list[Duty]:
    facts, limits = asked.facts, asked.limits
    if facts.value_pence <= limits["pipeline_contract_pence"]:
        return [asked.answer(NOT_DUE, "The contract is not worth more than £2 million.")]
    if facts.authority_spend_pence is None or facts.year_begins_on is None:
        return [asked.answer(UNKNOWN, "Say what the authority expects to pay in the coming year.")]
    if facts.authority_spend_pence <= limits["pipeline_spend_pence"]:
        why = "The authority does not expect to pay more than £100 million in the year."
        return [asked.answer(NOT_DUE, why)]
    return [asked.due_after(facts.year_begins_on)]


def _engagement(asked: Question) -> list[Duty]:
    engaged = asked.facts.market_engaged
    if engaged is None:
        return [asked.answer(UNKNOWN, "Say whether the market was consulted before the tender.")]
    if not engaged:
        return [asked.answer(NOT_DUE, "The market was not consulted before the tender.")]
    return [asked.answer(DUE, latest_on=asked.facts.tenders_invited_on)]


def _advertising(asked: Question) -> list[Duty]:
    if asked.facts.advertised is None:
        return [asked.answer(UNKNOWN, "Say whether the contract is advertised to all suppliers.")]
    if not asked.facts.advertised:
        return [asked.answer(NOT_DUE, "Only particular suppliers are invited, s.87(2).")]
    return [asked.answer(DUE, latest_on=asked.facts.tenders_invited_on)]


def _tender_period(asked: Question) -> list[Duty]:
    tendering, invited_on = asked.facts.tendering, asked.facts.tenders_invited_on
    if invited_on is None:
        return [asked.answer(DUE)]
    days = 25 if tendering.electronic and tendering.all_documents else 30
    if not tendering.electronic and not tendering.all_documents:
        days = 35
    if tendering.shortened_because:
        days = 10
    return [asked.possible_after(DUE, invited_on, f"PA-4-{days}")]


def _standstill(asked: Question) -> list[Duty]:
    facts = asked.facts
    why_none = None
    if facts.light_touch:
        why_none = "Standstill is not mandatory for a light touch contract, s.51(3)(f)."
    elif facts.extreme_urgency:
        why_none = "Standstill is not mandatory in extreme and unavoidable urgency, s.51(3)(a)."
    if why_none and not facts.voluntary_standstill:
        return [asked.answer(NOT_DUE, why_none)]
    status = OPTIONAL if why_none else DUE
    if facts.intention_on is None:
        return [asked.answer(status)]
    return [asked.possible_after(status, facts.intention_on)]


def _measures(asked: Question) -> list[Duty]:
    if asked.facts.measures_unsuitable:
        return [asked.answer(NOT_DUE, _unsuitable(asked.facts))]
    return _before(asked)


def _unsuitable(facts: Procurement) -> str:
    return f"The authority holds that indicators do not fit, s.52(2): {facts.measures_unsuitable}"


def _performance(asked: Question) -> list[Duty]:
    facts = asked.facts
    if facts.measures_unsuitable:
        return [asked.answer(NOT_DUE, _unsuitable(facts))]
    if facts.entered_on is None:
        return [asked.answer(LATER)]
    begins_on = max(facts.entered_on, asked.entry["valid_from"])
    for _ in range(facts.assessments):
        begins_on = asked.rules.work_out(asked.entry["standard"], begins_on).due_on + ONE_DAY
    yearly = asked.due_after(begins_on, about=f"year {facts.assessments + 1}")
    if facts.ended_on is None:
        return [yearly]
    last = asked.rules.work_out("PA-11-30", facts.ended_on).due_on
    why = "The contract ended: publish the last assessment before the termination notice."
    at_end = asked.answer(DUE, why, latest_on=last, about="end of the contract")
    assert yearly.latest_on is not None, "it was worked out"
    return [yearly, at_end] if yearly.latest_on < facts.ended_on else [at_end]


def _payments(asked: Question) -> list[Duty]:
    limit, since = asked.limits["payment_pence"], asked.entry["valid_from"]
    large = [each.on for each in asked.facts.payments if each.pence > limit and each.on >= since]
    return _by_period(asked, large, QUARTER)


def _compliance(asked: Question) -> list[Duty]:
    since = asked.entry["valid_from"]
    paid = [each.on for each in asked.facts.payments if each.on >= since]
    return _by_period(asked, paid, HALF_YEAR)


def _by_period(asked: Question, days: Iterable[date], months: int) -> list[Duty]:
    """One for each period in which there was a payment; periods end with 31 March and so on."""
    ends = sorted({_end_of_period(day, months) for day in days})
    found = [asked.due_after(end, about=f"period to {end:%-d %B %Y}") for end in ends]
    return found or [asked.answer(LATER, f"{asked.entry['why']} No such payment is on record.")]


def _end_of_period(day: date, months: int) -> date:
    """The last day of the quarter, or of the half-year that ends with March or September."""
    month = day.month
    while month % 3 or (months == HALF_YEAR and month % 6 != QUARTER):
        month += 1
    year, month = day.year + (month - 1) // 12, (month - 1) % 12 + 1
    return date(year, month, monthrange(year, month)[1])


TESTS: Mapping[str, Callable[[Question], list[Duty]]] = {
    "advertising": _advertising,
    "before": _before,
    "change": change_notices,
    "change_copy": change_copies,
    "change_standstill": change_standstills,
    "compliance": _compliance,
    "earliest": _earliest,
    "elsewhere": _elsewhere,
    "engagement": _engagement,
    "measures": _measures,
    "optional": _optional,
    "payments": _payments,
    "performance": _performance,
    "pipeline": _pipeline,
    "plain": _plain,
    "provider_change": provider_change_notices,
    "soon": _soon,
    "standstill": _standstill,
    "tender_period": _tender_period,
    "urgent_change": urgent_change_notices,
}
