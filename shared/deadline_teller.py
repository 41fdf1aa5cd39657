"""jc deadline: the day that a rule of law gives, and why it is that day."""

from datetime import date
from typing import Annotated, Any

import typer

from shared import config
from shared.operator_calls import call, with_services

SERVICE = "commissioning_decisions"

Rule = Annotated[str, typer.Argument(help="Such as CI5, KD28 or PSR-S.")]
Start = Annotated[str, typer.Argument(help="Day of the event, such as 2019-11-21.")]
KnownOn = Annotated[
    str | None, typer.Option(help="Take holidays as they were announced by this day.")
]
Days = Annotated[int | None, typer.Option(help="Your own number of days.")]
Calendar = Annotated[
    str | None, typer.Option(help="Your own calendar: ENG, PSR, PA23 or calendar_days.")
]
Authority = Annotated[str | None, typer.Option(help="By whose authority it is read differently.")]


def tell(
    rule: Rule,
    start: Start,
    known_on: KnownOn = None,
    days: Days = None,
    calendar: Calendar = None,
    authority: Authority = None,
) -> None:
    """The day that a rule gives for an event, every day that was left out, and the source."""
    given = {"rule": rule, "on": start, "known_on": known_on, "n": days}
    given |= {"calendar": calendar, "authority": authority}
    body = {name: value for name, value in given.items() if value is not None}
    found = with_services(
        config.settings().amqp_url,
        lambda services: call(services, SERVICE, "work_out_deadline", body),
    )
    _say(found["deadline"])


def _say(deadline: dict[str, Any]) -> None:
    typer.echo(f"{_day(deadline['due_on'])}   {deadline['title']}")
    typer.echo(deadline["explanation"])
    for each in deadline["left_out"]:
        typer.echo(f"  not counted: {_day(each['day'])}, {each['why']}")
    if deadline["guidance"]:
        typer.echo(deadline["guidance"])
    typer.echo(f"Source: {deadline['source']} (rules {deadline['rule_version']})")
    if deadline["calendar_version"]:
        typer.echo(f"Calendar: {deadline['calendar_version']}")
    if deadline["check_before_relying"]:
        typer.echo("Check before relying on it.")
    if deadline["note"]:
        typer.echo(deadline["note"])


def _day(text: str) -> str:
    day = date.fromisoformat(text)
    return f"{day:%a} {day.day} {day:%b %Y}"
