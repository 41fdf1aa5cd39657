"""jc audit: verify what was recorded about proposals, and hand it out."""

import json
from collections.abc import Iterator
from typing import Annotated, Any

import typer

from shared import config, hash_chains
from shared.hash_chains import CHAINS, Checked
from shared.messaging.rpc_client import Services
from shared.operator_calls import call, with_services

SERVICE = "commissioning_decisions"

app = typer.Typer(help="What was recorded, with its hashes.", no_args_is_help=True)

Proposals = Annotated[list[str] | None, typer.Argument(help="Such as JCP-2017-03; all, or some.")]
Proposal = Annotated[str, typer.Argument(help="Such as JCP-2017-03.")]


@app.command("verify")
def verify(proposals: Proposals = None) -> None:
    """Work every hash out anew; name the first row of a proposal that is not as it was."""
    found = [hash_chains.check(each) for each in _exports(proposals)]
    for each in found:
        typer.echo(sentence(each))
    if not all(each.is_whole for each in found):
        raise typer.Exit(1)
    typer.echo(f"{len(found)} proposals: nothing was changed, left out or swapped.")


@app.command("export")
def export(proposal: Proposal) -> None:
    """Everything about one proposal as JSON; deploy/verify_audit.py verifies it anywhere."""
    [document] = _exports([proposal])
    typer.echo(as_text(document), nl=False)


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


def _exports(proposals: list[str] | None) -> list[dict[str, Any]]:
    """Of these proposals, or of all."""

    def work(services: Services) -> list[dict[str, Any]]:
        return list(_some(services, proposals) if proposals else _all(services))

    found: list[dict[str, Any]] = with_services(config.settings().amqp_url, work)
    return found


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
