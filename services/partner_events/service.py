"""Entrypoints of the partner feed: the one writer of the log, and the operator's commands."""

import json
import secrets
from dataclasses import replace
from typing import Any

from services.partner_events import domain, repository, schemas
from services.partner_events.domain import System
from shared import config
from shared.actor import Actor
from shared.database.dependency import Clock, Database
from shared.database.transaction import Transaction
from shared.events import Event
from shared.messaging import outbox
from shared.messaging.handlers import event_handler
from shared.messaging.rpc import command, query

KEY_BYTES = 32


class PartnerEvents:
    name = "partner_events"
    database = Database()
    clock = Clock()
    _found_on_amqp: list[System] | None = None

    # Events of every service

    @event_handler("*", None, None)
    def on_event(self, event: Event, tx: Transaction) -> None:
        position = repository.append(tx, event)
        if position is None:
            return
        placed = replace(event, feed_position=position)
        for system in self._on_amqp(tx):
            if system.scope().admits(event.name, event.classification, event.partner):
                outbox.forward(
                    tx, placed, exchange=outbox.PARTNERS_EXCHANGE, routing_key=system.code
                )

    def _on_amqp(self, tx: Transaction) -> list[System]:
        """Read once for each batch of events: an instance of this class serves one."""
        if self._found_on_amqp is None:
            self._found_on_amqp = repository.find_all_on_amqp(tx)
        return self._found_on_amqp

    # Commands

    @command(schemas.RegisterSystem, shown_once=("key",))
    def register_system(self, tx: Transaction, command: Any, actor: Actor) -> Any:
        actor.must_have("operator")
        patterns = domain.check_patterns(command["event_names"])
        system = System(**{**command, "event_names": patterns}, amqp=False)
        repository.add_system(tx, system, by=actor)
        return self._with_new_key(tx, system.code, actor)

    @command(schemas.IssueKey, shown_once=("key",))
    def issue_key(self, tx: Transaction, command: Any, actor: Actor) -> Any:
        actor.must_have("operator")
        repository.lock_system(tx, command["code"])
        repository.take_next_version(tx, command["code"])
        return self._with_new_key(tx, command["code"], actor)

    @command(schemas.RevokeKey)
    def revoke_key(self, tx: Transaction, command: Any, actor: Actor) -> Any:
        actor.must_have("operator")
        repository.lock_system(tx, command["code"])
        repository.revoke_keys(tx, command["code"], command["key_id"], by=actor)
        repository.take_next_version(tx, command["code"])
        return self._view(tx, command["code"])

    @command(schemas.SetAmqp)
    def set_amqp(self, tx: Transaction, command: Any, actor: Actor) -> Any:
        actor.must_have("operator")
        repository.lock_system(tx, command["code"])
        repository.set_amqp(tx, command["code"], command["amqp"])
        repository.take_next_version(tx, command["code"])
        return self._view(tx, command["code"])

    # Queries

    @query(schemas.ListSystems)
    def list_systems(self, tx: Transaction, query: Any, actor: Actor) -> Any:
        actor.must_have("operator", "auditor")
        return {"systems": repository.find_facts(tx)}

    @query(schemas.ListEvents)
    def list_events(self, tx: Transaction, query: Any, actor: Actor) -> Any:
        actor.must_have("operator", "commissioner", "auditor")
        scope = domain.scope_of_person(actor.organisation, actor.roles, query["name"])
        subject = domain.check_subject(query["subject"] or "") or None
        page = repository.read(
            tx, scope, after=query["after"], limit=query["limit"], subject=subject
        )
        return {
            "events": [json.loads(document) for document in page.documents],
            "position": page.position,
            "head": page.head,
        }

    # What several of them do

    def _with_new_key(self, tx: Transaction, code: str, actor: Actor) -> dict[str, Any]:
        kind = config.optional("JC_KEY_KIND", "test")
        key = domain.make_key(kind, secrets.token_bytes(KEY_BYTES))
        repository.add_key(tx, code, key, by=actor)
        return {**self._view(tx, code), "key": key.text}

    @staticmethod
    def _view(tx: Transaction, code: str) -> dict[str, Any]:
        [system] = repository.find_facts(tx, code)
        return {"version": system.pop("version"), "system": system}
