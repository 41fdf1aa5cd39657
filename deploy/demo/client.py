"""Speaks to the portal's HTTP API as one person, and waits patiently while something is away."""

import json
import time
import urllib.error
import urllib.request
from dataclasses import dataclass
from typing import Any

PATIENCE_SECONDS = 60
PAUSE_SECONDS = 0.25
# Nobody decided anything: the portal or a service behind it is being restarted.
AWAY = (502, 503, 504)


class Refused(Exception):
    """The product said no: `code` is its stable code, `problem` the whole document."""

    def __init__(self, code: int, problem: dict[str, Any]) -> None:
        self.code = str(problem.get("code", code))
        self.problem = problem
        super().__init__(f"{code} {self.code}: {problem.get('detail', problem)}")


@dataclass(frozen=True)
class Person:
    """One signed-in adult, or a facilitator for the panel, with an API key."""

    key: str
    address: str

    def get(self, path: str) -> dict[str, Any]:
        return self._ask("GET", path, None, {})

    def post(
        self, path: str, body: dict[str, Any], *, step: str, version: int | None = None
    ) -> dict[str, Any]:
        """Carry out a command once, however often it is sent: `step` is its idempotency key."""
        headers = {"Idempotency-Key": step}
        if version is not None:
            headers["If-Match"] = f'"{version}"'
        return self._ask("POST", path, body, headers)

    def _ask(
        self, method: str, path: str, body: dict[str, Any] | None, headers: dict[str, str]
    ) -> dict[str, Any]:
        deadline = time.monotonic() + PATIENCE_SECONDS
        while True:
            request = urllib.request.Request(
                self.address + path,
                method=method,
                data=None if body is None else json.dumps(body).encode(),
                headers={
                    "Authorization": f"Bearer {self.key}",
                    "Content-Type": "application/json",
                    "Accept": "application/json",
                    **headers,
                },
            )
            try:
                with urllib.request.urlopen(request, timeout=20) as answer:
                    result: dict[str, Any] = json.load(answer)
                    return result
            except urllib.error.HTTPError as refusal:
                if refusal.code not in AWAY or time.monotonic() > deadline:
                    raise Refused(refusal.code, _problem(refusal)) from refusal
            except (OSError, ValueError):
                # No connection, or an answer cut short by a killed process.
                if time.monotonic() > deadline:
                    raise
            time.sleep(PAUSE_SECONDS)


def _problem(refusal: urllib.error.HTTPError) -> dict[str, Any]:
    try:
        problem = json.load(refusal)
    except ValueError:
        return {"detail": "no problem document came with the refusal"}
    return problem if isinstance(problem, dict) else {"detail": str(problem)}
