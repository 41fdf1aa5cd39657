"""The portal asks services only for what their contracts list."""

import ast
import re
from itertools import pairwise

import pytest

from deploy.contracts import files, services
from services.portal import api, calls

SERVICE_OF = {
    name: value
    for name, value in vars(calls).items()
    if name.isupper() and value in services.SERVICES
}
ROUTES = [route for _, routes in api.RESOURCES.values() for route in routes]
PATH_PARTS = re.compile(r"<(?:\w+:)?(\w+)>")


def listed(service):
    return {each["method"]: each for each in files.rpc(service)["methods"]}


def constant(node):
    """The service that a constant of services.portal.calls stands for, however it is reached."""
    name = node.attr if isinstance(node, ast.Attribute) else getattr(node, "id", None)
    return SERVICE_OF.get(name)


def named_calls():
    """(service, method, named values, place) wherever a service and a method stand together."""
    for path in services.sources("services/portal"):
        for node in ast.walk(ast.parse(path.read_text())):
            if not isinstance(node, ast.Call):
                continue
            for first, second in pairwise(node.args):
                if constant(first) and isinstance(second, ast.Constant):
                    place = f"{path.relative_to(files.ROOT)}:{second.lineno}"
                    asks = getattr(node.func, "attr", "") == "ask"
                    named = {each.arg for each in node.keywords if each.arg} if asks else set()
                    yield constant(first), second.value, named, place


def test_calls_are_found():
    assert set(SERVICE_OF.values()) == set(services.SERVICES) - {services.PORTAL}
    assert {service for service, *_ in named_calls()} == set(SERVICE_OF.values())
    assert len(ROUTES) > 30


def test_every_method_that_is_called_is_listed():
    unlisted = [
        f"{place}: {service}.{method}"
        for service, method, _, place in named_calls()
        if service in services.built() and method not in listed(service)
    ]
    assert unlisted == []


def test_every_question_names_only_fields_that_its_method_takes():
    unknown = [
        f"{place}: {service}.{method} takes no {', '.join(named - taken)}"
        for service, method, named, place in named_calls()
        if service in services.built()
        and not named <= (taken := set(listed(service)[method]["request"]))
    ]
    assert unknown == []


@pytest.mark.parametrize("route", ROUTES, ids=lambda route: f"{route.http} {route.path}")
def test_a_route_sends_only_fields_that_its_method_takes(route):
    if route.service not in services.built():
        return  # checked as soon as the service is there
    method = listed(route.service)[route.call]
    sent = {route.names.get(name, name) for name in PATH_PARTS.findall(route.path)}
    sent |= set(route.filters) | ({"expected_version"} if route.versioned else set())
    if route.schema is not None:
        fields = route.schema().fields.items()
        sent |= {field.data_key or name for name, field in fields}
    assert sent <= set(method["request"])
    assert method["kind"] == ("command" if route.http == "POST" else "query")
