"""Acts as JSON documents, and back: dates and decimals as text, typed by the record's fields."""

import types
from collections.abc import Callable, Mapping
from dataclasses import fields, is_dataclass
from datetime import date, datetime
from decimal import Decimal
from functools import cache, partial
from typing import Any, Union, get_args, get_origin, get_type_hints

from services.commissioning_decisions.domain import acts

KINDS: dict[str, type] = {kind.__name__: kind for kind in get_args(acts.Act)}


Reader = Callable[[Any], Any]


def to_plain(value: Any) -> Any:
    if is_dataclass(value):
        return {each.name: to_plain(getattr(value, each.name)) for each in fields(value)}
    if isinstance(value, Mapping):
        return {name: to_plain(each) for name, each in value.items()}
    if isinstance(value, tuple | list):
        return [to_plain(each) for each in value]
    if isinstance(value, date):
        return value.isoformat()
    return str(value) if isinstance(value, Decimal) else value


def act_of(kind: str, facts: Mapping[str, Any]) -> Any:
    return _record(KINDS[kind], facts)


def _record(kind: type, facts: Mapping[str, Any]) -> Any:
    values = dict(facts)
    for name, read in _readers(kind).items():
        if values.get(name) is not None:
            values[name] = read(values[name])
    return kind(**values)


@cache
def _readers(kind: type) -> dict[str, Reader]:
    """How each field is read whose value is another one in JSON: worked out once, used often."""
    found = {name: _reader(hint) for name, hint in get_type_hints(kind).items()}
    return {name: read for name, read in found.items() if read}


def _reader(hint: Any) -> Reader | None:
    """None where JSON has the value as it is."""
    origin, inner = get_origin(hint), get_args(hint)
    if origin in (Union, types.UnionType):
        return _reader(next(each for each in inner if each is not type(None)))
    if origin is tuple:
        return _of_each(_reader(inner[0]))
    if origin is dict:
        return _of_values(_reader(inner[1]))
    if hint is datetime:
        return datetime.fromisoformat
    if hint is date:
        return date.fromisoformat
    if hint is Decimal:
        return Decimal
    return partial(_record, hint) if isinstance(hint, type) and is_dataclass(hint) else None


def _of_each(read: Reader | None) -> Reader:
    return tuple if read is None else lambda values: tuple(map(read, values))


def _of_values(read: Reader | None) -> Reader | None:
    return read and (lambda values: {name: read(each) for name, each in values.items()})
