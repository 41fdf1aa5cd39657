"""Each service's queue is bound to exactly what its code consumes."""

import importlib

import pytest

from deploy.contracts import files, services

EVERYTHING = ("#",)
TOPOLOGY = files.ROOT / "shared" / "messaging" / "topology.py"


def subscriptions():
    """Service -> what its queue is bound to; nothing while there is no topology to compare."""
    if not TOPOLOGY.exists():
        return {}
    return importlib.import_module("shared.messaging.topology").SUBSCRIPTIONS


@pytest.mark.parametrize("service", services.built())
def test_a_service_subscribes_to_exactly_what_it_consumes(service):
    names = {name for name, _ in services.consumed(service)}
    if subscriptions():
        bound = tuple(subscriptions()[service])
        assert set(bound) == (names or set(EVERYTHING)), service


def test_only_the_feed_takes_everything():
    if subscriptions():
        takers = {name for name, bound in subscriptions().items() if tuple(bound) == EVERYTHING}
        assert takers == {"partner_events"}
