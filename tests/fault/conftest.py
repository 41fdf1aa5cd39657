"""A world of its own for each test; the servers are shared and stand again after each.

`make soak` asks for more events and more deaths than the tests do by themselves.
"""

import os

import pytest

from tests.support import misfortune


@pytest.fixture(scope="session")
def fault_servers(servers_folder):
    with misfortune.servers(servers_folder) as made:
        yield made


@pytest.fixture
def world(fault_servers, tmp_path):
    with misfortune.world(fault_servers, tmp_path) as made:
        yield made


@pytest.fixture(scope="session")
def many():
    """How many events a test sends."""
    return int(os.environ.get("JC_FAULT_EVENTS", "2000"))


@pytest.fixture(scope="session")
def deaths():
    """How often a test kills."""
    return int(os.environ.get("JC_FAULT_DEATHS", "3"))


@pytest.fixture
def nothing_is_lost(world):
    """What must hold after every misfortune."""

    def look():
        account = world.account()
        assert account.lost == set()
        assert account.applied_twice == set()
        assert set(account.applied) == account.good
        assert set(account.dead) == account.poisoned
        assert (account.left_in_outbox, account.left_in_queues) == (0, 0)
        return account

    return look
