"""Plays steps as people of the area and says what happened at each."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from deploy.demo.client import Person, Refused

Say = Callable[[str], None]


@dataclass
class Story:
    """The running story: who may act, what was said last, and what each aggregate looks like."""

    name: str
    people: dict[tuple[str, str], Person]  # (role, organisation code) → who acts
    say: Say
    steps: int = 0
    versions: dict[str, int] = field(default_factory=dict)

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
        self.steps += 1
        step = f"demo-{self.name}-{self.steps:03d}"
        answer = self._send(person, path, {"on": on, **(body or {})}, step, changes)
        day = date.fromisoformat(on)
        self.say(f"  {day:%a} {day.day:2} {day:%b %Y}  {sentence}")
        return answer

    def refused(
        self,
        sentence: str,
        code: str,
        person: Person,
        path: str,
        body: dict[str, Any],
        *,
        changes: str | None = None,
    ) -> None:
        """A command that the product must refuse, with this code."""
        step = f"demo-{self.name}-refused-{self.steps:03d}-{code}"
        try:
            self._send(person, path, body, step, changes)
        except Refused as refusal:
            if refusal.code == code:
                self.say(f"                   refused: {sentence} ({code})")
                return
            raise
        raise AssertionError(f"{path} should have been refused with {code}")

    def _send(
        self,
        person: Person,
        path: str,
        body: dict[str, Any],
        step: str,
        changes: str | None,
    ) -> dict[str, Any]:
        if changes is None:
            return person.post(path, body, step=step)
        version = self.versions.get(changes) or person.get(changes)["version"]
        try:
            answer = person.post(path, body, step=step, version=version)
        except Refused as refusal:
            # Something else about it became known meanwhile, such as a decision taking effect.
            if refusal.code != "stale_version":
                raise
            version = person.get(changes)["version"]
            answer = person.post(path, body, step=step, version=version)
        self.versions[changes] = answer["version"]
        return answer
