"""The web application: pages for people and an HTTP API, over the other five services."""

from dataclasses import dataclass
from typing import Any

from flask import Flask, current_app

from services.portal import api, errors, health, pages, rendering, security
from shared import config
from shared.database.dependency import ServiceDatabase, database_of
from shared.errors import Invalid
from shared.messaging.rpc_client import Services

MOST_BYTES = 1_000_000  # of one request: forms and commands are small
A_YEAR = 31_536_000


@dataclass(frozen=True)
class Parts:
    """What the pages work with."""

    database: ServiceDatabase
    services: Any  # shared.messaging.rpc_client.Services, or a test's stand-in for the network


def parts() -> Parts:
    found: Parts = current_app.extensions["portal"]
    return found


def create_app(
    database: ServiceDatabase | None = None,
    services: Any | None = None,
    secret_key: str | None = None,
) -> Flask:
    """The application; what is not handed in is taken from the environment."""
    app = Flask("services.portal", static_folder="static", static_url_path="/static")
    app.config.update(
        SECRET_KEY=secret_key or _secret_key(),
        MAX_CONTENT_LENGTH=MOST_BYTES,
        SEND_FILE_MAX_AGE_DEFAULT=A_YEAR,
        SESSION_COOKIE_NAME="jc_form",
        SESSION_COOKIE_SAMESITE="Lax",
        WTF_CSRF_TIME_LIMIT=None,  # a form may stay open all day: the sign-in itself runs out
    )
    app.extensions["portal"] = Parts(
        database or database_of("portal"), services or Services(config.settings().amqp_url)
    )
    rendering.prepare(app)
    security.prepare(app)
    pages.register(app)
    api.register(app)
    health.register(app)
    errors.register(app)
    return app


def _secret_key() -> str:
    secret = config.optional("JC_SECRET_KEY", "")
    if len(secret) < 16:
        raise Invalid(
            "setting_missing",
            "Set JC_SECRET_KEY to a random text of at least 16 characters, or use `make run`.",
        )
    return secret
