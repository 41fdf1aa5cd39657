"""Servers in containers, where a Docker engine answers and has or finds the image."""

import os
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache

from tests.support.eventually import eventually

# "private" leaves a Docker engine alone; "containers" refuses to do without.
CHOICE = "JC_TEST_SERVERS"
DEFAULT_ENGINE = "unix:///var/run/docker.sock"
READY_SECONDS = 60


@dataclass(frozen=True)
class Container:
    id: str
    host: str
    port: int


@cache
def can_run(image: str) -> bool:
    choice = os.environ.get(CHOICE, "")
    if choice == "private":
        return False
    able = _engine_answers() and _has(image)
    assert able or choice != "containers", f"No Docker engine answers that has or finds {image}."
    return able


@contextmanager
def running(
    image: str, port: int, settings: dict[str, str], command: list[str] | None = None
) -> Iterator[Container]:
    """A container until the end of the block, with one port published on this machine."""
    from testcontainers.core.container import DockerContainer

    container = DockerContainer(image).with_exposed_ports(port)
    for name, value in settings.items():
        container = container.with_env(name, value)
    if command:
        container = container.with_command(command)
    with container:
        yield Container(
            container.get_wrapped_container().id,
            container.get_container_host_ip(),
            int(container.get_exposed_port(port)),
        )


def until_ready(container: Container, command: list[str]) -> None:
    """Wait until the command succeeds inside."""
    import docker

    with _client(docker) as client:
        inside = client.containers.get(container.id)
        eventually(lambda: inside.exec_run(command).exit_code == 0, within=READY_SECONDS)


@contextmanager
def _client(docker) -> Iterator:
    client = docker.from_env()
    try:
        yield client
    finally:
        client.close()


def _engine_answers() -> bool:
    import docker
    from docker.errors import DockerException

    if not _is_there(os.environ.get("DOCKER_HOST", DEFAULT_ENGINE)):
        return False
    try:
        with _client(docker) as client:
            return bool(client.ping())
    except DockerException:
        return False


def _is_there(address: str) -> bool:
    """Asked before the client is: where nobody listens, that leaves a socket open."""
    scheme, _, path = address.partition("://")
    if scheme != "unix":
        return True
    with socket.socket(socket.AF_UNIX) as probe:
        return probe.connect_ex(path) == 0


def _has(image: str) -> bool:
    """On this machine already, or found where the engine looks for images."""
    import docker
    from docker.errors import DockerException, ImageNotFound

    with _client(docker) as client:
        try:
            client.images.get(image)
            return True
        except ImageNotFound:
            pass
        try:
            client.images.pull(image)
            return True
        except DockerException:
            return False
