"""Processes over time: compared, tried out on what is under way, and proposals moved on."""

from collections import Counter
from collections.abc import Sequence
from datetime import date
from typing import Any

from services.commissioning_decisions import repository, rules
from services.commissioning_decisions.domain import migrating, process_changes, sentences, views
from services.commissioning_decisions.domain.case import Case
from services.commissioning_decisions.domain.definition import ProcessDefinition
from services.commissioning_decisions.domain.migrating import Hindrance, Transfer
from services.commissioning_decisions.repository import migrating as many
from services.commissioning_decisions.repository.migrating import Page
from services.commissioning_decisions.schemas import queries, running_commands
from services.commissioning_decisions.schemas.events import PUBLISHED
from services.commissioning_decisions.service import obligations
from services.commissioning_decisions.service.acting import Acting
from services.commissioning_decisions.service.announcing import day_of_state
from shared.actor import Actor
from shared.database.transaction import Transaction
from shared.messaging import outbox
from shared.messaging.outbox import Told
from shared.messaging.rpc import command, query
from shared.messaging.schemas import made

STAGE_CHANGED = "proposal.stage_changed"


class Migrating(Acting):
    @query(queries.ListProcessVersions)
    def list_process_versions(self, tx: Transaction, query: Any, actor: Actor) -> Any:
        found = rules.all_definitions()
        running, newest = many.count_running(tx, found), rules.newest_definitions()
        return {
            "processes": [
                {
                    "name": each.name,
                    "version": each.version,
                    "title": each.title,
                    "newest": each in newest,
                    "running": running[each.name, each.version],
                }
                for each in found
            ]
        }

    @query(queries.CompareProcesses)
    def compare_processes(self, tx: Transaction, query: Any, actor: Actor) -> Any:
        before, after = (_definition(query[side]) for side in ("before", "after"))
        return {
            "before": before.label,
            "after": after.label,
            "changes": process_changes.changes(before, after),
        }

    @query(queries.SimulateProcess)
    def simulate_process(self, tx: Transaction, query: Any, actor: Actor) -> Any:
        """A page of those that run on any version of the process; nothing is changed."""
        actor.must_have("operator")
        entered = rules.definition_in(query["text"])
        left = _versions_of(query["of"] or entered.name)
        migrating.must_name_stages(left, entered, query["stages"])
        ids = many.find_running(tx, left, Page(query["after"], query["limit"]))
        lost, gates, stages = [], [], Counter[str]()
        for case in repository.find_all(tx, ids):
            transfer = Transfer(case.process, entered, query["stages"])
            if hindrance := migrating.hindrance(case, transfer):
                lost.append(_left_behind(case, hindrance))
            else:
                after = migrating.migrated(case, transfer, on=self._today(), reason=None)
                stages[after.stage.id] += 1
                gates += _gate_changes(case, after, self._today())
        return {
            "process": entered.label,
            "stages": [
                {"stage": each.id, "title": each.title, "count": stages[each.id]}
                for each in entered.stages
            ],
            "lost": lost,
            "gates": gates,
            "after": _next(ids, query["limit"]),
        }

    @query(queries.PlanMigration)
    def plan_migration(self, tx: Transaction, query: Any, actor: Actor) -> Any:
        """What `migrate_proposals` would do with a page; nothing is changed."""
        actor.must_have("operator")
        transfer = _transfer(query)
        ids = many.find_running(tx, [transfer.left], Page(query["after"], query["limit"]))
        going, staying = _sorted(repository.find_all(tx, ids), transfer)
        return _answer(len(going), staying, _next(ids, query["limit"]))

    @command(running_commands.MigrateProposals)
    def migrate_proposals(self, tx: Transaction, command: Any, actor: Actor) -> Any:
        """One page in one transaction; it may be repeated, because who has gone is found no more.

        Cases are read after they are locked, so that each is as the last act left it. What has come
        with time belongs to the new stage too, and is told by the timer.
        """
        actor.must_have("operator")
        transfer = _transfer(command)
        ids = many.find_running(tx, [transfer.left], Page(command["after"], command["limit"]))
        locked = many.lock_running(tx, transfer.left, ids)
        going, staying = _sorted(repository.find_all(tx, locked), transfer)
        on, reason = self._today(), command["reason"]
        gone = [migrating.migrated(case, transfer, on=on, reason=reason) for case in going]
        many.save_migrated(tx, gone, actor)
        _tell(tx, gone, on)
        for case in gone:
            obligations.keep(tx, case, self.clock.now())
        return _answer(len(gone), staying, _next(ids, command["limit"]))


def _definition(given: Any) -> ProcessDefinition:
    if given["text"] is not None:
        return rules.definition_in(given["text"])
    return rules.named_definition(given["process"])


def _versions_of(reference: str) -> Sequence[ProcessDefinition]:
    """One version by NAME@VERSION, or all of a name."""
    if "@" in reference:
        return [rules.named_definition(reference)]
    return rules.all_definitions(rules.definition(reference).name)


def _transfer(given: Any) -> Transfer:
    left, entered = (rules.named_definition(given[end]) for end in ("from_process", "to_process"))
    migrating.must_differ(left, entered)
    migrating.must_name_stages([left], entered, given["stages"])
    return Transfer(left, entered, given["stages"])


def _sorted(cases: Sequence[Case], transfer: Transfer) -> tuple[list[Case], list[dict[str, Any]]]:
    """Those that can go, and those that cannot with the reason of each."""
    going, staying = [], []
    for case in cases:
        if hindrance := migrating.hindrance(case, transfer):
            staying.append(_left_behind(case, hindrance))
        else:
            going.append(case)
    return going, staying


def _tell(tx: Transaction, gone: Sequence[Case], on: date) -> None:
    told = [_told(case, on) for case in gone]
    events = outbox.append_all(tx, told)
    lines = [
        (case.proposal.id, on, sentences.of_move(case, moved), moved.by_role, event.id)
        for case, event in zip(gone, events, strict=True)
        if (moved := case.moves[-1])
    ]
    many.add_lines(tx, lines)


def _told(case: Case, on: date) -> Told:
    proposal = views.proposal(case, day_of_state(case, on))
    block = {"proposal": proposal, **views.moved(case.moves[-1])}
    data = made(PUBLISHED[STAGE_CHANGED, 1]).dump(block)
    return Told(STAGE_CHANGED, 1, data, case.proposal.id, on)


def _left_behind(case: Case, why: Hindrance) -> dict[str, Any]:
    about = {"id": case.proposal.id, "process": case.process.label, "stage": case.stage.id}
    return {**about, "code": why.code, "why": why.text}


def _gate_changes(before: Case, after: Case, on: date) -> list[dict[str, Any]]:
    return [
        {
            "id": after.proposal.id,
            "stage": after.stage.id,
            "move": each.move,
            "opens": each.opens,
            "why": each.why,
        }
        for each in migrating.gate_changes(before, after, on)
    ]


def _answer(count: int, staying: list[dict[str, Any]], after: str | None) -> dict[str, Any]:
    return {"migrated": count, "left_behind": staying, "after": after}


def _next(ids: Sequence[str], limit: int) -> str | None:
    """Where to go on, whatever became of these meanwhile."""
    return ids[-1] if len(ids) == limit else None
