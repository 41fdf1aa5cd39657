"""Commands and questions about the law of a procurement, its notices, and how it may end."""

from datetime import datetime
from typing import Any

from services.commissioning_decisions import repository, rules
from services.commissioning_decisions.domain import (
    buying,
    challenges,
    determining,
    ocds_release,
    procurement_views,
    release,
)
from services.commissioning_decisions.domain.determining import NOTHING_SPECIAL, Plan
from services.commissioning_decisions.domain.provider_selection import (
    Comparison,
    Situation,
    Urgency,
)
from services.commissioning_decisions.domain.regime_choice import PublicCooperation, Purchase
from services.commissioning_decisions.schemas import buying as commands
from services.commissioning_decisions.schemas import queries
from services.commissioning_decisions.service.acting import Acting
from shared.actor import Actor
from shared.clock import day_of_act, legal_day
from shared.database.transaction import Transaction
from shared.messaging.rpc import command, query

OF_PURCHASE = (
    "started_on",
    "buyer",
    "health_pence",
    "other_pence",
    "light_touch",
    "inseparable_because",
    "not_health_service_because",
)
OF_PLAN = (
    "process",
    "form",
    "direct_award_because",
    "user_choice",
    "voluntary_standstill",
    "market_engaged",
    "advertised",
    "measures_unsuitable",
    "authority_spend_pence",
    "year_begins_on",
)


class Buying(Acting):
    @command(commands.DetermineRegime)
    def determine_regime(self, tx: Transaction, command: Any, actor: Actor) -> Any:
        actor.must_have("commissioner")
        case, on = self._open(tx, command, actor)
        found = determining.determine(case, rules.law(), _purchase(command), _plan(command), on=on)
        block = {"regime": procurement_views.regime(found)}
        return self._act(tx, case, found, "procurement.regime_determined", block, on, actor)

    @command(commands.RecordPublishedNotice)
    def record_published_notice(self, tx: Transaction, command: Any, actor: Actor) -> Any:
        actor.must_have("commissioner", "contract_manager")
        case, on = self._open(tx, command, actor)
        found = buying.record_notice(
            case,
            rules.law(),
            notice=command["notice"],
            number=command["number"],
            published_on=day_of_act(command["published_on"], on),
            about=command["about"],
            ocid=command["ocid"],
        )
        block = {"notice": procurement_views.published(found)}
        return self._act(tx, case, found, "procurement.notice_published", block, on, actor)

    @command(commands.RecordRepresentation)
    def record_representation(self, tx: Transaction, command: Any, actor: Actor) -> Any:
        actor.must_have("commissioner")
        case, on = self._open(tx, command, actor)
        found = challenges.represent(
            case,
            rules.deadlines(),
            provider=command["provider"],
            received_at=self._come(command["received_at"]),
        )
        block = {"representation": procurement_views.representation(found)}
        return self._act(tx, case, found, "procurement.representation_received", block, on, actor)

    @command(commands.RecordFurtherDecision)
    def record_further_decision(self, tx: Transaction, command: Any, actor: Actor) -> Any:
        actor.must_have("commissioner", "decision_maker")
        case, on = self._open(tx, command, actor)
        found = challenges.decide_further(
            case,
            rules.deadlines(),
            outcome=command["outcome"],
            reasons=command["reasons"],
            sent_at=self._come(command["sent_at"]),
            sent_to=command["sent_to"],
        )
        block = {"further_decision": procurement_views.further_decision(found)}
        return self._act(tx, case, found, "procurement.further_decision", block, on, actor)

    @command(commands.AbandonProcurement)
    def abandon_procurement(self, tx: Transaction, command: Any, actor: Actor) -> Any:
        actor.must_have("lead_commissioner")
        case, on = self._open(tx, command, actor)
        found = determining.abandon(case, reason=command["reason"], on=on)
        block = {"abandoned": procurement_views.abandoned(case, found)}
        return self._act(tx, case, found, "procurement.abandoned", block, on, actor)

    @command(commands.RaiseSupplierRisk)
    def raise_supplier_risk(self, tx: Transaction, command: Any, actor: Actor) -> Any:
        actor.must_have("commissioner", "contract_manager", "director")
        case, on = self._open(tx, command, actor)
        found = determining.raise_risk(
            case,
            supplier=command["supplier"],
            level=command["level"],
            source=command["source"],
            on=on,
        )
        block = {"risk": procurement_views.risk(found)}
        return self._act(tx, case, found, "supplier.risk_raised", block, on, actor)

    @query(queries.ListNoticeDuties)
    def list_notice_duties(self, tx: Transaction, query: Any, actor: Actor) -> Any:
        case = repository.find(tx, query["id"])
        return {
            "procurement": procurement_views.whole(case, rules.law(), self._today()),
            "version": case.version,
        }

    @query(queries.DraftRelease)
    def draft_release(self, tx: Transaction, query: Any, actor: Actor) -> Any:
        """To look at, complete and publish by hand; nothing here sends it anywhere."""
        case = repository.find(tx, query["id"])
        found = ocds_release.draft(release.facts_of(case, self.clock.now()))
        return {"release": found.release, "missing": list(found.missing)}

    def _come(self, instant: datetime) -> datetime:
        """An instant of a day that has come; of those to come nothing is on record."""
        day_of_act(legal_day(instant), self._today())
        return instant


def _purchase(given: Any) -> Purchase:
    shared = given["cooperation"]
    return Purchase(
        **{name: given[name] for name in OF_PURCHASE},
        cooperation=PublicCooperation(**shared) if shared else None,
    )


def _plan(given: Any) -> Plan:
    return Plan(
        **{name: given[name] for name in OF_PLAN},
        situation=_situation(given),
        urgency=_urgency(given["urgency"]) if given["urgency"] else None,
    )


def _situation(given: Any) -> Situation:
    told = given["situation"]
    if told is None:
        return NOTHING_SPECIAL
    told, compared = dict(told), told["compared"]
    proposed = given["health_pence"] + given["other_pence"]
    told["compared"] = Comparison(proposed_value_pence=proposed, **compared) if compared else None
    return Situation(**told, framework=given["form"] == "framework")


def _urgency(told: Any) -> Urgency:
    return Urgency(
        must_be_urgent=told["must_be_urgent"],
        foreseeable=told["foreseeable"],
        by_authority=told["own_doing"],
        risk_to_safety=told["risk_to_safety"],
    )
