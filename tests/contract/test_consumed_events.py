"""What services read of each other's events is there, and stays readable when more is sent."""

import pytest

from deploy.contracts import files, services
from tests.support.nullable import as_little_as_promised, nullable

PROMISED = {(each.name, each.version): each for each in files.events()}


by_service = pytest.mark.parametrize("service", services.built())


def readings(service):
    """(schema, data of an example) for each example of what a service consumes."""
    for event, schema in services.consumed(service).items():
        if event in PROMISED:  # its publisher may be unbuilt: the first test below watches that
            for path in PROMISED[event].examples:
                yield schema(), files.read(path)["data"]


def with_more(value):
    """The same document as a later publisher may send it: more fields at every depth."""
    if isinstance(value, dict):
        grown = {name: with_more(inner) for name, inner in value.items()}
        return {**grown, "a_field_of_next_year": {"nested": [1, "two"]}}
    if isinstance(value, list):
        return [with_more(each) for each in value]
    return value


@by_service
def test_what_a_service_consumes_is_published_by_another(service):
    for name, version in services.consumed(service):
        publishers = {each.service for each in files.events() if each.name == name}
        unbuilt = set(services.SERVICES) - set(services.built())
        assert (name, version) in PROMISED or unbuilt, f"nobody publishes {name} v{version}"
        assert service not in publishers, f"{service} consumes its own {name}"


@by_service
def test_a_consumer_reads_every_example(service):
    for schema, given in readings(service):
        assert schema.load(given)


@by_service
def test_a_consumer_reads_what_a_later_publisher_sends(service):
    for schema, given in readings(service):
        assert schema.load(with_more(given)) == schema.load(given)


@by_service
def test_a_consumer_reads_what_holds_as_little_as_promised(service):
    for _, event, schema in as_little_as_promised(service):
        assert schema().load(event["data"])


def test_the_contracts_say_what_may_be_null():
    """Else the test above would look at nothing."""
    moved = next(each for each in files.events() if each.name == "proposal.stage_changed")
    assert {("proposal", "stage_number"), ("reason",)} <= set(nullable(moved.schema))
