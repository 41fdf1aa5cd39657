"""contracts/rpc lists exactly the commands and queries of each service."""

import pytest

from deploy.contracts import files, services

SERVING = tuple(each for each in services.built() if each != services.PORTAL)
by_service = pytest.mark.parametrize("service", SERVING)


def listed(service):
    return {each["method"]: each for each in files.rpc(service)["methods"]}


def test_services_are_found():
    assert "contract_monitoring" in SERVING
    assert "submit_return" in services.entrypoints("contract_monitoring")


@by_service
def test_every_method_is_listed_and_nothing_else(service):
    assert files.rpc(service)["service"] == service
    entrypoints = services.entrypoints(service)
    kinds = {name: method.kind for name, method in entrypoints.items()}
    assert {name: each["kind"] for name, each in listed(service).items()} == kinds
    assert entrypoints


@by_service
def test_a_request_has_exactly_the_fields_of_its_schema(service):
    for name, method in services.entrypoints(service).items():
        fields = {
            field.data_key or attribute
            for attribute, field in method.accepts().fields.items()
            if not field.dump_only
        }
        assert set(listed(service)[name]["request"]) == fields, name


@by_service
def test_a_listed_refusal_is_a_known_code(service):
    known = set(files.error_codes())
    for name, each in listed(service).items():
        assert set(each["errors"]) <= known, name


@by_service
def test_a_listed_event_is_one_that_the_service_publishes(service):
    published = {name for name, _ in services.published(service)}
    for name, each in listed(service).items():
        assert set(each.get("events", ())) <= published, name


@by_service
def test_each_method_says_what_it_is_for_and_who_may(service):
    for name, each in listed(service).items():
        assert each["purpose"].endswith("."), name
        assert isinstance(each["roles"], list), name
        assert each["response"], name
