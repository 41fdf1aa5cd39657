"""Commands: strict, an unknown field is an error."""

from typing import Any

from marshmallow import Schema, fields, validate

from services.commissioning_decisions.domain.conflicts import ACTIONS, NATURES
from services.commissioning_decisions.domain.disputes import OUTCOMES as DISPUTE_OUTCOMES
from services.commissioning_decisions.domain.joint import JOINT_RULES
from services.commissioning_decisions.domain.key_decisions import MAY_AGREE, NOTICE_RULES
from services.commissioning_decisions.domain.partners import ROUTES as ROUTES_BY_MODEL
from services.commissioning_decisions.domain.votes import VOTES

WORDS = validate.Length(min=1, max=2000)
NAME = validate.Length(min=1, max=300)
CODE = validate.Regexp(r"^[A-Z][A-Z0-9]{1,15}$", error="Use a code such as MBC.")
REFERENCE = validate.Length(min=1, max=60)
SHA256 = validate.Regexp(r"^[0-9a-f]{64}$", error="Use 64 hexadecimal digits.")
# Far above every real amount, and well inside a bigint.
PENCE = validate.Range(min=0, max=10**14)
ROUTES = validate.OneOf(sorted({route for routes in ROUTES_BY_MODEL.values() for route in routes}))
SERVICE_TYPES = validate.OneOf(["speech_and_language_therapy", "children_equipment", "other"])


def when() -> Any:
    """The legal day of the act; today when it is left out."""
    return fields.Date(load_default=None)


def pence(required: bool = True) -> Any:
    if required:
        return fields.Integer(required=True, strict=True, validate=PENCE)
    return fields.Integer(load_default=None, allow_none=True, strict=True, validate=PENCE)


class Governance(Schema):
    model = fields.String(required=True, validate=validate.OneOf(sorted(ROUTES_BY_MODEL)))
    call_in = fields.Boolean(required=True)
    call_in_working_days = fields.Integer(
        load_default=None, allow_none=True, strict=True, validate=validate.Range(1, 20)
    )


class RegisterPartner(Schema):
    code = fields.String(required=True, validate=CODE)
    name = fields.String(required=True, validate=NAME)
    kind = fields.String(required=True, validate=validate.OneOf(["council", "nhs"]))
    governance = fields.Nested(Governance, required=True)
    key_decision_pence = pence(required=False)
    limits = fields.Dict(
        keys=fields.String(), values=fields.Integer(strict=True, validate=PENCE), load_default=dict
    )
    limits_basis = fields.String(
        load_default="whole_life", validate=validate.OneOf(["whole_life", "a_year"])
    )
    order = fields.Integer(load_default=0, strict=True, validate=validate.Range(0, 1000))
    succeeded_by = fields.String(load_default=None, allow_none=True, validate=CODE)
    on = when()


class DraftProposal(Schema):
    reference = fields.String(load_default=None, allow_none=True)
    title = fields.String(required=True, validate=NAME)
    service_type = fields.String(required=True, validate=SERVICE_TYPES)
    need_id = fields.String(load_default=None, allow_none=True, validate=REFERENCE)
    process = fields.String(load_default="JCP-16", validate=REFERENCE)
    lead = fields.String(required=True, validate=CODE)
    partners = fields.List(
        fields.String(validate=CODE), required=True, validate=validate.Length(1, 20)
    )
    on = when()


class ProposalId(Schema):
    proposal_id = fields.String(required=True, validate=REFERENCE)


class Share(Schema):
    partner = fields.String(required=True, validate=CODE)
    bp = fields.Integer(required=True, strict=True, validate=validate.Range(min=0, max=10_000))


class Term(Schema):
    initial_months = fields.Integer(required=True, strict=True, validate=validate.Range(1, 600))
    extension_months = fields.List(
        fields.Integer(strict=True, validate=validate.Range(1, 600)), load_default=list
    )


class Content(Schema):
    annual_cost_pence = pence()
    cost_head = fields.String(required=True, validate=NAME)
    shares = fields.List(fields.Nested(Share), required=True, validate=validate.Length(1, 20))
    term = fields.Nested(Term, load_default=None, allow_none=True)
    maximum_value_pence = pence(required=False)
    specification_sha256 = fields.String(load_default=None, allow_none=True, validate=SHA256)
    measure_set = fields.String(load_default=None, allow_none=True, validate=REFERENCE)
    wards_affected = fields.Integer(
        load_default=None, allow_none=True, strict=True, validate=validate.Range(0, 1000)
    )
    planned_start_on = fields.Date(load_default=None, allow_none=True)


class Versioned(ProposalId):
    expected_version = fields.Integer(required=True, strict=True)


class ReviseProposal(Versioned):
    content = fields.Nested(Content, required=True)
    reason = fields.String(required=True, validate=WORDS)
    on = when()


class AddEvidence(ProposalId):
    code = fields.String(
        required=True, validate=validate.Regexp(r"^E\d\d$", error="Use a code such as E05.")
    )
    title = fields.String(required=True, validate=NAME)
    sha256 = fields.String(required=True, validate=SHA256)
    classification = fields.String(
        required=True, validate=validate.OneOf(["public", "partner", "exempt", "restricted"])
    )
    author_organisation = fields.String(required=True, validate=CODE)
    facts = fields.Dict(keys=fields.String(), data_key="fields", load_default=dict)
    on = when()


class WaiveCondition(ProposalId):
    move = fields.String(required=True, validate=REFERENCE)
    condition = fields.String(required=True, validate=REFERENCE)
    paper = fields.String(load_default=None, allow_none=True, validate=REFERENCE)
    reason = fields.String(required=True, validate=WORDS)
    on = when()


class DeclareConflict(ProposalId):
    partner = fields.String(required=True, validate=CODE)
    role = fields.String(required=True, validate=NAME)
    nature = fields.String(required=True, validate=validate.OneOf(NATURES))
    action = fields.String(required=True, validate=validate.OneOf(ACTIONS))
    seat = fields.String(load_default=None, allow_none=True, validate=REFERENCE)
    reason = fields.String(load_default=None, allow_none=True, validate=WORDS)
    on = when()


class SettleConflict(ProposalId):
    partner = fields.String(required=True, validate=CODE)
    conflict_id = fields.String(required=True, validate=REFERENCE)
    on = when()


class MoveProposal(Versioned):
    move = fields.String(required=True, validate=REFERENCE)
    reason = fields.String(load_default=None, allow_none=True, validate=WORDS)
    on = when()


class PublishNotice(ProposalId):
    partner = fields.String(required=True, validate=CODE)
    body = fields.String(required=True, validate=NAME)
    matter = fields.String(required=True, validate=WORDS)
    key_decision = fields.Boolean(required=True)
    meeting_on = fields.Date(required=True)
    kind = fields.String(load_default="forward_plan", validate=validate.OneOf(list(NOTICE_RULES)))
    agreed_by = fields.String(
        load_default=None, allow_none=True, validate=validate.OneOf(list(MAY_AGREE))
    )
    on = when()


class Condition(Schema):
    id = fields.String(load_default=None, allow_none=True, validate=REFERENCE)
    kind = fields.String(required=True, validate=REFERENCE)
    text = fields.String(required=True, validate=WORDS)
    cap_pence = pence(required=False)
    per = fields.String(load_default=None, allow_none=True, validate=validate.OneOf(["year"]))
    until = fields.Date(load_default=None, allow_none=True)
    due_on = fields.Date(load_default=None, allow_none=True)
    owner = fields.String(load_default=None, allow_none=True, validate=CODE)


class Vote(Schema):
    seat = fields.String(required=True, validate=REFERENCE)
    vote = fields.String(required=True, validate=validate.OneOf(VOTES))


class RecordDecision(ProposalId):
    partner = fields.String(required=True, validate=CODE)
    body = fields.String(required=True, validate=NAME)
    route = fields.String(required=True, validate=ROUTES)
    outcome = fields.String(
        required=True,
        validate=validate.OneOf(
            [
                "approved",
                "approved_conditional",
                "deferred",
                "rejected",
                "inquorate",
                "withdrawn",
            ]
        ),
    )
    proposal_version = fields.Integer(required=True, strict=True)
    sha256 = fields.String(required=True, validate=SHA256)
    decided_on = fields.Date(required=True)
    published_on = fields.Date(load_default=None, allow_none=True)
    conditions = fields.List(fields.Nested(Condition), load_default=list)
    deferred_until = fields.Date(load_default=None, allow_none=True)
    reason = fields.String(load_default=None, allow_none=True, validate=WORDS)
    resolutions = fields.List(fields.String(validate=REFERENCE), load_default=list)
    authority_reference = fields.String(load_default=None, allow_none=True, validate=NAME)
    value_pence = pence(required=False)
    votes = fields.List(fields.Nested(Vote), load_default=list, validate=validate.Length(max=200))
    quorum = fields.Integer(
        load_default=None, allow_none=True, strict=True, validate=validate.Range(1, 200)
    )
    casting_vote = fields.String(
        load_default=None, allow_none=True, validate=validate.OneOf(["for", "against"])
    )
    on = when()


class CallIn(ProposalId):
    partner = fields.String(required=True, validate=CODE)
    resolutions = fields.List(
        fields.String(validate=REFERENCE), required=True, validate=validate.Length(min=1)
    )
    by_count = fields.Integer(
        load_default=None, allow_none=True, strict=True, validate=validate.Range(1, 200)
    )
    on = when()


class ResolveCallIn(ProposalId):
    partner = fields.String(required=True, validate=CODE)
    resolutions = fields.List(
        fields.String(validate=REFERENCE), required=True, validate=validate.Length(min=1)
    )
    outcome = fields.String(
        required=True, validate=validate.OneOf(["no_action", "refer_back", "refer_to_council"])
    )
    on = when()


class ConfirmCondition(ProposalId):
    partner = fields.String(required=True, validate=CODE)
    condition_id = fields.String(required=True, validate=REFERENCE)
    evidence = fields.String(load_default=None, allow_none=True, validate=WORDS)
    on = when()


class AgreeJointRule(ProposalId):
    type = fields.String(required=True, validate=validate.OneOf(JOINT_RULES))
    authority_reference = fields.String(required=True, validate=validate.Length(max=300))
    quorum = fields.Integer(
        load_default=None, allow_none=True, strict=True, validate=validate.Range(1, 20)
    )
    threshold_bp = fields.Integer(
        load_default=None, allow_none=True, strict=True, validate=validate.Range(0, 10_000)
    )
    weights = fields.Dict(
        keys=fields.String(validate=CODE),
        values=fields.Integer(strict=True, validate=validate.Range(0, 10_000)),
        load_default=dict,
    )
    casting_vote = fields.String(load_default=None, allow_none=True, validate=CODE)
    cap_pence = pence(required=False)
    valid_until = fields.Date(load_default=None, allow_none=True)
    on = when()


class ProceedWithout(ProposalId):
    partner = fields.String(required=True, validate=CODE)
    reason = fields.String(required=True, validate=WORDS)
    on = when()


class RaiseDispute(ProposalId):
    about = fields.String(required=True, validate=WORDS)
    on = when()


class SettleDispute(ProposalId):
    outcome = fields.String(required=True, validate=validate.OneOf(DISPUTE_OUTCOMES))
    on = when()


class OpenTender(ProposalId):
    evaluation = fields.Dict(keys=fields.String(), required=True)
    notice_on = fields.Date(required=True)
    closes_at = fields.AwareDateTime(required=True)
    on = when()


class ScoredBid(Schema):
    code = fields.String(required=True, validate=REFERENCE)
    name = fields.String(required=True, validate=NAME)
    price_pence = fields.Integer(
        required=True, strict=True, validate=validate.Range(min=1, max=10**14)
    )
    quality = fields.Decimal(required=True, places=2)
    young = fields.Decimal(required=True, places=2)
    social = fields.Decimal(required=True, places=2)


class RecordScores(ProposalId):
    bids = fields.List(fields.Nested(ScoredBid), required=True, validate=validate.Length(1, 50))
    on = when()


class Supplier(Schema):
    code = fields.String(required=True, validate=REFERENCE)
    name = fields.String(required=True, validate=NAME)


class RecordAward(ProposalId):
    supplier = fields.Nested(Supplier, required=True)
    partner = fields.String(required=True, validate=CODE)
    route = fields.String(required=True, validate=ROUTES)
    decided_on = fields.Date(required=True)
    published_on = fields.Date(load_default=None, allow_none=True)
    on = when()


class StartStandstill(ProposalId):
    sent_on = fields.Date(required=True)
    on = when()


class SignContract(ProposalId):
    contract_reference = fields.String(load_default=None, allow_none=True)
    supplier = fields.Nested(Supplier, required=True)
    signed_on = fields.Date(required=True)
    starts_on = fields.Date(required=True)
    initial_end_on = fields.Date(required=True)
    maximum_end_on = fields.Date(required=True)
    annual_value_pence = pence()
    on = when()


class SealAgreement(ProposalId):
    kind = fields.String(
        required=True,
        validate=validate.OneOf(["section_75_lead", "section_75_pooled", "collaboration"]),
    )
    host = fields.String(required=True, validate=CODE)
    sealed_on = fields.Date(required=True)
    on = when()


class RecomputeDeadlines(Schema):
    limit = fields.Integer(load_default=1000, strict=True, validate=validate.Range(1, 5000))
