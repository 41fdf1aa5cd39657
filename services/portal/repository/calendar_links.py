"""The secret addresses of people's calendars: one each, known by its hash."""

from datetime import datetime

from services.portal.repository.people import Person
from shared.database.transaction import Transaction

GIVE = """
INSERT INTO calendar_links (person, token_sha256, made_at)
VALUES (%(person)s, %(token_sha256)s, %(at)s)
ON CONFLICT (person) DO UPDATE SET token_sha256 = EXCLUDED.token_sha256, made_at = EXCLUDED.made_at
"""
REVOKE = "DELETE FROM calendar_links WHERE person = %(person)s"
MADE_AT = "SELECT made_at FROM calendar_links WHERE person = %(person)s"
FIND_PERSON = """
SELECT p.id, p.sign_in_name, p.shown_name, p.organisation, o.name AS organisation_name, p.roles
FROM calendar_links c JOIN people p ON p.id = c.person
JOIN organisations o ON o.code = p.organisation
WHERE c.token_sha256 = %(token_sha256)s
"""


def give(tx: Transaction, person: str, token_sha256: str, at: datetime) -> None:
    """The person's only address from now on."""
    tx.send(GIVE, person=person, token_sha256=token_sha256, at=at)


def revoke(tx: Transaction, person: str) -> None:
    tx.send(REVOKE, person=person)


def made_at(tx: Transaction, person: str) -> datetime | None:
    """Since when the person has an address; none when they have none."""
    rows = tx.run(MADE_AT, person=person)
    return rows[0]["made_at"] if rows else None


def find_person(tx: Transaction, token_sha256: str) -> Person | None:
    rows = tx.run(FIND_PERSON, token_sha256=token_sha256)
    if not rows:
        return None
    row = rows[0]
    return Person(**{**row, "roles": frozenset(row["roles"])})
