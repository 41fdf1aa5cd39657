"""What of a return anybody may see: small numbers of people are withheld before they leave."""

from services.contract_monitoring.domain.measures import Measure

WITHHELD = "*"
SMALL_TO = 5  # counts of 1 to 5 people are not published
LEAST_BASE = 10  # no percentage of fewer people


def is_small(count: int) -> bool:
    return 1 <= count <= SMALL_TO


def public_figures(measure: Measure, numerator: int, denominator: int) -> dict[str, str | None]:
    """Numerator, denominator and value as text; None where there is nothing to show.

    The rest of the whole (children who waited too long) is withheld like the part: whoever knows
    two of part, rest and whole knows the third.
    """
    value = measure.value_text(numerator, denominator)
    shown = {
        "numerator_public": str(numerator),
        "denominator_public": str(denominator),
        "value_public": value,
    }
    if not measure.counts_people:
        return shown
    if is_small(numerator) or is_small(denominator - numerator):
        shown["numerator_public"] = shown["value_public"] = WITHHELD
    if is_small(denominator):
        shown["denominator_public"] = WITHHELD
    if value is not None and not measure.is_count and denominator < LEAST_BASE:
        shown["value_public"] = WITHHELD
    return shown
