"""jc process: definitions checked, shown, compared and tried out; proposals moved to a new one."""

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.table import Table

from shared import config, waiting_cli
from shared.messaging.rpc_client import Services
from shared.operator_calls import call, with_services

SERVICE = "commissioning_decisions"
SHIPPED = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]*@[1-9][0-9]*")
PART = 200  # so many proposals are looked at, or moved, in one transaction

app = typer.Typer(help="Process definitions.", no_args_is_help=True)
app.command("why-not")(waiting_cli.why_not)
console = Console()

Name = Annotated[str, typer.Argument(help="Such as JCP-16, or JCP-16@2.")]
Version = Annotated[str, typer.Argument(help="NAME@VERSION, such as JCP-16@2.")]
FileOrVersion = Annotated[str, typer.Argument(help="A definition in TOML, or NAME@VERSION.")]
File = Annotated[Path, typer.Argument(exists=True, dir_okay=False, help="A definition in TOML.")]
Map = Annotated[
    Path | None,
    typer.Option("--map", exists=True, dir_okay=False, help='TOML: [stages], then old = "new".'),
]
Of = Annotated[
    str | None, typer.Option("--of", help="Whose running proposals: NAME, or NAME@VERSION.")
]
DryRun = Annotated[bool, typer.Option("--dry-run", help="Say what would happen, change nothing.")]
Reason = Annotated[str | None, typer.Option("--reason", help="Goes on record with each move.")]


@app.command("list")
def list_processes() -> None:
    """Every version that is shipped, and how many proposals are under way on it."""
    table = Table("process", "title", "proposals under way", "")
    for each in _ask("list_process_versions", {})["processes"]:
        newest = "new proposals begin here" if each["newest"] else ""
        label = f"{each['name']}@{each['version']}"
        table.add_row(label, each["title"], f"{each['running']:,}", newest)
    console.print(table)


@app.command("check")
def check(what: FileOrVersion) -> None:
    """Every fault of a file, with its line; nothing is changed."""
    if SHIPPED.fullmatch(what):
        _ask("get_process", _named(what))
    elif faults := _ask("check_process", {"text": _text(Path(what))})["faults"]:
        for each in faults:
            typer.echo(f"{what}:{each['line']}: {each['text']} ({each['code']})")
        raise typer.Exit(1)
    typer.echo(f"{what} can be followed.")


@app.command("show")
def show(name: Name = "JCP-16") -> None:
    """Stages, who answers for each, and the moves that lead on."""
    process = _ask("get_process", _named(name))["process"]
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
    typer.echo(mermaid(_ask("get_process", _named(name))["process"]))


@app.command("diff")
def diff(before: FileOrVersion, after: FileOrVersion) -> None:
    """What differs between two definitions: stages, moves, and what gates ask for."""
    found = _ask("compare_processes", {"before": _given(before), "after": _given(after)})
    typer.echo(f"From {found['before']} to {found['after']}:")
    for sentence in found["changes"] or ["Nothing differs."]:
        typer.echo(f"- {sentence}")


@app.command("simulate")
def simulate(file: File, stage_map: Map = None, of: Of = None) -> None:
    """How proposals under way would stand in a definition; nothing is changed."""
    body = {"text": _text(file), "stages": _stages(stage_map), "of": of}
    parts = _with(lambda services: list(_parts(services, "simulate_process", body)))
    typer.echo(f"In {parts[-1]['process']}:")
    table = Table("stage", "proposals")
    for at, stage in enumerate(parts[-1]["stages"]):
        table.add_row(stage["title"], f"{sum(part['stages'][at]['count'] for part in parts):,}")
    console.print(table)
    gates = [each for part in parts for each in part["gates"]]
    for each in gates:
        state = "opens" if each["opens"] else f"shuts. {each['why']}"
        typer.echo(f"{each['id']}, {each['stage']}: the gate of {each['move']} {state}")
    lost = [each for part in parts for each in part["lost"]]
    _say_who_stays(lost)
    opened = sum(each["opens"] for each in gates)
    typer.echo(
        f"{len(lost):,} could not go; {opened:,} gates would open, {len(gates) - opened:,} shut."
    )


@app.command("migrate")
def migrate(
    left: Version,
    entered: Version,
    stage_map: Map = None,
    dry_run: DryRun = False,
    reason: Reason = None,
) -> None:
    """Move every proposal under way to another version; ends with 1 where some stay behind.

    Interrupted, it goes on where it was when it is called again. What is over stays as it is.
    """
    body: dict[str, Any] = {"from_process": left, "to_process": entered}
    body["stages"] = _stages(stage_map)
    if not dry_run:
        body["reason"] = reason
    method, done = ("plan_migration", "can go") if dry_run else ("migrate_proposals", "moved")
    migrated, staying = 0, []

    def work(services: Services) -> None:
        nonlocal migrated
        for part in _parts(services, method, body):
            migrated += part["migrated"]
            staying.extend(part["left_behind"])
            typer.echo(f"{migrated:,} {done}, {len(staying):,} stay", err=True)

    _with(work)
    _say_who_stays(staying)
    typer.echo(f"{left} → {entered}: {migrated:,} {done}, {len(staying):,} stay behind.")
    if staying:
        raise typer.Exit(1)


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


def _say_who_stays(left_behind: list[dict[str, Any]]) -> None:
    for each in left_behind:
        typer.echo(f"{each['id']} stays on {each['process']}: {each['why']} ({each['code']})")


def _named(reference: str) -> dict[str, Any]:
    name, _, version = reference.partition("@")
    if version and not SHIPPED.fullmatch(reference):
        raise _refused(f"{reference} is no process. Use NAME@VERSION, such as JCP-16@2.")
    return {"name": name, "version": int(version)} if version else {"name": name}


def _given(what: str) -> dict[str, str]:
    return {"process": what} if SHIPPED.fullmatch(what) else {"text": _text(Path(what))}


def _text(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8")
    except UnicodeDecodeError as wrong:
        raise _refused(f"{file} is not written in UTF-8. Save it so, then repeat.") from wrong
    except OSError as wrong:
        raise _refused(f"{file} cannot be read. Name a file, or NAME@VERSION.") from wrong


def _stages(stage_map: Path | None) -> dict[str, str]:
    """Old stage to new stage, from the table [stages] of a file."""
    if stage_map is None:
        return {}
    try:
        stages = tomllib.loads(_text(stage_map)).get("stages")
    except tomllib.TOMLDecodeError as wrong:
        raise _refused(f"{stage_map} is no TOML: {wrong}.") from wrong
    if not isinstance(stages, dict):
        raise _refused(f'{stage_map} has no table [stages] with lines such as old = "new".')
    return stages


def _refused(sentence: str) -> typer.Exit:
    typer.echo(sentence, err=True)
    return typer.Exit(1)


def _parts(services: Services, method: str, body: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Page by page, until there is none left."""
    after = None
    while True:
        part = call(services, SERVICE, method, {**body, "limit": PART, "after": after})
        yield part
        after = part["after"]
        if after is None:
            return


def _ask(method: str, body: dict[str, Any]) -> Any:
    return _with(lambda services: call(services, SERVICE, method, body))


def _with(work: Any) -> Any:
    return with_services(config.settings().amqp_url, work)
