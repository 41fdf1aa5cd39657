"""What is recorded about a proposal, in the form that is hashed and that an export holds.

Four chains: the draft, versions, moves and acts (see `shared.hash_chains`). A record says what was
done, for which organisation, on which legal day and when it was written down; never by whom.

A paper that is exempt or restricted is in its record by its code and fingerprints alone. Its title
and the facts that gates read are sealed: the record holds `sealed_sha256`, the hash of both
together with a random salt that is kept beside the act and leaves in no export. So the chain is
verified without the exempt text, nobody can try out titles against the seal, and yet a changed
title breaks the chain, because each export works the seal out anew. Whoever has to show later what
the title was shows title, facts and salt.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime
from typing import Any

from services.commissioning_decisions.domain.acts import EXEMPT_ITEM, OPEN_CLASSIFICATIONS
from services.commissioning_decisions.domain.case import Moved, Proposal
from shared.hash_chains import digest, record_of, settled

SEALED = ("title", "facts")


@dataclass(frozen=True)
class Record:
    """One row of a chain. `facts` is plain JSON and holds nothing exempt."""

    chain: str
    position: int
    kind: str
    facts: Mapping[str, Any]
    happened_on: date
    organisation: str | None
    recorded_at: datetime

    def as_plain(self) -> dict[str, Any]:
        instant = self.recorded_at.astimezone(UTC).isoformat(timespec="microseconds")
        return {
            "position": self.position,
            "kind": self.kind,
            "facts": settled(self.facts),
            "happened_on": self.happened_on.isoformat(),
            "organisation": self.organisation,
            "recorded_at": instant,
        }

    def sha256(self, proposal_id: str) -> str:
        """Of the record alone: linking it to the row before makes the hash of the row."""
        return digest(record_of(proposal_id, self.chain, self.as_plain()))


def of_draft(about: Proposal, recorded_at: datetime) -> Record:
    facts = {
        "title": about.title,
        "service_type": about.service_type,
        "need_id": about.need_id,
        "lead": about.lead,
        "partners": list(about.partners),
        # What has none was recorded before there were flows, or is none: its hash stays.
        **({"parent_id": about.parent_id} if about.parent_id else {}),
    }
    return Record("draft", 1, "Proposal", facts, about.drafted_on, None, recorded_at)


def of_version(
    number: int,
    facts: Mapping[str, Any],
    written_on: date,
    organisation: str | None,
    recorded_at: datetime,
) -> Record:
    """`facts`: content, its sha256, the reason and how much it changed, as plain JSON."""
    return Record("versions", number, "Version", facts, written_on, organisation, recorded_at)


def of_move(moved: Moved, organisation: str, recorded_at: datetime) -> Record:
    facts = {name: value for name, value in asdict(moved).items() if name not in ("position", "on")}
    return Record("moves", moved.position, moved.move, facts, moved.on, organisation, recorded_at)


def of_act(
    position: int,
    kind: str,
    facts: Mapping[str, Any],
    salt: str | None,
    happened_on: date,
    organisation: str,
    recorded_at: datetime,
) -> Record:
    """`facts`: the act as plain JSON, whole."""
    shown = public_facts(facts, salt) if must_be_sealed(kind, facts) else facts
    return Record("acts", position, kind, shown, happened_on, organisation, recorded_at)


def must_be_sealed(kind: str, facts: Mapping[str, Any]) -> bool:
    return kind == "Paper" and facts["classification"] not in OPEN_CLASSIFICATIONS


def public_facts(facts: Mapping[str, Any], salt: str | None) -> dict[str, Any]:
    """Without what is sealed; a paper from before there was a chain has no salt and no seal."""
    sealed = {name: facts[name] for name in SEALED}
    seal = digest({**sealed, "salt": salt}) if salt else None
    return {**facts, "title": EXEMPT_ITEM, "facts": {}, "sealed_sha256": seal}
