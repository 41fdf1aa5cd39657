"""The blocks that events and answers are made of; every figure in an event is a public one."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from itertools import pairwise
from typing import Any

from services.contract_monitoring.domain.cases import Case
from services.contract_monitoring.domain.contracts import stage_of
from services.contract_monitoring.domain.measures import Measure, decimal_text
from services.contract_monitoring.domain.notices import Change, Closure, Level, Notice, level_of
from services.contract_monitoring.domain.publication import public_figures
from services.contract_monitoring.domain.returns import Return, Revision, in_order
from shared.money import format_pounds

Block = dict[str, Any]
MONEY_KINDS = ("balancing", "uplift", "contributions", "forecast")
ENDINGS = {
    Closure.REVIEWED: "Closed at a review, on evidence.",
    Closure.WITHDRAWN: "Restated figures took the ground of the notice away.",
}


def contract_watch(case: Case, measures: Iterable[Measure], *, today: date) -> Block:
    """A contract as the whole system knows it: how it stands, what is open, how each measure is."""
    contract = case.contract
    open_notices = [notice for notice in case.notices if notice.closed_on is None]
    latest = {return_.measure: return_ for return_ in in_order(case.returns)}
    return {
        "id": contract.id,
        "proposal_id": contract.proposal_id,
        "title": contract.title,
        "stage": str(stage_of(contract, today, case.moves)),
        "starts_on": contract.starts_on,
        "escalation_level": int(level_of(open_notices)),
        "open_notices": [
            {
                "level": int(notice.level),
                "measure": notice.measure,
                "raised_on": notice.raised_on,
                "because": notice.because,
            }
            for notice in open_notices
        ],
        "measures": [
            {
                "code": measure.code,
                "name": measure.name,
                "target": measure.target_text,
                "last_period": last.period.label if (last := latest.get(measure.code)) else None,
                "last_rating": str(last.current.rating) if last else None,
            }
            for measure in measures
        ],
        "review_opened_on": contract.review_opened_on,
    }


def monitoring_return(return_: Return, measure: Measure) -> Block:
    """The public block of a return, with its latest revision."""
    current, previous = return_.current, return_.previous
    return {
        "contract_id": return_.contract_id,
        "measure": return_.measure,
        "measure_name": measure.name,
        "period": return_.period.label,
        "period_kind": str(return_.period.kind),
        "starts_on": return_.period.starts_on,
        "ends_on": return_.period.ends_on,
        **public_figures(measure, current.numerator, current.denominator),
        "rating": str(current.rating),
        "revision": current.number,
        "stage": str(return_.stage),
        "submitted_on": return_.submitted_on,
        "reason": current.reason,
        "previous_rating": str(previous.rating) if previous else None,
    }


def escalation(watch: Block, change: Change) -> Block:
    """One step up or down the ladder; words of people stay inside."""
    notice = change.raised or change.closed
    raised, closed = change.raised, change.closed
    because = [ENDINGS[closed.closure]] if closed and closed.closure in ENDINGS else []
    return {
        "contract": watch,
        "level": int(change.level),
        "measures": [notice.measure] if notice else [],
        "notice_on": raised.raised_on if raised else closed and closed.closed_on,
        "cure_by": raised.cure_by if raised else None,
        "because": " ".join([*because, *([raised.because] if raised else [])]),
    }


def measure_of_contract(measure: Measure, returns: Sequence[Return], *, raw: bool) -> Block:
    """One measure with its run of returns, each with all its revisions."""
    return {
        "code": measure.code,
        "name": measure.name,
        "definition": measure.definition,
        "numerator": measure.numerator,
        "denominator": measure.denominator,
        "unit": str(measure.unit),
        "polarity": str(measure.polarity),
        "target": measure.target_text,
        "target_value": decimal_text(measure.target),
        "amber_floor": measure.amber_text,
        "amber_value": decimal_text(measure.amber_floor) if measure.amber_floor else None,
        "min_denominator": measure.min_denominator,
        "frequency": str(measure.frequency),
        "safety": measure.safety,
        "returns": [
            {
                **monitoring_return(return_, measure),
                "validated_on": return_.validated_on,
                **(raw_figures(measure, return_.current) if raw else {}),
                "history": [
                    revision_of_return(measure, revision, raw=raw) for revision in return_.revisions
                ],
            }
            for return_ in in_order(returns)
            if return_.measure == measure.code
        ],
    }


def revision_of_return(measure: Measure, revision: Revision, *, raw: bool) -> Block:
    return {
        "revision": revision.number,
        **public_figures(measure, revision.numerator, revision.denominator),
        **(raw_figures(measure, revision) if raw else {}),
        "rating": str(revision.rating),
        "target": revision.target,
        "known_on": revision.known_on,
        "reason": revision.reason,
    }


def raw_figures(measure: Measure, revision: Revision) -> Block:
    """For the parties of the contract only."""
    return {
        "numerator": revision.numerator,
        "denominator": revision.denominator,
        "value": measure.value_text(revision.numerator, revision.denominator),
    }


def notice(notice: Notice, *, raw: bool) -> Block:
    return {
        "number": notice.number,
        "measure": notice.measure,
        "level": int(notice.level),
        "period": notice.period,
        "raised_on": notice.raised_on,
        "because": notice.because,
        "cure_by": notice.cure_by,
        "closed_on": notice.closed_on,
        "closure": str(notice.closure) if notice.closure else None,
        **({"evidence": notice.evidence} if raw else {}),
    }


def money_tests(tests: Iterable[Mapping[str, Any]]) -> dict[str, list[Block]]:
    """What was calculated or recorded about money, by kind, newest last."""
    kinds: dict[str, list[Block]] = {kind: [] for kind in MONEY_KINDS}
    for test in tests:
        kinds[test["kind"]].append({"calculated_on": test["calculated_on"], **test["outcome"]})
    return kinds


def timeline(
    case: Case,
    signed_on: str | None,
    tests: Iterable[Mapping[str, Any]],
    agreed: Iterable[tuple[date, str]] = (),
    *,
    today: date,
) -> list[Block]:
    """What happened to the contract in sentences, newest first."""
    contract = case.contract
    happened: list[tuple[date, str]] = []
    if signed_on:
        happened.append((date.fromisoformat(signed_on), "The contract was signed."))
    if contract.starts_on <= today:
        happened.append((contract.starts_on, "The service commenced."))
    happened += [
        (move.on, f"The proposal moved to {_words(move.to_stage)}. {move.because}")
        for move in case.moves
        if move.to_stage != move.from_stage  # its process changed, and it stayed where it was
    ]
    happened += [entry for return_ in case.returns for entry in _of_return(return_)]
    happened += [entry for each in case.notices for entry in _of_notice(each)]
    happened += [(test["calculated_on"], _of_test(test)) for test in tests]
    happened += [entry for entry in agreed if entry[0] <= today]
    if contract.review_opened_on:
        happened.append((contract.review_opened_on, f"Review opened: {contract.review_reason}"))
    # The sort is stable: two of one day stay in the order of their causes until they are turned.
    happened.sort(key=lambda entry: entry[0])
    return [{"on": on, "text": text} for on, text in reversed(happened)]


def _of_return(return_: Return) -> list[tuple[date, str]]:
    what = f"{return_.measure} for {return_.period.label}"
    entries = [(return_.submitted_on, f"{what} submitted: {return_.revisions[0].rating}.")]
    if return_.validated_on:
        entries.append((return_.validated_on, f"{what} validated."))
    entries += [
        (later.known_on, f"{what} restated from {earlier.rating} to {later.rating}: {later.reason}")
        for earlier, later in pairwise(return_.revisions)
    ]
    return entries


def _of_notice(each: Notice) -> list[tuple[date, str]]:
    formal = each.level is Level.FORMAL_NOTICE
    name = f"{'Formal performance notice' if formal else 'Performance query'} on {each.measure}"
    entries = [(each.raised_on, f"{name} raised. {each.because}")]
    if each.closed_on and each.closure:
        entries.append((each.closed_on, f"{name} ended: {_words(each.closure)}."))
    return entries


def _of_test(test: Mapping[str, Any]) -> str:
    return TEST_SENTENCES[test["kind"]](test["outcome"])


def _of_balancing(outcome: Mapping[str, Any]) -> str:
    return (
        f"Balancing of {outcome['year']} calculated: outturn "
        f"{format_pounds(outcome['outturn_pence'])} against "
        f"{format_pounds(outcome['budget_pence'])}."
    )


def _of_uplift(outcome: Mapping[str, Any]) -> str:
    blocked = ", ".join(each["partner"] for each in outcome["blocked_by"])
    result = f"blocked by a condition of {blocked}" if blocked else "no condition forbids it"
    return f"Uplift of {outcome['percent']}% from {outcome['from_on']} tested: {result}."


def _of_contributions(outcome: Mapping[str, Any]) -> str:
    total = sum(each["total_pence"] for each in outcome["contributions"])
    return f"Contributions of {outcome['year']} issued: {format_pounds(total)}."


def _of_forecast(outcome: Mapping[str, Any]) -> str:
    return (
        f"Forecast of {outcome['year']}: {format_pounds(outcome['spent_pence'])} spent, "
        f"{format_pounds(outcome['forecast_pence'])} expected in all."
    )


TEST_SENTENCES = {
    "balancing": _of_balancing,
    "uplift": _of_uplift,
    "contributions": _of_contributions,
    "forecast": _of_forecast,
}


def _words(name: str) -> str:
    return name.replace("_", " ")
