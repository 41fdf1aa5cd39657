"""Ends the servers of a test session that was killed before it could do so itself.

python -m tests.support.keeper FOLDER: waits until its input closes, which happens when the session
ends in whatever way, then kills the servers that are noted in the folder and removes it.
"""

import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from deploy.local.postgres import PrivatePostgres
from deploy.local.rabbitmq import BrokerPorts, PrivateRabbitMQ


@contextmanager
def kept(folder: Path) -> Iterator[None]:
    """While the block runs, a second program watches over the servers in the folder."""
    with subprocess.Popen(
        [sys.executable, "-m", "tests.support.keeper", str(folder)],
        stdin=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        cwd=Path(__file__).parents[2],
        start_new_session=True,  # Ctrl-C is meant for the tests only
    ):
        yield


def clear(folder: Path) -> None:
    for note in folder.glob("*/ports.json"):
        PrivateRabbitMQ(note.parent, BrokerPorts.noted_in(note.parent)).kill()
    for note in folder.glob("*/server.json"):
        PrivatePostgres(note.parent, port=0).kill()
    shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    sys.stdin.read()
    clear(Path(sys.argv[1]))
