"""How to start PostgreSQL as root, which it refuses to run as: as nobody, by one of two ways."""

import os
import shutil
import subprocess
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from deploy.local.trouble import Trouble

NOBODY = 65534  # a user that every system has; PostgreSQL wants one with a name
NAMESPACE = ("unshare", "--user", f"--map-user={NOBODY}", f"--map-group={NOBODY}", "--")


@dataclass(frozen=True)
class Way:
    """In a namespace the files stay root's; as nobody they must be given away."""

    prefix: tuple[str, ...] = ()
    user: int | None = None

    def options(self) -> dict[str, Any]:
        """For subprocess."""
        if self.user is None:
            return {}
        return {"user": self.user, "group": self.user, "extra_groups": []}

    def give(self, folder: Path) -> None:
        """Let the other user work in the folder, or say that it cannot reach it."""
        if self.user is None:
            return
        os.chown(folder, self.user, self.user)
        reached = subprocess.run(["test", "-w", str(folder)], check=False, **self.options())
        if reached.returncode:
            raise Trouble(
                f"PostgreSQL must not run as root, and user {self.user} cannot reach {folder}.",
                "move the checkout to a folder that everybody may enter (such as /srv), "
                "or run as an ordinary user.",
            )


@cache
def way() -> Way:
    if os.geteuid() != 0:
        return Way()
    if shutil.which("unshare") and _works(NAMESPACE):
        return Way(prefix=NAMESPACE)
    return Way(user=NOBODY)


def _works(prefix: tuple[str, ...]) -> bool:
    return subprocess.run([*prefix, "true"], capture_output=True, check=False).returncode == 0
