"""The procurements of a proposal as they are on record, and which notices each calls for.

A proposal may buy more than once: what was abandoned is over but for its notice, and the law of
the next one is determined anew.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import TypeVar

from services.commissioning_decisions.domain import notices
from services.commissioning_decisions.domain.acts import Act, Award, SignedContract, Tender
from services.commissioning_decisions.domain.acts_of_buying import (
    ProcurementAbandoned,
    PublishedNotice,
    RegimeDetermined,
)
from services.commissioning_decisions.domain.case import Case
from services.commissioning_decisions.domain.law import Law
from services.commissioning_decisions.domain.notice_duty import ABOVE, Duty, Procurement
from services.commissioning_decisions.domain.provider_selection import (
    COMPETITIVE,
    DIRECT_C,
    MOST_SUITABLE,
)
from shared.errors import Invalid, RuleBroken

Kind = TypeVar("Kind")
# The notice after which standstill runs, by process and law.
INTENTIONS = ("PSR-SCH-3", "PSR-SCH-6", "PSR-SCH-10", "UK6")
FOLLOW, IDENTIFY, CHOSEN = "PSR-SCH-5", "PSR-IDENTIFY", "PSR-SCH-6"
INVITATIONS = ("UK4", "UK4-BELOW", "PSR-SCH-8")
PERFORMANCE = "UK9"
PLANNING = ("UK1", "UK2", "UK3")  # these come before a procurement starts
# Here the contract itself is the award; elsewhere it is decided before.
AWARDED_BY_CONTRACT = (DIRECT_C, MOST_SUITABLE, COMPETITIVE)
TO_PUBLISH = ("notice", "publication")


@dataclass(frozen=True)
class Buying:
    """One procurement: `acts` are those since its regime was determined first."""

    number: int
    acts: tuple[Act, ...]

    def all(self, kind: type[Kind]) -> list[Kind]:
        return [act for act in self.acts if isinstance(act, kind)]

    def last(self, kind: type[Kind]) -> Kind | None:
        found = self.all(kind)
        return found[-1] if found else None

    @property
    def regime(self) -> RegimeDetermined:
        return self.all(RegimeDetermined)[-1]

    @property
    def is_over(self) -> bool:
        return self.last(ProcurementAbandoned) is not None

    def published_on(self, *named: str) -> date | None:
        """The day of the last of these notices."""
        days = [each.published_on for each in self.all(PublishedNotice) if each.notice in named]
        return days[-1] if days else None


@dataclass(frozen=True)
class Line:
    """One duty of a procurement, and the notice by which it was done."""

    duty: Duty
    done_by: PublishedNotice | None = None
    expected_on: date | None = None  # the day that it would be, if somebody signs as soon as may be

    @property
    def key(self) -> str:
        about = (self.duty.about or "").replace(" ", "_")
        return f"{self.duty.notice}.{about}" if about else self.duty.notice


def procurements(case: Case) -> list[Buying]:
    found: list[list[Act]] = []
    for act in case.acts:
        if isinstance(act, RegimeDetermined) and (not found or _is_over(found[-1])):
            found.append([])
        if found:
            found[-1].append(act)
    return [Buying(number, tuple(acts)) for number, acts in enumerate(found, 1)]


def _is_over(acts: Iterable[Act]) -> bool:
    return any(isinstance(act, ProcurementAbandoned) for act in acts)


def last_procurement(case: Case) -> Buying:
    """The present one; where it is abandoned and none began since, that one."""
    found = procurements(case)
    if not found:
        raise RuleBroken(
            "regime_not_determined", "Determine the procurement regime and the process first."
        )
    return found[-1]


def facts_of(buying: Buying) -> Procurement:
    """What its notices depend on, as far as it is on record."""
    regime, tender = buying.regime, buying.last(Tender)
    signed, ended = buying.last(SignedContract), buying.last(ProcurementAbandoned)
    awards = [] if regime.process in AWARDED_BY_CONTRACT else buying.all(Award)
    assessed = [each for each in buying.all(PublishedNotice) if each.notice == PERFORMANCE]
    invited_on = buying.published_on(*INVITATIONS)
    return Procurement(
        regime=regime.regime,
        process=regime.process or "",
        value_pence=regime.value_pence,
        light_touch=regime.light_touch,
        form=regime.form,
        size=regime.size or ABOVE,
        user_choice=regime.user_choice,
        extreme_urgency=regime.urgent,
        voluntary_standstill=regime.standstill == "voluntary",
        measures_unsuitable=regime.measures_unsuitable,
        advertised=regime.advertised,
        market_engaged=regime.market_engaged,
        authority_spend_pence=regime.authority_spend_pence,
        year_begins_on=regime.year_begins_on,
        follow_on=buying.published_on(FOLLOW),
        tenders_invited_on=invited_on or (tender.notice_on if tender else None),
        intention_on=buying.published_on(*INTENTIONS),
        awarded_on=max((each.decided_on for each in awards), default=None),
        entered_on=signed.signed_on if signed else None,
        not_awarded_on=ended.on if ended else None,
        assessments=len(assessed),
    )


def lines(buying: Buying, law: Law, *, if_signed_on: date | None = None) -> list[Line]:
    """Each duty of both laws, in their order; years of performance that are done come as well."""
    facts = facts_of(buying)
    expected = _expected(facts, law, if_signed_on)
    found: list[Line] = []
    for duty in notices.duties(facts, law.notices, law.deadlines):
        if duty.notice == PERFORMANCE:
            found += _years_done(buying, facts, law)
        done_by = None if duty.notice == PERFORMANCE else _done_by(buying, duty)
        found.append(Line(duty, done_by, expected.get((duty.notice, duty.about))))
    return found


def _expected(
    facts: Procurement, law: Law, on: date | None
) -> dict[tuple[str, str | None], date | None]:
    """The last days that would come with a contract of that day; none where there is one."""
    if on is None or facts.entered_on or facts.not_awarded_on:
        return {}
    signed = replace(facts, entered_on=on)
    return {
        (duty.notice, duty.about): duty.latest_on
        for duty in notices.duties(signed, law.notices, law.deadlines)
        if duty.deadline
    }


def _done_by(buying: Buying, duty: Duty) -> PublishedNotice | None:
    found = [
        each
        for each in buying.all(PublishedNotice)
        if each.notice == duty.notice and duty.about in (None, each.about)
    ]
    return found[0] if found else None


def _years_done(buying: Buying, facts: Procurement, law: Law) -> Iterator[Line]:
    published = [each for each in buying.all(PublishedNotice) if each.notice == PERFORMANCE]
    for years, notice in enumerate(published):
        then = notices.duties(replace(facts, assessments=years), law.notices, law.deadlines)
        yearly = [duty for duty in notices.of_notice(then, PERFORMANCE) if duty.deadline]
        yield from (Line(duty, notice) for duty in yearly[:1])


def record_notice(
    case: Case,
    law: Law,
    *,
    notice: str,
    number: str,
    published_on: date,
    about: str | None,
    ocid: str | None,
) -> PublishedNotice:
    """A notice that somebody published. What is not due may be published all the same."""
    case.must_allow("record_published_notice")
    buying = last_procurement(case)
    known = law.notices_of(buying.regime.regime)
    entry = known.get(notice)
    if entry is None or entry["sort"] not in TO_PUBLISH:
        named = [name for name, each in known.items() if each["sort"] in TO_PUBLISH]
        raise Invalid(
            "notice_unknown",
            f"Under {buying.regime.title}, name one of: {', '.join(named) or 'none at all'}.",
            {"notice": notice},
        )
    for each in case.all(PublishedNotice):
        if (each.notice, each.number) == (notice, number):
            raise RuleBroken("notice_recorded", f"{notice} {number} is on record already.")
    _must_not_be_too_soon(buying, law, notice, published_on)
    return PublishedNotice(notice, number, published_on, entry["title"], about, ocid)


def _must_not_be_too_soon(buying: Buying, law: Law, notice: str, on: date) -> None:
    """Nobody is chosen before providers had their days to make themselves known, r.10(5)."""
    if notice != CHOSEN:
        return
    duty = notices.of_notice(notices.duties(facts_of(buying), law.notices, law.deadlines), IDENTIFY)
    earliest = duty[0].earliest_on if duty else None
    if earliest is None or on < earliest:
        raise RuleBroken(
            "identified_too_soon",
            f"The most suitable provider cannot be identified yet. {duty[0].why if duty else ''}",
            {"earliest_on": earliest.isoformat() if earliest else ""},
        )


def has_begun(case: Case) -> bool:
    """Whether the present procurement is under way: from then on its law is frozen."""
    if case.tender is not None:
        return True
    return case.regime is not None and any(
        each.notice not in PLANNING for each in last_procurement(case).all(PublishedNotice)
    )


def must_rest_on_a_notice(case: Case, sent_on: date) -> None:
    """Standstill runs from the notice of intention, or contract award notice, where law asks."""
    regime = case.regime
    if regime is None or regime.process is None:
        return
    published_on = last_procurement(case).published_on(*INTENTIONS)
    if published_on is None:
        raise RuleBroken(
            "intention_notice_missing",
            "Record the published notice that begins the standstill first.",
        )
    if sent_on != published_on:
        raise Invalid(
            "standstill_not_of_notice",
            f"Standstill runs from the notice, published on {published_on.isoformat()}.",
            {"published_on": published_on.isoformat()},
        )
