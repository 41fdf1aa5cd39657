"""Many values at once: rows of a pasted or uploaded table, or of inputs on a page. Pure."""

import csv
import io
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any

from shared.errors import Invalid

DELIMITERS = (",", ";", "\t", "|")
MOST_ROWS = 2000
MOST_FAULTS = 5
FIRST_ROW = 2  # as a spreadsheet counts: the names of the columns are row 1

Row = dict[str, Any]


@dataclass(frozen=True)
class Column:
    """One value of a row: its name in the command, and its kind of READERS."""

    name: str
    label: str
    kind: str = "text"
    required: bool = True
    width: str = "govuk-input--width-5"


def read_text(text: str, columns: tuple[Column, ...]) -> list[Row]:
    """Rows of a table whose first line names its columns."""
    lines = [line for line in text.splitlines() if line.strip()]
    if len(lines) < 2:
        raise Invalid(
            "table_unreadable", "Give a line with the names of the columns, and rows below it."
        )
    delimiter = max(DELIMITERS, key=lines[0].count)
    first, *others = csv.reader(io.StringIO("\n".join(lines)), delimiter=delimiter)
    names = [re.sub(r"\W+", "_", name.strip().lower()) for name in first]
    _check_names(names, columns)
    if len(others) > MOST_ROWS:
        raise Invalid("table_unreadable", f"These are {len(others)} rows. Load {MOST_ROWS} at most")
    by_name = {column.name: column for column in columns}
    given = [
        (f"Row {number}", dict(zip(names, cells, strict=False)))
        for number, cells in enumerate(others, FIRST_ROW)
    ]
    return _rows(given, [by_name[name] for name in names], columns)


def read_inputs(
    name: str, answers: Mapping[str, Any], columns: tuple[Column, ...], count: int
) -> list[Row]:
    """Rows of inputs called `<name>-<row>-<column>`; rows without any value are left out."""
    given = []
    for number in range(1, count + 1):
        cells = {
            column.name: str(answers.get(f"{name}-{number}-{column.name}", ""))
            for column in columns
        }
        if any(text.strip() for text in cells.values()):
            given.append((f"Row {number}", cells))
    return _rows(given, columns, columns)


def _rows(
    given: Iterable[tuple[str, Mapping[str, str]]],
    present: Iterable[Column],
    columns: tuple[Column, ...],
) -> list[Row]:
    present, rows, faults = list(present), [], []
    for place, cells in given:
        row: Row = {}
        for column in present:
            text = (cells.get(column.name) or "").strip()
            try:
                value = READERS[column.kind](text) if text else None
            except ValueError as wrong:
                faults.append(f"{place}: {column.label.lower()} {wrong}")
                continue
            if value is not None:
                row[column.name] = value
            elif column.required:
                faults.append(f"{place}: {column.label.lower()} is missing.")
        rows.append(row)
    if faults:
        raise Invalid("table_unreadable", in_short(faults))
    return rows


def in_short(faults: list[str]) -> str:
    """The first faults as sentences, and how many more there are."""
    rest = len(faults) - MOST_FAULTS
    return " ".join(faults[:MOST_FAULTS]) + (f" And {rest} more." if rest > 0 else "")


def _check_names(names: list[str], columns: tuple[Column, ...]) -> None:
    known = [column.name for column in columns]
    if unknown := [name for name in names if name not in known]:
        raise Invalid(
            "table_unreadable",
            f"No column is called {', '.join(unknown)}. The columns are {', '.join(known)}.",
        )
    if missing := [each.name for each in columns if each.required and each.name not in names]:
        raise Invalid("table_unreadable", f"These columns are missing: {', '.join(missing)}.")


def _whole(text: str) -> int:
    digits = re.sub(r"[,\s]", "", text)
    if not re.fullmatch(r"\d+", digits):
        raise ValueError("must be a whole number.")
    return int(digits)


def _points(text: str) -> str:
    if not re.fullmatch(r"\d+(\.\d+)?", text):
        raise ValueError("must be a number, such as 41.5.")
    return text


def _pounds(text: str) -> int:
    try:
        pence = Decimal(re.sub(r"[£,\s]", "", text)) * 100
    except InvalidOperation:
        raise ValueError("must be an amount in pounds.") from None
    if pence != pence.to_integral_value() or pence < 0:
        raise ValueError("must be an amount in pounds and pence.")
    return int(pence)


READERS: dict[str, Callable[[str], Any]] = {
    "text": str,
    "whole": _whole,
    "points": _points,
    "pounds": _pounds,
}
