"""Shapes on the wire: commands in, events out, events of others."""

from typing import Any

from marshmallow import EXCLUDE, Schema, fields, validate

from services.young_commissioners_panel.domain.drafts import CHOICES, QUESTIONS

NAME = validate.Length(min=1, max=200)
WORDS = validate.Length(min=1, max=2000)
REFERENCE = validate.Length(min=1, max=60)
PSEUDONYM = validate.Regexp(r"^YC-\d{2,3}$", error="Use a code such as YC-07. Never write a name.")


def when() -> Any:
    """The legal day of the act; today when it is left out."""
    return fields.Date(load_default=None)


def words() -> Any:
    return fields.String(load_default=None, allow_none=True, validate=WORDS)


class CreatePanel(Schema):
    name = fields.String(required=True, validate=NAME)
    area = fields.String(required=True, validate=REFERENCE)
    on = when()


class AddMember(Schema):
    panel = fields.String(required=True, validate=NAME)
    pseudonym = fields.String(required=True, validate=PSEUDONYM)
    age_band = fields.String(required=True, validate=REFERENCE)
    adjustments = fields.List(fields.String(validate=REFERENCE), load_default=list)
    login = fields.String(load_default=None, allow_none=True, validate=REFERENCE)
    on = when()


class ScheduleSession(Schema):
    reference = fields.String(load_default=None, allow_none=True)
    panel = fields.String(required=True, validate=NAME)
    purpose = fields.String(
        required=True,
        validate=validate.OneOf(["needs", "proposal", "specification", "tender_scoring", "review"]),
    )
    proposal_id = fields.String(load_default=None, allow_none=True, validate=REFERENCE)
    held_on = fields.Date(required=True)
    opens_on = fields.Date(required=True)
    closes_on = fields.Date(required=True)
    brief_formats = fields.List(
        fields.String(validate=REFERENCE), required=True, validate=validate.Length(min=1)
    )
    brief_issued_on = fields.Date(load_default=None, allow_none=True)
    on = when()


class OpenSession(Schema):
    id = fields.String(required=True, validate=REFERENCE)
    present = fields.List(fields.String(validate=PSEUDONYM), required=True)
    facilitator = fields.String(required=True, validate=NAME)
    second_adult = fields.Boolean(required=True)
    adjustments_met = fields.Raw(load_default=None, allow_none=True)
    extension_reason = words()
    on = when()


class CloseSession(Schema):
    id = fields.String(required=True, validate=REFERENCE)
    on = when()


class Answer(Schema):
    kind = fields.String(
        required=True, validate=validate.OneOf(["words", "choice", "not_sure", "no_answer"])
    )
    value = fields.String(load_default=None, allow_none=True, validate=validate.Length(max=2000))


class SaveAnswer(Schema):
    session_id = fields.String(required=True, validate=REFERENCE)
    question = fields.String(required=True, validate=validate.OneOf(QUESTIONS))
    answer = fields.Nested(Answer, required=True)
    expected_version = fields.Integer(load_default=None, allow_none=True)
    on = when()


class SubmitRecommendation(Schema):
    session_id = fields.String(required=True, validate=REFERENCE)
    on = when()


class RecordRecommendation(Schema):
    session_id = fields.String(required=True, validate=REFERENCE)
    reference = fields.String(load_default=None, allow_none=True, validate=REFERENCE)
    strength = fields.String(required=True, validate=validate.OneOf(CHOICES["strength"]))
    theme = fields.String(required=True, validate=validate.OneOf(CHOICES["theme"]))
    statement = fields.String(required=True, validate=WORDS)
    why = words()
    support_count = fields.Integer(required=True, strict=True, validate=validate.Range(0, 1000))
    dissent = words()
    affects = fields.List(fields.String(validate=NAME), load_default=list)
    late_reason = words()
    on = when()


class RecommendationId(Schema):
    id = fields.String(required=True, validate=REFERENCE)
    on = when()


class Respond(RecommendationId):
    decision = fields.String(
        required=True, validate=validate.OneOf(["accept", "partly_accept", "reject", "defer"])
    )
    reasons = words()
    what_will_change = words()
    owner = fields.String(required=True, validate=NAME)
    due_on = fields.Date(load_default=None, allow_none=True)
    signed_by_director = fields.Boolean(load_default=False)


class React(RecommendationId):
    reaction = fields.String(required=True, validate=validate.OneOf(["ok", "not_ok", "unclear"]))


class DeliverFeedback(Schema):
    session_id = fields.String(required=True, validate=REFERENCE)
    formats = fields.List(
        fields.String(validate=REFERENCE), required=True, validate=validate.Length(min=1)
    )
    delivered_on = fields.Date(load_default=None, allow_none=True)
    on = when()


class GetMyDraft(Schema):
    session_id = fields.String(required=True, validate=REFERENCE)


class ListSessions(Schema):
    member = fields.String(load_default=None, allow_none=True)


class GetSession(Schema):
    id = fields.String(required=True, validate=REFERENCE)


class GetRecommendation(Schema):
    id = fields.String(required=True, validate=REFERENCE)


class ListRecommendations(Schema):
    proposal_id = fields.String(load_default=None, allow_none=True)


# Events out


class Session(Schema):
    id = fields.String()
    panel = fields.String()
    purpose = fields.String()
    proposal_id = fields.String(allow_none=True)
    proposal_version = fields.Integer(allow_none=True)
    brief_issued_on = fields.Date(allow_none=True)
    held_on = fields.Date()
    opens_on = fields.Date()
    closes_on = fields.Date()
    quorum_met = fields.Boolean(allow_none=True)
    present_band = fields.String(allow_none=True)
    adjustments_met = fields.String(allow_none=True)
    stage = fields.String()
    recommendation_count = fields.Integer()


class SessionTold(Schema):
    session = fields.Nested(Session)


class FeedbackDelivered(SessionTold):
    formats = fields.List(fields.String())
    delivered_on = fields.Date()


class Response(Schema):
    decision = fields.String()
    reasons = fields.String()
    what_will_change = fields.String(allow_none=True)
    owner = fields.String()
    due_on = fields.Date(allow_none=True)
    responded_on = fields.Date()
    signed_by_director = fields.Boolean()
    reaction = fields.String(allow_none=True)


class Recommendation(Schema):
    id = fields.String()
    session_id = fields.String()
    proposal_id = fields.String(allow_none=True)
    strength = fields.String()
    theme = fields.String()
    statement = fields.String()
    why = fields.String(allow_none=True)
    support = fields.String()
    late = fields.Boolean()
    stage = fields.String()
    submitted_on = fields.Date()
    response_due_on = fields.Date()
    response = fields.Nested(Response, allow_none=True)


class RecommendationTold(Schema):
    recommendation = fields.Nested(Recommendation)


PUBLISHED: dict[tuple[str, int], type[Schema]] = {
    ("panel.session_scheduled", 1): SessionTold,
    ("panel.session_opened", 1): SessionTold,
    ("panel.session_closed", 1): SessionTold,
    ("panel.session_inquorate", 1): SessionTold,
    ("panel.feedback_delivered", 1): FeedbackDelivered,
    ("panel.recommendation_submitted", 1): RecommendationTold,
    ("panel.recommendation_acknowledged", 1): RecommendationTold,
    ("panel.recommendation_responded", 1): RecommendationTold,
    ("panel.reaction_recorded", 1): RecommendationTold,
    ("panel.recommendation_withdrawn", 1): RecommendationTold,
}


# Events of others: only the fields that we use, whatever else is sent.


class Tolerant(Schema):
    class Meta:
        unknown = EXCLUDE


class Proposal(Tolerant):
    id = fields.String(required=True)
    title = fields.String(required=True)
    stage = fields.String(required=True)
    proposal_version = fields.Integer(required=True)


class ProposalTold(Tolerant):
    proposal = fields.Nested(Proposal, required=True)


CONSUMED: dict[tuple[str, int], type[Schema]] = {
    ("proposal.drafted", 1): ProposalTold,
    ("proposal.revised", 1): ProposalTold,
    ("proposal.stage_changed", 1): ProposalTold,
    ("proposal.version_frozen", 1): ProposalTold,
}
