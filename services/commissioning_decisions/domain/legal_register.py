"""The rules of law as people read them: what each says, since when, by which source, and how sure.

A lawyer goes through this list; what is marked to be checked has to be checked before anybody
relies on it.
"""

from collections.abc import Mapping
from typing import Any

from services.commissioning_decisions.domain.deadlines import Deadline, DeadlineRules, in_words

Block = dict[str, Any]


def deadline_rules(rules: DeadlineRules) -> list[Block]:
    """Each rule of the table, in its order."""
    return [
        {
            "id": rule.id,
            "title": rule.title,
            "n": rule.n,
            "calendar": rule.calendar,
            "in_words": in_words(rule),
            "source": rule.source,
            "valid_from": rule.valid_from,
            "check_before_relying": rule.check_before_relying,
            "note": rule.note,
            "version": rule.version,
        }
        for rule in rules.all
    ]


def regimes(table: Mapping[str, Any]) -> list[Block]:
    """Each regime of procurement, from the day on which it begins."""
    return [
        {
            "id": entry["id"],
            "title": entry["title"],
            "valid_from": entry["from"],
            "valid_until": entry.get("until"),  # the first day on which it does not hold any more
            "standstill_rule": entry.get("standstill_rule"),
            "source": entry["source"],
            "check_before_relying": entry["check_before_relying"],
            "version": table["version"],
        }
        for entry in table["regimes"]
    ]


def deadline(found: Deadline) -> Block:
    """A deadline with everything that it was worked out from."""
    return {
        "rule": found.rule_id,
        "rule_version": found.rule_version,
        "title": found.title,
        "started_on": found.started_on,
        "due_on": found.due_on,
        "instant": found.instant,
        "acts_from": found.acts_from,
        "sense": found.sense,
        "calendar": found.calendar,
        "calendar_version": found.calendar_version,
        "left_out": [{"day": each.day, "why": each.reason} for each in found.skipped],
        "explanation": found.sentence,
        "source": found.source,
        "check_before_relying": found.check_before_relying,
        "note": found.note,
        "guidance": found.guidance and found.guidance.sentence,
        "authority": found.local_authority,
    }
