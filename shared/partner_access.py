"""jc partners: give a partner system its queue on the broker, or take it back."""

import secrets
import shlex

import typer

from shared import config
from shared.errors import NotFound
from shared.messaging import partner_queues
from shared.messaging.partner_queues import Grant
from shared.messaging.rpc_client import Services
from shared.operator_calls import call, with_services

SERVICE = "partner_events"
PASSWORD_BYTES = 24

app = typer.Typer(help="Give partner systems their queues.", no_args_is_help=True)


@app.callback()
def partners() -> None:
    """Give partner systems their queues."""


@app.command()
def grant_amqp(code: str = typer.Argument(help="Code of a registered system.")) -> None:
    """Make a system's queue and a user that reads it and nothing else; then fill the queue.

    RABBITMQCTL names the broker's own command where it can be run; else it is spelled out.
    """
    settings, ctl = config.settings(), config.optional("RABBITMQCTL", "")
    password = secrets.token_urlsafe(PASSWORD_BYTES)
    grant = Grant(code, partner_queues.vhost_of(settings.amqp_url))

    def work(services: Services) -> None:
        _must_be_registered(services, code)
        partner_queues.declare(settings.amqp_url, code)
        if ctl:
            grant.carry_out(ctl, password)
        call(services, SERVICE, "set_amqp", {"code": code, "amqp": True})

    with_services(settings.amqp_url, work)
    typer.echo(f"Queue     {partner_queues.queue_name(code)}")
    if ctl:
        typer.echo(f"User      {partner_queues.user_name(code)}")
        typer.echo(f"Password  {password}   (shown once; grant again for a new one)")
    else:
        typer.echo("Make its user where the broker runs (RABBITMQCTL was not set):")
        for command in grant.spelled_out("rabbitmqctl", password):
            typer.echo(f"  {command}")


@app.command()
def revoke_amqp(code: str = typer.Argument(help="Code of a registered system.")) -> None:
    """Stop filling a system's queue and remove its user. The queue stays until it is deleted."""
    settings, ctl = config.settings(), config.optional("RABBITMQCTL", "")
    grant = Grant(code, partner_queues.vhost_of(settings.amqp_url))

    def work(services: Services) -> None:
        call(services, SERVICE, "set_amqp", {"code": code, "amqp": False})
        if ctl:
            grant.take_back(ctl)

    with_services(settings.amqp_url, work)
    typer.echo(f"{code} gets no more copies.")
    if not ctl:
        user = shlex.quote(partner_queues.user_name(code))
        typer.echo(f"Remove its user where the broker runs:\n  rabbitmqctl delete_user {user}")


def _must_be_registered(services: Services, code: str) -> None:
    systems = call(services, SERVICE, "list_systems", {})["systems"]
    if code not in {system["code"] for system in systems}:
        raise NotFound("system_not_found", f"No system has the code {code}. Register it first.")
