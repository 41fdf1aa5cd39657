"""Shapes on the wire: commands in, events out, events of others."""

from typing import Any

from marshmallow import EXCLUDE, Schema, fields, validate

NAME = validate.Length(min=1, max=300)
WORDS = validate.Length(min=1, max=2000)
REFERENCE = validate.Length(min=1, max=60)
# A subject is built from codes with colons between, so they hold none.
CODE = validate.Regexp(r"^[A-Z][A-Z0-9]{0,19}$", error="Use a code such as N07.")
AREA = validate.Regexp(r"^[A-Z][A-Z0-9]{1,15}$", error="Use a code such as MBC.")
PERIOD = validate.Regexp(r"^\d{4}(/\d{2}|-Q[1-4])?$", error="Write it like 2018/19 or 2018.")
COUNT = validate.Range(min=0, max=10**12)
SERVICE_TYPES = validate.OneOf(["speech_and_language_therapy", "children_equipment", "other"])
SCORE = validate.Range(0, 5)


def when() -> Any:
    """The legal day of the act; today when it is left out."""
    return fields.Date(load_default=None)


class Indicator(Schema):
    code = fields.String(required=True, validate=CODE)
    name = fields.String(required=True, validate=NAME)
    unit = fields.String(required=True, validate=REFERENCE)
    kind = fields.String(
        required=True, validate=validate.OneOf(["count", "rate", "percent", "median_days", "money"])
    )
    source = fields.String(required=True, validate=NAME)
    polarity = fields.String(required=True, validate=validate.OneOf(["higher", "lower", "neutral"]))


class LoadIndicators(Schema):
    indicators = fields.List(
        fields.Nested(Indicator), required=True, validate=validate.Length(1, 500)
    )
    on = when()


class Observation(Schema):
    code = fields.String(required=True, validate=CODE)
    area = fields.String(required=True, validate=AREA)
    period = fields.String(required=True, validate=PERIOD)
    numerator = fields.Integer(load_default=None, allow_none=True, strict=True, validate=COUNT)
    denominator = fields.Integer(load_default=None, allow_none=True, strict=True, validate=COUNT)
    value = fields.String(load_default=None, allow_none=True, validate=validate.Length(1, 30))
    status = fields.String(load_default="final", validate=validate.OneOf(["provisional", "final"]))
    reason = fields.String(load_default=None, allow_none=True, validate=WORDS)


class LoadObservations(Schema):
    observations = fields.List(
        fields.Nested(Observation), required=True, validate=validate.Length(1, 2000)
    )
    on = when()


class IdentifyNeed(Schema):
    reference = fields.String(load_default=None, allow_none=True)
    title = fields.String(required=True, validate=NAME)
    service_type = fields.String(required=True, validate=SERVICE_TYPES)
    trigger_kind = fields.String(required=True, validate=REFERENCE)
    trigger_text = fields.String(required=True, validate=WORDS)
    area = fields.String(required=True, validate=REFERENCE)
    indicator_codes = fields.List(fields.String(validate=CODE), load_default=list)
    on = when()


class Scores(Schema):
    severity = fields.Integer(required=True, strict=True, validate=SCORE)
    numbers = fields.Integer(required=True, strict=True, validate=SCORE)
    gap = fields.Integer(required=True, strict=True, validate=SCORE)
    exposure = fields.Integer(required=True, strict=True, validate=SCORE)
    inequality = fields.Integer(required=True, strict=True, validate=SCORE)
    feasibility = fields.Integer(required=True, strict=True, validate=SCORE)


class ScoreNeed(Schema):
    need_id = fields.String(required=True, validate=REFERENCE)
    scores = fields.Nested(Scores, required=True)
    moderation_reason = fields.String(load_default=None, allow_none=True, validate=WORDS)
    on = when()


class Policy(Schema):
    k = fields.Integer(required=True, strict=True, validate=validate.Range(2, 100))
    rounding = fields.Integer(load_default=1, strict=True, validate=validate.Range(1, 100))


class PublishAssessment(Schema):
    reference = fields.String(load_default=None, allow_none=True)
    title = fields.String(required=True, validate=NAME)
    as_at = fields.Date(required=True)
    indicator_codes = fields.List(fields.String(validate=CODE), required=True)
    need_ids = fields.List(fields.String(validate=REFERENCE), load_default=list)
    policy = fields.Nested(Policy, load_default=None, allow_none=True)
    on = when()


class GetNeed(Schema):
    id = fields.String(required=True, validate=REFERENCE)


class ListNeeds(Schema):
    pass


class ListIndicators(Schema):
    area = fields.String(load_default=None, allow_none=True)


class GetIndicator(Schema):
    code = fields.String(required=True, validate=CODE)
    area = fields.String(required=True, validate=AREA)


# Events out


class ObservationBlock(Schema):
    code = fields.String()
    name = fields.String()
    unit = fields.String()
    kind = fields.String()
    area = fields.String()
    period = fields.String()
    value_public = fields.String()
    numerator_public = fields.String(allow_none=True)
    denominator_public = fields.String(allow_none=True)
    status = fields.String()
    revision = fields.Integer()
    source = fields.String()
    polarity = fields.String()


class IndicatorLoaded(Schema):
    observation = fields.Nested(ObservationBlock)


class Previous(Schema):
    numerator_public = fields.String(allow_none=True)
    denominator_public = fields.String(allow_none=True)
    value_public = fields.String()
    revision = fields.Integer()


class IndicatorRestated(IndicatorLoaded):
    previous = fields.Nested(Previous)
    reason = fields.String()


class Criterion(Schema):
    code = fields.String()
    weight = fields.Integer()
    score = fields.Integer()


class Need(Schema):
    id = fields.String()
    title = fields.String()
    service_type = fields.String()
    trigger_kind = fields.String()
    trigger_text = fields.String()
    area = fields.String()
    indicator_codes = fields.List(fields.String())
    identified_on = fields.Date()
    scored_on = fields.Date(allow_none=True)
    score = fields.String(allow_none=True)
    rank = fields.Integer(allow_none=True)
    ranked_of = fields.Integer(allow_none=True)
    weights_version = fields.String(allow_none=True)
    criteria = fields.List(fields.Nested(Criterion))


class NeedTold(Schema):
    need = fields.Nested(Need)


class PolicyBlock(Schema):
    k = fields.Integer()
    rounding = fields.Integer()


class Assessment(Schema):
    id = fields.String()
    title = fields.String()
    version = fields.String()
    as_at = fields.Date()
    published_on = fields.Date()
    indicator_codes = fields.List(fields.String())
    policy = fields.Nested(PolicyBlock)
    need_ids = fields.List(fields.String())


class AssessmentPublished(Schema):
    assessment = fields.Nested(Assessment)


PUBLISHED: dict[tuple[str, int], type[Schema]] = {
    ("indicator.loaded", 1): IndicatorLoaded,
    ("indicator.restated", 1): IndicatorRestated,
    ("need.identified", 1): NeedTold,
    ("need.scored", 1): NeedTold,
    ("assessment.published", 1): AssessmentPublished,
}


# Events of others: only the fields that we use, whatever else is sent.


class Tolerant(Schema):
    class Meta:
        unknown = EXCLUDE


class Proposal(Tolerant):
    id = fields.String(required=True)
    title = fields.String(required=True)
    need_id = fields.String(load_default=None, allow_none=True)
    stage = fields.String(required=True)


class ProposalTold(Tolerant):
    proposal = fields.Nested(Proposal, required=True)


class Contract(Tolerant):
    id = fields.String(required=True)
    proposal_id = fields.String(required=True)


class ContractSigned(Tolerant):
    contract = fields.Nested(Contract, required=True)


CONSUMED: dict[tuple[str, int], type[Schema]] = {
    ("proposal.drafted", 1): ProposalTold,
    ("proposal.stage_changed", 1): ProposalTold,
    ("contract.signed", 1): ContractSigned,
}
