"""The area's indicators and observations, as the needs service takes them."""

import json
from pathlib import Path
from typing import Any

_FILE = json.loads((Path(__file__).parent / "data" / "indicators.json").read_text())

INDICATORS: list[dict[str, Any]] = _FILE["indicators"]


def observations(period: str) -> list[dict[str, Any]]:
    return [one for one in _FILE["observations"] if one["period"] == period]
