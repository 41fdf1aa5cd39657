"""One plain table: what was measured, what it should be, what it is. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass

AT_MOST, AT_LEAST = "at most", "at least"
HEADS = ("what", "target", "measured", "")


@dataclass(frozen=True)
class Row:
    """`target` is none for a number that is shown and not judged."""

    what: str
    measured: float
    unit: str
    sense: str = AT_MOST
    target: float | None = None

    @property
    def holds(self) -> bool:
        if self.target is None:
            return True
        if self.sense == AT_LEAST:
            return self.measured >= self.target
        return self.measured <= self.target

    @property
    def verdict(self) -> str:
        if self.target is None:
            return ""
        return "ok" if self.holds else "MISSED"

    def cells(self) -> tuple[str, str, str, str]:
        target = "" if self.target is None else f"{self.sense} {_text(self.target)} {self.unit}"
        return self.what, target, f"{_text(self.measured)} {self.unit}", self.verdict


def drawn(rows: Sequence[Row]) -> str:
    """Columns as wide as they must be; numbers stand to the right."""
    lines = [HEADS, *(row.cells() for row in rows)]
    wide = [max(len(line[column]) for line in lines) for column in range(len(HEADS))]
    return "\n".join(
        f"{what:{wide[0]}}  {target:>{wide[1]}}  {measured:>{wide[2]}}  {verdict}".rstrip()
        for what, target, measured, verdict in lines
    )


def _text(number: float) -> str:
    """Whole from a hundred on, else with one digit; below one with two."""
    digits = 0 if abs(number) >= 100 else 1 if abs(number) >= 1 else 2
    return f"{number:,.{digits}f}"
