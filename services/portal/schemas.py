"""What the portal reads of each event: the blocks that its boards, lists and pages are made of.

Tolerant: what a later publisher adds is left out. Dates stay text, since a block is kept as JSON.
"""

from typing import Any

from marshmallow import EXCLUDE, Schema, fields


class Tolerant(Schema):
    class Meta:
        unknown = EXCLUDE


def block(needed: str, others: str = "", **nested: Any) -> type[Schema]:
    """A schema of plain values: those that must be there, those that may, and blocks within."""
    made: dict[str, Any] = {
        name: fields.Raw(required=True, allow_none=False) for name in needed.split()
    }
    made |= {name: fields.Raw(load_default=None, allow_none=True) for name in others.split()}
    return Tolerant.from_dict(made | nested, name=f"Block{'_'.join(needed.split()[:2])}")


def several(schema: type[Schema]) -> Any:
    return fields.List(fields.Nested(schema), load_default=list)


Share = block("partner bp")
Supplier = block("code name")

Proposal = block(
    "id title service_type lead partners stage stage_since",
    "stage_number need_id process process_version proposal_version frozen_sha256 "
    "annual_cost_pence cost_head joint_outcome joint_effective_on contract_id moves",
    shares=several(Share),
)
Need = block(
    "id title service_type",
    "trigger_kind trigger_text area indicator_codes identified_on scored_on score rank ranked_of "
    "weights_version",
    criteria=several(block("code", "weight score")),
)
Observation = block(
    "code area period value_public",
    "name unit kind numerator_public denominator_public status revision source polarity",
)
Assessment = block(
    "id title",
    "version as_at published_on indicator_codes need_ids",
    policy=fields.Nested(block("k", "rounding"), load_default=None, allow_none=True),
)
Session = block(
    "id panel purpose held_on opens_on closes_on stage",
    "proposal_id proposal_version brief_issued_on quorum_met present_band adjustments_met "
    "recommendation_count",
)
Recommendation = block(
    "id session_id strength statement stage response_due_on",
    "proposal_id theme why support late submitted_on",
    response=fields.Nested(
        block(
            "decision",
            "reasons what_will_change owner due_on responded_on signed_by_director reaction",
        ),
        load_default=None,
        allow_none=True,
    ),
)
SignedContract = block(
    "id proposal_id title lead partners starts_on annual_value_pence",
    "service_type regime signed_on initial_end_on maximum_end_on value_maximum_pence measure_set",
    supplier=fields.Nested(Supplier, required=True),
    shares=several(Share),
    conditions=several(block("partner kind", "cap_pence per")),
    options=several(block("length_months", "last_notice_on")),
)
Watch = block(
    "id title stage escalation_level",
    "proposal_id starts_on review_opened_on",
    open_notices=several(block("level measure raised_on because")),
    measures=several(block("code name target", "last_period last_rating")),
)
MonitoringReturn = block(
    "contract_id measure measure_name period starts_on rating stage",
    # Without a single case there is no value.
    "value_public period_kind ends_on numerator_public denominator_public revision submitted_on "
    "reason previous_rating",
)


def carrying(**blocks: type[Schema]) -> type[Schema]:
    """An event that carries the whole block of its subject under its own name."""
    return Tolerant.from_dict(
        {name: fields.Nested(schema, required=True) for name, schema in blocks.items()},
        name=f"Carrying_{'_'.join(blocks)}",
    )


WithProposal = carrying(proposal=Proposal)
WithNeed = carrying(need=Need)
WithObservation = carrying(observation=Observation)
WithAssessment = carrying(assessment=Assessment)
WithSession = carrying(session=Session)
WithRecommendation = carrying(recommendation=Recommendation)
WithSignedContract = carrying(contract=SignedContract)
WithWatch = carrying(contract=Watch)
WithReturn = carrying(**{"return": MonitoringReturn})
UpliftTested = block(
    "contract_id from_on percent total_pence",
    blocked_by=several(block("partner cap_pence amount_pence")),
)
BalancingCalculated = block("contract_id year outturn_pence budget_pence")
ContributionDue = block(
    "contract_id year period starts_on ends_on total_pence",
    per_partner=several(block("partner amount_pence")),
)

CARRIERS: dict[type[Schema], tuple[str, ...]] = {
    WithObservation: ("indicator.loaded", "indicator.restated"),
    WithAssessment: ("assessment.published",),
    WithNeed: ("need.identified", "need.scored"),
    WithProposal: (
        "proposal.drafted",
        "proposal.revised",
        "proposal.stage_changed",
        "proposal.version_frozen",
        "proposal.evidence_added",
        "proposal.condition_waived",
        "proposal.partner_left",
        "proposal.partner_succeeded",
        "proposal.flow_begun",
        "contract.option_exercised",
        "conflict.declared",
        "conflict.settled",
        "dispute.raised",
        "dispute.settled",
        "shares.proposed",
        "shares.agreed",
        "decision.notice_published",
        "decision.recorded",
        "decision.not_taken",
        "decision.called_in",
        "decision.call_in_resolved",
        "decision.effective",
        "joint.rule_agreed",
        "joint.outcome_reached",
        "joint.outcome_by_rule_reached",
        "procurement.standstill_started",
        "procurement.regime_determined",
        "procurement.notice_published",
        "procurement.representation_received",
        "procurement.further_decision",
        "procurement.abandoned",
        "supplier.risk_raised",
        "award.decided",
        "agreement.sealed",
    ),
    WithSignedContract: ("contract.signed",),
    WithSession: (
        "panel.session_scheduled",
        "panel.session_opened",
        "panel.session_closed",
        "panel.session_inquorate",
        "panel.feedback_delivered",
    ),
    WithRecommendation: (
        "panel.recommendation_submitted",
        "panel.recommendation_acknowledged",
        "panel.recommendation_responded",
        "panel.reaction_recorded",
        "panel.recommendation_withdrawn",
    ),
    WithWatch: (
        "contract.commenced",
        "contract.review_opened",
        "performance.escalated",
        "performance.deescalated",
        "shares.changed",
        "partner.succeeded",
        "partner.exit_notified",
        "partner.exited",
    ),
    WithReturn: ("kpi.return_submitted", "kpi.return_validated", "kpi.return_restated"),
    UpliftTested: ("finance.uplift_tested",),
    BalancingCalculated: ("finance.balancing_calculated",),
    ContributionDue: ("finance.contribution_due",),
}

CONSUMED: dict[tuple[str, int], type[Schema]] = {
    (name, 1): schema for schema, names in CARRIERS.items() for name in names
}
