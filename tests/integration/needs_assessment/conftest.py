"""Needs assessment on a database of its own, seen by the people who use it."""

import pytest

from tests.support.each_service import Needs


@pytest.fixture
def needs(service_database) -> Needs:
    return Needs(service_database("needs_assessment"))
