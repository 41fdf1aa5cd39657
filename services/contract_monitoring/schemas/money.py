"""Shapes of an agreement while it runs: commands in, events out."""

from typing import Any

from marshmallow import Schema, ValidationError, fields, validate, validates_schema

from services.contract_monitoring.domain.agreement import SERVICE, Reading
from services.contract_monitoring.domain.conditions import OWN_COST_CAP
from services.contract_monitoring.domain.terms import Charged, Overspend, PartYear, Underspend
from services.contract_monitoring.schemas.blocks import (
    BASIS_POINTS,
    COUNT,
    REFERENCE,
    WORDS,
    Activity,
    ContractId,
    ContractWatch,
    Days,
)

ORGANISATION = validate.Regexp(r"^[A-Z][A-Z0-9]{1,15}$", error="Use a code such as MBC.")
DIGEST = validate.Regexp(r"^[0-9a-f]{64}$", error="Use 64 hexadecimal digits.")
SEVERAL = validate.Length(min=1, max=50)


def one_of(words: type) -> fields.String:
    """One of the words of an enumeration; left out, the agreement does not say."""
    return fields.String(
        load_default=None,
        allow_none=True,
        validate=validate.OneOf([str(each) for each in words]),  # type: ignore[attr-defined]
    )


def shares(**options: object) -> Any:
    return fields.List(fields.Nested(Part), validate=SEVERAL, **options)  # type: ignore[arg-type]


class Part(Activity):
    partner = fields.String(required=True, validate=ORGANISATION)


class RecordTerms(ContractId):
    from_on = fields.Date(required=True)
    reference = fields.String(required=True, validate=WORDS)
    overspend = one_of(Overspend)
    underspend = one_of(Underspend)
    part_year = one_of(PartYear)
    charged = one_of(Charged)
    by_share_until_bp = fields.Integer(load_default=200, strict=True, validate=BASIS_POINTS)
    by_activity_until_bp = fields.Integer(load_default=1_000, strict=True, validate=BASIS_POINTS)
    exit_notice_months = fields.Integer(
        load_default=None, allow_none=True, strict=True, validate=validate.Range(min=0, max=120)
    )
    host = fields.String(load_default=None, allow_none=True, validate=ORGANISATION)
    on = fields.Date(load_default=None)

    @validates_schema
    def bounds_stand_in_order(self, data: dict[str, Any], **_: Any) -> None:
        if data["by_share_until_bp"] > data["by_activity_until_bp"]:
            raise ValidationError(
                "The corridor's second bound is not below its first.", "by_activity_until_bp"
            )


class IssueContributions(ContractId):
    year = fields.Nested(Days, required=True)
    on = fields.Date(load_default=None)


class RecordForecast(ContractId):
    year = fields.Nested(Days, required=True)
    spent_pence = fields.Integer(required=True, strict=True, validate=COUNT)
    forecast_pence = fields.Integer(required=True, strict=True, validate=COUNT)
    on = fields.Date(load_default=None)


class ChangeShares(ContractId):
    cost_head = fields.String(load_default=SERVICE, validate=REFERENCE)
    from_on = fields.Date(required=True)
    shares = shares(required=True)
    annual_value_pence = fields.Integer(
        load_default=None, allow_none=True, strict=True, validate=COUNT
    )
    reference = fields.String(required=True, validate=WORDS)
    variation_reference = fields.String(load_default=None, allow_none=True, validate=WORDS)
    on = fields.Date(load_default=None)


class ConditionKey(ContractId):
    partner = fields.String(required=True, validate=ORGANISATION)
    condition = fields.String(load_default=OWN_COST_CAP, validate=REFERENCE)


class RecordConditionReading(ConditionKey):
    reading = fields.String(required=True, validate=validate.OneOf([str(each) for each in Reading]))
    reference = fields.String(required=True, validate=WORDS)
    on = fields.Date(load_default=None)


class ReleaseCondition(ConditionKey):
    allowed_pence = fields.Integer(required=True, strict=True, validate=COUNT)
    from_on = fields.Date(required=True)
    reference = fields.String(required=True, validate=WORDS)
    on = fields.Date(load_default=None)


class SucceedPartner(ContractId):
    bodies = fields.List(fields.String(validate=ORGANISATION), required=True, validate=SEVERAL)
    successors = shares(required=True)
    from_on = fields.Date(required=True)
    reference = fields.String(required=True, validate=WORDS)
    on = fields.Date(load_default=None)


class RecordExit(ContractId):
    partner = fields.String(required=True, validate=ORGANISATION)
    notice_on = fields.Date(required=True)
    leaves_on = fields.Date(required=True)
    reference = fields.String(required=True, validate=WORDS)
    on = fields.Date(load_default=None)


class ProposeReshare(ContractId):
    partner = fields.String(required=True, validate=ORGANISATION)
    annual_value_pence = fields.Integer(required=True, strict=True, validate=COUNT)
    shares = shares(load_default=list)
    reference = fields.String(required=True, validate=WORDS)
    on = fields.Date(load_default=None)


class DecideReshare(ContractId):
    partner = fields.String(required=True, validate=ORGANISATION)
    sha256 = fields.String(required=True, validate=DIGEST)
    reference = fields.String(required=True, validate=WORDS)
    limit_pence = fields.Integer(load_default=None, allow_none=True, strict=True, validate=COUNT)
    on = fields.Date(load_default=None)


# Events out.


class PartOf(Schema):
    partner = fields.String()
    bp = fields.Integer()


class Amount(Schema):
    partner = fields.String()
    amount_pence = fields.Integer()


class HeadChanged(Schema):
    cost_head = fields.String()
    from_on = fields.Date()
    annual_value_pence = fields.Integer()
    shares_before = fields.List(fields.Nested(PartOf))
    shares_after = fields.List(fields.Nested(PartOf))


class Cap(Schema):
    partner = fields.String()
    condition = fields.String()
    cap_pence = fields.Integer()


class PartnerSucceeded(Schema):
    contract = fields.Nested(ContractWatch)
    bodies = fields.List(fields.String())
    successors = fields.List(fields.Nested(PartOf))
    from_on = fields.Date()
    reference = fields.String()
    changes = fields.List(fields.Nested(HeadChanged))
    conditions = fields.List(fields.Nested(Cap))
    debts = fields.List(fields.Nested(Amount))


class PartnerExitNotified(Schema):
    contract = fields.Nested(ContractWatch)
    partner = fields.String()
    notice_on = fields.Date()
    leaves_on = fields.Date()
    reference = fields.String()
    shares_of_rest = fields.List(fields.Nested(PartOf))


class PartnerExited(Schema):
    contract = fields.Nested(ContractWatch)
    partner = fields.String()
    leaves_on = fields.Date()
    reference = fields.String()
    shares_after = fields.List(fields.Nested(PartOf))


class Difference(Schema):
    period = fields.String()
    partner = fields.String()
    before_pence = fields.Integer()
    after_pence = fields.Integer()
    difference_pence = fields.Integer()


class SharesChanged(HeadChanged):
    contract = fields.Nested(ContractWatch)
    kind = fields.String()
    reference = fields.String()
    journal = fields.List(fields.Nested(Difference))


class ContributionDue(Schema):
    contract_id = fields.String()
    year = fields.String()
    period = fields.String()
    starts_on = fields.Date()
    ends_on = fields.Date()
    total_pence = fields.Integer()
    per_partner = fields.List(fields.Nested(Amount))
    rule = fields.String()


PUBLISHED: dict[tuple[str, int], type[Schema]] = {
    ("partner.succeeded", 1): PartnerSucceeded,
    ("partner.exit_notified", 1): PartnerExitNotified,
    ("partner.exited", 1): PartnerExited,
    ("shares.changed", 1): SharesChanged,
    ("finance.contribution_due", 1): ContributionDue,
}
