"""Commissioning decisions on a database of its own, seen by the people of six partners."""

import pytest

from tests.support.each_service import Decisions


@pytest.fixture
def decisions(service_database) -> Decisions:
    return Decisions(service_database("commissioning_decisions"))
