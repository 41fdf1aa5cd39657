"""The register of conflicts of interest: opened early, kept to the end, without people's names."""

from collections.abc import Sequence
from datetime import date

from services.commissioning_decisions.domain.acts import ConflictDeclared, ConflictSettled
from services.commissioning_decisions.domain.case import Case
from shared.errors import Invalid, RuleBroken

NATURES = ("none", "financial", "family", "post_at_provider", "uses_the_service", "other")
ACTIONS = ("none_needed", "recuse", "replace", "allow")


def register_of(case: Case) -> Sequence[ConflictDeclared]:
    return case.all(ConflictDeclared)


def declare(
    case: Case,
    *,
    partner: str,
    role: str,
    nature: str,
    action: str,
    seat: str | None,
    reason: str | None,
    on: date,
) -> ConflictDeclared:
    """A line of the register; that nothing is to be declared is a line as well."""
    case.must_allow("declare_conflict")
    case.partner(partner)
    if (nature == "none") != (action == "none_needed"):
        raise Invalid(
            "conflict_without_action",
            "A conflict needs an action: recuse, replace or allow. Without a conflict none is "
            "needed.",
            {"nature": nature, "action": action},
        )
    if action == "allow" and not (reason or "").strip():
        raise Invalid("reason_missing", "Say why somebody with a conflict may go on taking part.")
    number = len(register_of(case)) + 1
    return ConflictDeclared(f"CONF-{number}", partner, role, nature, action, on, seat, reason)


def settle(case: Case, *, conflict_id: str, partner: str, on: date) -> ConflictSettled:
    """The chair confirms a decision that stands without the vote that was voided."""
    found = next((each for each in register_of(case) if each.id == conflict_id), None)
    if found is None or found.partner != partner:
        raise Invalid(
            "unknown_conflict",
            f"{partner} has no conflict {conflict_id} on this proposal's register.",
            {"conflict_id": conflict_id},
        )
    if on < found.declared_on:
        raise Invalid("before_last_act", "That day lies before the declaration. Check it.")
    if conflict_id in settled(case):
        raise RuleBroken("conflict_settled", "The chair has confirmed this already.")
    return ConflictSettled(conflict_id, partner, on)


def settled(case: Case) -> set[str]:
    return {each.conflict_id for each in case.all(ConflictSettled)}
