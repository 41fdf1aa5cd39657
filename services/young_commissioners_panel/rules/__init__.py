"""How a panel is asked properly, as a dated table."""

import tomllib
from functools import cache
from pathlib import Path

from services.young_commissioners_panel.domain.sessions import PanelRules

NOT_RULES = ("version", "source", "check_before_relying")


@cache
def panel() -> PanelRules:
    path = Path(__file__).parent / "panel.toml"
    table = tomllib.loads(path.read_text(encoding="utf-8"))
    return PanelRules(**{name: value for name, value in table.items() if name not in NOT_RULES})
