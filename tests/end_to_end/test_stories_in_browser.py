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
