"""PostgreSQL and RabbitMQ of docker-compose.yml, where a Docker engine answers.

The containers are this folder's own: name, ports and passwords are chosen with its other choices.
"""

import hashlib
import os
import shutil
import subprocess
from dataclasses import dataclass

from deploy.local import ports
from deploy.local.places import ROOT, Choices, Places
from deploy.local.ports import HOST
from deploy.local.trouble import Trouble

ASK_SECONDS = 5
START_SECONDS = 600  # the images may have to be fetched first
STOP_SECONDS = 60


def engine_answers() -> bool:
    """Whether there is an engine with the compose plugin; quickly said where there is none."""
    if shutil.which("docker") is None:
        return False
    for question in (["docker", "version"], ["docker", "compose", "version"]):
        try:
            answer = subprocess.run(question, capture_output=True, timeout=ASK_SECONDS, check=False)
        except subprocess.TimeoutExpired:
            return False
        if answer.returncode:
            return False
    return True


@dataclass(frozen=True)
class Contained:
    """What runs in a container has no number here."""

    pid: str = "in Docker"


class ContainedServer:
    """One of the two servers; started, looked at and stopped like a private one."""

    def __init__(self, name: str, port: int, places: Places, choices: Choices) -> None:
        self.name, self.port, self._choices = name, port, choices
        digest = hashlib.sha256(str(places.folder).encode()).hexdigest()[:8]
        self._project = f"joint-commissioning-{digest}"

    @property
    def container(self) -> str:
        return f"{self._project}-{self.name}-1"

    def make(self) -> None:
        """Nothing to be made before: the engine keeps everything."""

    def running(self) -> Contained | None:
        return Contained() if ports.answers(self.port) else None

    def start(self) -> None:
        """Returns when it takes connections."""
        self._compose("up", "--detach", "--wait", self.name, within=START_SECONDS)

    def stop(self) -> None:
        self._compose("stop", self.name, within=STOP_SECONDS)

    def forget(self) -> None:
        """The containers of this folder and everything in them, both servers."""
        self._compose("down", "--volumes", within=STOP_SECONDS)

    def _compose(self, *command: str, within: float) -> None:
        settings = {
            "JC_POSTGRES_PORT": str(self._choices.postgres),
            "JC_AMQP_PORT": str(self._choices.amqp),
            "JC_POSTGRES_PASSWORD": self._choices.database_password,
            "JC_AMQP_PASSWORD": self._choices.database_password,
        }
        try:
            done = subprocess.run(
                ["docker", "compose", "--project-name", self._project, *command],
                cwd=ROOT,
                env={**os.environ, **settings},
                stdin=subprocess.DEVNULL,
                capture_output=True,
                text=True,
                timeout=within,
                check=False,
            )
        except subprocess.TimeoutExpired:
            raise Trouble(
                f"docker compose {command[0]} took longer than {within:.0f} s.", _REMEDY
            ) from None
        if done.returncode:
            said = "\n".join((done.stdout + done.stderr).strip().splitlines()[-12:])
            raise Trouble(f"docker compose {command[0]} failed. It said:\n{said}", _REMEDY)

    # Addresses

    def postgres_url(self) -> str:
        return (
            f"postgresql://postgres:{self._choices.database_password}@{HOST}:{self.port}/postgres"
        )

    def amqp_url(self) -> str:
        return f"amqp://jc:{self._choices.database_password}@{HOST}:{self.port}/%2F"

    def ctl(self) -> str:
        return f"docker exec -i {self.container} rabbitmqctl --quiet"


_REMEDY = "look at `docker compose ls`; JC_SERVERS=private make run does without Docker."
