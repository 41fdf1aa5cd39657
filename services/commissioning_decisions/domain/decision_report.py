"""The report on which partners decide, under the headings of the council's own template.

Filled from the case alone. What the case does not know is said to be not recorded, and whoever
takes the report to a meeting writes it; nothing is guessed. Headings: domain dossier 0.1, from the
template of the report of 19 November 2019.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from services.commissioning_decisions.domain import sentences
from services.commissioning_decisions.domain.acts import (
    OPEN_CLASSIFICATIONS,
    Notice,
    Paper,
    Waiver,
)
from services.commissioning_decisions.domain.case import Case
from services.commissioning_decisions.domain.joint import joint_outcome
from services.commissioning_decisions.domain.key_decisions import needs_notice
from services.commissioning_decisions.domain.partners import Partner
from services.commissioning_decisions.domain.standing import Standing
from shared.money import format_percent, format_pounds

NOT_RECORDED = "Not recorded"
UNKNOWN = NOT_RECORDED.lower()
DECISION_REPORT = "E21"
RESPONSES = {
    "accept": "accepted",
    "partly_accept": "accepted in part",
    "reject": "not accepted",
    "defer": "put off",
}


@dataclass(frozen=True)
class Table:
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class Section:
    """`level` 2 stands under the heading of level 1 before it."""

    heading: str
    level: int
    paragraphs: tuple[str, ...]
    table: Table | None = None


@dataclass(frozen=True)
class Reader:
    """For whom, and on which day, the report is drawn up."""

    inside: bool  # belongs to a partner, and so may read exempt titles
    on: date

    def may_read(self, paper: Paper) -> bool:
        return self.inside or paper.classification in OPEN_CLASSIFICATIONS

    def title(self, paper: Paper) -> str:
        return paper.title if self.inside else paper.public_title


Texts = Iterable[str]


def sections(case: Case, reader: Reader) -> list[Section]:
    """Every heading in its order, each with at least one paragraph or a table."""
    return [_section(case, reader, *each) for each in TEMPLATE]


def _section(
    case: Case,
    reader: Reader,
    heading: str,
    level: int,
    texts: Callable[[Case, Reader], Texts],
    table: Callable[[Case, Reader], Table | None] | None,
) -> Section:
    found, drawn = tuple(texts(case, reader)), table(case, reader) if table else None
    if not found and drawn is None and heading != IMPACTS:
        found = (NOT_RECORDED,)
    return Section(heading, level, found, drawn)


def _summary(case: Case, _: Reader) -> Iterator[str]:
    about, newest = case.proposal, case.newest
    partners = ", ".join(_name(case, code) for code in about.partners)
    yield f"{about.title} ({about.id}). {_name(case, about.lead)} leads. Partners: {partners}."
    yield f"Stage: {case.stage.title}, since {_day(case.stage_since)}."
    if newest:
        cost = format_pounds(newest.content.annual_cost_pence)
        yield f"Version {newest.number} costs {cost} in a full year."


def _proposed(case: Case, _: Reader) -> Iterator[str]:
    newest = case.newest
    if newest is None:
        return
    cost = format_pounds(newest.content.annual_cost_pence)
    state = "frozen" if case.frozen else "not frozen yet"
    yield (
        f"1. That version {newest.number} of {case.proposal.id} ({state}; SHA-256 "
        f"{newest.sha256}) is approved, at {cost} for a full year."
    )
    shares = "; ".join(f"{name} {share} ({amount})" for name, share, amount in _parts(case))
    yield f"2. That the partners pay: {shares}."


def _report_for(case: Case, reader: Reader) -> Iterator[str]:
    if case.frozen is None:
        return
    waiting = [
        _name(case, each.partner)
        for each in joint_outcome(case, reader.on).per_partner
        if each.standing in (Standing.AWAITING, Standing.DEFERRED, Standing.REFERRED_BACK)
    ]
    yield f"Decision by {', '.join(waiting)}." if waiting else "Information: every partner decided."


def _key_decision(case: Case, _: Reader) -> Iterator[str]:
    for code in case.proposal.partners:
        partner = case.partners[code]
        notices = [each for each in case.notices if each.partner == code]
        yield f"{partner.name}: {_whether_key(case, partner, notices)}"


def _whether_key(case: Case, partner: Partner, notices: list[Notice]) -> str:
    if not partner.has_executive:
        return "not applicable, it has no executive."
    if notices:
        last = notices[-1]
        late = "" if last.compliant else " It came too late."
        return (
            f"{'Yes' if last.key_decision else 'No'}. Notice of {_day(last.notice_on)} for the "
            f"meeting of its {last.body} on {_day(last.meeting_on)}.{late}"
        )
    if needs_notice(case, partner):
        threshold = format_pounds(partner.key_decision_pence or 0)
        return f"Yes, its part reaches its threshold of {threshold}. Notice: {UNKNOWN}."
    return f"{UNKNOWN}."


def _confidential(case: Case, _: Reader) -> Iterator[str]:
    closed = [p for p in case.all(Paper) if p.classification not in OPEN_CLASSIFICATIONS]
    if closed:
        yield f"In part: {len(closed)} of {len(case.all(Paper))} papers are exempt or restricted."
    elif case.all(Paper):
        yield "No: no paper on file is exempt or restricted."


def _background(case: Case, _: Reader) -> Iterator[str]:
    about, known = case.proposal, case.known
    yield f"Drafted on {_day(about.drafted_on)}."
    if known.need:
        score = known.need.get("score")
        scored = f" It scored {score}." if score else ""
        yield f"It answers {known.need['id']}: {known.need['title']}.{scored}"
    elif about.need_id:
        yield f"It answers {about.need_id}."
    for each in known.assessments:
        yield f"Needs assessment {each['id']}: {each.get('title') or UNKNOWN}."
    yield from (_recommendation(each) for each in known.recommendations)
    # A stage that was left out by a waiver, or left with a reason, is to be seen by who decides.
    for moved in case.moves:
        if moved.reason:
            yield f"On {_day(moved.on)}: {sentences.of_move(case, moved)}"


def _recommendation(each: Any) -> str:
    response = each.get("response")
    if not response:
        return f"Young commissioners, {each['id']}: “{each['statement']}” It has no answer yet."
    outcome = RESPONSES.get(response["decision"], response["decision"])
    reasons = response.get("reasons") or ""
    return f"Young commissioners, {each['id']}: “{each['statement']}” {outcome}. {reasons}".strip()


def _from_papers(*codes: str) -> Callable[[Case, Reader], Texts]:
    """What is on file under these codes."""

    def texts(case: Case, reader: Reader) -> Iterator[str]:
        for code in codes:
            for paper in case.papers(code):
                yield f"{code}: {reader.title(paper)}, {_day(paper.added_on)}."

    return texts


def _legal(case: Case, reader: Reader) -> Iterator[str]:
    records = case.papers("E16")
    if records and reader.may_read(records[-1]) and case.route:
        yield f"Way to a provider: {case.route.replace('_', ' ')}."
    if case.standstill:
        yield case.standstill.explanation
    yield from _from_papers("E16", "E32")(case, reader)


def _financial(case: Case, reader: Reader) -> Iterator[str]:
    newest = case.newest
    if newest and newest.content.initial_months:
        longer = "".join(f" + {months}" for months in newest.content.extension_months)
        yield f"Term in months: {newest.content.initial_months}{longer}."
    if newest and newest.content.maximum_value_pence is not None:
        yield f"Highest value: {format_pounds(newest.content.maximum_value_pence)}."
    yield from _from_papers("E11", "E15")(case, reader)


def _money(case: Case, _: Reader) -> Table | None:
    newest = case.newest
    if newest is None:
        return None
    whole = ("All", "100%", format_pounds(newest.content.annual_cost_pence))
    return Table(("Partner", "Share", "Full year"), (*_parts(case), whole))


def _actions(case: Case, reader: Reader) -> Iterator[str]:
    if case.frozen:
        for each in joint_outcome(case, reader.on).per_partner:
            for condition in each.open_conditions:
                yield f"Condition of {_name(case, each.partner)}, open: {condition.text}."
    for known in case.known.recommendations:
        change = (known.get("response") or {}).get("what_will_change")
        if change:
            yield f"{known['id']}: {change}"
    if case.contract:
        signed, begins = case.contract, _day(case.contract.starts_on)
        yield f"{signed.contract_id} with {signed.supplier_name} begins on {begins}."


def _appendices(case: Case, reader: Reader) -> Table | None:
    """The decision reports, and everything that is not open: that is no background paper."""
    rows = [
        (paper.code, reader.title(paper), str(paper.version), paper.classification.capitalize())
        for paper in case.all(Paper)
        if _is_appendix(paper)
    ]
    return Table(("Code", "Title", "Version", "Open to"), tuple(rows)) if rows else None


def _background_papers(case: Case, _: Reader) -> Table | None:
    rows = [
        (_name(case, paper.author_organisation), paper.title, _day(paper.added_on))
        for paper in case.all(Paper)
        if not _is_appendix(paper)
    ]
    return Table(("Body", "Title", "Date"), tuple(rows)) if rows else None


def _is_appendix(paper: Paper) -> bool:
    return paper.code == DECISION_REPORT or paper.classification not in OPEN_CLASSIFICATIONS


def _contact(case: Case, _: Reader) -> Iterator[str]:
    yield f"Organisation: {_name(case, case.proposal.lead)}. Person: {UNKNOWN}."


URGENT = ("general_exception", "special_urgency")


def _urgent(case: Case, _: Reader) -> Iterator[str]:
    """By the notices of the partners: none says nothing about urgency."""
    for each in case.notices:
        if each.kind in URGENT:
            route = each.kind.replace("_", " ")
            yield f"{_name(case, each.partner)}: yes, {route}. {each.explanation}"
    if case.notices and not any(each.kind in URGENT for each in case.notices):
        yield "No."


def _wards(case: Case, _: Reader) -> Iterator[str]:
    newest = case.newest
    if newest and newest.content.wards_affected is not None:
        yield f"{newest.content.wards_affected} wards or divisions."


def _risk(case: Case, reader: Reader) -> Iterator[str]:
    """With every condition of a gate that was let pass, and why."""
    yield from _from_papers("E13", "E14")(case, reader)
    for waiver in case.all(Waiver):
        yield sentences.of_act(waiver, case)


def _nothing(case: Case, reader: Reader) -> Texts:
    """The case does not know it."""
    return ()


IMPACTS = "Impacts"
# Heading, level, what is said, and the table below it.
TEMPLATE: tuple[tuple[Any, ...], ...] = (
    ("Summary", 1, _summary, None),
    ("Proposed decisions", 1, _proposed, None),
    ("Report for", 1, _report_for, None),
    ("Key decision?", 1, _key_decision, None),
    ("Confidential?", 1, _confidential, None),
    ("Urgent?", 1, _urgent, None),
    ("Wards affected", 1, _wards, None),
    ("Background", 1, _background, None),
    ("Options considered and rejected", 1, _from_papers("E10"), None),
    (IMPACTS, 1, _nothing, None),
    ("Legal", 2, _legal, None),
    ("Financial", 2, _financial, _money),
    ("Policy framework", 2, _from_papers("E06", "E09"), None),
    ("Equality", 2, _from_papers("E12"), None),
    ("Risk", 2, _risk, None),
    ("Actions to implement", 1, _actions, None),
    ("Appendices", 1, _nothing, _appendices),
    ("Background papers", 1, _nothing, _background_papers),
    ("Contact", 1, _contact, None),
)
HEADINGS = tuple(each[0] for each in TEMPLATE)


def _parts(case: Case) -> Iterator[tuple[str, str, str]]:
    """Name, share and amount of each partner in the newest version."""
    if newest := case.newest:
        parts = newest.content.parts()
        for code in case.proposal.partners:
            share = format_percent(newest.content.shares[code])
            yield _name(case, code), share, format_pounds(parts[code])


def _name(case: Case, code: str) -> str:
    partner = case.partners.get(code)
    return partner.name if partner else code


def _day(day: date) -> str:
    return f"{day.day} {day:%B %Y}"
