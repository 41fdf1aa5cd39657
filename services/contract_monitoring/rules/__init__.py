"""Measure sets and money terms as data: every entry has its source and its first day or version."""

import tomllib
from datetime import date
from fractions import Fraction
from functools import cache
from pathlib import Path
from typing import Any

from services.contract_monitoring.domain.measures import Measure, Polarity, Unit
from services.contract_monitoring.domain.periods import Frequency
from services.contract_monitoring.domain.terms import (
    Charged,
    Overspend,
    PartYear,
    Terms,
    Underspend,
)
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


@cache
def _money_terms() -> dict[str, Any]:
    return tomllib.loads((FOLDER / "money_terms.toml").read_text(encoding="utf-8"))


def signed_terms(measure_set: str, starts_on: date) -> Terms:
    """What the agreement of a service says about money from its first day on."""
    entry = _money_terms()[measure_set]
    said = {name: value for name, value in entry.items() if name not in NOT_TERMS}
    return terms_from(said, starts_on, f"{measure_set} {entry['version']}", entry["source"])


NOT_TERMS = ("version", "source", "check_before_relying")
WORDS_OF_TERMS = {
    "overspend": Overspend,
    "underspend": Underspend,
    "part_year": PartYear,
    "charged": Charged,
}


def terms_from(said: dict[str, Any], from_on: date, version: str, reference: str) -> Terms:
    """Terms from their words; what is not said stays unsaid."""
    values: dict[str, Any] = {
        name: WORDS_OF_TERMS[name](value) if name in WORDS_OF_TERMS else value
        for name, value in said.items()
        if value is not None
    }
    return Terms(from_on=from_on, version=version, reference=reference, **values)
