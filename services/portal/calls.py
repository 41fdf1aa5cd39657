"""Questions and commands to the other services in the name of the person who is signed in."""

from typing import Any

from flask import current_app, g

from services.portal import facts
from services.portal.repository import read_model
from shared import logs
from shared.database.failures import database_is_away
from shared.identifiers import uuid7

log = logs.get(__name__)

NEEDS = "needs_assessment"
DECISIONS = "commissioning_decisions"
PANEL = "young_commissioners_panel"
CONTRACTS = "contract_monitoring"
EVENTS = "partner_events"


def ask(service: str, method: str, **query: Any) -> Any:
    """The answer to a query; values of None are left out."""
    body = {name: value for name, value in query.items() if value is not None}
    return current_app.extensions["portal"].services.call(service, method, body, _meta())


def tell(service: str, method: str, body: dict[str, Any], key: str) -> Any:
    """Carry out a command; its view is in the read model when this returns."""
    parts = current_app.extensions["portal"]
    view = parts.services.call(service, method, body, {**_meta(), "idempotency_key": key})
    try:
        with parts.database.statements(lasting=False) as tx:
            for fact in facts.from_view(service, view):
                read_model.keep(tx, fact)
    except Exception as failure:
        # The command is done, whatever becomes of this copy: its event brings it again.
        told = log.warning if database_is_away(failure) else log.exception
        told("the view of a command is not kept; its event will bring it", method=method)
    return view


def _meta() -> dict[str, Any]:
    return {"actor": g.person.as_actor(), "correlation_id": uuid7()}
