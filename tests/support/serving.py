"""One service as a process of its own, on a broker, for tests of what the terminal says."""

import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from tests.support.eventually import eventually

ROOT = Path(__file__).parents[2]
READY_SECONDS = 30
Said = tuple[int, str]


@contextmanager
def serving(service: str, database_url: str, amqp_url: str) -> Iterator[Callable[..., Said]]:
    """Until the end of the block; gives `jc(*arguments)`: exit code and everything it said."""
    settings = {"JC_DATABASE_URL": database_url, "JC_AMQP_URL": amqp_url, "COLUMNS": "200"}
    with tempfile.TemporaryDirectory() as folder:
        ready = Path(folder) / "ready"
        process = _start(service, {**settings, "JC_READY_FILE": str(ready)})
        try:
            eventually(ready.exists, within=READY_SECONDS)
            yield lambda *arguments: _jc(arguments, settings)
        finally:
            process.kill()
            process.wait()


def _start(service: str, settings: dict[str, str]) -> Any:
    name = "".join(part.title() for part in service.split("_"))
    return subprocess.Popen(
        [
            *(sys.executable, "-W", "ignore", "-m", "shared.messaging.runner"),
            f"services.{service}.service:{name}",
        ],
        cwd=ROOT,
        env={**os.environ, **settings},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )


def _jc(arguments: tuple[Any, ...], settings: dict[str, str]) -> Said:
    done = subprocess.run(
        [sys.executable, "-m", "shared.cli", *map(str, arguments)],
        cwd=ROOT,
        env={**os.environ, **settings},
        capture_output=True,
        text=True,
        check=False,
    )
    return done.returncode, done.stdout + done.stderr
