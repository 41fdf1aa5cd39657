"""The chapters of the demonstration, in their order, and who plays them."""

from pathlib import Path

from deploy.demo import area, mini_cases, monitoring, slt, store, store_after
from deploy.demo.narrator import Say, Story
from deploy.demo.people import read_people

CHAPTERS = (
    area.tell,
    slt.tell,
    store.tell,
    monitoring.tell,
    store_after.tell,
    mini_cases.tell,
)


def a_story(address: str, people_file: Path, say: Say) -> Story:
    return Story("stories", read_people(people_file, address), say)
