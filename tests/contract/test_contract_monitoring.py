"""Contract monitoring says on the wire exactly what its contracts promise."""

import json
from pathlib import Path

import jsonschema
import pytest

from services.contract_monitoring import schemas
from services.contract_monitoring.service import ContractMonitoring
from shared import events

CONTRACTS = Path(__file__).parents[2] / "contracts"
EVENTS = CONTRACTS / "events" / "contract_monitoring"
EXAMPLES = sorted(EVENTS.glob("*/v*.example*.json"))
RPC = json.loads((CONTRACTS / "rpc" / "contract_monitoring.json").read_text())["methods"]
CODES = json.loads((CONTRACTS / "error_codes.json").read_text())


def test_every_published_event_has_a_schema_and_an_example():
    published = {f"{name}/v{version}" for name, version in schemas.PUBLISHED}

    for kind in ("schema", "example"):
        found = EVENTS.glob(f"*/v*.{kind}.json")
        assert {f"{p.parent.name}/{p.name.split('.')[0]}" for p in found} == published


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda p: f"{p.parent.name} {p.stem}")
def test_an_example_is_a_whole_event_that_the_service_would_send_word_for_word(path):
    document = json.loads(path.read_text())
    event = events.from_wire(document)
    schema = json.loads((path.parent / f"v{event.version}.schema.json").read_text())

    jsonschema.Draft202012Validator(
        schema, format_checker=jsonschema.Draft202012Validator.FORMAT_CHECKER
    ).validate(event.data)
    assert event.to_wire() == document
    assert event.name == path.parent.name
    published = schemas.PUBLISHED[event.name, event.version]()
    assert published.dump(published.load(event.data)) == event.data


def test_the_methods_on_paper_are_the_methods_of_the_service():
    on_paper = {method["method"] for method in RPC}
    entrypoints = {
        name
        for name in dir(ContractMonitoring)
        for extension in getattr(getattr(ContractMonitoring, name), "nameko_entrypoints", ())
        if type(extension).__name__ == "Rpc"
    }

    assert on_paper == entrypoints


@pytest.mark.parametrize("method", RPC, ids=lambda method: method["method"])
def test_fields_refusals_and_events_on_paper_exist(method):
    schema = getattr(schemas, "".join(part.title() for part in method["method"].split("_")))
    published = {name for name, _ in schemas.PUBLISHED}

    assert set(method["request"]) == set(schema().fields)
    assert set(method["errors"]) <= set(CODES)
    assert set(method["events"]) <= published
