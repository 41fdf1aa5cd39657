"""What the decision report says of a case, and what it leaves to its author."""

from dataclasses import replace

import pytest

from services.commissioning_decisions.domain.case import Known
from services.commissioning_decisions.domain.decision_report import (
    HEADINGS,
    NOT_RECORDED,
    Reader,
    sections,
)
from tests.support.cases import a_cap, a_case, a_notice, day, decided, papers, with_acts

TODAY = day("2018-10-02")
INSIDE, OUTSIDE = Reader(True, TODAY), Reader(False, TODAY)


def said(case, heading, reader=INSIDE):
    [found] = [each for each in sections(case, reader) if each.heading == heading]
    return " ".join(found.paragraphs)


def test_every_section_says_something_or_that_nothing_is_recorded():
    case = replace(a_case(), versions=())
    found = sections(case, INSIDE)
    assert tuple(each.heading for each in found) == HEADINGS
    assert [each.heading for each in found if not each.paragraphs] == ["Impacts"]
    silent = {each.heading for each in found if each.paragraphs == (NOT_RECORDED,)}
    assert silent >= {"Urgent?", "Wards affected", "Equality", "Risk", "Background papers"}


def test_the_route_of_an_exempt_record_is_not_told_outside():
    [record] = papers("E16", route="psr_direct_award_c")
    for classification, open_to_all in (("public", True), ("exempt", False), ("restricted", False)):
        case = with_acts(a_case(), replace(record, classification=classification))
        assert "psr direct award c" in said(case, "Legal", INSIDE)
        assert ("psr direct award c" in said(case, "Legal", OUTSIDE)) == open_to_all
        assert (record.title in str(sections(case, OUTSIDE))) == open_to_all


@pytest.mark.proves("T35")
def test_an_exempt_paper_is_an_appendix_and_no_background_paper():
    [paper] = papers("E11")
    case = with_acts(a_case(), *papers("E02"), replace(paper, classification="exempt"))
    tables = {each.heading: each.table for each in sections(case, OUTSIDE) if each.table}
    assert [row[1] for row in tables["Appendices"].rows] == ["Exempt item"]
    assert [row[1] for row in tables["Background papers"].rows] == ["Paper E02"]


def test_a_key_decision_is_one_by_its_notice_or_by_its_money():
    case = a_case("partner_decisions")
    key = said(case, "Key decision?")
    assert "Middlesbrough Council: Yes, its part reaches its threshold of £150,000.00." in key
    assert "Notice: not recorded." in key
    late = a_notice(case, "MBC", "2018-09-18", "2018-08-30")
    told = said(with_acts(case, late), "Key decision?")
    assert "Yes. Notice of 30 August 2018 for the meeting of its " in told
    assert told.count("It came too late.") == 1


def test_it_is_for_decision_until_every_partner_has_decided():
    case = a_case("partner_decisions")
    assert said(case, "Report for").startswith("Decision by ")
    case = decided(case, "STCCG", "2018-09-26")
    assert "STCCG" not in said(case, "Report for")
    assert "NHS South Tees CCG" not in said(case, "Report for")


@pytest.mark.parametrize(
    ("response", "sentence"),
    [
        (None, "It has no answer yet."),
        ({"decision": "reject", "reasons": "It costs too much."}, "not accepted. It costs too"),
    ],
)
def test_young_commissioners_are_heard_with_their_answer(response, sentence):
    asked = {"id": "YCP-2018-02-R1", "statement": "Keep the same therapist.", "response": response}
    case = replace(a_case(), known=Known(recommendations=(asked,)))
    assert "“Keep the same therapist.”" in said(case, "Background")
    assert sentence in said(case, "Background")


def test_an_open_condition_is_an_action():
    case = a_case("partner_decisions")
    cap = a_cap("STCCG", 69_000_000)
    case = decided(case, "STCCG", "2018-09-26", outcome="approved_conditional", conditions=(cap,))
    assert f"Condition of NHS South Tees CCG, open: {cap.text}." in said(
        case, "Actions to implement"
    )
