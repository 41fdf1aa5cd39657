"""Two versions of a process side by side: every difference is said once, in a plain sentence."""

import pytest

from services.commissioning_decisions import rules
from services.commissioning_decisions.domain.process_changes import changes

FIRST, SECOND = rules.definition("JCP-16", 1), rules.definition("JCP-16", 2)
TEXT = (rules.FOLDER / "jcp_16_v2.toml").read_text(encoding="utf-8")


def against_second(*replaced):
    """What differs from version 2 when these words are replaced in its file, once each."""
    text = TEXT
    for was, instead in replaced:
        assert was in text
        text = text.replace(was, instead, 1)
    return changes(SECOND, rules.definition_in(text))


def test_the_second_version_asks_more_of_gates_and_keeps_every_stage():
    said = changes(FIRST, SECOND)
    assert not [each for each in said if each.startswith(("New stage", "Stage gone"))]
    assert {
        "Need identified: the gate of begin assessment asks as well for E01 to say: who holds the "
        "figures.",
        "Options and business case: the gate of consult panel asks as well for E10 to say: at "
        "least three options (at least 3).",
        "Priority and mandate: the gate of begin coproduction asks as well for conflicts register "
        "opened.",
        "Partner decisions: the gate of record joint decision asks no longer for evidence E21.",
        "Partner decisions: the gate of record joint decision asks as well for evidence of each "
        "partner E21, cleared by the democratic services.",
        "Options and business case: the move consult panel may be made by lead commissioner; "
        "before: commissioner, lead commissioner.",
        "Young Commissioners Panel: the gate of begin consultation: panel heard may be waived by "
        "director; before: nobody.",
        "Agreements and mobilisation: the gate of go live: agreement sealed may be waived by "
        "director of each partner; before: nobody.",
        "Market and procurement design: the gate of invite bids asks as well for measures to "
        "publish E25 (least 3, routes procurement act 2023, above £5,000,000.00).",
    } <= set(said)
    assert len(said) == len(set(said)) == 53


def test_a_change_in_two_stages_is_said_once():
    assert (
        "Young Commissioners Panel, Formal consultation: the gate of seek decisions asks as well "
        "for nothing ran out." in changes(FIRST, SECOND)
    )


@pytest.mark.parametrize("process", rules.all_definitions(), ids=lambda each: each.label)
def test_nothing_differs_from_itself(process):
    assert changes(process, process) == []


def test_stages_that_come_and_go():
    said = changes(SECOND, rules.definition("JCP-6"))
    assert "New stage: 4 Partners decide, answered for by the decision maker." in said
    assert "Stage gone: 8 Partner decisions." in said
    assert "A proposal begins in Need and mandate, before in Need identified." in said


@pytest.mark.parametrize(
    ("was", "instead", "sentence"),
    [
        (
            "number = 7\n",
            "number = 17\n",
            "7 Formal consultation: number 17, before 7.",
        ),
        (
            'title = "Formal consultation"',
            'title = "Public consultation"',
            "7 Formal consultation: title Public consultation, before Formal consultation.",
        ),
        (
            'accountable = "analyst"',
            'accountable = "finance"',
            "2 Joint needs assessment: accountable role finance, before analyst.",
        ),
        (
            'acts = ["record_decision"]',
            'acts = ["record_decision", "seal_agreement"]',
            "8 Partner decisions: own acts record decision, seal agreement, before record "
            "decision.",
        ),
        (
            'to = "partner_decisions"\nbecause = "The consultation',
            'to = "options_and_business_case"\nbecause = "The consultation',
            "Formal consultation: the move seek decisions leads to options and business case; "
            "before: partner decisions.",
        ),
        (
            'name = "return_to_need"',
            'name = "go_back"',
            "Joint needs assessment: the move return to need is gone; it led to need identified.",
        ),
        (
            'name = "park"',
            'name = "pause"',
            "Every open stage: new move pause, to parked.",
        ),
        (
            "working_days = 10",
            "working_days = 15",
            "Young Commissioners Panel: the gate of begin consultation asks for brief in time "
            "(working days 15); before: brief in time (working days 10).",
        ),
        (
            '"E04"], who = "analyst"',
            '"E04"], who = "finance"',
            "Joint needs assessment: the gate of seek mandate: evidence E03 is cleared by the "
            "finance; before: analyst.",
        ),
        (
            "not_by_author = true",
            "not_by_author = false",
            "Options and business case: the move consult panel is shut to the version's author: "
            "no; before: yes.",
        ),
        (
            'title = "Joint commissioning in sixteen stages"',
            'title = "Sixteen stages"',
            "The process is called “Sixteen stages”, before “Joint commissioning in sixteen "
            "stages”.",
        ),
    ],
)
def test_each_kind_of_change_has_its_sentence(was, instead, sentence):
    assert sentence in against_second((was, instead))
