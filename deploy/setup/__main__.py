"""python -m deploy.setup run | tests | checks | bench: installs what is missing for it.

Quick when nothing is missing.
"""

import fcntl
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager

from deploy.local.trouble import Trouble
from deploy.setup import environment, system
from deploy.setup.steps import ROOT, say, step

ADDRESSES = {
    "run": ("JC_DATABASE_URL", "JC_AMQP_URL"),
    "tests": ("JC_TEST_POSTGRES_URL", "JC_TEST_AMQP_URL"),
    "bench": ("JC_TEST_POSTGRES_URL", "JC_TEST_AMQP_URL"),
}
EXTRAS = {
    "run": {"portal"},
    "tests": {"portal", "test"},
    "checks": {"portal", "test"},
    "bench": {"portal", "test", "bench"},
}


def prepare(purpose: str) -> None:
    system.ensure(system.ENVIRONMENTS)
    environment.ensure(EXTRAS[purpose] | stand_ins(purpose))
    environment.build_front_end()
    if purpose == "tests":
        ensure_browser()


def stand_ins(purpose: str) -> set[str]:
    """Extras for what Python packages can bring; servers of which none can are installed."""
    extras = set() if system.has_node() else {"node"}
    if purpose in ADDRESSES and not system.servers_are_given(ADDRESSES[purpose]):
        system.ensure(system.BROKER)
        extras |= set() if system.has_postgres() else {"embedded"}
    return extras


def ensure_browser() -> None:
    """Debian's own where there is one; elsewhere the one that the test library finds for itself."""
    system.ensure(system.DRIVER)
    if system.has_browser():
        return
    if system.packs_a_browser():
        system.ensure(system.BROWSER)
        return
    step(
        "Looking for the test library's browser",
        [
            *(environment.PYTHON, "-m", "playwright", "install"),
            *(["--with-deps"] if shutil.which("apt-get") else []),
            "chromium",
        ],
        "install Chromium so that `chromium` is on the PATH, then repeat the command.",
    )


@contextmanager
def alone() -> Iterator[None]:
    """Two commands at once would spoil each other's work."""
    path = ROOT / ".local" / "setup.lock"
    path.parent.mkdir(exist_ok=True)
    with path.open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            say("  Waiting for another set-up of this folder to end ...")
            fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def main(arguments: list[str]) -> int:
    if len(arguments) != 1 or arguments[0] not in EXTRAS:
        sys.stderr.write("Say what for: python -m deploy.setup run, tests, checks or bench.\n")
        return 2
    try:
        with alone():
            prepare(arguments[0])
    except Trouble as trouble:
        sys.stderr.write(f"{trouble}\n")
        return 1
    except KeyboardInterrupt:
        sys.stderr.write("Stopped. The same command goes on from here.\n")
        return 130
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
