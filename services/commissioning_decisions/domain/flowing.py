"""Flows beside a running contract: variation, improvement, exit of a partner, termination.

Each is a proposal of its own on a process of its own: with versions, gates, decisions and a
timeline as any other. It begins with what the partners of its parent have agreed.
"""

from datetime import date

from services.commissioning_decisions.domain import drafting, leaving
from services.commissioning_decisions.domain.case import Case
from services.commissioning_decisions.domain.definition import ProcessDefinition
from services.commissioning_decisions.domain.versions import Content
from shared.errors import Invalid, RuleBroken


def begin(
    parent: Case,
    agreed: Case,
    process: ProcessDefinition,
    *,
    id: str,
    title: str,
    leaving_partner: str | None,
    on: date,
) -> Case:
    """The flow in its first stage. Who leaves takes no part in what the others decide.

    `agreed`: the last flow of the parent that took effect, else the parent.
    """
    if not process.flow_of:
        raise Invalid(
            "process_is_no_flow",
            f"{process.title} is no flow beside a contract. Draft a proposal for it.",
            {"process": process.name},
        )
    if parent.stage.id not in process.flow_of:
        raise RuleBroken(
            "wrong_stage",
            f"The proposal is in the stage {parent.stage.title.lower()}. {process.title} begins "
            "while its contract runs.",
            {"stage": parent.stage.id},
        )
    if on < parent.stage_since:
        raise Invalid("before_last_move", "The contract did not run on that day. Check it.")
    partners = _taking_part(agreed, process, leaving_partner)
    about = parent.proposal
    return drafting.draft(
        process,
        parent.partners,
        id=id,
        title=title,
        service_type=about.service_type,
        need_id=about.need_id,
        lead=about.lead,
        partners=partners,
        on=on,
        parent_id=about.id,
    )


def content_to_begin_with(agreed: Case, leaving_partner: str | None) -> Content | None:
    """What the partners have agreed; without one of them, the others' shares in proportion."""
    newest = agreed.newest
    if newest is None:
        return None
    if leaving_partner is None:
        return newest.content
    return newest.content.with_shares(leaving.shares_without(agreed, leaving_partner))


def _taking_part(
    agreed: Case, process: ProcessDefinition, leaving_partner: str | None
) -> tuple[str, ...]:
    partners = agreed.proposal.partners
    if (leaving_partner is not None) != process.without_one:
        raise Invalid(
            "leaving_partner_unclear",
            "Name who leaves in an exit, and nobody in another flow.",
            {"process": process.name},
        )
    if leaving_partner is None:
        return partners
    agreed.partner(leaving_partner)
    if leaving_partner == agreed.proposal.lead:
        raise RuleBroken("lead_cannot_leave", "The lead leaves: agree on another lead first.")
    if len(partners) - 1 < leaving.FEWEST:
        raise RuleBroken("nobody_left", "One partner alone commissions nothing jointly: end it.")
    return tuple(code for code in partners if code != leaving_partner)
