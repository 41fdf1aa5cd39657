"""jc deadlines: who has to do what by when, and open days anew when a calendar changes."""

from typing import Annotated, Any

import typer
from rich.console import Console
from rich.table import Table

from shared import config
from shared.messaging.rpc_client import Services
from shared.operator_calls import call, with_services

SERVICE = "commissioning_decisions"
PART = 500  # so many are worked out in one transaction

app = typer.Typer(help="Deadlines that somebody answers for.", no_args_is_help=True)
console = Console()

Organisation = Annotated[str | None, typer.Argument(help="Such as MBC; everybody when left out.")]
State = Annotated[
    str,
    typer.Option(help="owed, open, due_soon, due, breached, discharged or withdrawn."),
]
Limit = Annotated[int, typer.Option(help="So many at most.")]


@app.command("list")
def list_deadlines(
    organisation: Organisation = None, state: State = "owed", limit: Limit = 100
) -> None:
    """Earliest first."""
    asked = {"organisation": organisation, "state": state, "limit": limit}
    body = {name: value for name, value in asked.items() if value is not None}
    found = _with(lambda services: call(services, SERVICE, "list_obligations", body))
    if not found["obligations"]:
        typer.echo("No deadline matches.")
        return
    table = Table("last day", "state", "who", "what", "obligation")
    for each in found["obligations"]:
        who = f"{each['role'].replace('_', ' ')}, {each['organisation']}"
        table.add_row(each["due_on"], each["state"], who, each["title"], each["id"])
    console.print(table)
    if found["after"]:
        typer.echo("There are more: name an organisation, or raise --limit (500 at most).")


@app.command("recompute")
def recompute() -> None:
    """Work out anew what was counted on another calendar than that of now.

    What has come stays as it was, and no legal period is shortened. A second run changes nothing.
    """
    looked_at, kept, moved = 0, 0, []
    for part in _with(_parts):
        looked_at += part["looked_at"]
        kept += part["kept_longer"]
        moved += part["moved"]
    for each in moved:
        typer.echo(f"{each['previous_due_on']} → {each['due_on']}  {each['id']}  {each['title']}")
    typer.echo(f"{looked_at} worked out anew: {len(moved)} moved, {kept} keep their later day.")


def _parts(services: Services) -> list[dict[str, Any]]:
    parts: list[dict[str, Any]] = []
    while not parts or parts[-1]["more"]:
        parts.append(call(services, SERVICE, "recompute_deadlines", {"limit": PART}))
    return parts


def _with(work: Any) -> Any:
    return with_services(config.settings().amqp_url, work)
