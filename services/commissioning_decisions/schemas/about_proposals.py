"""The block that every event about a proposal carries: its whole public state."""

from marshmallow import Schema, fields


class Share(Schema):
    partner = fields.String()
    bp = fields.Integer()


class Proposal(Schema):
    id = fields.String()
    title = fields.String()
    service_type = fields.String()
    need_id = fields.String(allow_none=True)
    lead = fields.String()
    partners = fields.List(fields.String())
    stage = fields.String()
    stage_number = fields.Integer(allow_none=True)
    stage_since = fields.Date()
    process = fields.String()
    process_version = fields.Integer()
    proposal_version = fields.Integer()
    frozen_sha256 = fields.String(allow_none=True)
    annual_cost_pence = fields.Integer(allow_none=True)
    cost_head = fields.String(allow_none=True)
    shares = fields.List(fields.Nested(Share))
    joint_outcome = fields.String(allow_none=True)
    joint_effective_on = fields.Date(allow_none=True)
    contract_id = fields.String(allow_none=True)
    moves = fields.Integer()


class AboutProposal(Schema):
    proposal = fields.Nested(Proposal)
