"""The law and the process of a procurement are determined once, with reasons; and given up.

From the tender or the first notice on nothing of it changes. A failed supplier opens the urgent
route; what is abandoned makes room for another procurement.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from services.commissioning_decisions.domain import buying, challenges, notices, provider_selection
from services.commissioning_decisions.domain.acts_of_buying import (
    ProcurementAbandoned,
    RegimeDetermined,
    RegimeReason,
    SupplierRisk,
)
from services.commissioning_decisions.domain.case import Case
from services.commissioning_decisions.domain.law import Law
from services.commissioning_decisions.domain.notice_duty import (
    ABOVE,
    NOT_DUE,
    OPTIONAL,
    Procurement,
)
from services.commissioning_decisions.domain.provider_selection import (
    URGENT,
    Situation,
    Urgency,
)
from services.commissioning_decisions.domain.provider_standstill import ABANDON
from services.commissioning_decisions.domain.regime_choice import (
    ACT,
    PROVIDER_REGIME,
    Purchase,
    RegimeChoice,
    choose,
)
from shared.errors import Invalid, RuleBroken

COMPETITION, DIRECT = "pa23_competitive", "pa23_direct_award"
PROCESSES = (*provider_selection.PROCESSES, URGENT, COMPETITION, DIRECT)
BY_COMPETITION = (provider_selection.COMPETITIVE, COMPETITION)
FORMS = ("contract", "framework", "concession")
LEVELS = ("watch", "serious", "critical")
CRITICAL = "critical"
MANDATORY, VOLUNTARY = "mandatory", "voluntary"


NOTHING_SPECIAL = Situation()


@dataclass(frozen=True)
class Plan:
    """How it is to be bought, beside what is bought."""

    process: str | None = None
    form: str = "contract"
    situation: Situation = NOTHING_SPECIAL
    urgency: Urgency | None = None
    direct_award_because: str | None = None
    user_choice: bool = False
    voluntary_standstill: bool = False
    market_engaged: bool | None = None
    advertised: bool | None = None
    measures_unsuitable: str | None = None
    authority_spend_pence: int | None = None
    year_begins_on: date | None = None


def determine(
    case: Case, law: Law, purchase: Purchase, plan: Plan, *, on: date
) -> RegimeDetermined:
    case.must_allow("determine_regime")
    must_be_free(case)
    chosen = choose(purchase, law.regimes, law.thresholds)
    must_agree_with_route(case, law.regime(chosen.regime))
    reasons = [
        *(
            RegimeReason(each.sentence, each.source, each.check_before_relying)
            for each in chosen.reasons
        ),
        *_process_reasons(case, law, chosen, plan),
    ]
    return RegimeDetermined(
        regime=chosen.regime,
        title=chosen.title,
        process=plan.process,
        started_on=chosen.started_on,
        determined_on=on,
        buyer=purchase.buyer,
        value_pence=purchase.value_pence,
        light_touch=chosen.light_touch,
        size=chosen.size,
        threshold_pence=chosen.threshold_pence,
        form=plan.form,
        standstill=_standstill(law, chosen, plan, purchase.value_pence),
        urgent=plan.urgency is not None,
        reasons=tuple(reasons),
        rule_version=f"{chosen.rule_version}, {law.provider_selection['version']} (selection)",
        user_choice=plan.user_choice,
        market_engaged=plan.market_engaged,
        advertised=plan.advertised,
        measures_unsuitable=plan.measures_unsuitable,
        authority_spend_pence=plan.authority_spend_pence,
        year_begins_on=plan.year_begins_on,
    )


def must_be_free(case: Case) -> None:
    if case.contract is not None or buying.has_begun(case):
        raise RuleBroken(
            "regime_frozen",
            "The procurement has begun: its law stays as it is. What needs a new procurement is "
            "determined anew when this one is abandoned.",
        )


def must_agree_with_route(case: Case, regime: Mapping[str, Any]) -> None:
    """The record of the route (E16) and the law say the same."""
    if case.route is not None and case.route not in regime["routes"]:
        raise RuleBroken(
            "route_differs",
            f"E16 records {case.route.replace('_', ' ')}, but the law is {regime['title']}. "
            "File E16 anew, or look at what is bought again.",
            {"route": case.route, "regime": regime["id"]},
        )


def must_hold_on(case: Case, law: Law, started_on: date) -> None:
    """A procurement that begins on another day than was planned may come under another law."""
    if case.regime is None:
        return
    regime = law.regime(case.regime.regime)
    until = regime.get("until")
    if started_on < regime["from"] or (until is not None and started_on >= until):
        raise RuleBroken(
            "regime_not_in_force",
            f"{case.regime.title} does not hold on {started_on.isoformat()}. Determine the regime "
            "for that day.",
            {"started_on": started_on.isoformat()},
        )


def _process_reasons(
    case: Case, law: Law, chosen: RegimeChoice, plan: Plan
) -> tuple[RegimeReason, ...]:
    if plan.urgency is not None:
        _must_have_failed_supplier(case)
    if chosen.regime == PROVIDER_REGIME:
        return _provider_process(law, plan)
    if chosen.regime == ACT:
        return _act_process(law, plan)
    if plan.process is not None:
        raise Invalid(
            "process_not_of_regime",
            f"Under {chosen.title}, name no process.",
            {"process": plan.process},
        )
    return ()


def _must_have_failed_supplier(case: Case) -> None:
    if not any(each.level == CRITICAL for each in case.all(SupplierRisk)):
        raise RuleBroken(
            "urgency_without_risk",
            "The urgent route opens when a supplier's risk is critical. Raise the risk first.",
        )


def _provider_process(law: Law, plan: Plan) -> tuple[RegimeReason, ...]:
    table = law.provider_selection
    if plan.process == URGENT:
        given = plan.urgency
        if given is None:
            raise Invalid("urgency_missing", "Say why it is urgent, and how that came about.")
        found = provider_selection.must_be_urgent(given, table)
    else:
        found = provider_selection.must_be_open(plan.process or "", plan.situation, table)
    source = f"SI 2023/1348 {found.ground}"
    return tuple(RegimeReason(each, source, False) for each in found.reasons)


def _act_process(law: Law, plan: Plan) -> tuple[RegimeReason, ...]:
    if plan.process == COMPETITION:
        return (RegimeReason("A competition is held.", "Procurement Act 2023 s.19-20", False),)
    if plan.process != DIRECT:
        raise Invalid(
            "process_not_of_regime",
            f"Under the Procurement Act 2023, name one of: {COMPETITION}, {DIRECT}.",
            {"process": plan.process or ""},
        )
    if plan.user_choice:
        why = "The person served chose the supplier."
        return (RegimeReason(why, "Procurement Act 2023 s.41, Sch.5 para.15-16", True),)
    if plan.urgency is not None:
        found = provider_selection.must_be_urgent(plan.urgency, law.provider_selection)
        assert found.met, "it is refused where it is not"
        why = "Urgent and unavoidable, not foreseeable, and not the authority's doing."
        return (RegimeReason(why, "Procurement Act 2023 s.41, Sch.5 para.13-14", True),)
    if not (plan.direct_award_because or "").strip():
        raise Invalid(
            "direct_award_without_ground", "Name the ground of the direct award, s.41-43."
        )
    return (RegimeReason(str(plan.direct_award_because), "Procurement Act 2023 s.41-43", True),)


def _standstill(law: Law, chosen: RegimeChoice, plan: Plan, value_pence: int) -> str:
    """Whether nobody may sign for a time: by law, because it was promised, or not at all."""
    if plan.process is None:
        return (
            MANDATORY if "standstill_rule" in law.regime(chosen.regime) else challenges.NONE_AT_ALL
        )
    facts = Procurement(
        regime=chosen.regime,
        process=plan.process,
        value_pence=value_pence,
        light_touch=chosen.light_touch,
        form=plan.form,
        size=chosen.size or ABOVE,
        user_choice=plan.user_choice,
        extreme_urgency=plan.urgency is not None,
        voluntary_standstill=plan.voluntary_standstill,
    )
    found = notices.duties(facts, law.notices, law.deadlines)
    statuses = {duty.status for duty in found if duty.notice in notices.STANDSTILLS} - {NOT_DUE}
    if not statuses:
        return challenges.NONE_AT_ALL
    return VOLUNTARY if statuses == {OPTIONAL} else MANDATORY


def raise_risk(case: Case, *, supplier: str, level: str, source: str, on: date) -> SupplierRisk:
    case.must_allow("raise_supplier_risk")
    return SupplierRisk(supplier, level, source, on)


def abandon(case: Case, *, reason: str, on: date) -> ProcurementAbandoned:
    case.must_allow("abandon_procurement")
    must_be_to_abandon(case, on)
    regime = case.regime
    return ProcurementAbandoned(reason, on, regime.regime if regime else None)


def must_be_to_abandon(case: Case, on: date) -> None:
    if case.contract is not None:
        raise RuleBroken(
            "contract_already_signed", "The contract is signed: nothing is to abandon."
        )
    if not buying.has_begun(case):
        raise RuleBroken("nothing_to_abandon", "No procurement is under way.")
    now = challenges.running(case)
    if now is None or now.standstill.regime != PROVIDER_REGIME:
        return
    # Regulation 15: within a standstill only by a further decision, which is acted on after it.
    if now.end is None:
        raise RuleBroken("representation_unanswered", now.explanation)
    if on < now.end.earliest_signing_on:
        raise RuleBroken(
            "standstill_running",
            "In a standstill only a further decision gives the award up, and it is acted on when "
            f"the standstill is over. {now.explanation}",
            {"earliest_signing_on": now.end.earliest_signing_on.isoformat()},
        )
    if now.in_time and now.outcome != ABANDON:
        raise RuleBroken(
            "further_decision_differs",
            f"The last further decision is to {now.outcome}. Send another one first.",
            {"outcome": now.outcome},
        )


def needs_competition(case: Case) -> bool:
    """Whether bids are invited and scored: also where no law was determined yet."""
    return case.regime is None or case.regime.process in (None, *BY_COMPETITION)
