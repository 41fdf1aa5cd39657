"""A waiver: the right role lets a condition of a gate stay open, for a reason that is published."""

from collections.abc import Iterable
from datetime import date

from services.commissioning_decisions.domain.acts import Waiver
from services.commissioning_decisions.domain.case import Case
from services.commissioning_decisions.domain.conditions import Finding, waivers_of
from services.commissioning_decisions.domain.moving import way
from shared.actor import only_these
from shared.errors import Invalid, NotAllowed, RuleBroken


def waive(
    case: Case,
    *,
    move: str,
    condition: str,
    paper: str | None,
    partner: str,
    roles: Iterable[str],
    reason: str,
    on: date,
) -> Waiver:
    """One condition of a move from the present stage, waived for one partner."""
    case.must_allow("waive_condition")
    found = _finding(case, move, condition, paper, on)
    if not found.waivable_by:
        raise RuleBroken(
            "not_waivable",
            "Nobody can waive this condition. Clear it, or go another way.",
            {"condition": condition},
        )
    by = sorted(set(roles) & set(found.waivable_by))
    if not by:
        raise NotAllowed("role_required", only_these(found.waivable_by))
    if not reason.strip():
        raise Invalid("reason_missing", "Say why: the reason of a waiver is published.")
    if on < case.stage_since:
        raise Invalid("before_last_move", "The proposal was not in this stage on that day.")
    if partner in {each.partner for each in waivers_of(case, move, found)}:
        raise RuleBroken("already_waived", "Your organisation has waived this condition already.")
    return Waiver(move, condition, paper, partner, by[0], reason.strip(), on)


def _finding(case: Case, move: str, condition: str, paper: str | None, on: date) -> Finding:
    findings = way(case, move, on).findings
    for found in findings:
        if (found.condition, found.paper) == (condition, paper):
            if found.met and not found.waived:
                raise RuleBroken("nothing_to_waive", f"This condition is met. {found.fact}")
            return found
    names = ", ".join(dict.fromkeys(each.condition for each in findings)) or "none"
    raise Invalid(
        "unknown_gate_condition",
        f"The gate of {move} does not ask for that. It asks for: {names}.",
        {"condition": condition, "paper": paper or ""},
    )
