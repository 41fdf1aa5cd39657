"""People for the demonstration: one for each role and organisation of its two stories.

    python -m services.portal.seed

Passwords and keys follow from JC_SECRET_KEY, so that a second run changes nothing and prints the
same. The table names one sign-in per role; JC_PEOPLE_FILE names a file for all of them, keys too.
"""

import hashlib
import hmac
import json
import os
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from argon2.exceptions import VerificationError

from services.portal.access import ROLES
from services.portal.repository import people
from services.portal.repository.people import Person
from services.portal.security import HASHER, digest_of
from shared import config
from shared.database.dependency import ServiceDatabase, database_of
from shared.errors import Invalid

ORGANISATIONS = (
    ("MBC", "Middlesbrough Council", "council"),
    ("SBC", "Stockton-on-Tees Borough Council", "council"),
    ("RCBC", "Redcar and Cleveland Borough Council", "council"),
    ("HBC", "Hartlepool Borough Council", "council"),
    ("STCCG", "NHS South Tees CCG", "nhs"),
    ("HASTCCG", "NHS Hartlepool and Stockton-on-Tees CCG", "nhs"),
    ("TVCCG", "NHS Tees Valley CCG", "nhs"),
    ("NENCICB", "NHS North East and North Cumbria ICB", "nhs"),
    ("TEESTALK", "Tees Talk Community Therapies", "provider"),
    ("TEES", "Tees joint commissioning office", "operator"),
)

# Sign-in name, shown name, organisation, role. All of them are invented.
STAFF = (
    ("commissioner.mbc", "Amina Shah", "MBC", "commissioner"),
    ("commissioner.stccg", "Peter Lowe", "STCCG", "commissioner"),
    ("commissioner.nencicb", "Rosa Bianchi", "NENCICB", "commissioner"),
    ("lead.mbc", "Anil Mehta", "MBC", "lead_commissioner"),
    ("lead.stccg", "Farah Aziz", "STCCG", "lead_commissioner"),
    ("lead.nencicb", "Owen Hart", "NENCICB", "lead_commissioner"),
    ("director.mbc", "Grace Okafor", "MBC", "director"),
    ("director.stccg", "Helen Marsh", "STCCG", "director"),
    ("decisions.mbc", "Councillor Ruth Bell", "MBC", "decision_maker"),
    ("decisions.sbc", "Councillor Omar Reid", "SBC", "decision_maker"),
    ("decisions.rcbc", "Councillor Jean Watts", "RCBC", "decision_maker"),
    ("decisions.hbc", "Councillor Tom Ferry", "HBC", "decision_maker"),
    ("decisions.stccg", "Dr Nadia Hussain", "STCCG", "decision_maker"),
    ("decisions.hastccg", "Dr Colin Price", "HASTCCG", "decision_maker"),
    ("democratic.mbc", "Joanne Pike", "MBC", "democratic_services"),
    ("democratic.sbc", "Wendy Cole", "SBC", "democratic_services"),
    ("democratic.rcbc", "Ian Farrow", "RCBC", "democratic_services"),
    ("democratic.hbc", "Maureen Todd", "HBC", "democratic_services"),
    ("secretary.stccg", "Alan Birch", "STCCG", "democratic_services"),
    ("secretary.hastccg", "Lucy Dent", "HASTCCG", "democratic_services"),
    ("secretary.tvccg", "Rosa Elliott", "TVCCG", "democratic_services"),
    ("secretary.nencicb", "Neil Archer", "NENCICB", "democratic_services"),
    ("facilitator.mbc", "Sam Carter", "MBC", "facilitator"),
    ("contracts.mbc", "Daniel Moss", "MBC", "contract_manager"),
    ("contracts.stccg", "Farah Iqbal", "STCCG", "contract_manager"),
    ("provider.teestalk", "Beth Nolan", "TEESTALK", "provider"),
    ("provider.store", "Kevin Hall", "MBC", "provider"),
    ("analyst.mbc", "Yusuf Karim", "MBC", "analyst"),
    ("finance.mbc", "Claire Stone", "MBC", "finance"),
    ("finance.stccg", "Martin Webb", "STCCG", "finance"),
    ("finance.sbc", "Nina Rowe", "SBC", "finance"),
    ("finance.rcbc", "George Tate", "RCBC", "finance"),
    ("finance.hbc", "Moira Lane", "HBC", "finance"),
    ("finance.hastccg", "Dev Anand", "HASTCCG", "finance"),
    ("finance.tvccg", "Hugh Alder", "TVCCG", "finance"),
    ("finance.nencicb", "Isla Grant", "NENCICB", "finance"),
    ("auditor.mbc", "Priya Nair", "MBC", "auditor"),
    ("operator.tees", "Lee Grant", "TEES", "operator"),
)
PANEL_MEMBERS = 10  # YC-01 to YC-10

# Short, plain and hard to mishear.
WORDS = json.loads((Path(__file__).parent / "seed_words.json").read_text())


@dataclass(frozen=True)
class Seeded:
    """One person with what they need to come in."""

    person: Person
    password: str
    api_key: str

    def as_row(self) -> dict[str, Any]:
        return {
            "sign_in_name": self.person.sign_in_name,
            "password": self.password,
            "api_key": self.api_key,
            "name": self.person.shown_name,
            "organisation": self.person.organisation,
            "roles": sorted(self.person.roles),
        }


def everybody(secret: str) -> Iterator[Seeded]:
    names = {code: name for code, name, _ in ORGANISATIONS}
    for sign_in_name, shown, organisation, role in STAFF:
        person = Person(
            sign_in_name, sign_in_name, shown, organisation, names[organisation], frozenset({role})
        )
        yield Seeded(person, password_of(sign_in_name, secret), key_of(sign_in_name, secret))
    for number in range(1, PANEL_MEMBERS + 1):
        pseudonym = f"YC-{number:02d}"
        person = Person(
            pseudonym,
            pseudonym.lower(),
            pseudonym,
            "MBC",
            names["MBC"],
            frozenset({"panel_member"}),
        )
        yield Seeded(person, password_of(pseudonym, secret), key_of(pseudonym, secret))


def password_of(person: str, secret: str) -> str:
    """Three plain words and two digits: easy to read out and to type."""
    drawn = _drawn(f"password:{person}", secret)
    words = [WORDS[int.from_bytes(drawn[i : i + 4]) % len(WORDS)] for i in (0, 4, 8)]
    return "-".join([*words, f"{int.from_bytes(drawn[12:16]) % 100:02d}"])


def key_of(person: str, secret: str) -> str:
    return f"jc_test_{_drawn(f'key:{person}', secret).hex()[:40]}"


def _drawn(purpose: str, secret: str) -> bytes:
    return hmac.new(secret.encode(), purpose.encode(), hashlib.sha256).digest()


def seed(database: ServiceDatabase, secret: str) -> list[Seeded]:
    """Everybody is there and can come in when this returns; who is there already stays as is."""
    seeded = list(everybody(secret))
    with database.transaction() as tx:
        for code, name, kind in ORGANISATIONS:
            people.add_organisation(tx, code, name, kind)
        for one in seeded:
            found = people.find_by_sign_in_name(tx, one.person.sign_in_name)
            if found is None or found[0] != one.person or not _opens(found[1], one.password):
                people.add_person(tx, one.person, HASHER.hash(one.password))
            people.give_key(tx, one.person.id, digest_of(one.api_key))
    return seeded


def _opens(password_hash: str, password: str) -> bool:
    try:
        return HASHER.verify(password_hash, password)
    except VerificationError:
        return False


def one_per_role(seeded: list[Seeded]) -> list[Seeded]:
    first: dict[str, Seeded] = {}
    for one in seeded:
        for role in one.person.roles:
            first.setdefault(role, one)
    return [first[role] for role in ROLES if role in first]


def table(seeded: list[Seeded]) -> str:
    """One sign-in per role, as text."""
    rows = [("role", "sign-in name", "password", "organisation")]
    for one in one_per_role(seeded):
        role = ROLES[next(iter(one.person.roles))]
        rows.append((role, one.person.sign_in_name, one.password, one.person.organisation))
    widths = [max(len(row[i]) for row in rows) for i in range(4)]
    return "\n".join(
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
        for row in rows
    )


def write_file(path: Path, seeded: list[Seeded]) -> None:
    """Readable by its owner only."""
    text = json.dumps({"people": [one.as_row() for one in seeded]}, indent=2, ensure_ascii=False)
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "w") as file:
        file.write(text + "\n")


def main() -> None:
    secret = config.optional("JC_SECRET_KEY", "")
    if not secret:
        raise Invalid("setting_missing", "Set JC_SECRET_KEY to a random text, or use `make run`.")
    seeded = seed(database_of("portal"), secret)
    if path := config.optional("JC_PEOPLE_FILE", ""):
        write_file(Path(path), seeded)
    sys.stdout.write(table(seeded) + "\n")


if __name__ == "__main__":
    main()
