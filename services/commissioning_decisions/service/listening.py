"""Events of others: this service's own copies of needs, sessions, recommendations, contracts."""

from contextlib import suppress
from typing import Any

from services.commissioning_decisions import repository
from services.commissioning_decisions.schemas import consumed
from services.commissioning_decisions.service import obligations
from services.commissioning_decisions.service.acting import Acting
from shared.database.transaction import Transaction
from shared.errors import NotFound
from shared.messaging.handlers import event_handler


class Listening(Acting):
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
        told = event.data["recommendation"]
        repository.keep(tx, "recommendation", event.subject_version, told)
        self._keep_obligations(tx, told["proposal_id"])

    @event_handler("contract.commenced", 1, consumed.ContractTold)
    @event_handler("contract.review_opened", 1, consumed.ContractTold)
    @event_handler("performance.escalated", 1, consumed.ContractTold)
    @event_handler("performance.deescalated", 1, consumed.ContractTold)
    def on_contract_told(self, event: Any, tx: Transaction) -> None:
        repository.keep(tx, "contract", event.subject_version, event.data["contract"])

    def _keep_obligations(self, tx: Transaction, proposal_id: str | None) -> None:
        """What was told counts for a proposal that is there; one that comes later looks itself."""
        if proposal_id is None:
            return
        with suppress(NotFound):
            case = repository.find(tx, proposal_id, lock=True)
            obligations.keep(tx, case, self.clock.now())
