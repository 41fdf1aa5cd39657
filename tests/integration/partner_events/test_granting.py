"""jc partners: an operator gives a system its queue and takes it back."""

import re
import secrets
from urllib.parse import urlsplit

import pika
import pika.exceptions
import pytest
from typer.testing import CliRunner

from shared import config, operator_calls, partner_access
from shared.messaging import partner_queues
from shared.messaging.outbox import PARTNERS_EXCHANGE
from shared.messaging.rpc_client import ServiceAway
from tests.support.feed import an_event


class DirectLine:
    """Takes the place of the network to partner_events: the same calls, without RabbitMQ."""

    def __init__(self, feed):
        self.feed, self.away = feed, False

    def call(self, service, method, body, meta):
        assert service == "partner_events"
        if self.away:
            raise ServiceAway(service, "it did not answer")
        return getattr(self.feed.service, method)(body, meta)

    def close(self):
        pass


@pytest.fixture
def line(feed, broker, monkeypatch):
    line = DirectLine(feed)
    monkeypatch.setattr(operator_calls, "Services", lambda amqp_url, lines: line)
    monkeypatch.setenv("JC_AMQP_URL", broker.amqp_url)
    monkeypatch.setenv("JC_DATABASE_URL", feed.database.url)
    monkeypatch.setenv("RABBITMQCTL", broker.ctl)
    config.settings.cache_clear()
    yield line
    config.settings.cache_clear()


@pytest.fixture
def code(feed):
    code = f"ledger-{secrets.token_hex(4)}"
    feed.register(code)
    return code


@pytest.fixture
def operator(broker):
    with pika.BlockingConnection(pika.URLParameters(broker.amqp_url)) as connection:
        channel = connection.channel()
        channel.exchange_declare(PARTNERS_EXCHANGE, "direct", durable=True)
        yield channel


def jc_partners(*arguments):
    return CliRunner().invoke(partner_access.app, arguments)


def on_amqp(feed, code):
    return {each["code"]: each["amqp"] for each in feed.command("list_systems")["systems"]}[code]


def queue_exists(channel, code):
    try:
        channel.connection.channel().queue_declare(partner_queues.queue_name(code), passive=True)
    except pika.exceptions.ChannelClosedByBroker:
        return False
    return True


def test_a_granted_system_reads_its_copy_with_what_it_was_told(line, feed, broker, operator, code):
    outcome = jc_partners("grant-amqp", code)
    assert outcome.exit_code == 0, outcome.output
    password = re.search(r"Password  (\S+)", outcome.stdout)[1]

    feed.log(an_event())
    [row] = feed.rows("outbox")
    operator.basic_publish(row["exchange"], row["routing_key"], row["body"].encode())
    place = urlsplit(broker.amqp_url)
    own = pika.URLParameters(
        f"amqp://partner-{code}:{password}@{place.hostname}:{place.port}{place.path}"
    )
    with pika.BlockingConnection(own) as connection:
        _, _, body = connection.channel().basic_get(f"partner.{code}", auto_ack=True)
    assert body.decode() == row["body"]
    assert '"feedposition":1' in row["body"]

    outcome = jc_partners("revoke-amqp", code)
    assert outcome.exit_code == 0, outcome.output
    assert not on_amqp(feed, code)
    with pytest.raises(pika.exceptions.AMQPConnectionError):
        pika.BlockingConnection(own)


def test_without_the_brokers_command_it_is_spelled_out(line, feed, operator, code, monkeypatch):
    monkeypatch.setenv("RABBITMQCTL", "")
    outcome = jc_partners("grant-amqp", code)
    assert outcome.exit_code == 0
    assert f"rabbitmqctl add_user partner-{code} " in outcome.stdout
    assert "rabbitmqctl set_permissions -p" in outcome.stdout
    assert on_amqp(feed, code)
    outcome = jc_partners("revoke-amqp", code)
    assert f"rabbitmqctl delete_user partner-{code}" in outcome.stdout


def test_a_system_that_nobody_registered_gets_no_queue(line, operator):
    outcome = jc_partners("grant-amqp", "nobody")
    assert outcome.exit_code == 1
    assert "(system_not_found)" in outcome.stderr
    assert not queue_exists(operator, "nobody")


def test_a_broker_without_the_topology_gets_no_copies(line, feed, code):
    outcome = jc_partners("grant-amqp", code)
    assert outcome.exit_code == 1
    assert "jc topology declare" in outcome.stderr
    assert not on_amqp(feed, code)


def test_a_broker_that_refuses_leaves_the_system_off(line, feed, operator, code, monkeypatch):
    monkeypatch.setenv("RABBITMQCTL", "false")
    outcome = jc_partners("grant-amqp", code)
    assert outcome.exit_code == 1
    assert "(broker_command_failed)" in outcome.stderr
    assert not on_amqp(feed, code)


def test_a_service_that_is_away_is_said_so(line, operator, code):
    line.away = True
    outcome = jc_partners("grant-amqp", code)
    assert outcome.exit_code == 1
    assert "partner_events is away" in outcome.stderr
    assert not queue_exists(operator, code)
