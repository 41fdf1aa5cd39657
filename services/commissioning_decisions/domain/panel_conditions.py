"""What a gate asks of the Young Commissioners Panel: asked in time, heard, and answered."""

from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from services.commissioning_decisions.domain.case import Case
from services.commissioning_decisions.domain.paper_conditions import Answer
from shared.calendars import calendar

OFF = ("cancelled", "inquorate")  # sessions of the panel that were not held


def panel_heard(case: Case, _: Mapping[str, Any], on: date) -> Iterator[Answer]:
    """About what is proposed now: a material change after it met undoes that it was heard."""
    held = [each for each in case.known.sessions if each["stage"] == "closed"]
    if held:
        last = held[-1]
        later = case.material_since(date.fromisoformat(last["closes_on"]))
        if later is None:
            yield True, f"The panel met in {last['id']}, with a quorum."
        else:
            yield (
                False,
                f"Version {later.number} changed what the panel was asked about in {last['id']}. "
                "Ask it again.",
            )
        return
    planned = [each for each in case.known.sessions if each["stage"] in ("draft", "open")]
    if planned:
        closes = date.fromisoformat(planned[-1]["closes_on"])
        yield False, f"{planned[-1]['id']} is not over yet.", closes
    else:
        yield False, "The Young Commissioners Panel has not met about it."


def brief_in_time(case: Case, parameters: Mapping[str, Any], on: date) -> Iterator[Answer]:
    """Young people have had the Easy Read brief for so many working days before they meet."""
    least, england = parameters["working_days"], calendar("ENG")
    called = [each for each in case.known.sessions if each["stage"] not in OFF]
    for each in called:
        issued, held = each.get("brief_issued_on"), each.get("held_on")
        if issued is None or held is None:
            yield False, f"{each['id']} has no brief yet."
            continue
        days = england.working_days_between(date.fromisoformat(issued), date.fromisoformat(held))
        fact = f"The brief of {each['id']} was issued {days} working days before it, on {issued}"
        yield days >= least, f"{fact}; {least} are needed."
    if not called:
        yield False, "No session of the panel is called yet."


def recommendations_answered(case: Case, _: Mapping[str, Any], on: date) -> Iterator[Answer]:
    """A session may be known to be closed before each of its recommendations is known here."""
    known = Counter(each.get("session_id") for each in case.known.recommendations)
    on_their_way = [
        each["id"]
        for each in case.known.sessions
        if each.get("recommendation_count", 0) > known[each["id"]]
    ]
    asked = [each for each in case.known.recommendations if each["stage"] != "withdrawn"]
    open_ones = [each for each in asked if each.get("response") is None]
    for id in on_their_way:
        yield False, f"Not every recommendation of {id} has arrived here yet. Try again soon."
    for each in open_ones:
        due = each.get("response_due_on")
        yield False, f"{each['id']} has no answer.", date.fromisoformat(due) if due else None
    if not open_ones and not on_their_way:
        yield True, f"Each of {len(asked)} recommendations is answered."
