"""The two servers that the product needs: given by address, or private ones of this folder."""

import os
from collections.abc import Iterator
from dataclasses import dataclass

from deploy.local.places import Choices, Places
from deploy.local.ports import HOST
from deploy.local.postgres import PrivatePostgres
from deploy.local.rabbitmq import PrivateRabbitMQ

# Small enough for a laptop that does other things as well.
MODEST = {"shared_buffers": "48MB", "max_connections": "120"}


@dataclass(frozen=True)
class Addresses:
    """`database` holds {service}; `admin` is empty where databases are there already."""

    database: str
    admin: str
    amqp: str
    rabbitmqctl: str


class Servers:
    """Starts what is not given. Servers that run already are left alone."""

    def __init__(self, places: Places, choices: Choices) -> None:
        self._choices = choices
        self.postgres: PrivatePostgres | None = None
        self.rabbitmq: PrivateRabbitMQ | None = None
        if "JC_DATABASE_URL" not in os.environ:
            self.postgres = PrivatePostgres(places.folder / "postgres", choices.postgres, MODEST)
        if "JC_AMQP_URL" not in os.environ:
            self.rabbitmq = PrivateRabbitMQ(places.folder / "rabbitmq", choices.broker)

    def private(self) -> Iterator[tuple[str, PrivatePostgres | PrivateRabbitMQ]]:
        if self.postgres is not None:
            yield "postgres", self.postgres
        if self.rabbitmq is not None:
            yield "rabbitmq", self.rabbitmq

    def addresses(self) -> Addresses:
        """Where they are; asks for passwords that private servers have once they were made."""
        password = self._choices.database_password
        place = f"{HOST}:{self._choices.postgres}"
        given = os.environ.get
        return Addresses(
            database=given("JC_DATABASE_URL")
            or f"postgresql://{{service}}:{password}@{place}/{{service}}",
            admin=self.postgres.admin_url if self.postgres else given("JC_POSTGRES_URL", ""),
            amqp=self.rabbitmq.url() if self.rabbitmq else given("JC_AMQP_URL", ""),
            rabbitmqctl=self.rabbitmq.ctl if self.rabbitmq else given("RABBITMQCTL", ""),
        )
