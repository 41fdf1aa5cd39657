"""What the broker holds: nothing that is published can fall through."""

from shared.messaging import topology
from shared.messaging.topology import Exchange, Queue

QUEUES = {part.name: part for part in topology.everything() if isinstance(part, Queue)}
EXCHANGES = {part.name: part for part in topology.everything() if isinstance(part, Exchange)}


def test_these_are_all_exchanges_and_queues():
    assert list(EXCHANGES) == [
        "commissioning.unroutable",
        "commissioning.events",
        "commissioning.dead",
        "commissioning.partners",
    ]
    of_services = [
        f"{service}.{suffix}"
        for service in topology.SUBSCRIPTIONS
        for suffix in ("dead", "events", "retry.1s", "retry.5s", "retry.30s")
    ]
    assert list(QUEUES) == ["commissioning.unroutable", *of_services]


def test_every_queue_is_copied_to_each_broker_of_a_cluster():
    assert {queue.arguments["x-queue-type"] for queue in QUEUES.values()} == {"quorum"}


def test_an_event_that_no_queue_is_bound_to_is_kept():
    assert EXCHANGES["commissioning.events"].arguments == {
        "alternate-exchange": "commissioning.unroutable"
    }
    assert QUEUES["commissioning.unroutable"].bindings == (("commissioning.unroutable", ""),)


def test_each_service_reads_what_it_subscribed_to_and_nothing_else():
    for service, names in topology.SUBSCRIPTIONS.items():
        bindings = QUEUES[topology.queue_of(service)].bindings
        assert bindings == tuple(("commissioning.events", name) for name in names)


def test_whoever_dies_over_a_message_again_and_again_gives_it_to_the_dead_letters():
    for service in topology.SUBSCRIPTIONS:
        live = QUEUES[topology.queue_of(service)].arguments
        assert live["x-delivery-limit"] == 20
        assert live["x-dead-letter-exchange"] == "commissioning.dead"
        dead = QUEUES[topology.dead_queue_of(service)]
        assert dead.bindings == (("commissioning.dead", live["x-dead-letter-routing-key"]),)


def test_a_retry_comes_back_to_its_own_service_alone_after_its_delay():
    for service in topology.SUBSCRIPTIONS:
        for seconds in topology.RETRY_SECONDS:
            waiting = QUEUES[topology.retry_queue_of(service, seconds)]
            assert waiting.bindings == ()
            assert waiting.arguments["x-message-ttl"] == seconds * 1000
            assert waiting.arguments["x-dead-letter-exchange"] == ""
            assert waiting.arguments["x-dead-letter-routing-key"] == topology.queue_of(service)


def test_nothing_that_moves_between_queues_can_be_lost_on_the_way():
    for queue in QUEUES.values():
        if "x-dead-letter-exchange" in queue.arguments:
            assert queue.arguments["x-dead-letter-strategy"] == "at-least-once", queue.name
            assert queue.arguments["x-overflow"] == "reject-publish", queue.name
