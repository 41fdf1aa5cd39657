"""How long a start takes, cold and warm, and what the product costs while nobody uses it.

In a fresh clone of the last commit, as a newcomer has it: what is not committed is not measured.
"""

import os
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterable, Iterator
from pathlib import Path

from deploy.bench.table import Row
from deploy.local import ports, running
from deploy.local.places import ROOT
from deploy.local.trouble import Trouble

SETTLE_SECONDS, IDLE_SECONDS = 10, 60
PROC = Path("/proc")
TICKS = os.sysconf("SC_CLK_TCK")
NOTES = {"servers": ("postgres/*.json", "rabbitmq/*.json"), "processes": ("run/*.json",)}


def measure() -> Iterator[Row]:
    if not PROC.is_dir():
        raise Trouble("What the processes cost is read from /proc, which only Linux has.")
    folder = Path(tempfile.mkdtemp(prefix="jc-bench-"))
    folder.chmod(0o711)  # PostgreSQL may run as somebody else
    clone = folder / "clone"
    try:
        _command(["git", "clone", "--quiet", str(ROOT), str(clone)], folder)
        yield Row("make run, fresh clone", _make(clone, "run"), "s", target=180)
        _make(clone, "stop")
        yield Row("make run, warm", _make(clone, "run"), "s", target=25)
        yield Row("make run, when all is up", _make(clone, "run"), "s")
        yield from _idle(clone / ".local")
    finally:
        if clone.exists():
            _make(clone, "reset")
        shutil.rmtree(folder, ignore_errors=True)


def _idle(local: Path) -> Iterator[Row]:
    time.sleep(SETTLE_SECONDS)
    members = {kind: _members(local, patterns) for kind, patterns in NOTES.items()}
    before, began = {kind: _ticks(pids) for kind, pids in members.items()}, time.monotonic()
    time.sleep(IDLE_SECONDS)
    spent = time.monotonic() - began
    share = {
        kind: 100 * (_ticks(pids) - before[kind]) / TICKS / spent for kind, pids in members.items()
    }
    memory = {kind: sum(map(_pss, pids)) / 1e6 for kind, pids in members.items()}
    for kind in members:
        yield Row(f"idle: memory of {kind} (PSS)", memory[kind], "MB")
    yield Row("idle: memory of everything (PSS)", sum(memory.values()), "MB", target=700)
    for kind in members:
        yield Row(f"idle: {kind}, of one core", share[kind], "%")
    yield Row("idle: everything, of one core", sum(share.values()), "%", target=3)


def _members(local: Path, patterns: tuple[str, ...]) -> list[int]:
    """What the launcher's notes name, and whatever that has started."""
    return family(
        found.pid
        for pattern in patterns
        for note in local.glob(pattern)
        if (found := running.remembered(note)) is not None
    )


def family(leaders: Iterable[int]) -> list[int]:
    """These processes, their children, and the children of those."""
    members = set(leaders)
    parents = {pid: int(fields[1]) for pid in _all_pids() if (fields := _stat(pid))}
    while more := {pid for pid, parent in parents.items() if parent in members} - members:
        members |= more
    return sorted(members)


def _all_pids() -> list[int]:
    return [int(each.name) for each in PROC.iterdir() if each.name.isdecimal()]


def _stat(pid: int) -> list[str]:
    """The fields behind the program's name; empty when it is gone."""
    try:
        return (PROC / str(pid) / "stat").read_text().rpartition(")")[2].split()
    except OSError:
        return []


def _ticks(pids: list[int]) -> int:
    """Processor time of these."""
    return sum(sum(map(int, fields[11:13])) for pid in pids if (fields := _stat(pid)))


def _pss(pid: int) -> int:
    """Bytes: shared memory is divided among those who share it."""
    try:
        text = (PROC / str(pid) / "smaps_rollup").read_text()
    except OSError:
        return 0
    return sum(int(line.split()[1]) * 1024 for line in text.splitlines() if line.startswith("Pss:"))


def _make(clone: Path, target: str) -> float:
    """Seconds that it took."""
    began = time.monotonic()
    _command(["make", target], clone)
    return time.monotonic() - began


def _command(command: list[str], folder: Path) -> None:
    own = {name: text for name, text in os.environ.items() if not name.startswith(("JC_", "MAKE"))}
    own["JC_SERVERS"] = "private"  # what runs in containers is not seen from here
    portal, feed = ports.free(2)
    if not (folder / ".local" / "choices.json").exists():
        own |= {"JC_PORTAL_PORT": str(portal), "JC_FEED_PORT": str(feed)}
    done = subprocess.run(command, cwd=folder, env=own, capture_output=True, text=True, check=False)
    if done.returncode:
        raise Trouble(f"{' '.join(command)} failed. It said:\n{done.stdout}{done.stderr}")
