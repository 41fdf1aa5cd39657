"""Where a started product keeps its things: everything in one folder that `make reset` removes."""

import json
import os
import secrets
from dataclasses import asdict, dataclass, field
from pathlib import Path

from deploy.local import ports, running
from deploy.local.ports import HOST
from deploy.local.rabbitmq import BrokerPorts
from deploy.local.trouble import Trouble

ROOT = Path(__file__).parents[2]
PORTAL_PORT, FEED_PORT = 8000, 8001
DOCKER, PRIVATE = "docker", "private"


@dataclass(frozen=True)
class Choices:
    """What was chosen at the first start and stays: ports that were free, and secrets."""

    postgres: int
    amqp: int
    distribution: int
    names: int
    portal: int
    feed: int
    database_password: str
    secret_key: str
    servers: str = PRIVATE  # or DOCKER

    @property
    def broker(self) -> BrokerPorts:
        return BrokerPorts(self.amqp, self.distribution, self.names)

    @property
    def portal_url(self) -> str:
        return f"http://{HOST}:{self.portal}"

    @property
    def feed_url(self) -> str:
        return f"http://{HOST}:{self.feed}"


def chosen_folder() -> Path:
    """`.local` of this checkout; JC_FOLDER names another, so that several products can run."""
    return Path(os.environ.get("JC_FOLDER") or ROOT / ".local").absolute()


@dataclass(frozen=True)
class Places:
    folder: Path = field(default_factory=chosen_folder)

    @property
    def logs(self) -> Path:
        return self.folder / "logs"

    @property
    def notes(self) -> Path:
        return self.folder / "run"

    @property
    def people(self) -> Path:
        return self.folder / "people.json"

    def log_of(self, name: str) -> Path:
        return self.logs / f"{name}.log"

    def make(self) -> None:
        for each in (self.folder, self.logs, self.notes):
            each.mkdir(mode=0o700, parents=True, exist_ok=True)

    def choices(self) -> Choices | None:
        """None before the first start."""
        try:
            return Choices(**json.loads((self.folder / "choices.json").read_text()))
        except (OSError, ValueError, TypeError):
            return None

    def choose(self, servers: str = PRIVATE) -> Choices:
        """What was chosen before; else ports that are free now, and this kind of servers."""
        if (made := self.choices()) is not None:
            return made
        postgres, amqp, distribution, names = ports.free(4)
        portal = wanted_port("JC_PORTAL_PORT", PORTAL_PORT)
        made = Choices(
            postgres=postgres,
            amqp=amqp,
            distribution=distribution,
            names=names,
            portal=portal,
            feed=wanted_port("JC_FEED_PORT", max(FEED_PORT, portal + 1)),
            database_password=secrets.token_urlsafe(18),
            secret_key=secrets.token_urlsafe(32),
            servers=servers,
        )
        self.keep(made)
        return made

    def keep(self, choices: Choices) -> None:
        running.write_whole(self.folder / "choices.json", json.dumps(asdict(choices), indent=1))


def wanted_port(name: str, usual: int) -> int:
    """The port that the environment asks for, which must be free; else the next free one."""
    given = os.environ.get(name)
    if given is None:
        return ports.free_from(usual)
    if not given.isdecimal() or not 0 < int(given) < 65536:
        raise Trouble(f"{name}={given} is no port.", f"give a number, such as {name}={usual}.")
    if not ports.is_free(int(given)):
        raise Trouble(
            f"Port {given} is taken by another program.",
            f"end that program, or choose another port: {name}={ports.free_from(usual)} make run",
        )
    return int(given)
