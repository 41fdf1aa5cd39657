"""Commands about a procurement's law, its notices and its end: strict, as the other commands."""

from typing import Any

from marshmallow import Schema, fields, validate

from services.commissioning_decisions.domain.determining import FORMS, LEVELS, PROCESSES
from services.commissioning_decisions.domain.provider_standstill import OUTCOMES
from services.commissioning_decisions.schemas.commands import (
    NAME,
    PENCE,
    REFERENCE,
    WORDS,
    ProposalId,
    pence,
    when,
)

NUMBER = validate.Regexp(r"^\d{6}-\d{4}$", error="Use the number of the notice: 091234-2026.")
OCID = validate.Regexp(
    r"^ocds-h6vhtk-[0-9A-Za-z][0-9A-Za-z-]*$", error="Use the identifier that the platform gave."
)


def yes_no() -> Any:
    return fields.Boolean(load_default=False)


def may_be_known() -> Any:
    return fields.Boolean(load_default=None, allow_none=True)


def words() -> Any:
    return fields.String(load_default=None, allow_none=True, validate=WORDS)


class Cooperation(Schema):
    common_objectives = fields.Boolean(required=True)
    solely_public_interest = fields.Boolean(required=True)
    outside_bp = fields.Integer(required=True, strict=True, validate=validate.Range(0, 10_000))
    measured_on = fields.Date(required=True)
    evidence = fields.String(required=True, validate=NAME)


class Compared(Schema):
    """The contract that ends, as it was entered into, held against the one that is proposed."""

    existing_value_pence = fields.Integer(required=True, strict=True, validate=PENCE)
    materially_different = fields.Boolean(required=True)
    by_authority = fields.Boolean(required=True)
    external_factors = yes_no()
    succession_only = yes_no()


class Situation(Schema):
    existing_provider = yes_no()
    only_existing_capable = yes_no()
    patient_choice = yes_no()
    number_unrestricted = yes_no()
    contracts_to_all_who_meet = yes_no()
    can_express_interest = yes_no()
    existing_satisfies = yes_no()
    can_identify_most_suitable = yes_no()
    compared = fields.Nested(Compared, load_default=None, allow_none=True)


class Urgency(Schema):
    must_be_urgent = fields.Boolean(required=True)
    foreseeable = fields.Boolean(required=True)
    own_doing = fields.Boolean(required=True)
    risk_to_safety = fields.Boolean(required=True)


class DetermineRegime(ProposalId):
    started_on = fields.Date(required=True)
    buyer = fields.String(required=True, validate=REFERENCE)
    health_pence = fields.Integer(load_default=0, strict=True, validate=PENCE)
    other_pence = fields.Integer(load_default=0, strict=True, validate=PENCE)
    light_touch = yes_no()
    inseparable_because = words()
    not_health_service_because = words()
    cooperation = fields.Nested(Cooperation, load_default=None, allow_none=True)
    process = fields.String(
        load_default=None, allow_none=True, validate=validate.OneOf(list(PROCESSES))
    )
    form = fields.String(load_default="contract", validate=validate.OneOf(FORMS))
    situation = fields.Nested(Situation, load_default=None, allow_none=True)
    urgency = fields.Nested(Urgency, load_default=None, allow_none=True)
    direct_award_because = words()
    user_choice = yes_no()
    voluntary_standstill = yes_no()
    market_engaged = may_be_known()
    advertised = may_be_known()
    measures_unsuitable = words()
    authority_spend_pence = pence(required=False)
    year_begins_on = fields.Date(load_default=None, allow_none=True)
    on = when()


class RecordPublishedNotice(ProposalId):
    notice = fields.String(required=True, validate=REFERENCE)
    number = fields.String(required=True, validate=NUMBER)
    published_on = fields.Date(required=True)
    about = fields.String(load_default=None, allow_none=True, validate=REFERENCE)
    ocid = fields.String(load_default=None, allow_none=True, validate=OCID)
    on = when()


class RecordRepresentation(ProposalId):
    provider = fields.String(required=True, validate=REFERENCE)
    received_at = fields.AwareDateTime(required=True)
    on = when()


class RecordFurtherDecision(ProposalId):
    outcome = fields.String(required=True, validate=validate.OneOf(OUTCOMES))
    reasons = fields.String(required=True, validate=WORDS)
    sent_at = fields.AwareDateTime(required=True)
    sent_to = fields.List(
        fields.String(validate=REFERENCE), required=True, validate=validate.Length(1, 50)
    )
    on = when()


class AbandonProcurement(ProposalId):
    reason = fields.String(required=True, validate=WORDS)
    on = when()


class RaiseSupplierRisk(ProposalId):
    supplier = fields.String(required=True, validate=NAME)
    level = fields.String(required=True, validate=validate.OneOf(LEVELS))
    source = fields.String(required=True, validate=NAME)
    on = when()
