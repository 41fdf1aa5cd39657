"""A page offers what can be done now, and says of the rest where it belongs."""

import html
import re

from tests.support import dossier


def test_a_missing_paper_has_a_link_that_fills_the_form_in(portal, sign_in):
    view = portal.services.answers["get_proposal"]
    view["gate"]["moves"][0]["blockers"] = [
        {
            "condition": "evidence",
            "met": False,
            "fact": "E07 is missing.",
            "who": "commissioner",
            "by_when": None,
            "paper": "E07",
        }
    ]
    client = sign_in("commissioner.stccg")
    page = client.get(f"/proposals/{dossier.SLT}").text
    link = html.unescape(re.search(r'href="([^"]+)">Do this', page).group(1))
    form = client.get(link).text
    assert "Add E07: co-production report" in form
    assert 'value="Co-production report"' in form
    assert 'value="STCCG" checked' in form


def test_only_what_is_open_is_offered_and_the_rest_says_where_it_belongs(sign_in):
    page = sign_in("commissioner.stccg").get(f"/proposals/{dossier.SLT}").text
    offered = re.findall(r"/record/([a-z-]+)\"", page)
    assert offered == [
        "version",
        "evidence",
        "conflict",
        "notice",
        "dispute",
        "regime",
        "supplier-risk",
    ]
    assert "Open the tender: at “Market and procurement design”" in page
    assert "Confirm that a condition is met: No condition of your organisation" in page


def test_a_form_that_is_not_open_says_so_before_it_is_filled_in(sign_in):
    page = sign_in("commissioner.stccg").get(f"/proposals/{dossier.SLT}/record/tender").text
    assert "Not open now." in page
    assert "The proposal is in the stage partner decisions." in page


def test_a_session_offers_what_its_stage_allows(portal, sign_in):
    client = sign_in("facilitator.mbc")
    address = f"/sessions/{dossier.SESSION}"
    offered = {}
    for stage in ("draft", "open", "closed", "inquorate"):
        portal.services.answers["get_session"]["session"]["stage"] = stage
        offered[stage] = re.findall(r"/record/([a-z]+)\"", client.get(address).text)
    assert offered == {
        "draft": ["open"],
        "open": ["recommendation", "close"],
        "closed": ["recommendation", "feedback"],
        "inquorate": [],
    }


def test_an_answer_that_was_given_is_not_offered_again(portal, sign_in):
    client = sign_in("commissioner.stccg")
    address = f"/recommendations/{dossier.SESSION}-R3"
    assert f"{address}/answer" in client.get(address).text
    given = dossier.a_recommendation(3)
    portal.services.answers["get_recommendation"]["recommendation"] = given
    assert f"{address}/answer" not in client.get(address).text
    given["response"]["decision"] = "defer"
    assert f"{address}/answer" in client.get(address).text
