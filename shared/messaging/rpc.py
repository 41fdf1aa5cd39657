"""Commands and queries over nameko RPC: validated, in one transaction, and safe to send twice.

    @command(schemas.MoveProposal)
    def move_proposal(self, tx, command, actor): ...      # called as move_proposal(body, meta)

`meta` is `{"actor": {...}, "idempotency_key": "...", "correlation_id": "..."}`. A service class
that uses these has `database = Database()`.
"""

import functools
import hashlib
import json
from collections.abc import Callable, Iterator
from datetime import date, datetime
from typing import Any

from marshmallow import Schema, ValidationError
from nameko.rpc import rpc

from shared import actor as actors
from shared.database.failures import worth_another_try
from shared.database.transaction import Transaction, as_json
from shared.errors import FAMILIES, Conflict, Invalid
from shared.identifiers import uuid7
from shared.messaging.schemas import made

TRIES = 3

BEGIN = """
INSERT INTO commands (idempotency_key, method, request_sha256)
VALUES (%(key)s, %(method)s, %(sha256)s)
ON CONFLICT DO NOTHING
RETURNING idempotency_key
"""
FIND = "SELECT method, request_sha256, response FROM commands WHERE idempotency_key = %(key)s"
FINISH = "UPDATE commands SET response = %(response)s WHERE idempotency_key = %(key)s"


def command(
    schema: type[Schema], shown_once: tuple[str, ...] = ()
) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """An RPC that changes something. The same idempotency key gets the first answer again.

    Fields in `shown_once` (a new key) are in the first answer only and are never stored.
    """

    def decorate(method: Callable[..., Any]) -> Callable[..., Any]:
        @rpc(expected_exceptions=FAMILIES)
        @functools.wraps(method)
        def entrypoint(self: Any, body: Any, meta: Any) -> Any:
            actor = actors.from_wire((meta or {}).get("actor"))
            key = meta.get("idempotency_key")
            if not isinstance(key, str) or not 8 <= len(key) <= 200:
                raise Invalid(
                    "idempotency_key_missing",
                    "Send an idempotency key of 8 to 200 characters with each command.",
                )
            given = load(schema, body)

            def work(tx: Transaction) -> Any:
                do = functools.partial(method, self, tx, given, actor)
                return once(tx, key, method.__name__, body, do, shown_once)

            return _in_transaction(self.database, meta, work)

        return _described(entrypoint, "command", schema)

    return decorate


def query(schema: type[Schema]) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """An RPC that only reads: `method(self, tx, query, actor)`, called as `name(body, meta)`."""

    def decorate(method: Callable[..., Any]) -> Callable[..., Any]:
        @rpc(expected_exceptions=FAMILIES)
        @functools.wraps(method)
        def entrypoint(self: Any, body: Any, meta: Any) -> Any:
            actor = actors.from_wire((meta or {}).get("actor"))
            given = load(schema, body)
            return _in_transaction(
                self.database, meta, lambda tx: plain(method(self, tx, given, actor))
            )

        return _described(entrypoint, "query", schema)

    return decorate


def _described(entrypoint: Any, kind: str, schema: type[Schema]) -> Callable[..., Any]:
    """Says on the entrypoint what it is and takes, so that contracts can be checked against it."""
    entrypoint.kind, entrypoint.accepts = kind, schema
    described: Callable[..., Any] = entrypoint
    return described


def load(schema: type[Schema], body: Any) -> dict[str, Any]:
    """The validated command; `invalid_input` names every wrong field by its path."""
    if unfit := dict.fromkeys(_unwritable(body), "Leave out signs that cannot be written."):
        raise Invalid("invalid_input", "Some values need your attention.", unfit)
    try:
        given: dict[str, Any] = made(schema).load(body if body is not None else {})
        return given
    except ValidationError as wrong:
        raise Invalid(
            "invalid_input", "Some values need your attention.", dict(_flat(wrong.messages))
        ) from wrong


def _unwritable(value: Any, at: str = "") -> Iterator[str]:
    """Where a text holds what no database keeps: a zero byte, or half of a character."""
    if isinstance(value, str):
        if "\0" in value or any("\ud800" <= sign <= "\udfff" for sign in value):
            yield at or "/"
    elif isinstance(value, dict):
        for name, inner in value.items():
            yield from _unwritable(inner, f"{at}/{name}")
    elif isinstance(value, list):
        for place, inner in enumerate(value):
            yield from _unwritable(inner, f"{at}/{place}")


def once(
    tx: Transaction,
    key: str,
    method: str,
    body: Any,
    work: Callable[[], Any],
    shown_once: tuple[str, ...] = (),
) -> Any:
    """Do the work, unless this key was used: then give the first answer again.

    A second caller with the same key waits at the INSERT until the first has committed.
    """
    # Which version the caller had seen is not part of what is asked: a caller that was told the
    # command was stale, looked again and repeated it, asks the same thing.
    asked = {name: value for name, value in (body or {}).items() if name != "expected_version"}
    request = json.dumps([method, asked], sort_keys=True, default=str)
    sha256 = hashlib.sha256(request.encode()).hexdigest()
    if not tx.run_often(BEGIN, key=key, method=method, sha256=sha256):
        [before] = tx.run(FIND, key=key)
        if (before["method"], before["request_sha256"]) != (method, sha256):
            raise Conflict(
                "idempotency_key_reused",
                "This key was used for another command. Make a new key for a new command.",
            )
        return before["response"]
    response = plain(work())
    kept = {**response, **dict.fromkeys(shown_once)} if shown_once else response
    tx.send_often(FINISH, key=key, response=as_json(kept))
    return response


def plain(value: Any) -> Any:
    """The value as JSON has it: dates and instants as text, so that each answer has one shape."""
    return json.loads(json.dumps(value, default=_as_text))


def _as_text(value: Any) -> str:
    if isinstance(value, date | datetime):
        return value.isoformat()
    return str(value)


def _in_transaction(database: Any, meta: dict[str, Any], work: Callable[[Transaction], Any]) -> Any:
    for attempt in range(1, TRIES + 1):
        try:
            with database.transaction(correlation_id=meta.get("correlation_id") or uuid7()) as tx:
                return work(tx)
        except Exception as failure:
            if attempt == TRIES or not worth_another_try(failure):
                raise
    raise AssertionError("unreachable: the loop returns or raises")


def _flat(messages: Any, at: str = "") -> list[tuple[str, str]]:
    if isinstance(messages, dict):
        return [pair for name, inner in messages.items() for pair in _flat(inner, f"{at}/{name}")]
    if isinstance(messages, list):
        return [(at or "/", " ".join(map(str, messages)))]
    return [(at or "/", str(messages))]
