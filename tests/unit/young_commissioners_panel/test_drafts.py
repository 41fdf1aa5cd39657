"""A member's own answers: any of them may stay open, and what was not said weighs least."""

import pytest

from services.young_commissioners_panel.domain import drafts
from services.young_commissioners_panel.domain.drafts import Draft
from tests.support.refusals import code_of


def test_a_draft_that_says_nothing_is_not_sent():
    empty = Draft("YCP-2018-02", "YC-07")
    silent = drafts.save(empty, "statement", "not_sure", None, None)
    for draft in (empty, silent):
        assert code_of(lambda draft=draft: drafts.finished(draft)) == "statement_missing"


def test_what_a_member_left_open_weighs_least():
    draft = drafts.save(Draft("YCP-2018-02", "YC-07"), "statement", "words", "Text us.", 0)
    assert drafts.finished(draft) == {
        "strength": "could",
        "theme": "other",
        "statement": "Text us.",
        "why": None,
    }


def test_every_theme_and_strength_can_be_chosen():
    draft = Draft("YCP-2018-02", "YC-07")
    for question, choices in drafts.CHOICES.items():
        for choice in choices:
            draft = drafts.save(draft, question, "choice", choice, draft.version)
    assert draft.version == sum(map(len, drafts.CHOICES.values()))


@pytest.mark.parametrize(
    ("question", "kind", "value"),
    [
        ("statement", "words", " "),
        ("statement", "words", None),
        ("statement", "choice", "must"),
        ("strength", "words", "must"),
        ("strength", "choice", "perhaps"),
        ("strength", "choice", None),
        ("why", "choice", "staff"),
    ],
)
def test_what_is_no_answer_to_the_question(question, kind, value):
    empty = Draft("YCP-2018-02", "YC-07")
    assert code_of(lambda: drafts.save(empty, question, kind, value, None)) == "answer_unknown"


@pytest.mark.parametrize(("seen", "taken"), [(None, True), (1, True), (0, False), (2, False)])
def test_of_two_devices_the_one_that_looked_last_is_heard(seen, taken):
    once = drafts.save(Draft("YCP-2018-02", "YC-07"), "statement", "words", "Text us.", 0)

    def again():
        return drafts.save(once, "statement", "words", "Call us.", seen)

    if taken:
        assert again().answers["statement"]["value"] == "Call us."
    else:
        assert code_of(again) == "draft_changed"
