"""jc events tail: the partner feed in a terminal, read as any outsider reads it.

Uses only what Python brings along, so that it is also an example of how little a reader needs.
"""

import http.client
import json
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

import typer

from shared import config

WAIT_MILLISECONDS = 25_000
PAUSE_SECONDS = 1.0
NETWORK_SECONDS = 60.0

app = typer.Typer(help="Follow the events that partner systems see.", no_args_is_help=True)


class FeedRefused(Exception):
    """The feed said no, and will say so again."""


@dataclass(frozen=True)
class Feed:
    """Where the feed is, and with which key it is read."""

    url: str
    key: str

    def page(self, after: str, **question: Any) -> tuple[list[dict[str, Any]], str]:
        """Events after a position, and the position to go on from."""
        asked = {"after": after, **{n: v for n, v in question.items() if v}}
        request = urllib.request.Request(
            f"{self.url.rstrip('/')}/events?{urlencode(asked)}",
            headers={"Authorization": f"Bearer {self.key}"},
        )
        try:
            with urllib.request.urlopen(request, timeout=NETWORK_SECONDS) as answer:
                return json.load(answer), answer.headers["Jc-Position"]
        except urllib.error.HTTPError as refusal:
            if refusal.code >= 500:
                raise ConnectionError(f"the feed answered {refusal.code}") from refusal
            raise FeedRefused(_reason(refusal)) from refusal


def follow(
    feed: Feed,
    after: str,
    *,
    once: bool = False,
    paused: Callable[[str], None] = lambda reason: None,
    pause_seconds: float = PAUSE_SECONDS,
    **question: Any,
) -> Iterator[dict[str, Any]]:
    """Events one by one, for ever, or up to the end of the log with `once`.

    A feed that is away is asked again from the same position; `paused` is told why.
    """
    wait = None if once else WAIT_MILLISECONDS
    while True:
        try:
            page, following = feed.page(after, timeout=wait, **question)
        except (OSError, http.client.HTTPException, ValueError) as away:
            paused(str(away))
            time.sleep(pause_seconds)
            continue
        yield from page
        if once and following == after:
            return
        after = following


def line(event: dict[str, Any]) -> str:
    """One event for the eye: its place, when it was recorded, what happened, to what."""
    name = event["type"].removeprefix("uk.jc.")
    effective = event.get("effectivedate")
    return (
        f"{event['feedposition']:>7}  {event['time'][:19]}Z  {name:<36} "
        f"{event['subject']} v{event['aggregateversion']}"
        + (f"  takes effect {effective}" if effective else "")
    )


@app.callback()
def events() -> None:
    """Follow the events that partner systems see."""


@app.command()
def tail(
    after: str = typer.Option("end", help="Begin after this position; 0 is the beginning."),
    type: str = typer.Option("", help="proposal.stage_changed, or a family: proposal.*"),
    subject: str = typer.Option("", help="Such as JCP-2017-03."),
    once: bool = typer.Option(False, help="Stop at the end of the log."),
    json_lines: bool = typer.Option(False, "--json", help="Whole events, one to a line."),
    url: str = typer.Option("", help="Address of the feed; else JC_FEED_URL."),
    key: str = typer.Option("", help="Key of a partner system; else JC_FEED_KEY."),
) -> None:
    """Show events as they come, until Ctrl+C."""
    feed = Feed(
        url or config.optional("JC_FEED_URL", "http://127.0.0.1:8001"),
        key or config.optional("JC_FEED_KEY", ""),
    )
    if not feed.key:
        typer.echo("Give the key of a partner system with --key or in JC_FEED_KEY.", err=True)
        raise typer.Exit(2)
    try:
        for event in follow(
            feed, after, once=once, paused=_tell_pause, type=type or None, subject=subject or None
        ):
            typer.echo(json.dumps(event, ensure_ascii=False) if json_lines else line(event))
    except FeedRefused as refusal:
        typer.echo(str(refusal), err=True)
        raise typer.Exit(1) from refusal
    except KeyboardInterrupt:
        raise typer.Exit(0) from None


def _tell_pause(reason: str) -> None:
    typer.echo(f"The feed is away ({reason}); trying again.", err=True)


def _reason(refusal: urllib.error.HTTPError) -> str:
    try:
        problem = json.load(refusal)
        return f"{problem['detail']} ({problem['code']})"
    except (ValueError, KeyError, TypeError):
        return f"The feed refused: {refusal.code} {refusal.reason}."
