"""Where the next page of the board begins: the last row's day and reference, as one text. Pure."""

import re
from datetime import date
from typing import Any

from shared.errors import Invalid

CURSOR = re.compile(r"(?P<day>\d{4}-\d\d-\d\d)_(?P<id>[A-Z]+-\d{4}-\d{2,5})")


def cursor_of(row: dict[str, Any]) -> str:
    return f"{row['stage_since']}_{row['id']}"


def read_cursor(text: str | None) -> tuple[str, str] | None:
    """(stage_since, id) of the row before the page; None for the first page."""
    if not text:
        return None
    found = CURSOR.fullmatch(text)
    if found is None or not _is_day(found["day"]):
        raise Invalid("bad_cursor", "Use the cursor that came with the page before.")
    return found["day"], found["id"]


def _is_day(text: str) -> bool:
    try:
        return bool(date.fromisoformat(text))
    except ValueError:
        return False
