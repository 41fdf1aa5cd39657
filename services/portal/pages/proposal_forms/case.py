"""The proposal that a form is about."""

from dataclasses import dataclass
from typing import Any

from services.portal.forms import Field, Options


@dataclass(frozen=True)
class Case:
    """The proposal that a form is about, and what the portal knows to fill it in."""

    proposal: dict[str, Any]
    version: int
    names: dict[str, str]  # organisation code -> name
    versions: list[dict[str, Any]]
    today: str

    @property
    def id(self) -> str:
        return str(self.proposal["id"])

    @property
    def partners(self) -> Options:
        return tuple((code, self.names.get(code, code)) for code in self.proposal["partners"])

    @property
    def partner_field(self) -> Field:
        return Field("partner", "Which partner?", "radios", options=self.partners)

    @property
    def fixed(self) -> dict[str, Any]:
        return {"proposal_id": self.id}

    @property
    def frozen(self) -> dict[str, Any]:
        """The newest version that partners decide about."""
        return {
            "proposal_version": self.proposal.get("proposal_version") or 1,
            "sha256": self.proposal.get("frozen_sha256") or "",
        }
