"""When each event's effect was committed: lines of equal length in a file, written by the consumer.

The clock is the machine's monotonic one, which all its processes share.
"""

import time
from collections.abc import Iterable, Iterator
from pathlib import Path

LINE = "{:36} {:020.9f}\n"
LENGTH = len(LINE.format("", 0.0))


class Stamps:
    def __init__(self, path: Path) -> None:
        self._file = path.open("a", encoding="ascii")

    def put(self, event_ids: Iterable[str]) -> None:
        """These were committed just now."""
        at = time.monotonic()
        self._file.write("".join(LINE.format(each, at) for each in event_ids))
        self._file.flush()


def count(path: Path) -> int:
    try:
        return path.stat().st_size // LENGTH
    except FileNotFoundError:
        return 0


def read(path: Path) -> Iterator[tuple[str, float]]:
    """(event id, instant) of each, in the order in which they were committed."""
    for line in path.read_text(encoding="ascii").splitlines():
        event_id, at = line.split()
        yield event_id, float(at)
