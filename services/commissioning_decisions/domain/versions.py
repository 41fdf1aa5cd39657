"""What a proposal proposes, version by version, each with its fingerprint."""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from shared.errors import Invalid
from shared.money import ALL_OF_IT_BP, allocate, check_shares, format_pounds

NAMES = {
    "annual_cost_pence": "cost of a full year",
    "shares": "shares",
    "initial_months": "first term",
    "extension_months": "extensions",
    "maximum_value_pence": "highest value",
    "specification_sha256": "specification",
    "wards_affected": "number of wards affected",
    "planned_start_on": "planned start",
    "cost_head": "cost head",
    "measure_set": "set of measures",
}
# Answers that not every version has; they count for its fingerprint where they are there.
OPTIONAL = ("wards_affected", "planned_start_on")
LEVELS = ("none", "typo", "non_material", "material")
MONEY = ("annual_cost_pence", "maximum_value_pence")


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
    wards_affected: int | None = None
    planned_start_on: date | None = None

    def as_plain(self) -> dict[str, Any]:
        more: dict[str, Any] = {"wards_affected": self.wards_affected}
        if self.planned_start_on:
            more["planned_start_on"] = self.planned_start_on.isoformat()
        return {
            "annual_cost_pence": self.annual_cost_pence,
            "cost_head": self.cost_head,
            "shares": dict(self.shares),
            "initial_months": self.initial_months,
            "extension_months": list(self.extension_months),
            "maximum_value_pence": self.maximum_value_pence,
            "specification_sha256": self.specification_sha256,
            "measure_set": self.measure_set,
            **{name: each for name, each in more.items() if each is not None},
        }

    def with_shares(self, shares: Mapping[str, int]) -> "Content":
        return replace(self, shares=dict(shares))

    def parts(self) -> dict[str, int]:
        """What each partner pays in a full year, in pence; the parts sum to the whole."""
        return allocate(self.annual_cost_pence, self.shares)

    def whole_life_pence(self) -> int:
        """What the service costs with every option; that of a year where no term is known."""
        if self.maximum_value_pence is not None:
            return self.maximum_value_pence
        months = (self.initial_months or 0) + sum(self.extension_months)
        return self.annual_cost_pence * months // 12 if months else self.annual_cost_pence

    def value_of(self, partner: str, *, whole_life: bool) -> int:
        """One partner's part of it, in pence."""
        whole = self.whole_life_pence() if whole_life else self.annual_cost_pence
        return allocate(whole, self.shares).get(partner, 0)


@dataclass(frozen=True)
class Version:
    number: int
    content: Content
    sha256: str
    written_on: date
    reason: str
    author: str = ""  # who wrote it, by the id of sign-in: does not pass its gate
    level: str = "none"  # how much it changed of the version before: one of LEVELS


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
    author: str = "",
    materiality: Mapping[str, Any],
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
    sha256 = fingerprint(proposal_id, number, content)
    written = Version(number, content, sha256, on, reason, author)
    return replace(written, level=level_of(before, written, materiality))


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
    return [f"The {NAMES[name]} changed." for name in NAMES if was.get(name) != now.get(name)]


def level_of(before: Version | None, after: Version, rules: Mapping[str, Any]) -> str:
    """How much the change matters: one of LEVELS, by rules/materiality.toml."""
    if before is None:
        return "none"
    was, now = before.content.as_plain(), after.content.as_plain()
    changed = [name for name in NAMES if was.get(name) != now.get(name)]
    levels = [_level(name, was.get(name), now.get(name), rules) for name in changed]
    return max(levels, key=LEVELS.index, default="none")


def _level(name: str, was: Any, now: Any, rules: Mapping[str, Any]) -> str:
    if name in MONEY and was is not None and now is not None:
        is_much = abs(now - was) * ALL_OF_IT_BP > rules["cost_bp"] * was
        return "material" if is_much else "non_material"
    if name in MONEY:
        return "material"  # a limit that appears or goes
    return next(level for level in LEVELS[1:] if name in rules[level])


def _least_value(content: Content) -> int:
    return content.annual_cost_pence * (content.initial_months or 0) // 12
