"""Commands about a contract that runs: flows beside it, options, and bodies that take over."""

from datetime import date
from typing import Any

from services.commissioning_decisions import repository, rules
from services.commissioning_decisions.domain import (
    extending,
    flow_views,
    flowing,
    sentences,
    succeeding,
    versions,
)
from services.commissioning_decisions.domain.acts import PartnerSucceeded
from services.commissioning_decisions.domain.case import Case
from services.commissioning_decisions.domain.partners import with_successor
from services.commissioning_decisions.schemas import running_commands
from services.commissioning_decisions.service.acting import Acting
from services.commissioning_decisions.service.announcing import Announcer
from shared.actor import Actor
from shared.clock import day_of_act
from shared.database.references import next_reference
from shared.database.transaction import Transaction
from shared.messaging.rpc import command

AS_AGREED = "As the partners have agreed it so far."


class Flows(Acting):
    @command(running_commands.BeginFlow)
    def begin_flow(self, tx: Transaction, command: Any, actor: Actor) -> Any:
        """A proposal of its own; its first version is what the partners have agreed so far."""
        actor.must_have("commissioner", "contract_manager", "lead_commissioner")
        parent, on = self._open(tx, command, actor)
        agreed = _agreed(tx, parent)
        case = flowing.begin(
            parent,
            agreed,
            rules.definition(command["process"]),
            id=next_reference(tx, "JCP", on, command["reference"]),
            title=command["title"],
            leaving_partner=command["leaving"],
            on=on,
        )
        repository.add_proposal(tx, case)
        announce = Announcer(tx, case, on, actor)
        announce.event("proposal.drafted", {}, f"{case.proposal.id} began: {command['title']}.")
        case = self._with_first_version(tx, agreed, case, command["leaving"], on, actor)
        announce = Announcer(tx, case, on, actor)
        block = {
            "parent_id": parent.proposal.id,
            "process_title": case.process.title,
            "leaving": command["leaving"],
        }
        announce.event("proposal.flow_begun", block)
        sentence = f"{case.process.title} began: {case.proposal.id}, {command['title']}."
        changed = {"changes": [sentence], "material": False}
        Announcer(tx, parent, on, actor).event("proposal.revised", changed, sentence)
        return announce.view()

    def _with_first_version(
        self,
        tx: Transaction,
        agreed: Case,
        case: Case,
        leaving: str | None,
        on: date,
        actor: Actor,
    ) -> Case:
        content = flowing.content_to_begin_with(agreed, leaving)
        if content is None:
            return case
        version = versions.write_version(
            case.proposal.id,
            case.proposal.partners,
            None,
            content,
            on=on,
            reason=AS_AGREED,
            materiality=rules.materiality(),
        )
        repository.add_version(tx, case.proposal.id, version, actor)
        return case.with_version(version)

    @command(running_commands.ExerciseOption)
    def exercise_option(self, tx: Transaction, command: Any, actor: Actor) -> Any:
        actor.must_have("lead_commissioner")
        case, on = self._open(tx, command, actor)
        exercised = extending.exercise(case, consents=command["consents"], on=on)
        block = {"option": flow_views.option_exercised(exercised)}
        return self._act(tx, case, exercised, "contract.option_exercised", block, on, actor)

    @command(running_commands.RecordSuccession)
    def record_succession(self, tx: Transaction, command: Any, actor: Actor) -> Any:
        """In every proposal that is not over; those that are keep the names of their time."""
        actor.must_have("operator")
        on = day_of_act(command["on"], self._today())
        known = repository.find_all_partners(tx)
        succeeded = succeeding.succession(
            known,
            predecessors=tuple(command["predecessors"]),
            successors={each["partner"]: each["bp"] for each in command["successors"]},
            effective_on=command["effective_on"],
            order_reference=command["order_reference"],
            on=on,
        )
        heir = next(iter(succeeded.successors))
        for code in succeeded.predecessors:
            repository.save_partner(tx, with_successor(known[code], heir))
        touched = [
            id
            for id in repository.find_all_of_partners(tx, succeeded.predecessors)
            if self._passes_on(tx, id, succeeded, on, actor)
        ]
        return {"proposals": touched}

    def _passes_on(
        self, tx: Transaction, id: str, succeeded: PartnerSucceeded, on: date, actor: Actor
    ) -> bool:
        case = repository.find(tx, id, lock=True)
        is_over = not case.stage.is_open and not case.stage.moves
        if is_over or not succeeding.touches(case, succeeded):
            return False
        repository.add_act(tx, case, succeeded, on, actor)
        case = succeeding.with_successors(case.with_act(succeeded), succeeded)
        announce = Announcer(tx, case, on, actor)
        block = flow_views.succession(succeeded)
        sentence = sentences.of_act(succeeded, case)
        announce.event("proposal.partner_succeeded", block, sentence, succeeded.effective_on)
        announce.effects()
        return True


def _agreed(tx: Transaction, parent: Case) -> Case:
    """The last flow that took effect, else the proposal itself: what the partners go by now."""
    for flow in reversed(parent.flows):
        if flow.stage == rules.definition(flow.process).in_effect:
            return repository.find(tx, flow.id)
    return parent
