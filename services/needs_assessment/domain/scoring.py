"""Needs on one scale: weighted scores, and the rank that follows."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from shared.errors import Invalid

LARGEST = 5
TENTH = Decimal("0.1")


@dataclass(frozen=True)
class Weights:
    """Criterion → weight; the weights sum to 100."""

    version: str
    by_criterion: Mapping[str, int]

    def score(self, scores: Mapping[str, int]) -> Decimal:
        """0 to 100: the sum of weight times score, by the largest score."""
        if set(scores) != set(self.by_criterion):
            raise Invalid(
                "criteria_incomplete",
                f"Score each of: {', '.join(self.by_criterion)}.",
                {"given": ", ".join(scores)},
            )
        total = sum(weight * scores[code] for code, weight in self.by_criterion.items())
        return (Decimal(total) / LARGEST).quantize(TENTH, ROUND_HALF_UP)


@dataclass(frozen=True)
class Need:
    id: str
    title: str
    service_type: str
    trigger_kind: str
    trigger_text: str
    area: str
    indicator_codes: tuple[str, ...]
    identified_on: date
    scored_on: date | None = None
    score: Decimal | None = None
    rank: int | None = None
    ranked_of: int | None = None
    weights_version: str | None = None
    scores: Mapping[str, int] | None = None
    moderation_reason: str | None = None


def score_need(
    need: Need,
    weights: Weights,
    scores: Mapping[str, int],
    *,
    on: date,
    moderation_reason: str | None,
) -> Need:
    """The need with its score; a second score replaces the first and says why."""
    if on < (need.scored_on or need.identified_on):
        raise Invalid(
            "before_last_act",
            f"A need is scored after the last act on it, {need.scored_on or need.identified_on}. "
            "Check the day.",
        )
    if need.score is not None and not moderation_reason:
        raise Invalid(
            "moderation_needs_reason", "This need has a score. Say why it is scored again."
        )
    return replace(
        need,
        scored_on=on,
        score=weights.score(scores),
        weights_version=weights.version,
        scores=dict(scores),
        moderation_reason=moderation_reason,
    )


def rank(needs: Iterable[Need]) -> list[Need]:
    """Every scored need with its rank; equal scores share one."""
    scored = [need for need in needs if need.score is not None]
    return [
        replace(
            need,
            rank=1 + sum(1 for other in scored if _above(other, need)),
            ranked_of=len(scored),
        )
        for need in scored
    ]


def _above(other: Need, need: Need) -> bool:
    return other.score is not None and need.score is not None and other.score > need.score
