"""The tables of the law of procurement, together: what a rule about buying is worked out by."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from services.commissioning_decisions.domain.deadlines import DeadlineRules

Table = Mapping[str, Any]


@dataclass(frozen=True)
class Law:
    """As the files of rules/ have them; `notices` is one table for each law."""

    regimes: Table
    thresholds: Table
    provider_selection: Table
    notices: tuple[Table, ...]
    deadlines: DeadlineRules

    def regime(self, id: str) -> Mapping[str, Any]:
        found: Mapping[str, Any] = next(
            each for each in self.regimes["regimes"] if each["id"] == id
        )
        return found

    def notices_of(self, regime: str) -> dict[str, Mapping[str, Any]]:
        """Identifier → entry; nothing for a regime that has no table."""
        tables = (table for table in self.notices if table["regime"] == regime)
        return {entry["id"]: entry for table in tables for entry in table["notices"]}
