"""How a proposal stood: the page with its questions, and the same for programs."""

from datetime import UTC, datetime, timedelta

import pytest

from services.portal.pages.past import instant_of
from shared import clock
from tests.support.each_service import Decisions
from tests.support.portal import RealServices, a_portal
from tests.support.two_stories import THERAPY, play, therapy

PAGE = f"/proposals/{THERAPY}/as-of"
NOW = datetime(2026, 11, 25, 12, 0, tzinfo=UTC)


@pytest.fixture
def decisions(service_database):
    return Decisions(service_database("commissioning_decisions"))


@pytest.fixture
def portal(service_database, decisions):
    """Before the real service, in which a proposal has come to its second stage."""
    play(therapy(decisions), until="needs_assessment")
    decisions.clock.instant = clock.now()
    return a_portal(service_database("portal"), RealServices(decisions))


def on(day, written=""):
    return f"{PAGE}?on-day={day.day}&on-month={day.month}&on-year={day.year}&time={written}"


def test_the_page_of_a_proposal_leads_to_how_it_stood(sign_in):
    page = sign_in("commissioner.mbc").get(f"/proposals/{THERAPY}").text
    assert f'href="{PAGE}"' in page
    asked = sign_in("commissioner.mbc").get(PAGE)
    assert (asked.status_code, "On which day?" in asked.text) == (200, True)


def test_a_day_shows_what_had_been_recorded(portal, decisions, sign_in):
    decisions.clock.instant = clock.now() + timedelta(minutes=1)
    page = sign_in("auditor.mbc").get(on(clock.legal_day(clock.now())))
    assert page.status_code == 200
    assert "Moved to joint needs assessment." in page.text
    assert "Joint needs assessment" in page.text


def test_a_day_before_the_draft_and_one_to_come_are_refused_at_the_question(sign_in):
    today = clock.legal_day(clock.now())
    early = sign_in("auditor.mbc").get(on(today - timedelta(days=400)))
    assert (early.status_code, "was recorded first on" in early.text) == (422, True)
    late = sign_in("auditor.mbc").get(on(today + timedelta(days=2)))
    assert (late.status_code, "That time is still to come." in late.text) == (422, True)
    assert 'href="#on-day"' in late.text


def test_what_is_no_time_is_refused_at_the_question(sign_in):
    page = sign_in("auditor.mbc").get(on(clock.legal_day(clock.now()), "noonish"))
    assert (page.status_code, "Enter a time on the 24-hour clock" in page.text) == (422, True)


def test_providers_are_not_let_in(sign_in):
    assert sign_in("provider.teestalk").get(PAGE).status_code == 403


def test_a_program_asks_for_an_instant(decisions, api):
    program = api("auditor.mbc")
    address = f"/api/proposals/{THERAPY}/as-of"
    decisions.clock.instant = clock.now()
    at = decisions.clock.instant.isoformat().replace("+00:00", "Z")
    stood = program.get(address, query_string={"at": at})
    assert stood.status_code == 200
    assert stood.json["proposal"]["stage"] == "needs_assessment"
    early = program.get(address, query_string={"at": "2019-03-27T12:00:00Z"})
    assert (early.status_code, early.json["code"]) == (422, "before_drafting")
    without = program.get(address)
    assert (without.status_code, without.json["errors"][0]["pointer"]) == (422, "#/at")


@pytest.mark.parametrize(
    ("day", "written", "instant"),
    [
        ("2026-07-01", "14:30", "2026-07-01T13:30:59.999999+00:00"),  # summer time
        ("2026-11-24", "14:30:10", None),
        ("2026-11-24", "9.05", "2026-11-24T09:05:59.999999+00:00"),
        ("2026-03-29", None, "2026-03-29T22:59:59.999999+00:00"),  # the clocks went forward
        ("2026-11-25", None, "2026-11-25T12:00:00+00:00"),
        ("2026-11-25", "12:00", "2026-11-25T12:00:00+00:00"),
        ("2026-11-25", "12:01", "2026-11-25T12:01:59.999999+00:00"),
    ],
)
def test_a_day_and_a_time_in_london_are_one_instant(day, written, instant):
    if instant is None:
        with pytest.raises(ValueError, match="too many values"):
            instant_of(day, written, NOW)
    else:
        assert instant_of(day, written, NOW).astimezone(UTC).isoformat() == instant
