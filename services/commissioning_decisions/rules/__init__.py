"""Dated rules as plain tables: every entry has its source and the day from which it holds."""

import tomllib
from functools import cache
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent


@cache
def read(name: str) -> dict[str, Any]:
    """The table of one file, such as `read("deadlines")`; never change what it gives."""
    return tomllib.loads((FOLDER / f"{name}.toml").read_text(encoding="utf-8"))
