"""Plays steps as people of the area and says what happened at each."""

import hashlib
import json
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from deploy.demo.client import Person, Refused

Say = Callable[[str], None]

PATIENCE_SECONDS = 60
PAUSE_SECONDS = 0.05


@dataclass
class Story:
    """A story that is being told: who may act, and where each sentence goes."""

    name: str
    people: dict[tuple[str, str], Person]  # (role, organisation code) → who acts
    say: Say

    def who(self, role: str, organisation: str = "MBC") -> Person:
        return self.people[role, organisation]

    def chapter(self, title: str) -> None:
        self.say(f"\n{title}")

    def do(
        self,
        on: str,
        sentence: str,
        person: Person,
        path: str,
        body: dict[str, Any] | None = None,
        *,
        changes: str | None = None,
    ) -> dict[str, Any]:
        """Carry out one command on a legal day and say so.

        `changes` is the path of an aggregate whose version the command must name.
        """
        whole = {"on": on, **(body or {})}
        answer = self._patiently(person, path, whole, changes)
        day = date.fromisoformat(on)
        self.say(f"  {day:%a} {day.day:2} {day:%b %Y}  {sentence}")
        return answer

    def refused(
        self,
        sentence: str,
        codes: tuple[str, ...],
        person: Person,
        path: str,
        body: dict[str, Any],
        *,
        changes: str | None = None,
    ) -> None:
        """A command that must be refused; a later code holds when the story is told again."""
        try:
            self._send(person, path, body, changes)
        except Refused as refusal:
            if refusal.code not in codes:
                raise
            self.say(f"                   refused: {sentence} ({refusal.code})")
            return
        raise AssertionError(f"{path} should have been refused with {' or '.join(codes)}")

    def _patiently(
        self, person: Person, path: str, body: dict[str, Any], changes: str | None
    ) -> dict[str, Any]:
        """Send, and again while the event that the command builds on is still on its way."""
        deadline = time.monotonic() + PATIENCE_SECONDS
        while True:
            try:
                return self._send(person, path, body, changes)
            except Refused as refusal:
                if not _may_pass(refusal.code) or time.monotonic() > deadline:
                    raise
            time.sleep(PAUSE_SECONDS)

    def _send(
        self, person: Person, path: str, body: dict[str, Any], changes: str | None
    ) -> dict[str, Any]:
        version = person.get(changes)["version"] if changes else None
        return person.post(path, body, step=self._step(path, body), version=version)

    def _step(self, path: str, body: dict[str, Any]) -> str:
        """The idempotency key: what is asked, so that asking again changes nothing."""
        asked = json.dumps([path, body], sort_keys=True)
        return f"demo-{self.name}-{hashlib.sha256(asked.encode()).hexdigest()[:24]}"


def _may_pass(code: str) -> bool:
    """Something became known meanwhile, or a fact of another service has not arrived yet."""
    return code in ("stale_version", "gate_not_met") or code.endswith("_not_found")
