"""A server is away: commands go on where they can, events wait, and no try is used up."""

import signal
import time

import pytest

from tests.support import misfortune
from tests.support.eventually import eventually

AWAY_SECONDS = 25  # longer than the heartbeat of 20
IN_A_SECOND = 40
GRACE_SECONDS = 15


@pytest.mark.parametrize("way", ["dead", "frozen"])
def test_commands_go_on_while_the_broker_is_away(world, nothing_is_lost, way):
    commands = world.order(misfortune.mixed((1 + AWAY_SECONDS) * IN_A_SECOND))
    commands.until(IN_A_SECOND)
    began = time.monotonic()
    world.kill("broker") if way == "dead" else world.freeze("broker")
    for second in range(1, AWAY_SECONDS + 1):
        commands.until((second + 1) * IN_A_SECOND)
        assert time.monotonic() < began + second + 1, "a command waited for the broker"
        eventually(lambda second=second: time.monotonic() >= began + second, 2)
    world.start("broker") if way == "dead" else world.thaw("broker")
    nothing_is_lost()


def test_the_consumers_database_is_away(world, nothing_is_lost, many):
    commands = world.order(misfortune.mixed(many))
    commands.until(many // 4)
    world.kill("consumers_database")
    commands.until(many)
    # Everything has left for the queue, and the consumer holds what it could not apply.
    eventually(lambda: world.left_in_outbox() == 0, misfortune.PATIENCE)
    world.start("consumers_database")
    nothing_is_lost()


@pytest.mark.parametrize(
    ("name", "server"),
    [
        ("relay", "broker"),
        ("relay", "producers_database"),
        ("consumer", "broker"),
        ("consumer", "consumers_database"),
    ],
)
def test_asked_to_stop_while_a_server_is_away(world, nothing_is_lost, many, name, server):
    commands = world.order(misfortune.mixed(many // 4))
    commands.until(many // 8)
    world.kill(server)
    began = time.monotonic()
    assert getattr(world, name).end(signal.SIGTERM) == 0
    assert time.monotonic() - began < GRACE_SECONDS
    world.start(server, name)
    nothing_is_lost()


def test_a_consumer_that_starts_before_its_servers_waits_for_them(world, nothing_is_lost, many):
    world.kill("consumer", "relay", "broker", "consumers_database")
    commands = world.order(misfortune.mixed(many // 4))
    commands.until(many // 4)
    world.consumer.start(wait=False)
    world.relay.start(wait=False)
    world.start("broker")
    world.start("consumers_database")
    nothing_is_lost()
