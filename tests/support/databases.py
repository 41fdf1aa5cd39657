"""A database for each test: one migrated template for each service, copied when it is asked for."""

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import quote, urlsplit, urlunsplit

import psycopg2
from psycopg2 import sql

from shared import config
from shared.database import migrate
from shared.database.dependency import ServiceDatabase
from tests.support.eventually import eventually

AREA = "tees"
READY_SECONDS = 60
# A role's password is the same for all services, because one address serves them all.
PASSWORD = "jc-test"
# Quicker than copying by the log, where a checkpoint writes nothing to disk.
COPY = "CREATE DATABASE {} TEMPLATE {} STRATEGY FILE_COPY"


class Databases:
    """Makes and drops databases on one server. Names begin alike within a test session."""

    def __init__(self, admin_url: str) -> None:
        self.admin_url = admin_url
        self._prefix = f"jc_{secrets.token_hex(3)}"
        self._templates: dict[str, str] = {}

    @contextmanager
    def copy_of(self, service: str) -> Iterator[ServiceDatabase]:
        """A migrated database of one service; its address leads in as the service's own role."""
        name = f"{self._prefix}_{secrets.token_hex(4)}_{service}"[:63]
        self._copy(service, name)
        database = ServiceDatabase(service, self.url(service, name), AREA)
        try:
            yield database
        finally:
            database.pool.close()
            self._drop(name)

    @contextmanager
    def copy_of_all(self) -> Iterator[str]:
        """One database for each service; the address of all, with `{service}` in it."""
        start = f"{self._prefix}_{secrets.token_hex(4)}"
        names = {service: f"{start}_{service}" for service in config.SERVICES}
        try:
            for service, name in names.items():
                self._copy(service, name)
            yield self.url("{service}", f"{start}_{{service}}")
        finally:
            for name in names.values():
                self._drop(name)

    def url(self, role: str, database: str) -> str:
        parts = urlsplit(self.admin_url)
        port = f":{parts.port}" if parts.port else ""
        place = f"{role}:{quote(PASSWORD)}@{parts.hostname}{port}"
        return urlunsplit(parts._replace(netloc=place, path=f"/{database}"))

    def close(self) -> None:
        for name in self._templates.values():
            self._drop(name)

    def _copy(self, service: str, name: str) -> None:
        self._run(COPY, name, self._template(service))

    def _template(self, service: str) -> str:
        if service not in self._templates:
            name = f"{self._prefix}_template_{service}"
            migrate.create(self.admin_url, service, PASSWORD, name)
            # On a server that other sessions use too, the role may be there with another password.
            self._run(f"ALTER ROLE {{}} PASSWORD '{PASSWORD}'", service)
            migrate.migrate(service, migrate.in_database(self.admin_url, name), service)
            self._templates[service] = name
        return self._templates[service]

    def _drop(self, name: str) -> None:
        self._run("DROP DATABASE IF EXISTS {} WITH (FORCE)", name)

    def _run(self, statement: str, *names: str) -> None:
        connection = psycopg2.connect(self.admin_url)
        connection.autocommit = True  # CREATE DATABASE refuses to run inside a transaction
        try:
            with connection.cursor() as cursor:
                cursor.execute(sql.SQL(statement).format(*map(sql.Identifier, names)))
        finally:
            connection.close()


def until_it_answers(admin_url: str) -> None:
    """A container's port is open before its server takes anybody in."""

    def connects() -> bool:
        try:
            psycopg2.connect(admin_url, connect_timeout=2).close()
        except psycopg2.OperationalError as refusal:
            raise AssertionError(str(refusal)) from refusal
        return True

    eventually(connects, within=READY_SECONDS)
