"""Commands about what each partner decides, and call-in."""

from dataclasses import replace
from typing import Any

from services.commissioning_decisions import rules
from services.commissioning_decisions.domain import (
    call_ins,
    deciding,
    decision_views,
    key_decisions,
    standing,
)
from services.commissioning_decisions.domain.acts import Decision, DecisionCondition
from services.commissioning_decisions.domain.partners import (
    must_speak_for,
)
from services.commissioning_decisions.domain.votes import Vote
from services.commissioning_decisions.schemas import commands
from services.commissioning_decisions.service.acting import Acting
from shared.actor import Actor
from shared.database.transaction import Transaction
from shared.messaging.rpc import command

NOT_TAKEN = ("inquorate", "withdrawn")


class Decisions(Acting):
    @command(commands.PublishNotice)
    def publish_notice(self, tx: Transaction, command: Any, actor: Actor) -> Any:
        actor.must_have("democratic_services", "commissioner")
        must_speak_for(actor.organisation, command["partner"])
        case, on = self._open(tx, command, actor)
        notice = key_decisions.give_notice(
            case,
            rules.deadlines(),
            partner=command["partner"],
            body=command["body"],
            matter=command["matter"],
            key_decision=command["key_decision"],
            meeting_on=command["meeting_on"],
            on=on,
            kind=command["kind"],
            agreed_by=command["agreed_by"],
        )
        block = decision_views.notice(notice)
        return self._act(tx, case, notice, "decision.notice_published", block, on, actor)

    @command(commands.RecordDecision)
    def record_decision(self, tx: Transaction, command: Any, actor: Actor) -> Any:
        actor.must_have("democratic_services", "decision_maker")
        must_speak_for(actor.organisation, command["partner"])
        case, on = self._open(tx, command, actor)
        decision = deciding.decide(
            case, rules.deadlines(), _decision(command), on=on, approvals=rules.joint_rules()
        )
        if decision.outcome in NOT_TAKEN:
            block = decision_views.not_taken(decision)
            return self._act(tx, case, decision, "decision.not_taken", block, on, actor)
        now = standing.stand(case.with_act(decision), decision.partner, on)
        block = {"decision": decision_views.told(decision, now.effective_on)}
        return self._act(tx, case, decision, "decision.recorded", block, on, actor)

    @command(commands.CallIn)
    def call_in(self, tx: Transaction, command: Any, actor: Actor) -> Any:
        actor.must_have("democratic_services")
        must_speak_for(actor.organisation, command["partner"])
        case, on = self._open(tx, command, actor)
        called_in = call_ins.call_in(
            case,
            partner=command["partner"],
            resolutions=tuple(command["resolutions"]),
            on=on,
            by_count=command["by_count"],
        )
        block = {
            "partner": called_in.partner,
            "resolutions": list(called_in.resolutions),
            "called_in_on": called_in.called_in_on,
            "others_effective_on": called_in.others_effective_on,
        }
        return self._act(tx, case, called_in, "decision.called_in", block, on, actor)

    @command(commands.ResolveCallIn)
    def resolve_call_in(self, tx: Transaction, command: Any, actor: Actor) -> Any:
        actor.must_have("democratic_services")
        must_speak_for(actor.organisation, command["partner"])
        case, on = self._open(tx, command, actor)
        resolved = call_ins.resolve_call_in(
            case,
            partner=command["partner"],
            resolutions=tuple(command["resolutions"]),
            outcome=command["outcome"],
            on=on,
        )
        block = {
            "partner": resolved.partner,
            "resolutions": list(resolved.resolutions),
            "outcome": resolved.outcome,
            "on": resolved.on,
        }
        return self._act(tx, case, resolved, "decision.call_in_resolved", block, on, actor)

    @command(commands.ConfirmCondition)
    def confirm_condition(self, tx: Transaction, command: Any, actor: Actor) -> Any:
        actor.must_have("commissioner", "decision_maker", "finance")
        must_speak_for(actor.organisation, command["partner"])
        case, on = self._open(tx, command, actor)
        confirmed = deciding.confirm_condition(
            case,
            partner=command["partner"],
            condition_id=command["condition_id"],
            evidence=command["evidence"],
            on=on,
        )
        return self._act(tx, case, confirmed, None, {}, on, actor)


def _decision(given: Any) -> Decision:
    conditions = tuple(
        DecisionCondition(
            id=each["id"] or f"{given['partner']}-{number}",
            kind=each["kind"],
            text=each["text"],
            cap_pence=each["cap_pence"],
            per=each["per"],
            until=each["until"],
            due_on=each["due_on"],
            owner=each["owner"],
        )
        for number, each in enumerate(given["conditions"], 1)
    )
    plain = ("partner", "body", "route", "outcome", "decided_on", "proposal_version", "sha256")
    more = ("published_on", "deferred_until", "reason", "authority_reference", "value_pence")
    counted = ("quorum", "casting_vote")
    return replace(
        Decision(**{name: given[name] for name in (*plain, *more, *counted)}),
        conditions=conditions,
        resolutions=tuple(given["resolutions"]),
        votes=tuple(Vote(each["seat"], each["vote"]) for each in given["votes"]),
    )
