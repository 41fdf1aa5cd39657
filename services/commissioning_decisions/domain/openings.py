"""Which acts are open to an organisation now, why the others are not, and where they belong.

Each act runs into the same checks as its command, so that a page never offers what the service
then refuses for want of a stage or of an earlier act.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from services.commissioning_decisions.domain import (
    buying,
    call_ins,
    challenges,
    deciding,
    determining,
    disputes,
    extending,
    leaving,
    procurement,
    standing,
)
from services.commissioning_decisions.domain.case import Case
from services.commissioning_decisions.domain.partners import must_belong_to
from shared.errors import CommissioningError


@dataclass(frozen=True)
class Opening:
    """One act by the name of its command. `why` says what is in the way; empty when it is open."""

    act: str
    is_open: bool
    stages: tuple[str, ...]  # where it belongs; none: in every open stage
    why: str = ""


class Shut(Exception):
    """Nothing is refused, but there is nothing to do either."""


def openings(case: Case, organisation: str, on: date) -> list[Opening]:
    """Every act, in the order of a proposal's life, for people of one organisation."""
    return [_opening(case, act, organisation, on) for act in CHECKS]


def _opening(case: Case, act: str, organisation: str, on: date) -> Opening:
    stages = case.process.stages_for(act)
    try:
        must_belong_to(organisation, case.proposal.partners)
        case.must_allow(act)
        CHECKS[act](case, organisation, on)
    except CommissioningError as refusal:
        return Opening(act, False, stages, refusal.message)
    except Shut as shut:
        return Opening(act, False, stages, str(shut))
    return Opening(act, True, stages)


def _always(case: Case, partner: str, on: date) -> None:
    """Its stage alone decides."""


def _conditions(case: Case, partner: str, on: date) -> None:
    if not standing.stand(case, partner, on).open_conditions:
        raise Shut("No condition of your organisation's decision is open.")


def _conflicts(case: Case, partner: str, on: date) -> None:
    if not any(each.partner == partner for each in standing.unsettled_conflicts(case)):
        raise Shut("No conflict waits for the chair of your organisation.")


def _no_decision(case: Case, partner: str, on: date) -> None:
    if any(case.decision_of(code) for code in case.proposal.partners):
        raise Shut("Partners have decided about this version already.")


def _flow(case: Case, partner: str, on: date) -> None:
    if case.contract is None:
        raise Shut("No contract runs yet.")


def _call_in(case: Case, partner: str, on: date) -> None:
    decision = call_ins.decision_to_call_in(case, partner)
    if decision.published_on is None:
        raise Shut("A decision can be called in once it is published.")


# Act → what is in its way, beside its stage.
CHECKS: dict[str, Callable[[Case, str, date], object]] = {
    "revise_proposal": _always,
    "add_evidence": _always,
    "waive_condition": _always,
    "declare_conflict": _always,
    "settle_conflict": _conflicts,
    "agree_joint_rule": _no_decision,
    "publish_notice": _always,
    "record_decision": deciding.must_be_undecided,
    "confirm_condition": _conditions,
    "call_in": _call_in,
    "resolve_call_in": lambda case, partner, on: call_ins.open_call_in(case, partner),
    "proceed_without": lambda case, partner, on: leaving.must_have_said_no(case, on),
    "raise_dispute": _always,
    "settle_dispute": lambda case, partner, on: disputes.must_be_open(case),
    "determine_regime": lambda case, partner, on: determining.must_be_free(case),
    "record_published_notice": lambda case, partner, on: buying.last_procurement(case),
    "raise_supplier_risk": _always,
    "begin_flow": _flow,
    "exercise_option": lambda case, partner, on: extending.must_have_option(case, on),
    "open_tender": lambda case, partner, on: procurement.must_have_no_tender(case),
    "record_scores": lambda case, partner, on: procurement.tender_to_score(case, on),
    "record_award": lambda case, partner, on: procurement.must_have_a_winner(case),
    "start_standstill": lambda case, partner, on: procurement.must_be_awarded(case),
    "record_representation": lambda case, partner, on: challenges.must_be_open_to_representations(
        case
    ),
    "record_further_decision": lambda case, partner, on: challenges.must_have_representation(case),
    "abandon_procurement": lambda case, partner, on: determining.must_be_to_abandon(case, on),
    "sign_contract": lambda case, partner, on: procurement.must_be_free_to_sign(case, on),
    "seal_agreement": lambda case, partner, on: procurement.must_be_effective(case, on),
}
