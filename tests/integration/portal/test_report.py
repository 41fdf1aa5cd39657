"""The report on which partners decide: the council's headings in order, from a real case."""

import re
from io import BytesIO

import pytest
from docx import Document

from services.portal import word_file
from tests.support.each_service import Decisions
from tests.support.portal import RealServices, a_portal
from tests.support.two_stories import THERAPY, play, therapy

PAGE = f"/proposals/{THERAPY}/report"
WORD = f"{PAGE}.docx"
SECRET = "Price ceiling of the three bidders"
# Dossier 0.1, from the council's own template.
HEADINGS = [
    "Summary",
    "Proposed decisions",
    "Report for",
    "Key decision?",
    "Confidential?",
    "Urgent?",
    "Wards affected",
    "Background",
    "Options considered and rejected",
    "Impacts",
    "Legal",
    "Financial",
    "Policy framework",
    "Equality",
    "Risk",
    "Actions to implement",
    "Appendices",
    "Background papers",
    "Contact",
]


@pytest.fixture
def decisions(service_database):
    return Decisions(service_database("commissioning_decisions"))


@pytest.fixture
def portal(service_database, decisions):
    """Both partners are asked to decide; one appendix is exempt."""
    play(therapy(decisions), until="partner_decisions")
    paper = {"code": "E21", "title": SECRET, "sha256": "ef" * 32, "classification": "exempt"}
    paper |= {"author_organisation": "MBC", "on": "2018-09-10"}
    paper["fields"] = {"exempt_appendix": True, "exempt_paragraph": 3}
    decisions.case(THERAPY, decisions.council).does("add_evidence", paper)
    return a_portal(service_database("portal"), RealServices(decisions))


def word_of(client):
    answer = client.get(WORD)
    assert answer.status_code == 200
    assert answer.content_type == word_file.CONTENT_TYPE
    assert "JCP-2017-03 decision report.docx" in answer.headers["Content-Disposition"]
    return Document(BytesIO(answer.data))


def headings_of(document):
    return [each.text for each in document.paragraphs if each.style.name.startswith("Heading")]


def under(document, heading):
    """The paragraphs between this heading and the next."""
    texts = [(each.style.name.startswith("Heading"), each.text) for each in document.paragraphs]
    start = texts.index((True, heading)) + 1
    end = next((at for at in range(start, len(texts)) if texts[at][0]), len(texts))
    return [text for _, text in texts[start:end]]


def everything_in(document):
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(each.text for each in document.paragraphs), *cells])


def test_the_page_and_the_word_file_have_the_councils_headings_in_order(sign_in):
    client = sign_in("commissioner.mbc")
    assert headings_of(word_of(client)) == HEADINGS
    page = client.get(PAGE).text
    main = page[page.index("<main") : page.index("</main>")]
    assert re.findall(r"<h[23][^>]*>([^<]+)</h[23]>", main) == HEADINGS
    assert WORD in page


def test_it_is_filled_from_the_case(sign_in):
    document = word_of(sign_in("commissioner.mbc"))
    assert document.paragraphs[0].text == f"Speech and language therapy ({THERAPY})"
    assert under(document, "Report for") == [
        "Decision by Middlesbrough Council, NHS South Tees CCG."
    ]
    [first, second] = under(document, "Proposed decisions")
    assert "version 3 of JCP-2017-03 (frozen; SHA-256 " in first
    assert second == (
        "2. That the partners pay: Middlesbrough Council 42.5% (£503,200.00); "
        "NHS South Tees CCG 57.5% (£680,800.00)."
    )
    key = under(document, "Key decision?")
    assert key[1] == "NHS South Tees CCG: not applicable, it has no executive."
    assert "Term in months: 36 + 12 + 12." in under(document, "Financial")
    money = document.tables[0]
    assert [cell.text for cell in money.rows[-1].cells] == ["All", "100%", "£1,184,000.00"]
    assert "Keep the same therapist until our goals are done." in "".join(
        under(document, "Background")
    )
    papers = document.tables[-1]
    assert [cell.text for cell in papers.rows[0].cells] == ["Body", "Title", "Date"]
    assert [cell.text for cell in papers.rows[1].cells][1:] == ["Paper E01", "2 October 2017"]


def test_what_the_case_does_not_know_is_said_to_be_not_recorded(sign_in):
    document = word_of(sign_in("commissioner.mbc"))
    for heading in ("Urgent?", "Wards affected"):
        assert under(document, heading) == ["Not recorded"]
    assert under(document, "Contact") == ["Organisation: NHS South Tees CCG. Person: not recorded."]


def test_an_exempt_paper_is_an_exempt_item_outside_the_partners(sign_in):
    inside = everything_in(word_of(sign_in("commissioner.mbc")))
    assert SECRET in inside
    outsider = sign_in("decisions.hbc")
    outside = everything_in(word_of(outsider))
    assert "Exempt item" in outside
    assert SECRET not in outside
    assert SECRET not in outsider.get(PAGE).text
    assert "In part: 1 of " in outside
    assert b"Price ceiling" not in outsider.get(WORD).data


def test_the_file_says_who_leads_and_nothing_of_how_it_was_made(sign_in):
    about = word_of(sign_in("commissioner.mbc")).core_properties
    assert (about.title, about.author) == ("Speech and language therapy", "NHS South Tees CCG")
    assert (about.comments, about.language, about.subject) == ("", "en-GB", THERAPY)


def test_a_long_title_and_signs_that_no_file_can_hold_do_no_harm():
    text = "A\x0b\x1fB\ufffe" * 90
    report = {"id": THERAPY, "title": text[:300], "sections": []}
    report["sections"] = [
        {"heading": "Summary", "level": 1, "paragraphs": [text], "table": None},
        {
            "heading": "Appendices",
            "level": 1,
            "paragraphs": [],
            "table": {"columns": ["Code"], "rows": [[text]]},
        },
    ]
    document = Document(BytesIO(word_file.of_report(report, "N" * 300)))
    assert under(document, "Summary") == ["AB" * 90]
    assert len(document.core_properties.author) == 255


def test_programs_get_the_same_sections_and_providers_none(api, sign_in):
    found = api("auditor.mbc").get(f"/api/proposals/{THERAPY}/report")
    assert [each["heading"] for each in found.json["report"]["sections"]] == HEADINGS
    for address in (PAGE, WORD):
        assert sign_in("provider.teestalk").get(address).status_code == 403


def test_a_draft_has_every_heading_too(service_database, decisions):
    play(therapy(decisions), until="needs_assessment")
    report = decisions.outsider("get_decision_report", {"id": THERAPY})["report"]
    sections = {each["heading"]: each for each in report["sections"]}
    assert list(sections) == HEADINGS
    for heading in ("Proposed decisions", "Report for", "Financial", "Equality", "Appendices"):
        assert sections[heading]["paragraphs"] == ["Not recorded"], heading
