"""Events of gates, flows and partners that differ, exactly as contracts/ promises them."""

from marshmallow import Schema, fields

from services.commissioning_decisions.schemas.about_proposals import AboutProposal, Share


class WaiverGiven(Schema):
    move = fields.String()
    condition = fields.String()
    paper = fields.String(allow_none=True)
    partner = fields.String()
    by_role = fields.String()
    reason = fields.String()
    waived_on = fields.Date()


class ConditionWaived(AboutProposal):
    waiver = fields.Nested(WaiverGiven)


class Conflict(Schema):
    id = fields.String()
    partner = fields.String()
    role = fields.String()
    nature = fields.String()
    action = fields.String()
    declared_on = fields.Date()


class ConflictDeclared(AboutProposal):
    conflict = fields.Nested(Conflict)


class ConflictSettled(AboutProposal):
    conflict_id = fields.String()
    partner = fields.String()
    on = fields.Date()


class DecisionNotTaken(AboutProposal):
    partner = fields.String()
    body = fields.String()
    outcome = fields.String()
    on = fields.Date()
    reason = fields.String(allow_none=True)


class Weight(Schema):
    partner = fields.String()
    votes = fields.Integer()


class JointRule(Schema):
    type = fields.String()
    authority_reference = fields.String()
    agreed_on = fields.Date()
    quorum = fields.Integer(allow_none=True)
    threshold_bp = fields.Integer(allow_none=True)
    weights = fields.List(fields.Nested(Weight))
    casting_vote = fields.String(allow_none=True)
    cap_pence = fields.Integer(allow_none=True)
    valid_until = fields.Date(allow_none=True)


class JointRuleAgreed(AboutProposal):
    rule = fields.Nested(JointRule)


class PartnerLeft(AboutProposal):
    partner = fields.String()
    reason = fields.String()
    on = fields.Date()
    shares_proposed = fields.List(fields.Nested(Share))


class FlowBegun(AboutProposal):
    parent_id = fields.String()
    process_title = fields.String()
    leaving = fields.String(allow_none=True)


class PartnerSucceeded(AboutProposal):
    predecessors = fields.List(fields.String())
    successors = fields.List(fields.Nested(Share))
    effective_on = fields.Date()
    order_reference = fields.String()


class Consent(Schema):
    partner = fields.String()
    reference = fields.String()


class OptionTaken(Schema):
    number = fields.Integer()
    length_months = fields.Integer()
    until = fields.Date()
    consents = fields.List(fields.Nested(Consent))
    on = fields.Date()


class OptionExercised(AboutProposal):
    option = fields.Nested(OptionTaken)


class DisputeLevel(Schema):
    name = fields.String()
    until = fields.Date(allow_none=True)
    explanation = fields.String()


class Dispute(Schema):
    id = fields.String()
    by = fields.String()
    about = fields.String()
    raised_on = fields.Date()
    level = fields.String()
    levels = fields.List(fields.Nested(DisputeLevel))


class DisputeRaised(AboutProposal):
    dispute = fields.Nested(Dispute)


class DisputeSettled(AboutProposal):
    dispute_id = fields.String()
    outcome = fields.String()
    on = fields.Date()
