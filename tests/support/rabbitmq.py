"""A RabbitMQ broker for a test session, and a virtual host of its own for each test."""

import json
import os
import secrets
import shlex
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote, unquote, urlsplit, urlunsplit

from deploy.local.rabbitmq import BrokerPorts, PrivateRabbitMQ, hosts
from tests.support import containers

GIVEN = "JC_TEST_AMQP_URL"
GIVEN_CTL = "JC_TEST_RABBITMQCTL"
IMAGE = "JC_RABBITMQ_IMAGE"
DEFAULT_IMAGE = "rabbitmq:3.13"
PORT = 5672
AT_ONCE = 8  # virtual hosts made by one command: starting the command takes longest
CTL_SECONDS = 60


@dataclass(frozen=True)
class Broker:
    """One virtual host that nobody else uses, and rabbitmqctl as one command line."""

    amqp_url: str
    ctl: str

    @property
    def vhost(self) -> str:
        return unquote(urlsplit(self.amqp_url).path[1:])


@dataclass
class RabbitMQServer:
    amqp_url: str
    ctl: str
    kind: str  # given, container or private
    private: PrivateRabbitMQ | None = None  # one that tests may kill and start again
    _unused: list[str] = field(default_factory=list)
    _made: list[str] = field(default_factory=list)

    def fresh(self) -> Broker:
        """A virtual host with nothing in it."""
        if not self._unused:
            self._make_more()
        vhost = self._unused.pop()
        parts = urlsplit(self.amqp_url)
        return Broker(urlunsplit(parts._replace(path=f"/{quote(vhost, safe='')}")), self.ctl)

    def tidy(self) -> None:
        """Take away what was made, for a broker that stays."""
        for vhost in self._made:
            control(self.ctl, ["delete_vhost", vhost])

    def _make_more(self) -> None:
        names = [f"test-{secrets.token_hex(5)}" for _ in range(AT_ONCE)]
        user = urlsplit(self.amqp_url).username or "guest"
        control(self.ctl, ["import_definitions"], json.dumps(hosts(unquote(user), names)))
        self._made += names
        self._unused += names


def control(ctl: str, command: list[str], given: str | None = None) -> str:
    """What rabbitmqctl answers; a refusal fails the test with its words."""
    done = subprocess.run(
        [*shlex.split(ctl), *command],
        input=given,
        capture_output=True,
        text=True,
        timeout=CTL_SECONDS,
        check=False,
    )
    assert done.returncode == 0, f"rabbitmqctl {command[0]}: {done.stdout}{done.stderr}"
    return done.stdout


@contextmanager
def a_rabbitmq(folder: Path) -> Iterator[RabbitMQServer]:
    """A broker until the end of the block; what it was asked to keep goes with it."""
    if given := os.environ.get(GIVEN):
        server = RabbitMQServer(given, _ctl_of_given(), "given")
        try:
            yield server
        finally:
            server.tidy()
    elif containers.can_run(image()):
        settings = {"RABBITMQ_DEFAULT_USER": "test", "RABBITMQ_DEFAULT_PASS": "test"}
        with containers.running(image(), PORT, settings) as container:
            ctl = f"docker exec -i {container.id} rabbitmqctl --quiet"
            containers.until_ready(
                container, ["rabbitmq-diagnostics", "--quiet", "check_port_connectivity"]
            )
            yield RabbitMQServer(
                f"amqp://test:test@{container.host}:{container.port}/%2F", ctl, "container"
            )
    else:
        with private_rabbitmq(folder) as private:
            yield RabbitMQServer(private.url(), private.ctl, "private", private)


@contextmanager
def private_rabbitmq(folder: Path) -> Iterator[PrivateRabbitMQ]:
    server = PrivateRabbitMQ(folder, BrokerPorts.free())
    server.make()
    server.start()
    try:
        yield server
    finally:
        server.kill()


def image() -> str:
    return os.environ.get(IMAGE, DEFAULT_IMAGE)


def _ctl_of_given() -> str:
    ctl = os.environ.get(GIVEN_CTL) or shutil.which("rabbitmqctl")
    assert ctl, f"Set {GIVEN_CTL} to the command line that runs rabbitmqctl for {GIVEN}."
    return ctl
