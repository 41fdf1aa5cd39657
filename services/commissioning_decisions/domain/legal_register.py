"""The rules of law as people read them: what each says, since when, by which source, and how sure.

A lawyer goes through this list; what is marked to be checked has to be checked before anybody
relies on it.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from services.commissioning_decisions.domain.deadlines import Deadline, DeadlineRules, in_words
from shared.actor import any_of
from shared.money import format_percent, format_pounds

Block = dict[str, Any]
Said = tuple[Block, Mapping[str, Any]]  # what a rule says, and the entry with its source


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


def other_tables(read: Mapping[str, Mapping[str, Any]]) -> list[Block]:
    """All other rules, table by table; `read`: the tables by the names of their files."""
    notices, thresholds = read["notices"], read["thresholds"]
    providers, evidence = read["provider_notices"], read["evidence"]
    return [
        _table(f"Notices: {notices['title']}", notices, map(_notice, notices["notices"])),
        _table(f"Notices: {providers['title']}", providers, map(_notice, providers["notices"])),
        _table("Procurement Act: buyers and amounts", thresholds, _amounts(thresholds)),
        _table(
            "Provider Selection Regime: limits",
            read["provider_selection"],
            map(_limit, read["provider_selection"]["limits"]),
        ),
        _table(
            "What somebody answers for by a day",
            read["obligations"],
            map(_obligation, read["obligations"]["kinds"]),
        ),
        _table("Evidence at the gates", evidence, map(_evidence, evidence["evidence"])),
        _table("How much a change matters", read["materiality"], [_change(read["materiality"])]),
        _table(
            "How partners decide together", read["joint_rules"], [_together(read["joint_rules"])]
        ),
    ]


def _table(title: str, table: Mapping[str, Any], found: Iterable[Said]) -> Block:
    lines = [
        {
            "rule": None,
            **said,
            "source": entry["source"],
            "valid_from": entry.get("valid_from") or table["valid_from"],
            "valid_until": entry.get("until"),
            "check_before_relying": entry["check_before_relying"],
            "version": table["version"],
        }
        for said, entry in found
    ]
    return {"title": title, "rules": lines}


def _notice(entry: Block) -> Said:
    said = {"id": entry["id"], "title": entry["title"], "in_words": entry["why"].strip()}
    return {**said, "rule": entry.get("standard")}, entry


def _amounts(table: Mapping[str, Any]) -> Iterable[Said]:
    for entry in table["buyers"]:
        whose = "a central" if entry["central_government"] else "not a central"
        yield _said("buyer", entry["title"], f"It is {whose} government authority."), entry
    for entry in table["thresholds"]:
        kind = "A light-touch contract" if entry["light_touch"] else "A contract"
        words = f"{kind} {_let_by(entry)} is under the whole Act from {_pounds(entry)} with VAT."
        yield _said("threshold", "Threshold", words), entry
    for entry in table["notifiable"]:
        words = f"A contract {_let_by(entry)} is told of from {_pounds(entry)} with VAT."
        yield _said("notifiable", "Below the threshold", words), entry
    for entry in table["cooperation"]:
        reach = "less than" if entry["itself_too_much"] else "up to"
        words = (
            f"Public bodies arrange a service among themselves where {reach} "
            f"{_per_cent(entry['outside_bp'])} of it is for others, "
            f"over the last {entry['evidence_months']} months."
        )
        yield _said("cooperation", "Co-operation of public bodies", words), entry


def _limit(entry: Block) -> Said:
    pounds, part = _pounds(entry), _per_cent(entry["bp"])
    words = {
        "considerable_change": f"It is considerable from {pounds} and, at once, from {part}",
        "modification": f"It may stay without a new procurement below {pounds} or below {part}",
    }[entry["id"]]
    return _said(entry["id"], entry["title"], f"{words} of the lifetime value."), entry


def _obligation(entry: Block) -> Said:
    sense = {
        "latest": "Done before the day is over, or breached.",
        "closes": "A period that ends with the day.",
    }[entry["sense"]]
    days, kind = entry.get("warn_days"), "day"
    if days is None:
        days, kind = entry["warn_working_days"], "working day"
    warned = f"{days} {kind}{'' if days == 1 else 's'}"
    title = entry["id"].replace("_", " ").capitalize()
    role = entry["role"].replace("_", " ")
    words = f"{sense} Told {warned} before: {role}."
    return _said(entry["id"], title, words), entry


def _evidence(entry: Block) -> Said:
    words = f"Filed by {any_of(entry['filed_by']) or 'the engine itself'}."
    if months := entry.get("valid_months"):
        words += f" It counts for {months} months."
    return _said(entry["code"], entry["title"], words), entry


def _change(table: Mapping[str, Any]) -> Said:
    words = (
        f"Material: a cost that changes by more than {_per_cent(table['cost_bp'])}, and any change "
        f"of {_listed(table['material'])}."
    )
    return _said("materiality", "Material change", words), table


def _together(table: Mapping[str, Any]) -> Said:
    words = (
        f"Where nothing else is agreed: {table['type'].replace('_', ' ')}. An approval waits "
        f"{table['approval_months']} months for the others, or to the end of the financial year."
    )
    return _said("joint_rule", "Joint decision", words), table


def _said(id: str, title: str, words: str) -> Block:
    return {"id": id, "title": title, "in_words": words}


def _let_by(entry: Block) -> str:
    central = entry["central_government"]
    return f"let by {'central government' if central else 'another authority'}"


def _pounds(entry: Block) -> str:
    return format_pounds(entry["pence"], short=True)


def _per_cent(bp: int) -> str:
    return format_percent(bp).replace("%", " per cent")


def _listed(names: Iterable[str]) -> str:
    return ", ".join(name.removesuffix("_sha256").replace("_", " ") for name in names)


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
