"""Identifiers that machines sort and people can say on the phone."""

import os
import re
import uuid

from shared import clock
from shared.errors import Invalid


def uuid7() -> str:
    """A time-ordered identifier (RFC 9562, version 7), so that new rows land together on disk."""
    milliseconds = int(clock.now().timestamp() * 1000)
    value = milliseconds << 80 | 0x7 << 76 | int.from_bytes(os.urandom(10)) & ((1 << 76) - 1)
    value = value & ~(0x3 << 62) | 0x2 << 62
    return str(uuid.UUID(int=value))


def reference(prefix: str, year: int, number: int) -> str:
    """A reference such as `JCP-2017-03`: prefix, year, number within the year."""
    return f"{prefix}-{year}-{number:02d}"


def check_reference(prefix: str, text: str) -> str:
    """`text`, when it has the form of a reference with this prefix; else `malformed_reference`."""
    if not re.fullmatch(rf"{prefix}-20\d\d-\d{{2,5}}", text):
        raise Invalid(
            "malformed_reference",
            f"Write the reference like {prefix}-2026-07: prefix, year, number.",
            {"given": text},
        )
    return text
