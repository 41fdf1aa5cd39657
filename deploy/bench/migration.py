"""Many proposals that go to a new version of their process, by the command of the operator.

Each has moved seven times, has three versions, of which one is frozen, and twenty-four papers. One
instance of the service works. Afterwards moves and events are counted: one for each, no more.
"""

import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import Any

from deploy.bench.ground import Ground, ground
from deploy.bench.table import Row
from deploy.demo.area import PARTNERS
from deploy.local.processes import processes
from deploy.local.trouble import Trouble
from services.commissioning_decisions import repository, rules
from services.commissioning_decisions.domain import drafting, moving, versions
from services.commissioning_decisions.domain.acts import Paper
from services.commissioning_decisions.domain.case import Case
from services.commissioning_decisions.domain.partners import make_partner
from services.commissioning_decisions.domain.versions import Content
from shared.actor import Actor
from shared.database.dependency import ServiceDatabase
from shared.database.transaction import Transaction

SERVICE = "commissioning_decisions"
COUNT, SECONDS = 10_000, 60
OLD, NEW, TRIED = "JCP-16@1", "JCP-16@2", "jcp_16_v2.toml"
MIGRATE = ("migrate", OLD, NEW)
FIRST, ON = "JCP-2020-01", date(2020, 1, 6)
ACTOR = Actor("amina", "MBC", frozenset({"commissioner"}))
PAPERS, WRITTEN, DECIDING = 24, 3, 8
# The same rows under another reference; the first one stays as it is.
COPY = """
INSERT INTO {table}
SELECT (jsonb_populate_record(t, jsonb_build_object('{key}', 'JCP-2020-' || n))).*
FROM {table} t, generate_series(100002, 100000 + %(count)s) AS n WHERE t.{key} = %(id)s
"""
TABLES = {"proposals": "id"} | dict.fromkeys(
    ("proposal_versions", "moves", "acts", "timeline"), "proposal_id"
)
DONE = """
SELECT (SELECT count(*) FROM proposals WHERE process_version = 2) AS placed,
       (SELECT count(DISTINCT proposal_id) FROM moves WHERE move = 'migrate') AS different,
       (SELECT count(*) FROM moves WHERE move = 'migrate') AS moved,
       (SELECT count(*) FROM outbox WHERE routing_key = 'proposal.stage_changed') AS told
"""


def measure() -> Iterator[Row]:
    with ground("migration", SERVICE) as here:
        # Its timers look around when it starts: at nothing, so that they are no part of this.
        started = here.start(*(each for each in processes(here.choices) if each.name == SERVICE))
        database = here.database(SERVICE)
        with database.transaction() as tx:
            _fill(tx)
        what = f"migration: {COUNT:,} proposals"
        tried = _seconds(here, "simulate", str(rules.FOLDER / TRIED), "--of", OLD)
        yield Row(f"{what}, a definition tried out", tried, "seconds")
        yield Row(f"{what}, dry run", _seconds(here, *MIGRATE, "--dry-run"), "seconds")
        yield Row(f"{what}, moved and told", _seconds(here, *MIGRATE), "seconds", target=SECONDS)
        _check_each_once(database)
        yield Row(f"{what}, when all have gone", _seconds(here, *MIGRATE), "seconds")
        database.pool.close()
        here.stop(started)


def _seconds(here: Ground, *arguments: str) -> float:
    """How long the operator's command takes, its start included."""
    began = time.monotonic()
    here.run("shared.cli", "process", *arguments)
    return time.monotonic() - began


def _check_each_once(database: ServiceDatabase) -> None:
    with database.transaction() as tx:
        [row] = tx.run(DONE)
    if set(row.values()) != {COUNT}:
        raise Trouble(f"Of {COUNT} proposals not each was moved once: {dict(row)}.")


def _fill(tx: Transaction) -> None:
    case = _drafted(tx)
    for number in range(WRITTEN):
        case = _revised(tx, case, number)
    for number in range(1, PAPERS + 1):
        paper = Paper(f"E{number:02d}", "A paper", 1, "ab" * 32, "public", "MBC", ON)
        repository.add_act(tx, case, paper, ON, ACTOR)
        case = case.with_act(paper)
    for stage in case.process.stages[1:DECIDING]:
        case = _moved(tx, case, stage.id)
    for table, key in TABLES.items():
        tx.run(COPY.format(table=table, key=key), count=COUNT, id=FIRST)


def _drafted(tx: Transaction) -> Case:
    for order, (code, name, kind, model, days, key_pence) in enumerate(PARTNERS, 1):
        partner = make_partner(
            code=code,
            name=name,
            kind=kind,
            model=model,
            call_in_working_days=days,
            key_decision_pence=key_pence,
            limits={},
            order=order,
            succeeded_by=None,
        )
        repository.save_partner(tx, partner)
    case = drafting.draft(
        rules.named_definition(OLD),
        repository.find_all_partners(tx),
        id=FIRST,
        title="A service",
        service_type="other",
        need_id=None,
        lead="MBC",
        partners=("MBC", "STCCG"),
        on=ON,
    )
    repository.add_proposal(tx, case)
    return case


def _revised(tx: Transaction, case: Case, number: int) -> Case:
    content = Content(118_400_000 + number, "service", {"MBC": 4250, "STCCG": 5750})
    version = versions.write_version(
        FIRST,
        case.proposal.partners,
        case.newest,
        replace(content, maximum_value_pence=592_000_000, initial_months=36),
        on=ON,
        reason="The next draft.",
        author=ACTOR.person,
        materiality=rules.materiality(),
    )
    repository.add_version(tx, FIRST, version, ACTOR)
    return case.with_version(version)


def _moved(tx: Transaction, case: Case, stage: str) -> Case:
    """On to a stage, whatever its gate says."""
    facts: dict[str, Any] = {"move": "placed", "to_stage": stage, "outcome": "pass", "on": ON}
    facts |= {"by_role": "commissioner", "because": "It is measured.", "reason": None}
    last = stage == case.process.stages[DECIDING - 1].id
    moved = moving.next_of(case, **facts, frozen_version=WRITTEN if last else None)
    repository.add_move(tx, FIRST, moved, ACTOR)
    return case.with_move(moved)
