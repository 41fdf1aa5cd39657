"""Commands that let a gate open otherwise: a waiver, and the register of conflicts of interest."""

from typing import Any

from services.commissioning_decisions.domain import conflicts, decision_views, views, waiving
from services.commissioning_decisions.domain.partners import must_speak_for
from services.commissioning_decisions.schemas import commands
from services.commissioning_decisions.service.acting import Acting
from shared.actor import Actor
from shared.database.transaction import Transaction
from shared.messaging.rpc import command


class Gates(Acting):
    @command(commands.WaiveCondition)
    def waive_condition(self, tx: Transaction, command: Any, actor: Actor) -> Any:
        actor.must_have("director")
        case, on = self._open(tx, command, actor)
        waiver = waiving.waive(
            case,
            move=command["move"],
            condition=command["condition"],
            paper=command["paper"],
            partner=actor.organisation,
            roles=actor.roles,
            reason=command["reason"],
            on=on,
        )
        block = {"waiver": views.waiver(waiver)}
        return self._act(tx, case, waiver, "proposal.condition_waived", block, on, actor)

    @command(commands.DeclareConflict)
    def declare_conflict(self, tx: Transaction, command: Any, actor: Actor) -> Any:
        actor.must_have("commissioner", "democratic_services", "decision_maker")
        must_speak_for(actor.organisation, command["partner"])
        case, on = self._open(tx, command, actor)
        declared = conflicts.declare(
            case,
            partner=command["partner"],
            role=command["role"],
            nature=command["nature"],
            action=command["action"],
            seat=command["seat"],
            reason=command["reason"],
            on=on,
        )
        block = {"conflict": decision_views.conflict(declared)}
        return self._act(tx, case, declared, "conflict.declared", block, on, actor)

    @command(commands.SettleConflict)
    def settle_conflict(self, tx: Transaction, command: Any, actor: Actor) -> Any:
        actor.must_have("democratic_services", "decision_maker")
        must_speak_for(actor.organisation, command["partner"])
        case, on = self._open(tx, command, actor)
        settled = conflicts.settle(
            case, conflict_id=command["conflict_id"], partner=command["partner"], on=on
        )
        block = {"conflict_id": settled.conflict_id, "partner": settled.partner, "on": settled.on}
        return self._act(tx, case, settled, "conflict.settled", block, on, actor)
