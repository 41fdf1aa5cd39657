"""Monitoring returns: submitted, validated by somebody else, restated with both values kept."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from services.contract_monitoring.domain.contracts import Contract
from services.contract_monitoring.domain.measures import Measure, Rating, rate
from services.contract_monitoring.domain.periods import Period, PeriodKind
from shared.errors import Conflict, Invalid, NotAllowed, RuleBroken


class ReturnStage(StrEnum):
    SUBMITTED = "submitted"  # figures are in, nobody has checked them
    VALIDATED = "validated"  # somebody other than the submitter accepts them
    RESTATED = "restated"  # accepted figures were replaced, with a reason


@dataclass(frozen=True)
class Revision:
    """One state of the figures; the rating says which target it was held against."""

    number: int
    numerator: int
    denominator: int
    rating: Rating
    target: str
    known_on: date  # the legal day on which these figures became known
    by: str
    reason: str | None = None


@dataclass(frozen=True)
class Return:
    contract_id: str
    measure: str
    period: Period
    stage: ReturnStage
    submitted_by: str
    submitted_on: date
    revisions: tuple[Revision, ...]
    validated_by: str | None = None
    validated_on: date | None = None

    @property
    def current(self) -> Revision:
        return self.revisions[-1]

    @property
    def previous(self) -> Revision | None:
        return self.revisions[-2] if len(self.revisions) > 1 else None

    @property
    def subject(self) -> str:
        return f"{self.contract_id}:{self.measure}:{self.period.label}"

    @property
    def accepted_on(self) -> date | None:
        """The day from which the current figures can found a notice; None before validation."""
        return max(self.validated_on, self.current.known_on) if self.validated_on else None


def submit(
    contract: Contract,
    measure: Measure,
    period: Period,
    *,
    numerator: int,
    denominator: int,
    by: str,
    on: date,
) -> Return:
    if period.starts_on < contract.starts_on or period.ends_on > contract.maximum_end_on:
        raise RuleBroken(
            "period_outside_contract",
            f"The contract runs from {contract.starts_on} to {contract.maximum_end_on}. "
            "Report the days inside it as a part period.",
            {"starts_on": str(period.starts_on), "ends_on": str(period.ends_on)},
        )
    if on <= period.ends_on:
        raise RuleBroken(
            "period_not_over",
            f"{period.label} ends on {period.ends_on}. Submit its return after that day.",
            {"ends_on": str(period.ends_on)},
        )
    return Return(
        contract_id=contract.id,
        measure=measure.code,
        period=period,
        stage=ReturnStage.SUBMITTED,
        submitted_by=by,
        submitted_on=on,
        revisions=(revision(measure, 1, numerator, denominator, by=by, on=on),),
    )


def validate(return_: Return, *, by: str, on: date) -> Return:
    if return_.stage is not ReturnStage.SUBMITTED:
        raise Conflict(
            "return_already_validated",
            "This return is validated already. Restate it if its figures were wrong.",
            {"return": return_.subject},
        )
    _other_eyes(return_, by, {return_.submitted_by, return_.current.by})
    _not_before(return_.current.known_on, on)
    return replace(return_, stage=ReturnStage.VALIDATED, validated_by=by, validated_on=on)


def restate(
    return_: Return,
    measure: Measure,
    *,
    numerator: int,
    denominator: int,
    reason: str,
    by: str,
    on: date,
) -> Return:
    """A new revision beside the old ones; its rating is taken anew, dated when it became known.

    Before validation it corrects what was submitted and waits for validation like the first one;
    afterwards the reason and other eyes than the submitter's stand in for it.
    """
    latest, stage = return_.current, ReturnStage.SUBMITTED
    if return_.validated_on:
        stage = ReturnStage.RESTATED
        _other_eyes(return_, by, {return_.submitted_by})
    _not_before(max(return_.validated_on or latest.known_on, latest.known_on), on)
    if (latest.numerator, latest.denominator) == (numerator, denominator):
        raise Invalid(
            "restatement_changes_nothing",
            "These are the figures on record already. Give the corrected ones.",
            {"return": return_.subject},
        )
    corrected = revision(
        measure, latest.number + 1, numerator, denominator, by=by, on=on, reason=reason
    )
    return replace(return_, stage=stage, revisions=(*return_.revisions, corrected))


def revision(
    measure: Measure,
    number: int,
    numerator: int,
    denominator: int,
    *,
    by: str,
    on: date,
    reason: str | None = None,
) -> Revision:
    if numerator > denominator and not measure.may_exceed_whole:
        raise Invalid(
            "numerator_above_denominator",
            f"{numerator} of {denominator} is more than all of them. Check both counts.",
            {"numerator": str(numerator), "denominator": str(denominator)},
        )
    return Revision(
        number=number,
        numerator=numerator,
        denominator=denominator,
        rating=rate(measure, numerator, denominator),
        target=measure.target_text,
        known_on=on,
        by=by,
        reason=reason,
    )


def counts_for_streak(return_: Return) -> bool:
    """Part periods and Grey neither break nor continue a streak, and nor does a missing period."""
    return return_.period.kind is PeriodKind.FULL and return_.current.rating is not Rating.GREY


def in_order(returns: Iterable[Return]) -> list[Return]:
    return sorted(returns, key=lambda each: each.period.ends_on)


def _other_eyes(return_: Return, by: str, authors: set[str]) -> None:
    if by in authors:
        raise NotAllowed(
            "cannot_validate_own_return",
            "These figures come from you. Ask another contract manager to check them.",
            {"return": return_.subject},
        )


def _not_before(earliest: date, on: date) -> None:
    if on < earliest:
        raise Invalid(
            "before_last_act",
            f"The last act on this return is of {earliest}. Give that day or a later one.",
            {"on": str(on), "earliest": str(earliest)},
        )
