"""Limits and blocks that several shapes are made of."""

from marshmallow import Schema, fields, validate

WORDS = validate.Length(min=1, max=2000)
REFERENCE = validate.Length(min=1, max=60)
# Far above every real count, and well inside a bigint.
COUNT = validate.Range(min=0, max=10**12)
BASIS_POINTS = validate.Range(min=0, max=10_000)


class ContractId(Schema):
    contract_id = fields.String(required=True, validate=REFERENCE)


class Days(Schema):
    starts_on = fields.Date(required=True)
    ends_on = fields.Date(required=True)


class Activity(Schema):
    partner = fields.String(required=True, validate=REFERENCE)
    bp = fields.Integer(required=True, strict=True, validate=BASIS_POINTS)


class OpenNotice(Schema):
    level = fields.Integer()
    measure = fields.String()
    raised_on = fields.Date()
    because = fields.String()


class WatchedMeasure(Schema):
    code = fields.String()
    name = fields.String()
    target = fields.String()
    last_period = fields.String(allow_none=True)
    last_rating = fields.String(allow_none=True)


class ContractWatch(Schema):
    id = fields.String()
    proposal_id = fields.String()
    title = fields.String()
    stage = fields.String()
    starts_on = fields.Date()
    escalation_level = fields.Integer()
    open_notices = fields.List(fields.Nested(OpenNotice))
    measures = fields.List(fields.Nested(WatchedMeasure))
    review_opened_on = fields.Date(allow_none=True)
