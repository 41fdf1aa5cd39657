"""Commands from tender to contract."""

from typing import Any

from services.commissioning_decisions import repository, rules
from services.commissioning_decisions.domain import (
    determining,
    procurement,
    procurement_views,
    sentences,
    views,
)
from services.commissioning_decisions.domain.partners import (
    must_speak_for,
)
from services.commissioning_decisions.schemas import commands
from services.commissioning_decisions.service import obligations
from services.commissioning_decisions.service.acting import Acting
from services.commissioning_decisions.service.announcing import Announcer
from shared.actor import Actor
from shared.clock import day_of_act, legal_day
from shared.database import references
from shared.database.transaction import Transaction
from shared.messaging import outbox
from shared.messaging.rpc import command

DEFAULT_MEASURES = {
    "speech_and_language_therapy": "slt",
    "children_equipment": "equipment_store",
    "other": "slt",
}


class Contracts(Acting):
    @command(commands.OpenTender)
    def open_tender(self, tx: Transaction, command: Any, actor: Actor) -> Any:
        actor.must_have("commissioner")
        case, on = self._open(tx, command, actor)
        notice_on = day_of_act(command["notice_on"], on)
        determining.must_hold_on(case, rules.law(), notice_on)
        tender = procurement.open_tender(
            case,
            command["evaluation"],
            notice_on=notice_on,
            closes_at=command["closes_at"],
            day=legal_day(command["closes_at"]),
        )
        return self._act(tx, case, tender, None, {}, on, actor)

    @command(commands.RecordScores)
    def record_scores(self, tx: Transaction, command: Any, actor: Actor) -> Any:
        actor.must_have("commissioner")
        case, on = self._open(tx, command, actor)
        scores = procurement.score(case, command["bids"], on=on)
        view = self._act(tx, case, scores, None, {}, on, actor)
        return {**view, "ranking": [procurement_views.bid(bid) for bid in scores.bids]}

    @command(commands.RecordAward)
    def record_award(self, tx: Transaction, command: Any, actor: Actor) -> Any:
        actor.must_have("commissioner", "decision_maker", "democratic_services")
        must_speak_for(actor.organisation, command["partner"])
        case, on = self._open(tx, command, actor)
        published = command["published_on"]
        if published is not None:
            day_of_act(published, on)
        award = procurement.award(
            case,
            rules.deadlines(),
            supplier=command["supplier"],
            partner=command["partner"],
            route=command["route"],
            decided_on=day_of_act(command["decided_on"], on),
            published_on=published,
        )
        block = procurement_views.award(case, award)
        return self._act(tx, case, award, "award.decided", block, on, actor)

    @command(commands.StartStandstill)
    def start_standstill(self, tx: Transaction, command: Any, actor: Actor) -> Any:
        actor.must_have("commissioner")
        case, on = self._open(tx, command, actor)
        standstill = procurement.start_standstill(
            case,
            rules.deadlines(),
            rules.regimes(),
            sent_on=day_of_act(command["sent_on"], on),
        )
        block = {
            "regime": standstill.regime,
            "letters_sent_on": standstill.letters_sent_on,
            "ends_on": standstill.ends_on,
            "earliest_signing_on": standstill.earliest_signing_on,
            "explanation": standstill.explanation,
        }
        return self._act(tx, case, standstill, "procurement.standstill_started", block, on, actor)

    @command(commands.SignContract)
    def sign_contract(self, tx: Transaction, command: Any, actor: Actor) -> Any:
        actor.must_have("commissioner", "contract_manager")
        case, on = self._open(tx, command, actor)
        signed = procurement.sign(
            case,
            rules.regimes(),
            contract_id=references.next_reference(tx, "CON", on, command["contract_reference"]),
            supplier=command["supplier"],
            signed_on=day_of_act(command["signed_on"], on),
            starts_on=command["starts_on"],
            initial_end_on=command["initial_end_on"],
            maximum_end_on=command["maximum_end_on"],
            annual_value_pence=command["annual_value_pence"],
        )
        # Two who chose one reference wait for each other where it is taken down, above.
        if outbox.current_versions(tx, [signed.contract_id]):
            raise references.taken(signed.contract_id)
        repository.add_act(tx, case, signed, on, actor)
        case = case.with_act(signed)
        announce = Announcer(tx, case, on, actor)
        measures = DEFAULT_MEASURES[case.proposal.service_type]
        announce.contract(views.contract(case, measures), sentences.of_act(signed, case))
        obligations.keep(tx, case, self.clock.now())
        return announce.view()

    @command(commands.SealAgreement)
    def seal_agreement(self, tx: Transaction, command: Any, actor: Actor) -> Any:
        actor.must_have("commissioner", "democratic_services")
        case, on = self._open(tx, command, actor)
        sealed = procurement.seal(
            case,
            kind=command["kind"],
            host=command["host"],
            sealed_on=day_of_act(command["sealed_on"], on),
        )
        block = {"kind": sealed.kind, "host": sealed.host, "sealed_on": sealed.sealed_on}
        return self._act(tx, case, sealed, "agreement.sealed", block, on, actor)
