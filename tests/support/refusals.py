"""What is refused: with which code, and that nothing came of it."""

from collections.abc import Callable
from typing import Any

import pytest

from deploy.contracts import files
from shared.errors import CommissioningError
from tests.support.one_service import OneService

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
