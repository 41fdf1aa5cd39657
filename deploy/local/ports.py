"""Free ports on this machine, below the range that outgoing connections are given."""

import random
import socket
from collections.abc import Collection

HOST = "127.0.0.1"
# From 32768 on, an outgoing connection of any program may sit on the port of a stopped server.
LOWEST, HIGHEST = 20_000, 32_000


def is_free(port: int) -> bool:
    with socket.socket() as probe:
        try:
            probe.bind((HOST, port))
        except OSError:
            return False
    return True


def answers(port: int) -> bool:
    """Whether something accepts connections there."""
    with socket.socket() as probe:
        probe.settimeout(1)
        return probe.connect_ex((HOST, port)) == 0


def free(count: int, avoid: Collection[int] = ()) -> list[int]:
    """So many ports that nobody listens on, all different, and none of those to avoid."""
    found: list[int] = []
    while len(found) < count:
        port = random.randrange(LOWEST, HIGHEST)
        if port not in found and port not in avoid and is_free(port):
            found.append(port)
    return found


def free_from(preferred: int) -> int:
    """The preferred port, or the next free one: for addresses that people type."""
    return next(port for port in range(preferred, preferred + 1000) if is_free(port))
