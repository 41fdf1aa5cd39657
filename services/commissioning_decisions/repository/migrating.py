"""Running proposals by the process that they follow, and many of them moved to another at once."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from services.commissioning_decisions.domain import records
from services.commissioning_decisions.domain.case import Case
from services.commissioning_decisions.domain.definition import ProcessDefinition
from shared.actor import Actor
from shared.database.transaction import Transaction, as_json

# `over`: stages in which a proposal has come to its end. It stays on the process that it followed.
FIND_RUNNING = """
SELECT id FROM proposals
WHERE process = %(process)s AND process_version = ANY(%(versions)s::int[])
  AND NOT stage = ANY(%(over)s::text[]) AND id > %(after)s
ORDER BY id LIMIT %(limit)s
"""
# Acts on one proposal wait for each other; whoever waited here takes none that has gone meanwhile.
LOCK = """
SELECT id FROM proposals
WHERE id = ANY(%(ids)s::text[]) AND process = %(process)s AND process_version = %(version)s
  AND NOT stage = ANY(%(over)s::text[])
ORDER BY id FOR UPDATE
"""
COUNT_RUNNING = """
SELECT process, process_version, stage, count(*) AS count FROM proposals
GROUP BY process, process_version, stage
"""
# Each row is linked to the one before, as every other move is.
ADD_MOVES = """
INSERT INTO moves (proposal_id, position, move, from_stage, to_stage, outcome, moved_on, by_role,
                   because, reason, sha256, person, organisation, recorded_at, chain_sha256)
SELECT new.proposal_id, new.position, new.move, new.from_stage, new.to_stage, new.outcome,
       new.moved_on, new.by_role, new.because, new.reason, new.sha256, new.person,
       new.organisation, new.recorded_at,
       linked((SELECT m.chain_sha256 FROM moves m WHERE m.proposal_id = new.proposal_id
               ORDER BY m.position DESC LIMIT 1), new.record_sha256)
FROM (VALUES %s) AS new (proposal_id, position, move, from_stage, to_stage, outcome, moved_on,
                         by_role, because, reason, sha256, person, organisation, recorded_at,
                         record_sha256)
"""
ADD_MIGRATIONS = """
INSERT INTO process_migrations (proposal_id, position, process, process_version, stages) VALUES %s
"""
PLACE = """
UPDATE proposals p SET process = new.process, process_version = new.version, stage = new.stage
FROM (VALUES %s) AS new (id, process, version, stage) WHERE p.id = new.id
"""
ADD_LINES = """
INSERT INTO timeline (proposal_id, position, happened_on, sentence, by_role, event_id)
SELECT new.proposal_id,
       (SELECT count(*) + 1 FROM timeline t WHERE t.proposal_id = new.proposal_id),
       new.happened_on, new.sentence, new.by_role, new.event_id::uuid
FROM (VALUES %s) AS new (proposal_id, happened_on, sentence, by_role, event_id)
"""


@dataclass(frozen=True)
class Page:
    """So many proposals after this one, by reference."""

    after: str | None
    limit: int


def find_running(tx: Transaction, processes: Sequence[ProcessDefinition], page: Page) -> list[str]:
    """References of those that follow one of these versions of a process and are not over."""
    rows = tx.run(
        FIND_RUNNING,
        process=processes[0].name,
        versions=[each.version for each in processes],
        over=sorted(set.intersection(*map(_over, processes))),
        after=page.after or "",
        limit=page.limit,
    )
    return [row["id"] for row in rows]


def lock_running(tx: Transaction, process: ProcessDefinition, ids: Sequence[str]) -> list[str]:
    """Those of these that still follow the process and are not over; nobody else acts on them."""
    rows = tx.run(
        LOCK,
        ids=list(ids),
        process=process.name,
        version=process.version,
        over=sorted(_over(process)),
    )
    return [row["id"] for row in rows]


def count_running(
    tx: Transaction, processes: Collection[ProcessDefinition]
) -> Mapping[tuple[str, int], int]:
    """How many follow each version, those left out that are over."""
    known = {(each.name, each.version): each for each in processes}
    found = dict.fromkeys(known, 0)
    for row in tx.run(COUNT_RUNNING):
        key = (row["process"], row["process_version"])
        stage = known[key].find(row["stage"])
        if stage is None or not stage.is_over:
            found[key] += row["count"]
    return found


def save_migrated(tx: Transaction, cases: Sequence[Case], actor: Actor) -> None:
    """The last move of each, with the process that it left and the one that it follows now."""
    if not cases:
        return
    tx.run_many(ADD_MOVES, [_move(tx, case, actor) for case in cases])
    tx.run_many(ADD_MIGRATIONS, [_migration(case) for case in cases])
    tx.run_many(
        PLACE,
        [
            (case.proposal.id, case.process.name, case.process.version, case.stage.id)
            for case in cases
        ],
    )


def add_lines(tx: Transaction, lines: Sequence[tuple[Any, ...]]) -> None:
    """Proposal, legal day, sentence, role and event of each line of a timeline."""
    if lines:
        tx.run_many(ADD_LINES, lines)


def _over(process: ProcessDefinition) -> set[str]:
    return {stage.id for stage in process.stages if stage.is_over}


def _move(tx: Transaction, case: Case, actor: Actor) -> tuple[Any, ...]:
    moved, id, at = case.moves[-1], case.proposal.id, tx.context.at
    return (
        id,
        moved.position,
        moved.move,
        moved.from_stage,
        moved.to_stage,
        moved.outcome,
        moved.on,
        moved.by_role,
        moved.because,
        moved.reason,
        moved.sha256,
        actor.person,
        actor.organisation,
        at,
        records.of_move(moved, actor.organisation, at).sha256(id),
    )


def _migration(case: Case) -> tuple[Any, ...]:
    last = case.migrations[-1]
    left, stages = last.left, as_json(dict(last.stages))
    return (case.proposal.id, last.position, left.name, left.version, stages)
