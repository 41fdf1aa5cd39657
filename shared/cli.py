"""jc: what an operator does from the terminal.

Settings come from the environment, as for every process; `make jc ARGS="..."` knows those of
`make run`.
"""

import sys
from collections.abc import Callable
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from shared import (
    audit_cli,
    config,
    deadline_teller,
    deadlines_cli,
    event_tail,
    partner_access,
    process_cli,
)
from shared.database.dependency import database_of
from shared.database.failures import database_is_away
from shared.errors import CommissioningError, Invalid
from shared.messaging import dead_letters, topology
from shared.messaging.dead_letters import DeadLetter
from shared.messaging.outbox import waiting_in

app = typer.Typer(help="Operate joint commissioning.", no_args_is_help=True)
letters = typer.Typer(help="What no service could handle.", no_args_is_help=True)
broker = typer.Typer(help="Exchanges and queues on the broker.", no_args_is_help=True)
app.add_typer(letters, name="dead-letters")
app.add_typer(broker, name="topology")
app.add_typer(event_tail.app, name="events")
app.add_typer(partner_access.app, name="partners")
app.add_typer(process_cli.app, name="process")
app.add_typer(audit_cli.app, name="audit")
app.add_typer(deadlines_cli.app, name="deadlines")
app.command("deadline")(deadline_teller.tell)

Service = Annotated[str, typer.Argument(help="Such as contract_monitoring.")]
Key = Annotated[str, typer.Argument(help="Key of the letter, as the list shows it.")]
console = Console()


@broker.command("declare")
def declare() -> None:
    """Make what is missing on the broker."""
    topology.declare_at(config.settings().amqp_url)
    typer.echo(f"{len(topology.everything())} exchanges and queues are there.")


@broker.command("check")
def check() -> None:
    """Say what is missing on the broker, or was made with other arguments."""
    wrong = topology.check_at(config.settings().amqp_url)
    for sentence in wrong:
        typer.echo(sentence)
    if wrong:
        raise typer.Exit(1)
    typer.echo("Everything is as it should be.")


@app.command("outbox")
def outbox() -> None:
    """How many events wait in each outbox, since when, and which nobody wants."""
    table = Table("service", "waiting", "of these unroutable", "oldest")
    for service in config.SERVICES:
        with database_of(service).transaction() as tx:
            row = waiting_in(tx)
        oldest = row["oldest"].isoformat(timespec="seconds") if row["oldest"] else ""
        table.add_row(service, str(row["waiting"]), str(row["unroutable"]), oldest)
    console.print(table)
    stray = dead_letters.counts(config.settings().amqp_url)[topology.UNROUTABLE]
    if stray:
        typer.echo(f"{stray} events wait in {topology.UNROUTABLE}: no queue is bound to them.")


@letters.command("list")
def list_letters(
    service: Annotated[str | None, typer.Argument(help="One service, or all.")] = None,
) -> None:
    """What waits, with the reason of each."""
    amqp_url = config.settings().amqp_url
    table = Table("service", "key", "event", "code", "tries", "reason")
    for name in [service] if service else list(topology.SUBSCRIPTIONS):
        for each in dead_letters.look(amqp_url, name):
            table.add_row(
                name, each.key, each.name, each.code, str(each.attempts), each.reason[:80]
            )
    if table.row_count:
        console.print(table)
    else:
        typer.echo("No dead letters.")


@letters.command("show")
def show(service: Service, key: Key) -> None:
    """One letter, whole: reason, traceback and message."""
    found = dead_letters.look(config.settings().amqp_url, service)
    [first, *_] = dead_letters.must_be_some([each for each in found if each.key == key], key)
    typer.echo(f"{first.name}  {first.key}\n{first.code}: {first.reason}\n\n{first.traceback}")
    typer.echo(first.body.decode(errors="replace"))


@letters.command("retry")
def retry(
    service: Service,
    key: Annotated[str | None, typer.Argument(help="Key of one letter.")] = None,
    like: Annotated[str | None, typer.Option(help="All with this code.")] = None,
) -> None:
    """Send one letter to its service again, or all with the same code."""
    wanted = _chosen(key, like)
    sent = dead_letters.retry(config.settings().amqp_url, service, wanted, database_of(service))
    dead_letters.must_be_some(sent, key or f"with code {like}")
    typer.echo(f"{len(sent)} sent again.")


@letters.command("discard")
def discard(
    service: Service,
    key: Annotated[str | None, typer.Argument(help="Key of one letter.")] = None,
    like: Annotated[str | None, typer.Option(help="All with this code.")] = None,
    because: Annotated[str, typer.Option(help="Why nobody needs it.")] = "",
) -> None:
    """Throw away one letter, or all with the same code, for good."""
    gone = dead_letters.discard(
        config.settings().amqp_url, service, _chosen(key, like), because, database_of(service)
    )
    dead_letters.must_be_some(gone, key or f"with code {like}")
    typer.echo(f"{len(gone)} thrown away.")


def _chosen(key: str | None, like: str | None) -> Callable[[DeadLetter], bool]:
    if (key is None) == (like is None):
        raise Invalid("letter_not_chosen", "Give the key of one letter, or --like with a code.")
    return lambda letter: key in (None, letter.key) and like in (None, letter.code)


def main() -> None:
    """Refusals and absences are sentences, not tracebacks."""
    try:
        app()
    except CommissioningError as refusal:
        sys.stderr.write(f"{refusal.message}  ({refusal.code})\n")
        sys.exit(1)
    except dead_letters.BROKER_AWAY as away:
        sys.stderr.write(f"The message broker does not answer: {away!r}\n")
        sys.exit(1)
    except Exception as failure:
        if not database_is_away(failure):
            raise
        sys.stderr.write(f"The database does not answer: {str(failure).strip()}\n")
        sys.exit(1)


if __name__ == "__main__":
    main()
