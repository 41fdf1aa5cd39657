"""Law puts other bodies in the place of partners: mergers, splits, new kinds of body (T05, T06)."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from services.commissioning_decisions.domain.acts import PartnerLeft, PartnerSucceeded
from services.commissioning_decisions.domain.case import Case
from services.commissioning_decisions.domain.partners import Partner
from shared.errors import Invalid
from shared.money import check_shares


def succession(
    known: Mapping[str, Partner],
    *,
    predecessors: tuple[str, ...],
    successors: Mapping[str, int],
    effective_on: date,
    order_reference: str,
    on: date,
) -> PartnerSucceeded:
    """Many to one, one to many, or one to one; until its day each body decides for itself."""
    if effective_on > on:
        raise Invalid(
            "succession_to_come",
            f"Until {effective_on.isoformat()} they are bodies of their own, with decisions and "
            "limits of their own. Record it on that day.",
            {"effective_on": effective_on.isoformat()},
        )
    unknown = [code for code in (*predecessors, *successors) if code not in known]
    if unknown:
        raise Invalid(
            "unknown_partner",
            f"Register these partners first: {', '.join(unknown)}.",
            {"partner": ", ".join(unknown)},
        )
    both = sorted(set(predecessors) & set(successors))
    if both or len(set(predecessors)) != len(predecessors):
        raise Invalid(
            "partner_twice",
            "Name each body once, as one that ends or as one that takes its place.",
            {"partner": ", ".join(both or predecessors)},
        )
    check_shares(successors)
    return PartnerSucceeded(predecessors, dict(successors), effective_on, order_reference)


def touches(case: Case, succeeded: PartnerSucceeded) -> bool:
    return bool(set(succeeded.predecessors) & set(case.proposal.partners))


def with_partners_of_now(case: Case) -> Case:
    """From those who were named at drafting, through all who left or were succeeded since."""
    case = replace(case, proposal=case.drafted or case.proposal)
    for act in case.acts:
        if isinstance(act, PartnerLeft):
            case = case.without(act.partner)
        elif isinstance(act, PartnerSucceeded) and touches(case, act):
            case = with_successors(case, act)
    return case


def with_successors(case: Case, succeeded: PartnerSucceeded) -> Case:
    """The case with those who stand in the others' place; the lead passes on as well."""
    others = [code for code in case.proposal.partners if code not in succeeded.predecessors]
    return case.led_by(succeeded).of_partners((*others, *succeeded.successors))
