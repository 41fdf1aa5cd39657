"""Weights of the scoring and the policy of small numbers, as dated tables."""

import tomllib
from functools import cache
from pathlib import Path

from services.needs_assessment.domain.disclosure import Policy
from services.needs_assessment.domain.scoring import Weights

FOLDER = Path(__file__).parent


@cache
def weights() -> Weights:
    table = tomllib.loads((FOLDER / "scoring.toml").read_text(encoding="utf-8"))
    return Weights(table["version"], {each["code"]: each["weight"] for each in table["criteria"]})


@cache
def policy() -> Policy:
    table = tomllib.loads((FOLDER / "disclosure.toml").read_text(encoding="utf-8"))
    return Policy(table["k"], table["rounding"], table["least_base"])
