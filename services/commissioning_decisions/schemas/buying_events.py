"""Events about the law of a procurement, its notices and its end, as contracts/ promises them."""

from marshmallow import Schema, fields

from services.commissioning_decisions.schemas.about_proposals import AboutProposal


class RegimeReason(Schema):
    sentence = fields.String()
    source = fields.String()
    check_before_relying = fields.Boolean()


class Regime(Schema):
    regime = fields.String()
    title = fields.String()
    process = fields.String(allow_none=True)
    started_on = fields.Date()
    determined_on = fields.Date()
    value_pence = fields.Integer()
    light_touch = fields.Boolean()
    size = fields.String(allow_none=True)
    threshold_pence = fields.Integer(allow_none=True)
    form = fields.String()
    standstill = fields.String()
    urgent = fields.Boolean()
    reasons = fields.List(fields.Nested(RegimeReason))
    rule_version = fields.String()


class RegimeDetermined(AboutProposal):
    regime = fields.Nested(Regime)


class PublishedNotice(Schema):
    notice = fields.String()
    title = fields.String()
    about = fields.String(allow_none=True)
    number = fields.String()
    ocid = fields.String(allow_none=True)
    published_on = fields.Date()


class ProcurementNoticePublished(AboutProposal):
    notice = fields.Nested(PublishedNotice)


class Representation(Schema):
    received_on = fields.Date()
    in_time = fields.Boolean()
    standstill_ends_on = fields.Date(allow_none=True)
    earliest_signing_on = fields.Date(allow_none=True)


class RepresentationReceived(AboutProposal):
    representation = fields.Nested(Representation)


class FurtherDecision(Schema):
    outcome = fields.String()
    sent_on = fields.Date()
    standstill_ends_on = fields.Date(allow_none=True)
    earliest_signing_on = fields.Date(allow_none=True)


class FurtherDecisionSent(AboutProposal):
    further_decision = fields.Nested(FurtherDecision)


class Abandoned(Schema):
    reason = fields.String()
    on = fields.Date()
    regime = fields.String(allow_none=True)
    stage = fields.String()


class ProcurementAbandoned(AboutProposal):
    abandoned = fields.Nested(Abandoned)


class SupplierRisk(Schema):
    supplier = fields.String()
    level = fields.String()
    source = fields.String()
    raised_on = fields.Date()


class SupplierRiskRaised(AboutProposal):
    risk = fields.Nested(SupplierRisk)
