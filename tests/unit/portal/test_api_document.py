"""The API's own description is valid OpenAPI 3.1 and says what each command asks for."""

import pytest
from openapi_spec_validator import validate

from services.portal.access import ACTIONS
from services.portal.api import RESOURCES
from services.portal.app import create_app
from shared.database.dependency import ServiceDatabase

NOWHERE = ServiceDatabase("portal", "postgresql://nobody@127.0.0.1:1/none", "tees")


@pytest.fixture(scope="module")
def document():
    app = create_app(NOWHERE, services=object(), secret_key="a secret for the tests")
    return app.test_client().get("/api/openapi.json").get_json()


def test_the_document_is_openapi_3_1(document):
    assert document["openapi"] == "3.1.0"
    validate(document)


def test_every_command_asks_for_an_idempotency_key(document):
    for path, operations in document["paths"].items():
        if "post" in operations:
            named = {each.get("name") for each in operations["post"]["parameters"]}
            assert "Idempotency-Key" in named, path


def test_what_moves_or_revises_a_proposal_asks_which_version_was_seen(document):
    asking = {
        path
        for path, operations in document["paths"].items()
        for each in operations.get("post", {}).get("parameters", [])
        if each.get("name") == "If-Match"
    }
    assert asking == {"/api/proposals/{id}/moves", "/api/proposals/{id}/versions"}


def test_refusals_are_problem_documents(document):
    refusals = document["paths"]["/api/proposals"]["post"]["responses"]
    for status in ("400", "401", "403", "404", "409", "422", "503"):
        assert list(refusals[status]["content"]) == ["application/problem+json"]


def test_every_command_of_the_api_is_in_the_table_of_who_may_do_what():
    commands = {
        route.call for _, routes in RESOURCES.values() for route in routes if route.http == "POST"
    }
    assert commands <= set(ACTIONS)
