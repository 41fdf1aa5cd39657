"""The portal with its own database, before real services or a stand-in for the network."""

import json
from copy import deepcopy
from dataclasses import dataclass
from functools import cache
from typing import Any

from services.portal import calls, facts, seed
from services.portal.app import Parts, create_app
from services.portal.repository import people, read_model
from services.portal.security import HASHER, digest_of, limiter
from shared.errors import Conflict, NotFound, RuleBroken
from shared.messaging.rpc_client import ServiceAway
from tests.support import dossier
from tests.support.one_service import OneService


class ScriptedServices:
    """Answers queries from the dossier and keeps every command that was sent.

    `refuse(method, refusal)` makes one method raise, as it would over the wire.
    """

    def __init__(self) -> None:
        self.answers = dossier.answers()
        self.commands: list[tuple[str, dict[str, Any], dict[str, Any]]] = []
        self.refusals: dict[str, Exception] = {}
        self.drafts: dict[str, dict[str, Any]] = {}

    def refuse(self, method: str, refusal: Exception) -> None:
        self.refusals[method] = refusal

    def call(self, service: str, method: str, body: Any, meta: dict[str, Any]) -> Any:
        json.dumps([body, meta])  # what cannot go over the wire must fail here too
        if method in self.refusals:
            raise self.refusals[method]
        if "idempotency_key" in meta:
            self.commands.append((method, body, meta))
            return self._carry_out(method, body, meta)
        if method == "get_my_draft":
            return {"answers": self.drafts.get(meta["actor"]["person"], {}), "version": 1}
        if method not in self.answers:
            raise ServiceAway(service, "it did not answer")
        return self._checked(method, body)

    def _checked(self, method: str, body: Any) -> Any:
        view = deepcopy(self.answers[method])
        known = (dossier.SLT, dossier.CONTRACT, dossier.SESSION, "NEED-2017-01")
        wanted = str(body.get("id", dossier.SLT))
        if not wanted.startswith(known):
            raise NotFound("nothing_there", f"There is nothing with the reference {wanted}.")
        return view

    def _carry_out(self, method: str, body: Any, meta: dict[str, Any]) -> Any:
        if method == "save_answer":
            mine = self.drafts.setdefault(meta["actor"]["person"], {})
            mine[body["question"]] = body["answer"]
            return {"answers": mine, "version": len(mine)}
        if method == "register_system":
            return {"system": dossier.SYSTEM, "version": 1, "key": "jc_test_shown_once"}
        if method == "move_proposal":
            return self._move(body)
        return {}

    def _move(self, body: Any) -> Any:
        if body["expected_version"] != 14:
            raise Conflict("stale_version", "Somebody else changed this first. Look again.")
        if body["move"] != "return_to_options":
            raise RuleBroken(
                "gate_not_met",
                "This move is not open yet.",
                {"every_partner_decided": "1 of 2 partners has decided."},
            )
        moved = dossier.a_proposal(
            stage="options_and_business_case", stage_since="2018-09-27", moves=9
        )
        return {"proposal": moved, "version": 15}

    def broker_answers(self) -> bool:
        return True

    def close(self) -> None:
        self.answers.clear()


class RealServices:
    """The services themselves, each on its own database, with no broker between."""

    def __init__(self, *services: OneService) -> None:
        self.by_name = {each.service_class.name: each for each in services}

    def call(self, service: str, method: str, body: Any, meta: dict[str, Any]) -> Any:
        body, meta = json.loads(json.dumps([body, meta]))
        if service not in self.by_name:
            raise ServiceAway(service, "it did not answer")
        return getattr(self.by_name[service].service, method)(body, meta)

    def broker_answers(self) -> bool:
        return True


def fill_read_model(database: Any) -> None:
    """What the services have announced so far."""
    views = [
        (calls.DECISIONS, {"proposal": dossier.a_proposal(), "version": 14}),
        (calls.DECISIONS, {"proposal": dossier.STORE_PROPOSAL, "version": 5}),
        (calls.NEEDS, {"need": dossier.NEED, "version": 2}),
        (calls.PANEL, {"session": dossier.SESSION_BLOCK, "version": 3}),
        (calls.DECISIONS, {"contract": dossier.SIGNED, "version": 1}),
        (calls.CONTRACTS, {"contract": dossier.WATCH, "version": 6}),
        *((calls.PANEL, {"recommendation": r, "version": 1}) for r in dossier.RECOMMENDATIONS),
        *((calls.CONTRACTS, {"return": r, "version": 1}) for r in dossier.RETURNS),
    ]
    with database.transaction() as tx:
        for service, view in views:
            for fact in facts.from_view(service, view):
                read_model.keep(tx, fact)


PASSWORD = "otter-river-window-42"


@cache
def _password_hash() -> str:
    return HASHER.hash(PASSWORD)


def key_of(sign_in_name: str) -> str:
    """The API key of one of the seeded people, in tests."""
    return f"jc_test_{sign_in_name}"


def add_people(database: Any) -> None:
    """Everybody of the seed, all with one password: hashing forty of them takes its time."""
    with database.transaction() as tx:
        for code, name, kind in seed.ORGANISATIONS:
            people.add_organisation(tx, code, name, kind)
        for one in seed.everybody("tests"):
            people.add_person(tx, one.person, _password_hash())
            people.give_key(tx, one.person.id, digest_of(key_of(one.person.sign_in_name)))


@dataclass(frozen=True)
class Portal:
    """The application with its own records, and the stand-in for everybody else."""

    app: Any
    database: Any
    services: Any


@cache
def _application() -> Any:
    """Made once: describing sixty addresses takes a third of a second."""
    return create_app(object(), object(), secret_key="a secret for the tests")


def a_portal(database: Any, services: RealServices | None = None) -> Portal:
    """Before real services its own records are empty, else it knows the dossier."""
    add_people(database)
    if services is None:
        fill_read_model(database)
    services = services or ScriptedServices()
    app = _application()
    app.extensions["portal"] = Parts(database, services)
    app.config["WTF_CSRF_ENABLED"] = False  # the browser tests run with it
    limiter.reset()
    return Portal(app, database, services)
