"""The proposal that a form is about."""

from dataclasses import dataclass
from typing import Any

from services.portal.forms import Field, Options


@dataclass(frozen=True)
class Case:
    """The proposal that a form is about, whole, and what the portal knows to fill it in."""

    whole: dict[str, Any]  # as the proposals service gives it
    names: dict[str, str]  # organisation code -> name
    organisation: str  # of the person who is asked
    today: str
    evidence_kinds: tuple[dict[str, Any], ...] = ()
    code: str | None = None  # of the evidence that is asked for

    @property
    def proposal(self) -> dict[str, Any]:
        found: dict[str, Any] = self.whole["proposal"]
        return found

    @property
    def version(self) -> int:
        return int(self.whole["version"])

    @property
    def id(self) -> str:
        return str(self.proposal["id"])

    @property
    def partners(self) -> Options:
        return tuple((code, self.names.get(code, code)) for code in self.proposal["partners"])

    @property
    def fixed(self) -> dict[str, Any]:
        return {"proposal_id": self.id}

    @property
    def as_partner(self) -> dict[str, Any]:
        """For what one partner does under its own law: nobody speaks for another one."""
        return {**self.fixed, "partner": self.organisation}

    @property
    def own_name(self) -> str:
        return self.names.get(self.organisation, self.organisation)

    @property
    def own_decision(self) -> dict[str, Any]:
        """What the person's organisation has decided; empty before that."""
        found = (each for each in self.whole["decisions"] if each["partner"] == self.organisation)
        return next(found, {})

    @property
    def own_resolutions(self) -> Field:
        """The resolutions to choose from, where the decision named any."""
        known = self.own_decision.get("resolutions") or []
        if not known:
            return Field("resolutions", "Which resolutions?", "lines", "One number a line")
        options = tuple((each, f"Resolution {each}") for each in known)
        return Field("resolutions", "Which resolutions?", "checkboxes", options=options)

    @property
    def evidence_kind(self) -> dict[str, Any] | None:
        return next((each for each in self.evidence_kinds if each["code"] == self.code), None)

    @property
    def first_bid(self) -> dict[str, Any]:
        """The bid that came first; empty without a tender."""
        ranking = self.whole["ranking"]
        return ranking[0] if ranking else {}

    @property
    def frozen(self) -> dict[str, Any]:
        """The newest version that partners decide about."""
        return {
            "proposal_version": self.proposal.get("proposal_version") or 1,
            "sha256": self.proposal.get("frozen_sha256") or "",
        }

    def in_the_way_of(self, command: str) -> str:
        """Why a command would be refused now; empty when it is open."""
        return next((str(each["why"]) for each in self.whole["acts"] if each["act"] == command), "")
