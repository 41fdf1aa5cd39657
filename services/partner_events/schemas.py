"""Shapes on the wire: commands and queries in. This service publishes no event of its own."""

from typing import Any

from marshmallow import Schema, fields, validate

CODE = validate.Regexp(
    r"\A[a-z][a-z0-9-]{1,39}\Z", error="Use small letters, digits and hyphens: mbc-ledger."
)
WORDS = [validate.Length(min=1, max=200), validate.ContainsNoneOf("\x00")]
ORGANISATION = validate.Regexp(r"\A[A-Z][A-Z0-9]{1,15}\Z", error="Use a code such as MBC.")
CEILING = validate.OneOf(["public", "partner", "restricted"])


class SystemCode(Schema):
    code = fields.String(required=True, validate=CODE)


class RegisterSystem(SystemCode):
    name = fields.String(required=True, validate=WORDS)
    organisation = fields.String(required=True, validate=ORGANISATION)
    event_names = fields.List(
        fields.String(validate=validate.Length(max=100)),
        required=True,
        validate=validate.Length(min=1, max=100),
    )
    classification_ceiling = fields.String(load_default="partner", validate=CEILING)


class IssueKey(SystemCode):
    pass


class RevokeKey(SystemCode):
    key_id = fields.String(load_default=None, validate=validate.Length(equal=12))


class SetAmqp(SystemCode):
    amqp = fields.Boolean(required=True, truthy={True}, falsy={False})


class ListSystems(Schema):
    """Every system; there is nothing to choose."""


class ListEvents(Schema):
    after = fields.Integer(
        load_default=0, strict=True, validate=validate.Range(min=0, max=10**18 - 1)
    )
    limit = fields.Integer(load_default=50, strict=True, validate=validate.Range(min=1, max=1000))
    name = fields.String(load_default=None, allow_none=True, validate=validate.Length(max=100))
    subject = fields.String(load_default=None, allow_none=True)


PUBLISHED: dict[tuple[str, int], type[Schema]] = {}
# Every event is logged as it came, so none is read through a schema.
CONSUMED: dict[tuple[str, int], Any] = {}
