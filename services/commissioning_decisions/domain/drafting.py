"""A new proposal: who leads, who takes part, and what it answers."""

from collections.abc import Mapping
from datetime import date

from services.commissioning_decisions.domain.case import Case, Proposal
from services.commissioning_decisions.domain.definition import ProcessDefinition
from services.commissioning_decisions.domain.partners import Partner
from shared.errors import Invalid


def draft(
    process: ProcessDefinition,
    known: Mapping[str, Partner],
    *,
    id: str,
    title: str,
    service_type: str,
    need_id: str | None,
    lead: str,
    partners: tuple[str, ...],
    on: date,
    parent_id: str | None = None,
) -> Case:
    """A case in its first stage; partners stand in their agreed order."""
    if process.flow_of and parent_id is None:
        raise Invalid(
            "process_is_a_flow",
            f"{process.title} is about a contract that runs: begin it from its proposal.",
            {"process": process.name},
        )
    if gone := [code for code in partners if code in known and known[code].succeeded_by]:
        raise Invalid(
            "partner_succeeded",
            f"Others stand in the place of {', '.join(gone)} now. Name those.",
            {"partners": ", ".join(gone)},
        )
    if unknown := [code for code in partners if code not in known]:
        raise Invalid(
            "unknown_partner",
            f"Register these partners first: {', '.join(unknown)}.",
            {"partners": ", ".join(unknown)},
        )
    if len(set(partners)) != len(partners):
        raise Invalid("partner_twice", "Name each partner once.")
    if lead not in partners:
        raise Invalid("lead_is_no_partner", "The lead is one of the partners. Add it to them.")
    ordered = tuple(sorted(partners, key=lambda code: (known[code].order, code)))
    proposal = Proposal(id, title, service_type, need_id, lead, ordered, on, parent_id)
    return Case(proposal, process, known, drafted=proposal)
