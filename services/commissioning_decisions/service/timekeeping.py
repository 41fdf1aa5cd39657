"""Obligations: the timers that move them on, the list of them, and a changed calendar."""

from datetime import date
from typing import Any

from nameko.timer import timer

from services.commissioning_decisions import repository
from services.commissioning_decisions.domain import views
from services.commissioning_decisions.domain.obligations import STILL_OWED, State
from services.commissioning_decisions.repository import obligations as kept
from services.commissioning_decisions.schemas import commands, queries
from services.commissioning_decisions.service import obligations
from services.commissioning_decisions.service.acting import Acting
from shared.actor import Actor
from shared.database.transaction import Transaction
from shared.messaging.rpc import command, query

TEN_SECONDS, TEN_MINUTES = 10, 10 * 60
AT_ONCE = 100
SEPARATOR = "."  # between the day and the identifier of a place in the list


class Timekeeping(Acting):
    @timer(interval=TEN_SECONDS, eager=True)
    def every_ten_seconds_tell_what_is_due(self) -> None:
        """Several instances may do so at once: each takes obligations that no other has."""
        at = self.clock.now()
        more = True
        while more:
            with self.database.transaction() as tx:
                more = obligations.fire(tx, at) == obligations.BATCH

    @timer(interval=TEN_MINUTES, eager=True)
    def every_ten_minutes_take_up_older_proposals(self) -> None:
        """Proposals from before there were obligations; afterwards there are none."""
        more = True
        while more:
            with self.database.transaction() as tx:
                waiting = repository.find_not_kept_in_time(tx, AT_ONCE)
            for id in waiting:
                with self.database.transaction() as tx:
                    case = repository.find(tx, id, lock=True)
                    obligations.keep(tx, case, self.clock.now())
                    repository.save_kept_in_time(tx, id)
            more = len(waiting) == AT_ONCE

    @command(commands.RecomputeDeadlines)
    def recompute_deadlines(self, tx: Transaction, command: Any, actor: Actor) -> Any:
        actor.must_have("operator")
        return obligations.recompute(tx, self.clock.now(), command["limit"], actor.person)

    @query(queries.ListObligations)
    def list_obligations(self, tx: Transaction, query: Any, actor: Actor) -> Any:
        states = STILL_OWED if query["state"] == "owed" else (State(query["state"]),)
        after, limit = query["after"] and _place(query["after"]), query["limit"]
        found = kept.find_obligations(tx, states, query["organisation"], after, limit)
        last = found[-1] if len(found) == limit else None
        return {
            "obligations": [views.obligation(each) for each in found],
            "after": last and f"{last.due_on.isoformat()}{SEPARATOR}{last.id}",
        }


def _place(text: str) -> tuple[date, str]:
    day, _, id = text.partition(SEPARATOR)
    return date.fromisoformat(day), id
