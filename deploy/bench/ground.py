"""What each part measures on: private servers and the product's processes, in a folder of its own.

The servers are those of `make run`, with the settings of `make run`: what is confirmed is on disk.
"""

import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from deploy.local import ports, running
from deploy.local.places import ROOT, Choices, Places
from deploy.local.processes import Program, Started, environment
from deploy.local.servers import Servers
from deploy.local.trouble import Trouble
from shared import config
from shared.database.dependency import ServiceDatabase

AREA = "tees"
READY_SECONDS = 60
STOP_SECONDS = 15


@dataclass
class Ground:
    """Servers that run and databases that are up to date. Processes are started by name."""

    places: Places
    choices: Choices
    servers: Servers
    settings: dict[str, str]

    @property
    def amqp_url(self) -> str:
        return self.settings["JC_AMQP_URL"]

    def database(self, service: str, size: int = 8) -> ServiceDatabase:
        url = self.settings["JC_DATABASE_URL"].replace("{service}", service)
        return ServiceDatabase(service, url, AREA, size)

    def database_of_administrator(self, service: str) -> ServiceDatabase:
        """The same database, for one who may make tables there."""
        url = f"{self.settings['JC_POSTGRES_URL'].rpartition('/')[0]}/{service}"
        return ServiceDatabase(service, url, AREA)

    def start(self, *programs: Program) -> list[Started]:
        """Start these and return when all are ready."""
        started = [self.launch(each) for each in programs]
        for each in started:
            running.wait_until(partial(_ready_or_dead, each), READY_SECONDS)
            if not each.is_ready():
                raise Trouble(f"{each.name} did not become ready. It said:\n{each.last_words()}")
        return started

    def launch(self, program: Program) -> Started:
        """Start it, and do not wait."""
        started = Started(program, self.places, self.settings)
        started.start()
        return started

    def stop(self, started: list[Started]) -> None:
        for each in started:
            each.ask_to_stop()
        for each in started:
            each.stop()

    def run(self, module: str, *arguments: str) -> None:
        """A command of the product that ends by itself."""
        done = subprocess.run(
            [sys.executable, "-m", module, *arguments],
            cwd=ROOT,
            env=self.settings,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode:
            raise Trouble(f"{module} failed. It said:\n{done.stdout}{done.stderr}")


@contextmanager
def ground(name: str, *services: str) -> Iterator[Ground]:
    """Servers with the databases of these services, or of all; gone when the block ends."""
    places = Places(ROOT / ".local" / "bench" / name)
    clear(places.folder)
    places.make()
    os.environ["JC_PORTAL_PORT"], os.environ["JC_FEED_PORT"] = map(str, ports.free(2))
    choices = places.choose()
    servers = Servers(places, choices)
    try:
        for _, server in servers.ours():
            server.make()
            server.start()
        made = Ground(places, choices, servers, environment(places, choices, servers.addresses()))
        made.run("shared.database.migrate", *(services or config.SERVICES))
        made.run("shared.cli", "topology", "declare")
        yield made
    finally:
        end_processes(places)
        for _, server in servers.ours():
            server.stop()
        shutil.rmtree(places.folder, ignore_errors=True)


def clear(folder: Path) -> None:
    """Whatever an earlier run that was killed has left behind."""
    places = Places(folder)
    end_processes(places)
    if (choices := places.choices()) is not None:
        for _, server in Servers(places, choices).ours():
            server.stop()
    shutil.rmtree(folder, ignore_errors=True)


def end_processes(places: Places) -> None:
    found = [running.remembered(note) for note in places.notes.glob("*.json")]
    alive = [each for each in found if each is not None]
    for each in alive:
        each.send(signal.SIGTERM)
    for each in alive:
        each.end(signal.SIGTERM, STOP_SECONDS)


def _ready_or_dead(part: Started) -> bool:
    return part.is_ready() or part.running() is None
