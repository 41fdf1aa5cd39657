"""Commands about how partners decide together, and what they do when they differ."""

from typing import Any

from services.commissioning_decisions import repository, rules
from services.commissioning_decisions.domain import (
    decision_views,
    disputes,
    joint,
    leaving,
    sentences,
)
from services.commissioning_decisions.domain.acts import JointRuleAgreed
from services.commissioning_decisions.schemas import commands
from services.commissioning_decisions.service.acting import Acting
from services.commissioning_decisions.service.announcing import Announcer
from shared.actor import Actor
from shared.database.transaction import Transaction
from shared.messaging.rpc import command


class Together(Acting):
    @command(commands.AgreeJointRule)
    def agree_joint_rule(self, tx: Transaction, command: Any, actor: Actor) -> Any:
        actor.must_have("lead_commissioner")
        case, on = self._open(tx, command, actor)
        agreed = joint.agree_rule(
            case,
            JointRuleAgreed(
                type=command["type"],
                authority_reference=command["authority_reference"],
                agreed_on=on,
                quorum=command["quorum"],
                threshold_bp=command["threshold_bp"],
                weights=command["weights"],
                casting_vote=command["casting_vote"],
                cap_pence=command["cap_pence"],
                valid_until=command["valid_until"],
            ),
        )
        block = {"rule": decision_views.joint_rule(agreed)}
        return self._act(tx, case, agreed, "joint.rule_agreed", block, on, actor)

    @command(commands.ProceedWithout)
    def proceed_without(self, tx: Transaction, command: Any, actor: Actor) -> Any:
        """The others' shares are proposed anew; a version with them is still to be written."""
        actor.must_have("lead_commissioner")
        case, on = self._open(tx, command, actor)
        left = leaving.proceed_without(
            case, partner=command["partner"], reason=command["reason"], on=on
        )
        shares = leaving.shares_without(case, left.partner)
        repository.add_act(tx, case, left, on, actor)
        case = case.with_act(left).without(left.partner)
        announce = Announcer(tx, case, on, actor)
        block = {
            "partner": left.partner,
            "reason": left.reason,
            "on": left.on,
            "shares_proposed": [{"partner": code, "bp": bp} for code, bp in shares.items()],
        }
        announce.event("proposal.partner_left", block, sentences.of_act(left, case))
        return {**announce.view(), "shares_proposed": block["shares_proposed"]}

    @command(commands.RaiseDispute)
    def raise_dispute(self, tx: Transaction, command: Any, actor: Actor) -> Any:
        actor.must_have("commissioner", "lead_commissioner", "director")
        case, on = self._open(tx, command, actor)
        raised = disputes.raise_dispute(
            case,
            rules.deadlines(),
            rules.joint_rules()["dispute_levels"],
            by=actor.organisation,
            about=command["about"],
            on=on,
        )
        block = {"dispute": decision_views.dispute(raised, on)}
        return self._act(tx, case, raised, "dispute.raised", block, on, actor)

    @command(commands.SettleDispute)
    def settle_dispute(self, tx: Transaction, command: Any, actor: Actor) -> Any:
        actor.must_have("lead_commissioner", "director")
        case, on = self._open(tx, command, actor)
        settled = disputes.settle(case, outcome=command["outcome"], on=on)
        block = {"dispute_id": settled.dispute_id, "outcome": settled.outcome, "on": settled.on}
        return self._act(tx, case, settled, "dispute.settled", block, on, actor)
