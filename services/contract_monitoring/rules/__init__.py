"""Measure sets as data: every entry has its source and the day from which it holds."""

import tomllib
from datetime import date
from fractions import Fraction
from functools import cache
from pathlib import Path
from typing import Any

from services.contract_monitoring.domain.measures import Measure, Polarity, Unit
from services.contract_monitoring.domain.periods import Frequency
from shared.errors import Invalid

FOLDER = Path(__file__).parent
SETS = ("slt", "equipment_store")


@cache
def measure_set(name: str) -> tuple[Measure, ...]:
    """All measures of a set (`slt`, `equipment_store`), with every target they ever had."""
    path = FOLDER / f"measures_{name}.toml"
    if name not in SETS:
        raise Invalid(
            "unknown_measure_set",
            f"There is no set of measures {name}. Choose one of {', '.join(SETS)}.",
            {"measure_set": name},
        )
    table = tomllib.loads(path.read_text(encoding="utf-8"))
    return tuple(map(_measure, table["measures"]))


def current_measures(name: str, day: date) -> list[Measure]:
    """Each measure of a set with its target of that day, or its first one if none holds yet."""
    latest: dict[str, Measure] = {}
    for measure in sorted(measure_set(name), key=lambda each: each.valid_from):
        if measure.code not in latest or measure.valid_from <= day:
            latest[measure.code] = measure
    return list(latest.values())


def _measure(entry: dict[str, Any]) -> Measure:
    bounds = ("target", "amber_floor", "target_upper", "amber_upper")
    return Measure(
        **{
            **entry,
            **{name: Fraction(entry[name]) if name in entry else None for name in bounds},
            "unit": Unit(entry["unit"]),
            "polarity": Polarity(entry["polarity"]),
            "frequency": Frequency(entry["frequency"]),
        }
    )
