"""Examples of events with whatever their contract lets be null left out."""

import copy
from collections.abc import Iterator
from typing import Any

from deploy.contracts import files, services

Path = tuple[str, ...]


def nullable(schema: dict[str, Any]) -> Iterator[Path]:
    """The path of every property that may be null, at any depth of objects."""
    yield from _nullable(schema, schema, ())


def _nullable(whole: dict[str, Any], part: dict[str, Any], at: Path) -> Iterator[Path]:
    for name, inner in part.get("properties", {}).items():
        choices = [
            _meant(whole, each) for each in (inner, *inner.get("oneOf", inner.get("anyOf", ())))
        ]
        kinds = [each.get("type", ()) for each in choices]
        if any(kind == "null" or "null" in kind for kind in kinds):
            yield (*at, name)
        for each in choices:
            yield from _nullable(whole, each, (*at, name))


def _meant(whole: dict[str, Any], part: dict[str, Any]) -> dict[str, Any]:
    """What a reference within the document refers to."""
    if (reference := part.get("$ref")) is None:
        return part
    found: Any = whole
    for name in reference.removeprefix("#/").split("/"):
        found = found[name]
    return _meant(whole, found)


def without(document: dict[str, Any], paths: list[Path]) -> dict[str, Any]:
    made = copy.deepcopy(document)
    for path in paths:
        place: Any = made
        for name in path[:-1]:
            place = place.get(name) or {}
        if path[-1] in place:
            place[path[-1]] = None
    return made


def as_little_as_promised(service: str) -> Iterator[tuple[str, dict[str, Any], type]]:
    """For each event that a service reads: its name, a whole document, and the reader's schema.

    Each document is an example without one of its nullable parts, or without all of them.
    """
    promised = {(each.name, each.version): each for each in files.events()}
    for event, schema in services.consumed(service).items():
        contract = promised[event]
        optional = list(nullable(contract.schema))
        for path in contract.examples:
            example = files.read(path)
            for left_out in [optional, *([each] for each in optional)]:
                data = without(example["data"], left_out)
                yield contract.name, {**example, "data": data}, schema
