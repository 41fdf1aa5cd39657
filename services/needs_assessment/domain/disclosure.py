"""Small numbers stay inside: what of a figure may be shown to others."""

from dataclasses import dataclass

from services.needs_assessment.domain.observations import Figures, Kind

HIDDEN = "*"
NOT_COLLECTED = "not collected"


@dataclass(frozen=True)
class Policy:
    """Counts of 1 to k-1 are hidden, and values of a whole below `least_base`; counts that are
    shown are rounded to a multiple of `rounding`."""

    k: int = 6
    rounding: int = 1
    least_base: int = 10

    def hides(self, count: int | None) -> bool:
        return count is not None and 0 < count < self.k

    def round(self, count: int) -> int:
        return (2 * count + self.rounding) // (2 * self.rounding) * self.rounding


@dataclass(frozen=True)
class PublicFigures:
    """As text; `*` where a number is too small to be shown."""

    numerator: str | None
    denominator: str | None
    value: str


def public(kind: Kind, figures: Figures, policy: Policy) -> PublicFigures:
    """What may leave. When any count behind a figure is small, or what is left of the whole is,
    nothing of it is shown: from two of the three numbers the third could be worked out."""
    if figures.is_empty:
        return PublicFigures(None, None, NOT_COLLECTED)
    numerator, denominator = figures.numerator, figures.denominator
    rest = None
    if kind.is_part and numerator is not None and denominator is not None:
        rest = denominator - numerator
    if any(policy.hides(count) for count in (numerator, denominator, rest)):
        return PublicFigures(
            HIDDEN if numerator is not None else None,
            HIDDEN if denominator is not None else None,
            HIDDEN,
        )
    if kind is Kind.COUNT and numerator is not None:
        return PublicFigures(str(policy.round(numerator)), None, str(policy.round(numerator)))
    # Of nobody there is no percentage: 0 of 0 is neither none nor all.
    too_few = denominator is not None and denominator < policy.least_base
    return PublicFigures(
        None if numerator is None else str(policy.round(numerator)),
        None if denominator is None else str(policy.round(denominator)),
        HIDDEN if too_few else figures.value_text,
    )
