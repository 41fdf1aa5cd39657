"""What of a return anybody may see: small numbers of people are withheld before they leave."""

from services.contract_monitoring.domain.measures import Measure

WITHHELD = "*"
SMALL_TO = 5  # counts of 1 to 5 people are not published
LEAST_BASE = 10  # no percentage of fewer people


def is_small(count: int) -> bool:
    return 1 <= count <= SMALL_TO


def public_figures(measure: Measure, numerator: int, denominator: int) -> dict[str, str | None]:
    """Numerator, denominator and value as text; the value is None where there was no case.

    The rest of the whole (children who waited too long) counts like the part. All three are
    withheld together: a published rating and the whole would give a small rest away.
    """
    value = measure.value_text(numerator, denominator)
    part, whole = str(numerator), str(denominator)
    if measure.counts_people:
        if any(map(is_small, (numerator, denominator, denominator - numerator))):
            part = whole = value = WITHHELD
        elif 0 < denominator < LEAST_BASE and not measure.is_count:
            value = WITHHELD
    return {"numerator_public": part, "denominator_public": whole, "value_public": value}
