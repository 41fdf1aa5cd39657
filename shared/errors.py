"""The ways this system says no. They cross RabbitMQ, so they live where every process has them.

CommissioningError
├── NotFound     nothing has that identifier
├── Invalid      the input itself is wrong
├── RuleBroken   well formed, but a commissioning rule forbids it
├── Conflict     somebody else changed it first, or the key was used before
└── NotAllowed   this person or system may not do that
"""


class CommissioningError(Exception):
    """A refusal with a stable code that pages and partners can rely on.

    `message` is one plain sentence that says what to do. `details` holds strings only: RPC turns
    every other kind of value into a string on the way.
    """

    def __init__(self, code: str, message: str, details: dict[str, str] | None = None):
        super().__init__(code, message, details or {})
        self.code, self.message, self.details = code, message, details or {}

    def __str__(self) -> str:
        return f"{self.code}: {self.message}"


class NotFound(CommissioningError):
    """Nothing has that identifier."""


class Invalid(CommissioningError):
    """The input itself is wrong: missing, malformed, out of range."""


class RuleBroken(CommissioningError):
    """Well formed, but a commissioning rule forbids it."""


class Conflict(CommissioningError):
    """Somebody else changed it first."""


class NotAllowed(CommissioningError):
    """This person or system may not do that."""


FAMILIES: tuple[type[CommissioningError], ...] = (
    NotFound,
    Invalid,
    RuleBroken,
    Conflict,
    NotAllowed,
)
