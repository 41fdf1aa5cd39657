"""The others go on without a partner that said no: shares are worked out anew, all decide anew."""

from datetime import date

from services.commissioning_decisions.domain.acts import PartnerLeft
from services.commissioning_decisions.domain.case import Case
from services.commissioning_decisions.domain.joint import REFUSED
from services.commissioning_decisions.domain.standing import standings
from shared.errors import Invalid, RuleBroken
from shared.money import ALL_OF_IT_BP, allocate

FEWEST = 2  # what one body does alone is no joint arrangement


def proceed_without(case: Case, *, partner: str, reason: str, on: date) -> PartnerLeft:
    """Refused unless that partner has rejected or withdrawn, and two others remain."""
    case.must_allow("proceed_without")
    case.partner(partner)
    if partner not in must_have_said_no(case, on):
        raise RuleBroken(
            "partner_has_not_refused",
            "The others go on only without a partner that said no. Wait for its decision.",
            {"partner": partner},
        )
    if partner == case.proposal.lead:
        raise RuleBroken("lead_cannot_leave", "The lead said no: stop, or draft it with another.")
    if len(case.proposal.partners) - 1 < FEWEST:
        raise RuleBroken("nobody_left", "One partner alone commissions nothing jointly. Stop it.")
    if not reason.strip():
        raise Invalid("reason_missing", "Say why the others go on without it.")
    return PartnerLeft(partner, reason.strip(), on)


def must_have_said_no(case: Case, on: date) -> list[str]:
    found = [each.partner for each in standings(case, on) if each.standing in REFUSED]
    if not found:
        raise RuleBroken("nobody_refused", "No partner has said no.")
    return found


def shares_without(case: Case, partner: str) -> dict[str, int]:
    """The others' shares in the same proportions, to the basis point; they sum to 10,000."""
    newest = case.newest
    if newest is None:
        return {}
    rest = {code: bp for code, bp in newest.content.shares.items() if code != partner}
    return allocate(ALL_OF_IT_BP, rest) if any(rest.values()) else {}
