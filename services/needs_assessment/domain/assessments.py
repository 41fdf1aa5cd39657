"""A published needs assessment: which figures, which needs, under which policy of small numbers."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from services.needs_assessment.domain.disclosure import Policy
from shared.errors import Invalid

SMALLEST_K = 3


@dataclass(frozen=True)
class Assessment:
    id: str
    title: str
    version: str
    as_at: date
    published_on: date
    indicator_codes: tuple[str, ...]
    need_ids: tuple[str, ...]
    policy: Policy


def publish(
    *,
    id: str,
    title: str,
    as_at: date,
    indicator_codes: tuple[str, ...],
    need_ids: tuple[str, ...],
    policy: Policy,
    known_indicators: Collection[str],
    known_needs: Collection[str],
    on: date,
) -> Assessment:
    if as_at > on:
        raise Invalid("date_in_future", "The figures are of a day after the publication.")
    if not indicator_codes:
        raise Invalid("assessment_without_figures", "Name at least one indicator.")
    if missing := [code for code in indicator_codes if code not in known_indicators]:
        raise Invalid(
            "unknown_indicator",
            f"Load these indicators first: {', '.join(missing)}.",
            {"indicators": ", ".join(missing)},
        )
    if missing := [need for need in need_ids if need not in known_needs]:
        raise Invalid(
            "unknown_need",
            f"Identify these needs first: {', '.join(missing)}.",
            {"needs": ", ".join(missing)},
        )
    if policy.k < SMALLEST_K:
        raise Invalid("policy_too_weak", f"Hide at least numbers below {SMALLEST_K}.")
    return Assessment(id, title, "1.0", as_at, on, indicator_codes, need_ids, policy)
