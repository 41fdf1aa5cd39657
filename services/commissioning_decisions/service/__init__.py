"""Entrypoints of commissioning decisions: commands, queries, events of others, and timers."""

from nameko.timer import timer

from services.commissioning_decisions import repository, rules
from services.commissioning_decisions.service.announcing import Announcer
from services.commissioning_decisions.service.auditing import Auditing
from services.commissioning_decisions.service.buying import Buying
from services.commissioning_decisions.service.contracts import Contracts
from services.commissioning_decisions.service.decisions import Decisions
from services.commissioning_decisions.service.flows import Flows
from services.commissioning_decisions.service.gates import Gates
from services.commissioning_decisions.service.listening import Listening
from services.commissioning_decisions.service.migrating import Migrating
from services.commissioning_decisions.service.proposals import Proposals
from services.commissioning_decisions.service.reading import Reading
from services.commissioning_decisions.service.registers import Registers
from services.commissioning_decisions.service.timekeeping import Timekeeping
from services.commissioning_decisions.service.together import Together

TEN_MINUTES = 10 * 60


class CommissioningDecisions(
    Proposals,
    Gates,
    Decisions,
    Together,
    Buying,
    Contracts,
    Flows,
    Reading,
    Registers,
    Auditing,
    Listening,
    Timekeeping,
    Migrating,
):
    name = "commissioning_decisions"

    @timer(interval=TEN_MINUTES, eager=True)
    def every_ten_minutes_let_decisions_take_effect(self) -> None:
        """Derived from what was decided: a look that comes late or twice says the same."""
        with self.database.transaction() as tx:
            waiting = repository.find_all_deciding(tx, rules.stages_for("record_decision"))
        for id in waiting:
            with self.database.transaction() as tx:
                case = repository.find(tx, id, lock=True)
                Announcer(tx, case, self._today(), None).effects()
