"""What waits for a person: what, why, by when. Pure: it is given the facts of the read model."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from services.portal import words
from services.portal.repository.people import Person

SOON = timedelta(days=5)
MOST = 20

Block = dict[str, Any]


@dataclass(frozen=True)
class Facts:
    """Blocks of the read model, as the services announced them."""

    proposals: list[Block] = field(default_factory=list)
    recommendations: list[Block] = field(default_factory=list)
    needs: list[Block] = field(default_factory=list)
    sessions: list[Block] = field(default_factory=list)
    contracts: list[Block] = field(default_factory=list)
    watches: list[Block] = field(default_factory=list)
    returns: list[Block] = field(default_factory=list)
    uplifts: list[Block] = field(default_factory=list)


@dataclass(frozen=True)
class Work:
    """`page` is where to do it: the kind of page, and what names the thing there."""

    what: str
    why: str
    page: tuple[str, ...]
    by: date | None = None

    def is_soon(self, today: date) -> bool:
        return self.by is not None and self.by - today <= SOON


Rule = Callable[[Person, Facts], Iterable[Work]]


def answers_due(person: Person, facts: Facts) -> Iterable[Work]:
    for each in facts.recommendations:
        if not each.get("response") and each.get("stage") in ("submitted", "acknowledged"):
            yield Work(
                f"Answer {each['id']}: “{each['statement']}”",
                f"Young commissioners say it {each['strength']} happen.",
                ("recommendation", each["id"]),
                date.fromisoformat(each["response_due_on"]),
            )


def musts_refused(person: Person, facts: Facts) -> Iterable[Work]:
    for each in facts.recommendations:
        if each["strength"] == "must" and not each.get("response"):
            yield Work(
                f"{each['id']} is a “must”: “{each['statement']}”",
                "Saying no to it needs your signature.",
                ("recommendation", each["id"]),
                date.fromisoformat(each["response_due_on"]),
            )


def own_proposals(person: Person, facts: Facts) -> Iterable[Work]:
    for each in facts.proposals:
        if each["lead"] == person.organisation and each["stage"] not in words.CLOSING_STAGES:
            yield Work(
                f"{each['id']} {each['title']}",
                f"At “{words.plain(each['stage'])}” since "
                f"{_day(each['stage_since'])}. You lead it.",
                ("proposal", each["id"]),
            )


def decisions_due(person: Person, facts: Facts) -> Iterable[Work]:
    for each in facts.proposals:
        deciding = each["stage"] in ("partner_decisions", "decision_effective")
        if deciding and person.organisation in each["partners"]:
            yield Work(
                f"{each['id']} {each['title']}",
                f"At “{words.plain(each['stage'])}”: your organisation decides for itself.",
                ("proposal", each["id"]),
            )


def awards_due(person: Person, facts: Facts) -> Iterable[Work]:
    for each in facts.proposals:
        if each["stage"] == "award_and_standstill" and person.organisation in each["partners"]:
            yield Work(
                f"{each['id']} {each['title']}",
                "The award waits for its decision or for the standstill to end.",
                ("proposal", each["id"]),
            )


def needs_to_score(person: Person, facts: Facts) -> Iterable[Work]:
    for each in facts.needs:
        if each.get("score") is None:
            yield Work(f"{each['id']} {each['title']}", "Not scored yet.", ("need", each["id"]))


def sessions_to_run(person: Person, facts: Facts) -> Iterable[Work]:
    for each in facts.sessions:
        if each["stage"] in ("draft", "open"):
            verb = "Open" if each["stage"] == "draft" else "Close"
            yield Work(
                f"{verb} session {each['id']}",
                f"It is held on {_day(each['held_on'])}.",
                ("session", each["id"]),
                date.fromisoformat(each["closes_on"]),
            )


def reactions_to_ask(person: Person, facts: Facts) -> Iterable[Work]:
    for each in facts.recommendations:
        response = each.get("response")
        if response and not response.get("reaction"):
            yield Work(
                f"Ask the panel about the answer to {each['id']}",
                f"The answer is: {words.plain(response['decision'])}.",
                ("recommendation", each["id"]),
            )


def returns_to_validate(person: Person, facts: Facts) -> Iterable[Work]:
    own = _contracts_of(person, facts)
    for each in facts.returns:
        if each["stage"] == "submitted" and each["contract_id"] in own:
            value = each["value_public"]
            shown = "no cases" if value is None else "a small number" if value == "*" else value
            yield Work(
                f"Validate {each['measure']} for {each['period']}",
                f"{each['measure_name']}: {shown}, {words.plain(each['rating']).lower()}.",
                ("return", each["contract_id"], each["measure"], each["period"]),
            )


def notices_open(person: Person, facts: Facts) -> Iterable[Work]:
    own = _contracts_of(person, facts)
    for each in facts.watches:
        for notice in (each.get("open_notices") or []) if each["id"] in own else []:
            yield Work(
                f"Notice on {notice['measure']} of {each['id']} {each['title']}",
                str(notice["because"]),
                ("contract", each["id"]),
            )


def _contracts_of(person: Person, facts: Facts) -> set[str]:
    """The contracts that this person's organisation pays for or leads."""
    return {
        each["id"]
        for each in facts.contracts
        if person.organisation in (each["lead"], *each["partners"])
    }


def own_contracts(person: Person, facts: Facts) -> Iterable[Work]:
    for each in facts.contracts:
        if each["supplier"]["code"] == person.organisation:
            yield Work(
                f"{each['id']} {each['title']}",
                "Send the monitoring return when a period has ended.",
                ("contract", each["id"]),
            )


def money_to_look_at(person: Person, facts: Facts) -> Iterable[Work]:
    for each in facts.proposals:
        paying = person.organisation in each["partners"]
        if paying and each["stage"] == "options_and_business_case":
            yield Work(
                f"{each['id']} {each['title']}",
                "The financial case needs your certificate.",
                ("proposal", each["id"]),
            )


def uplifts_blocked(person: Person, facts: Facts) -> Iterable[Work]:
    for each in facts.uplifts:
        for blocked in each.get("blocked_by") or []:
            yield Work(
                f"Uplift of {each['percent']}% on {each['contract_id']} is blocked",
                f"{blocked['partner']} set a cap on its own cost. It must decide again first.",
                ("contract", each["contract_id"]),
            )


RULES: dict[str, tuple[Rule, ...]] = {
    "commissioner": (answers_due, own_proposals),
    "lead_commissioner": (own_proposals,),
    "director": (musts_refused,),
    "decision_maker": (decisions_due, awards_due),
    "democratic_services": (decisions_due, awards_due),
    "facilitator": (sessions_to_run, reactions_to_ask),
    "contract_manager": (returns_to_validate, notices_open),
    "provider": (own_contracts,),
    "analyst": (needs_to_score,),
    "finance": (money_to_look_at, uplifts_blocked),
}


def work_for(person: Person, facts: Facts) -> list[Work]:
    """Without repetition; what has a date first, soonest first."""
    found: dict[tuple[str, ...], Work] = {}
    for role in sorted(person.roles):
        for rule in RULES.get(role, ()):
            for work in rule(person, facts):
                found.setdefault((work.what, *work.page), work)
    ordered = sorted(found.values(), key=lambda work: (work.by is None, work.by or date.min))
    return ordered[:MOST]


def _day(text: object) -> str:
    day = date.fromisoformat(str(text))
    return f"{day.day} {day:%B %Y}"
