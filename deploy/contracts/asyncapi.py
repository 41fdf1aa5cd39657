"""Draws the AsyncAPI 3.0 document from the event schemas and from who publishes and consumes."""

from typing import Any

from deploy.contracts import services
from deploy.contracts.files import EventContract, envelope, events, read
from shared.messaging.outbox import EVENTS_EXCHANGE
from shared.messaging.partner_queues import queue_name

BINDING = "0.3.0"

# Words that AsyncAPI's own schema dialect (that of JSON Schema draft 7) does not know, or reads
# otherwise: a schema that uses one could not be carried over unchanged.
UNKNOWN_TO_ASYNCAPI = {
    "prefixItems",
    "unevaluatedProperties",
    "unevaluatedItems",
    "dependentSchemas",
    "dependentRequired",
    "minContains",
    "maxContains",
    "$dynamicRef",
    "$anchor",
}


def document() -> dict[str, Any]:
    """The whole document, in a fixed order."""
    contracts = events()
    return {
        "asyncapi": "3.0.0",
        "info": {
            "title": "Joint commissioning events",
            "version": "1",
            "description": (
                "Every step in the life of a jointly commissioned service, as a fact that other "
                "systems can follow. Partner systems read the feed over HTTP or their own queue "
                "over AMQP; contracts/README.md says how to begin."
            ),
        },
        "defaultContentType": "application/cloudevents+json",
        "servers": _servers(),
        "channels": {**_channels(contracts), **_partner_channels(contracts)},
        "operations": {**_sending(contracts), **_receiving(contracts), **_partner_operations()},
        "components": {
            "schemas": {
                "envelope": _carried_over(envelope(), "envelope"),
                **_schemas(contracts),
            },
            "messageTraits": {"event": {"headers": _headers()}},
            "messages": {each.key: _message(each) for each in contracts},
        },
    }


def _servers() -> dict[str, Any]:
    return {
        "broker": {
            "host": "{host}:5672",
            "protocol": "amqp",
            "protocolVersion": "0-9-1",
            "description": "RabbitMQ. A partner system reads its own queue and nothing else.",
            "variables": {"host": {"default": "localhost"}},
        },
        "feed": {
            "host": "{host}:8001",
            "protocol": "http",
            "description": "The partner feed: a GET with a cursor, which can wait for events.",
            "variables": {"host": {"default": "localhost"}},
        },
    }


def _channels(contracts: list[EventContract]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for each in contracts:
        channel = found.setdefault(
            each.name,
            {
                "address": each.name,
                "summary": each.schema["description"],
                "servers": [{"$ref": "#/servers/broker"}],
                "messages": {},
                "bindings": {
                    "amqp": {
                        "is": "routingKey",
                        "exchange": _exchange(EVENTS_EXCHANGE, "topic"),
                        "bindingVersion": BINDING,
                    }
                },
            },
        )
        channel["messages"][f"v{each.version}"] = {"$ref": f"#/components/messages/{each.key}"}
    return found


def _partner_channels(contracts: list[EventContract]) -> dict[str, Any]:
    every = {each.key: {"$ref": f"#/components/messages/{each.key}"} for each in contracts}
    return {
        "partnerQueue": {
            "address": queue_name("{code}"),
            "summary": "A partner system's own queue: a copy of each event that it may see.",
            "servers": [{"$ref": "#/servers/broker"}],
            "parameters": {"code": {"description": "Code of the system, such as mbc-ledger."}},
            "messages": every,
            "bindings": {
                "amqp": {
                    "is": "queue",
                    "queue": {
                        "name": queue_name("{code}"),
                        "durable": True,
                        "exclusive": False,
                        "autoDelete": False,
                        "vhost": "/",
                    },
                    "bindingVersion": BINDING,
                }
            },
        },
        "partnerFeed": {
            "address": "/events",
            "summary": "The same events by HTTP, from any position on, each with feedposition.",
            "servers": [{"$ref": "#/servers/feed"}],
            "messages": every,
        },
    }


def _exchange(name: str, kind: str) -> dict[str, Any]:
    return {"name": name, "type": kind, "durable": True, "autoDelete": False, "vhost": "/"}


def _sending(contracts: list[EventContract]) -> dict[str, Any]:
    return {
        f"{each.service}.send.{each.key}": _operation("send", each.name, [f"v{each.version}"])
        for each in contracts
    }


def _receiving(contracts: list[EventContract]) -> dict[str, Any]:
    published = {(each.name, each.version): each for each in contracts}
    return {
        f"{service}.receive.{published[event].key}": _operation(
            "receive", event[0], [f"v{event[1]}"]
        )
        for service in services.built()
        for event in sorted(services.consumed(service))
        if event in published
    }


def _partner_operations() -> dict[str, Any]:
    channel = {"action": "send", "channel": {"$ref": "#/channels/partnerQueue"}}
    feed = {
        "action": "send",
        "channel": {"$ref": "#/channels/partnerFeed"},
        "bindings": {"http": {"method": "GET", "bindingVersion": BINDING}},
    }
    return {"partner_events.send.queue": channel, "partner_events.send.feed": feed}


def _operation(action: str, channel: str, messages: list[str]) -> dict[str, Any]:
    return {
        "action": action,
        "channel": {"$ref": f"#/channels/{channel}"},
        "messages": [{"$ref": f"#/channels/{channel}/messages/{each}"} for each in messages],
    }


def _headers() -> dict[str, Any]:
    """AMQP headers carry nothing that a reader needs: the document says it all."""
    return {"type": "object", "description": "The whole event is in the payload."}


def _message(contract: EventContract) -> dict[str, Any]:
    return {
        "name": contract.key,
        "title": contract.name,
        "summary": contract.schema["description"],
        "contentType": "application/cloudevents+json",
        "traits": [{"$ref": "#/components/messageTraits/event"}],
        "payload": {
            "allOf": [
                {"$ref": "#/components/schemas/envelope"},
                {
                    "type": "object",
                    "properties": {
                        "type": {"const": f"uk.jc.{contract.key}"},
                        "dataschema": {"const": contract.schema["$id"]},
                        "data": {"$ref": f"#/components/schemas/{contract.key}"},
                    },
                },
            ]
        },
        "examples": [
            {"name": path.name.removesuffix(".json"), "payload": read(path)}
            for path in contract.examples
        ],
    }


def _schemas(contracts: list[EventContract]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for each in contracts:
        found[each.key] = _carried_over(each.schema, each.key)
        for name, part in each.schema.get("$defs", {}).items():
            found[f"{each.key}.{name}"] = _carried_over(part, each.key)
    return found


def _carried_over(schema: Any, key: str) -> Any:
    """The schema with its own definitions looked up among the document's components."""
    if isinstance(schema, list):
        return [_carried_over(each, key) for each in schema]
    if not isinstance(schema, dict):
        return schema
    unknown = UNKNOWN_TO_ASYNCAPI & set(schema)
    if unknown:
        raise ValueError(f"{key} uses {', '.join(unknown)}, which AsyncAPI does not know.")
    kept = {name: value for name, value in schema.items() if name not in ("$schema", "$defs")}
    if str(kept.get("$id", "")).startswith("urn:jc:"):
        del kept["$id"]
    if "$ref" in kept:
        kept["$ref"] = kept["$ref"].replace("#/$defs/", f"#/components/schemas/{key}.")
    return {name: _carried_over(value, key) for name, value in kept.items()}
