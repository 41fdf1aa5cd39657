"""Gives a nameko service its database: one connection per worker, for one transaction."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from nameko.extensions import DependencyProvider

from shared import clock, config
from shared.database.pool import Pool
from shared.database.transaction import (
    Context,
    Transaction,
    single_statements,
    transaction,
)


class ServiceDatabase:
    """The database of one service, for whoever runs its code: container, test, command line."""

    def __init__(self, service: str, url: str, area: str, size: int = 8) -> None:
        self.service, self.url, self.area = service, url, area
        self.pool = Pool(url, size)

    @contextmanager
    def transaction(self, **context: Any) -> Iterator[Transaction]:
        """A transaction; keyword arguments go into its `Context` (correlation_id, causation_id)."""
        origin = Context(service=self.service, area=self.area, **context)
        with self.pool.connection() as connection, transaction(connection, origin) as tx:
            yield tx

    @contextmanager
    def statements(self, *, lasting: bool = True) -> Iterator[Transaction]:
        """Each statement is a transaction of its own: a third of the cost where there is one.

        `lasting=False` is for what comes again by itself: it does not wait for the disk.
        """
        origin = Context(service=self.service, area=self.area)
        with (
            self.pool.connection() as connection,
            single_statements(connection, origin, lasting=lasting) as tx,
        ):
            yield tx


def database_of(service: str) -> ServiceDatabase:
    """The database that the environment names for this service."""
    settings = config.settings()
    return ServiceDatabase(service, settings.database_url_of(service), settings.area)


class Database(DependencyProvider):
    """`database = Database()` in a service class; opens nothing before it is used."""

    def setup(self) -> None:
        self.database = database_of(self.container.service_name)

    def stop(self) -> None:
        self.database.pool.close()

    def get_dependency(self, worker_ctx: Any) -> ServiceDatabase:
        return self.database


class Clock(DependencyProvider):
    """`clock = Clock()`: tests hand in another."""

    def get_dependency(self, worker_ctx: Any) -> Any:
        return clock
