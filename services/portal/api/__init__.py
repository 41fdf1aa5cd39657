"""The HTTP API: the same commands and views as the pages, for programs with a key."""

from typing import Any

from flask import Flask, g, request
from flask_smorest import Api, Blueprint

from services.portal import security
from services.portal.api import board, contracts, needs, panel, problems, proposals
from services.portal.api.routes import Route, add_route
from services.portal.repository import people
from shared.errors import NotAllowed

RESOURCES: dict[str, tuple[str, tuple[Route, ...]]] = {
    "needs": ("Indicators, needs and assessments", needs.ROUTES),
    "proposals": ("Partners and proposals", proposals.ROUTES),
    "panel": ("Young Commissioners Panel", panel.ROUTES),
    "contracts": ("Contracts and partner systems", contracts.ROUTES),
}


class ProblemApi(Api):
    """Says application/problem+json in the document too."""

    ERROR_SCHEMA = problems.ProblemSchema

    def _register_responses(self) -> None:
        self.DEFAULT_RESPONSE_CONTENT_TYPE = problems.CONTENT_TYPE
        try:
            super()._register_responses()
        finally:
            del self.DEFAULT_RESPONSE_CONTENT_TYPE


def register(app: Flask) -> None:
    app.config.update(
        API_TITLE="Joint commissioning",
        API_VERSION="1",
        OPENAPI_VERSION="3.1.0",
        OPENAPI_URL_PREFIX="/api",
        OPENAPI_JSON_PATH="openapi.json",
    )
    api = ProblemApi(
        app,
        spec_kwargs={
            "security": [{"key": []}],
            "servers": [{"url": "/"}],
            "info": {
                "description": "Commands and views of joint commissioning. Each POST carries an "
                "Idempotency-Key; each refusal is a problem document with a stable code."
            },
        },
    )
    api.spec.components.security_scheme(
        "key", {"type": "http", "scheme": "bearer", "description": "A key such as jc_test_..."}
    )
    for name, (about, routes) in RESOURCES.items():
        blueprint = Blueprint(f"api_{name}", __name__, url_prefix="/api", description=about)
        for route in routes:
            add_route(blueprint, route)
        _protect(api, blueprint)
    _protect(api, board.blueprint)


def _protect(api: Api, blueprint: Blueprint) -> None:
    blueprint.before_request(recognise_key)
    security.csrf.exempt(blueprint)
    api.register_blueprint(blueprint)


def recognise_key() -> Any:
    """The person behind the key. A cookie is not looked at: a forged form can do nothing here."""
    scheme, _, key = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() != "bearer" or not key.strip():
        raise NotAllowed(
            "key_missing", "Send your key in an Authorization header: Bearer jc_test_..."
        )
    with security.database().transaction() as tx:
        g.person = people.find_by_key(tx, security.digest_of(key.strip()))
    if g.person is None:
        raise NotAllowed("key_unknown", "No one has this key. Ask your operator for a new one.")
