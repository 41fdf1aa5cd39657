"""Calls to services by whoever operates the product, from a terminal."""

import getpass
from collections.abc import Callable
from typing import Any

import typer

from shared.errors import CommissioningError
from shared.identifiers import uuid7
from shared.messaging.rpc_client import ServiceAway, Services


def call(services: Services, service: str, method: str, body: dict[str, Any]) -> Any:
    """The answer to a question, or the view of a command."""
    actor = {"person": getpass.getuser(), "organisation": "operator", "roles": ["operator"]}
    meta = {"actor": actor, "idempotency_key": uuid7(), "correlation_id": uuid7()}
    return services.call(service, method, body, meta)


def with_services(amqp_url: str, work: Callable[[Services], Any]) -> Any:
    """What the work gives; a refusal, or a service away, is said in words and ends with 1."""
    services = Services(amqp_url, lines=1)
    try:
        return work(services)
    except CommissioningError as refusal:
        typer.echo(f"{refusal.message} ({refusal.code})", err=True)
        for name, text in refusal.details.items():
            typer.echo(f"  {name.removeprefix('/')}: {text}", err=True)
        raise typer.Exit(1) from refusal
    except ServiceAway as away:
        typer.echo(f"{away.service} is away: {away.reason}. Start it, then repeat.", err=True)
        raise typer.Exit(1) from away
    finally:
        services.close()
