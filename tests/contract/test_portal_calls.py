"""The portal asks services only for what their contracts list, in the fields that they list."""

import pytest

from deploy.contracts import files
from services.portal.access import ACTIONS
from services.portal.api import RESOURCES
from services.portal.api.routes import Route

ROUTES = [route for _, routes in RESOURCES.values() for route in routes]
LISTED = {
    (path.stem, each["method"]): each
    for path in sorted((files.ROOT / "contracts" / "rpc").glob("*.json"))
    for each in files.read(path)["methods"]
}
SERVICES = {service for service, _ in LISTED}


def promised(route: Route):
    return LISTED[route.service, route.call]


by_route = pytest.mark.parametrize(
    "route", [route for route in ROUTES if route.service in SERVICES], ids=lambda r: r.call
)


@by_route
def test_each_call_is_listed(route):
    assert (route.service, route.call) in LISTED
    assert promised(route)["kind"] == ("command" if route.http == "POST" else "query")


@by_route
def test_no_field_is_sent_that_the_service_does_not_take(route):
    inside = {route.names.get(name, name) for name in _parts(route.path)}
    sent = inside | set(route.schema().fields if route.schema else ()) | set(route.filters)
    if route.versioned:
        sent.add("expected_version")
    assert sent <= set(promised(route)["request"])


@by_route
def test_every_field_that_the_service_needs_can_be_sent(route):
    needed = {
        name
        for name, about in promised(route)["request"].items()
        if isinstance(about, dict) and about.get("required")
    }
    inside = {route.names.get(name, name) for name in _parts(route.path)}
    sent = inside | set(route.schema().fields if route.schema else ()) | {"expected_version"}
    assert needed <= sent


@by_route
def test_whoever_the_service_lets_in_is_shown_the_button(route):
    if route.http == "POST" and promised(route)["roles"]:
        assert ACTIONS[route.call] == set(promised(route)["roles"])


def _parts(path: str) -> list[str]:
    return [part[1:-1] for part in path.split("/") if part.startswith("<")]
