"""The registers on their pages, from real records of both stories."""

import pytest

from tests.support.each_service import Decisions
from tests.support.portal import RealServices, a_portal
from tests.support.two_stories import STORE, THERAPY, play, store, therapy


@pytest.fixture
def portal(service_database):
    decisions = Decisions(service_database("commissioning_decisions"))
    play(therapy(decisions), until="decision_effective")
    play(store(decisions), until="decision_effective")
    return a_portal(service_database("portal"), RealServices(decisions))


def page_of(sign_in, address, who="auditor.mbc"):
    answer = sign_in(who).get(address)
    assert answer.status_code == 200
    return " ".join(answer.text.split())


def test_each_register_shows_its_lines_and_leads_to_the_others(portal, sign_in):
    for slug, words in (
        ("forward-plan", ("Key decision", "in time", "17 August 2018")),
        ("decisions", ("Approved with conditions", "Own cost of at most £690,000 a year")),
        ("conflicts", ("nothing to declare", "joint commissioner")),
    ):
        page = page_of(sign_in, f"/registers/{slug}")
        assert f"/proposals/{THERAPY}" in page
        assert f"/proposals/{STORE}" in page
        for text in (*words, "/registers/decisions", "/registers/conflicts"):
            if f"/registers/{slug}" != text:
                assert text in page


def test_it_is_narrowed_to_one_body_and_says_when_nothing_is_there(portal, sign_in):
    page = page_of(sign_in, "/registers/decisions?partner=STCCG")
    assert "Governing Body" in page
    assert "Executive, executive or cabinet" not in page
    assert "Nothing is on this register for NHS Tees Valley CCG yet." in page_of(
        sign_in, "/registers/decisions?partner=TVCCG"
    )


def test_programs_read_them_too(portal, api):
    answer = api("auditor.mbc").get("/api/registers/forward_plan?limit=1")
    assert answer.status_code == 200
    assert len(answer.json["lines"]) == 1
    assert answer.json["after"]


def test_what_is_no_register_is_not_found_and_providers_read_none(portal, sign_in):
    assert sign_in("auditor.mbc").get("/registers/wishes").status_code == 404
    assert sign_in("provider.teestalk").get("/registers/decisions").status_code == 403
