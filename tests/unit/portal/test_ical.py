"""Deadlines as calendar programs read them."""

from datetime import UTC, date, datetime

from icalendar import Calendar

from services.portal.ical import calendar_of
from tests.support import law

AT = datetime(2019, 12, 20, 9, tzinfo=UTC)


def written(*obligations) -> bytes:
    return calendar_of(
        obligations,
        "Deadlines of Middlesbrough Council",
        AT,
        lambda subject: f"https://jc.example/proposals/{subject}",
    )


def events(*obligations):
    return list(Calendar.from_ical(written(*obligations)).walk("VEVENT"))


def test_a_day_is_an_event_of_the_whole_day_with_its_reason_and_its_page():
    [event] = events(law.OBLIGATION)
    assert (event["DTSTART"].dt, event["DTEND"].dt) == (date(2019, 12, 30), date(2019, 12, 31))
    assert str(event["DESCRIPTION"]) == law.OBLIGATION["explanation"]
    assert str(event["URL"]) == "https://jc.example/proposals/JCP-2017-03"
    assert event["DTSTAMP"].dt == AT


def test_a_day_that_moved_is_the_same_event_with_a_higher_sequence():
    moved = {**law.OBLIGATION, "due_on": "2019-12-31", "revision": 2}
    [before], [after] = events(law.OBLIGATION), events(moved)
    assert before["UID"] == after["UID"]
    assert (before["SEQUENCE"], after["SEQUENCE"]) == (1, 2)
    assert after["DTSTART"].dt == date(2019, 12, 31)


def test_signs_that_mean_something_in_a_calendar_are_read_back_as_they_were():
    odd = {**law.OBLIGATION, "title": "Notice, part 1; part 2\nwith £ and “quotes”" + "x" * 200}
    [event] = events(odd)
    assert str(event["SUMMARY"]) == f"{odd['title']} (JCP-2017-03)"
    assert all(len(line) <= 75 for line in written(odd).split(b"\r\n"))


def test_a_calendar_without_deadlines_is_a_calendar():
    text = written()
    assert text.startswith(b"BEGIN:VCALENDAR\r\n")
    assert b"REFRESH-INTERVAL;VALUE=DURATION:PT1H" in text
    assert events() == []
