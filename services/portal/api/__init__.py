"""The HTTP API: the same commands and views as the pages, for programs with a key."""

from flask import Flask
from flask_smorest import Api, Blueprint

from services.portal import security
from services.portal.api import board, contracts, needs, panel, problems, proposals, systems
from services.portal.api.keys import recognise_key
from services.portal.api.routes import Route, add_route

RESOURCES: dict[str, tuple[str, tuple[Route, ...]]] = {
    "needs": ("Indicators, needs and assessments", needs.ROUTES),
    "proposals": ("Partners and proposals", proposals.ROUTES),
    "panel": ("Young Commissioners Panel", panel.ROUTES),
    "contracts": ("Contracts under watch", contracts.ROUTES),
    "systems": ("Partner systems and events", systems.ROUTES),
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
        blueprint.before_request(recognise_key)
        _open(api, blueprint)
    _open(api, board.blueprint)


def _open(api: Api, blueprint: Blueprint) -> None:
    security.csrf.exempt(blueprint)  # no cookie is looked at, so no form can be forged
    api.register_blueprint(blueprint)
