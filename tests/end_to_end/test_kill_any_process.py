"""kill -9 of any process at any moment of the stories changes nothing in how they end."""

import itertools
import random

from deploy.demo import end_state
from deploy.demo.stories import CHAPTERS, a_story

STEPS_BETWEEN_DEATHS = 9
SEED = 20191112  # which process dies when: the same in each run


class Reaper:
    """Listens to the story; after so many sentences one process dies, and is started again."""

    def __init__(self, product):
        self._product, self._heard = product, 0
        names = list(product.parts)
        random.Random(SEED).shuffle(names)
        self._next = itertools.cycle(names)
        self.killed = []

    def __call__(self, sentence):
        self._heard += 1
        if self._heard % STEPS_BETWEEN_DEATHS:
            return
        name = next(self._next)
        self._product.ready(name)
        self._product.kill(name)
        self.killed.append(name)
        # As the supervisor does it, in a moment; the story does not wait for it.
        self._product.start(name)


def test_the_stories_end_as_on_record(product):
    reaper = Reaper(product)
    story = a_story(product.url, product.places.people, reaper)
    for tell in CHAPTERS:
        tell(story)
    product.ready()
    assert [each.what for each in end_state.look(story) if not each.holds] == []
    assert set(reaper.killed) == set(product.parts)
