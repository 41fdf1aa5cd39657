"""Who asks for something: a person or a system, of one organisation, in some roles."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from shared.errors import Invalid, NotAllowed


@dataclass(frozen=True)
class Actor:
    """Young people appear under their pseudonym (`YC-07`) only; adults under their sign-in id."""

    person: str
    organisation: str  # organisation code: `MBC`
    roles: frozenset[str]

    def must_have(self, *roles: str) -> None:
        """Refuse with `role_required` unless the actor holds one of these roles."""
        if not self.roles & set(roles):
            raise NotAllowed("role_required", only_these(roles))


def any_of(roles: Iterable[str]) -> str:
    """As people read them: `analyst or contract manager`."""
    return " or ".join(role.replace("_", " ") for role in roles)


def only_these(roles: Iterable[str]) -> str:
    """What somebody in none of these roles is told: `Only an analyst or commissioner may ...`."""
    names = any_of(roles)
    article = "an" if names[:1] in "aeiou" else "a"
    return f"Only {article} {names} may do this."


def from_wire(given: Any) -> Actor:
    """The actor of a command: `{"person": ..., "organisation": ..., "roles": [...]}`."""
    try:
        return Actor(
            str(given["person"]), str(given["organisation"]), frozenset(map(str, given["roles"]))
        )
    except (KeyError, TypeError) as wrong:
        raise Invalid(
            "actor_missing", "Say who asks: a person, an organisation and the roles."
        ) from wrong
