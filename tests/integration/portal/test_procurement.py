"""The procurement of a proposal on its page: law, standstill, notices, forms and the draft."""

import json

import pytest

from tests.support import dossier, notices_of_2026

PAGE = f"/proposals/{dossier.SLT}/procurement"
RECORD = f"/proposals/{dossier.SLT}/record"


@pytest.fixture
def procurement(portal):
    return portal.services.answers["list_notice_duties"]["procurement"]


def test_each_notice_says_whether_it_is_done_due_or_not_and_why(sign_in):
    page = sign_in("commissioner.mbc").get(PAGE).text
    assert "number 092222-2026" in page
    assert "expected by Wednesday 6 January 2027" in page
    assert "signed on Tuesday 8 December 2026" in page
    assert "It does not belong to this process." in page
    assert page.index("Done") < page.index("Later, when") < page.index("Not due, and why")


def test_before_the_law_is_known_the_page_leads_to_it(portal, procurement, sign_in):
    procurement.update(regime=None, standstill=None, notices=[])
    page = sign_in("commissioner.mbc").get(PAGE).text
    assert "Law and process are not determined yet." in page
    assert f"/proposals/{dossier.SLT}/record/regime" in page
    assert "Download the draft" not in page


def test_a_notice_is_recorded_from_its_line(sign_in):
    client = sign_in("commissioner.mbc")
    assert "record/published-notice?notice=UK7" in client.get(PAGE).text
    form = client.get(f"{RECORD}/published-notice?notice=UK7").text
    assert 'value="UK7"' in form
    assert "record/published-notice" not in sign_in("finance.mbc").get(PAGE).text


def test_what_is_typed_becomes_the_command(portal, sign_in):
    client = sign_in("commissioner.mbc")
    typed = {
        "notice": "UK7",
        "number": "000100-2027",
        "published_on-day": "25",
        "published_on-month": "11",
        "published_on-year": "2026",
    }
    assert client.post(f"{RECORD}/published-notice", data=typed).status_code == 303
    [(method, body, _)] = portal.services.commands
    assert method == "record_published_notice"
    assert (body["notice"], body["number"], body["published_on"], body["on"]) == (
        "UK7",
        "000100-2027",
        "2026-11-25",
        "2026-11-25",
    )


def test_the_questions_about_a_process_become_its_facts(portal, sign_in):
    typed = {
        "started_on-day": "2",
        "started_on-month": "11",
        "started_on-year": "2026",
        "buyer": "integrated_care_board",
        "health_pence": "7520000",
        "process": "psr_most_suitable",
        "existing_provider": "yes",
        "can_identify_most_suitable": "yes",
        "existing_value_pence": "5920000",
        "by_authority": "yes",
    }
    client = sign_in("commissioner.mbc")
    assert client.post(f"{RECORD}/regime", data=typed).status_code == 303
    [(method, body, _)] = portal.services.commands
    assert (method, body["health_pence"]) == ("determine_regime", 752_000_000)
    assert body["situation"] == {
        "existing_provider": True,
        "can_identify_most_suitable": True,
        "compared": {
            "materially_different": False,
            "by_authority": True,
            "existing_value_pence": 592_000_000,
        },
    }
    assert "urgency" not in body


@pytest.mark.parametrize(
    ("time", "instant"),
    [
        ("", "2026-07-02T12:00:00+01:00"),
        ("9.05", "2026-07-02T09:05:00+01:00"),
        ("soon", "soon"),
    ],
)
def test_a_representation_comes_at_an_instant_in_london(portal, sign_in, time, instant):
    typed = {
        "provider": "NORTHBANK",
        "received_on-day": "2",
        "received_on-month": "7",
        "received_on-year": "2026",
        "received_time": time,
    }
    client = sign_in("commissioner.mbc")
    client.post(f"{RECORD}/representation", data=typed)
    [(method, body, _)] = portal.services.commands
    assert (method, body["received_at"]) == ("record_representation", instant)


def test_a_further_decision_an_end_and_a_risk_have_forms(portal, sign_in):
    sent = {
        "outcome": "proceed",
        "reasons": "No error.",
        "sent_on-day": "10",
        "sent_on-month": "11",
        "sent_on-year": "2026",
        "sent_to": "NORTHBANK\nTEESTALK",
    }
    client = sign_in("commissioner.mbc")
    assert client.post(f"{RECORD}/further-decision", data=sent).status_code == 303
    risk = {"supplier": "Equip North", "level": "critical", "source": "Liquidation"}
    assert client.post(f"{RECORD}/supplier-risk", data=risk).status_code == 303
    lead = sign_in("lead.mbc")
    assert lead.post(f"{RECORD}/abandonment", data={"reason": "No bid fits."}).status_code == 303
    methods = [method for method, _, _ in portal.services.commands]
    assert methods == ["record_further_decision", "raise_supplier_risk", "abandon_procurement"]
    assert portal.services.commands[0][1]["sent_to"] == ["NORTHBANK", "TEESTALK"]


def test_the_draft_is_a_file_and_the_page_says_what_is_missing(sign_in):
    client = sign_in("commissioner.mbc")
    assert "Equip Now has no identifier of a public register." in client.get(PAGE).text
    answer = client.get(f"{PAGE}/release.json")
    assert json.loads(answer.text) == notices_of_2026.RELEASE
    assert answer.headers["Content-Disposition"].startswith("attachment")


def test_providers_do_not_read_it(sign_in):
    client = sign_in("provider.teestalk")
    assert client.get(PAGE).status_code == 403
    assert client.get(f"{PAGE}/release.json").status_code == 403


def test_programs_get_the_same_and_the_proposal_leads_there(sign_in, api):
    assert f'href="{PAGE}"' in sign_in("commissioner.mbc").get(f"/proposals/{dossier.SLT}").text
    asked = api("commissioner.mbc").get(f"/api/proposals/{dossier.SLT}/notice-duties").get_json()
    assert asked["procurement"] == notices_of_2026.PROCUREMENT
    drafted = api("commissioner.mbc").get(f"/api/proposals/{dossier.SLT}/release").get_json()
    assert drafted["missing"] == notices_of_2026.MISSING
