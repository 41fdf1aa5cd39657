"""What is refused: with which code, and that nothing came of it."""

from collections.abc import Callable
from typing import Any

import pytest

from deploy.contracts import files
from shared.errors import CommissioningError
from tests.support.one_service import OneService, Person

# Who (a person of the service, by name), command or query, its body, the code of the refusal.
Refused = tuple[str, str, dict[str, Any], str]
# Said of every method in one place, and not of each one anew.
OF_EVERY_METHOD = {"invalid_input", "actor_missing", "idempotency_key_missing"}


def code_of(act: Callable[[], Any]) -> str:
    """The code with which an act is refused."""
    with pytest.raises(CommissioningError) as refusal:
        act()
    return refusal.value.code


def leave_no_trace(service: OneService, *refusals: Refused) -> None:
    """Each is refused with its promised code; no row is written and no event leaves.

    All on one database: each refusal must leave it exactly as it was.
    """
    before, events = service.rows(), service.events()
    promised = {
        each["method"]: OF_EVERY_METHOD | set(each["errors"])
        for each in files.rpc(service.service_class.name)["methods"]
    }
    for name, method, body, code in refusals:
        who = getattr(service, name)
        found = code_of(lambda who=who, method=method, body=body: who(method, body))
        assert found == code, (method, body)
        assert service.rows() == before, (method, code)
        assert code in promised[method], f"contracts/rpc does not say that {method} says {code}"
    assert service.events() == events


def ask_for_actor_and_key(service: OneService, person: Person, method: str, body: Any) -> None:
    """A command that does not say who gives it, or has no key of its own, is refused."""
    before = service.rows()
    for meta, code in (
        ({}, "actor_missing"),
        ({"idempotency_key": "a-key-of-its-own"}, "actor_missing"),
        ({"actor": person.actor}, "idempotency_key_missing"),
        ({"actor": person.actor, "idempotency_key": "short"}, "idempotency_key_missing"),
    ):
        send = getattr(service.service, method)
        assert code_of(lambda send=send, meta=meta: send(body, meta)) == code
    assert service.rows() == before


def count_once(service: OneService, person: Person, method: str, body: Any, other: Any) -> None:
    """The same command again gets the first answer; its key is good for no other command."""
    first = person(method, body, key="the-same-command")
    before = service.rows()
    assert person(method, body, key="the-same-command") == first
    reused = code_of(lambda: person(method, other, key="the-same-command"))
    assert reused == "idempotency_key_reused"
    assert service.rows() == before
