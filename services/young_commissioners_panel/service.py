"""Entrypoints of the Young Commissioners Panel: commands, queries, and events of others."""

import re
from datetime import date
from typing import Any

from services.young_commissioners_panel import repository, rules, schemas
from services.young_commissioners_panel.domain import drafts, recommendations, sessions, views
from services.young_commissioners_panel.domain.recommendations import Recommendation, Response
from services.young_commissioners_panel.domain.sessions import Member, Session, Stage
from shared.actor import Actor
from shared.clock import day_of_act, legal_day
from shared.database.dependency import Clock, Database
from shared.database.references import next_reference
from shared.database.transaction import Transaction
from shared.errors import Invalid
from shared.messaging import outbox
from shared.messaging.handlers import event_handler
from shared.messaging.rpc import command, query
from shared.messaging.schemas import made


class YoungCommissionersPanel:
    name = "young_commissioners_panel"
    database = Database()
    clock = Clock()

    # Panels and sessions: the facilitator

    @command(schemas.CreatePanel)
    def create_panel(self, tx: Transaction, command: Any, actor: Actor) -> Any:
        actor.must_have("facilitator")
        self._day(command)
        repository.add_panel(tx, command["name"], command["area"])
        return {"panel": {"name": command["name"], "area": command["area"]}}

    @command(schemas.AddMember)
    def add_member(self, tx: Transaction, command: Any, actor: Actor) -> Any:
        actor.must_have("facilitator")
        on = self._day(command)
        member = Member(command["pseudonym"], command["age_band"], tuple(command["adjustments"]))
        repository.add_member(tx, command["panel"], member, command["login"], on)
        return {"panel": command["panel"], "pseudonym": member.pseudonym}

    @command(schemas.ScheduleSession)
    def schedule_session(self, tx: Transaction, command: Any, actor: Actor) -> Any:
        actor.must_have("facilitator")
        on = self._day(command)
        repository.check_panel(tx, command["panel"])
        proposal = command["proposal_id"]
        session = sessions.schedule(
            Session(
                id=next_reference(tx, "YCP", on, command["reference"]),
                panel=command["panel"],
                purpose=command["purpose"],
                proposal_id=proposal,
                proposal_version=(
                    repository.find_proposal_version(tx, proposal) if proposal else None
                ),
                held_on=command["held_on"],
                opens_on=command["opens_on"],
                closes_on=command["closes_on"],
                brief_formats=tuple(command["brief_formats"]),
                brief_issued_on=command["brief_issued_on"],
            ),
            rules.panel(),
        )
        repository.add_session(tx, session)
        return self._tell_session(tx, "panel.session_scheduled", session, on)

    @command(schemas.OpenSession)
    def open_session(self, tx: Transaction, command: Any, actor: Actor) -> Any:
        actor.must_have("facilitator")
        on = self._day(command)
        session = repository.find_session(tx, command["id"], lock=True)
        opened = sessions.open_session(
            session,
            repository.find_all_members(tx, session.panel),
            rules.panel(),
            present=tuple(command["present"]),
            facilitator=command["facilitator"],
            second_adult=command["second_adult"],
            adjustments_met=_adjustments(command["adjustments_met"]),
            extension_reason=command["extension_reason"],
            on=on,
        )
        repository.save_session(tx, opened)
        enough = opened.stage is Stage.OPEN
        name = "panel.session_opened" if enough else "panel.session_inquorate"
        return self._tell_session(tx, name, opened, on)

    @command(schemas.CloseSession)
    def close_session(self, tx: Transaction, command: Any, actor: Actor) -> Any:
        actor.must_have("facilitator")
        on = self._day(command)
        closed = sessions.close(repository.find_session(tx, command["id"], lock=True), on=on)
        repository.save_session(tx, closed)
        return self._tell_session(tx, "panel.session_closed", closed, on)

    @command(schemas.DeliverFeedback)
    def deliver_feedback(self, tx: Transaction, command: Any, actor: Actor) -> Any:
        actor.must_have("facilitator")
        on = self._day(command)
        session = repository.find_session(tx, command["session_id"], lock=True)
        delivered_on = command["delivered_on"] or on
        told = sessions.deliver_feedback(session, delivered_on=delivered_on, on=on)
        repository.save_session(tx, told)
        extra = {"formats": command["formats"], "delivered_on": delivered_on}
        return self._tell_session(tx, "panel.feedback_delivered", told, on, extra)

    # Recommendations: members and the facilitator

    @command(schemas.SaveAnswer)
    def save_answer(self, tx: Transaction, command: Any, actor: Actor) -> Any:
        actor.must_have("panel_member")
        session = self._session_of_member(tx, command, actor)
        answer = command["answer"]
        draft = drafts.save(
            repository.find_draft(tx, session.id, actor.person),
            command["question"],
            answer["kind"],
            answer["value"],
            command["expected_version"],
        )
        repository.save_draft(tx, draft)
        return views.draft(draft)

    @command(schemas.SubmitRecommendation)
    def submit_recommendation(self, tx: Transaction, command: Any, actor: Actor) -> Any:
        actor.must_have("panel_member")
        session = self._session_of_member(tx, command, actor)
        draft = repository.find_draft(tx, session.id, actor.person)
        answers = drafts.finished(draft)
        submitted = recommendations.submit(
            session,
            rules.panel(),
            id=repository.next_recommendation_id(tx, session.id),
            strength=str(answers["strength"]),
            theme=str(answers["theme"]),
            statement=str(answers["statement"]),
            why=answers["why"],
            support_count=None,
            by=actor.person,
            on=self._day(command),
        )
        repository.drop_draft(tx, draft)
        return self._submit(tx, submitted)

    @command(schemas.RecordRecommendation)
    def record_recommendation(self, tx: Transaction, command: Any, actor: Actor) -> Any:
        actor.must_have("facilitator")
        session = repository.find_session(tx, command["session_id"], lock=True)
        given = command["reference"]
        if given is not None and not re.fullmatch(rf"{session.id}-R[1-9]\d{{0,4}}", given):
            raise Invalid(
                "malformed_reference",
                f"Write the reference like {session.id}-R1.",
                {"given": given},
            )
        submitted = recommendations.submit(
            session,
            rules.panel(),
            id=given or repository.next_recommendation_id(tx, session.id),
            strength=command["strength"],
            theme=command["theme"],
            statement=command["statement"],
            why=command["why"],
            support_count=command["support_count"],
            dissent=command["dissent"],
            affects=tuple(command["affects"]),
            late_reason=command["late_reason"],
            on=self._day(command),
        )
        return self._submit(tx, submitted)

    @command(schemas.RecommendationId)
    def withdraw_recommendation(self, tx: Transaction, command: Any, actor: Actor) -> Any:
        actor.must_have("facilitator")
        on = self._day(command)
        found = repository.find_recommendation(tx, command["id"])
        withdrawn = recommendations.withdraw(found)
        return self._keep(tx, "panel.recommendation_withdrawn", withdrawn, on)

    # Answers: the commissioner

    @command(schemas.RecommendationId)
    def acknowledge_recommendation(self, tx: Transaction, command: Any, actor: Actor) -> Any:
        actor.must_have("commissioner")
        on = self._day(command)
        found = repository.find_recommendation(tx, command["id"])
        known = recommendations.acknowledge(found, on=on)
        return self._keep(tx, "panel.recommendation_acknowledged", known, on)

    @command(schemas.Respond)
    def respond_to_recommendation(self, tx: Transaction, command: Any, actor: Actor) -> Any:
        actor.must_have("commissioner")
        on = self._day(command)
        response = Response(
            decision=command["decision"],
            reasons=command["reasons"] or "",
            what_will_change=command["what_will_change"],
            owner=command["owner"],
            due_on=command["due_on"],
            responded_on=on,
            signed_by_director=command["signed_by_director"],
        )
        found = repository.find_recommendation(tx, command["id"])
        answered = recommendations.respond(found, response)
        repository.add_response(tx, answered, actor.person)
        return self._keep(tx, "panel.recommendation_responded", answered, on)

    @command(schemas.React)
    def record_reaction(self, tx: Transaction, command: Any, actor: Actor) -> Any:
        actor.must_have("facilitator", "panel_member")
        on = self._day(command)
        found = repository.find_recommendation(tx, command["id"])
        if "panel_member" in actor.roles:
            session = repository.find_session(tx, found.session_id)
            repository.must_be_member(tx, session, actor.person)
        reacted = recommendations.react(found, command["reaction"])
        return self._keep(tx, "panel.reaction_recorded", reacted, on)

    # Queries

    @query(schemas.GetMyDraft)
    def get_my_draft(self, tx: Transaction, query: Any, actor: Actor) -> Any:
        actor.must_have("panel_member")
        session = repository.find_session(tx, query["session_id"])
        repository.must_be_member(tx, session, actor.person)
        return views.draft(repository.find_draft(tx, session.id, actor.person))

    @query(schemas.ListSessions)
    def list_sessions(self, tx: Transaction, query: Any, actor: Actor) -> Any:
        # A member sees the sessions of the panels that the member is in, whoever is asked for.
        member = actor.person if actor.roles == {"panel_member"} else query["member"]
        found = repository.find_all_sessions(tx, member)
        counts = repository.count_recommendations(tx, [each.id for each in found])
        return {
            "sessions": [
                views.session(each, rules.panel(), counts.get(each.id, 0)) for each in found
            ]
        }

    @query(schemas.GetSession)
    def get_session(self, tx: Transaction, query: Any, actor: Actor) -> Any:
        return self._session_view(tx, repository.find_session(tx, query["id"]))

    @query(schemas.GetRecommendation)
    def get_recommendation(self, tx: Transaction, query: Any, actor: Actor) -> Any:
        return self._view(tx, repository.find_recommendation(tx, query["id"]))

    @query(schemas.ListRecommendations)
    def list_recommendations(self, tx: Transaction, query: Any, actor: Actor) -> Any:
        found = repository.find_all_recommendations(tx, query["proposal_id"])
        return {"recommendations": [views.recommendation(each, rules.panel()) for each in found]}

    # Events of others: this service's own copies

    @event_handler("proposal.drafted", 1, schemas.ProposalTold)
    @event_handler("proposal.revised", 1, schemas.ProposalTold)
    @event_handler("proposal.stage_changed", 1, schemas.ProposalTold)
    @event_handler("proposal.version_frozen", 1, schemas.ProposalTold)
    def on_proposal_told(self, event: Any, tx: Transaction) -> None:
        repository.keep_proposal(tx, event.subject_version, event.data["proposal"])

    # What several of them do

    def _day(self, command: Any) -> date:
        return day_of_act(command["on"], legal_day(self.clock.now()))

    def _session_of_member(self, tx: Transaction, command: Any, actor: Actor) -> Session:
        """The session, locked, if it takes answers of this member on this day."""
        session = repository.find_session(tx, command["session_id"], lock=True)
        repository.must_be_member(tx, session, actor.person)
        sessions.must_take_answers(session, self._day(command))
        return session

    def _submit(self, tx: Transaction, submitted: Recommendation) -> dict[str, Any]:
        repository.add_recommendation(tx, submitted)
        return self._tell(tx, "panel.recommendation_submitted", submitted, submitted.submitted_on)

    def _keep(
        self, tx: Transaction, name: str, changed: Recommendation, on: date
    ) -> dict[str, Any]:
        repository.save_recommendation(tx, changed)
        return self._tell(tx, name, changed, on)

    def _tell(self, tx: Transaction, name: str, found: Recommendation, on: date) -> dict[str, Any]:
        block = {"recommendation": views.recommendation(found, rules.panel())}
        told = made(schemas.PUBLISHED[name, 1]).dump(block)
        outbox.append(tx, name, 1, told, subject=found.id, effective_date=on)
        return self._view(tx, found)

    def _view(self, tx: Transaction, found: Recommendation) -> dict[str, Any]:
        return {
            "recommendation": views.recommendation(found, rules.panel()),
            "version": self._version(tx, found.id),
        }

    def _tell_session(
        self,
        tx: Transaction,
        name: str,
        session: Session,
        on: date,
        extra: dict[str, Any] | None = None,
    ) -> dict[str, Any]:
        block = {"session": self._session_block(tx, session), **(extra or {})}
        told = made(schemas.PUBLISHED[name, 1]).dump(block)
        outbox.append(tx, name, 1, told, subject=session.id, effective_date=on)
        return self._session_view(tx, session)

    def _session_view(self, tx: Transaction, session: Session) -> dict[str, Any]:
        return {
            "session": self._session_block(tx, session),
            "version": self._version(tx, session.id),
        }

    @staticmethod
    def _session_block(tx: Transaction, session: Session) -> dict[str, Any]:
        counts = repository.count_recommendations(tx, [session.id])
        return views.session(session, rules.panel(), counts.get(session.id, 0))

    @staticmethod
    def _version(tx: Transaction, subject: str) -> int:
        return outbox.current_versions(tx, [subject]).get(subject, 0)


def _adjustments(given: Any) -> str | None:
    """How many adjustments were met, in words; a list is counted."""
    if given is None or given == []:
        return None
    if isinstance(given, list):
        return f"{len(given)} met"
    return str(given)[:60]
