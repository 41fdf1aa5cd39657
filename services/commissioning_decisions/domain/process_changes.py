"""What differs between two process definitions, in plain sentences."""

from collections.abc import Iterator
from typing import Any

from services.commissioning_decisions.domain.definition import (
    Condition,
    Move,
    ProcessDefinition,
    Stage,
)
from shared.money import format_pounds

Key = tuple[str, str, str]  # condition, paper, and field of the paper
TOLD_APART = ("code", "codes", "field", "wants")  # parameters that have words of their own


def changes(before: ProcessDefinition, after: ProcessDefinition) -> list[str]:
    """Of stages first, then of their moves, in the order of the stages; none: they are alike."""
    if before.title != after.title:
        head = [f"The process is called “{after.title}”, before “{before.title}”."]
    else:
        head = []
    return [*head, *_of_stages(before, after), *_of_all_moves(before, after)]


def _of_stages(before: ProcessDefinition, after: ProcessDefinition) -> Iterator[str]:
    for new in after.stages:
        if before.find(new.id) is None:
            yield f"New stage: {_named(new)}, answered for by the {_words(new.accountable)}."
    for old in before.stages:
        new_one = after.find(old.id)
        if new_one is None:
            yield f"Stage gone: {_named(old)}."
        else:
            yield from _of_stage(old, new_one)
    if before.first.id != after.first.id:
        yield f"A proposal begins in {after.first.title}, before in {before.first.title}."


def _of_stage(old: Stage, new: Stage) -> Iterator[str]:
    said = (
        ("title", old.title, new.title),
        ("number", old.number or "none", new.number or "none"),
        ("accountable role", _words(old.accountable), _words(new.accountable)),
        ("usual weeks", old.weeks or "none", new.weeks or "none"),
        ("own acts", _list(old.acts) or "none", _list(new.acts) or "none"),
        ("state", *("open" if each.is_open else "closed" for each in (old, new))),
    )
    for what, was, is_now in said:
        if was != is_now:
            yield f"{_named(old)}: {what} {is_now}, before {was}."


def _of_all_moves(before: ProcessDefinition, after: ProcessDefinition) -> Iterator[str]:
    """The same change in several stages is said once: moves from everywhere are in all of them."""
    places: dict[str, list[str]] = {}
    both = [(old, new) for old in before.stages if (new := after.find(old.id))]
    for old, new in both:
        for text in _of_moves(old, new):
            places.setdefault(text, []).append(new.title)
    is_open = [new.title for _, new in both if new.is_open]
    for text, titles in places.items():
        everywhere = len(titles) > 1 and titles == is_open
        yield f"{'Every open stage' if everywhere else ', '.join(titles)}: {text}"


def _of_moves(old: Stage, new: Stage) -> Iterator[str]:
    earlier = {move.name: move for move in old.moves}
    later = {move.name: move for move in new.moves}
    for name, move in later.items():
        if name not in earlier:
            yield f"new move {_words(name)}, to {_words(move.to)}."
            yield from _of_conditions(Move(name, move.to, move.because), move)
    for name, move in earlier.items():
        if name not in later:
            yield f"the move {_words(name)} is gone; it led to {_words(move.to)}."
        else:
            yield from _of_move(move, later[name])


def _of_move(old: Move, new: Move) -> Iterator[str]:
    said = (
        ("leads to", _words(old.to), _words(new.to)),
        ("may be made by", _list(old.by), _list(new.by)),
        ("is of the kind", old.kind, new.kind),
        ("asks for a reason:", _yes(old.reason_needed), _yes(new.reason_needed)),
        ("freezes the version:", _yes(old.freezes), _yes(new.freezes)),
        ("is shut to the version's author:", _yes(old.not_by_author), _yes(new.not_by_author)),
        ("is made because:", old.because.rstrip("."), new.because.rstrip(".")),
    )
    for what, was, is_now in said:
        if was != is_now:
            yield f"the move {_words(new.name)} {what} {is_now}; before: {was}."
    yield from _of_conditions(old, new)


def _of_conditions(old: Move, new: Move) -> Iterator[str]:
    gate = f"the gate of {_words(new.name)}"
    earlier, later = _asked(old), _asked(new)
    for key, condition in later.items():
        if key not in earlier:
            who = f", cleared by the {_words(condition.who)}" if condition.who else ""
            yield f"{gate} asks as well for {_described(key, condition)}{who}."
            yield from _of_waiver(gate, key, Condition(condition.name), condition)
    for key, condition in earlier.items():
        if key not in later:
            yield f"{gate} asks no longer for {_described(key, condition)}."
        else:
            yield from _of_condition(gate, key, condition, later[key])


def _of_condition(gate: str, key: Key, old: Condition, new: Condition) -> Iterator[str]:
    was, is_now = _described(key, old), _described(key, new)
    if was != is_now:
        yield f"{gate} asks for {is_now}; before: {was}."
    who = [_words(each.who or "commissioner") for each in (old, new)]
    if who[0] != who[1]:
        yield f"{gate}: {is_now} is cleared by the {who[1]}; before: {who[0]}."
    yield from _of_waiver(gate, key, old, new)


def _of_waiver(gate: str, key: Key, old: Condition, new: Condition) -> Iterator[str]:
    was, is_now = _waivers(old), _waivers(new)
    if was != is_now:
        yield f"{gate}: {_described(key, new)} may be waived by {is_now}; before: {was}."


def _waivers(condition: Condition) -> str:
    each = " of each partner" if condition.waived_by_each else ""
    return f"{_list(condition.waivable_by)}{each}" if condition.waivable_by else "nobody"


def _asked(move: Move) -> dict[Key, Condition]:
    """Each condition by what it is about; one that asks for several papers is one for each."""
    found: dict[Key, Condition] = {}
    for condition in move.conditions:
        about = condition.parameters
        for code in about.get("codes", (about.get("code", ""),)):
            found[condition.name, code, about.get("field", "")] = condition
    return found


def _described(key: Key, condition: Condition) -> str:
    """Such as: E10 to say: at least three options (at least 3)."""
    name, code, field = key
    told = [
        _parameter(parameter, value)
        for parameter, value in condition.parameters.items()
        if parameter not in TOLD_APART and value is not True
    ]
    more = f" ({', '.join(told)})" if told else ""
    if name == "paper_says":
        return f"{code} to say: {condition.parameters.get('wants', field).rstrip('.')}{more}"
    return f"{_words(name)}{f' {code}' if code else ''}{more}"


def _parameter(name: str, value: Any) -> str:
    """Such as working days 10, or above £5,000,000.00."""
    if name.endswith("_pence"):
        return f"{_words(name.removesuffix('_pence'))} {format_pounds(value)}"
    return f"{_words(name)} {_list(value) if isinstance(value, list) else _words(str(value))}"


def _named(stage: Stage) -> str:
    return f"{stage.number} {stage.title}" if stage.number else stage.title


def _list(names: Any) -> str:
    return ", ".join(_words(str(name)) for name in names)


def _words(name: str) -> str:
    return name.replace("_", " ")


def _yes(value: bool) -> str:
    return "yes" if value else "no"
