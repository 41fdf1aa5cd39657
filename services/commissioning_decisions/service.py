"""Entrypoints of commissioning decisions: commands, queries, events of others, and one timer."""

from dataclasses import replace
from datetime import date
from typing import Any

from nameko.timer import timer

from services.commissioning_decisions import repository, rules
from services.commissioning_decisions.announcing import Announcer
from services.commissioning_decisions.domain import (
    deciding,
    drafting,
    moving,
    procurement,
    sentences,
    versions,
    views,
)
from services.commissioning_decisions.domain.acts import Act, Decision, DecisionCondition, Paper
from services.commissioning_decisions.domain.case import Case
from services.commissioning_decisions.domain.deciding import DECIDING_STAGES
from services.commissioning_decisions.domain.partners import (
    make_partner,
    must_belong_to,
    must_speak_for,
)
from services.commissioning_decisions.domain.versions import Content
from services.commissioning_decisions.schemas import commands, consumed
from shared.actor import Actor
from shared.clock import legal_day
from shared.database.dependency import Clock, Database
from shared.database.transaction import Transaction
from shared.errors import Conflict
from shared.identifiers import check_reference
from shared.messaging import outbox
from shared.messaging.handlers import event_handler
from shared.messaging.rpc import command, query

PROCESS = "JCP-16"
TEN_MINUTES = 10 * 60
DEFAULT_MEASURES = {
    "speech_and_language_therapy": "slt",
    "children_equipment": "equipment_store",
    "other": "slt",
}


class CommissioningDecisions:
    name = "commissioning_decisions"
    database = Database()
    clock = Clock()

    # Partners and proposals

    @command(commands.RegisterPartner)
    def register_partner(self, tx: Transaction, command: Any, actor: Actor) -> Any:
        actor.must_have("operator", "commissioner")
        drafting.not_after_today(command["on"], self._today())
        governance = command["governance"]
        partner = make_partner(
            code=command["code"],
            name=command["name"],
            kind=command["kind"],
            model=governance["model"],
            call_in_working_days=(
                governance["call_in_working_days"] if governance["call_in"] else None
            ),
            key_decision_pence=command["key_decision_pence"],
            limits=command["limits"],
            order=command["order"],
            succeeded_by=command["succeeded_by"],
        )
        repository.save_partner(tx, partner)
        return {"partner": views.partner(partner)}

    @command(commands.DraftProposal)
    def draft_proposal(self, tx: Transaction, command: Any, actor: Actor) -> Any:
        actor.must_have("commissioner")
        must_belong_to(actor.organisation, command["partners"])
        on = drafting.not_after_today(command["on"], self._today())
        given = command["reference"]
        if given is not None:
            check_reference("JCP", given)
        case = drafting.draft(
            rules.process(PROCESS),
            repository.find_all_partners(tx),
            id=repository.next_reference(tx, "JCP", on, given),
            title=command["title"],
            service_type=command["service_type"],
            need_id=command["need_id"],
            lead=command["lead"],
            partners=tuple(command["partners"]),
            on=on,
        )
        repository.add_proposal(tx, case)
        announce = Announcer(tx, case, on, actor)
        announce.event(
            "proposal.drafted", {}, f"{case.proposal.id} was drafted: {command['title']}."
        )
        return announce.view()

    @command(commands.ReviseProposal)
    def revise_proposal(self, tx: Transaction, command: Any, actor: Actor) -> Any:
        actor.must_have("commissioner")
        case, on = self._open(tx, command, actor)
        self._check_version(tx, case, command["expected_version"])
        before = case.newest
        version = versions.write_version(
            case.proposal.id,
            case.proposal.partners,
            before,
            _content(command["content"], case.proposal.partners),
            on=on,
            reason=command["reason"],
        )
        repository.add_version(tx, case.proposal.id, version, actor)
        case = case.with_version(version)
        announce = Announcer(tx, case, on, actor)
        announce.event(
            "proposal.revised",
            {
                "changes": versions.changes(before, version),
                "material": versions.is_material(before, version),
            },
            sentences.of_version(version),
        )
        if before is None or before.content.parts() != version.content.parts():
            announce.shares("shares.proposed", None)
        return announce.view()

    @command(commands.AddEvidence)
    def add_evidence(self, tx: Transaction, command: Any, actor: Actor) -> Any:
        actor.must_have("commissioner", "finance", "analyst", "facilitator")
        case, on = self._open(tx, command, actor)
        paper = Paper(
            code=command["code"],
            title=command["title"],
            version=len(case.papers(command["code"])) + 1,
            sha256=command["sha256"],
            classification=command["classification"],
            author_organisation=command["author_organisation"],
            added_on=on,
            facts=command["facts"],
        )
        block = {"evidence": views.paper(paper, inside=False)}
        return self._act(tx, case, paper, "proposal.evidence_added", block, on, actor)

    @command(commands.MoveProposal)
    def move_proposal(self, tx: Transaction, command: Any, actor: Actor) -> Any:
        actor.must_have("commissioner")
        case, on = self._open(tx, command, actor)
        self._check_version(tx, case, command["expected_version"])
        moved = moving.move(
            case, command["move"], on=on, by_role="commissioner", reason=command["reason"]
        )
        repository.add_move(tx, case.proposal.id, moved, actor)
        thawed = case.frozen is None
        case = case.with_move(moved)
        announce = Announcer(tx, case, on, actor)
        announce.move(moved)
        if moved.frozen_version and thawed:
            announce.frozen()
        announce.effects()
        return announce.view()

    # What partners decide

    @command(commands.PublishNotice)
    def publish_notice(self, tx: Transaction, command: Any, actor: Actor) -> Any:
        actor.must_have("democratic_services", "commissioner")
        must_speak_for(actor.organisation, command["partner"])
        case, on = self._open(tx, command, actor)
        notice = deciding.give_notice(
            case,
            rules.deadlines(),
            partner=command["partner"],
            body=command["body"],
            matter=command["matter"],
            key_decision=command["key_decision"],
            meeting_on=command["meeting_on"],
            on=on,
        )
        block = views.notice(notice)
        return self._act(tx, case, notice, "decision.notice_published", block, on, actor)

    @command(commands.RecordDecision)
    def record_decision(self, tx: Transaction, command: Any, actor: Actor) -> Any:
        actor.must_have("democratic_services", "decision_maker")
        must_speak_for(actor.organisation, command["partner"])
        case, on = self._open(tx, command, actor)
        decision = deciding.decide(case, rules.deadlines(), _decision(command), on=on)
        standing = deciding.stand(case.with_act(decision), decision.partner, on)
        block = {"decision": views.decision(decision, standing.effective_on)}
        return self._act(tx, case, decision, "decision.recorded", block, on, actor)

    @command(commands.CallIn)
    def call_in(self, tx: Transaction, command: Any, actor: Actor) -> Any:
        actor.must_have("democratic_services")
        must_speak_for(actor.organisation, command["partner"])
        case, on = self._open(tx, command, actor)
        called_in = deciding.call_in(
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
        resolved = deciding.resolve_call_in(
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
        case, on = self._open(tx, command, actor)
        confirmed = deciding.confirm_condition(
            case,
            partner=command["partner"],
            condition_id=command["condition_id"],
            evidence=command["evidence"],
            on=on,
        )
        return self._act(tx, case, confirmed, None, {}, on, actor)

    # From tender to contract

    @command(commands.OpenTender)
    def open_tender(self, tx: Transaction, command: Any, actor: Actor) -> Any:
        actor.must_have("commissioner")
        case, on = self._open(tx, command, actor)
        tender = procurement.open_tender(
            case,
            command["evaluation"],
            notice_on=command["notice_on"],
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
        return {**view, "ranking": [views.bid(bid) for bid in scores.bids]}

    @command(commands.RecordAward)
    def record_award(self, tx: Transaction, command: Any, actor: Actor) -> Any:
        actor.must_have("commissioner", "decision_maker", "democratic_services")
        must_speak_for(actor.organisation, command["partner"])
        case, on = self._open(tx, command, actor)
        award = procurement.award(
            case,
            rules.deadlines(),
            supplier=command["supplier"],
            partner=command["partner"],
            route=command["route"],
            decided_on=drafting.not_after_today(command["decided_on"], on),
            published_on=command["published_on"],
        )
        return self._act(tx, case, award, "award.decided", views.award(case, award), on, actor)

    @command(commands.StartStandstill)
    def start_standstill(self, tx: Transaction, command: Any, actor: Actor) -> Any:
        actor.must_have("commissioner")
        case, on = self._open(tx, command, actor)
        standstill = procurement.start_standstill(
            case,
            rules.deadlines(),
            rules.regimes(),
            sent_on=drafting.not_after_today(command["sent_on"], on),
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
        given = command["contract_reference"]
        if given is not None:
            check_reference("CON", given)
        signed = procurement.sign(
            case,
            rules.regimes(),
            contract_id=repository.next_reference(tx, "CON", on, given),
            supplier=command["supplier"],
            signed_on=drafting.not_after_today(command["signed_on"], on),
            starts_on=command["starts_on"],
            initial_end_on=command["initial_end_on"],
            maximum_end_on=command["maximum_end_on"],
            annual_value_pence=command["annual_value_pence"],
        )
        repository.add_act(tx, case, signed, on, actor)
        case = case.with_act(signed)
        announce = Announcer(tx, case, on, actor)
        measures = DEFAULT_MEASURES[case.proposal.service_type]
        announce.contract(views.contract(case, measures), sentences.of_act(signed, case))
        return announce.view()

    @command(commands.SealAgreement)
    def seal_agreement(self, tx: Transaction, command: Any, actor: Actor) -> Any:
        actor.must_have("commissioner", "democratic_services")
        case, on = self._open(tx, command, actor)
        sealed = procurement.seal(
            case,
            kind=command["kind"],
            host=command["host"],
            sealed_on=drafting.not_after_today(command["sealed_on"], on),
        )
        block = {"kind": sealed.kind, "host": sealed.host, "sealed_on": sealed.sealed_on}
        return self._act(tx, case, sealed, "agreement.sealed", block, on, actor)

    # Queries

    @query(commands.GetProposal)
    def get_proposal(self, tx: Transaction, query: Any, actor: Actor) -> Any:
        case = repository.find(tx, query["id"])
        today = self._today()
        inside = actor.organisation in case.proposal.partners
        return {
            "proposal": views.proposal(case, today),
            "version": self._version(tx, case.proposal.id),
            "gate": {"moves": [views.way(way) for way in moving.ways(case, today)]},
            "stages": views.stages(case),
            "evidence": [views.paper(each, inside=inside) for each in case.all(Paper)],
            "versions": [views.version(each) for each in case.versions],
            "parts": views.parts(case),
            "notices": [views.notice(each) for each in case.notices],
            "decisions": [
                views.decision_of_partner(case, code, today) for code in case.proposal.partners
            ]
            if case.frozen
            else [],
            "ranking": [views.bid(bid) for bid in case.scores.bids] if case.scores else [],
            "recommendations": views.known(case.known.recommendations),
            "timeline": repository.find_timeline(tx, case.proposal.id),
            "deadlines": views.deadlines(case),
            "contract_id": case.contract.contract_id if case.contract else None,
        }

    @query(commands.WhyNot)
    def why_not(self, tx: Transaction, query: Any, actor: Actor) -> Any:
        case = repository.find(tx, query["id"])
        way = moving.way(case, query["move"], self._today())
        return {**views.way(way), "version": self._version(tx, case.proposal.id)}

    @query(commands.ListProposals)
    def list_proposals(self, tx: Transaction, query: Any, actor: Actor) -> Any:
        if query["stage"] is not None:
            rules.process(PROCESS).stage(query["stage"])
        found = repository.find_page(tx, query["stage"], query["after"], query["limit"])
        numbers = outbox.current_versions(tx, [case.proposal.id for case in found])
        return {
            "proposals": [
                {
                    "proposal": views.proposal(case, self._today()),
                    "version": numbers.get(case.proposal.id, 0),
                }
                for case in found
            ],
            "after": found[-1].proposal.id if len(found) == query["limit"] else None,
        }

    @query(commands.GetProcess)
    def get_process(self, tx: Transaction, query: Any, actor: Actor) -> Any:
        return {"process": views.process(rules.process(query["name"]))}

    @query(commands.ListPartners)
    def list_partners(self, tx: Transaction, query: Any, actor: Actor) -> Any:
        return {
            "partners": [views.partner(each) for each in repository.find_all_partners(tx).values()]
        }

    # Events of others: this service's own copies

    @event_handler("need.identified", 1, consumed.NeedTold)
    def on_need_identified(self, event: Any, tx: Transaction) -> None:
        repository.keep(tx, "need", event.subject_version, event.data["need"])

    @event_handler("need.scored", 1, consumed.NeedTold)
    def on_need_scored(self, event: Any, tx: Transaction) -> None:
        repository.keep(tx, "need", event.subject_version, event.data["need"])

    @event_handler("assessment.published", 1, consumed.AssessmentPublished)
    def on_assessment_published(self, event: Any, tx: Transaction) -> None:
        repository.keep(tx, "assessment", event.subject_version, event.data["assessment"])

    @event_handler("panel.session_scheduled", 1, consumed.SessionTold)
    @event_handler("panel.session_opened", 1, consumed.SessionTold)
    @event_handler("panel.session_closed", 1, consumed.SessionTold)
    @event_handler("panel.session_inquorate", 1, consumed.SessionTold)
    @event_handler("panel.feedback_delivered", 1, consumed.SessionTold)
    def on_session_told(self, event: Any, tx: Transaction) -> None:
        repository.keep(tx, "session", event.subject_version, event.data["session"])

    @event_handler("panel.recommendation_submitted", 1, consumed.RecommendationTold)
    @event_handler("panel.recommendation_acknowledged", 1, consumed.RecommendationTold)
    @event_handler("panel.recommendation_responded", 1, consumed.RecommendationTold)
    @event_handler("panel.reaction_recorded", 1, consumed.RecommendationTold)
    @event_handler("panel.recommendation_withdrawn", 1, consumed.RecommendationTold)
    def on_recommendation_told(self, event: Any, tx: Transaction) -> None:
        repository.keep(tx, "recommendation", event.subject_version, event.data["recommendation"])

    @event_handler("contract.commenced", 1, consumed.ContractTold)
    @event_handler("contract.review_opened", 1, consumed.ContractTold)
    @event_handler("performance.escalated", 1, consumed.ContractTold)
    @event_handler("performance.deescalated", 1, consumed.ContractTold)
    def on_contract_told(self, event: Any, tx: Transaction) -> None:
        repository.keep(tx, "contract", event.subject_version, event.data["contract"])

    # Time

    @timer(interval=TEN_MINUTES, eager=True)
    def every_ten_minutes_let_decisions_take_effect(self) -> None:
        """Derived from what was decided: a look that comes late or twice says the same."""
        with self.database.transaction() as tx:
            waiting = repository.find_all_deciding(tx, DECIDING_STAGES)
        for id in waiting:
            with self.database.transaction() as tx:
                case = repository.find(tx, id, lock=True)
                Announcer(tx, case, self._today(), None).effects()

    # What several of them do

    def _today(self) -> date:
        return legal_day(self.clock.now())

    def _open(self, tx: Transaction, command: Any, actor: Actor) -> tuple[Case, date]:
        """The case, locked, for people of its partners, and the legal day of the act."""
        on = drafting.not_after_today(command["on"], self._today())
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
        return announce.view()

    def _check_version(self, tx: Transaction, case: Case, expected: int) -> None:
        version = self._version(tx, case.proposal.id)
        if expected != version:
            raise Conflict(
                "stale_version",
                "Somebody else changed this proposal first. Look again, then repeat your change.",
                {"expected": str(expected), "version": str(version)},
            )

    @staticmethod
    def _version(tx: Transaction, proposal_id: str) -> int:
        return outbox.current_versions(tx, [proposal_id]).get(proposal_id, 0)


# An act that has no event of its own yet is told as a change without a new version.
NOTHING_NEW: dict[str, Any] = {"changes": [], "material": False}


def _content(given: Any, partners: tuple[str, ...]) -> Content:
    term = given["term"] or {"initial_months": None, "extension_months": []}
    shares = {each["partner"]: each["bp"] for each in given["shares"]}
    ordered = {code: shares[code] for code in partners if code in shares}
    return Content(
        annual_cost_pence=given["annual_cost_pence"],
        cost_head=given["cost_head"],
        shares={**ordered, **shares},
        initial_months=term["initial_months"],
        extension_months=tuple(term["extension_months"]),
        maximum_value_pence=given["maximum_value_pence"],
        specification_sha256=given["specification_sha256"],
        measure_set=given["measure_set"],
    )


def _decision(given: Any) -> Decision:
    conditions = tuple(
        DecisionCondition(
            id=each["id"] or f"{given['partner']}-{number}",
            kind=each["kind"],
            text=each["text"],
            cap_pence=each["cap_pence"],
            per=each["per"],
        )
        for number, each in enumerate(given["conditions"], 1)
    )
    plain = ("partner", "body", "route", "outcome", "decided_on", "proposal_version", "sha256")
    more = ("published_on", "deferred_until", "reason", "authority_reference", "value_pence")
    return replace(
        Decision(**{name: given[name] for name in (*plain, *more)}),
        conditions=conditions,
        resolutions=tuple(given["resolutions"]),
    )
