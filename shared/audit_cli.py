"""jc audit: verify what was recorded about proposals, and hand it out."""

import csv
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Annotated, Any, TypeVar

import typer

from shared import config, hash_chains
from shared.hash_chains import CHAINS, Checked
from shared.messaging.rpc_client import Services
from shared.operator_calls import call, with_services

SERVICE = "commissioning_decisions"
INDEX = "index.csv"
COLUMNS = ("proposal", "title", "stage", "moves", "acts", "verified")
FORMULA = ("=", "+", "-", "@", "\t", "\r")  # how a spreadsheet would know one

Result = TypeVar("Result")

app = typer.Typer(help="What was recorded, with its hashes.", no_args_is_help=True)

Proposals = Annotated[list[str] | None, typer.Argument(help="Such as JCP-2017-03; all, or some.")]
Proposal = Annotated[str, typer.Argument(help="Such as JCP-2017-03.")]
DAYS = ["%Y-%m-%d"]
First = Annotated[datetime, typer.Option("--from", formats=DAYS, help="First legal day.")]
Last = Annotated[datetime, typer.Option("--to", formats=DAYS, help="Last legal day.")]
Out = Annotated[Path, typer.Option("--out", file_okay=False, help="A new or empty folder.")]


@app.command("verify")
def verify(proposals: Proposals = None) -> None:
    """Work every hash out anew; name the first row of a proposal that is not as it was."""
    found = _of_each(proposals, hash_chains.check)
    for each in found:
        typer.echo(sentence(each))
    if not all(each.is_whole for each in found):
        raise typer.Exit(1)
    typer.echo(f"{counted(len(found), 'proposal')}: nothing was changed, left out or swapped.")


@app.command("export")
def export(proposal: Proposal) -> None:
    """Everything about one proposal as JSON; deploy/verify_audit.py verifies it anywhere."""
    [text] = _of_each([proposal], as_text)
    typer.echo(text, nl=False)


@app.command("pack")
def pack(first: First, last: Last, out: Out) -> None:
    """For an inspection: an export of each proposal with something in the range, and an index.

    What counts is the legal day of a version, a move or an act, not the day of its entry.
    """
    days = Days(first.date().isoformat(), last.date().isoformat())
    if days.first > days.last:
        raise typer.BadParameter("The first day lies after the last. Swap them.")
    if out.exists() and any(out.iterdir()):
        raise typer.BadParameter(f"{out} is not empty. Name a new folder.")
    out.mkdir(parents=True, exist_ok=True)
    lines = [line for line in _of_each(None, lambda each: put(each, days, out)) if line]
    with (out / INDEX).open("w", newline="", encoding="utf-8") as file:
        csv.writer(file).writerows([COLUMNS, *lines])
    typer.echo(f"{counted(len(lines), 'proposal')} in {out}, listed in {INDEX}.")
    if any(line[-1] == "no" for line in lines):
        typer.echo("Not all of them are as they were recorded: see jc audit verify.", err=True)
        raise typer.Exit(1)


@dataclass(frozen=True)
class Days:
    """A range of legal days, both included, as ISO text."""

    first: str
    last: str

    def count(self, rows: list[dict[str, Any]]) -> int:
        return sum(self.first <= row["happened_on"] <= self.last for row in rows)


def put(document: dict[str, Any], days: Days, out: Path) -> list[str] | None:
    """Write the export, if anything happened in the range; its line of the index."""
    counts = {chain: days.count(document[chain]) for chain in CHAINS}
    if not any(counts.values()):
        return None
    about = document["proposal"]
    (out / f"{about['id']}.json").write_text(as_text(document), encoding="utf-8")
    verified = "yes" if hash_chains.check(document).is_whole else "no"
    numbers = [str(counts["moves"]), str(counts["acts"])]
    return [about["id"], as_words(about["title"]), about["stage"], *numbers, verified]


def as_words(text: str) -> str:
    """Text that no spreadsheet takes for a formula."""
    return f"'{text}" if text.startswith(FORMULA) else text


def sentence(found: Checked) -> str:
    """What was verified of one proposal, or the first row that is wrong."""
    if found.broken is not None:
        return f"{found.proposal}: {found.broken}."
    verified = ", ".join(
        counted(found.verified[chain], CHAINS[chain]) for chain in ("moves", "acts", "versions")
    )
    older = sum(found.older.values())
    before = f" {counted(older, 'row')} from before there was a chain." if older else ""
    return f"{found.proposal}: {verified} verified.{before}"


def counted(number: int, one: str) -> str:
    return f"{number} {one}" if number == 1 else f"{number} {one}s"


def as_text(document: Any) -> str:
    return json.dumps(document, indent=2, ensure_ascii=False) + "\n"


def _of_each(proposals: list[str] | None, work: Callable[[dict[str, Any]], Result]) -> list[Result]:
    """What the work makes of the export of each of these proposals, or of all."""

    def ask(services: Services) -> list[Result]:
        found = _some(services, proposals) if proposals else _all(services)
        return [work(document) for document in found]

    made: list[Result] = with_services(config.settings().amqp_url, ask)
    return made


def _some(services: Services, proposals: list[str]) -> Iterator[dict[str, Any]]:
    for id in proposals:
        yield from call(services, SERVICE, "export_audit", {"id": id})["exports"]


def _all(services: Services) -> Iterator[dict[str, Any]]:
    after = None
    while True:
        page = call(services, SERVICE, "export_audit", {"after": after})
        yield from page["exports"]
        after = page["after"]
        if after is None:
            return
