"""The blocks that events and answers are made of; figures in them are public ones."""

from typing import Any

from services.needs_assessment.domain.assessments import Assessment
from services.needs_assessment.domain.disclosure import Policy, public
from services.needs_assessment.domain.observations import Indicator, Observation
from services.needs_assessment.domain.scoring import Need, Weights

Block = dict[str, Any]


def observation(found: Observation, indicator: Indicator, policy: Policy) -> Block:
    figures = public(indicator.kind, found.figures, policy)
    return {
        "code": found.indicator,
        "name": indicator.name,
        "unit": indicator.unit,
        "kind": str(indicator.kind),
        "area": found.area,
        "period": found.period,
        "value_public": figures.value,
        "numerator_public": figures.numerator,
        "denominator_public": figures.denominator,
        "status": found.status,
        "revision": found.revision,
        "source": indicator.source,
        "polarity": indicator.polarity,
    }


def previous(found: Observation, indicator: Indicator, policy: Policy) -> Block:
    figures = public(indicator.kind, found.figures, policy)
    return {
        "numerator_public": figures.numerator,
        "denominator_public": figures.denominator,
        "value_public": figures.value,
        "revision": found.revision,
    }


def indicator(found: Indicator) -> Block:
    return {
        "code": found.code,
        "name": found.name,
        "unit": found.unit,
        "kind": str(found.kind),
        "source": found.source,
        "polarity": found.polarity,
    }


def need(found: Need, weights: Weights) -> Block:
    scores = found.scores or {}
    return {
        "id": found.id,
        "title": found.title,
        "service_type": found.service_type,
        "trigger_kind": found.trigger_kind,
        "trigger_text": found.trigger_text,
        "area": found.area,
        "indicator_codes": list(found.indicator_codes),
        "identified_on": found.identified_on,
        "scored_on": found.scored_on,
        "score": None if found.score is None else str(found.score),
        "rank": found.rank,
        "ranked_of": found.ranked_of,
        "weights_version": found.weights_version,
        "criteria": [
            {"code": code, "weight": weight, "score": scores[code]}
            for code, weight in weights.by_criterion.items()
            if code in scores
        ],
    }


def assessment(found: Assessment) -> Block:
    return {
        "id": found.id,
        "title": found.title,
        "version": found.version,
        "as_at": found.as_at,
        "published_on": found.published_on,
        "indicator_codes": list(found.indicator_codes),
        "policy": {"k": found.policy.k, "rounding": found.policy.rounding},
        "need_ids": list(found.need_ids),
    }
