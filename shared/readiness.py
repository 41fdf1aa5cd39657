"""Says to whoever started this process that it is ready, and goes on saying so while it works.

JC_READY_FILE names a file that is there when the process can do its work, and is touched every few
seconds from then on. So a probe tells a working process from a stuck one, without a port and
without asking servers: `find "$JC_READY_FILE" -mmin -1` names it, or nothing.
"""

import contextlib
from pathlib import Path

from shared import config

BEAT_SECONDS = 5


def begin() -> None:
    """Not ready yet: what a process before this one left behind says nothing."""
    if file := _file():
        file.unlink(missing_ok=True)


def say() -> None:
    if file := _file():
        file.touch()


def repeat() -> None:
    """The same again. Whoever took the folder away wants to hear no more."""
    with contextlib.suppress(OSError):
        say()


def _file() -> Path | None:
    name = config.optional("JC_READY_FILE", "")
    return Path(name) if name else None
