"""What services publish is exactly what contracts/events promises."""

from datetime import UTC, date, datetime

import pytest
from jsonschema import Draft202012Validator, FormatChecker, ValidationError

from deploy.contracts import files, services
from shared import events

EXAMPLES = list(files.examples())
FORMATS = FormatChecker()


def validator(schema):
    return Draft202012Validator(schema, format_checker=FORMATS)


def called(contract, path):
    return f"{contract.service}/{contract.name}/{path.name}"


by_example = pytest.mark.parametrize(
    ("contract", "path"), EXAMPLES, ids=[called(*each) for each in EXAMPLES]
)
by_contract = pytest.mark.parametrize(
    "contract", files.events(), ids=[f"{each.service}/{each.key}" for each in files.events()]
)
by_service = pytest.mark.parametrize("service", services.built())


@by_service
def test_a_service_publishes_exactly_the_events_of_its_folder(service):
    promised = {(each.name, each.version) for each in files.events() if each.service == service}
    assert set(services.published(service)) == promised


def test_every_contract_belongs_to_a_service_that_is_built_or_will_be():
    assert {each.service for each in files.events()} <= set(services.SERVICES)


def test_contracts_and_services_are_found():
    assert "contract_monitoring" in services.built()
    assert ("contract.commenced", 1) in services.published("contract_monitoring")
    assert len(EXAMPLES) >= len(files.events()) > 0


@by_contract
def test_a_schema_says_what_it_is_and_admits_nothing_else(contract):
    Draft202012Validator.check_schema(contract.schema)
    about = f"{contract.service}:{contract.name}:v{contract.version}"
    assert contract.schema["$id"] == f"urn:jc:contract:{about}"
    assert contract.schema["title"] == contract.name
    assert len(contract.schema["description"]) > 20
    assert contract.schema["additionalProperties"] is False
    assert contract.examples, "at least one example of real life"


@by_example
def test_an_example_is_valid_under_the_envelope_and_its_schema(contract, path):
    document = files.read(path)
    validator(files.envelope()).validate(document)
    validator(contract.schema).validate(document["data"])


@by_example
def test_an_example_says_the_event_that_it_lies_under(contract, path):
    event = events.from_wire(files.read(path))
    assert (event.service, event.name, event.version) == (
        contract.service,
        contract.name,
        contract.version,
    )


@by_example
def test_the_envelope_gives_an_example_back_exactly(contract, path):
    document = files.read(path)
    assert events.from_wire(document).to_wire() == document
    assert events.read(events.from_wire(document).to_json()) == events.from_wire(document)


@by_example
def test_the_publishing_schema_gives_the_data_back_exactly(contract, path):
    if contract.service not in services.built():
        return  # its half of this test comes with its code
    schema = services.published(contract.service)[contract.name, contract.version]()
    given = files.read(path)["data"]
    assert schema.dump(schema.load(given)) == given


def test_no_two_examples_share_an_id():
    ids = [files.read(path)["id"] for _, path in EXAMPLES]
    assert len(ids) == len(set(ids))


def test_the_envelope_lists_every_attribute_that_is_sent():
    whole = events.Event(
        id="0169d636-a7e0-7001-8a1c-5d2f6b9e0001",
        name="proposal.drafted",
        version=1,
        source="/jc/tees/commissioning_decisions",
        subject="JCP-2017-03",
        subject_version=1,
        time=datetime(2019, 4, 1, 0, 5, tzinfo=UTC),
        data={},
        correlation_id="0169d2a0-4c00-7001-8f10-2b1c5d6e7f01",
        causation_id="0169d2a0-4c00-7001-8f10-2b1c5d6e7f02",
        effective_date=date(2019, 4, 1),
        legal_regime="pcr_2015_light_touch",
        partner="MBC",
        feed_position=1,
    ).to_wire()
    validator(files.envelope()).validate(whole)
    assert set(files.envelope()["properties"]) == set(whole)


@pytest.mark.parametrize(
    ("attribute", "value"),
    [
        ("id", "not-a-uuid"),
        ("time", "yesterday"),
        ("time", "2019-04-01T00:05:00+01:00"),
        ("effectivedate", "2019-02-30"),
        ("type", "proposal.drafted"),
        ("aggregateversion", 0),
        ("classification", "secret"),
        ("data", []),
    ],
)
def test_the_envelope_refuses(attribute, value):
    _, path = EXAMPLES[0]
    with pytest.raises(ValidationError):
        validator(files.envelope()).validate({**files.read(path), attribute: value})
