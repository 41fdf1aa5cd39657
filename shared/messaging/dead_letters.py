"""What no service could handle: looked at, sent again, or thrown away with a reason."""

import hashlib
import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import pika
import pika.exceptions

from shared import logs
from shared.database.dependency import ServiceDatabase
from shared.errors import Invalid, NotFound
from shared.messaging import topology

log = logs.get(__name__)

MOST_AT_ONCE = 10_000
BROKER_AWAY = (pika.exceptions.AMQPError, OSError)
# What our own layer and the broker wrote on it; a message that is sent again starts anew.
NOT_KEPT = ("x-attempt", "x-reason", "x-reason-code", "x-traceback", "x-consumer", "x-death")
TAKE_BACK = "DELETE FROM inbox WHERE event_id = %(id)s AND outcome = 'dead'"
DISCARD = """
INSERT INTO inbox (event_id, outcome) VALUES (%(id)s, 'discarded')
ON CONFLICT (event_id) DO UPDATE SET outcome = 'discarded' WHERE inbox.outcome = 'dead'
"""


@dataclass(frozen=True)
class DeadLetter:
    """`key` is the event's id; for a message that is no event, the start of its fingerprint."""

    key: str
    service: str
    event_id: str | None
    name: str
    code: str
    reason: str
    traceback: str
    attempts: int
    body: bytes
    tag: int
    properties: pika.BasicProperties


def check_service(service: str) -> None:
    if service not in topology.SUBSCRIPTIONS:
        raise Invalid(
            "unknown_service",
            f"There is no service {service}. Choose one of {', '.join(topology.SUBSCRIPTIONS)}.",
        )


def counts(amqp_url: str) -> dict[str, int]:
    """How many wait in each service's dead queue, and how many events nobody was bound to."""
    with pika.BlockingConnection(pika.URLParameters(amqp_url)) as connection:
        channel = connection.channel()
        queues = {name: topology.dead_queue_of(name) for name in topology.SUBSCRIPTIONS}
        queues[topology.UNROUTABLE] = topology.UNROUTABLE
        return {
            name: channel.queue_declare(queue, passive=True).method.message_count
            for name, queue in queues.items()
        }


def look(amqp_url: str, service: str) -> list[DeadLetter]:
    """Every dead letter of a service, oldest first. They stay where they are."""
    with _held(amqp_url, service) as (_, letters):
        return letters


def retry(
    amqp_url: str, service: str, wanted: Callable[[DeadLetter], bool], database: ServiceDatabase
) -> list[DeadLetter]:
    """Send them to their service again, as if for the first time; those that were sent."""
    with _held(amqp_url, service) as (channel, letters):
        chosen = [letter for letter in letters if wanted(letter)]
        for letter in chosen:
            if letter.event_id:
                # First, so that the service takes it: a crash now leaves the letter where it is.
                with database.transaction() as tx:
                    tx.run(TAKE_BACK, id=letter.event_id)
            headers = letter.properties.headers or {}
            kept = {name: value for name, value in headers.items() if _is_kept(name)}
            channel.basic_publish(
                "",
                topology.queue_of(service),
                letter.body,
                pika.BasicProperties(
                    content_type=letter.properties.content_type,
                    content_encoding=letter.properties.content_encoding,
                    delivery_mode=2,
                    message_id=letter.properties.message_id,
                    headers=kept,
                ),
                mandatory=True,
            )
            channel.basic_ack(letter.tag)
        return chosen


def discard(
    amqp_url: str,
    service: str,
    wanted: Callable[[DeadLetter], bool],
    reason: str,
    database: ServiceDatabase,
) -> list[DeadLetter]:
    """Throw them away for good. The reason is logged with each."""
    if not reason.strip():
        raise Invalid("reason_missing", "Say why: nobody can look at it afterwards.")
    with _held(amqp_url, service) as (channel, letters):
        chosen = [letter for letter in letters if wanted(letter)]
        for letter in chosen:
            if letter.event_id:
                with database.transaction() as tx:
                    tx.run(DISCARD, id=letter.event_id)
            channel.basic_ack(letter.tag)
            log.warning(
                "a dead letter is discarded", key=letter.key, consumer=service, because=reason
            )
        return chosen


def must_be_some(found: list[DeadLetter], what: str) -> list[DeadLetter]:
    if not found:
        raise NotFound("dead_letter_not_found", f"There is no dead letter {what}. List them first.")
    return found


@contextmanager
def _held(amqp_url: str, service: str) -> Iterator[tuple[Any, list[DeadLetter]]]:
    """All letters of a service in hand; those that are not acknowledged go back."""
    check_service(service)
    with pika.BlockingConnection(pika.URLParameters(amqp_url)) as connection:
        channel = connection.channel()
        channel.confirm_delivery()
        letters: list[DeadLetter] = []
        while len(letters) < MOST_AT_ONCE:
            method, properties, body = channel.basic_get(topology.dead_queue_of(service))
            if method is None:
                break
            letters.append(_letter(service, method.delivery_tag, properties, body))
        yield channel, letters


def _letter(service: str, tag: int, properties: pika.BasicProperties, body: bytes) -> DeadLetter:
    headers = properties.headers or {}
    document = _document(body)
    event_id = document.get("id") if isinstance(document.get("id"), str) else None
    # The id of a message that is no event of ours says nothing about the inbox.
    known = event_id if headers.get("x-reason-code") != "malformed_event" else None
    return DeadLetter(
        key=event_id or hashlib.sha256(body).hexdigest()[:12],
        service=service,
        event_id=known,
        name=str(document.get("type", "(no event)")),
        code=str(headers.get("x-reason-code") or headers.get("x-first-death-reason", "unknown")),
        reason=str(headers.get("x-reason", "")),
        traceback=str(headers.get("x-traceback", "")),
        attempts=int(headers.get("x-attempt", 1)),
        body=body,
        tag=tag,
        properties=properties,
    )


def _document(body: bytes) -> dict[str, Any]:
    try:
        document = json.loads(body)
    except (ValueError, UnicodeDecodeError):
        return {}
    return document if isinstance(document, dict) else {}


def _is_kept(header: str) -> bool:
    return header not in NOT_KEPT and not header.startswith(("x-first-death", "x-delivery"))
