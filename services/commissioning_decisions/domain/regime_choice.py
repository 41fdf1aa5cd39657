"""Which procurement regime holds: by the first day of a procurement, and what it mainly buys.

The choice is made once. A variation, years later, is tested under the regime of the beginning; a
new procurement is chosen for anew. Money is whole pence with VAT, over the whole life.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from services.commissioning_decisions.domain.notice_duty import ABOVE, BELOW, NOTIFIABLE
from shared.errors import Invalid, RuleBroken
from shared.money import ALL_OF_IT_BP, format_pounds

PROVIDER_REGIME, ACT = "provider_selection_regime", "procurement_act_2023"
OLD_LIGHT_TOUCH, OLD = "pcr_2015_light_touch", "pcr_2015"
OLD_COOPERATION, COOPERATION = "pcr_2015_public_cooperation", "procurement_act_2023_cooperation"
MONTHS_IN_YEAR = 12
Table = Mapping[str, Any]


@dataclass(frozen=True)
class PublicCooperation:
    """Public bodies do it among themselves. `evidence` says where the share is on record."""

    common_objectives: bool
    solely_public_interest: bool
    outside_bp: int  # the part of the activity that is, or is meant to be, outside public functions
    measured_on: date
    evidence: str


@dataclass(frozen=True)
class Purchase:
    """What is bought, for how much over its life, and by whom.

    `light_touch` says whether it is on the list of light touch services, where that law holds.
    """

    started_on: date
    buyer: str
    health_pence: int = 0  # health care services of the list, for the health service in England
    other_pence: int = 0
    light_touch: bool = False
    inseparable_because: str | None = None  # the harm of two contracts to the principles
    not_health_service_because: str | None = None  # health care, but bought for another purpose
    cooperation: PublicCooperation | None = None

    @property
    def value_pence(self) -> int:
        return self.health_pence + self.other_pence


@dataclass(frozen=True)
class Reason:
    sentence: str
    source: str
    check_before_relying: bool = False


@dataclass(frozen=True)
class RegimeChoice:
    """`size` and `threshold_pence` are those of the Procurement Act; none under other regimes."""

    regime: str
    title: str
    started_on: date
    light_touch: bool
    size: str | None
    threshold_pence: int | None
    reasons: tuple[Reason, ...]
    variation_source: str
    rule_version: str

    @property
    def check_before_relying(self) -> bool:
        return any(reason.check_before_relying for reason in self.reasons)


def choose(purchase: Purchase, regimes: Table, thresholds: Table) -> RegimeChoice:
    """The regime for a procurement that starts on that day; its reasons, in order."""
    if purchase.value_pence <= 0:
        raise Invalid(
            "lifetime_value_missing", "Give the estimated value over the whole life, with VAT."
        )
    mainly_health, reasons = _main_subject(purchase)
    entry = _in_force(_candidates(purchase, mainly_health), regimes, purchase.started_on)
    if purchase.cooperation is not None:
        exempt, why = _exemption(purchase, purchase.cooperation, entry["id"], thresholds)
        reasons.append(why)
        if exempt:
            names = (OLD_COOPERATION, COOPERATION)
            entry = _in_force(names, regimes, purchase.started_on)
    since = f"{entry['title']}: the procurement starts on {purchase.started_on:%-d %B %Y}."
    reasons.append(Reason(since, entry["source"], entry["check_before_relying"]))
    light_touch = _light_touch(purchase, mainly_health, entry["id"])
    size = threshold = None
    if entry["id"] == ACT:
        size, threshold, why = _size(purchase, light_touch, thresholds)
        reasons.append(why)
    return RegimeChoice(
        regime=entry["id"],
        title=entry["title"],
        started_on=purchase.started_on,
        light_touch=light_touch,
        size=size,
        threshold_pence=threshold,
        reasons=tuple(reasons),
        variation_source=entry["variation_source"],
        rule_version=f"{regimes['version']} (regimes), {thresholds['version']} (thresholds)",
    )


def for_variation(chosen: RegimeChoice, varied_on: date) -> RegimeChoice:
    """The same regime as at the beginning, whatever is bought and whatever holds by now."""
    if varied_on < chosen.started_on:
        raise Invalid("varied_before_start", "A variation comes after the procurement started.")
    why = (
        f"A variation on {varied_on:%-d %B %Y} is tested under the regime of the beginning, "
        f"{chosen.title}. What needs a new procurement is chosen for anew."
    )
    return replace(chosen, reasons=(*chosen.reasons, Reason(why, chosen.variation_source)))


def _main_subject(purchase: Purchase) -> tuple[bool, list[Reason]]:
    """Whether health care decides the regime, by regulation 3 of the Provider Selection Regime."""
    source = "SI 2023/1348 r.3"
    if purchase.not_health_service_because:
        because = purchase.not_health_service_because
        why = f"It is not for the purposes of the health service: {because}"
        return False, [Reason(why, source, check_before_relying=True)]
    if not purchase.health_pence:
        return False, [Reason("No health care service is bought.", source)]
    health, other = (
        format_pounds(pence, short=True) for pence in (purchase.health_pence, purchase.other_pence)
    )
    if purchase.health_pence <= purchase.other_pence:
        equal = purchase.health_pence == purchase.other_pence
        why = f"Health care, {health}, is not worth more than the rest, {other}."
        return False, [Reason(why, f"{source}(4)(a)", check_before_relying=equal)]
    if not purchase.other_pence:
        return True, [Reason(f"Only health care is bought, {health}.", source)]
    found = [
        Reason(f"Health care, {health}, is worth more than the rest, {other}.", f"{source}(4)(a)")
    ]
    if purchase.inseparable_because:
        why = f"The rest cannot reasonably be bought apart: {purchase.inseparable_because}"
        return True, [*found, Reason(why, f"{source}(4)(b)")]
    why = (
        "No reason is on record why the rest could not be bought apart: then it is no mixed "
        "procurement. Record the harm to the procurement principles, or buy the health care apart."
    )
    return False, [*found, Reason(why, f"{source}(3)(b)", check_before_relying=True)]


def _candidates(purchase: Purchase, mainly_health: bool) -> tuple[str, ...]:
    if mainly_health:  # health care was light touch before it had a regime of its own
        return OLD_LIGHT_TOUCH, PROVIDER_REGIME
    if purchase.light_touch:
        return OLD_LIGHT_TOUCH, OLD, ACT
    return OLD, ACT


def _in_force(names: Iterable[str], regimes: Table, on: date) -> Mapping[str, Any]:
    entries = {each["id"]: each for each in regimes["regimes"]}
    for entry in (entries[name] for name in names):
        if _holds(entry["from"], entry.get("until"), on):
            found: Mapping[str, Any] = entry
            return found
    raise RuleBroken(
        "regime_unknown",
        f"No procurement regime is on record for {on:%-d %B %Y}. Ask for it to be added.",
        {"started_on": on.isoformat()},
    )


def _holds(since: date, until: date | None, on: date) -> bool:
    return since <= on and (until is None or on < until)


def _light_touch(purchase: Purchase, mainly_health: bool, regime: str) -> bool:
    if regime == OLD_LIGHT_TOUCH:
        return True
    return regime in (OLD, ACT) and purchase.light_touch and not mainly_health


def _exemption(
    purchase: Purchase, bodies: PublicCooperation, otherwise: str, thresholds: Table
) -> tuple[bool, Reason]:
    """Whether public bodies may do it without a procurement; refused where nothing proves it."""
    if otherwise == PROVIDER_REGIME:
        why = "Co-operation of public bodies is no exemption in this regime. Take advice."
        return False, Reason(why, "SI 2023/1348 r.3", check_before_relying=True)
    rule = _rule(thresholds["cooperation"], purchase.started_on)
    _must_be_proven(bodies, purchase.started_on, rule)
    against = [
        why
        for holds, why in (
            (bodies.common_objectives, "they pursue no common public objectives"),
            (bodies.solely_public_interest, "it is not solely in the public interest"),
            (not _too_much(bodies, rule), f"{bodies.outside_bp / 100:g} % is outside public tasks"),
        )
        if not holds
    ]
    if against:
        why = f"The public bodies cannot do it among themselves: {'; '.join(against)}."
        return False, Reason(why, rule["source"], rule["check_before_relying"])
    why = (
        f"Public bodies do it among themselves. {bodies.outside_bp / 100:g} % of the activity is "
        f"outside public tasks, by {bodies.evidence}, measured on {bodies.measured_on:%-d %B %Y}."
    )
    return True, Reason(why, rule["source"], rule["check_before_relying"])


def _must_be_proven(bodies: PublicCooperation, on: date, rule: Mapping[str, Any]) -> None:
    months = (on.year - bodies.measured_on.year) * MONTHS_IN_YEAR + on.month
    months -= bodies.measured_on.month + (on.day < bodies.measured_on.day)
    if not 0 <= bodies.outside_bp <= ALL_OF_IT_BP:
        raise Invalid("share_outside_whole", "Give a part between 0 and 10,000 basis points.")
    if not bodies.evidence.strip() or bodies.measured_on > on or months >= rule["evidence_months"]:
        raise RuleBroken(
            "cooperation_without_evidence",
            "Name the record of how much of the activity is outside public tasks, measured within "
            f"the {rule['evidence_months']} months before the start.",
        )


def _too_much(bodies: PublicCooperation, rule: Mapping[str, Any]) -> bool:
    if rule["itself_too_much"]:
        return bodies.outside_bp >= rule["outside_bp"]
    return bodies.outside_bp > rule["outside_bp"]


def _size(purchase: Purchase, light_touch: bool, thresholds: Table) -> tuple[str, int, Reason]:
    """Above the threshold of the day, below it and still to be told of, or below that too."""
    buyer = next((each for each in thresholds["buyers"] if each["id"] == purchase.buyer), None)
    if buyer is None:
        known = ", ".join(each["id"] for each in thresholds["buyers"])
        raise Invalid("buyer_unknown", f"Name the kind of buyer, one of: {known}.")
    central = buyer["central_government"]
    rule = _rule(
        (
            each
            for each in thresholds["thresholds"]
            if each["light_touch"] == light_touch and each["central_government"] == central
        ),
        purchase.started_on,
    )
    told = _rule(
        (each for each in thresholds["notifiable"] if each["central_government"] == central),
        purchase.started_on,
    )
    size = NOTIFIABLE if purchase.value_pence >= told["pence"] else BELOW
    if purchase.value_pence >= rule["pence"]:
        size = ABOVE
    why = (
        f"{format_pounds(purchase.value_pence, short=True)} is "
        f"{'at or above' if size == ABOVE else 'below'} the threshold of "
        f"{format_pounds(rule['pence'], short=True)} for {buyer['title']}"
        f"{', light touch' if light_touch else ''}."
    )
    return size, rule["pence"], Reason(why, rule["source"], buyer["check_before_relying"])


def _rule(entries: Iterable[Mapping[str, Any]], on: date) -> Mapping[str, Any]:
    return next(each for each in entries if _holds(each["valid_from"], each.get("until"), on))
