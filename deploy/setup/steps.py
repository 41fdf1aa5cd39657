"""Commands that take a while: one line each, a sign of life, and the reason when they fail."""

import os
import subprocess
import sys
import time
from collections.abc import Iterable, Mapping
from pathlib import Path

from deploy.local.trouble import Trouble

ROOT = Path(__file__).parents[2]
SIGN_OF_LIFE_SECONDS = 15
LAST_LINES = 15


def say(sentence: str) -> None:
    sys.stdout.write(sentence + "\n")
    sys.stdout.flush()


def step(
    purpose: str,
    command: Iterable[str | Path],
    remedy: str = "",
    settings: Mapping[str, str] | None = None,
) -> None:
    """Run it with its output in a file, of which the end is shown when it fails."""
    said = ROOT / ".local" / "setup.log"
    said.parent.mkdir(exist_ok=True)
    say(f"  {purpose} ...")
    began = time.monotonic()
    with said.open("wb") as output:
        child = subprocess.Popen(
            [str(word) for word in command],
            cwd=ROOT,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            env={**os.environ, **(settings or {})},
        )
        while not _ended(child):
            say(f"    still at it after {time.monotonic() - began:.0f} s")
    if child.returncode:
        lines = said.read_text(errors="replace").splitlines()[-LAST_LINES:]
        raise Trouble("\n".join([f"That failed: {purpose}. It said:", *lines]), remedy)


def _ended(child: subprocess.Popen[bytes]) -> bool:
    try:
        child.wait(SIGN_OF_LIFE_SECONDS)
    except subprocess.TimeoutExpired:
        return False
    except BaseException:
        child.terminate()
        child.wait()
        raise
    return True
