"""The Python packages of an image, one a line: what all need, or what one service needs besides.

    python deploy/setup/requirements.py            what all need
    python deploy/setup/requirements.py portal     what only the portal needs

Runs in a folder with pyproject.toml and uses the standard library only: an image has no other.
"""

import re
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

# Services with a process that speaks HTTP, and the extra of pyproject.toml with its libraries.
EXTRAS = {"partner_events": "web", "portal": "portal"}


def requirements(project: dict[str, Any], service: str) -> Iterator[str]:
    """`project` as pyproject.toml has it; without a service's name, what all need."""
    if not service:
        yield from project["dependencies"]
    elif extra := EXTRAS.get(service):
        yield from _of(project, extra)


def _of(project: dict[str, Any], extra: str) -> Iterator[str]:
    """One extra may ask for another of this project by its name."""
    ours = re.compile(rf"{re.escape(project['name'])}\[(\w+)\]")
    for each in project["optional-dependencies"][extra]:
        if another := ours.fullmatch(each):
            yield from _of(project, another[1])
        else:
            yield each


def main(service: str = "") -> None:
    project = tomllib.loads(Path("pyproject.toml").read_text())["project"]
    sys.stdout.write("".join(f"{each}\n" for each in requirements(project, service)))


if __name__ == "__main__":
    main(*sys.argv[1:])
