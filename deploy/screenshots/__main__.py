"""Signs in as each kind of person, opens a page and takes its picture.

The product must run (`make run`), with the demonstration in it.
"""

import json
import shutil
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from playwright.sync_api import sync_playwright

from deploy.local.places import Places
from deploy.local.trouble import Trouble
from deploy.setup.system import BROWSERS
from shared.clock import legal_day, now

HERE = Path(__file__).parent
WIDE, NARROW = (1180, 820), (414, 820)
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]


@dataclass(frozen=True)
class Picture:
    name: str
    who: str  # sign-in name
    path: str
    size: tuple[int, int] = WIDE


PICTURES = (
    Picture("board", "commissioner.mbc", "/proposals"),
    Picture("proposal", "commissioner.mbc", "/proposals/JCP-{year}-01"),
    Picture("question", "yc-01", "/panel/YCP-{year}-01/question/statement", NARROW),
    Picture("contract", "contracts.mbc", "/contracts/CON-2019-01"),
    Picture("events", "operator.tees", "/events"),
)


def main() -> int:
    places = Places()
    choices = places.choices()
    if choices is None or not places.people.exists():
        raise Trouble("Nothing runs here.", "`make run` starts the product; then repeat.")
    people = {row["sign_in_name"]: row for row in json.loads(places.people.read_text())["people"]}
    browser = next((path for name in BROWSERS if (path := shutil.which(name))), None)
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=browser, args=FLAGS)
        for picture in PICTURES:
            _take(chromium, choices.portal_url, people[picture.who], picture)
            print(f"  {picture.name}.png")
        chromium.close()
    return 0


def _take(chromium: Any, address: str, person: dict[str, Any], picture: Picture) -> None:
    width, height = picture.size
    context = chromium.new_context(viewport={"width": width, "height": height})
    page = context.new_page()
    page.goto(f"{address}/sign-in")
    page.fill("#sign_in_name", person["sign_in_name"])
    page.fill("#password", person["password"])
    page.click("form button")
    answer = page.goto(address + picture.path.format(year=legal_day(now()).year))
    if answer is None or answer.status != 200:
        raise Trouble(f"{picture.path} cannot be opened by {picture.who}.", "look at `make logs`.")
    page.screenshot(path=str(HERE / f"{picture.name}.png"))
    context.close()


if __name__ == "__main__":
    try:
        sys.exit(main())
    except Trouble as trouble:
        sys.exit(str(trouble))
