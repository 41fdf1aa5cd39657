"""jc process: check a definition before it is used, and see the one that proposals follow."""

from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.table import Table

from shared import config
from shared.operator_calls import call, with_services

SERVICE = "commissioning_decisions"

app = typer.Typer(help="Process definitions.", no_args_is_help=True)
console = Console()

Name = Annotated[str, typer.Argument(help="Such as JCP-16.")]
File = Annotated[Path, typer.Argument(exists=True, dir_okay=False, help="A definition in TOML.")]


@app.command("check")
def check(file: File) -> None:
    """Every fault of a file, with its line; nothing is changed."""
    try:
        text = file.read_text(encoding="utf-8")
    except UnicodeDecodeError as wrong:
        typer.echo(f"{file} is not written in UTF-8. Save it so, then check again.", err=True)
        raise typer.Exit(1) from wrong
    faults = _ask("check_process", {"text": text})["faults"]
    for each in faults:
        typer.echo(f"{file}:{each['line']}: {each['text']} ({each['code']})")
    if faults:
        raise typer.Exit(1)
    typer.echo(f"{file} can be followed.")


@app.command("show")
def show(name: Name = "JCP-16") -> None:
    """Stages, who answers for each, and the moves that lead on."""
    process = _ask("get_process", {"name": name})["process"]
    table = Table("", "stage", "accountable", "weeks", "moves")
    for stage in process["stages"]:
        moves = "\n".join(f"{each['move']} → {each['to_stage']}" for each in stage["moves"])
        number = str(stage["number"] or "")
        table.add_row(number, stage["title"], stage["accountable"], stage["weeks"] or "", moves)
    typer.echo(f"{process['name']}, version {process['version']}: {process['title']}")
    console.print(table)


@app.command("diagram")
def diagram(name: Name = "JCP-16") -> None:
    """The process as a Mermaid state diagram."""
    typer.echo(mermaid(_ask("get_process", {"name": name})["process"]))


def mermaid(process: dict[str, Any]) -> str:
    """Stages and moves; what is possible from everywhere would hide the rest and is left out."""
    stages = process["stages"]
    numbered = {stage["id"] for stage in stages if stage["number"]}
    lines = ["stateDiagram-v2", f"    [*] --> {stages[0]['id']}"]
    lines += [f"    {stage['id']}: {stage['title']}" for stage in stages if stage["number"]]
    lines += [
        f"    {stage['id']} --> {each['to_stage']}: {each['move'].replace('_', ' ')}"
        for stage in stages
        for each in stage["moves"]
        if {stage["id"], each["to_stage"]} <= numbered
    ]
    return "\n".join(lines)


def _ask(method: str, body: dict[str, Any]) -> Any:
    return with_services(
        config.settings().amqp_url, lambda services: call(services, SERVICE, method, body)
    )
