"""Who owes what by when: the list, the same for programs, and the calendar at a secret address."""

import re
from datetime import date

import pytest
from icalendar import Calendar

from services.portal.errors import place
from services.portal.repository import calendar_links
from services.portal.security import digest_of
from tests.support import law
from tests.support.each_service import Decisions
from tests.support.portal import RealServices, a_portal
from tests.support.two_stories import STORE, play, store

ADDRESS = re.compile(r"http://localhost(/calendar/[\w-]+\.ics)")


def makes_address(client) -> str:
    """The path that the page shows, once."""
    page = client.post("/deadlines/calendar")
    [found] = ADDRESS.findall(page.text)
    return found


def events_at(client, address) -> list:
    answer = client.get(address)
    assert answer.status_code == 200
    assert answer.headers["Content-Type"] == "text/calendar; charset=utf-8"
    return list(Calendar.from_ical(answer.data).walk("VEVENT"))


@pytest.fixture
def stranger(portal):
    """A calendar program: it has no session."""
    return portal.app.test_client()


def test_a_deadline_says_its_day_its_reason_and_who_answers(sign_in):
    page = sign_in("commissioner.mbc").get("/deadlines").text
    assert "Monday 30 December 2019" in page
    assert "leaving out Christmas Day" in page
    assert "Democratic services, MBC" in page
    assert 'href="/proposals/JCP-2017-03"' in page
    assert "Possible from Tuesday 31 December 2019." in page


def test_one_reads_first_what_ones_own_organisation_owes(portal, sign_in):
    asked = []
    call = portal.services.call
    portal.services.call = lambda service, method, body, meta: (
        asked.append((method, body)) or call(service, method, body, meta)
    )
    client = sign_in("commissioner.mbc")
    client.get("/deadlines")
    client.get("/deadlines?whose=all&state=breached")
    client.get("/deadlines?state=nonsense")
    assert [body for method, body in asked if method == "list_obligations"] == [
        {"organisation": "MBC", "state": "owed", "limit": 50},
        {"state": "breached", "limit": 50},
        {"organisation": "MBC", "state": "owed", "limit": 50},
    ]


def test_providers_and_members_are_not_led_there(sign_in):
    assert sign_in("provider.teestalk").get("/deadlines").status_code == 403
    assert sign_in("provider.teestalk").post("/deadlines/calendar").status_code == 403
    assert sign_in("yc-01").get("/deadlines").status_code == 302
    assert "/deadlines" not in sign_in("provider.teestalk").get("/").text


def test_programs_read_the_same_list(api):
    answer = api("commissioner.mbc").get("/api/deadlines?organisation=MBC&state=owed")
    assert answer.status_code == 200
    assert answer.get_json()["obligations"] == [law.OBLIGATION]


def test_a_calendar_program_reads_deadlines_at_the_secret_address(sign_in, stranger):
    [event] = events_at(stranger, makes_address(sign_in("commissioner.mbc")))
    assert str(event["UID"]) == "JCP-2017-03/call_in.22@deadlines.joint-commissioning"
    assert event["SEQUENCE"] == 1
    assert (event["DTSTART"].dt, event["DTEND"].dt) == (date(2019, 12, 30), date(2019, 12, 31))
    assert event["DTSTART"].params["VALUE"] == "DATE"
    assert str(event["SUMMARY"]) == "Call-in at Middlesbrough Council closes (JCP-2017-03)"
    assert str(event["DESCRIPTION"]) == law.OBLIGATION["explanation"]
    assert str(event["URL"]) == "http://localhost/proposals/JCP-2017-03"


def test_the_address_is_shown_once_and_kept_as_a_hash(portal, sign_in):
    client = sign_in("commissioner.mbc")
    assert "You have no address now." in client.get("/deadlines/calendar").text
    address = makes_address(client)
    token = address.removeprefix("/calendar/").removesuffix(".ics")

    again = client.get("/deadlines/calendar").text
    assert token not in again
    assert "You have had an address since" in again
    with portal.database.transaction() as tx:
        [row] = tx.run("SELECT * FROM calendar_links")
        assert token not in str(row)
        assert calendar_links.find_person(tx, digest_of(token)).sign_in_name == "commissioner.mbc"


def test_another_address_ends_the_one_before(sign_in, stranger):
    client = sign_in("commissioner.mbc")
    first, second = makes_address(client), makes_address(client)
    assert stranger.get(first).status_code == 404
    assert len(events_at(stranger, second)) == 1


def test_an_address_that_was_ended_shows_nothing(sign_in, stranger):
    client = sign_in("commissioner.mbc")
    address = makes_address(client)
    page = client.post("/deadlines/calendar/revocation")
    assert "You have no address now." in page.text
    assert stranger.get(address).status_code == 404


@pytest.mark.parametrize("address", ["/calendar/x.ics", "/calendar/.ics", "/calendar/"])
def test_a_guessed_address_shows_nothing(stranger, address):
    assert stranger.get(address).status_code == 404


def test_the_log_never_holds_the_address(portal):
    with portal.app.test_request_context("/calendar/a-secret.ics"):
        assert place() == "/calendar/<token>.ics"
    with portal.app.test_request_context("/proposals/JCP-2017-03"):
        assert place() == "/proposals/JCP-2017-03"


def test_the_address_signs_nobody_in(portal, sign_in, stranger):
    address = makes_address(sign_in("commissioner.mbc"))
    stranger.get(address)
    assert stranger.get("/deadlines").status_code == 302
    del portal.services.answers["list_obligations"]
    away = stranger.get(address)
    assert away.status_code == 503
    assert "Signed in as" not in away.text


def test_the_calendar_follows_what_becomes_of_a_deferral(service_database, portal, sign_in):
    """With the real service; the title of an exempt paper is nowhere in it."""
    decisions = Decisions(service_database("commissioning_decisions"))
    play(store(decisions), until="partner_decisions")
    decisions.clock.stands_at("2019-06-24")
    case = decisions.case(STORE, decisions.council)
    secret = {
        "proposal_id": STORE,
        "code": "E21",
        "title": "Prices of three named bidders",
        "sha256": "ab" * 32,
        "classification": "exempt",
        "author_organisation": "HBC",
        "fields": {"exempt_appendix": True, "exempt_paragraph": 3},
        "on": "2019-06-24",
    }
    decisions.council("add_evidence", secret)
    put_off = {"outcome": "deferred", "decided_on": "2019-06-24", "reason": "Activity first."}
    committee = {"body": "Finance and Policy Committee", "route": "committee"}
    case.decides("HBC", deferred_until="2019-07-15", **put_off, **committee)
    real = a_portal(portal.database, RealServices(decisions))
    client = sign_in("democratic.hbc")
    address = makes_address(client)
    program = real.app.test_client()

    [event] = events_at(program, address)
    assert event["DTSTART"].dt == date(2019, 7, 15)
    assert secret["title"] not in program.get(address).text
    case.decides("HBC", deferred_until="2019-07-22", **put_off, **committee)
    [again] = events_at(program, address)
    assert again["DTSTART"].dt == date(2019, 7, 22)
    case.decides("HBC", decided_on="2019-06-24", **committee)
    assert events_at(program, address) == []
