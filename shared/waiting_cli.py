"""jc process why-not: which gates proposals stand before, what is missing, and who can clear it."""

from collections.abc import Iterator
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.table import Table

from shared import config
from shared.messaging.rpc_client import Services
from shared.operator_calls import call, with_services

SERVICE = "commissioning_decisions"
PAGE = 250  # proposals in one answer

console = Console()

Organisation = Annotated[str | None, typer.Argument(help="Such as MBC; everybody when left out.")]
Stage = Annotated[str | None, typer.Option(help="Only proposals in this stage.")]
Process = Annotated[str | None, typer.Option(help="Only those that follow it, such as JCP-16.")]


def why_not(
    organisation: Organisation = None, stage: Stage = None, process: Process = None
) -> None:
    """What is missing today before each gate, and who can clear it."""
    asked = {"organisation": organisation, "stage": stage, "process": process}
    given = {name: value for name, value in asked.items() if value is not None}
    found = with_services(config.settings().amqp_url, lambda services: list(pages(services, given)))
    if not found:
        typer.echo("No proposal matches.")
        return
    table = Table()
    for head, whole in (("proposal", True), ("stage", False), ("move", True), ("who", False)):
        table.add_column(head, no_wrap=whole)
    table.add_column("what is missing")
    for row in rows(found):
        table.add_row(*row)
    console.print(table)
    shut = sum(any(not gate["open"] for gate in each["gates"]) for each in found)
    typer.echo(f"{len(found)} proposals; {shut} stand before a gate that is not open.")


def pages(services: Services, asked: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Each proposal that matches, by reference."""
    after = None
    while True:
        page = call(services, SERVICE, "why_not_all", {**asked, "limit": PAGE, "after": after})
        yield from page["proposals"]
        after = page["after"]
        if after is None:
            return


def rows(found: list[dict[str, Any]]) -> Iterator[tuple[str, str, str, str, str]]:
    """One for each thing that is missing; one for a gate that is open."""
    for each in found:
        for gate in each["gates"]:
            at = (each["id"], _words(each["stage"]), _words(gate["move"]))
            if gate["open"]:
                yield (*at, "", "Nothing: the gate is open.")
            for blocker in gate["blockers"]:
                by = f" By {blocker['by_when']}." if blocker["by_when"] else ""
                yield (*at, _words(blocker["who"]), f"{blocker['fact']}{by}")


def _words(name: str) -> str:
    return name.replace("_", " ")
