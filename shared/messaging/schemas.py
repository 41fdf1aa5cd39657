"""Schemas of what goes over the wire, each made once: making one copies every field of it."""

from functools import cache

from marshmallow import Schema


@cache
def made(schema: type[Schema]) -> Schema:
    """The one instance of a schema; loading and dumping leave it as it is."""
    return schema()
