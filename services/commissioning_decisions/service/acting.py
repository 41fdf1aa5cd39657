"""What every act on a proposal needs: the case, locked; its version; and what follows from it."""

from datetime import date
from typing import Any

from services.commissioning_decisions import repository
from services.commissioning_decisions.domain import sentences
from services.commissioning_decisions.domain.acts import Act
from services.commissioning_decisions.domain.case import Case
from services.commissioning_decisions.domain.partners import must_belong_to
from services.commissioning_decisions.service import obligations
from services.commissioning_decisions.service.announcing import Announcer
from shared.actor import Actor
from shared.clock import day_of_act, legal_day
from shared.database.dependency import Clock, Database
from shared.database.transaction import Transaction
from shared.errors import Conflict

# An act that has no event of its own yet is told as a change without a new version.
NOTHING_NEW: dict[str, Any] = {"changes": [], "material": False}


class Acting:
    """Part of the service class: entrypoints stand in the other parts."""

    database = Database()
    clock = Clock()

    def _today(self) -> date:
        return legal_day(self.clock.now())

    def _open(self, tx: Transaction, command: Any, actor: Actor) -> tuple[Case, date]:
        """The case, locked, for people of its partners, and the legal day of the act."""
        on = day_of_act(command["on"], self._today())
        case = repository.find(tx, command["proposal_id"], lock=True)
        must_belong_to(actor.organisation, case.proposal.partners)
        return case, on

    def _act(
        self,
        tx: Transaction,
        case: Case,
        act: Act,
        event: str | None,
        block: dict[str, Any],
        on: date,
        actor: Actor,
    ) -> dict[str, Any]:
        """Keep what was done, tell of it, and let take effect what follows from it."""
        repository.add_act(tx, case, act, on, actor)
        case = case.with_act(act)
        announce = Announcer(tx, case, on, actor)
        sentence = sentences.of_act(act, case)
        announce.event(event or "proposal.revised", block if event else NOTHING_NEW, sentence)
        announce.effects()
        obligations.keep(tx, case, self.clock.now())
        return announce.view()

    @staticmethod
    def _check_version(case: Case, expected: int) -> None:
        if expected != case.version:
            raise Conflict(
                "stale_version",
                "Somebody else changed this proposal first. Look again, then repeat your change.",
                {"expected": str(expected), "version": str(case.version)},
            )
