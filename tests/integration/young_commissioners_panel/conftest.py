"""The panel on a database of its own, seen by members, facilitator and commissioner."""

import pytest

from tests.support.each_service import Panel


@pytest.fixture
def panel(service_database) -> Panel:
    return Panel(service_database("young_commissioners_panel"))


@pytest.fixture
def open_panel(panel) -> Panel:
    panel.opens()
    return panel
