"""Every statement that this service runs, and what its rows mean."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from services.needs_assessment.domain.assessments import Assessment
from services.needs_assessment.domain.observations import Figures, Indicator, Kind, Observation
from services.needs_assessment.domain.scoring import Need
from shared.database import references
from shared.database.transaction import Row, Transaction
from shared.errors import NotFound

SAVE_INDICATOR = """
INSERT INTO indicators (code, name, unit, kind, source, polarity)
VALUES (%(code)s, %(name)s, %(unit)s, %(kind)s, %(source)s, %(polarity)s)
ON CONFLICT (code) DO UPDATE
SET name = EXCLUDED.name, unit = EXCLUDED.unit, kind = EXCLUDED.kind, source = EXCLUDED.source,
    polarity = EXCLUDED.polarity
"""
FIND_ALL_INDICATORS = "SELECT * FROM indicators ORDER BY code"
FIND_ALL_INDICATORS_IN_USE = """
SELECT * FROM indicators i WHERE EXISTS (SELECT 1 FROM observations o WHERE o.code = i.code)
"""

# Two loads of the same figures wait for each other.
LOCK_LOADING = "LOCK TABLE observations IN SHARE ROW EXCLUSIVE MODE"
FIND_NEWEST = """
SELECT DISTINCT ON (code, area, period) * FROM observations
WHERE (%(codes)s::text[] IS NULL OR code = ANY(%(codes)s))
  AND (%(area)s::text IS NULL OR area = %(area)s)
ORDER BY code, area, period, revision DESC
"""
FIND_HISTORY = """
SELECT * FROM observations WHERE code = %(code)s AND area = %(area)s ORDER BY period, revision
"""
ADD_OBSERVATION = """
INSERT INTO observations (code, area, period, revision, numerator, denominator, value, status,
                          reason, loaded_on, loaded_by, recorded_at)
VALUES (%(code)s, %(area)s, %(period)s, %(revision)s, %(numerator)s, %(denominator)s, %(value)s,
        %(status)s, %(reason)s, %(loaded_on)s, %(loaded_by)s, %(recorded_at)s)
"""

ADD_NEED = """
INSERT INTO needs (id, title, service_type, trigger_kind, trigger_text, area, indicator_codes,
                   identified_on)
VALUES (%(id)s, %(title)s, %(service_type)s, %(trigger_kind)s, %(trigger_text)s, %(area)s,
        %(indicator_codes)s, %(identified_on)s)
ON CONFLICT (id) DO NOTHING
RETURNING id
"""
FIND_ALL_NEEDS = "SELECT * FROM needs ORDER BY rank NULLS LAST, id"
# Ranks depend on every need: scoring waits for scoring.
LOCK_NEEDS = "SELECT * FROM needs ORDER BY id FOR UPDATE"
SAVE_NEED = """
UPDATE needs
SET scored_on = %(scored_on)s, score = %(score)s, rank = %(rank)s, ranked_of = %(ranked_of)s,
    weights_version = %(weights_version)s, scores = %(scores)s,
    moderation_reason = %(moderation_reason)s
WHERE id = %(id)s
"""
ADD_SCORE = """
INSERT INTO need_scores (need_id, position, scores, score, weights_version, scored_on, reason,
                         person, recorded_at)
SELECT %(need_id)s, count(*) + 1, %(scores)s, %(score)s, %(weights_version)s, %(scored_on)s,
       %(reason)s, %(person)s, %(recorded_at)s
FROM need_scores WHERE need_id = %(need_id)s
"""

ADD_ASSESSMENT = """
INSERT INTO assessments (id, title, version, as_at, published_on, indicator_codes, need_ids, k,
                         rounding, person, recorded_at)
VALUES (%(id)s, %(title)s, %(version)s, %(as_at)s, %(published_on)s, %(indicator_codes)s,
        %(need_ids)s, %(k)s, %(rounding)s, %(person)s, %(recorded_at)s)
ON CONFLICT (id) DO NOTHING
RETURNING id
"""

# A version that arrives late changes nothing.
KEEP_PROPOSAL = """
INSERT INTO known_proposals (id, version, need_id, title, stage)
VALUES (%(id)s, %(version)s, %(need_id)s, %(title)s, %(stage)s)
ON CONFLICT (id) DO UPDATE
SET version = EXCLUDED.version, need_id = EXCLUDED.need_id, title = EXCLUDED.title,
    stage = EXCLUDED.stage
WHERE known_proposals.version < EXCLUDED.version
"""
KEEP_CONTRACT = """
INSERT INTO known_contracts (id, version, proposal_id)
VALUES (%(id)s, %(version)s, %(proposal_id)s)
ON CONFLICT (id) DO UPDATE
SET version = EXCLUDED.version, proposal_id = EXCLUDED.proposal_id
WHERE known_contracts.version < EXCLUDED.version
"""
FIND_ALL_ANSWERS = """
SELECT p.id, p.title, p.stage, c.id AS contract_id
FROM known_proposals p LEFT JOIN known_contracts c ON c.proposal_id = p.id
WHERE p.need_id = %(need_id)s ORDER BY p.id
"""


def save_indicator(tx: Transaction, indicator: Indicator) -> None:
    tx.send(
        SAVE_INDICATOR,
        code=indicator.code,
        name=indicator.name,
        unit=indicator.unit,
        kind=str(indicator.kind),
        source=indicator.source,
        polarity=indicator.polarity,
    )


def find_all_indicators(tx: Transaction) -> dict[str, Indicator]:
    return {row["code"]: _indicator(row) for row in tx.run(FIND_ALL_INDICATORS)}


def find_all_indicators_in_use(tx: Transaction) -> dict[str, Indicator]:
    """Those that have figures."""
    return {row["code"]: _indicator(row) for row in tx.run(FIND_ALL_INDICATORS_IN_USE)}


def lock_loading(tx: Transaction) -> None:
    tx.send(LOCK_LOADING)


def find_newest(
    tx: Transaction, codes: Iterable[str] | None = None, area: str | None = None
) -> dict[tuple[str, str, str], Observation]:
    """The newest revision of each figure, by indicator, area and period."""
    wanted = None if codes is None else list(codes)
    found = (_observation(row) for row in tx.run(FIND_NEWEST, codes=wanted, area=area))
    return {each.key: each for each in found}


def find_history(tx: Transaction, code: str, area: str) -> list[Observation]:
    return [_observation(row) for row in tx.run(FIND_HISTORY, code=code, area=area)]


def add_observation(tx: Transaction, each: Observation, on: date, person: str) -> None:
    tx.send(
        ADD_OBSERVATION,
        code=each.indicator,
        area=each.area,
        period=each.period,
        revision=each.revision,
        numerator=each.figures.numerator,
        denominator=each.figures.denominator,
        value=each.figures.value,
        status=each.status,
        reason=each.reason,
        loaded_on=on,
        loaded_by=person,
        recorded_at=tx.context.at,
    )


def add_need(tx: Transaction, need: Need) -> None:
    if not tx.run(
        ADD_NEED,
        id=need.id,
        title=need.title,
        service_type=need.service_type,
        trigger_kind=need.trigger_kind,
        trigger_text=need.trigger_text,
        area=need.area,
        indicator_codes=list(need.indicator_codes),
        identified_on=need.identified_on,
    ):
        raise references.taken(need.id)


def find_all_needs(tx: Transaction, *, lock: bool = False) -> dict[str, Need]:
    rows = tx.run(LOCK_NEEDS if lock else FIND_ALL_NEEDS)
    return {row["id"]: _need(row) for row in rows}


def find_need(tx: Transaction, id: str, *, lock: bool = False) -> tuple[Need, dict[str, Need]]:
    """The need and all others; `need_not_found` where there is none."""
    everything = find_all_needs(tx, lock=lock)
    if id not in everything:
        raise NotFound("need_not_found", f"There is no need {id}. Check its reference.")
    return everything[id], everything


def save_need(tx: Transaction, need: Need) -> None:
    tx.send(
        SAVE_NEED,
        id=need.id,
        scored_on=need.scored_on,
        score=need.score,
        rank=need.rank,
        ranked_of=need.ranked_of,
        weights_version=need.weights_version,
        scores=dict(need.scores) if need.scores else None,
        moderation_reason=need.moderation_reason,
    )


def add_score(tx: Transaction, need: Need, person: str) -> None:
    tx.send(
        ADD_SCORE,
        need_id=need.id,
        scores=dict(need.scores or {}),
        score=need.score,
        weights_version=need.weights_version,
        scored_on=need.scored_on,
        reason=need.moderation_reason,
        person=person,
        recorded_at=tx.context.at,
    )


def add_assessment(tx: Transaction, assessment: Assessment, person: str) -> None:
    if not tx.run(
        ADD_ASSESSMENT,
        id=assessment.id,
        title=assessment.title,
        version=assessment.version,
        as_at=assessment.as_at,
        published_on=assessment.published_on,
        indicator_codes=list(assessment.indicator_codes),
        need_ids=list(assessment.need_ids),
        k=assessment.policy.k,
        rounding=assessment.policy.rounding,
        person=person,
        recorded_at=tx.context.at,
    ):
        raise references.taken(assessment.id)


def keep_proposal(tx: Transaction, version: int, proposal: dict[str, Any]) -> None:
    tx.send_often(
        KEEP_PROPOSAL,
        id=proposal["id"],
        version=version,
        need_id=proposal["need_id"],
        title=proposal["title"],
        stage=proposal["stage"],
    )


def keep_contract(tx: Transaction, version: int, contract: dict[str, Any]) -> None:
    tx.send(KEEP_CONTRACT, id=contract["id"], version=version, proposal_id=contract["proposal_id"])


def find_all_answers(tx: Transaction, need_id: str) -> list[Row]:
    """Proposals that answer a need: id, title, stage, and the contract that came of each."""
    return tx.run(FIND_ALL_ANSWERS, need_id=need_id)


def _indicator(row: Row) -> Indicator:
    return Indicator(
        row["code"], row["name"], row["unit"], Kind(row["kind"]), row["source"], row["polarity"]
    )


def _observation(row: Row) -> Observation:
    return Observation(
        indicator=row["code"],
        area=row["area"],
        period=row["period"],
        figures=Figures(row["numerator"], row["denominator"], row["value"]),
        status=row["status"],
        revision=row["revision"],
        reason=row["reason"],
    )


def _need(row: Row) -> Need:
    return Need(
        id=row["id"],
        title=row["title"],
        service_type=row["service_type"],
        trigger_kind=row["trigger_kind"],
        trigger_text=row["trigger_text"],
        area=row["area"],
        indicator_codes=tuple(row["indicator_codes"]),
        identified_on=row["identified_on"],
        scored_on=row["scored_on"],
        score=row["score"],
        rank=row["rank"],
        ranked_of=row["ranked_of"],
        weights_version=row["weights_version"],
        scores=row["scores"],
        moderation_reason=row["moderation_reason"],
    )
