"""One row per address of the API, and how a row becomes a view.

A POST carries out the command of the same meaning; a GET gives the view that the service gives.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from flask import Response, g, jsonify, request
from flask_smorest import Blueprint
from marshmallow import Schema, fields

from services.portal import calls
from services.portal.api.problems import ProblemSchema
from shared.errors import Invalid

SHORTEST_KEY, LONGEST_KEY = 4, 120


@dataclass(frozen=True)
class Route:
    """`names` says which field of the command a part of the path is, where names differ."""

    http: str
    path: str
    service: str
    call: str
    summary: str
    schema: type[Schema] | None = None
    names: Mapping[str, str] = field(default_factory=dict)
    versioned: bool = False
    filters: tuple[str, ...] = ()


def of_one(
    path: str, call: str, summary: str, schema: type[Schema], versioned: bool = False
) -> Route:
    """A command about one proposal."""
    where = f"/proposals/<id>{path}"
    return Route(
        "POST", where, calls.DECISIONS, call, summary, schema, {"id": "proposal_id"}, versioned
    )


class View(Schema):
    """The view of one thing; `version` is also its ETag. The fields are those of its events."""

    class Meta:
        unknown = "include"

    version = fields.Integer(metadata={"description": "also the ETag, and the value for If-Match"})


KEY_HEADER = {
    "in": "header",
    "name": "Idempotency-Key",
    "required": True,
    "schema": {"type": "string", "minLength": SHORTEST_KEY, "maxLength": LONGEST_KEY},
    "description": "Your own name for this command. Sending it again gives the first answer again.",
}
VERSION_HEADER = {
    "in": "header",
    "name": "If-Match",
    "required": True,
    "schema": {"type": "string", "examples": ['"12"']},
    "description": "The ETag of the proposal that you looked at.",
}
SEEN_HEADER = {
    "in": "header",
    "name": "If-None-Match",
    "required": False,
    "schema": {"type": "string"},
    "description": "The ETag that you hold: 304 when nothing has changed.",
}
REFUSALS = {
    400: "Idempotency-Key is missing (`idempotency_key_missing`), or the request is not readable",
    401: "`key_missing` or `key_unknown`",
    403: "`role_required`, or the organisation may not",
    404: "nothing has that identifier",
    409: "a commissioning rule forbids it, or somebody changed it first; `code` says which",
    422: "values need attention; `errors` points at each",
    503: "`service_away`: repeat with the same Idempotency-Key",
}


def add_route(blueprint: Blueprint, route: Route) -> None:
    view = _command(route) if route.http == "POST" else _query(route)
    view.__name__ = route.call
    view.__doc__ = route.summary
    refusals = dict(REFUSALS)
    headers = [SEEN_HEADER]
    if route.http == "POST":
        headers = [KEY_HEADER]
        view = blueprint.response(201, View, description="Done; the new view")(view)
        assert route.schema is not None
        view = blueprint.arguments(route.schema(), location="json")(view)
    else:
        view = blueprint.response(200, View)(view)
        view = blueprint.alt_response(304, description="You hold the newest version")(view)
    if route.versioned:
        headers.append(VERSION_HEADER)
        refusals[412] = "somebody else changed it first (`stale_version`): look again"
        refusals[428] = "If-Match is missing (`version_missing`)"
    for status, meaning in refusals.items():
        view = blueprint.alt_response(
            status,
            schema=ProblemSchema,
            description=meaning,
            content_type="application/problem+json",
        )(view)
    filters = [
        {"in": "query", "name": name, "schema": {"type": "string"}, "required": False}
        for name in route.filters
    ]
    view = blueprint.doc(parameters=[*headers, *filters])(view)
    blueprint.route(route.path, methods=[route.http], endpoint=route.call)(view)


def _command(route: Route) -> Callable[..., Any]:
    def carry_out(given: dict[str, Any], **path: str) -> Any:
        key = _idempotency_key()
        body = {**request.get_json(), **_named(route, path)}
        if route.versioned:
            body["expected_version"] = _expected_version()
        return _answer(calls.tell(route.service, route.call, body, key), 201)

    return carry_out


def _query(route: Route) -> Callable[..., Any]:
    def look(**path: str) -> Any:
        wanted = {name: _filter(name) for name in route.filters}
        return _answer(
            calls.ask(route.service, route.call, **_named(route, path), **wanted), 200
        ).make_conditional(request)

    return look


def _filter(name: str) -> str | int | None:
    """A filter as the caller wrote it; those that count are numbers."""
    text = request.args.get(name)
    return int(text) if name in ("after", "limit", "n") and text and text.isdecimal() else text


def _named(route: Route, path: dict[str, str]) -> dict[str, str]:
    return {route.names.get(name, name): value for name, value in path.items()}


def _answer(view: Any, status: int) -> Response:
    answer = jsonify(view)
    answer.status_code = status
    if isinstance(view, dict) and isinstance(view.get("version"), int):
        answer.set_etag(str(view["version"]))
    return answer


def _idempotency_key() -> str:
    """The caller's key, kept apart from the keys of every other caller."""
    key = request.headers.get("Idempotency-Key", "").strip()
    if not SHORTEST_KEY <= len(key) <= LONGEST_KEY:
        raise Invalid(
            "idempotency_key_missing",
            f"Send an Idempotency-Key header of {SHORTEST_KEY} to {LONGEST_KEY} characters "
            "with each command.",
        )
    return f"{g.person.id}:{key}"


def _expected_version() -> int:
    given = request.headers.get("If-Match", "").strip()
    if not given:
        raise Invalid(
            "version_missing",
            "Send the proposal's ETag in an If-Match header, so that no change is overwritten.",
        )
    number = given.removeprefix("W/").strip('"')
    if not number.isdecimal():
        raise Invalid("version_unreadable", 'Send the ETag as you got it, such as "12".')
    return int(number)
