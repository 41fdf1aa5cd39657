"""A program that was started earlier: found again by its number and the instant it began."""

import contextlib
import json
import os
import signal
import subprocess
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path

PROC = Path("/proc")
PAUSE_SECONDS = 0.02


@dataclass(frozen=True)
class Running:
    """A number alone is not enough: after a crash it may belong to somebody else's program."""

    pid: int
    began: str

    @classmethod
    def of(cls, pid: int) -> "Running":
        return cls(pid, _began(pid) or "")

    def is_alive(self) -> bool:
        return bool(self.began) and _began(self.pid) == self.began

    def send(self, what: signal.Signals) -> None:
        if self.is_alive():
            with contextlib.suppress(ProcessLookupError):  # it may end between the two lines
                os.kill(self.pid, what)

    def end(self, what: signal.Signals, within: float) -> bool:
        """Signal it, and whether it was gone in time. Kill it with -9 when it was not."""
        self.send(what)
        gone = wait_until(lambda: not self.is_alive(), within)
        if not gone:
            self.send(signal.SIGKILL)
            wait_until(lambda: not self.is_alive(), within=5)
        return gone

    def end_family(self) -> None:
        """kill -9 for whatever it started and left behind. It must have led a session of its own.

        As long as one of them lives, its number cannot go to another program; if it did, all are
        gone, and nobody is hit.
        """
        if _began(self.pid) in (None, self.began):
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self.pid, signal.SIGKILL)

    def remember(self, path: Path) -> None:
        write_whole(path, json.dumps(asdict(self)))


def remembered(path: Path) -> Running | None:
    """Whatever was noted there last and is still alive."""
    found = noted(path)
    return found if found is not None and found.is_alive() else None


def noted(path: Path) -> Running | None:
    """Whatever was noted there last, alive or not."""
    try:
        return Running(**json.loads(path.read_text()))
    except (OSError, ValueError, TypeError):
        return None


def write_whole(path: Path, text: str, mode: int = 0o600) -> None:
    """The old text or the new one, never half of it, whenever the machine stops."""
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, mode)
    with os.fdopen(handle, "w") as file:
        file.write(text)
    draft.replace(path)


def wait_until(holds: Callable[[], bool], within: float) -> bool:
    until = time.monotonic() + within
    while not holds():
        if time.monotonic() > until:
            return False
        time.sleep(PAUSE_SECONDS)
    return True


def _began(pid: int) -> str | None:
    """None when there is no such program, or only what is left of it until its parent looks."""
    if PROC.is_dir():
        try:
            text = (PROC / str(pid) / "stat").read_text()
        except OSError:
            return None
        fields = text.rpartition(")")[2].split()
        return None if fields[0] in "ZX" else fields[19]
    answer = subprocess.run(
        ["ps", "-o", "stat=,lstart=", "-p", str(pid)], capture_output=True, text=True, check=False
    ).stdout.split(maxsplit=1)
    return None if len(answer) < 2 or answer[0].startswith("Z") else answer[1].strip()
