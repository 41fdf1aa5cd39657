"""Serves the portal: python -m services.portal"""

from shared import config, logs, memory, web_server

HOST = "127.0.0.1"
THREADS = 16
GRACE_SECONDS = 8  # a command that is under way may take five


def main() -> None:
    logs.configure("portal", config.settings().log_level)
    web_server.serve(
        "services.portal.__main__",
        make,
        host=config.optional("JC_PORTAL_HOST", HOST),
        port=int(config.optional("JC_PORTAL_PORT", "8000")),
        threads=THREADS,
        grace=GRACE_SECONDS,
    )


def make() -> object:
    """The application, in the process that serves it."""
    from services.portal.app import create_app

    logs.configure("portal", config.settings().log_level)
    app = create_app()
    memory.settle()
    return app


if __name__ == "__main__":
    main()
