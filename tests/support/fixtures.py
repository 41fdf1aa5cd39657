"""Servers, databases and brokers for tests; loaded by tests/conftest.py, started when asked for."""

import os
import tempfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest

from deploy.local.servers import Addresses
from deploy.local.trouble import Trouble
from shared.database.dependency import ServiceDatabase
from tests.support import databases, keeper
from tests.support.databases import Databases
from tests.support.postgres import PostgresServer, a_postgres
from tests.support.product import Product
from tests.support.rabbitmq import Broker, RabbitMQServer, a_rabbitmq


@pytest.fixture(scope="session")
def servers_folder() -> Iterator[Path]:
    """Where this session's private servers lie; cleared however the session ends."""
    folder = Path(tempfile.mkdtemp(prefix="jc-tests-"))
    folder.chmod(0o711)  # as root, PostgreSQL runs as somebody else and must get in
    with keeper.kept(folder):
        yield folder


@pytest.fixture(scope="session")
def postgres_server(servers_folder) -> Iterator[PostgresServer]:
    with _said_plainly(), a_postgres(servers_folder / "postgres") as server:
        databases.until_it_answers(server.admin_url)
        yield server


@pytest.fixture(scope="session")
def rabbitmq_server(servers_folder) -> Iterator[RabbitMQServer]:
    with _said_plainly(), a_rabbitmq(servers_folder / "rabbitmq") as server:
        yield server


@pytest.fixture(scope="session")
def all_databases(postgres_server) -> Iterator[Databases]:
    made = Databases(postgres_server.admin_url)
    yield made
    made.close()


@pytest.fixture
def service_database(all_databases) -> Iterator[Callable[[str], ServiceDatabase]]:
    """`service_database("portal")`: migrated, empty, of this test alone; one for each call."""
    with ExitStack() as copies:
        yield lambda service: copies.enter_context(all_databases.copy_of(service))


@pytest.fixture
def broker(rabbitmq_server) -> Broker:
    return rabbitmq_server.fresh()


@pytest.fixture
def amqp_url(broker) -> str:
    return broker.amqp_url


@pytest.fixture(scope="module")
def product(all_databases, rabbitmq_server, tmp_path_factory) -> Iterator[Product]:
    """Every process of the product, ready; shared by the tests of one module."""
    broker = rabbitmq_server.fresh()
    with all_databases.copy_of_all() as database_url:
        addresses = Addresses(database_url, "", broker.amqp_url, broker.ctl)
        made = Product.made(tmp_path_factory.mktemp("product"), addresses)
        try:
            made.start()
            made.ready()
            yield made
        finally:
            made.stop()


@contextmanager
def _said_plainly() -> Iterator[None]:
    """A missing server is one sentence. Where servers are required, it ends the whole session."""
    try:
        yield
    except Trouble as trouble:
        if os.environ.get("REQUIRE_SERVERS") == "1":
            pytest.exit(str(trouble), returncode=1)
        pytest.fail(str(trouble), pytrace=False)
