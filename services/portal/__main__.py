"""Serves the portal: granian where it is installed, else waitress. One process, many threads.

python -m services.portal
"""

import importlib.util

from shared import config, logs

THREADS = 16
HOST = "127.0.0.1"


def main() -> None:
    settings = config.settings()
    logs.configure("portal", settings.log_level)
    host = config.optional("JC_PORTAL_HOST", HOST)
    port = int(config.optional("JC_PORTAL_PORT", "8000"))
    if importlib.util.find_spec("granian"):
        serve_with_granian(host, port)
    else:
        serve_with_waitress(host, port)


def serve_with_granian(host: str, port: int) -> None:
    from granian import Granian
    from granian.constants import Interfaces

    Granian(
        "services.portal.__main__:make",
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        workers=1,
        blocking_threads=THREADS,
        factory=True,
        log_enabled=False,
        respawn_failed_workers=True,
    ).serve()


def serve_with_waitress(host: str, port: int) -> None:
    import waitress

    waitress.serve(make(), host=host, port=port, threads=THREADS, ident=None)


def make() -> object:
    """The application, in the process that serves it."""
    from services.portal.app import create_app

    logs.configure("portal", config.settings().log_level)
    return create_app()


if __name__ == "__main__":
    main()
