"""Events of this service, exactly as contracts/ promises them."""

from marshmallow import Schema, fields

from services.commissioning_decisions.schemas import buying_events
from services.commissioning_decisions.schemas.about_proposals import AboutProposal, Share
from services.commissioning_decisions.schemas.differing_events import (
    ConditionWaived,
    ConflictDeclared,
    ConflictSettled,
    DecisionNotTaken,
    DisputeRaised,
    DisputeSettled,
    FlowBegun,
    JointRuleAgreed,
    OptionExercised,
    PartnerLeft,
    PartnerSucceeded,
)


class Drafted(AboutProposal):
    pass


class Revised(AboutProposal):
    changes = fields.List(fields.String())
    material = fields.Boolean()


class StageChanged(AboutProposal):
    move = fields.String()
    from_stage = fields.String()
    to_stage = fields.String()
    outcome = fields.String()
    on = fields.Date()
    by_role = fields.String()
    because = fields.String()
    reason = fields.String(allow_none=True)


class VersionFrozen(AboutProposal):
    proposal_version = fields.Integer()
    sha256 = fields.String()
    invalidates = fields.List(fields.String())


class Paper(Schema):
    code = fields.String()
    title = fields.String()
    version = fields.Integer()
    sha256 = fields.String()
    classification = fields.String()
    author_organisation = fields.String()
    added_on = fields.Date()


class EvidenceAdded(AboutProposal):
    evidence = fields.Nested(Paper)


class Part(Schema):
    partner = fields.String()
    bp = fields.Integer()
    amount_pence = fields.Integer()


class SharesTold(AboutProposal):
    effective_from = fields.Date(allow_none=True)
    cost_head = fields.String()
    parts = fields.List(fields.Nested(Part))


class NoticePublished(AboutProposal):
    partner = fields.String()
    body = fields.String()
    matter = fields.String()
    key_decision = fields.Boolean()
    meeting_on = fields.Date()
    notice_on = fields.Date()
    latest_notice_on = fields.Date(allow_none=True)
    compliant = fields.Boolean()


class Condition(Schema):
    id = fields.String()
    kind = fields.String()
    text = fields.String()
    cap_pence = fields.Integer(allow_none=True)
    per = fields.String(allow_none=True)


class Decision(Schema):
    partner = fields.String()
    body = fields.String()
    route = fields.String()
    outcome = fields.String()
    decided_on = fields.Date()
    published_on = fields.Date(allow_none=True)
    effective_on = fields.Date(allow_none=True)
    call_in_closes_on = fields.Date(allow_none=True)
    conditions = fields.List(fields.Nested(Condition))
    deferred_until = fields.Date(allow_none=True)
    reason = fields.String(allow_none=True)
    resolutions = fields.List(fields.String())
    proposal_version = fields.Integer()
    sha256 = fields.String()


class DecisionRecorded(AboutProposal):
    decision = fields.Nested(Decision)


class CalledIn(AboutProposal):
    partner = fields.String()
    resolutions = fields.List(fields.String())
    called_in_on = fields.Date()
    others_effective_on = fields.Date(allow_none=True)


class CallInResolved(AboutProposal):
    partner = fields.String()
    resolutions = fields.List(fields.String())
    outcome = fields.String()
    on = fields.Date()


class DecisionEffective(AboutProposal):
    partner = fields.String()
    effective_on = fields.Date()


class OutcomeOfPartner(Schema):
    partner = fields.String()
    outcome = fields.String()
    effective_on = fields.Date(allow_none=True)


class OpenCondition(Condition):
    partner = fields.String()


class JointOutcomeReached(AboutProposal):
    rule = fields.String()
    outcome = fields.String()
    joint_effective_on = fields.Date(allow_none=True)
    per_partner = fields.List(fields.Nested(OutcomeOfPartner))
    open_conditions = fields.List(fields.Nested(OpenCondition))


class StandstillStarted(AboutProposal):
    regime = fields.String()
    letters_sent_on = fields.Date()
    ends_on = fields.Date()
    earliest_signing_on = fields.Date()
    explanation = fields.String()


class Supplier(Schema):
    code = fields.String()
    name = fields.String()


class AwardDecided(AboutProposal):
    supplier = fields.Nested(Supplier)
    annual_value_pence = fields.Integer()
    decided_on = fields.Date()
    partner = fields.String()
    route = fields.String()


class AgreementSealed(AboutProposal):
    kind = fields.String()
    host = fields.String()
    sealed_on = fields.Date()


class ContractCondition(Schema):
    partner = fields.String()
    kind = fields.String()
    cap_pence = fields.Integer(allow_none=True)
    per = fields.String(allow_none=True)


class Option(Schema):
    length_months = fields.Integer()
    last_notice_on = fields.Date()


class Contract(Schema):
    id = fields.String()
    proposal_id = fields.String()
    title = fields.String()
    service_type = fields.String()
    lead = fields.String()
    partners = fields.List(fields.String())
    supplier = fields.Nested(Supplier)
    regime = fields.String()
    signed_on = fields.Date()
    starts_on = fields.Date()
    initial_end_on = fields.Date()
    maximum_end_on = fields.Date()
    annual_value_pence = fields.Integer()
    value_maximum_pence = fields.Integer(allow_none=True)
    measure_set = fields.String()
    shares = fields.List(fields.Nested(Share))
    conditions = fields.List(fields.Nested(ContractCondition))
    options = fields.List(fields.Nested(Option))


class ContractSigned(Schema):
    contract = fields.Nested(Contract)


class Obligation(Schema):
    id = fields.String()
    subject = fields.String()
    kind = fields.String()
    title = fields.String()
    rule = fields.String()
    rule_version = fields.String()
    calendar = fields.String(allow_none=True)
    calendar_version = fields.String(allow_none=True)
    started_on = fields.Date()
    due_on = fields.Date()
    instant = fields.String()
    acts_from = fields.Date(allow_none=True)
    explanation = fields.String()
    role = fields.String()
    organisation = fields.String()
    warn_on = fields.Date()
    state = fields.String()
    late = fields.Boolean()
    discharged_on = fields.Date(allow_none=True)
    revision = fields.Integer()


class ObligationTold(Schema):
    obligation = fields.Nested(Obligation)


class ObligationChanged(ObligationTold):
    previous_due_on = fields.Date()


PUBLISHED: dict[tuple[str, int], type[Schema]] = {
    ("proposal.drafted", 1): Drafted,
    ("proposal.revised", 1): Revised,
    ("proposal.stage_changed", 1): StageChanged,
    ("proposal.version_frozen", 1): VersionFrozen,
    ("proposal.evidence_added", 1): EvidenceAdded,
    ("proposal.condition_waived", 1): ConditionWaived,
    ("proposal.partner_left", 1): PartnerLeft,
    ("proposal.flow_begun", 1): FlowBegun,
    ("proposal.partner_succeeded", 1): PartnerSucceeded,
    ("contract.option_exercised", 1): OptionExercised,
    ("conflict.declared", 1): ConflictDeclared,
    ("conflict.settled", 1): ConflictSettled,
    ("dispute.raised", 1): DisputeRaised,
    ("dispute.settled", 1): DisputeSettled,
    ("shares.proposed", 1): SharesTold,
    ("shares.agreed", 1): SharesTold,
    ("decision.notice_published", 1): NoticePublished,
    ("decision.recorded", 1): DecisionRecorded,
    ("decision.not_taken", 1): DecisionNotTaken,
    ("decision.called_in", 1): CalledIn,
    ("decision.call_in_resolved", 1): CallInResolved,
    ("decision.effective", 1): DecisionEffective,
    ("joint.rule_agreed", 1): JointRuleAgreed,
    ("joint.outcome_reached", 1): JointOutcomeReached,
    ("joint.outcome_by_rule_reached", 1): JointOutcomeReached,
    ("procurement.standstill_started", 1): StandstillStarted,
    ("procurement.regime_determined", 1): buying_events.RegimeDetermined,
    ("procurement.notice_published", 1): buying_events.ProcurementNoticePublished,
    ("procurement.representation_received", 1): buying_events.RepresentationReceived,
    ("procurement.further_decision", 1): buying_events.FurtherDecisionSent,
    ("procurement.abandoned", 1): buying_events.ProcurementAbandoned,
    ("supplier.risk_raised", 1): buying_events.SupplierRiskRaised,
    ("award.decided", 1): AwardDecided,
    ("agreement.sealed", 1): AgreementSealed,
    ("contract.signed", 1): ContractSigned,
    ("obligation.created", 1): ObligationTold,
    ("obligation.changed", 1): ObligationChanged,
    ("obligation.due_soon", 1): ObligationTold,
    ("obligation.breached", 1): ObligationTold,
    ("obligation.discharged", 1): ObligationTold,
    ("obligation.withdrawn", 1): ObligationTold,
}
