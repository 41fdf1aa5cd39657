"""Indicators, observations, needs and assessments."""

from marshmallow import Schema, fields, validate

from services.portal.api import kinds
from services.portal.api.kinds import Command
from services.portal.api.routes import Route
from services.portal.calls import NEEDS

SERVICE_TYPES = ("speech_and_language_therapy", "children_equipment", "other")


class Indicator(Schema):
    code = kinds.text("such as N07", 20)
    name = kinds.text("what is counted", 300)
    unit = kinds.text("children, plans, percent of plans ...", 60)
    kind = kinds.choice("count", "rate", "percent", "median_days", "money")
    source = kinds.text("where the figure comes from", 300)
    polarity = kinds.choice("higher", "lower", "neutral")


class LoadIndicators(Command):
    indicators = fields.List(
        fields.Nested(Indicator), required=True, validate=validate.Length(1, 500)
    )


class LoadObservations(Command):
    # What one observation holds belongs to the needs service: it names each fault by its path.
    observations = fields.List(
        fields.Dict(keys=fields.String()),
        required=True,
        validate=validate.Length(1, 2000),
        metadata={"description": "code, area, period, value, numerator, denominator, status ..."},
    )


class IdentifyNeed(Command):
    reference = kinds.reference("NEED")
    title = kinds.text("the need in one sentence", 200)
    service_type = kinds.choice(*SERVICE_TYPES)
    trigger_kind = kinds.text("inspection, gap, contract_expiry, complaints ...", 60)
    trigger_text = kinds.text("what made it visible", 2000)
    area = kinds.text("the area it is about", 60)
    indicator_codes = kinds.texts("the indicators that show it", required=False)


class Scores(Schema):
    severity = fields.Integer(required=True, validate=validate.Range(0, 5))
    numbers = fields.Integer(required=True, validate=validate.Range(0, 5))
    gap = fields.Integer(required=True, validate=validate.Range(0, 5))
    exposure = fields.Integer(required=True, validate=validate.Range(0, 5))
    inequality = fields.Integer(required=True, validate=validate.Range(0, 5))
    feasibility = fields.Integer(required=True, validate=validate.Range(0, 5))


class ScoreNeed(Command):
    scores = fields.Nested(Scores, required=True)
    moderation_reason = kinds.optional_text("why the score was moderated")


class Policy(Schema):
    k = kinds.whole("smallest number that is shown", lowest=2)
    rounding = kinds.whole("counts are rounded to this", required=False, lowest=1)


class PublishAssessment(Command):
    reference = kinds.reference("SNA")
    title = kinds.text("title of the assessment", 200)
    as_at = kinds.day("the day of the figures")
    indicator_codes = kinds.texts("the indicators it shows")
    need_ids = kinds.texts("the needs it evidences", required=False)
    policy = fields.Nested(Policy)


ROUTES = (
    Route("POST", "/indicators", NEEDS, "load_indicators", "Load indicators", LoadIndicators),
    Route("GET", "/indicators", NEEDS, "list_indicators", "All indicators", filters=("area",)),
    Route(
        "GET",
        "/indicators/<code>/<area>",
        NEEDS,
        "get_indicator",
        "One indicator with its observations",
    ),
    Route(
        "POST", "/observations", NEEDS, "load_observations", "Load observations", LoadObservations
    ),
    Route("POST", "/needs", NEEDS, "identify_need", "Identify a need", IdentifyNeed),
    Route("GET", "/needs", NEEDS, "list_needs", "All needs"),
    Route("GET", "/needs/<id>", NEEDS, "get_need", "One need"),
    Route(
        "POST",
        "/needs/<id>/score",
        NEEDS,
        "score_need",
        "Score a need",
        ScoreNeed,
        names={"id": "need_id"},
    ),
    Route(
        "POST",
        "/assessments",
        NEEDS,
        "publish_assessment",
        "Publish a needs assessment",
        PublishAssessment,
    ),
)
