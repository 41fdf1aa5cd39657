"""Whoever a service lets in is shown the button, and nobody else."""

import pytest

from deploy.contracts import files
from services.portal.access import ACTIONS

OPEN_TO = [
    (each["method"], set(each["roles"]))
    for path in sorted((files.ROOT / "contracts" / "rpc").glob("*.json"))
    for each in files.read(path)["methods"]
    if each["kind"] == "command" and each["roles"]
]


@pytest.mark.parametrize(("command", "roles"), OPEN_TO, ids=lambda value: str(value))
def test_the_table_of_buttons_agrees_with_the_service(command, roles):
    assert set(ACTIONS[command]) == roles
