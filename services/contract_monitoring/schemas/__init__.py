"""Shapes on the wire: commands in, events out, events of others."""

from marshmallow import EXCLUDE, Schema, fields, validate

from services.contract_monitoring.schemas import money
from services.contract_monitoring.schemas.blocks import (
    COUNT,
    REFERENCE,
    WORDS,
    Activity,
    ContractId,
    ContractWatch,
    Days,
)

# Commands and queries: strict, an unknown field is an error.


class ReturnKey(ContractId):
    measure = fields.String(required=True, validate=REFERENCE)
    period = fields.String(required=True, validate=REFERENCE)


class SubmitReturn(ReturnKey):
    period_kind = fields.String(load_default="full", validate=validate.OneOf(["full", "part"]))
    starts_on = fields.Date(load_default=None, allow_none=True)
    ends_on = fields.Date(load_default=None, allow_none=True)
    numerator = fields.Integer(required=True, strict=True, validate=COUNT)
    denominator = fields.Integer(required=True, strict=True, validate=COUNT)
    on = fields.Date(load_default=None)


class ValidateReturn(ReturnKey):
    on = fields.Date(load_default=None)


class RestateReturn(ReturnKey):
    numerator = fields.Integer(required=True, strict=True, validate=COUNT)
    denominator = fields.Integer(required=True, strict=True, validate=COUNT)
    reason = fields.String(required=True, validate=WORDS)
    on = fields.Date(load_default=None)


class CloseNotice(ContractId):
    measure = fields.String(required=True, validate=REFERENCE)
    evidence = fields.String(required=True, validate=WORDS)
    on = fields.Date(load_default=None)


class OpenReview(ContractId):
    reason = fields.String(required=True, validate=WORDS)
    on = fields.Date(load_default=None)


class CalculateBalancing(ContractId):
    year = fields.Nested(Days, required=True)
    outturn_pence = fields.Integer(required=True, strict=True, validate=COUNT)
    activity = fields.List(
        fields.Nested(Activity), required=True, validate=validate.Length(min=1, max=50)
    )
    decision_reference = fields.String(load_default=None, allow_none=True, validate=WORDS)
    beyond_by = fields.String(load_default="share", validate=validate.OneOf(["share", "activity"]))
    on = fields.Date(load_default=None)


class TestUplift(ContractId):
    percent_bp = fields.Integer(
        required=True, strict=True, validate=validate.Range(min=-10_000, max=10_000)
    )
    from_on = fields.Date(required=True)
    on = fields.Date(load_default=None)


class GetContract(Schema):
    id = fields.String(required=True, validate=REFERENCE)


class ListContracts(Schema):
    """Every contract; there is nothing to choose."""


# Events out.


class ContractChanged(Schema):
    contract = fields.Nested(ContractWatch)


class MonitoringReturn(Schema):
    contract_id = fields.String()
    measure = fields.String()
    measure_name = fields.String()
    period = fields.String()
    period_kind = fields.String()
    starts_on = fields.Date()
    ends_on = fields.Date()
    numerator_public = fields.String()
    denominator_public = fields.String()
    value_public = fields.String(allow_none=True)
    rating = fields.String()
    revision = fields.Integer()
    stage = fields.String()
    submitted_on = fields.Date()
    reason = fields.String(allow_none=True)
    previous_rating = fields.String(allow_none=True)


ReturnChanged = Schema.from_dict({"return": fields.Nested(MonitoringReturn)}, name="ReturnChanged")


class PerformanceChanged(Schema):
    contract = fields.Nested(ContractWatch)
    level = fields.Integer()
    measures = fields.List(fields.String())
    notice_on = fields.Date()
    cure_by = fields.Date(allow_none=True)
    because = fields.String()


class Band(Schema):
    name = fields.String()
    amount_pence = fields.Integer()


class BalancingOfPartner(Schema):
    partner = fields.String()
    by_share_pence = fields.Integer()
    by_activity_pence = fields.Integer()
    due_pence = fields.Integer()


class BalancingCalculated(Schema):
    contract_id = fields.String()
    year = fields.String()
    outturn_pence = fields.Integer()
    budget_pence = fields.Integer()
    rule = fields.String()
    bands = fields.List(fields.Nested(Band))
    per_partner = fields.List(fields.Nested(BalancingOfPartner))
    warnings = fields.List(fields.String())


class UpliftOfPartner(Schema):
    partner = fields.String()
    amount_pence = fields.Integer()


class Blocking(Schema):
    partner = fields.String()
    condition = fields.String()
    cap_pence = fields.Integer()
    amount_pence = fields.Integer()


class UpliftTested(Schema):
    contract_id = fields.String()
    from_on = fields.Date()
    percent = fields.String()
    total_pence = fields.Integer()
    per_partner = fields.List(fields.Nested(UpliftOfPartner))
    blocked_by = fields.List(fields.Nested(Blocking))


PUBLISHED: dict[tuple[str, int], type[Schema]] = {
    ("contract.commenced", 1): ContractChanged,
    ("contract.review_opened", 1): ContractChanged,
    ("kpi.return_submitted", 1): ReturnChanged,
    ("kpi.return_validated", 1): ReturnChanged,
    ("kpi.return_restated", 1): ReturnChanged,
    ("performance.escalated", 1): PerformanceChanged,
    ("performance.deescalated", 1): PerformanceChanged,
    ("finance.balancing_calculated", 1): BalancingCalculated,
    ("finance.uplift_tested", 1): UpliftTested,
    **money.PUBLISHED,
}


# Events of others: only the fields that we use, whatever else is sent.


class Tolerant(Schema):
    class Meta:
        unknown = EXCLUDE


class Supplier(Tolerant):
    code = fields.String(required=True)
    name = fields.String(load_default="")


class Share(Tolerant):
    partner = fields.String(required=True)
    bp = fields.Integer(required=True)


class ApprovalCondition(Tolerant):
    partner = fields.String(required=True)
    kind = fields.String(required=True)
    cap_pence = fields.Integer(load_default=None, allow_none=True)
    per = fields.String(load_default=None, allow_none=True)


class SignedContract(Tolerant):
    id = fields.String(required=True)
    proposal_id = fields.String(required=True)
    title = fields.String(required=True)
    service_type = fields.String(load_default=None, allow_none=True)
    lead = fields.String(required=True)
    partners = fields.List(fields.String(), required=True)
    supplier = fields.Nested(Supplier, required=True)
    regime = fields.String(load_default=None, allow_none=True)
    signed_on = fields.Date(load_default=None, allow_none=True)
    starts_on = fields.Date(required=True)
    initial_end_on = fields.Date(load_default=None, allow_none=True)
    maximum_end_on = fields.Date(required=True)
    annual_value_pence = fields.Integer(required=True)
    measure_set = fields.String(required=True)
    shares = fields.List(fields.Nested(Share), required=True)
    conditions = fields.List(fields.Nested(ApprovalCondition), load_default=list)


class ContractSigned(Tolerant):
    contract = fields.Nested(SignedContract, required=True)


class MovedProposal(Tolerant):
    id = fields.String(required=True)


class ProposalStageChanged(Tolerant):
    proposal = fields.Nested(MovedProposal, required=True)
    from_stage = fields.String(required=True)
    to_stage = fields.String(required=True)
    on = fields.Date(required=True)
    because = fields.String(load_default="")


CONSUMED: dict[tuple[str, int], type[Schema]] = {
    ("contract.signed", 1): ContractSigned,
    ("proposal.stage_changed", 1): ProposalStageChanged,
}
