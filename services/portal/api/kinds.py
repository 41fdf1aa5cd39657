"""The kinds of value that commands are made of, with what OpenAPI says about each."""

from typing import Any

from marshmallow import Schema, fields, validate


class Command(Schema):
    """What a POST takes. Unknown fields are refused, so that a misspelt one is never lost."""

    on = fields.Date(
        metadata={"description": "legal day on which it happened, today in London when left out"}
    )


def text(about: str, longest: int = 2000, **options: Any) -> fields.String:
    options.setdefault("required", True)
    return fields.String(
        validate=validate.Length(1, longest), metadata={"description": about}, **options
    )


def optional_text(about: str, longest: int = 2000) -> fields.String:
    return text(about, longest, required=False, allow_none=True)


def organisation(about: str = "organisation code, such as MBC") -> fields.String:
    return fields.String(
        required=True,
        validate=validate.Regexp(r"^[A-Z][A-Z0-9]{1,15}$", error="Use a code such as MBC."),
        metadata={"description": about},
    )


def reference(prefix: str, about: str = "", required: bool = False) -> fields.String:
    return fields.String(
        required=required,
        allow_none=not required,
        validate=validate.Regexp(
            rf"^{prefix}-20\d\d-\d{{2,5}}$", error=f"Write it like {prefix}-2026-07."
        ),
        metadata={"description": about or f"reference such as {prefix}-2026-07"},
    )


def choice(*allowed: str, required: bool = True) -> fields.String:
    return fields.String(required=required, validate=validate.OneOf(allowed))


def day(about: str, required: bool = True) -> fields.Date:
    return fields.Date(required=required, allow_none=not required, metadata={"description": about})


def pence(about: str, required: bool = True) -> fields.Integer:
    return fields.Integer(
        required=required,
        allow_none=not required,
        strict=True,
        validate=validate.Range(min=0),
        metadata={"description": f"{about}, in pence"},
    )


def whole(about: str, required: bool = True, lowest: int = 0) -> fields.Integer:
    return fields.Integer(
        required=required,
        strict=True,
        validate=validate.Range(min=lowest),
        metadata={"description": about},
    )


def texts(about: str, required: bool = True) -> Any:
    return fields.List(
        fields.String(validate=validate.Length(1, 300)),
        required=required,
        metadata={"description": about},
    )


def sha256(required: bool = True) -> fields.String:
    return fields.String(
        required=required,
        allow_none=not required,
        validate=validate.Regexp(r"^[0-9a-f]{64}$", error="Use 64 hexadecimal digits."),
        metadata={"description": "SHA-256, in hexadecimal"},
    )


def facts(about: str, name: str) -> Any:
    """A dictionary that has this name on the wire."""
    return fields.Dict(keys=fields.String(), data_key=name, metadata={"description": about})


class Share(Schema):
    partner = organisation()
    bp = whole("basis points: 4250 is 42.5%; all shares add up to 10000")


class Supplier(Schema):
    code = text("short code of the supplier", 40)
    name = text("its name", 200)
