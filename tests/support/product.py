"""The whole product as its processes, on databases and a virtual host that nobody else uses."""

import os
import secrets
import signal
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path

from deploy.demo.people import read_people
from deploy.local import ports
from deploy.local.places import ROOT, Choices, Places
from deploy.local.processes import Started, environment, processes
from deploy.local.servers import Addresses
from tests.support.eventually import eventually

READY_SECONDS = 60


@dataclass
class Product:
    """`start`, `kill` and `ready` by the names of deploy/local/processes.py."""

    places: Places
    choices: Choices
    settings: dict[str, str]
    parts: dict[str, Started] = field(default_factory=dict)

    @classmethod
    def made(cls, folder: Path, addresses: Addresses) -> "Product":
        portal, feed = ports.free(2)
        choices = Choices(
            postgres=0,
            amqp=0,
            distribution=0,
            names=0,
            portal=portal,
            feed=feed,
            database_password="",
            secret_key=secrets.token_urlsafe(32),
        )
        places = Places(folder)
        places.make()
        product = cls(places, choices, environment(places, choices, addresses))
        product.parts = {
            each.name: Started(each, places, product.settings) for each in processes(choices)
        }
        product.command("shared.cli", "topology", "declare")
        product.command("services.portal.seed")
        return product

    @property
    def url(self) -> str:
        return self.choices.portal_url

    @property
    def people(self):
        return read_people(self.places.people, self.url)

    def start(self, *names: str) -> None:
        for name in names or self.parts:
            self.parts[name].start()

    def ready(self, *names: str) -> None:
        """Returns when these, or all, are ready; one that died says its last words."""
        for name in names or self.parts:
            part = self.parts[name]
            eventually(lambda part=part: part.is_ready() or _not_dead(part), READY_SECONDS)

    def kill(self, name: str) -> None:
        """kill -9, and whatever it started with it."""
        found = self.parts[name].running()
        assert found, f"{name} was not running: {self.parts[name].last_words()}"
        os.killpg(found.pid, signal.SIGKILL)

    def stop(self) -> None:
        for part in self.parts.values():
            part.ask_to_stop()
        for part in self.parts.values():
            part.stop()

    def command(self, module: str, *arguments: str) -> str:
        done = subprocess.run(
            [sys.executable, "-m", module, *arguments],
            cwd=ROOT,
            env=self.settings,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, f"{module} {arguments}: {done.stdout}{done.stderr}"
        return done.stdout


def _not_dead(part: Started) -> bool:
    assert part.running(), f"{part.name} died: {part.last_words()}"
    return False
