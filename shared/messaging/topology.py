"""Everything that the broker holds: exchanges, queues and bindings, named in this one place.

events go to `commissioning.events` (topic, routing key = the event's name)
    → `<service>.events`, one quorum queue for each service
    → `commissioning.unroutable`, when no queue is bound: nothing is dropped
what fails waits in `<service>.retry.<n>s` and comes back to `<service>.events`
what cannot be handled waits in `<service>.dead`, for a person: `jc dead-letters list`
"""

from dataclasses import dataclass, field
from typing import Any

import pika
import pika.exceptions

from shared.messaging.outbox import EVENTS_EXCHANGE, PARTNERS_EXCHANGE

DEAD_EXCHANGE = "commissioning.dead"
UNROUTABLE = "commissioning.unroutable"  # exchange and queue alike

RETRY_SECONDS = (1, 5, 30)
ATTEMPTS = len(RETRY_SECONDS) + 1
# Counts only processes that died while handling. RabbitMQ 3.10 counts messages that were merely
# prefetched as well, so the limit is generous and the prefetch small.
DELIVERY_LIMIT = 20

NEEDS = (
    "indicator.loaded",
    "indicator.restated",
    "assessment.published",
    "need.identified",
    "need.scored",
)
PROPOSALS = (
    "proposal.drafted",
    "proposal.revised",
    "proposal.stage_changed",
    "proposal.version_frozen",
    "proposal.evidence_added",
    "proposal.condition_waived",
    "proposal.partner_left",
    "proposal.partner_succeeded",
    "proposal.flow_begun",
    "contract.option_exercised",
    "conflict.declared",
    "conflict.settled",
    "dispute.raised",
    "dispute.settled",
    "shares.proposed",
    "shares.agreed",
    "decision.notice_published",
    "decision.recorded",
    "decision.not_taken",
    "decision.called_in",
    "decision.call_in_resolved",
    "decision.effective",
    "joint.rule_agreed",
    "joint.outcome_reached",
    "joint.outcome_by_rule_reached",
    "procurement.standstill_started",
    "procurement.regime_determined",
    "procurement.notice_published",
    "procurement.representation_received",
    "procurement.further_decision",
    "procurement.abandoned",
    "supplier.risk_raised",
    "award.decided",
    "agreement.sealed",
    "contract.signed",
)
PANEL = (
    "panel.session_scheduled",
    "panel.session_opened",
    "panel.session_closed",
    "panel.session_inquorate",
    "panel.feedback_delivered",
    "panel.recommendation_submitted",
    "panel.recommendation_acknowledged",
    "panel.recommendation_responded",
    "panel.reaction_recorded",
    "panel.recommendation_withdrawn",
)
CONTRACTS = (
    "contract.commenced",
    "contract.review_opened",
    "performance.escalated",
    "performance.deescalated",
    "kpi.return_submitted",
    "kpi.return_validated",
    "kpi.return_restated",
    "finance.uplift_tested",
    "finance.balancing_calculated",
    "finance.contribution_due",
    "shares.changed",
    "partner.succeeded",
    "partner.exit_notified",
    "partner.exited",
)

# Which events each service keeps its own copy of. A test holds it against the code.
SUBSCRIPTIONS: dict[str, tuple[str, ...]] = {
    "needs_assessment": ("proposal.drafted", "proposal.stage_changed", "contract.signed"),
    "commissioning_decisions": (
        "assessment.published",
        "need.identified",
        "need.scored",
        *PANEL,
        "contract.commenced",
        "contract.review_opened",
        "performance.escalated",
        "performance.deescalated",
    ),
    "young_commissioners_panel": (
        "proposal.drafted",
        "proposal.revised",
        "proposal.stage_changed",
        "proposal.version_frozen",
    ),
    "contract_monitoring": ("contract.signed", "proposal.stage_changed"),
    "partner_events": ("#",),
    "portal": (*NEEDS, *PROPOSALS, *PANEL, *CONTRACTS),
}


@dataclass(frozen=True)
class Exchange:
    name: str
    kind: str
    arguments: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Queue:
    name: str
    arguments: dict[str, Any]
    bindings: tuple[tuple[str, str], ...] = ()  # (exchange, routing key)


def queue_of(service: str) -> str:
    return f"{service}.events"


def dead_queue_of(service: str) -> str:
    return f"{service}.dead"


def retry_queue_of(service: str, seconds: int) -> str:
    return f"{service}.retry.{seconds}s"


def exchanges() -> tuple[Exchange | Queue, ...]:
    return (
        Exchange(UNROUTABLE, "fanout"),
        Exchange(EVENTS_EXCHANGE, "topic", {"alternate-exchange": UNROUTABLE}),
        Exchange(DEAD_EXCHANGE, "direct"),
        # Without an alternate: a copy for a partner whose queue is not there yet comes back to the
        # outbox and waits there, where `jc outbox` shows it.
        Exchange(PARTNERS_EXCHANGE, "direct"),
    )


def queues() -> tuple[Exchange | Queue, ...]:
    unroutable = Queue(UNROUTABLE, {"x-queue-type": "quorum"}, ((UNROUTABLE, ""),))
    return (unroutable, *(queue for service in SUBSCRIPTIONS for queue in queues_of(service)))


def queues_of(service: str, names: tuple[str, ...] | None = None) -> tuple[Queue, ...]:
    """The queues of one service; `names` are the events it reads, as subscribed when left out."""
    reads = SUBSCRIPTIONS[service] if names is None else names
    bindings = tuple((EVENTS_EXCHANGE, name) for name in reads)
    kept_safe = {
        "x-queue-type": "quorum",
        "x-dead-letter-strategy": "at-least-once",
        "x-overflow": "reject-publish",  # at-least-once dead lettering demands it
    }
    dead = Queue(dead_queue_of(service), {"x-queue-type": "quorum"}, ((DEAD_EXCHANGE, service),))
    live = Queue(
        queue_of(service),
        {
            **kept_safe,
            "x-delivery-limit": DELIVERY_LIMIT,
            "x-dead-letter-exchange": DEAD_EXCHANGE,
            "x-dead-letter-routing-key": service,
        },
        bindings,
    )
    retries = (
        Queue(
            retry_queue_of(service, seconds),
            {
                **kept_safe,
                "x-message-ttl": seconds * 1000,
                "x-dead-letter-exchange": "",
                "x-dead-letter-routing-key": queue_of(service),
            },
        )
        for seconds in RETRY_SECONDS
    )
    return (dead, live, *retries)


def everything() -> tuple[Exchange | Queue, ...]:
    """In an order in which each can be declared."""
    return exchanges() + queues()


def declare(channel: Any, parts: tuple[Exchange | Queue, ...] | None = None) -> None:
    """Make what is missing. The channel is pika's or py-amqp's: both take these arguments."""
    for part in everything() if parts is None else parts:
        if isinstance(part, Exchange):
            channel.exchange_declare(
                part.name, part.kind, durable=True, auto_delete=False, arguments=part.arguments
            )
            continue
        channel.queue_declare(
            part.name, durable=True, exclusive=False, auto_delete=False, arguments=part.arguments
        )
        for exchange, key in part.bindings:
            channel.queue_bind(part.name, exchange, routing_key=key)


def declare_at(amqp_url: str) -> None:
    """Make what is missing on the broker at this address."""
    with pika.BlockingConnection(pika.URLParameters(amqp_url)) as connection:
        declare(connection.channel())


def check_at(amqp_url: str) -> list[str]:
    """What is missing on the broker or was made with other arguments, one sentence each."""
    with pika.BlockingConnection(pika.URLParameters(amqp_url)) as connection:
        found = (_look_at(connection, part) for part in everything())
        return [sentence for sentence in found if sentence]


def _look_at(connection: Any, part: Exchange | Queue) -> str | None:
    kind = "exchange" if isinstance(part, Exchange) else "queue"
    try:
        # A passive declaration makes nothing: it answers 404 where nothing is.
        channel = connection.channel()
        getattr(channel, f"{kind}_declare")(part.name, passive=True)
        # A real one answers 406 where the arguments differ.
        declare(connection.channel(), (part,))
    except pika.exceptions.ChannelClosedByBroker as answer:
        if answer.reply_code == 404:
            return f"The {kind} {part.name} is missing. Run jc topology declare."
        return (
            f"The {kind} {part.name} was made with other arguments. Drain it, delete it, "
            "then run jc topology declare."
        )
    return None
