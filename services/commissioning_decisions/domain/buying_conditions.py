"""What a gate may ask of a tender, an award and a standstill."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from services.commissioning_decisions.domain import challenges, determining, provider_standstill
from services.commissioning_decisions.domain.case import Case
from services.commissioning_decisions.domain.paper_conditions import Answer
from services.commissioning_decisions.domain.procurement import WITHOUT_TENDER, award_hindrance


def route_without_tender(case: Case, _: Mapping[str, Any], on: date) -> Iterator[Answer]:
    if case.route == WITHOUT_TENDER:
        yield True, "E16 records co-operation between public bodies."
    else:
        yield False, "E16 does not record co-operation between public bodies: a tender is needed."


def tender_open(case: Case, _: Mapping[str, Any], on: date) -> Iterator[Answer]:
    if not determining.needs_competition(case):
        yield True, "By the process that was determined, no bids are invited."
    elif case.tender:
        yield True, f"The tender is published and closes on {case.tender.closes_on.isoformat()}."
    else:
        yield False, "The tender is not published."


def bids_scored(case: Case, _: Mapping[str, Any], on: date) -> Iterator[Answer]:
    if not determining.needs_competition(case):
        yield True, "By the process that was determined, no bids are scored."
    elif case.scores:
        first = case.scores.bids[0]
        yield True, f"{len(case.scores.bids)} bids are scored; {first.name} came first."
    elif case.tender:
        yield False, "The bids are not scored.", case.tender.closes_on
    else:
        yield False, "The bids are not scored."


def award_decided_by_each_partner(case: Case, _: Mapping[str, Any], on: date) -> Iterator[Answer]:
    for code in case.proposal.partners:
        hindrance = award_hindrance(case, code, on)
        if hindrance:
            yield False, *hindrance
        else:
            yield True, f"{case.partners[code].name} has decided the award."


def standstill_over(case: Case, _: Mapping[str, Any], on: date) -> Iterator[Answer]:
    now = challenges.running(case)
    if not challenges.is_needed(case):
        yield True, "The law asks for no standstill here."
    elif now is None:
        yield False, "The standstill letters are not sent."
    elif now.end is None:
        yield False, now.explanation
    elif on < now.end.earliest_signing_on:
        yield False, now.explanation, now.end.earliest_signing_on
    else:
        yield True, f"The standstill ended on {now.end.ends_on.isoformat()}."


def no_open_challenge(case: Case, _: Mapping[str, Any], on: date) -> Iterator[Answer]:
    """Each provider that made a representation in time was answered, and the award stands."""
    now = challenges.running(case)
    if now is None or not now.in_time:
        yield True, "Nobody made a representation in time."
    elif now.end is None:
        yield False, "A representation waits for a further decision."
    elif now.outcome != provider_standstill.PROCEED:
        yield False, f"The last further decision is to {now.outcome}. Follow it."
    else:
        yield True, f"{len(now.in_time)} representations are answered; the award stands."
