"""One reading of the feed: what was asked, who asks, what they may see, and waiting for more."""

import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from urllib.parse import urlencode

from services.partner_events import domain, repository
from services.partner_events.repository import Page
from services.partner_events.web.head import Head
from shared.database.dependency import ServiceDatabase
from shared.errors import Invalid, NotAllowed

LARGEST_PAGE = 1000
PAGE = 100
END = "end"
LONGEST_WAIT = 30_000  # milliseconds
# A reader who may see little looks through much: no longer than this before it gets an answer.
LOOKING_SECONDS = 5.0


class TooManyWaiting(Exception):
    """Every place for a long poll is taken."""


@dataclass(frozen=True)
class Question:
    """What a reader asks for; `key` and `code` say who asks."""

    key: str
    code: str | None  # of the system in the address, where it names one
    after: int | None  # None: from the end of the log
    limit: int
    timeout: int  # milliseconds
    pattern: str | None
    subject: str | None

    def following(self, path: str, position: int) -> str:
        """The address of the next page: the same question, asked from `position` on."""
        asked = {
            "after": position,
            "limit": self.limit,
            "timeout": self.timeout or None,
            "type": self.pattern,
            "subject": self.subject,
        }
        return f"{path}?{urlencode({n: v for n, v in asked.items() if v is not None}, safe='*')}"


def read_question(
    authorization: str | None, code: str | None, given: Mapping[str, str]
) -> Question:
    """The question in a request; a parameter that is unknown or out of range is refused."""
    key = domain.read_key(authorization)
    unknown = set(given) - {"after", "limit", "timeout", "type", "subject"}
    if unknown:
        raise Invalid(
            "unknown_parameter",
            "The feed takes after, limit, timeout, type and subject.",
            {"given": ", ".join(sorted(unknown))[:200]},
        )
    pattern = given.get("type") or None
    if pattern:
        domain.check_patterns([pattern])
    return Question(
        key=key,
        code=code,
        after=_after(given.get("after", "0")),
        limit=_whole("limit", given.get("limit", str(PAGE)), 1, LARGEST_PAGE),
        timeout=_whole("timeout", given.get("timeout", "0"), 0, LONGEST_WAIT),
        pattern=pattern,
        subject=domain.check_subject(given.get("subject", "")) or None,
    )


def _after(text: str) -> int | None:
    return None if text == END else domain.read_position(text)


def _whole(name: str, text: str, least: int, most: int) -> int:
    if not (text.isascii() and text.isdecimal() and len(text) < 10 and least <= int(text) <= most):
        raise Invalid(
            "parameter_out_of_range",
            f"Give {name} as a whole number from {least} to {most}.",
            {"given": text[:100]},
        )
    return int(text)


class Reading:
    """Answers questions; at most `waiting` of them wait for an event at the same time."""

    def __init__(self, database: ServiceDatabase, head: Head, waiting: int) -> None:
        self._database, self._head = database, head
        self._lock = threading.Lock()
        self._places, self.waiting = waiting, 0

    def answer(self, question: Question) -> Page:
        """Events, at once or as soon as there is one; none when the time is over."""
        now = time.monotonic()
        until = now + question.timeout / 1000
        page = self._look(question, question.after)
        while not page.documents:
            if page.reaches_the_head:
                if not self._wait(page.head, until):
                    return page
            elif time.monotonic() > max(until, now + LOOKING_SECONDS):
                return page
            page = self._look(question, page.position)
        return page

    def _wait(self, head: int, until: float) -> bool:
        seconds = until - time.monotonic()
        if seconds <= 0:
            return False
        with self._place():
            return self._head.wait_beyond(head, seconds)

    @contextmanager
    def _place(self) -> Iterator[None]:
        with self._lock:
            if self.waiting >= self._places:
                raise TooManyWaiting
            self.waiting += 1
        try:
            yield
        finally:
            with self._lock:
                self.waiting -= 1

    def _look(self, question: Question, after: int | None) -> Page:
        """Who asks is looked up each time: a revoked key or a changed grant counts at once."""
        sha256 = domain.fingerprint(question.key)
        known = ""
        try:
            with self._database.transaction() as tx:
                holder = repository.find_holder(tx, sha256)
                domain.check_key(question.key, holder.sha256 if holder else None)
                assert holder is not None  # check_key refused otherwise
                known = holder.system.code
                domain.check_own(holder.system, question.code or known)
                if after is None:
                    after = repository.head(tx)
                page = repository.read(
                    tx,
                    holder.system.scope(question.pattern),
                    after=after,
                    limit=question.limit,
                    subject=question.subject,
                )
                domain.check_reached(after, page.head)
                repository.record_read(tx, holder, after, page)
                return page
        except NotAllowed as refusal:
            self.record_refusal(refusal.code, known)
            raise

    def record_refusal(self, code: str, system_code: str = "") -> None:
        with self._database.transaction() as tx:
            repository.record_refusal(tx, code, system_code)
