"""The private servers: they come up, survive kill -9, stop, and leave nothing behind."""

import signal
import subprocess
import sys
from pathlib import Path

import pika
import psycopg2
import pytest

from deploy.local import ports
from deploy.local.postgres import FORGETFUL, PrivatePostgres
from deploy.local.rabbitmq import BrokerPorts, PrivateRabbitMQ
from tests.support import containers, keeper
from tests.support.eventually import eventually
from tests.support.postgres import private_postgres
from tests.support.rabbitmq import control, private_rabbitmq

ROOT = Path(__file__).parents[3]


def answer(admin_url, statement):
    connection = psycopg2.connect(admin_url)
    try:
        with connection, connection.cursor() as cursor:
            cursor.execute(statement)
            return cursor.fetchone()[0] if cursor.description else None
    finally:
        connection.close()


@pytest.fixture
def postgres(tmp_path):
    with private_postgres(tmp_path / "postgres") as server:
        yield server


@pytest.fixture(scope="module")
def rabbitmq(tmp_path_factory):
    with private_rabbitmq(tmp_path_factory.mktemp("broker") / "rabbitmq") as server:
        yield server


def test_postgres_keeps_what_was_committed_when_it_is_killed(postgres):
    answer(postgres.admin_url, "CREATE TABLE kept AS SELECT 42 AS number")
    postgres.kill()
    assert not ports.answers(postgres.port)
    postgres.start()
    assert answer(postgres.admin_url, "SELECT number FROM kept") == 42


def test_postgres_listens_here_only_and_wants_a_password(postgres):
    with pytest.raises(psycopg2.OperationalError, match="password"):
        psycopg2.connect(postgres.admin_url.replace("postgres:", "postgres:not"))
    assert answer(postgres.admin_url, "SHOW listen_addresses") == "127.0.0.1"
    assert answer(postgres.admin_url, "SHOW unix_socket_directories") == ""


def test_postgres_that_was_started_elsewhere_is_found_and_stopped(postgres):
    found = PrivatePostgres(postgres.folder, postgres.port)
    found.start()
    assert found.running() == postgres.running()
    found.stop()
    assert not ports.answers(postgres.port)


def test_an_interrupted_making_starts_anew(tmp_path):
    server = PrivatePostgres(tmp_path / "postgres", ports.free(1)[0], FORGETFUL)
    (server.folder / "unfinished").mkdir(parents=True)
    (server.folder / "unfinished" / "half a file").write_text("")
    server.make()
    server.start()
    try:
        assert answer(server.admin_url, "SELECT 1") == 1
    finally:
        server.kill()


def test_rabbitmq_keeps_a_confirmed_message_when_it_is_killed(rabbitmq):
    with pika.BlockingConnection(pika.URLParameters(rabbitmq.url())) as connection:
        channel = connection.channel()
        channel.queue_declare("kept", durable=True, arguments={"x-queue-type": "quorum"})
    # RabbitMQ notes a new queue's name on disk some seconds after it was made, or when it stops.
    rabbitmq.stop()
    rabbitmq.start()
    with pika.BlockingConnection(pika.URLParameters(rabbitmq.url())) as connection:
        channel = connection.channel()
        channel.confirm_delivery()
        channel.basic_publish("", "kept", b"42", pika.BasicProperties(delivery_mode=2))
    rabbitmq.kill()
    assert not ports.answers(rabbitmq.at.amqp)
    rabbitmq.start()

    def message():
        with pika.BlockingConnection(pika.URLParameters(rabbitmq.url())) as connection:
            return connection.channel().basic_get("kept")[2]

    assert message() == b"42"


def test_rabbitmq_takes_orders_by_its_command_line(rabbitmq):
    control(rabbitmq.ctl, ["add_vhost", "another"])
    assert "another" in control(rabbitmq.ctl, ["list_vhosts"]).split()


def test_rabbitmq_leaves_no_name_server_behind(rabbitmq):
    found = PrivateRabbitMQ(rabbitmq.folder, BrokerPorts.noted_in(rabbitmq.folder))
    found.stop()
    assert not ports.answers(rabbitmq.at.amqp)
    assert eventually(lambda: not ports.answers(rabbitmq.at.names))


def test_servers_end_with_a_session_that_was_killed(tmp_path):
    folder = tmp_path / "servers"
    script = (
        "import sys; from pathlib import Path\n"
        "from tests.support import keeper\n"
        "from tests.support.postgres import private_postgres\n"
        "folder = Path(sys.argv[1])\n"
        "with keeper.kept(folder), private_postgres(folder / 'postgres') as server:\n"
        "    print(server.port, flush=True); sys.stdin.read()\n"
    )
    with subprocess.Popen(
        [sys.executable, "-W", "ignore", "-c", script, str(folder)],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as session:
        port = int(session.stdout.readline())
        assert ports.answers(port)
        session.send_signal(signal.SIGKILL)
    assert eventually(lambda: not ports.answers(port) and not folder.exists(), within=10)


def test_a_keeper_clears_a_folder_without_servers(tmp_path):
    keeper.clear(tmp_path)
    assert not tmp_path.exists()


@pytest.mark.parametrize("service", ["portal", "contract_monitoring"])
def test_each_test_has_an_empty_database_as_the_services_own_role(service_database, service):
    database = service_database(service)
    with database.transaction() as tx:
        [row] = tx.run("SELECT current_user AS role, count(*) AS events FROM outbox")
    assert row == {"role": service, "events": 0}


def test_two_copies_for_one_test_are_two_databases(service_database):
    assert service_database("portal").url != service_database("portal").url


def test_each_test_has_a_virtual_host_of_its_own(rabbitmq_server):
    assert rabbitmq_server.fresh().vhost != rabbitmq_server.fresh().vhost


def test_an_engine_that_is_not_there_is_not_waited_for(monkeypatch):
    monkeypatch.setenv("DOCKER_HOST", "unix:///nowhere/docker.sock")
    assert not containers._engine_answers()
