"""A person of the stories who types each command into its page, instead of sending it as JSON.

It stands in for `deploy.demo.client.Person`, so that the stories can be told in a browser as well.
What a page does not ask for has to be known to it: an answer without a place is an error.
"""

import csv
import io
import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from deploy.demo.client import Person, Refused
from deploy.demo.narrator import Story
from tests.support.visitors import PARSED, Visitor, Visitors

RECORD = "/proposals/{0}/record/{1}"
# Address of the command → its page.
PAGES = (
    (r"/api/partners", "/partners/register"),
    (r"/api/partners/successions", "/partners/succession"),
    (r"/api/panels", "/sessions/panel"),
    (r"/api/panels/(?P<panel>[^/]+)/members", "/sessions/member"),
    (r"/api/indicators", "/needs/indicator"),
    (r"/api/observations", "/needs/figures"),
    (r"/api/needs", "/needs/identify"),
    (r"/api/needs/([^/]+)/score", "/needs/{0}/score"),
    (r"/api/assessments", "/needs/assessment"),
    (r"/api/proposals", "/proposals/draft"),
    (r"/api/proposals/([^/]+)/versions", "/proposals/{0}/record/version"),
    (r"/api/proposals/([^/]+)/evidence", "/proposals/{0}/record/evidence?code={code}"),
    (r"/api/proposals/([^/]+)/moves", "/proposals/{0}/moves/{move}"),
    (r"/api/proposals/([^/]+)/call-ins/resolutions", "/proposals/{0}/record/call-in-outcome"),
    (
        r"/api/proposals/([^/]+)/(notice|decision|call-in|award|agreement|conflict|flow|option)s",
        RECORD,
    ),
    (r"/api/proposals/([^/]+)/(tender|scores|standstill|contract|regime|abandonment)", RECORD),
    (
        r"/api/proposals/([^/]+)/(published-notice|representation|further-decision|supplier-risk)s",
        RECORD,
    ),
    (r"/api/sessions", "/sessions/schedule"),
    (r"/api/sessions/([^/]+)/recommendations", "/sessions/{0}/record/recommendation"),
    (r"/api/sessions/([^/]+)/(open|close|feedback)", "/sessions/{0}/record/{1}"),
    (r"/api/recommendations/([^/]+)/acknowledgement", "/recommendations/{0}/acknowledge"),
    (r"/api/recommendations/([^/]+)/response", "/recommendations/{0}/answer"),
    (r"/api/recommendations/([^/]+)/reaction", "/recommendations/{0}/reaction"),
    (r"/api/contracts/([^/]+)/returns", "/contracts/{0}/record/return"),
    (r"/api/contracts/([^/]+)/notices/(?P<measure>[^/]+)/closure", "/contracts/{0}/record/closure"),
    (
        r"/api/contracts/([^/]+)/"
        r"(uplift|balancing|review|contributions|forecast|terms|shares|succession)",
        "/contracts/{0}/record/{1}",
    ),
    (
        r"/api/contracts/([^/]+)/conditions/(?P<partner>[^/]+)/(reading|release)",
        "/contracts/{0}/record/{2}",
    ),
    (r"/api/contracts/([^/]+)/exits", "/contracts/{0}/record/exit"),
    (r"/api/(contracts/[^/]+/exits/[^/]+/reshare)", "/{0}"),
    (r"/api/contracts/([^/]+)/exits/([^/]+)/decisions", "/contracts/{0}/exits/{1}/decision"),
    (r"/api/(contracts/[^/]+/returns/[^/]+/[^/]+/(?:validation|restatement))", "/{0}"),
)
# What a page knows by itself: who acts for whom, what is frozen, how a condition is called; and the
# day of an act, where it asks for that day by a name of its own.
KNOWN = {
    "on",
    "partner",
    "proposal_version",
    "sha256",
    "facilitator",
    "kind",
    "call_in",
    "id",
    "text",
    "per",
    "move",
    "code",
    "author_organisation",
}
ASIDE = {"gate_not_met": "The gate is not open yet", "stale_version": "Somebody else changed this"}


@dataclass(frozen=True)
class Typist:
    """Reads by key as the demonstration does; whatever changes something is typed."""

    visitor: Callable[[], Visitor]
    person: Person

    def get(self, path: str) -> dict[str, Any]:
        return self.person.get(path)

    def post(
        self, path: str, body: dict[str, Any], *, step: str, version: int | None = None
    ) -> dict[str, Any]:
        for one in _one_by_one(body):
            page, answers = as_typed(path, one)
            self._type(page, answers)
        changed = re.match(r"/api/(proposals|needs)/[^/]+", path)
        return self.get(changed[0]) if changed else {}

    def _type(self, page: str, answers: dict[str, Any]) -> None:
        visitor = self.visitor()
        answer = visitor.page.goto(visitor.address + page, wait_until=PARSED)
        if answer.status != 200:
            raise Refused(answer.status, {"code": "page_not_found", "detail": visitor.text()})
        form = visitor.form()
        for name, value in answers.items():
            if f"{name}-file" in form:
                visitor.answers(form, f"{name}-file", ("paper.txt", value.encode()))
            elif any(asked == name or asked.startswith(f"{name}-") for asked in form):
                visitor.answers(form, name, value)
            else:
                assert name in KNOWN, f"{page} has no place for {name}: {value}"
        visitor.sends()
        if visitor.is_refused():
            said = visitor.text()
            code = next((code for code, words in ASIDE.items() if words in said), "said_on_page")
            raise Refused(422, {"code": code, "detail": f"{page} {answers}: {said[:700]}"})


@dataclass
class TypedStory(Story):
    """A story whose refusals are sentences on a page, without their codes.

    Before the right person types into a page for the first time, somebody tries who may read all
    of it and change nothing.
    """

    tried: dict[str, str] = field(default_factory=dict)  # page → what it said to them

    def do(
        self,
        on: str,
        sentence: str,
        person: Any,
        path: str,
        body: dict[str, Any] | None = None,
        *,
        changes: str | None = None,
    ) -> dict[str, Any]:
        whole = {"on": on, **(body or {})}
        found, page = _page_of(path)
        page = _any(page.format(*found.groups(), **whole))
        if page not in self.tried:
            self.tried[page] = self._said_to_a_reader(path, whole)
        return super().do(on, sentence, person, path, body, changes=changes)

    def _said_to_a_reader(self, path: str, body: dict[str, Any]) -> str:
        try:
            self.who("auditor").post(path, body, step=self._step(path, body))
        except Refused as refusal:
            return str(refusal)
        raise AssertionError(f"{path} was taken from an auditor")

    def refused(
        self,
        sentence: str,
        codes: tuple[str, ...],
        person: Any,
        path: str,
        body: dict[str, Any],
        *,
        changes: str | None = None,
    ) -> None:
        if path.endswith("/answers"):
            _, _, _, session, _ = path.split("/")
            visitor = person.visitor()
            visitor.page.goto(f"{visitor.address}/panel/{session}/question/{body['question']}")
            assert "closed" in visitor.text()
            return
        try:
            self._send(person, path, body, changes)
        except Refused:
            return
        raise AssertionError(f"{path} should have been refused: {sentence}")


def a_typed_story(people: Visitors, people_file: Path, say: Callable[[str], None]) -> Story:
    """Played by the same people as the demonstration, each in a window of their own."""
    typists: dict[tuple[str, str], Typist] = {}
    for row in json.loads(people_file.read_text())["people"]:
        name = row["sign_in_name"]
        typist = Typist(lambda name=name: people(name), Person(row["api_key"], people.product.url))
        for role in row["roles"]:
            typists.setdefault((role, row["organisation"]), typist)
            typists.setdefault((role, name.upper()), typist)
    return TypedStory("stories", typists, say)  # type: ignore[arg-type]


def as_typed(path: str, body: dict[str, Any]) -> tuple[str, dict[str, Any]]:
    """The page of a command, and what is typed there: name of the input → text, list or day."""
    found, page = _page_of(path)
    named = {name: unquote(value) for name, value in found.groupdict().items()}
    answers = {**named, **dict(_flat(body))}
    if path.endswith("/recommendations"):
        answers.pop("reference", None)  # numbered by the session
    return page.format(*found.groups(), **body), answers


def _any(page: str) -> str:
    """A page of this kind, whatever it is about: `/proposals/*/record/decision`."""
    page = re.sub(r"/returns/[^/]+/[^/]+/", "/returns/*/", page.partition("?")[0])
    return re.sub(r"[A-Z]{2,4}-\d{4}-[\w-]+", "*", page)


def _page_of(path: str) -> tuple[re.Match[str], str]:
    for pattern, page in PAGES:
        if found := re.fullmatch(pattern, path):
            return found, page
    raise AssertionError(f"no page is known for {path}")


def _one_by_one(body: dict[str, Any]) -> list[dict[str, Any]]:
    """A page names one indicator; figures come as one table."""
    if "indicators" in body:
        return [{**each, "on": body["on"]} for each in body["indicators"]]
    if "observations" in body:
        return [{"pasted": _as_csv(body["observations"]), "on": body["on"]}]
    return [body]


def _as_csv(rows: list[dict[str, Any]]) -> str:
    names = list(dict.fromkeys(name for row in rows for name in row))
    table = io.StringIO()
    writer = csv.DictWriter(table, names)
    writer.writeheader()
    writer.writerows(rows)
    return table.getvalue()


def _flat(body: dict[str, Any]) -> Iterator[tuple[str, Any]]:
    for name, value in body.items():
        if name in SHAPES:
            yield from SHAPES[name](value)
        elif isinstance(value, dict):
            yield from _flat(value)
        elif value is not None:
            yield name, _as_text(name, value)


Inputs = Iterator[tuple[str, Any]]


def typed_answers(given: dict[str, Any]) -> dict[str, Any]:
    """What a paper says, as it is typed into its page."""
    return dict(_facts(given))


def _supplier(given: dict[str, str]) -> Inputs:
    yield from ((f"supplier_{part}", text) for part, text in given.items())


def _facts(given: dict[str, Any]) -> Inputs:
    """What a paper says, each answer in an input of its own."""
    yield from ((f"says-{name}", _as_text(name, value)) for name, value in given.items())


def _limits(given: dict[str, int]) -> Inputs:
    yield from (("officer_limit_pence", _pounds(pence)) for pence in given.values())


def _bids(given: list[dict[str, Any]]) -> Inputs:
    for number, bid in enumerate(given, 1):
        for column, value in bid.items():
            yield f"bids-{number}-{column}", _as_text(column, value)


# What a page asks for in another shape than the command has it.
SHAPES: dict[str, Callable[[Any], Inputs]] = {
    "supplier": _supplier,
    "fields": _facts,
    "limits": _limits,
    "bids": _bids,
    "conditions": lambda given: _flat(given[0]),
    "closes_at": lambda given: iter([("closes_on", given[:10])]),
}


def _as_text(name: str, value: Any) -> Any:
    if name.endswith("_pence"):
        return _pounds(value)
    if name.endswith("_bp"):
        return f"{value / 100:g}"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list) and value and isinstance(value[0], dict):
        return {each["partner"]: f"{each['bp'] / 100:g}" for each in value}
    return value


def _pounds(pence: int) -> str:
    return f"{pence / 100:.2f}"
