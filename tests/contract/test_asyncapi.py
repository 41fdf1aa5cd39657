"""The AsyncAPI document is whole: well formed, every reference leads somewhere, examples hold."""

import pytest
from jsonschema import Draft7Validator, Draft202012Validator, FormatChecker, ValidationError

from deploy.contracts import asyncapi, files, services

REFERENCE = {
    "type": "object",
    "properties": {"$ref": {"type": "string", "pattern": "^#/"}},
    "required": ["$ref"],
    "additionalProperties": False,
}
# The parts of the AsyncAPI 3.0 specification that this document uses, strictly.
ASYNCAPI_3 = {
    "type": "object",
    "properties": {
        "asyncapi": {"const": "3.0.0"},
        "info": {"type": "object", "required": ["title", "version"]},
        "defaultContentType": {"type": "string"},
        "servers": {
            "type": "object",
            "minProperties": 1,
            "additionalProperties": {
                "type": "object",
                "required": ["host", "protocol"],
                "properties": {"protocol": {"enum": ["amqp", "http"]}},
            },
        },
        "channels": {
            "type": "object",
            "minProperties": 1,
            "propertyNames": {"pattern": r"^[A-Za-z0-9_.\-]+$"},
            "additionalProperties": {
                "type": "object",
                "properties": {
                    "address": {"type": "string"},
                    "summary": {"type": "string"},
                    "servers": {"type": "array", "items": REFERENCE},
                    "parameters": {"type": "object"},
                    "messages": {"type": "object", "additionalProperties": REFERENCE},
                    "bindings": {"type": "object"},
                },
                "required": ["address", "messages"],
                "additionalProperties": False,
            },
        },
        "operations": {
            "type": "object",
            "minProperties": 1,
            "additionalProperties": {
                "type": "object",
                "properties": {
                    "action": {"enum": ["send", "receive"]},
                    "channel": REFERENCE,
                    "messages": {"type": "array", "items": REFERENCE},
                    "bindings": {"type": "object"},
                },
                "required": ["action", "channel"],
                "additionalProperties": False,
            },
        },
        "components": {
            "type": "object",
            "properties": {
                "schemas": {"type": "object"},
                "messageTraits": {"type": "object"},
                "messages": {
                    "type": "object",
                    "additionalProperties": {
                        "type": "object",
                        "required": ["name", "payload", "contentType", "examples"],
                    },
                },
            },
            "additionalProperties": False,
        },
    },
    "required": ["asyncapi", "info", "channels", "operations", "components"],
    "additionalProperties": False,
}


@pytest.fixture(scope="module")
def document():
    return asyncapi.document()


def references(part):
    if isinstance(part, dict):
        if isinstance(part.get("$ref"), str):
            yield part["$ref"]
        for inner in part.values():
            yield from references(inner)
    elif isinstance(part, list):
        for inner in part:
            yield from references(inner)


def found(document, reference):
    here = document
    for step in reference.removeprefix("#/").split("/"):
        here = here[step]
    return here


def payload_of(document, key):
    schema = {"$ref": f"#/components/messages/{key}/payload", **document}
    return Draft7Validator(schema, format_checker=FormatChecker())


def test_it_has_the_form_of_asyncapi_3(document):
    Draft202012Validator(ASYNCAPI_3).validate(document)


@pytest.mark.parametrize(
    ("path", "wrong"),
    [
        (("operations", "partner_events.send.feed", "action"), "publish"),
        (("channels", "partnerFeed", "message"), {}),
        (("asyncapi",), "2.6.0"),
        (("chanels",), {}),
    ],
)
def test_the_form_refuses_what_is_not_asyncapi_3(path, wrong):
    spoilt = asyncapi.document()
    here = spoilt
    for step in path[:-1]:
        here = here[step]
    here[path[-1]] = wrong
    with pytest.raises(ValidationError):
        Draft202012Validator(ASYNCAPI_3).validate(spoilt)


def test_every_reference_leads_to_something(document):
    assert len({each for each in references(document) if found(document, each) is not None}) > 20


def test_every_event_has_a_channel_a_message_and_a_sender(document):
    for each in files.events():
        channel = document["channels"][each.name]
        assert channel["address"] == each.name
        assert channel["messages"][f"v{each.version}"]["$ref"].endswith(each.key)
        assert document["operations"][f"{each.service}.send.{each.key}"]["action"] == "send"
        assert each.key in document["channels"]["partnerQueue"]["messages"]


def test_every_consumer_of_a_promised_event_has_an_operation(document):
    promised = {(each.name, each.version): each.key for each in files.events()}
    wanted = {
        f"{service}.receive.{promised[event]}"
        for service in services.built()
        for event in services.consumed(service)
        if event in promised
    }
    assert wanted <= set(document["operations"])


def test_every_example_holds_under_the_payload_as_drawn(document):
    for contract, path in files.examples():
        payload_of(document, contract.key).validate(files.read(path))


def test_the_payload_as_drawn_refuses_another_event(document):
    contract, path = next(files.examples())
    other = {**files.read(path), "type": "uk.jc.another.event.v1"}
    with pytest.raises(ValidationError):
        payload_of(document, contract.key).validate(other)
    other = {**files.read(path), "data": {}}
    with pytest.raises(ValidationError):
        payload_of(document, contract.key).validate(other)


def test_a_word_that_asyncapi_does_not_know_is_refused():
    with pytest.raises(ValueError, match="prefixItems"):
        asyncapi._carried_over({"properties": {"a": {"prefixItems": []}}}, "a.b.v1")
