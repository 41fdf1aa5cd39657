"""The virtual environment: made once, filled with pinned packages, remade when that changes."""

import hashlib
import json
import subprocess
import sys
import tomllib
from pathlib import Path

from deploy.setup.steps import ROOT, step
from services.portal.assets.__main__ import is_built

FOLDER = ROOT / ".venv"
PYTHON = FOLDER / "bin" / "python"
PINS = ROOT / "deploy" / "constraints.txt"
NETWORK = "check the network, then repeat the command."


def ensure(extras: set[str]) -> None:
    """`extras` of pyproject.toml on top of what is installed already."""
    installed = _installed()
    if _works() and extras <= installed:
        return
    wanted = extras | installed
    if not _works():
        step("Making .venv", [sys.executable, "-m", "venv", "--clear", FOLDER])
    _mark().unlink(missing_ok=True)
    step(
        "Installing the pinned Python packages (about a minute)",
        [
            *(PYTHON, "-m", "pip", "install", "--disable-pip-version-check"),
            *("--constraint", PINS, "--editable", f".[{','.join(sorted(wanted))}]"),
        ],
        NETWORK,
    )
    _mark().write_text("\n".join([_fingerprint(), *sorted(wanted)]) + "\n")


def build_front_end() -> None:
    """What the portal serves beside its pages."""
    if not is_built():
        step("Installing the page parts", [PYTHON, "-m", "services.portal.assets"], NETWORK)


def _installed() -> set[str]:
    """The extras that were installed whole from today's list at today's place."""
    try:
        fingerprint, *extras = _mark().read_text().split()
    except (OSError, ValueError):
        return set()
    return set(extras) if fingerprint == _fingerprint() else set()


def _works() -> bool:
    """It runs, has pip, and is of the Python that asks: an upgraded system leaves ruins."""
    if not PYTHON.exists():
        return False
    version = f"import pip, sys; sys.exit(sys.version_info[:2] != {sys.version_info[:2]})"
    return subprocess.run([PYTHON, "-c", version], capture_output=True, check=False).returncode == 0


def _fingerprint() -> str:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    whole = json.dumps([str(ROOT), project, PINS.read_text()], default=str)
    return hashlib.sha256(whole.encode()).hexdigest()


def _mark() -> Path:
    return FOLDER / "installed.txt"
