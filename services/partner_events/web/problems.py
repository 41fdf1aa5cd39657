"""RFC 9457 problem documents: what every refusal of the feed looks like."""

import json
import re
from typing import Any

from flask import Response, request
from werkzeug.exceptions import HTTPException

from shared.errors import CommissioningError, Invalid, NotAllowed

CONTENT_TYPE = "application/problem+json"
STATUS: dict[type[CommissioningError], int] = {Invalid: 400, NotAllowed: 403}
STATUS_OF_CODE = {"key_missing": 401, "key_unknown": 401}


def refused(refusal: CommissioningError) -> Response:
    status = STATUS_OF_CODE.get(refusal.code) or STATUS.get(type(refusal), 409)
    return problem(status, refusal.code, refusal.message, refusal.details)


def problem(status: int, code: str, detail: str, details: dict[str, str] | None = None) -> Response:
    body: dict[str, Any] = {
        "type": f"urn:jc:problem:{code}",
        "title": code.replace("_", " ").capitalize(),
        "status": status,
        "code": code,
        "detail": detail,
        "instance": request.path,
    }
    if details:
        body["details"] = details
    answer = Response(json.dumps(body, ensure_ascii=False), status, content_type=CONTENT_TYPE)
    if status == 401:
        answer.headers["WWW-Authenticate"] = 'Bearer realm="partner feed"'
    return answer


def of_http_exception(error: HTTPException) -> Response:
    """Keeps the headers that belong to the status, such as Allow."""
    code = re.sub(r"\W+", "_", error.name.lower())
    answer = problem(error.code or 500, code, error.description or error.name)
    for name, value in error.get_headers():
        if name.lower() not in ("content-type", "content-length"):
            answer.headers[name] = value
    return answer


def away(sentence: str, code: str) -> Response:
    answer = problem(503, code, sentence)
    answer.headers["Retry-After"] = "1"
    return answer
