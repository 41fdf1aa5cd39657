"""Serves a web application: granian where it is installed, else waitress."""

import importlib.util
from collections.abc import Callable
from typing import Any


def serve(
    module: str, make: Callable[[], Any], *, host: str, port: int, threads: int, grace: int
) -> None:
    """One process, many threads; until SIGTERM, and then for at most `grace` seconds.

    `make` of `module` gives the WSGI application, in the process that serves it. Granian's first
    process only watches over a second one, which a signal in its first moments does not reach:
    without a limit the first would wait for it for ever.
    """
    if importlib.util.find_spec("granian"):
        _serve_with_granian(f"{module}:{make.__name__}", host, port, threads, grace)
    else:
        import waitress

        waitress.serve(make(), host=host, port=port, threads=threads, ident=None)


def _serve_with_granian(target: str, host: str, port: int, threads: int, grace: int) -> None:
    from granian import Granian
    from granian.constants import Interfaces

    Granian(
        target,
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        workers=1,
        blocking_threads=threads,
        workers_kill_timeout=grace,
        factory=True,
        log_enabled=False,
        respawn_failed_workers=True,
    ).serve()
