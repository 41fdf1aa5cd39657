"""Acts as JSON documents, and back: dates and decimals as text, typed by the record's fields."""

import types
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from typing import Any, Union, get_args, get_origin, get_type_hints

from services.commissioning_decisions.domain import acts

KINDS: dict[str, type] = {kind.__name__: kind for kind in get_args(acts.Act)}


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
    return kind(**{name: _typed(_hints(kind)[name], value) for name, value in facts.items()})


@cache
def _hints(kind: type) -> dict[str, Any]:
    return get_type_hints(kind)


def _typed(hint: Any, value: Any) -> Any:
    if value is None:
        return None
    origin, inner = get_origin(hint), get_args(hint)
    if origin in (Union, types.UnionType):
        return _typed(next(each for each in inner if each is not type(None)), value)
    if origin is tuple:
        return tuple(_typed(inner[0], each) for each in value)
    if origin is dict:
        return {name: _typed(inner[1], each) for name, each in value.items()}
    if hint is datetime:
        return datetime.fromisoformat(value)
    if hint is date:
        return date.fromisoformat(value)
    if hint is Decimal:
        return Decimal(value)
    return _record(hint, value) if isinstance(hint, type) and is_dataclass(hint) else value
