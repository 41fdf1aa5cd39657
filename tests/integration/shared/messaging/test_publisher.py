"""The publisher mends its connection by itself, and keeps nothing of the broken one."""

import gc

import pytest

from shared.messaging import outbox
from shared.messaging.publisher import BrokerAway, Outgoing, Publisher
from tests.support.eventually import eventually
from tests.support.messaging import an_event
from tests.support.rabbitmq import control


@pytest.fixture
def publisher(amqp_url):
    made = Publisher(amqp_url)
    made.start()
    yield made
    made.close()
    # A socket left open is a warning when its object goes, and a warning fails the test.
    gc.collect()


def published(publisher):
    event = an_event()
    message = Outgoing(event.id, outbox.EVENTS_EXCHANGE, event.name, event.to_json())
    try:
        return publisher.publish([message]).safe == [0]
    except BrokerAway:
        return False


def test_a_connection_that_breaks_is_made_anew_and_leaves_nothing_open(publisher, broker):
    for _ in range(3):
        assert eventually(lambda: published(publisher))
        control(broker.ctl, ["close_all_connections", "--vhost", broker.vhost, "a test"])
    assert eventually(lambda: published(publisher))
