"""Both stories, typed into the pages by each person in turn, end as they are on record.

Nobody's browser runs a script: every page works without.
"""

import pytest

from deploy.demo import end_state
from deploy.demo.stories import CHAPTERS
from tests.support.typist import a_typed_story
from tests.support.visitors import Visitors


@pytest.fixture(scope="module")
def story(product, front_end, browser):
    people = Visitors(product, browser, scripts=False)
    story = a_typed_story(people, product.places.people, print)
    for tell in CHAPTERS:
        tell(story)
    return story


def test_the_end_is_as_on_record(story):
    facts = end_state.look(story)
    assert [(each.what, each.expected, each.found) for each in facts if not each.holds] == []


def test_whoever_may_only_read_is_told_on_every_page_who_may(story):
    assert {
        *("/proposals/draft", "/proposals/*/record/version", "/proposals/*/record/decision"),
        *("/proposals/*/moves/seek_decisions", "/proposals/*/record/agreement"),
        *("/contracts/*/record/balancing", "/contracts/*/record/exit", "/partners/succession"),
    } <= set(story.tried)
    assert {page: said for page, said in story.tried.items() if "may do this." not in said} == {}
