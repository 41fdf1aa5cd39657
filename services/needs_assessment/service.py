"""Entrypoints of needs assessment: commands, queries, and events of others."""

from datetime import date
from typing import Any

from services.needs_assessment import repository, rules, schemas
from services.needs_assessment.domain import assessments, observations, scoring, views
from services.needs_assessment.domain.disclosure import Policy
from services.needs_assessment.domain.observations import Indicator, Kind, Observation
from services.needs_assessment.domain.scoring import Need
from shared.actor import Actor
from shared.clock import day_of_act, legal_day
from shared.database.dependency import Clock, Database
from shared.database.references import next_reference
from shared.database.transaction import Transaction
from shared.messaging import outbox
from shared.messaging.handlers import event_handler
from shared.messaging.rpc import command, query
from shared.messaging.schemas import made

KNOWING_ROLES = ("analyst", "commissioner")


class NeedsAssessment:
    name = "needs_assessment"
    database = Database()
    clock = Clock()

    # Commands

    @command(schemas.LoadIndicators)
    def load_indicators(self, tx: Transaction, command: Any, actor: Actor) -> Any:
        actor.must_have(*KNOWING_ROLES)
        day_of_act(command["on"], self._today())
        loaded = [
            Indicator(**{**given, "kind": Kind(given["kind"])}) for given in command["indicators"]
        ]
        repository.lock_loading(tx)
        in_use = repository.find_all_indicators_in_use(tx)
        for given in loaded:
            indicator = observations.redefine(in_use.get(given.code), given)
            repository.save_indicator(tx, indicator)
        return {"indicators": [views.indicator(each) for each in loaded]}

    @command(schemas.LoadObservations)
    def load_observations(self, tx: Transaction, command: Any, actor: Actor) -> Any:
        actor.must_have(*KNOWING_ROLES)
        on = day_of_act(command["on"], self._today())
        repository.lock_loading(tx)
        known = repository.find_all_indicators(tx)
        newest = repository.find_newest(tx, {each["code"] for each in command["observations"]})
        changed = 0
        for place, given in enumerate(command["observations"]):
            indicator, loaded = _observation(known, given, f"/observations/{place}")
            before = newest.get(loaded.key)
            after = observations.follow(before, loaded)
            if after is None:
                continue
            newest[after.key] = after
            repository.add_observation(tx, after, on, actor.person)
            self._tell_observation(tx, indicator, before, after, on)
            changed += 1
        return {"loaded": changed, "unchanged": len(command["observations"]) - changed}

    @command(schemas.IdentifyNeed)
    def identify_need(self, tx: Transaction, command: Any, actor: Actor) -> Any:
        actor.must_have(*KNOWING_ROLES)
        on = day_of_act(command["on"], self._today())
        known = repository.find_all_indicators(tx)
        for place, code in enumerate(command["indicator_codes"]):
            observations.find(known, code, f"/indicator_codes/{place}")
        need = Need(
            id=next_reference(tx, "NEED", on, command["reference"]),
            title=command["title"],
            service_type=command["service_type"],
            trigger_kind=command["trigger_kind"],
            trigger_text=command["trigger_text"],
            area=command["area"],
            indicator_codes=tuple(command["indicator_codes"]),
            identified_on=on,
        )
        repository.add_need(tx, need)
        return self._tell_need(tx, "need.identified", need, on)

    @command(schemas.ScoreNeed)
    def score_need(self, tx: Transaction, command: Any, actor: Actor) -> Any:
        actor.must_have(*KNOWING_ROLES)
        on = day_of_act(command["on"], self._today())
        need, everything = repository.find_need(tx, command["need_id"], lock=True)
        scored = scoring.score_need(
            need,
            rules.weights(),
            command["scores"],
            on=on,
            moderation_reason=command["moderation_reason"],
        )
        repository.add_score(tx, scored, actor.person)
        told: dict[str, Any] = {}
        # The ranks of others may have changed with it: each of them is told as well.
        for ranked in scoring.rank({**everything, scored.id: scored}.values()):
            if ranked != everything[ranked.id]:
                repository.save_need(tx, ranked)
                view = self._tell_need(tx, "need.scored", ranked, on)
                told = view if ranked.id == scored.id else told
        return told or self._need_view(tx, scored)

    @command(schemas.PublishAssessment)
    def publish_assessment(self, tx: Transaction, command: Any, actor: Actor) -> Any:
        actor.must_have(*KNOWING_ROLES)
        on = day_of_act(command["on"], self._today())
        policy = Policy(**command["policy"]) if command["policy"] else rules.policy()
        published = assessments.publish(
            id=next_reference(tx, "SNA", on, command["reference"]),
            title=command["title"],
            as_at=command["as_at"],
            indicator_codes=tuple(command["indicator_codes"]),
            need_ids=tuple(command["need_ids"]),
            policy=policy,
            known_indicators=repository.find_all_indicators(tx),
            known_needs=repository.find_all_needs(tx),
            on=on,
        )
        repository.add_assessment(tx, published, actor.person)
        block = {"assessment": views.assessment(published)}
        told = self._tell(tx, "assessment.published", block, published.id, on)
        return {**told, "version": self._version(tx, published.id)}

    # Queries

    @query(schemas.GetNeed)
    def get_need(self, tx: Transaction, query: Any, actor: Actor) -> Any:
        need, _ = repository.find_need(tx, query["id"])
        known = repository.find_all_indicators(tx)
        shown = repository.find_newest(tx, need.indicator_codes, need.area)
        return {
            **self._need_view(tx, need),
            "observations": [
                views.observation(each, known[each.indicator], rules.policy())
                for each in shown.values()
            ],
            "proposals": repository.find_all_answers(tx, need.id),
        }

    @query(schemas.ListNeeds)
    def list_needs(self, tx: Transaction, query: Any, actor: Actor) -> Any:
        needs = repository.find_all_needs(tx)
        numbers = outbox.current_versions(tx, list(needs))
        return {
            "needs": [
                {"need": views.need(each, rules.weights()), "version": numbers.get(each.id, 0)}
                for each in needs.values()
            ]
        }

    @query(schemas.ListIndicators)
    def list_indicators(self, tx: Transaction, query: Any, actor: Actor) -> Any:
        known = repository.find_all_indicators(tx)
        newest = repository.find_newest(tx, area=query["area"])
        return {
            "indicators": [views.indicator(each) for each in known.values()],
            "observations": [
                views.observation(each, known[each.indicator], rules.policy())
                for each in newest.values()
            ],
        }

    @query(schemas.GetIndicator)
    def get_indicator(self, tx: Transaction, query: Any, actor: Actor) -> Any:
        indicator = observations.find(repository.find_all_indicators(tx), query["code"], "/code")
        history = repository.find_history(tx, query["code"], query["area"])
        return {
            "indicator": views.indicator(indicator),
            "observations": [
                views.observation(each, indicator, rules.policy()) for each in history
            ],
        }

    # Events of others: which proposals answer a need

    @event_handler("proposal.drafted", 1, schemas.ProposalTold)
    @event_handler("proposal.stage_changed", 1, schemas.ProposalTold)
    def on_proposal_told(self, event: Any, tx: Transaction) -> None:
        repository.keep_proposal(tx, event.subject_version, event.data["proposal"])

    @event_handler("contract.signed", 1, schemas.ContractSigned)
    def on_contract_signed(self, event: Any, tx: Transaction) -> None:
        repository.keep_contract(tx, event.subject_version, event.data["contract"])

    # What several of them do

    def _today(self) -> date:
        return legal_day(self.clock.now())

    def _tell_observation(
        self,
        tx: Transaction,
        indicator: Indicator,
        before: Observation | None,
        after: Observation,
        on: date,
    ) -> None:
        block = {"observation": views.observation(after, indicator, rules.policy())}
        if after.status == "restated" and before is not None:
            block["previous"] = views.previous(before, indicator, rules.policy())
            self._tell(
                tx, "indicator.restated", {**block, "reason": after.reason}, after.subject, on
            )
        else:
            self._tell(tx, "indicator.loaded", block, after.subject, on)

    def _tell_need(self, tx: Transaction, name: str, need: Need, on: date) -> dict[str, Any]:
        self._tell(tx, name, {"need": views.need(need, rules.weights())}, need.id, on)
        return self._need_view(tx, need)

    def _need_view(self, tx: Transaction, need: Need) -> dict[str, Any]:
        return {
            "need": views.need(need, rules.weights()),
            "version": self._version(tx, need.id),
        }

    @staticmethod
    def _tell(
        tx: Transaction, name: str, block: dict[str, Any], subject: str, on: date
    ) -> dict[str, Any]:
        """Append the event; its data as they go out."""
        told: dict[str, Any] = made(schemas.PUBLISHED[name, 1]).dump(block)
        outbox.append(tx, name, 1, told, subject=subject, effective_date=on)
        return told

    @staticmethod
    def _version(tx: Transaction, subject: str) -> int:
        return outbox.current_versions(tx, [subject]).get(subject, 0)


def _observation(known: dict[str, Indicator], given: Any, at: str) -> tuple[Indicator, Observation]:
    indicator = observations.find(known, given["code"], at)
    figures = observations.figures_of(
        indicator, given["numerator"], given["denominator"], given["value"], at
    )
    return indicator, Observation(
        indicator=given["code"],
        area=given["area"],
        period=given["period"],
        figures=figures,
        status=given["status"],
        reason=given["reason"],
    )
