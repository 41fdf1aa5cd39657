"""Who acts in the stories: the people whom the portal's seed wrote down, found by role."""

import json
from pathlib import Path

from deploy.demo.client import Person


def read_people(file: Path, address: str) -> dict[tuple[str, str], Person]:
    """(role, organisation) → the first such person; a member is ("panel_member", "YC-07")."""
    people: dict[tuple[str, str], Person] = {}
    for row in json.loads(file.read_text())["people"]:
        person = Person(row["api_key"], address)
        for role in row["roles"]:
            people.setdefault((role, row["organisation"]), person)
            people.setdefault((role, row["sign_in_name"].upper()), person)
    return people
