"""A consumer that counts, a relay, and a wire to the broker, each with servers of its own."""

import pytest

from shared.database import migrate
from tests.support import messaging
from tests.support.counting_service import SERVICE


@pytest.fixture
def database(service_database, postgres_server):
    made = service_database(SERVICE)
    name = made.url.rsplit("/", 1)[1]
    messaging.with_tables(migrate.in_database(postgres_server.admin_url, name))
    return made


@pytest.fixture
def wire(amqp_url):
    made = messaging.Wire(amqp_url)
    yield made
    made.close()


@pytest.fixture
def consumer(database, amqp_url, wire, tmp_path):
    with messaging.consumer(database, amqp_url, tmp_path) as process:
        yield process


@pytest.fixture
def relay(database, amqp_url, wire, tmp_path):
    with messaging.relay(database, amqp_url, tmp_path) as process:
        yield process


@pytest.fixture
def rows(database):
    """`rows("SELECT ...")`: what the consumer's database holds."""

    def ask(sql, **values):
        with database.transaction() as tx:
            return tx.run(sql, **values)

    return ask
