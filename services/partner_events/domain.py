"""Which system may see which event, and how a key tells one system from another."""

import base64
import hashlib
import hmac
import re
from collections.abc import Iterable
from dataclasses import dataclass

from shared.errors import Invalid, NotAllowed

CLASSIFICATIONS = ("public", "partner", "restricted")  # each includes those before it
EVERYTHING = "*"
PATTERN = re.compile(r"\*|[a-z0-9_]+\.(\*|[a-z0-9_]+)")
POSITION = re.compile(r"[0-9]{1,18}")
LONGEST_SUBJECT = 200
BEARER = re.compile(r"Bearer +(?P<key>[\x21-\x7e]{1,200})", re.IGNORECASE)


# What a reader may see


@dataclass(frozen=True)
class Scope:
    """The part of the log that one reader may see."""

    patterns: tuple[str, ...]  # proposal.stage_changed, proposal.*, *
    ceiling: str
    organisation: str | None  # None: the events of every partner

    @property
    def classifications(self) -> list[str]:
        return list(CLASSIFICATIONS[: CLASSIFICATIONS.index(self.ceiling) + 1])

    def admits(self, name: str, classification: str, partner: str | None) -> bool:
        """The same rule that the repository's READ states in SQL; a test compares the two."""
        return (
            any(covers(pattern, name) for pattern in self.patterns)
            and classification in self.classifications
            and (partner is None or self.organisation in (None, partner))
        )


@dataclass(frozen=True)
class System:
    """A computer system of a partner organisation."""

    code: str
    name: str
    organisation: str
    event_names: tuple[str, ...]
    classification_ceiling: str
    amqp: bool

    def scope(self, wanted: str | None = None) -> Scope:
        """What it may see, narrowed to a pattern that it asks for."""
        patterns = narrowed(self.event_names, wanted) if wanted else self.event_names
        return Scope(patterns, self.classification_ceiling, self.organisation)


def covers(pattern: str, name: str) -> bool:
    """Whether every event that `name` (a name or a pattern) stands for is in `pattern`."""
    if pattern in (EVERYTHING, name):
        return True
    return pattern.endswith(".*") and name.startswith(pattern.removesuffix("*"))


def narrowed(granted: tuple[str, ...], wanted: str) -> tuple[str, ...]:
    """The part of a grant that lies in `wanted`; the answer never tells what exists beyond it."""
    check_patterns([wanted])
    if any(covers(grant, wanted) for grant in granted):
        return (wanted,)
    inside = tuple(grant for grant in granted if covers(wanted, grant))
    if not inside:
        raise NotAllowed(
            "events_not_granted",
            f"Your system is not granted {wanted}. Leave the filter out to read what it is "
            "granted, or ask the operator.",
            {"granted": ", ".join(granted)},
        )
    return inside


def check_patterns(patterns: Iterable[str]) -> tuple[str, ...]:
    """The patterns in order, each once; what is no pattern is refused."""
    distinct = tuple(sorted(set(patterns)))
    for pattern in distinct:
        if not PATTERN.fullmatch(pattern):
            raise Invalid(
                "malformed_pattern",
                "Name events like proposal.stage_changed, proposal.* for a whole family, or *.",
                {"given": pattern[:100]},
            )
    return distinct


def check_subject(text: str) -> str:
    """A reference as it may stand in an event: printable, and no longer than one."""
    if len(text) > LONGEST_SUBJECT or not text.isprintable():
        raise Invalid(
            "malformed_subject",
            "Name one subject by its reference, such as JCP-2017-03.",
            {"given": ascii(text[:100])},
        )
    return text


def scope_of_person(organisation: str, roles: frozenset[str], wanted: str | None) -> Scope:
    """What a person sees on the page of events: commissioners what concerns their side."""
    return Scope(
        check_patterns([wanted or EVERYTHING]),
        "restricted" if "auditor" in roles else "partner",
        None if roles & {"auditor", "operator"} else organisation,
    )


# Places in the feed


def read_position(text: str) -> int:
    """The last position that a reader has dealt with; 0 is the beginning."""
    if not POSITION.fullmatch(text):
        raise Invalid(
            "bad_cursor",
            "Put the Jc-Position of an earlier answer into after=, or 0 to begin at the beginning.",
            {"given": text[:100]},
        )
    return int(text)


def check_reached(position: int, head: int) -> None:
    """A position that the log has not reached was never given to anyone."""
    if position > head:
        raise Invalid(
            "bad_cursor",
            "The feed has not come that far. Use the Jc-Position of an earlier answer, or 0.",
            {"given": str(position), "head": str(head)},
        )


def placed(document: str, position: int) -> str:
    """An event's document with its place in the feed."""
    return f'{document[:-1]},"feedposition":{position}}}'


# Keys


@dataclass(frozen=True)
class Key:
    """A new key. `text` is shown once and kept nowhere."""

    text: str
    sha256: str
    id: str
    hint: str


def make_key(kind: str, randomness: bytes) -> Key:
    """`kind` (test or live) can be read on the key, so that the two are never mixed up."""
    secret = base64.urlsafe_b64encode(randomness).decode().rstrip("=")
    text = f"jc_{kind}_{secret}"
    sha256 = fingerprint(text)
    return Key(text, sha256, sha256[:12], text[-4:])


def fingerprint(key: str) -> str:
    return hashlib.sha256(key.encode()).hexdigest()


def read_key(authorization: str | None) -> str:
    """The key in an Authorization header."""
    if not authorization:
        raise NotAllowed(
            "key_missing", "Send your system's key in an Authorization header: Bearer jc_test_..."
        )
    found = BEARER.fullmatch(authorization.strip())
    return found["key"] if found else ""


def check_key(key: str, stored_sha256: str | None) -> None:
    """Refuse a key that is not the stored one; nothing tells a revoked key from a wrong one."""
    if not hmac.compare_digest(fingerprint(key), stored_sha256 or ""):
        raise NotAllowed("key_unknown", "No system has this key. Ask the operator for a new one.")


def check_own(system: System, asked_for: str) -> None:
    """A key opens its own system's feed only, whether or not another of that code exists."""
    if asked_for != system.code:
        raise NotAllowed(
            "key_of_another_system",
            f"This key belongs to {system.code}. Read /systems/{system.code}/events, or /events.",
        )
