"""Which days each calendar leaves out: the `holidays` library and our own dated corrections."""

import hashlib
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache, lru_cache
from importlib.metadata import version
from pathlib import Path
from types import MappingProxyType
from typing import Any

from shared.calendars.working_days import WorkingCalendar
from shared.errors import Invalid

FOLDER = Path(__file__).parent
PARTS = {"ENG": "England", "WLS": "Wales", "SCT": "Scotland", "NIR": "Northern Ireland"}


@dataclass(frozen=True)
class OneOffDay:
    """A bank holiday made or taken away for one year, known from the day it was announced."""

    day: date
    effect: str  # "added" or "removed"
    name: str
    parts: tuple[str, ...]
    announced: date
    source: str
    check_before_relying: bool


@lru_cache(maxsize=256)
def calendar(code: str, known_on: date | None = None) -> WorkingCalendar:
    """The calendar ENG, PSR or PA23; with `known_on`, as it stood before later announcements."""
    laws = _read("calendars.toml")
    law = laws.get(code)
    if not isinstance(law, dict):
        raise Invalid("unknown_calendar", "Use one of the calendars ENG, PSR or PA23.")
    made_from = f"{code} {laws['version']} with holidays {version('holidays')}, {_corrections()}"
    return WorkingCalendar(
        code=code,
        title=law["title"],
        source=law["source"],
        version=f"{made_from}, as known on {known_on}" if known_on else made_from,
        days_off_in=lambda year: days_off(code, year, known_on),
    )


@lru_cache(maxsize=256)
def days_off(code: str, year: int, known_on: date | None = None) -> Mapping[date, str]:
    """Each bank holiday or day off by name in the year, with its name and where it holds."""
    law = _read("calendars.toml")[code]
    bank_holidays = {part: _bank_holidays(part, year, known_on) for part in law["parts"]}
    reasons: dict[date, str] = {}
    for day in sorted({day for days in bank_holidays.values() for day in days}):
        holding = [part for part, days in bank_holidays.items() if day in days]
        reasons[day] = bank_holidays[holding[0]][day]
        if len(holding) < len(bank_holidays):
            reasons[day] += f" ({', '.join(PARTS[part] for part in holding)})"
    for name in law["named_days"]:
        reasons.setdefault(_named_day(name, year), name)
    return MappingProxyType(reasons)


@cache
def one_off_days() -> tuple[OneOffDay, ...]:
    return tuple(
        OneOffDay(**{**entry, "parts": tuple(entry["parts"])})
        for entry in _read("one_off_days.toml")["days"]
    )


@cache
def _corrections() -> str:
    """Names the days of our own by their content: one more, and every calendar is another."""
    text = (FOLDER / "one_off_days.toml").read_bytes()
    return f"one-off days {hashlib.sha256(text).hexdigest()[:8]}"


@cache
def library_bank_holidays(part: str, year: int) -> Mapping[date, str]:
    """What the library says for one part of the United Kingdom."""
    import holidays  # heavy, and many processes never ask for a working day

    return MappingProxyType(dict(holidays.country_holidays("GB", subdiv=part, years=year)))


def _bank_holidays(part: str, year: int, known_on: date | None) -> dict[date, str]:
    days = dict(library_bank_holidays(part, year))
    for one_off in one_off_days():
        if one_off.day.year != year or part not in one_off.parts:
            continue
        known = known_on is None or one_off.announced <= known_on
        # what was not known yet is turned round: an added day goes, a removed one comes back
        if (one_off.effect == "added") == known:
            days.setdefault(one_off.day, one_off.name)
        else:
            days.pop(one_off.day, None)
    return days


def _named_day(name: str, year: int) -> date:
    if name == "First Monday in May":
        first = date(year, 5, 1)
        return first + timedelta(days=-first.weekday() % 7)
    return next(day for day, found in library_bank_holidays("ENG", year).items() if found == name)


@cache
def _read(name: str) -> dict[str, Any]:
    return tomllib.loads((FOLDER / name).read_text(encoding="utf-8"))
