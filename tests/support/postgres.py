"""A PostgreSQL server for a test session: a given one, a container, or a private one."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from deploy.local import ports
from deploy.local.postgres import FORGETFUL, PrivatePostgres
from tests.support import containers

GIVEN = "JC_TEST_POSTGRES_URL"
IMAGE = "JC_POSTGRES_IMAGE"
DEFAULT_IMAGE = "postgres:16"
PORT = 5432


@dataclass(frozen=True)
class PostgresServer:
    admin_url: str
    kind: str  # given, container or private
    private: PrivatePostgres | None = None  # one that tests may kill and start again


@contextmanager
def a_postgres(folder: Path) -> Iterator[PostgresServer]:
    """A server until the end of the block; what it was asked to keep goes with it."""
    if given := os.environ.get(GIVEN):
        yield PostgresServer(given, "given")
    elif containers.can_run(image()):
        with containers.running(
            image(),
            PORT,
            {"POSTGRES_PASSWORD": "test", "POSTGRES_USER": "postgres"},
            ["postgres", "-c", "fsync=off", "-c", "max_connections=200"],
        ) as container:
            address = f"{container.host}:{container.port}"
            yield PostgresServer(f"postgresql://postgres:test@{address}/postgres", "container")
    else:
        with private_postgres(folder) as server:
            yield PostgresServer(server.admin_url, "private", server)


@contextmanager
def private_postgres(folder: Path) -> Iterator[PrivatePostgres]:
    server = PrivatePostgres(folder, ports.free(1)[0], FORGETFUL)
    server.make()
    server.start()
    try:
        yield server
    finally:
        server.kill()


def image() -> str:
    return os.environ.get(IMAGE, DEFAULT_IMAGE)
