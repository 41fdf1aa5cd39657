"""People, their sessions and their keys."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from shared.database.transaction import Transaction

FIND_BY_SIGN_IN_NAME = """
SELECT p.id, p.sign_in_name, p.shown_name, p.organisation, o.name AS organisation_name, p.roles,
       p.password_hash
FROM people p JOIN organisations o ON o.code = p.organisation
WHERE p.sign_in_name = %(sign_in_name)s
"""

FIND_BY_SESSION = """
SELECT p.id, p.sign_in_name, p.shown_name, p.organisation, o.name AS organisation_name, p.roles,
       s.seen_at, s.notice
FROM sessions s JOIN people p ON p.id = s.person JOIN organisations o ON o.code = p.organisation
WHERE s.token_sha256 = %(token_sha256)s AND s.seen_at > %(not_before)s
"""

FIND_BY_KEY = """
SELECT p.id, p.sign_in_name, p.shown_name, p.organisation, o.name AS organisation_name, p.roles
FROM api_keys k JOIN people p ON p.id = k.person JOIN organisations o ON o.code = p.organisation
WHERE k.key_sha256 = %(key_sha256)s
"""

START_SESSION = """
INSERT INTO sessions (token_sha256, person, started_at, seen_at)
VALUES (%(token_sha256)s, %(person)s, %(at)s, %(at)s)
"""
TOUCH_SESSION = "UPDATE sessions SET seen_at = %(at)s WHERE token_sha256 = %(token_sha256)s"
SET_NOTICE = "UPDATE sessions SET notice = %(notice)s WHERE token_sha256 = %(token_sha256)s"
END_SESSION = "DELETE FROM sessions WHERE token_sha256 = %(token_sha256)s"
FORGET_SESSIONS = "DELETE FROM sessions WHERE seen_at <= %(not_before)s"

ADD_ORGANISATION = """
INSERT INTO organisations (code, name, kind) VALUES (%(code)s, %(name)s, %(kind)s)
ON CONFLICT (code) DO UPDATE SET name = excluded.name, kind = excluded.kind
"""
ADD_PERSON = """
INSERT INTO people (id, sign_in_name, shown_name, organisation, roles, password_hash)
VALUES (%(id)s, %(sign_in_name)s, %(shown_name)s, %(organisation)s, %(roles)s, %(password_hash)s)
ON CONFLICT (id) DO UPDATE SET
    sign_in_name = excluded.sign_in_name, shown_name = excluded.shown_name,
    organisation = excluded.organisation, roles = excluded.roles,
    password_hash = excluded.password_hash
"""
FORGET_KEYS = "DELETE FROM api_keys WHERE person = %(person)s AND key_sha256 <> %(key_sha256)s"
ADD_KEY = """
INSERT INTO api_keys (key_sha256, person) VALUES (%(key_sha256)s, %(person)s)
ON CONFLICT (key_sha256) DO NOTHING
"""
ORGANISATION_NAMES = """
SELECT code, name FROM organisations
WHERE %(kinds)s::text[] IS NULL OR kind = ANY(%(kinds)s) ORDER BY code
"""


@dataclass(frozen=True)
class Person:
    """Who is signed in. `id` is all that the services learn of a person, besides roles."""

    id: str
    sign_in_name: str
    shown_name: str
    organisation: str
    organisation_name: str
    roles: frozenset[str]

    def as_actor(self) -> dict[str, Any]:
        return {
            "person": self.id,
            "organisation": self.organisation,
            "roles": sorted(self.roles),
        }


def _person(row: dict[str, Any]) -> Person:
    return Person(
        row["id"],
        row["sign_in_name"],
        row["shown_name"],
        row["organisation"],
        row["organisation_name"],
        frozenset(row["roles"]),
    )


def find_by_sign_in_name(tx: Transaction, sign_in_name: str) -> tuple[Person, str] | None:
    """The person and the hash of their password."""
    rows = tx.run(FIND_BY_SIGN_IN_NAME, sign_in_name=sign_in_name)
    return (_person(rows[0]), rows[0]["password_hash"]) if rows else None


def find_by_session(
    tx: Transaction, token_sha256: str, not_before: datetime
) -> tuple[Person, datetime, str | None] | None:
    """Who holds this session, when it was last used, and the notice waiting for its next page."""
    rows = tx.run_often(FIND_BY_SESSION, token_sha256=token_sha256, not_before=not_before)
    return (_person(rows[0]), rows[0]["seen_at"], rows[0]["notice"]) if rows else None


def find_by_key(tx: Transaction, key_sha256: str) -> Person | None:
    rows = tx.run_often(FIND_BY_KEY, key_sha256=key_sha256)
    return _person(rows[0]) if rows else None


def start_session(
    tx: Transaction, token_sha256: str, person: str, at: datetime, not_before: datetime
) -> None:
    tx.send(FORGET_SESSIONS, not_before=not_before)
    tx.send(START_SESSION, token_sha256=token_sha256, person=person, at=at)


def touch_session(tx: Transaction, token_sha256: str, at: datetime) -> None:
    tx.send(TOUCH_SESSION, token_sha256=token_sha256, at=at)


def set_notice(tx: Transaction, token_sha256: str, notice: str | None) -> None:
    tx.send(SET_NOTICE, token_sha256=token_sha256, notice=notice)


def end_session(tx: Transaction, token_sha256: str) -> None:
    tx.send(END_SESSION, token_sha256=token_sha256)


def add_organisation(tx: Transaction, code: str, name: str, kind: str) -> None:
    tx.send(ADD_ORGANISATION, code=code, name=name, kind=kind)


def add_person(tx: Transaction, person: Person, password_hash: str) -> None:
    tx.send(
        ADD_PERSON,
        id=person.id,
        sign_in_name=person.sign_in_name,
        shown_name=person.shown_name,
        organisation=person.organisation,
        roles=sorted(person.roles),
        password_hash=password_hash,
    )


def give_key(tx: Transaction, person: str, key_sha256: str) -> None:
    """The person's only key from now on."""
    tx.send(FORGET_KEYS, person=person, key_sha256=key_sha256)
    tx.send(ADD_KEY, person=person, key_sha256=key_sha256)


def organisation_names(tx: Transaction, *kinds: str) -> dict[str, str]:
    """Code → name, of these kinds (council, nhs, provider, operator) or of all."""
    rows = tx.run(ORGANISATION_NAMES, kinds=list(kinds) or None)
    return {row["code"]: row["name"] for row in rows}
