"""A service needs `shared` and itself: it starts where no other service's code lies."""

import shutil
import subprocess
import sys

import pytest

from tests.support import walls

# The editable install would find the checkout again, and the test would prove nothing.
IMPORT_ALL = """
import importlib, pkgutil, sys
root, names = sys.argv[1], sys.argv[2:]
sys.meta_path[:] = [each for each in sys.meta_path if "editable" not in repr(each).lower()]
sys.path[:] = [root, *(each for each in sys.path if each and each != sys.argv[1])]
sys.path_importer_cache.clear()
for name in names:
    package = importlib.import_module(name)
    assert package.__file__.startswith(root), f"{name} came from {package.__file__}"
    for module in pkgutil.walk_packages(package.__path__, name + "."):
        importlib.import_module(module.name)
foreign = [
    module.__file__
    for name, module in sys.modules.items()
    if name.partition(".")[0] in ("services", "shared") and getattr(module, "__file__", None)
    and not module.__file__.startswith(root)
]
assert not foreign, foreign
"""
SECONDS = 60


@pytest.fixture
def alone(tmp_path):
    """`alone("portal")`: a folder with `shared` and that service only."""

    def laid(*services):
        ignored = shutil.ignore_patterns("node_modules", "vendor", "__pycache__")
        shutil.copytree(walls.ROOT / "shared", tmp_path / "shared", ignore=ignored)
        (tmp_path / "services").mkdir()
        for name in services:
            source = walls.ROOT / "services" / name
            shutil.copytree(source, tmp_path / "services" / name, ignore=ignored)
        shutil.copy(walls.ROOT / "services" / "__init__.py", tmp_path / "services")
        return tmp_path

    return laid


def imported(root, *names):
    """What a fresh interpreter answers that imports every module of these packages."""
    return subprocess.run(
        [sys.executable, "-I", "-W", "ignore", "-c", IMPORT_ALL, str(root), *names],
        cwd=root,
        capture_output=True,
        text=True,
        timeout=SECONDS,
        check=False,
    )


@pytest.mark.parametrize("service", walls.services(walls.ROOT))
def test_a_service_starts_without_the_others(alone, service):
    done = imported(alone(service), f"services.{service}")
    assert done.returncode == 0, done.stderr


def test_what_is_shared_starts_without_any_service(alone):
    done = imported(alone(), "shared")
    assert done.returncode == 0, done.stderr


def test_an_import_of_another_service_is_found(alone):
    root = alone("contract_monitoring")
    (root / "services/contract_monitoring/peek.py").write_text("import services.partner_events\n")
    done = imported(root, "services.contract_monitoring")
    assert "ModuleNotFoundError: No module named 'services.partner_events'" in done.stderr


def test_a_service_is_found():
    assert {"contract_monitoring", "partner_events", "portal"} <= set(walls.services(walls.ROOT))
