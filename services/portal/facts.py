"""Which facts of the read model an event, or the view that a command returned, carries. Pure.

Both say the whole public block of one subject with its version, so that the newest one wins
whichever way it came.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

# In a view the version belongs to the first of these that it carries.
IN_A_VIEW = (
    "proposal",
    "need",
    "assessment",
    "observation",
    "recommendation",
    "session",
    "return",
    "contract",
)
# A contract has one of these for each year, each period, or each day of a
# tested uplift.
ABOUT_MONEY = {
    "finance.balancing_calculated": ("balancing", "year"),
    "finance.uplift_tested": ("uplift", "from_on"),
    "finance.contribution_due": ("contribution", "period"),
}
BELONGS_TO = {
    "session": "proposal_id",
    "recommendation": "proposal_id",
    "contract": "proposal_id",
    "watch": "proposal_id",
    "return": "contract_id",
}


@dataclass(frozen=True)
class Fact:
    """`version` counts within (kind, id)."""

    kind: str
    id: str
    version: int
    block: dict[str, Any]
    belongs_to: str | None


def from_event(
    name: str, service: str, subject: str, version: int, content: dict[str, Any]
) -> Iterator[Fact]:
    """The facts in an event's data."""
    if name in ABOUT_MONEY:
        kind, part = ABOUT_MONEY[name]
        yield Fact(kind, f"{subject}:{content[part]}", version, content, subject)
    for key in IN_A_VIEW:
        block = content.get(key)
        if isinstance(block, dict):
            yield _fact(key, service, subject, version, block)


def from_view(service: str, view: Any) -> Iterator[Fact]:
    """The facts in a command's answer: `{"<aggregate>": block, "version": n, ...}`.

    A further aggregate counts only with a version of its own: `"<aggregate>_version": m`.
    """
    if not isinstance(view, dict):
        return
    present = [key for key in IN_A_VIEW if isinstance(view.get(key), dict)]
    for place, key in enumerate(present):
        version = view.get("version" if place == 0 else f"{key}_version")
        if isinstance(version, int) and version > 0:
            yield _fact(key, service, subject_of(key, view[key]), version, view[key])


def subject_of(key: str, block: dict[str, Any]) -> str:
    if key == "return":
        return f"{block['contract_id']}:{block['measure']}:{block['period']}"
    if key == "observation":
        return f"{block['code']}:{block['area']}:{block['period']}"
    return str(block["id"])


def _fact(key: str, service: str, subject: str, version: int, block: dict[str, Any]) -> Fact:
    # Two services speak of a contract: the one that signed it and the one that watches it.
    kind = "watch" if key == "contract" and service == "contract_monitoring" else key
    belongs_to = block.get(BELONGS_TO.get(kind, ""))
    return Fact(kind, subject, version, block, belongs_to)
