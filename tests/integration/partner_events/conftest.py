"""The feed on a database of its own."""

import pytest

from tests.support.feed import Feed


@pytest.fixture
def feed(service_database) -> Feed:
    return Feed(service_database("partner_events"))


@pytest.fixture
def live_feed(feed):
    """The same, with the thread that listens to the log; `head` tells when it does."""
    feed.head.follow(feed.database)
    yield feed
    feed.head.stop()
