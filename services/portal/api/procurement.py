"""The law of a procurement, its notices, and how it may end."""

from marshmallow import Schema, fields, validate

from services.portal import words
from services.portal.api import kinds
from services.portal.api.kinds import Command
from services.portal.api.routes import Route, of_one
from services.portal.calls import DECISIONS


class Cooperation(Schema):
    common_objectives = fields.Boolean(required=True)
    solely_public_interest = fields.Boolean(required=True)
    outside_bp = kinds.whole("part of the activity outside public tasks, in basis points")
    measured_on = kinds.day("when that part was measured")
    evidence = kinds.text("where it is on record", 300)


class Compared(Schema):
    existing_value_pence = kinds.pence("lifetime value of the contract that ends")
    materially_different = fields.Boolean(required=True)
    by_authority = fields.Boolean(required=True)
    external_factors = fields.Boolean()
    succession_only = fields.Boolean()


class Situation(Schema):
    existing_provider = fields.Boolean()
    only_existing_capable = fields.Boolean()
    patient_choice = fields.Boolean()
    number_unrestricted = fields.Boolean()
    contracts_to_all_who_meet = fields.Boolean()
    can_express_interest = fields.Boolean()
    existing_satisfies = fields.Boolean()
    can_identify_most_suitable = fields.Boolean()
    compared = fields.Nested(Compared, allow_none=True)


class Urgency(Schema):
    must_be_urgent = fields.Boolean(required=True)
    foreseeable = fields.Boolean(required=True)
    own_doing = fields.Boolean(required=True)
    risk_to_safety = fields.Boolean(required=True)


class DetermineRegime(Command):
    started_on = kinds.day("day on which the procurement starts")
    buyer = kinds.choice(*words.BUYERS)
    health_pence = kinds.pence("health care for the health service, whole life with VAT", False)
    other_pence = kinds.pence("everything else, whole life with VAT", False)
    light_touch = fields.Boolean()
    inseparable_because = kinds.optional_text("why it cannot be bought apart")
    not_health_service_because = kinds.optional_text("why it is not for the health service")
    cooperation = fields.Nested(Cooperation, allow_none=True)
    process = fields.String(allow_none=True, validate=validate.OneOf(list(words.PROCESSES)))
    form = kinds.choice("contract", "framework", "concession", required=False)
    situation = fields.Nested(Situation, allow_none=True)
    urgency = fields.Nested(Urgency, allow_none=True)
    direct_award_because = kinds.optional_text("ground of a direct award")
    user_choice = fields.Boolean()
    voluntary_standstill = fields.Boolean()
    market_engaged = fields.Boolean(allow_none=True)
    advertised = fields.Boolean(allow_none=True)
    measures_unsuitable = kinds.optional_text("why indicators do not fit")
    authority_spend_pence = kinds.pence("what the buyer expects to pay in the year", False)
    year_begins_on = kinds.day("first day of that year", required=False)


class RecordPublishedNotice(Command):
    notice = kinds.text("which notice, such as UK6 or PSR-SCH-6", 60)
    number = fields.String(
        required=True,
        validate=validate.Regexp(
            r"^\d{6}-\d{4}$", error="Use the number of the notice: 091234-2026."
        ),
    )
    published_on = kinds.day("day of its publication")
    about = kinds.optional_text("which of several", 60)
    ocid = kinds.optional_text("identifier of the contracting process", 100)


class RecordRepresentation(Command):
    provider = kinds.text("code of the provider", 60)
    received_at = fields.AwareDateTime(required=True)


class RecordFurtherDecision(Command):
    outcome = kinds.choice(*words.FURTHER_DECISIONS)
    reasons = kinds.text("the reasons that were sent")
    sent_at = fields.AwareDateTime(required=True)
    sent_to = kinds.texts("codes of the providers that were told")


class AbandonProcurement(Command):
    reason = kinds.text("why; published")


class RaiseSupplierRisk(Command):
    supplier = kinds.text("name of the supplier", 300)
    level = kinds.choice(*words.RISK_LEVELS)
    source = kinds.text("what shows it", 300)


ROUTES = (
    of_one("/regime", "determine_regime", "Determine law and process", DetermineRegime),
    of_one(
        "/published-notices",
        "record_published_notice",
        "Record a notice that somebody published",
        RecordPublishedNotice,
    ),
    of_one(
        "/representations",
        "record_representation",
        "Record a representation in a standstill",
        RecordRepresentation,
    ),
    of_one(
        "/further-decisions",
        "record_further_decision",
        "Record the further decision about representations",
        RecordFurtherDecision,
    ),
    of_one("/abandonment", "abandon_procurement", "Give a procurement up", AbandonProcurement),
    of_one("/supplier-risks", "raise_supplier_risk", "Record a supplier's risk", RaiseSupplierRisk),
    Route(
        "GET",
        "/proposals/<id>/notice-duties",
        DECISIONS,
        "list_notice_duties",
        "Every notice of a procurement: done, due or not, by when and why",
    ),
    Route(
        "GET",
        "/proposals/<id>/release",
        DECISIONS,
        "draft_release",
        "A draft of open contracting data, with what is missing",
    ),
)
