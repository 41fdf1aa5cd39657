"""contracts/published.lock: one hash per published schema, so that a promise never changes.

Its lines are those of sha256sum: `cd contracts && sha256sum --check published.lock` checks it too.
"""

import hashlib
from pathlib import Path

from deploy.contracts.files import CONTRACTS, schema_files


def lock_file(contracts: Path = CONTRACTS) -> Path:
    return contracts / "published.lock"


def faults(contracts: Path = CONTRACTS) -> list[str]:
    """What stands against the lock, in sentences; nothing when all is well or nothing is locked."""
    if not lock_file(contracts).exists():
        return []
    locked, present = _locked(contracts), _present(contracts)
    return [
        *(
            f"{name} was published and is gone. Put it back: a version is retired by agreement."
            for name in sorted(locked.keys() - present.keys())
        ),
        *(
            f"{name} was published and has changed. Put it back and write the next version."
            for name in sorted(locked.keys() & present.keys())
            if locked[name] != present[name]
        ),
        *(
            f"{name} is not locked. Run make contracts once it is as it shall be published."
            for name in sorted(present.keys() - locked.keys())
        ),
    ]


def publish(contracts: Path = CONTRACTS) -> list[str]:
    """Lock what is new; the names of it. What was locked keeps its hash, whatever happened."""
    locked, present = _locked(contracts), _present(contracts)
    new = sorted(present.keys() - locked.keys())
    whole = {**locked, **{name: present[name] for name in new}}
    lines = [f"{digest}  {name}\n" for name, digest in sorted(whole.items())]
    lock_file(contracts).write_text("".join(lines))
    return new


def _locked(contracts: Path) -> dict[str, str]:
    if not lock_file(contracts).exists():
        return {}
    lines = lock_file(contracts).read_text().splitlines()
    return {name: digest for digest, _, name in (line.partition("  ") for line in lines)}


def _present(contracts: Path) -> dict[str, str]:
    return {
        str(path.relative_to(contracts)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in schema_files(contracts)
    }
