"""Whose key a call carries."""

from flask import g, request

from services.portal import security
from services.portal.repository import people
from shared.errors import NotAllowed


def recognise_key() -> None:
    """Sets the person behind the key. A cookie is not looked at: no forged form works here."""
    scheme, _, key = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() != "bearer" or not key.strip():
        raise NotAllowed(
            "key_missing", "Send your key in an Authorization header: Bearer jc_test_..."
        )
    with security.database().statements() as tx:
        g.person = people.find_by_key(tx, security.digest_of(key.strip()))
    if g.person is None:
        raise NotAllowed("key_unknown", "No one has this key. Ask your operator for a new one.")
