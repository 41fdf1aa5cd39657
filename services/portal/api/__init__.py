"""The HTTP API: the same commands and views as the pages, for programs with a key."""

from flask import Flask


def register(app: Flask) -> None:
    return None
