"""Events of others: only the fields that this service uses, whatever else is sent."""

from marshmallow import EXCLUDE, Schema, fields


class Tolerant(Schema):
    class Meta:
        unknown = EXCLUDE


class Need(Tolerant):
    id = fields.String(required=True)
    title = fields.String(required=True)
    score = fields.String(load_default=None, allow_none=True)
    rank = fields.Integer(load_default=None, allow_none=True)
    ranked_of = fields.Integer(load_default=None, allow_none=True)


class NeedTold(Tolerant):
    need = fields.Nested(Need, required=True)


class Assessment(Tolerant):
    id = fields.String(required=True)
    title = fields.String(required=True)
    published_on = fields.String(load_default=None, allow_none=True)
    need_ids = fields.List(fields.String(), load_default=list)


class AssessmentPublished(Tolerant):
    assessment = fields.Nested(Assessment, required=True)


class PanelSession(Tolerant):
    id = fields.String(required=True)
    proposal_id = fields.String(load_default=None, allow_none=True)
    stage = fields.String(required=True)
    brief_issued_on = fields.String(load_default=None, allow_none=True)
    held_on = fields.String(load_default=None, allow_none=True)
    closes_on = fields.String(required=True)
    recommendation_count = fields.Integer(load_default=0)


class SessionTold(Tolerant):
    session = fields.Nested(PanelSession, required=True)


class Response(Tolerant):
    decision = fields.String(required=True)
    reasons = fields.String(load_default=None, allow_none=True)
    what_will_change = fields.String(load_default=None, allow_none=True)
    owner = fields.String(load_default=None, allow_none=True)
    responded_on = fields.String(load_default=None, allow_none=True)
    signed_by_director = fields.Boolean(load_default=False, allow_none=True)
    reaction = fields.String(load_default=None, allow_none=True)


class Recommendation(Tolerant):
    id = fields.String(required=True)
    session_id = fields.String(load_default=None, allow_none=True)
    proposal_id = fields.String(load_default=None, allow_none=True)
    strength = fields.String(required=True)
    theme = fields.String(load_default=None, allow_none=True)
    statement = fields.String(required=True)
    why = fields.String(load_default=None, allow_none=True)
    support = fields.String(load_default=None, allow_none=True)
    late = fields.Boolean(load_default=False)
    stage = fields.String(required=True)
    submitted_on = fields.String(load_default=None, allow_none=True)
    response_due_on = fields.String(load_default=None, allow_none=True)
    response = fields.Nested(Response, load_default=None, allow_none=True)


class RecommendationTold(Tolerant):
    recommendation = fields.Nested(Recommendation, required=True)


class Watch(Tolerant):
    id = fields.String(required=True)
    proposal_id = fields.String(required=True)
    stage = fields.String(required=True)
    escalation_level = fields.Integer(load_default=0)
    review_opened_on = fields.String(load_default=None, allow_none=True)


class ContractTold(Tolerant):
    contract = fields.Nested(Watch, required=True)


CONSUMED: dict[tuple[str, int], type[Schema]] = {
    ("need.identified", 1): NeedTold,
    ("need.scored", 1): NeedTold,
    ("assessment.published", 1): AssessmentPublished,
    ("panel.session_scheduled", 1): SessionTold,
    ("panel.session_opened", 1): SessionTold,
    ("panel.session_closed", 1): SessionTold,
    ("panel.session_inquorate", 1): SessionTold,
    ("panel.feedback_delivered", 1): SessionTold,
    ("panel.recommendation_submitted", 1): RecommendationTold,
    ("panel.recommendation_acknowledged", 1): RecommendationTold,
    ("panel.recommendation_responded", 1): RecommendationTold,
    ("panel.reaction_recorded", 1): RecommendationTold,
    ("panel.recommendation_withdrawn", 1): RecommendationTold,
    ("contract.commenced", 1): ContractTold,
    ("contract.review_opened", 1): ContractTold,
    ("performance.escalated", 1): ContractTold,
    ("performance.deescalated", 1): ContractTold,
}
