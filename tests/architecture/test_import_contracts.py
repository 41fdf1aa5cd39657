"""The import contracts of pyproject.toml are kept, and each breaks when it should."""

import shutil
import subprocess
import sys

import pytest

from tests.support import walls

CONTRACTS = {
    "Services meet only over RabbitMQ": (
        "services/contract_monitoring/schemas/__init__.py",
        "import services.partner_events.schemas",
    ),
    "Inside a service, imports point at the domain": (
        "services/partner_events/domain.py",
        "import services.partner_events.repository",
    ),
    "Domains know no library and no wire": ("shared/money.py", "import marshmallow"),
    "The shared library knows no service": ("shared/events.py", "import services"),
    "Only the calendars know the holidays library": ("shared/events.py", "import holidays"),
}
RUN = "from importlinter.cli import lint_imports_command as run; run()"


@pytest.fixture(scope="module")
def broken_tree(tmp_path_factory):
    """Our own source with one line more for each contract."""
    root = tmp_path_factory.mktemp("broken")
    ignored = shutil.ignore_patterns("node_modules", "vendor", "__pycache__")
    for folder in ("services", "shared"):
        shutil.copytree(walls.ROOT / folder, root / folder, ignore=ignored)
    shutil.copy(walls.ROOT / "pyproject.toml", root)
    for place, line in CONTRACTS.values():
        path = root / place
        path.write_text(f"{path.read_text()}\n{line}\n")
    return root


def verdicts(root):
    """Contract -> KEPT or BROKEN."""
    done = subprocess.run(
        [sys.executable, "-c", RUN, "--no-cache", "--no-logo"],
        cwd=root,
        capture_output=True,
        text=True,
        env={"PYTHONPATH": str(root), "COLUMNS": "200"},
        check=False,
    )
    lines = [line.rsplit(maxsplit=1) for line in done.stdout.splitlines()]
    return {words[0]: words[1] for words in lines if words[1:] in (["KEPT"], ["BROKEN"])}


def test_every_contract_breaks_when_it_should(broken_tree):
    assert verdicts(broken_tree) == dict.fromkeys(CONTRACTS, "BROKEN")
