"""One figure for one indicator, area and period; a changed figure is a new revision of it."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from enum import StrEnum

from shared.errors import Invalid, RuleBroken

TENTH = Decimal("0.1")


class Kind(StrEnum):
    COUNT = "count"
    RATE = "rate"
    PERCENT = "percent"
    MEDIAN_DAYS = "median_days"
    MONEY = "money"

    @property
    def is_part(self) -> bool:
        """Whether the numerator is a part of the denominator."""
        return self is Kind.PERCENT


@dataclass(frozen=True)
class Indicator:
    code: str
    name: str
    unit: str
    kind: Kind
    source: str
    polarity: str


@dataclass(frozen=True)
class Figures:
    """A count has a numerator; a percentage both counts, or its value alone where no counts are
    known; other kinds have a value."""

    numerator: int | None = None
    denominator: int | None = None
    value: Decimal | None = None

    @property
    def is_empty(self) -> bool:
        return self.numerator is None and self.denominator is None and self.value is None

    @property
    def value_text(self) -> str:
        if self.value is not None:
            return format(self.value, "f")
        if self.denominator:
            part = Decimal(100) * (self.numerator or 0) / self.denominator
            return str(part.quantize(TENTH, ROUND_HALF_UP))
        return "" if self.numerator is None else str(self.numerator)


@dataclass(frozen=True)
class Observation:
    indicator: str
    area: str
    period: str
    figures: Figures
    status: str  # provisional, final or restated
    revision: int = 1
    reason: str | None = None

    @property
    def key(self) -> tuple[str, str, str]:
        return self.indicator, self.area, self.period

    @property
    def subject(self) -> str:
        return ":".join(self.key)


def figures_of(
    indicator: Indicator, numerator: int | None, denominator: int | None, value: str | None, at: str
) -> Figures:
    """Figures that fit the indicator's kind; `at` is the place in the upload, for the refusal."""
    number = _decimal(value, at)
    if indicator.kind is Kind.COUNT:
        if numerator is None or denominator is not None or number is not None:
            raise Invalid(
                "figures_do_not_fit",
                f"{indicator.code} is a count: give a numerator and nothing else.",
                {at: "a count has a numerator only"},
            )
        return Figures(numerator)
    if (numerator is None) != (denominator is None):
        raise Invalid(
            "figures_do_not_fit",
            f"{indicator.code}: give numerator and denominator, or neither.",
            {at: "numerator and denominator go together"},
        )
    if numerator is None and number is None:
        raise Invalid(
            "figures_do_not_fit",
            f"{indicator.code}: give counts or a value.",
            {at: "no figures"},
        )
    if denominator is not None and numerator is not None:
        _check_counts(indicator, numerator, denominator, at)
    return Figures(numerator, denominator, number)


def follow(before: Observation | None, given: Observation) -> Observation | None:
    """The next revision, or nothing when it says what is there already."""
    if before is None:
        return given
    if before.figures == given.figures:
        same = given.status in (before.status, "provisional")
        return None if same else replace(before, status=given.status, revision=before.revision + 1)
    if not given.reason:
        raise Invalid(
            "restatement_needs_reason",
            f"{given.subject} has another figure already. Say why it changes.",
            {"given": given.figures.value_text, "before": before.figures.value_text},
        )
    return replace(given, status="restated", revision=before.revision + 1)


def redefine(before: Indicator | None, given: Indicator) -> Indicator:
    """The indicator as it is from now on; `before` is given when it has figures. What they mean,
    and so what of them is hidden, hangs on their kind."""
    if before and before.kind is not given.kind:
        raise RuleBroken(
            "indicator_kind_fixed",
            f"{given.code} has figures as {before.kind}. Give the other kind a code of its own.",
            {"code": given.code, "kind": str(before.kind)},
        )
    return given


def find(known: Mapping[str, Indicator], code: str, at: str) -> Indicator:
    if code not in known:
        raise Invalid(
            "unknown_indicator",
            f"There is no indicator {code}. Load it first, or correct the code.",
            {at: f"{code} is unknown"},
        )
    return known[code]


def _check_counts(indicator: Indicator, numerator: int, denominator: int, at: str) -> None:
    if denominator == 0 and numerator > 0:
        raise Invalid(
            "numerator_above_denominator",
            f"{indicator.code}: {numerator} of 0 cannot be.",
            {at: "numerator above denominator"},
        )
    if indicator.kind.is_part and numerator > denominator:
        raise Invalid(
            "numerator_above_denominator",
            f"{indicator.code}: {numerator} of {denominator} cannot be. Correct one of them.",
            {at: "numerator above denominator"},
        )


def _decimal(text: str | None, at: str) -> Decimal | None:
    if text is None:
        return None
    try:
        number = Decimal(text)
    except InvalidOperation:
        number = Decimal("NaN")
    if not number.is_finite() or number < 0:
        raise Invalid(
            "figures_do_not_fit", "Write the value as a number such as 78.8.", {at: "no number"}
        )
    return number
