"""Every sentence that panel members read is short and plain."""

import re
from pathlib import Path

import pytest

from services.portal.pages import panel_words

LONGEST_SENTENCE = 15  # words
HIGHEST_LIX = 30  # easy: books for children lie below 30


def sentences(text):
    return [part for part in re.split(r"[.?!]+\s*", text) if part]


def words(text):
    return re.findall(r"[^\W\d_]+(?:’[^\W\d_]+)?|\d+", text)


def lix(text):
    """Words a sentence plus the share of words with more than six letters."""
    every = words(text)
    long = [word for word in every if len(word) > 6]
    return len(every) / max(len(sentences(text)), 1) + 100 * len(long) / len(every)


@pytest.mark.parametrize("text", panel_words.SENTENCES)
def test_no_sentence_is_long(text):
    for sentence in sentences(text):
        assert len(words(sentence)) <= LONGEST_SENTENCE


def test_all_of_it_together_is_easy_to_read():
    whole = " ".join(t if t.endswith((".", "?")) else f"{t}." for t in panel_words.SENTENCES)
    assert lix(whole) <= HIGHEST_LIX


def test_every_question_and_choice_has_a_picture():
    drawn = {path.stem for path in Path("services/portal/static/pictures").glob("*.svg")}
    for question in panel_words.QUESTIONS:
        assert question.picture in drawn
        assert {choice.picture for choice in question.choices} <= drawn
