"""Measures (KPIs) and the rating of a figure, always on the raw ratio."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from fractions import Fraction

from services.contract_monitoring.domain.periods import Frequency
from shared.errors import Invalid
from shared.money import round_half_up


class Rating(StrEnum):
    GREEN = "green"  # the target is met
    AMBER = "amber"  # short of the target, within the floor
    RED = "red"  # beyond the floor
    GREY = "grey"  # nothing to rate: no cases, or too few


class Unit(StrEnum):
    PERCENT = "percent"  # the numerator as a share of the denominator
    COUNT = "count"  # the numerator itself


class Polarity(StrEnum):
    HIGHER = "higher"  # the target is a least value
    LOWER = "lower"  # the target is a greatest value
    RANGE = "range"  # both too little and too much miss it


@dataclass(frozen=True)
class Measure:
    """One measure with the target that holds from `valid_from`.

    `target` and `amber_floor` are per cent, or counts. A range runs from them to `target_upper`
    and `amber_upper`. Without an amber floor every miss is red.
    """

    code: str
    name: str
    definition: str
    numerator: str
    denominator: str
    unit: Unit
    polarity: Polarity
    target: Fraction
    amber_floor: Fraction | None
    min_denominator: int
    frequency: Frequency
    safety: bool
    counts_people: bool
    valid_from: date
    source: str
    target_upper: Fraction | None = None
    amber_upper: Fraction | None = None
    may_exceed_whole: bool = False

    @property
    def is_count(self) -> bool:
        return self.unit is Unit.COUNT

    @property
    def target_text(self) -> str:
        return self._bounds_text(self.target, self.target_upper)

    @property
    def amber_text(self) -> str | None:
        if self.amber_floor is None:
            return None
        return self._bounds_text(self.amber_floor, self.amber_upper)

    def _bounds_text(self, lower: Fraction, upper: Fraction | None) -> str:
        unit = "" if self.is_count else "%"
        if upper is not None:
            return f"{decimal_text(lower)} to {decimal_text(upper)}{unit}"
        extreme = lower == (0 if self.polarity is Polarity.LOWER else 100)
        sign = "at least " if self.polarity is Polarity.HIGHER else "at most "
        return f"{'' if extreme else sign}{decimal_text(lower)}{unit}"

    def value_text(self, numerator: int, denominator: int) -> str | None:
        """As shown: a count, or per cent with one decimal; None where there is no case."""
        if self.is_count:
            return str(numerator)
        if denominator == 0:
            return None
        tenths = round_half_up(1000 * numerator, denominator)
        return f"{tenths // 10}.{tenths % 10}"


def decimal_text(value: Fraction) -> str:
    whole = value.denominator == 1
    return str(value.numerator) if whole else f"{float(value):g}"


def rate(measure: Measure, numerator: int, denominator: int) -> Rating:
    """98.969 % of a measure whose floor is 99 is red, though it shows as 99.0."""
    if denominator < max(1, measure.min_denominator):
        return Rating.GREY
    value = Fraction(numerator) if measure.is_count else Fraction(100 * numerator, denominator)
    if _holds(measure.polarity, value, measure.target, measure.target_upper):
        return Rating.GREEN
    floor = measure.amber_floor
    if floor is not None and _holds(measure.polarity, value, floor, measure.amber_upper):
        return Rating.AMBER
    return Rating.RED


def _holds(polarity: Polarity, value: Fraction, bound: Fraction, upper: Fraction | None) -> bool:
    if polarity is Polarity.HIGHER:
        return value >= bound
    if polarity is Polarity.LOWER:
        return value <= bound
    return bound <= value and (upper is None or value <= upper)


def measure_on(measures: Iterable[Measure], code: str, day: date) -> Measure:
    """The measure with the target that holds on a day."""
    held = [each for each in measures if each.code == code and each.valid_from <= day]
    if not held:
        raise Invalid(
            "unknown_measure",
            f"The contract has no measure {code} on {day}. Choose one from its schedule.",
            {"measure": code},
        )
    return max(held, key=lambda each: each.valid_from)
