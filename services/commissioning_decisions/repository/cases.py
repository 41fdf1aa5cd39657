"""Proposals with their versions, moves, acts and timeline."""

import secrets
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from services.commissioning_decisions import rules
from services.commissioning_decisions.domain import records
from services.commissioning_decisions.domain.acts import Act
from services.commissioning_decisions.domain.case import Case, Flow, Migration, Moved, Proposal
from services.commissioning_decisions.domain.obligations import with_moved_days
from services.commissioning_decisions.domain.succeeding import with_partners_of_now
from services.commissioning_decisions.domain.versions import Content, Version
from services.commissioning_decisions.repository.known import known_of
from services.commissioning_decisions.repository.obligations import kept_of
from services.commissioning_decisions.repository.partners import partner_of
from services.commissioning_decisions.repository.plain import act_of, to_plain
from shared.actor import Actor
from shared.database import references
from shared.database.transaction import Row, Transaction
from shared.errors import NotFound

SALT_BYTES = 16

ADD_PROPOSAL = """
INSERT INTO proposals (id, title, service_type, need_id, lead, partners, drafted_on, parent_id,
                       process, process_version, stage, recorded_at, sha256)
VALUES (%(id)s, %(title)s, %(service_type)s, %(need_id)s, %(lead)s, %(partners)s, %(drafted_on)s,
        %(parent_id)s, %(process)s, %(process_version)s, %(stage)s, %(recorded_at)s,
        linked(NULL, %(record_sha256)s))
ON CONFLICT (id) DO NOTHING
RETURNING id
"""
# Acts on one proposal wait for each other: each gate must see what the last one did. The case is
# read by a statement of its own, which begins when the lock is there and so sees all of that.
LOCK_PROPOSAL = "SELECT id FROM proposals WHERE id = %(id)s FOR UPDATE"
# Cases by one question. In JSON days are text. Of the moves only those that matter, each found by
# its key: what a command costs does not grow with the chain. All of them: `FIND_MOVES`.
FIND_CASES = """
SELECT p.*,
    coalesce((SELECT version FROM subject_versions WHERE subject = p.id), 0) AS version,
    (SELECT coalesce(json_agg(to_json(v) ORDER BY number), '[]')
     FROM proposal_versions v WHERE v.proposal_id = p.id) AS versions,
    (SELECT coalesce(json_agg((SELECT to_json(m) FROM moves m
                               WHERE m.proposal_id = p.id AND m.position = mattering.position)
                              ORDER BY position), '[]')
     FROM (SELECT DISTINCT position FROM moves_that_matter
           WHERE proposal_id = p.id) AS mattering) AS moves,
    (SELECT coalesce(json_agg(json_build_object('kind', kind, 'facts', facts)
                              ORDER BY position), '[]')
     FROM acts a WHERE a.proposal_id = p.id) AS acts,
    (SELECT coalesce(json_agg(json_build_object('id', f.id, 'title', f.title,
                                                'process', f.process, 'stage', f.stage)
                              ORDER BY f.id), '[]')
     FROM proposals f WHERE f.parent_id = p.id) AS flows,
    (SELECT coalesce(json_agg(to_json(g) ORDER BY position), '[]')
     FROM process_migrations g WHERE g.proposal_id = p.id) AS migrations,
    (SELECT coalesce(json_agg(to_json(q) ORDER BY agreed_order, code), '[]')
     FROM partners q) AS all_partners,
    (SELECT coalesce(json_agg(json_build_object('kind', kind, 'block', block)
                              ORDER BY kind, k.id), '[]')
     FROM known_facts k
     WHERE k.proposal_id = p.id
        OR (kind = 'need' AND k.id = p.need_id)
        OR (kind = 'assessment' AND block -> 'need_ids' ? p.need_id)) AS known,
    (SELECT coalesce(json_agg(json_build_object('key', key, 'basis', basis, 'state', state,
                'moved', moved_from IS NOT NULL, 'due_on', due_on, 'acts_from', acts_from,
                'explanation', CASE WHEN moved_from IS NULL THEN '' ELSE explanation END)), '[]')
     FROM obligations o WHERE o.subject = p.id AND state <> 'withdrawn') AS kept
FROM proposals p WHERE p.id = ANY(%(ids)s)
ORDER BY p.id
"""
FIND_MOVES = "SELECT to_json(m) AS move FROM moves m WHERE proposal_id = %(id)s ORDER BY position"
FIND_PAGE = """
SELECT id FROM proposals
WHERE (%(stage)s::text IS NULL OR stage = %(stage)s)
  AND (%(process)s::text IS NULL OR process = %(process)s)
  AND (%(organisation)s::text IS NULL OR %(organisation)s = ANY(partners))
  AND id > %(after)s
ORDER BY id LIMIT %(limit)s
"""
# Partners of the first day, and those who took somebody's place since.
FIND_ALL_OF_PARTNERS = """
SELECT p.id FROM proposals p
WHERE p.partners && %(codes)s
   OR EXISTS (SELECT 1 FROM acts a WHERE a.proposal_id = p.id AND a.kind = 'PartnerSucceeded'
              AND a.facts -> 'successors' ?| %(codes)s)
ORDER BY p.id
"""
FIND_ALL_DECIDING = "SELECT id FROM proposals WHERE stage = ANY(%(stages)s) ORDER BY id"
FIND_NOT_KEPT = "SELECT id FROM proposals WHERE NOT is_kept_in_time ORDER BY id LIMIT %(limit)s"
SAVE_KEPT = "UPDATE proposals SET is_kept_in_time = true WHERE id = %(id)s"
SAVE_ANNOUNCED = "UPDATE proposals SET announced = %(announced)s WHERE id = %(id)s"

# Each row is linked to the one before where it is written: so several in one transaction are too.
ADD_VERSION = """
INSERT INTO proposal_versions (proposal_id, number, content, sha256, written_on, reason, level,
                               person, organisation, recorded_at, chain_sha256)
VALUES (%(proposal_id)s, %(number)s, %(content)s, %(sha256)s, %(written_on)s, %(reason)s,
        %(level)s, %(person)s, %(organisation)s, %(recorded_at)s,
        linked((SELECT chain_sha256 FROM proposal_versions WHERE proposal_id = %(proposal_id)s
                ORDER BY number DESC LIMIT 1), %(record_sha256)s))
"""

ADD_MOVE = """
WITH stage AS (UPDATE proposals SET stage = %(to_stage)s WHERE id = %(proposal_id)s)
INSERT INTO moves (proposal_id, position, move, from_stage, to_stage, outcome, moved_on, by_role,
                   because, reason, frozen_version, sha256, person, organisation, recorded_at,
                   chain_sha256)
VALUES (%(proposal_id)s, %(position)s, %(move)s, %(from_stage)s, %(to_stage)s, %(outcome)s,
        %(moved_on)s, %(by_role)s, %(because)s, %(reason)s, %(frozen_version)s, %(sha256)s,
        %(person)s, %(organisation)s, %(recorded_at)s,
        linked((SELECT chain_sha256 FROM moves WHERE proposal_id = %(proposal_id)s
                ORDER BY position DESC LIMIT 1), %(record_sha256)s))
"""

ADD_ACT = """
INSERT INTO acts (proposal_id, position, kind, facts, happened_on, person, organisation,
                  recorded_at, seal_salt, sha256)
VALUES (%(proposal_id)s, %(position)s, %(kind)s, %(facts)s, %(happened_on)s, %(person)s,
        %(organisation)s, %(recorded_at)s, %(seal_salt)s,
        linked((SELECT sha256 FROM acts WHERE proposal_id = %(proposal_id)s
                ORDER BY position DESC LIMIT 1), %(record_sha256)s))
"""

ADD_TO_TIMELINE = """
INSERT INTO timeline (proposal_id, position, happened_on, sentence, by_role, event_id)
SELECT %(proposal_id)s,
       coalesce((SELECT position FROM timeline WHERE proposal_id = %(proposal_id)s
                 ORDER BY position DESC LIMIT 1), 0) + 1,
       %(happened_on)s, %(sentence)s, %(by_role)s, %(event_id)s
"""
FIND_TIMELINE = """
SELECT happened_on, sentence, by_role, event_id::text FROM timeline
WHERE proposal_id = %(id)s ORDER BY happened_on DESC, position DESC
"""


def add_proposal(tx: Transaction, case: Case) -> None:
    about = case.proposal
    if not tx.run(
        ADD_PROPOSAL,
        id=about.id,
        title=about.title,
        service_type=about.service_type,
        need_id=about.need_id,
        lead=about.lead,
        partners=list(about.partners),
        drafted_on=about.drafted_on,
        parent_id=about.parent_id,
        process=case.process.name,
        process_version=case.process.version,
        stage=case.stage.id,
        recorded_at=tx.context.at,
        record_sha256=records.of_draft(about, tx.context.at).sha256(about.id),
    ):
        raise references.taken(about.id)


def add_version(tx: Transaction, proposal_id: str, version: Version, actor: Actor) -> None:
    facts = {
        "content": version.content.as_plain(),
        "sha256": version.sha256,
        "reason": version.reason,
        "level": version.level,
    }
    record = records.of_version(
        version.number, facts, version.written_on, actor.organisation, tx.context.at
    )
    tx.send(
        ADD_VERSION,
        proposal_id=proposal_id,
        number=version.number,
        written_on=version.written_on,
        person=actor.person,
        organisation=actor.organisation,
        recorded_at=tx.context.at,
        record_sha256=record.sha256(proposal_id),
        **facts,
    )


def add_move(tx: Transaction, proposal_id: str, moved: Moved, actor: Actor) -> None:
    tx.send_often(
        ADD_MOVE,
        proposal_id=proposal_id,
        position=moved.position,
        move=moved.move,
        from_stage=moved.from_stage,
        to_stage=moved.to_stage,
        outcome=moved.outcome,
        moved_on=moved.on,
        by_role=moved.by_role,
        because=moved.because,
        reason=moved.reason,
        frozen_version=moved.frozen_version,
        sha256=moved.sha256,
        person=actor.person,
        organisation=actor.organisation,
        recorded_at=tx.context.at,
        record_sha256=records.of_move(moved, actor.organisation, tx.context.at).sha256(proposal_id),
    )


def add_act(tx: Transaction, case: Case, act: Act, on: date, actor: Actor) -> None:
    """`case` is as it was before the act."""
    position, kind, facts = len(case.acts) + 1, type(act).__name__, to_plain(act)
    salt = secrets.token_hex(SALT_BYTES) if records.must_be_sealed(kind, facts) else None
    record = records.of_act(position, kind, facts, salt, on, actor.organisation, tx.context.at)
    tx.send_often(
        ADD_ACT,
        proposal_id=case.proposal.id,
        position=position,
        kind=kind,
        facts=facts,
        happened_on=on,
        person=actor.person,
        organisation=actor.organisation,
        recorded_at=tx.context.at,
        seal_salt=salt,
        record_sha256=record.sha256(case.proposal.id),
    )


def add_to_timeline(
    tx: Transaction, proposal_id: str, on: date, sentence: str, by_role: str, event_id: str
) -> None:
    tx.send_often(
        ADD_TO_TIMELINE,
        proposal_id=proposal_id,
        happened_on=on,
        sentence=sentence,
        by_role=by_role,
        event_id=event_id,
    )


def find(tx: Transaction, id: str, *, lock: bool = False) -> Case:
    """The case with the moves that matter; `proposal_not_found` where there is none."""
    if lock:
        tx.send_often(LOCK_PROPOSAL, id=id)
    rows = tx.run_often(FIND_CASES, ids=[id])
    if not rows:
        raise NotFound("proposal_not_found", f"There is no proposal {id}. Check its reference.")
    return _case(rows[0])


def find_all(tx: Transaction, ids: Sequence[str]) -> list[Case]:
    """These cases, whole, by reference."""
    return [_case(row) for row in tx.run_often(FIND_CASES, ids=list(ids))]


def find_with_every_move(tx: Transaction, id: str) -> Case:
    """The case with its whole chain of moves, for who looks into its past."""
    case, rows = find(tx, id), tx.run(FIND_MOVES, id=id)
    return replace(case, moves=tuple(moved_of(row["move"]) for row in rows))


def save_announced(tx: Transaction, id: str, announced: dict[str, Any]) -> None:
    tx.send(SAVE_ANNOUNCED, id=id, announced=announced)


def find_page(
    tx: Transaction,
    *,
    stage: str | None = None,
    process: str | None = None,
    organisation: str | None = None,
    after: str | None,
    limit: int,
) -> list[Case]:
    """By reference; `organisation`: a partner of them."""
    asked = {"stage": stage, "process": process, "organisation": organisation}
    rows = tx.run(FIND_PAGE, **asked, after=after or "", limit=limit)
    found = tx.run_often(FIND_CASES, ids=[row["id"] for row in rows]) if rows else []
    return [_case(row) for row in found]


def find_all_deciding(tx: Transaction, stages: tuple[str, ...]) -> list[str]:
    return [row["id"] for row in tx.run(FIND_ALL_DECIDING, stages=list(stages))]


def find_not_kept_in_time(tx: Transaction, limit: int) -> list[str]:
    """Proposals from before there were obligations, which nobody has looked at since."""
    return [row["id"] for row in tx.run(FIND_NOT_KEPT, limit=limit)]


def save_kept_in_time(tx: Transaction, id: str) -> None:
    tx.send(SAVE_KEPT, id=id)


def find_all_of_partners(tx: Transaction, codes: Sequence[str]) -> list[str]:
    """Proposals in which one of these takes or took part."""
    return [row["id"] for row in tx.run(FIND_ALL_OF_PARTNERS, codes=list(codes))]


def find_timeline(tx: Transaction, id: str) -> list[dict[str, Any]]:
    """Newest first."""
    return [
        {
            "on": row["happened_on"],
            "sentence": row["sentence"],
            "by_role": row["by_role"],
            "event_id": row["event_id"],
        }
        for row in tx.run(FIND_TIMELINE, id=id)
    ]


def _case(row: Row) -> Case:
    kept = {each["key"]: kept_of(each) for each in row["kept"]}
    proposal = Proposal(
        id=row["id"],
        title=row["title"],
        service_type=row["service_type"],
        need_id=row["need_id"],
        lead=row["lead"],
        partners=tuple(row["partners"]),
        drafted_on=row["drafted_on"],
        parent_id=row["parent_id"],
    )
    partners = {each["code"]: partner_of(each) for each in row["all_partners"]}
    acts = tuple(act_of(each["kind"], each["facts"]) for each in row["acts"])
    # Odd pennies go by the agreed order, also in versions of the time before somebody left.
    order = (*proposal.partners, *partners)
    case = Case(
        proposal=proposal,
        drafted=proposal,
        process=rules.definition(row["process"], row["process_version"]),
        partners=partners,
        versions=tuple(_version(each, order) for each in row["versions"]),
        moves=tuple(moved_of(each) for each in row["moves"]),
        acts=with_moved_days(acts, kept),
        known=known_of(row["known"]),
        version=row["version"],
        announced=row["announced"],
        kept=kept,
        flows=tuple(Flow(**each) for each in row["flows"]),
        migrations=tuple(_migration(each) for each in row["migrations"]),
    )
    return with_partners_of_now(case)


def _migration(row: Row) -> Migration:
    left = rules.definition(row["process"], row["process_version"])
    return Migration(row["position"], left, row["stages"])


def _version(row: Row, order: tuple[str, ...]) -> Version:
    content = dict(row["content"])
    content["extension_months"] = tuple(content["extension_months"])
    if start := content.get("planned_start_on"):
        content["planned_start_on"] = date.fromisoformat(start)
    # JSON keeps no order; odd pennies go by the agreed order of the partners.
    shares = content["shares"]
    content["shares"] = {code: shares[code] for code in dict.fromkeys(order) if code in shares}
    return Version(
        row["number"],
        Content(**content),
        row["sha256"],
        date.fromisoformat(row["written_on"]),
        row["reason"],
        row["person"],
        row["level"],
    )


def moved_of(row: Row) -> Moved:
    return Moved(
        position=row["position"],
        move=row["move"],
        from_stage=row["from_stage"],
        to_stage=row["to_stage"],
        outcome=row["outcome"],
        on=date.fromisoformat(row["moved_on"]),
        by_role=row["by_role"],
        because=row["because"],
        reason=row["reason"],
        frozen_version=row["frozen_version"],
        sha256=row["sha256"],
    )
