"""The Provider Selection Regime: which process is open, what counts as considerable change, when an
existing contract may be modified, and when an award may be urgent.

Money is whole pence, lifetime values with options. Each finding says why, and by which regulation.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from shared.errors import Invalid, RuleBroken
from shared.money import ALL_OF_IT_BP, format_pounds, round_half_up

DIRECT_A, DIRECT_B, DIRECT_C = "psr_direct_a", "psr_direct_b", "psr_direct_c"
MOST_SUITABLE, COMPETITIVE, URGENT = "psr_most_suitable", "psr_competitive", "psr_urgent"
PROCESSES = (DIRECT_A, DIRECT_B, DIRECT_C, MOST_SUITABLE, COMPETITIVE)
NAMES = {
    DIRECT_A: "Direct Award Process A",
    DIRECT_B: "Direct Award Process B",
    DIRECT_C: "Direct Award Process C",
    MOST_SUITABLE: "the Most Suitable Provider Process",
    COMPETITIVE: "the Competitive Process",
}
Table = Mapping[str, Any]


@dataclass(frozen=True)
class Finding:
    """Whether a test is met, and the reasons; `ground` is the paragraph that decided."""

    met: bool
    ground: str
    reasons: tuple[str, ...]
    rule_version: str = ""

    @property
    def sentence(self) -> str:
        return " ".join(self.reasons)


@dataclass(frozen=True)
class Comparison:
    """The contract that ends, as it was entered into, and the one that is proposed."""

    existing_value_pence: int
    proposed_value_pence: int
    materially_different: bool  # in character
    by_authority: bool  # the change is attributable to a decision of the authority
    external_factors: bool = False  # in response to factors beyond authority and provider
    succession_only: bool = False  # different solely because the provider was succeeded


def considerable_change(compared: Comparison, table: Table) -> Finding:
    """The threshold of regulation 6(10): either limb meets it.

    (a) materially different in character; (b) by decision of the authority, and £500,000 more, and
    25 % more. External factors take away (b) alone; a mere succession takes away (a) alone.
    """
    in_character = compared.materially_different and not compared.succession_only
    in_value, reasons = _considerable_value(compared, _limit(table, "considerable_change"))
    character = (
        "The proposed arrangements are materially different in character, r.6(10)(a)."
        if in_character
        else "They differ in character only by succession of the provider, r.6(11)."
        if compared.materially_different
        else "The proposed arrangements are not materially different in character, r.6(10)(a)."
    )
    external: tuple[str, ...] = ()
    # Regulation 6(12) helps only where the character stays the same.
    if in_value and compared.external_factors and not compared.materially_different:
        in_value = False
        external = ("The change answers external factors beyond both sides, r.6(12).",)
    ground = "r.6(10)(a)" if in_character else "r.6(10)(b)" if in_value else ""
    return Finding(
        in_character or in_value, ground, (character, *reasons, *external), table["version"]
    )


@dataclass(frozen=True)
class Situation:
    """What the choice of a process turns on; `compared` where an existing contract ends."""

    existing_provider: bool = False
    only_existing_capable: bool = False
    patient_choice: bool = False
    number_unrestricted: bool = False
    contracts_to_all_who_meet: bool = False
    can_express_interest: bool = False
    existing_satisfies: bool = False  # it does, and will likely satisfy the proposed contract
    can_identify_most_suitable: bool = False
    framework: bool = False
    compared: Comparison | None = None


def open_processes(situation: Situation, table: Table) -> dict[str, Finding]:
    """For each process whether it is open, in the order of the regulations."""
    if situation.framework:
        return _only(COMPETITIVE, "A framework agreement needs a competition, r.6(8).", table)
    if situation.existing_provider and situation.only_existing_capable:
        why = "Only the existing provider is capable, so this process must be followed, r.6(3)."
        return _only(DIRECT_A, why, table)
    if _is_patient_choice(situation):
        why = "Patients choose among all who meet the requirements, r.6(4)."
        return _only(DIRECT_B, why, table)
    continuing = _may_continue(situation, table)
    identified = Finding(
        situation.can_identify_most_suitable,
        "r.6(6)",
        (
            "The authority can likely identify the most suitable provider, r.6(6)."
            if situation.can_identify_most_suitable
            else "The authority is not likely to identify the most suitable provider, r.6(6).",
        ),
        table["version"],
    )
    return {
        DIRECT_A: _closed("More than the existing provider may be capable, r.6(3).", table),
        DIRECT_B: _closed("It is not for patients to choose among all providers, r.6(4).", table),
        DIRECT_C: continuing,
        MOST_SUITABLE: continuing if continuing.met else identified,
        COMPETITIVE: Finding(
            True, "r.6(5)-(7)", ("A competition is open, r.6(5)-(7).",), table["version"]
        ),
    }


def must_be_open(process: str, situation: Situation, table: Table) -> Finding:
    """The finding for the process that was chosen; refused where it is not open."""
    found = open_processes(situation, table)
    if process not in found:
        raise Invalid(
            "process_not_of_regime",
            f"Under the Provider Selection Regime, name one of: {', '.join(PROCESSES)}.",
            {"process": process},
        )
    if not found[process].met:
        instead = ", ".join(name for name, each in found.items() if each.met)
        raise RuleBroken(
            "process_not_open",
            f"{NAMES[process][:1].upper()}{NAMES[process][1:]} is not open here. "
            f"{found[process].sentence} Choose one of: {instead}.",
            {"process": process, "open": instead},
        )
    return found[process]


@dataclass(frozen=True)
class ProposedModification:
    """A change during the term. `cumulative_change_pence` is all change since the beginning."""

    original_value_pence: int
    cumulative_change_pence: int
    materially_different: bool
    by_authority: bool
    process: str  # by which the original contract was awarded
    provided_for: bool = False  # clearly and unambiguously, in the contract documents
    succession_only: bool = False  # and the new provider meets the basic selection criteria
    external_factors: bool = False


def may_modify(change: ProposedModification, table: Table) -> Finding:
    """Whether a contract may be modified without a new procurement, by regulation 13."""

    def finding(met: bool, ground: str, why: str) -> Finding:
        return Finding(met, ground, (f"{why}, {ground}.",), table["version"])

    if change.provided_for:
        return finding(True, "r.13(1)(a)", "The contract clearly provides for it")
    if change.succession_only:
        return finding(True, "r.13(1)(b)", "Solely the provider is succeeded")
    if change.materially_different:
        return finding(False, "r.13(1)-(3)", "The contract becomes materially different")
    if change.process in (DIRECT_A, DIRECT_B):
        return finding(True, "r.13(3)", "The contract was awarded directly and stays the same")
    if change.external_factors:
        return finding(True, "r.13(1)(c)", "It answers external factors beyond both sides")
    if not change.by_authority:
        return finding(False, "r.13(1)", "No ground of regulation 13 fits")
    small, why = _small_enough(change, _limit(table, "modification"))
    return finding(small, "r.13(1)(d), (2)", why)


@dataclass(frozen=True)
class Urgency:
    must_be_urgent: bool
    foreseeable: bool
    by_authority: bool
    risk_to_safety: bool  # delay would likely put patients or the public at risk


def may_be_urgent(urgency: Urgency, table: Table) -> Finding:
    """Whether a contract may be awarded or modified without any process, by regulation 14(2).

    Whoever does has to tell within 30 days, with the reasons (deadline rule PSR-U30).
    """
    return _all_of(
        (
            (urgency.must_be_urgent, "It need not be made urgently, r.14(2)(a)."),
            (not urgency.foreseeable, "The authority could foresee the reason, r.14(2)(b)."),
            (not urgency.by_authority, "The reason is attributable to the authority, r.14(2)(b)."),
            (urgency.risk_to_safety, "Delay would put nobody's safety at risk, r.14(2)(c)."),
        ),
        "Urgent, not foreseeable, not the authority's doing, and delay is a risk, r.14(2).",
        "r.14(2)",
        table,
    )


@dataclass(frozen=True)
class Gap:
    """A contract that may run out while experts advise on the award of the next."""

    standstill_begun: bool
    advice_sought: bool  # from independent experts, in the standstill
    runs_out_before_end: bool
    needed_for_continuity: bool
    no_time_for_process: bool


def may_bridge(gap: Gap, table: Table) -> Finding:
    """Whether the existing contract may be extended without any process, by regulation 14(3).

    No notice of urgency follows: that duty is one of regulation 14(2) alone.
    """
    return _all_of(
        (
            (gap.standstill_begun, "No standstill has begun, r.14(3)(a)."),
            (gap.advice_sought, "No independent advice was sought in it, r.14(3)(b)."),
            (gap.runs_out_before_end, "The contract outlasts the standstill, r.14(3)(c)."),
            (gap.needed_for_continuity, "Continuity does not need it, r.14(3)(d)."),
            (gap.no_time_for_process, "There is time for a process, r.14(3)(e)."),
        ),
        "It keeps the service going while experts advise, r.14(3).",
        "r.14(3)",
        table,
    )


def must_be_urgent(urgency: Urgency, table: Table) -> Finding:
    found = may_be_urgent(urgency, table)
    if not found.met:
        raise RuleBroken(
            "urgency_not_given",
            f"Follow a process of selection, or extend what there is. {found.sentence}",
        )
    return found


def _all_of(conditions: Iterable[tuple[bool, str]], met: str, ground: str, table: Table) -> Finding:
    """Met when every condition holds; otherwise with what is said of each that does not."""
    against = tuple(why for holds, why in conditions if not holds)
    return Finding(not against, ground, against or (met,), table["version"])


def _limit(table: Table, name: str) -> Mapping[str, Any]:
    found: Mapping[str, Any] = next(each for each in table["limits"] if each["id"] == name)
    return found


def _considerable_value(
    compared: Comparison, limit: Mapping[str, Any]
) -> tuple[bool, tuple[str, ...]]:
    existing = compared.existing_value_pence
    if existing <= 0:
        raise Invalid("lifetime_value_missing", "Give the lifetime value of the existing contract.")
    more = compared.proposed_value_pence - existing
    by_pence = more >= limit["pence"]
    by_part = more * ALL_OF_IT_BP >= limit["bp"] * existing
    part = round_half_up(more * ALL_OF_IT_BP, existing) / 100
    reasons = (
        "The changes are "
        f"{'' if compared.by_authority else 'not '}attributable to a decision of the authority, "
        "r.6(10)(b)(i).",
        f"The lifetime value changes by {format_pounds(more, short=True)}, which is "
        f"{'at least' if by_pence else 'less than'} £500,000 more, r.6(10)(b)(ii).",
        f"That is {part:+g} %, which is {'at least' if by_part else 'less than'} 25 % more, "
        "r.6(10)(b)(iii).",
    )
    return compared.by_authority and by_pence and by_part, reasons


def _small_enough(change: ProposedModification, limit: Mapping[str, Any]) -> tuple[bool, str]:
    size = abs(change.cumulative_change_pence)
    if size < limit["pence"]:
        return True, "All change since the beginning is below £500,000"
    if size * ALL_OF_IT_BP < limit["bp"] * change.original_value_pence:
        return True, "All change since the beginning is less than 25 % of the original value"
    return False, "All change since the beginning is £500,000 or more, and 25 % or more"


def _is_patient_choice(situation: Situation) -> bool:
    return (
        situation.patient_choice
        and situation.number_unrestricted
        and situation.contracts_to_all_who_meet
        and situation.can_express_interest
    )


def _may_continue(situation: Situation, table: Table) -> Finding:
    """Whether the existing provider may simply be awarded the next contract, regulation 6(5)."""
    if situation.compared is None:
        return _closed("No existing contract ends that this one replaces, r.6(5)(b).", table)
    changed = considerable_change(situation.compared, table)
    if changed.met:
        why = f"The considerable change threshold is met by {changed.ground}, r.6(5)(c)."
        return Finding(False, "r.6(5)(c)", (why, *changed.reasons), table["version"])
    if not (situation.existing_provider and situation.existing_satisfies):
        return _closed("No existing provider satisfies both contracts, r.6(5)(d).", table)
    why = "The existing provider satisfies, and the change is not considerable, r.6(5)."
    return Finding(True, "r.6(5)", (why, *changed.reasons), table["version"])


def _only(process: str, why: str, table: Table) -> dict[str, Finding]:
    return {
        each: Finding(each == process, why.rsplit(", ", 1)[1].rstrip("."), (why,), table["version"])
        for each in PROCESSES
    }


def _closed(why: str, table: Table) -> Finding:
    return Finding(False, why.rsplit(", ", 1)[1].rstrip("."), (why,), table["version"])
