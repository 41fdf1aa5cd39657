"""Questions and commands to the other services in the name of the person who is signed in."""

from typing import Any

from flask import current_app, g

from services.portal import facts
from services.portal.repository import read_model
from shared.database.transaction import Transaction
from shared.identifiers import uuid7

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
    with parts.database.transaction() as tx:
        for fact in facts.from_view(service, view):
            keep(tx, fact)
    return view


def keep(tx: Transaction, fact: facts.Fact) -> None:
    """Into the read model, unless it holds a newer version already."""
    if fact.kind == "proposal":
        read_model.put_proposal(tx, fact.version, fact.block)
    else:
        read_model.put_fact(tx, fact.kind, fact.id, fact.version, fact.block, fact.belongs_to)


def _meta() -> dict[str, Any]:
    return {"actor": g.person.as_actor(), "correlation_id": uuid7()}
