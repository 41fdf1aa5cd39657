"""Each kind of evidence says what it has to say, comes from whose work it is, and ages."""

from datetime import date

import pytest

from deploy.demo.papers import ANSWERS
from services.commissioning_decisions import rules
from services.commissioning_decisions.domain import evidence
from services.commissioning_decisions.domain.soundness import ROLES
from shared.errors import Invalid
from tests.support.refusals import code_of

KINDS = rules.evidence_kinds()
FIELD_KINDS = ("text", "number", "money", "day", "yes_no", "choice")


def test_there_are_46_codes_in_a_row():
    assert list(KINDS) == [f"E{number:02d}" for number in range(1, 47)]


@pytest.mark.parametrize("kind", KINDS.values(), ids=list(KINDS))
def test_each_says_who_files_it_what_it_says_and_where_that_comes_from(kind):
    assert set(kind.filed_by) <= ROLES
    assert 1 <= kind.stage <= 16
    assert kind.classification in ("public", "partner", "exempt", "restricted")
    assert kind.source
    assert kind.fields
    names = [field.name for field in kind.fields]
    assert len(names) == len(set(names))
    for field in kind.fields:
        assert field.kind in FIELD_KINDS
        assert bool(field.choices) == (field.kind == "choice")


@pytest.mark.parametrize("code", ANSWERS)
def test_the_papers_of_the_stories_say_enough(code):
    assert evidence.checked(KINDS[code], ANSWERS[code]) == ANSWERS[code]


def faults(code, **answers):
    with pytest.raises(Invalid) as refusal:
        evidence.checked(KINDS[code], answers)
    assert refusal.value.code == "evidence_incomplete"
    return refusal.value.details


@pytest.mark.parametrize(
    ("code", "changes", "field", "said"),
    [
        ("E02", {"suppression_checked": None}, "suppression_checked", "Answer: Were small"),
        ("E02", {"suppression_checked": "yes"}, "suppression_checked", "Say yes (true)"),
        ("E02", {"data_quality": "splendid"}, "data_quality", "Choose one of: good, fair, poor."),
        ("E02", {"poor_quality_accepted_by": " "}, "poor_quality_accepted_by", "Write up to"),
        ("E10", {"options": 0}, "options", "Give 1 or more."),
        ("E10", {"options": "4"}, "options", "Give a whole number."),
        ("E10", {"options": True}, "options", "Give a whole number."),
        ("E11", {"part_pence": 1.5}, "part_pence", "Give whole pence."),
        ("E17", {"issued_on": "29/06/2018"}, "issued_on", "Give a day such as"),
        ("E17", {"issued_on": "2018-02-30"}, "issued_on", "Give a day such as"),
        ("E17", {"formats": "x" * 2001}, "formats", "Write up to 2000 characters."),
        ("E17", {"colour": "blue"}, "colour", "There is no such field."),
    ],
)
def test_what_a_paper_may_not_say(code, changes, field, said):
    found = faults(code, **{**ANSWERS[code], **changes})
    assert list(found) == [f"/fields/{field}"]
    assert found[f"/fields/{field}"].startswith(said)


def test_every_fault_is_named_at_once():
    assert len(faults("E01")) == 4


def test_what_may_be_left_out_is_left_out():
    said = {**ANSWERS["E02"], "poor_quality_accepted_by": None}
    assert "poor_quality_accepted_by" not in evidence.checked(KINDS["E02"], said)


@pytest.mark.parametrize(
    ("code", "author", "organisation", "roles", "refused"),
    [
        ("E11", "MBC", "MBC", {"finance"}, None),
        # The finance certifier belongs to the body that pays.
        ("E11", "STCCG", "MBC", {"finance"}, "other_organisation"),
        ("E11", "MBC", "MBC", {"commissioner"}, "not_theirs_to_file"),
        ("E38", "MBC", "MBC", {"commissioner"}, "not_theirs_to_file"),
        ("E38", "MBC", "MBC", {"commissioner", "contract_manager"}, None),
        ("E10", "STCCG", "MBC", {"commissioner"}, None),
    ],
)
def test_whose_work_a_paper_is(code, author, organisation, roles, refused):
    def file() -> None:
        evidence.must_be_filed_by(KINDS[code], author, organisation, frozenset(roles))

    if refused:
        assert code_of(file) == refused
    else:
        file()


@pytest.mark.parametrize(
    ("code", "until"),
    [
        ("E02", date(2021, 1, 26)),
        ("E11", date(2019, 1, 26)),
        ("E12", date(2020, 1, 26)),
        ("E24", None),
    ],
)
def test_how_long_it_counts(code, until):
    assert KINDS[code].valid_until(date(2018, 1, 26)) == until
