"""What a proposal proposes, version by version, each with its fingerprint."""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from shared.errors import Invalid
from shared.money import allocate, check_shares, format_pounds

MATERIAL = {
    "annual_cost_pence": "cost of a full year",
    "shares": "shares",
    "initial_months": "first term",
    "extension_months": "extensions",
    "maximum_value_pence": "highest value",
    "specification_sha256": "specification",
}
NAMES = {**MATERIAL, "cost_head": "cost head", "measure_set": "set of measures"}


@dataclass(frozen=True)
class Content:
    """Money in pence, shares in basis points, terms in months."""

    annual_cost_pence: int
    cost_head: str
    shares: Mapping[str, int]
    initial_months: int | None = None
    extension_months: tuple[int, ...] = ()
    maximum_value_pence: int | None = None
    specification_sha256: str | None = None
    measure_set: str | None = None

    def as_plain(self) -> dict[str, Any]:
        return {
            "annual_cost_pence": self.annual_cost_pence,
            "cost_head": self.cost_head,
            "shares": dict(self.shares),
            "initial_months": self.initial_months,
            "extension_months": list(self.extension_months),
            "maximum_value_pence": self.maximum_value_pence,
            "specification_sha256": self.specification_sha256,
            "measure_set": self.measure_set,
        }

    def parts(self) -> dict[str, int]:
        """What each partner pays in a full year, in pence; the parts sum to the whole."""
        return allocate(self.annual_cost_pence, self.shares)


@dataclass(frozen=True)
class Version:
    number: int
    content: Content
    sha256: str
    written_on: date
    reason: str


def shares_of(given: Iterable[Mapping[str, Any]], partners: Iterable[str]) -> dict[str, int]:
    """Basis points by partner, in the partners' agreed order; others after them."""
    given = list(given)
    shares = {each["partner"]: each["bp"] for each in given}
    if len(shares) != len(given):
        raise Invalid("partner_named_twice", "Give each partner one share.")
    ordered = {code: shares[code] for code in partners if code in shares}
    return {**ordered, **shares}


def write_version(
    proposal_id: str,
    partners: tuple[str, ...],
    before: Version | None,
    content: Content,
    *,
    on: date,
    reason: str,
) -> Version:
    """The next version; its shares name exactly the partners and sum to 10,000 basis points."""
    check_shares(content.shares)
    if set(content.shares) != set(partners):
        raise Invalid(
            "shares_name_other_partners",
            "Give a share to each partner of the proposal and to nobody else.",
            {"partners": ", ".join(partners), "shares": ", ".join(content.shares)},
        )
    least = _least_value(content)
    if content.maximum_value_pence is not None and content.maximum_value_pence < least:
        raise Invalid(
            "maximum_value_too_low",
            f"The first term alone costs {format_pounds(least)}. Give the value of the whole "
            "contract with every extension.",
        )
    if before is not None and before.content == content:
        raise Invalid("nothing_changed", "This is the version that is there. Change something.")
    number = before.number + 1 if before else 1
    return Version(number, content, fingerprint(proposal_id, number, content), on, reason)


def fingerprint(proposal_id: str, number: int, content: Content) -> str:
    """SHA-256 of the version as canonical JSON: anybody can work it out again."""
    document = {"proposal": proposal_id, "version": number, "content": content.as_plain()}
    text = json.dumps(document, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


def changes(before: Version | None, after: Version) -> list[str]:
    """What is different, one sentence each."""
    if before is None:
        return ["First version."]
    was, now = before.content.as_plain(), after.content.as_plain()
    return [f"The {NAMES[name]} changed." for name in NAMES if was[name] != now[name]]


def is_material(before: Version | None, after: Version) -> bool:
    """Whether those who agreed to the version before have to be asked again."""
    if before is None:
        return False
    was, now = before.content.as_plain(), after.content.as_plain()
    return any(was[name] != now[name] for name in MATERIAL)


def _least_value(content: Content) -> int:
    return content.annual_cost_pence * (content.initial_months or 0) // 12
