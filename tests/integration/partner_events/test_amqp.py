"""A partner's queue on a real broker: its user reads it and can do nothing else."""

import secrets
from urllib.parse import urlsplit, urlunsplit

import pika
import pika.exceptions
import pytest

from shared.errors import Conflict
from shared.messaging import partner_queues
from shared.messaging.outbox import PARTNERS_EXCHANGE
from shared.messaging.partner_queues import Grant
from tests.support.feed import an_event

PASSWORD = "a password of the test"


def connected(url):
    return pika.BlockingConnection(pika.URLParameters(url))


def as_partner(broker, code, password=PASSWORD):
    parts = urlsplit(broker.amqp_url)
    place = f"{partner_queues.user_name(code)}:{password.replace(' ', '%20')}@"
    return urlunsplit(parts._replace(netloc=f"{place}{parts.hostname}:{parts.port}"))


@pytest.fixture
def operator(broker):
    """The product's own channel, on a broker that has the exchange for partners."""
    with connected(broker.amqp_url) as connection:
        channel = connection.channel()
        channel.exchange_declare(PARTNERS_EXCHANGE, "direct", durable=True)
        channel.confirm_delivery()
        yield channel


@pytest.fixture
def ledger(broker, operator):
    """A system with its queue and user; another test run's user of this name does not matter."""
    code = f"ledger-{secrets.token_hex(4)}"
    partner_queues.declare(broker.amqp_url, code)
    grant = Grant(code, partner_queues.vhost_of(broker.amqp_url))
    grant.carry_out(broker.ctl, PASSWORD)
    yield code
    if user_exists(broker, code):
        grant.take_back(broker.ctl)


def user_exists(broker, code):
    return partner_queues.user_name(code) in partner_queues._run(broker.ctl, ["list_users"]).stdout


def go_on_using(connection):
    connection.process_data_events(time_limit=10)
    connection.channel()


def send(channel, code, event):
    channel.basic_publish(PARTNERS_EXCHANGE, code, event.to_json().encode(), mandatory=True)


def test_a_system_reads_what_is_in_its_queue_and_acknowledges_it(broker, operator, ledger):
    sent = an_event(feed_position=7)
    send(operator, ledger, sent)
    with connected(as_partner(broker, ledger)) as connection:
        channel = connection.channel()
        taken, _, body = channel.basic_get(partner_queues.queue_name(ledger))
        assert body.decode() == sent.to_json()
        channel.basic_ack(taken.delivery_tag)
        assert channel.basic_get(partner_queues.queue_name(ledger))[0] is None


@pytest.mark.parametrize(
    "attempt",
    [
        lambda channel, own, other: channel.basic_get(other),
        lambda channel, own, other: channel.basic_consume(other, print),
        lambda channel, own, other: channel.queue_purge(other),
        lambda channel, own, other: channel.queue_delete(own),
        lambda channel, own, other: channel.queue_declare("queue-of-mine"),
        lambda channel, own, other: channel.queue_bind(own, PARTNERS_EXCHANGE, "other"),
        lambda channel, own, other: channel.exchange_declare("exchange-of-mine"),
        lambda channel, own, other: channel.basic_publish(PARTNERS_EXCHANGE, "x", b"{}"),
        lambda channel, own, other: channel.basic_publish("", other, b"{}"),
    ],
    ids=["get", "consume", "purge", "delete", "declare", "bind", "exchange", "publish", "default"],
)
def test_a_system_can_do_nothing_else(broker, operator, ledger, attempt):
    other = "other-system"
    partner_queues.declare(broker.amqp_url, other)
    send(operator, other, an_event())
    with connected(as_partner(broker, ledger)) as connection:
        channel = connection.channel()
        channel.confirm_delivery()
        with pytest.raises(pika.exceptions.ChannelClosedByBroker) as refusal:
            attempt(channel, partner_queues.queue_name(ledger), partner_queues.queue_name(other))
    assert refusal.value.reply_code == 403
    left = operator.queue_declare(partner_queues.queue_name(other), passive=True)
    assert left.method.message_count == 1


def test_granting_again_changes_the_password_and_keeps_what_waits(broker, operator, ledger):
    send(operator, ledger, an_event())
    partner_queues.declare(broker.amqp_url, ledger)
    Grant(ledger, partner_queues.vhost_of(broker.amqp_url)).carry_out(broker.ctl, "the next one")
    with pytest.raises(pika.exceptions.AMQPConnectionError):
        connected(as_partner(broker, ledger))
    with connected(as_partner(broker, ledger, "the next one")) as connection:
        channel = connection.channel()
        assert channel.basic_get(partner_queues.queue_name(ledger), auto_ack=True)[2]


def test_taking_back_cuts_a_system_off(broker, ledger):
    connection = connected(as_partner(broker, ledger))
    Grant(ledger, partner_queues.vhost_of(broker.amqp_url)).take_back(broker.ctl)
    with pytest.raises(pika.exceptions.AMQPConnectionError):
        connected(as_partner(broker, ledger))
    with pytest.raises(pika.exceptions.AMQPError):
        go_on_using(connection)
    assert not user_exists(broker, ledger)


def test_a_broker_without_the_topology_is_left_as_it_is(broker):
    with pytest.raises(Conflict) as refusal:
        partner_queues.declare(broker.amqp_url, "too-early")
    assert refusal.value.code == "topology_missing"
    with (
        connected(broker.amqp_url) as connection,
        pytest.raises(pika.exceptions.ChannelClosedByBroker) as missing,
    ):
        connection.channel().queue_declare(partner_queues.queue_name("too-early"), passive=True)
    assert missing.value.reply_code == 404


def test_a_broker_that_refuses_is_quoted(broker):
    with pytest.raises(Conflict) as refusal:
        Grant("nobody-at-all", "/").take_back(broker.ctl)
    assert refusal.value.code == "broker_command_failed"
    assert "nobody-at-all" in refusal.value.details["answer"]


def test_the_commands_are_spelled_out_for_a_broker_elsewhere(broker):
    assert Grant("mbc-ledger", "/").spelled_out("rabbitmqctl", "secret") == [
        "rabbitmqctl add_user partner-mbc-ledger secret",
        "rabbitmqctl set_permissions -p / partner-mbc-ledger '^$' '^$' '^partner\\.mbc\\-ledger$'",
    ]
