"""The two servers that the product needs: given by address, in Docker, or private ones."""

import os
from collections.abc import Iterator
from dataclasses import dataclass

from deploy.local.containers import ContainedServer, engine_answers
from deploy.local.places import DOCKER, PRIVATE, Choices, Places
from deploy.local.ports import HOST
from deploy.local.postgres import PrivatePostgres
from deploy.local.rabbitmq import PrivateRabbitMQ
from deploy.local.trouble import Trouble

# Small enough for a laptop that does other things as well.
MODEST = {"shared_buffers": "48MB", "max_connections": "120"}


@dataclass(frozen=True)
class Addresses:
    """`database` holds {service}; `admin` is empty where databases are there already."""

    database: str
    admin: str
    amqp: str
    rabbitmqctl: str


Server = PrivatePostgres | PrivateRabbitMQ | ContainedServer


class Servers:
    """Starts what is not given. Servers that run already are left alone."""

    def __init__(self, places: Places, choices: Choices) -> None:
        self._choices = choices
        self.postgres: PrivatePostgres | ContainedServer | None = None
        self.rabbitmq: PrivateRabbitMQ | ContainedServer | None = None
        contained = choices.servers == DOCKER
        if "JC_DATABASE_URL" not in os.environ:
            self.postgres = (
                ContainedServer("postgres", choices.postgres, places, choices)
                if contained
                else PrivatePostgres(places.folder / "postgres", choices.postgres, MODEST)
            )
        if "JC_AMQP_URL" not in os.environ:
            self.rabbitmq = (
                ContainedServer("rabbitmq", choices.amqp, places, choices)
                if contained
                else PrivateRabbitMQ(places.folder / "rabbitmq", choices.broker)
            )

    def ours(self) -> Iterator[tuple[str, Server]]:
        if self.postgres is not None:
            yield "postgres", self.postgres
        if self.rabbitmq is not None:
            yield "rabbitmq", self.rabbitmq

    def forget(self) -> None:
        """What they keep outside the folder goes as well."""
        for _, server in self.ours():
            if isinstance(server, ContainedServer):
                server.forget()
                return

    def addresses(self) -> Addresses:
        """Where they are; asks for passwords that private servers have once they were made."""
        password = self._choices.database_password
        place = f"{HOST}:{self._choices.postgres}"
        given = os.environ.get
        return Addresses(
            database=given("JC_DATABASE_URL")
            or f"postgresql://{{service}}:{password}@{place}/{{service}}",
            admin=self._admin() or given("JC_POSTGRES_URL", ""),
            amqp=self._amqp() or given("JC_AMQP_URL", ""),
            rabbitmqctl=self._ctl() or given("RABBITMQCTL", ""),
        )

    def _admin(self) -> str:
        if isinstance(self.postgres, ContainedServer):
            return self.postgres.postgres_url()
        return self.postgres.admin_url if self.postgres else ""

    def _amqp(self) -> str:
        if isinstance(self.rabbitmq, ContainedServer):
            return self.rabbitmq.amqp_url()
        return self.rabbitmq.url() if self.rabbitmq else ""

    def _ctl(self) -> str:
        if isinstance(self.rabbitmq, ContainedServer):
            return self.rabbitmq.ctl()
        return self.rabbitmq.ctl if self.rabbitmq else ""


def wanted_kind() -> str:
    """JC_SERVERS=docker or private; else Docker where an engine answers."""
    given = os.environ.get("JC_SERVERS", "")
    if given and given not in (DOCKER, PRIVATE):
        raise Trouble(
            f"JC_SERVERS={given} is no kind of servers.",
            f"write JC_SERVERS={DOCKER} or JC_SERVERS={PRIVATE}, or leave it out.",
        )
    both_given = {"JC_DATABASE_URL", "JC_AMQP_URL"} <= set(os.environ)
    if given or both_given:
        return given or PRIVATE
    return DOCKER if engine_answers() else PRIVATE
