"""RFC 9457 problem documents: what every refusal of the HTTP API looks like."""

import json
import re
from collections.abc import Iterator
from typing import Any

from flask import Response, request
from marshmallow import Schema, fields
from werkzeug.exceptions import HTTPException

CONTENT_TYPE = "application/problem+json"
CODES = {
    400: "bad_request",
    401: "key_missing",
    404: "not_found",
    405: "method_not_allowed",
    413: "too_large",
    422: "invalid_input",
    429: "too_many_tries",
}


class FaultSchema(Schema):
    pointer = fields.String(
        metadata={"description": "JSON pointer to the value, as a fragment: #/title"}
    )
    detail = fields.String()


class ProblemSchema(Schema):
    """A refusal. `code` is stable: programs may rely on it."""

    type = fields.String(required=True, metadata={"description": "urn:jc:problem:<code>"})
    title = fields.String(required=True)
    status = fields.Integer(required=True)
    code = fields.String(required=True, metadata={"description": "stable, snake_case"})
    detail = fields.String(required=True, metadata={"description": "says what to do"})
    instance = fields.String(metadata={"description": "the path that was asked for"})
    details = fields.Dict(
        keys=fields.String(),
        values=fields.String(),
        metadata={"description": "the facts behind the refusal, such as each unmet condition"},
    )
    errors = fields.List(fields.Nested(FaultSchema))


def problem(
    status: int,
    code: str,
    detail: str,
    details: dict[str, str] | None = None,
    errors: list[dict[str, str]] | None = None,
) -> Response:
    body: dict[str, Any] = {
        "type": f"urn:jc:problem:{code}",
        "title": code.replace("_", " ").capitalize(),
        "status": status,
        "code": code,
        "detail": detail,
        "instance": request.path,
    }
    faults = errors or [
        {"pointer": f"#{at}", "detail": text}
        for at, text in (details or {}).items()
        if at.startswith("/")
    ]
    if faults:
        body["errors"] = faults
    elif details:
        body["details"] = details
    answer = Response(json.dumps(body, ensure_ascii=False), status, content_type=CONTENT_TYPE)
    if status == 401:
        answer.headers["WWW-Authenticate"] = 'Bearer realm="joint commissioning"'
    return answer


def of_http_exception(error: HTTPException) -> Response:
    """Keeps the headers that belong to the status: Allow, Retry-After."""
    extra = getattr(error, "data", None) or {}
    code = CODES.get(error.code or 500) or re.sub(r"\W+", "_", error.name.lower())
    faults = list(_faults(extra["messages"])) if extra.get("messages") else None
    detail = "Some values need your attention." if faults else (error.description or error.name)
    answer = problem(error.code or 500, code, detail, errors=faults)
    for name, value in error.get_headers():
        if name.lower() not in ("content-type", "content-length"):
            answer.headers[name] = value
    return answer


def _faults(messages: Any, at: str = "") -> Iterator[dict[str, str]]:
    """webargs' messages as JSON pointers; on broken JSON it sends a list, not a dictionary."""
    if isinstance(messages, dict):
        for name, inner in messages.items():
            outermost = at == "" and name in ("json", "query", "form", "headers")
            yield from _faults(inner, at if outermost else f"{at}/{name}")
        return
    for text in messages if isinstance(messages, list) else [messages]:
        yield {"pointer": f"#{at}", "detail": str(text)}
