"""A move of a proposal over HTTP, and the board with many proposals, on the whole product."""

import http.client
import http.cookiejar
import json
import re
import time
import urllib.parse
import urllib.request
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import Any

from deploy.bench.figures import percentile
from deploy.bench.ground import Ground, ground
from deploy.bench.table import Row
from deploy.demo.area import PARTNERS
from deploy.demo.client import Person
from deploy.demo.papers import ANSWERS
from deploy.demo.people import read_people
from deploy.local import running
from deploy.local.processes import processes
from deploy.local.trouble import Trouble
from services.portal.repository import read_model

CLIENTS = 8
PROPOSALS_EACH = 5
ROUNDS = 6  # each round moves every proposal on and back
ON_THE_BOARD = 5_000
VISITS = 200
READY_SECONDS = 30
NEED, ON = "NEED-2020-01", "2020-01-06"
FORWARD, BACK = "begin_assessment", "return_to_need"
CSRF = re.compile(r'name="csrf_token" value="([^"]+)"')


def measure() -> Iterator[Row]:
    with ground("http") as here:
        here.run("services.portal.seed")
        started = here.start(*processes(here.choices))
        people = read_people(here.places.people, here.choices.portal_url)
        ids = _proposals(people)
        taken = _moves(people["commissioner", "MBC"], ids)
        yield Row(f"http: a move, {CLIENTS} clients, p50", percentile(taken, 0.5), "ms")
        yield Row(f"http: a move, {CLIENTS} clients, p95", percentile(taken, 0.95), "ms", target=60)
        _fill_board(here, people["commissioner", "MBC"].get(f"/api/proposals/{ids[0]}")["proposal"])
        for clients in (1, CLIENTS):
            taken = _visits(here, clients)
            what = f"http: board of {ON_THE_BOARD:,}, {clients} client{'s' * (clients > 1)}, p95"
            yield Row(what, percentile(taken, 0.95), "ms", target=100 if clients == 1 else None)
        here.stop(started)


def _proposals(people: dict[tuple[str, str], Person]) -> list[str]:
    """Drafted, with the evidence that their first gate asks for."""
    for order, (code, name, kind, model, days, key_pence) in enumerate(PARTNERS, 1):
        governance = {"model": model, "call_in": days is not None, "call_in_working_days": days}
        body: dict[str, Any] = {"code": code, "name": name, "kind": kind, "governance": governance}
        body |= {"key_decision_pence": key_pence, "limits": {}, "order": order, "on": ON}
        people["operator", "TEES"].post("/api/partners", body, step=f"partner-{code}")
    need: dict[str, Any] = {
        "reference": NEED,
        "title": "A need",
        "service_type": "other",
        "area": "MBC",
        "on": ON,
    }
    need |= {"trigger_kind": "gap", "trigger_text": "It was found."}
    people["analyst", "MBC"].post("/api/needs", need, step="a-need-to-answer")
    lead = people["commissioner", "MBC"]
    return [_proposal(lead, number) for number in range(1, CLIENTS * PROPOSALS_EACH + 1)]


def _proposal(lead: Person, number: int) -> str:
    id = f"JCP-2020-{number:02d}"
    body: dict[str, Any] = {"reference": id, "title": f"Service {number}", "service_type": "other"}
    body |= {"need_id": NEED, "lead": "MBC", "partners": ["MBC", "STCCG"], "on": ON}
    lead.post("/api/proposals", body, step=f"draft-{id}")
    paper: dict[str, Any] = {
        "code": "E01",
        "title": "Trigger",
        "sha256": "ab" * 32,
        "classification": "public",
    }
    paper |= {"author_organisation": "MBC", "fields": ANSWERS["E01"], "on": ON}
    lead.post(f"/api/proposals/{id}/evidence", paper, step=f"paper-{id}")
    # The need is another service's, told by an event.
    path = f"/api/proposals/{id}/why-not/{FORWARD}"
    if not running.wait_until(lambda: lead.get(path)["open"], READY_SECONDS):
        raise Trouble(f"The gate of {id} stays shut: {lead.get(path)}")
    return id


def _moves(lead: Person, ids: list[str]) -> list[float]:
    """Milliseconds that each move took; each client moves proposals of its own."""

    def one_client(mine: list[str]) -> list[float]:
        connection = http.client.HTTPConnection(lead.address.removeprefix("http://"), timeout=30)
        versions = {id: int(lead.get(f"/api/proposals/{id}")["version"]) for id in mine}
        taken = []
        for number in range(ROUNDS):
            for move in (FORWARD, BACK):
                for id in mine:
                    body = json.dumps({"move": move, "reason": "Measured.", "on": ON})
                    headers = {
                        "Authorization": f"Bearer {lead.key}",
                        "Content-Type": "application/json",
                        "Idempotency-Key": f"{id}-{number}-{move}",
                        "If-Match": f'"{versions[id]}"',
                    }
                    path = f"/api/proposals/{id}/moves"
                    answer, spent = _timed(partial(_post, connection, path, body, headers))
                    versions[id] = int(answer["version"])
                    taken.append(spent)
        return taken

    return _side_by_side(one_client, [ids[first::CLIENTS] for first in range(CLIENTS)])


def _post(
    connection: http.client.HTTPConnection, path: str, body: str, headers: dict[str, str]
) -> Any:
    """Over one connection that stays, as programs that send many commands do it."""
    connection.request("POST", path, body, headers)
    answer = connection.getresponse()
    text = answer.read()
    if answer.status != 201:
        raise Trouble(f"A move was refused: {text.decode()}")
    return json.loads(text)


def _fill_board(here: Ground, like: dict[str, Any]) -> None:
    """Copies of a real proposal's block, in all stages, longest in its stage first."""
    process = read_people(here.places.people, here.choices.portal_url)["commissioner", "MBC"].get(
        "/api/processes/JCP-16"
    )
    stages = [stage for stage in process["process"]["stages"] if stage.get("number")]
    with here.database("portal").transaction() as tx:
        for number in range(ON_THE_BOARD):
            stage = stages[number % len(stages)]
            block = {
                **like,
                "id": f"JCP-2019-{number + 100}",
                "title": f"Service number {number}",
                "stage": stage["id"],
                "stage_number": stage["number"],
                "stage_since": f"2019-{1 + number % 12:02d}-{1 + number % 28:02d}",
            }
            read_model.put_proposal(tx, 1, block)


def _visits(here: Ground, clients: int) -> list[float]:
    """Milliseconds until the board's page was there, whole, for somebody who is signed in."""
    row = next(
        row
        for row in json.loads(here.places.people.read_text())["people"]
        if "commissioner" in row["roles"] and row["organisation"] == "MBC"
    )
    browser = _signed_in(here.choices.portal_url, row["sign_in_name"], row["password"])

    def one_client(count: int) -> list[float]:
        taken = []
        for _ in range(count):
            page, spent = _timed(lambda: _read(browser, f"{here.choices.portal_url}/proposals"))
            if "Service number" not in page:
                raise Trouble("The board shows no proposals.")
            taken.append(spent)
        return taken

    return _side_by_side(one_client, [VISITS // clients] * clients)


def _signed_in(address: str, name: str, password: str) -> urllib.request.OpenerDirector:
    browser = urllib.request.build_opener(
        urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar())
    )
    token = CSRF.search(_read(browser, f"{address}/sign-in"))
    if token is None:
        raise Trouble("The sign-in page has no form.")
    form = {"csrf_token": token[1], "sign_in_name": name, "password": password, "next": ""}
    body = urllib.parse.urlencode(form).encode()
    request = urllib.request.Request(f"{address}/sign-in", body, {"Referer": address})
    with browser.open(request) as answer:
        if "/sign-in" in answer.url:
            raise Trouble("The commissioner could not sign in.")
    return browser


def _read(browser: urllib.request.OpenerDirector, url: str) -> str:
    with browser.open(url) as answer:
        text: str = answer.read().decode()
    return text


def _timed(work: Callable[[], Any]) -> tuple[Any, float]:
    began = time.perf_counter()
    answer = work()
    return answer, 1000 * (time.perf_counter() - began)


def _side_by_side(one_client: Callable[[Any], list[float]], shares: list[Any]) -> list[float]:
    with ThreadPoolExecutor(len(shares)) as clients:
        return [spent for taken in clients.map(one_client, shares) for spent in taken]
