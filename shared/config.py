"""Settings from the environment: the only module that reads it. Missing ones stop the start."""

import logging
from dataclasses import dataclass
from functools import cache

from environs import Env, EnvError

from shared.errors import Invalid

SERVICES = (
    "needs_assessment",
    "commissioning_decisions",
    "young_commissioners_panel",
    "contract_monitoring",
    "partner_events",
    "portal",
)


@dataclass(frozen=True)
class Settings:
    """What a process must know.

    `database_url` holds `{service}` where the service's name belongs, so that one value serves
    every process: `postgresql://{service}:secret@host:5432/{service}`.
    """

    database_url: str
    amqp_url: str
    area: str
    log_level: str

    def database_url_of(self, service: str) -> str:
        if service not in SERVICES:
            raise Invalid(
                "unknown_service",
                f"There is no service {service}. Choose one of {', '.join(SERVICES)}.",
            )
        return self.database_url.replace("{service}", service)


@cache
def settings() -> Settings:
    """Settings of this process, read once. A missing one is refused by name."""
    try:
        env = Env()
        return Settings(
            database_url=env.str("JC_DATABASE_URL"),
            amqp_url=env.str("JC_AMQP_URL"),
            area=env.str("JC_AREA", "tees"),
            log_level=logging.getLevelName(env.log_level("JC_LOG_LEVEL", logging.INFO)),
        )
    except EnvError as missing:
        raise Invalid(
            "setting_missing",
            f"{missing}. Start the product with `make run`, or set it as in README.md.",
        ) from missing


def optional(name: str, default: str) -> str:
    """One further setting, for the process that owns it."""
    return str(Env().str(name, default))
