"""Feeds the read model from the events of every service. Started by the messaging runner.

One rule for all of them: keep each block that an event carries, unless a newer one is there. So
events may come in any order and any number of times.
"""

from collections.abc import Callable
from typing import Any

from services.portal import facts
from services.portal.repository import read_model
from services.portal.schemas import CONSUMED
from shared.database.dependency import Database
from shared.database.transaction import Transaction
from shared.events import Event
from shared.messaging.handlers import event_handler


class PortalProjection:
    """Has one handler for each event in `schemas.CONSUMED`, all of them the same."""

    name = "portal"
    database = Database()


def project(event: Event, tx: Transaction) -> None:
    """The facts of one event, into the read model."""
    for fact in facts.from_event(
        event.name, event.service, event.subject, event.subject_version, event.data
    ):
        read_model.keep(tx, fact)


def handler_name(event: str) -> str:
    """`on_proposal_stage_changed` for `proposal.stage_changed`."""
    return f"on_{event.replace('.', '_')}"


def _handler(name: str) -> Callable[..., None]:
    def on_event(self: Any, event: Event, tx: Transaction) -> None:
        project(event, tx)

    on_event.__name__ = handler_name(name)
    return on_event


for (_name, _version), _schema in CONSUMED.items():
    _takes = event_handler(_name, _version, _schema)
    setattr(PortalProjection, handler_name(_name), _takes(_handler(_name)))
