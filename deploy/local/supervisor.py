"""Keeps the product up: whatever dies is started again, servers first.

It owns nothing. When it is killed itself, everything goes on, and the next `make run` starts
another, which finds what runs.
"""

import os
import signal
import sys
import threading
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from deploy.local.places import Places
from deploy.local.processes import Started
from deploy.local.running import Running
from deploy.local.servers import Servers
from deploy.local.trouble import Trouble

LOOK_SECONDS = 0.25
# A process that dies again and again is given more and more time.
SHORTEST_PAUSE, LONGEST_PAUSE = 0.25, 10.0
STEADY_SECONDS = 20.0


def note_of(places: Places) -> Path:
    return places.notes / "supervisor.json"


class Watch:
    """One thing that is kept up, and how often it died lately."""

    def __init__(self) -> None:
        self._pause, self._next, self._began = SHORTEST_PAUSE, 0.0, time.monotonic()

    def is_due(self) -> bool:
        return time.monotonic() >= self._next

    def started(self) -> None:
        now = time.monotonic()
        if now - self._began > STEADY_SECONDS:
            self._pause = SHORTEST_PAUSE
        self._began, self._next = now, now + self._pause
        self._pause = min(self._pause * 2, LONGEST_PAUSE)


def supervise(places: Places, servers: Servers, everything: Sequence[Started]) -> None:
    asked_to_stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: asked_to_stop.set())
    Running.of(os.getpid()).remember(note_of(places))
    watches: dict[str, Watch] = {}
    while not asked_to_stop.wait(LOOK_SECONDS):
        for name, server in servers.ours():
            if server.running() is None:
                _start_again(name, server.start, watches)
        for each in everything:
            if each.running() is None:
                _start_again(each.name, each.start, watches)


def _start_again(name: str, start: Callable[[], None], watches: dict[str, Watch]) -> None:
    watch = watches.setdefault(name, Watch())
    if not watch.is_due():
        return
    watch.started()
    sys.stdout.write(f"{time.strftime('%H:%M:%S')} {name} is started\n")
    sys.stdout.flush()
    try:
        start()
    except Trouble as trouble:
        sys.stdout.write(f"{trouble}\n")
        sys.stdout.flush()
