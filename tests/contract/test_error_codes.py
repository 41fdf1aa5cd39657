"""Every refusal has one code, one family and one meaning, and no code is a leftover."""

import ast
import re

import pytest

from deploy.contracts import files, services
from shared import errors

FAMILIES = {family.__name__ for family in errors.FAMILIES}
# Codes of the HTTP edge alone: no service raises them, a page or feed answers with them.
HTTP = "Http"
EDGE = {"problem", "away"}  # functions that answer with a code


def raised():
    """(code, family, place) of each call that makes a refusal; code is None when not literal."""
    for path in services.sources("services", "shared"):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Call) and name_of(node.func) in FAMILIES and node.args:
                place = f"{path.relative_to(files.ROOT)}:{node.lineno}"
                yield literal(node.args[0]), name_of(node.func), place


def name_of(function):
    if isinstance(function, ast.Attribute):
        return function.attr
    return getattr(function, "id", "")


def literal(node):
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else None


def strings_of(*folders):
    return {
        node.value
        for path in services.sources(*folders)
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }


def test_refusals_are_found():
    assert ("role_required", "NotAllowed") in {(code, family) for code, family, _ in raised()}


def test_every_refusal_has_a_literal_code():
    assert [place for code, _, place in raised() if code is None] == []


def test_every_raised_code_is_listed_with_its_family():
    listed = {code: each["family"] for code, each in files.error_codes().items()}
    wrong = [
        f"{place}: {code} is {family}, listed as {listed.get(code)}"
        for code, family, place in raised()
        if code is not None and listed.get(code) != family
    ]
    assert wrong == []


def test_every_listed_code_is_raised():
    codes = {code for code, _, _ in raised()}
    listed = files.error_codes()
    assert {code for code, each in listed.items() if each["family"] != HTTP} - codes == set()


def test_a_code_of_the_http_edge_stands_there():
    edge = strings_of("services/portal", "services/partner_events")
    listed = files.error_codes()
    assert {code for code, each in listed.items() if each["family"] == HTTP} - edge == set()


def test_every_code_that_the_http_edge_answers_with_is_listed():
    answered = {
        literal(node.args[1])
        for path in services.sources("services/portal", "services/partner_events")
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.Call) and name_of(node.func) in EDGE and len(node.args) > 1
    } - {None}
    assert "service_away" in answered
    assert answered - set(files.error_codes()) == set()


def test_the_list_is_sorted_and_plain():
    listed = files.error_codes()
    assert list(listed) == sorted(listed)
    for code, each in listed.items():
        assert re.fullmatch(r"[a-z][a-z0-9_]+", code)
        assert set(each) == {"family", "meaning"}
        assert each["family"] in {*FAMILIES, HTTP}
        assert each["meaning"].endswith("."), code


@pytest.mark.parametrize("family", sorted(FAMILIES))
def test_each_family_is_in_use(family):
    assert family in {each["family"] for each in files.error_codes().values()}
