"""What is not a Python package: servers and a browser, from the system's package manager."""

import ctypes
import importlib.util
import os
import platform
import shutil
import socket
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass

from deploy.local import postgres, rabbitmq
from deploy.local.trouble import Trouble
from deploy.setup.steps import say, step

OLDEST_NODE = 20
BROWSERS = ("chromium", "chromium-browser", "google-chrome")
ENGINE = "unix:///var/run/docker.sock"


@dataclass(frozen=True)
class Part:
    name: str
    is_there: Callable[[], bool]
    debian: tuple[str, ...]
    otherwise: str


def has_environments() -> bool:
    """Debian keeps the means to make a virtual environment in a package of its own."""
    importlib.invalidate_caches()
    return importlib.util.find_spec("ensurepip") is not None


def has_broker() -> bool:
    return _found(rabbitmq.programs)


def has_postgres() -> bool:
    return _found(postgres.newest)


def has_node() -> bool:
    """Node.js with npm, new enough for the portal's front-end parts."""
    if not (shutil.which("npm") and (node := shutil.which("node"))):
        return False
    told = subprocess.run([node, "--version"], capture_output=True, text=True, check=False)
    number = told.stdout.strip().removeprefix("v").partition(".")[0]
    return number.isdigit() and int(number) >= OLDEST_NODE


def has_browser() -> bool:
    return any(shutil.which(name) for name in BROWSERS)


def has_driver() -> bool:
    """What the test library's own program is linked with on Linux."""
    try:
        ctypes.CDLL("libatomic.so.1")
    except OSError:
        return sys.platform != "linux"
    return True


def packs_a_browser() -> bool:
    """Debian does; what Ubuntu calls by that name is a snap, which needs more than apt."""
    try:
        return platform.freedesktop_os_release().get("ID") == "debian"
    except OSError:
        return False


def servers_are_given(addresses: tuple[str, ...]) -> bool:
    """Servers elsewhere, named in the environment, or a Docker engine that runs them."""
    if all(os.environ.get(name) for name in addresses):
        return True
    return os.environ.get("JC_TEST_SERVERS") != "private" and _engine_listens()


ENVIRONMENTS = Part(
    "Python's venv module",
    has_environments,
    (f"python3.{sys.version_info.minor}-venv",),
    "install Python 3.11 or newer with its venv module.",
)
BROKER = Part(
    "RabbitMQ",
    has_broker,
    ("rabbitmq-server",),
    "brew install rabbitmq   (or start Docker, or set JC_DATABASE_URL and JC_AMQP_URL).",
)
BROWSER = Part(
    "A browser for the page tests",
    has_browser,
    ("chromium", "fonts-liberation"),
    ".venv/bin/playwright install chromium",
)
DRIVER = Part(
    "The library libatomic, which the page tests need,",
    has_driver,
    ("libatomic1",),
    "install libatomic with the system's package manager.",
)


def ensure(part: Part) -> None:
    """Install it where that is allowed; else say what to type."""
    if part.is_there():
        return
    if not shutil.which("apt-get"):
        raise Trouble(f"{part.name} is not installed on this machine.", part.otherwise)
    prefix = _as_administrator()
    packages = " ".join(part.debian)
    if prefix is None:
        raise Trouble(
            f"{part.name} is not installed, and this user may not install it.",
            f"sudo apt-get install {packages}",
        )
    _install(part, prefix)
    if not part.is_there():
        raise Trouble(
            f"{packages} is installed, but {part.name} still cannot be found.", part.otherwise
        )


def _install(part: Part, prefix: list[str]) -> None:
    packages = " ".join(part.debian)
    apt = [*prefix, "apt-get", "-q", "-o", "DPkg::Lock::Timeout=300"]
    remedy = f"repeat it by hand: sudo apt-get install {packages}"
    say(f"  {part.name} is missing.")
    step("Reading the system's list of packages", [*apt, "update"], remedy)
    step(
        f"Installing {packages}",
        [*apt, "install", "--yes", "--no-install-recommends", *part.debian],
        remedy,
        {"DEBIAN_FRONTEND": "noninteractive"},
    )


def _as_administrator() -> list[str] | None:
    """What must stand before a command that changes the system; None when nothing helps."""
    if os.geteuid() == 0:
        return []
    sudo = shutil.which("sudo")
    if sudo is None:
        return None
    # With a person there, sudo may ask for the password: before the log takes its output.
    asked = [sudo, "--validate"] if sys.stdin.isatty() else [sudo, "--non-interactive", "true"]
    return [sudo] if subprocess.run(asked, check=False).returncode == 0 else None


def _found(look: Callable[[], object]) -> bool:
    try:
        look()
    except Trouble:
        return False
    return True


def _engine_listens() -> bool:
    scheme, _, path = os.environ.get("DOCKER_HOST", ENGINE).partition("://")
    if scheme != "unix":
        return True
    with socket.socket(socket.AF_UNIX) as probe:
        return probe.connect_ex(path) == 0
