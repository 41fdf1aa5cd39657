"""Looks at each thing that the product needs, and says what to do about what is missing."""

import importlib.util
import os
import shutil
import sys
from collections.abc import Callable, Iterator

from deploy.local import ports, postgres, rabbitmq
from deploy.local.containers import engine_answers
from deploy.local.places import FEED_PORT, PORTAL_PORT, ROOT, chosen_folder
from deploy.local.trouble import Trouble

OLDEST_PYTHON = (3, 11)
FREE_MEGABYTES = 1000

Finding = tuple[bool, str]


def examine() -> int:
    """0 when nothing is missing."""
    missing = 0
    for fine, sentence in findings():
        sys.stdout.write(f"  {'ok     ' if fine else 'MISSING'}  {sentence}\n")
        missing += not fine
    sys.stdout.write(
        "Everything is here.\n" if not missing else f"{missing} missing: see what to do above.\n"
    )
    return 1 if missing else 0


def findings() -> Iterator[Finding]:
    yield from (check() for check in CHECKS)


def _python() -> Finding:
    version = ".".join(map(str, sys.version_info[:3]))
    fine = sys.version_info >= OLDEST_PYTHON
    return fine, f"Python {version}" + ("" if fine else ": install Python 3.11 or newer.")


def _program(name: str, remedy: str) -> Callable[[], Finding]:
    def check() -> Finding:
        found = shutil.which(name)
        return bool(found), f"{name}: {found or remedy}"

    return check


def _packages() -> Finding:
    fine = importlib.util.find_spec("nameko") is not None
    return fine, f"Python packages: {'installed' if fine else 'run `make setup`.'}"


def _postgres() -> Finding:
    if "JC_DATABASE_URL" in os.environ:
        return True, "PostgreSQL: given by JC_DATABASE_URL"
    try:
        return True, f"PostgreSQL: {postgres.newest()}"
    except Trouble as trouble:
        return False, str(trouble)


def _rabbitmq() -> Finding:
    if "JC_AMQP_URL" in os.environ:
        return True, "RabbitMQ: given by JC_AMQP_URL"
    try:
        return True, f"RabbitMQ: {rabbitmq.programs()}"
    except Trouble as trouble:
        return False, str(trouble)


def _front_end() -> Finding:
    built = (ROOT / "services" / "portal" / "static" / "vendor" / "app.css").is_file()
    return built, f"page parts: {'built' if built else 'run `make setup`.'}"


def _browser() -> Finding:
    found = shutil.which("chromium") or shutil.which("google-chrome")
    return bool(found), f"browser for tests: {found or 'run `make test`, which installs it.'}"


def _ports() -> Finding:
    taken = [port for port in (PORTAL_PORT, FEED_PORT) if not ports.is_free(port)]
    if taken:
        return True, f"ports {', '.join(map(str, taken))} are taken: the next free ones are used"
    return True, f"ports {PORTAL_PORT} and {FEED_PORT} are free"


def _disk() -> Finding:
    free = shutil.disk_usage(ROOT).free // 1_000_000
    fine = free > FREE_MEGABYTES
    return fine, f"disk: {free:,} MB free" + ("" if fine else f"; {FREE_MEGABYTES} are needed.")


def _writable() -> Finding:
    place = chosen_folder()
    fine = os.access(place if place.exists() else place.parent, os.W_OK)
    return fine, f"{place}: {'writable' if fine else 'let yourself write there.'}"


def _engine() -> Finding:
    if engine_answers():
        return True, "Docker: answers; it runs the two servers (JC_SERVERS=private does without)"
    return True, "Docker: no engine with its compose plugin answers, and none is needed"


CHECKS: tuple[Callable[[], Finding], ...] = (
    _python,
    _program("git", "sudo apt-get install git"),
    _program("make", "sudo apt-get install make"),
    _packages,
    _postgres,
    _rabbitmq,
    _front_end,
    _browser,
    _ports,
    _disk,
    _writable,
    _engine,
)
