"""Deadlines as a calendar that calendar programs subscribe to (RFC 5545). Pure."""

from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime, timedelta
from typing import Any

from icalendar import Calendar, Event

CONTENT_TYPE = "text/calendar; charset=utf-8"
PRODUCT = "-//Joint commissioning//Deadlines//EN"
DOMAIN = "deadlines.joint-commissioning"  # makes the identifiers of events ours
LOOK_AGAIN = timedelta(hours=1)


def calendar_of(
    obligations: Iterable[Mapping[str, Any]],
    name: str,
    at: datetime,
    address_of: Callable[[str], str],
) -> bytes:
    """One all-day event for each; `address_of` gives the page of what an obligation is about."""
    made = Calendar()
    made.add("prodid", PRODUCT)
    made.add("version", "2.0")
    made.add("method", "PUBLISH")
    made.add("x-wr-calname", name)
    made.add("refresh-interval", LOOK_AGAIN, parameters={"value": "DURATION"})
    for each in obligations:
        made.add_component(_event(each, at, address_of(each["subject"])))
    written: bytes = made.to_ical()
    return written


def _event(found: Mapping[str, Any], at: datetime, address: str) -> Event:
    """The identifier never changes; the sequence is raised whenever the day or the words do."""
    day = date.fromisoformat(found["due_on"])
    event = Event()
    event.add("uid", f"{found['id']}@{DOMAIN}")
    event.add("dtstamp", at)
    event.add("sequence", found["revision"])
    event.add("dtstart", day)
    event.add("dtend", day + timedelta(days=1))
    event.add("summary", f"{found['title']} ({found['subject']})")
    event.add("description", found["explanation"])
    event.add("url", address)
    event.add("categories", [found["kind"]])
    event.add("transp", "TRANSPARENT")  # a deadline makes nobody busy
    return event
