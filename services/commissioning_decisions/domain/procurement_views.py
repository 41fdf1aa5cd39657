"""What is told and shown of a procurement: law, notices and their days, bids, award, standstill."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from services.commissioning_decisions.domain import buying, challenges
from services.commissioning_decisions.domain.acts import Award, Bid
from services.commissioning_decisions.domain.acts_of_buying import (
    FurtherDecisionSent,
    ProcurementAbandoned,
    PublishedNotice,
    RegimeDetermined,
    RepresentationReceived,
    StandstillEnd,
    SupplierRisk,
)
from services.commissioning_decisions.domain.buying import Line
from services.commissioning_decisions.domain.case import Case
from services.commissioning_decisions.domain.challenges import Running
from services.commissioning_decisions.domain.law import Law
from services.commissioning_decisions.domain.notice_duty import DUE, LATER, NOT_DUE, OPTIONAL, Duty
from services.commissioning_decisions.domain.notices import STANDSTILLS
from shared.clock import legal_day

Block = dict[str, Any]
DONE = "done"
ORDER = {DONE: 0, DUE: 0, LATER: 1, "unknown": 2, OPTIONAL: 3, NOT_DUE: 4}


def bid(bid: Bid) -> Block:
    return {
        "code": bid.code,
        "name": bid.name,
        "price_pence": bid.price_pence,
        "points": {name: str(points) for name, points in bid.points.items()},
        "total": str(bid.total),
    }


def award(case: Case, found: Award) -> Block:
    newest = case.newest
    return {
        "supplier": {"code": found.supplier_code, "name": found.supplier_name},
        "annual_value_pence": newest.content.annual_cost_pence if newest else 0,
        "decided_on": found.decided_on,
        "partner": found.partner,
        "route": found.route,
    }


def regime(found: RegimeDetermined) -> Block:
    return {
        "regime": found.regime,
        "title": found.title,
        "process": found.process,
        "started_on": found.started_on,
        "determined_on": found.determined_on,
        "value_pence": found.value_pence,
        "light_touch": found.light_touch,
        "size": found.size,
        "threshold_pence": found.threshold_pence,
        "form": found.form,
        "standstill": found.standstill,
        "urgent": found.urgent,
        "reasons": [
            {
                "sentence": each.sentence,
                "source": each.source,
                "check_before_relying": each.check_before_relying,
            }
            for each in found.reasons
        ],
        "rule_version": found.rule_version,
    }


def published(found: PublishedNotice) -> Block:
    return {
        "notice": found.notice,
        "title": found.title,
        "about": found.about,
        "number": found.number,
        "ocid": found.ocid,
        "published_on": found.published_on,
    }


def representation(found: RepresentationReceived) -> Block:
    """Who made it stays inside: what it asks for is between the provider and the authority."""
    return {
        "received_on": legal_day(found.received_at),
        "in_time": found.in_time,
        **_end(found.end),
    }


def further_decision(found: FurtherDecisionSent) -> Block:
    return {
        "outcome": found.outcome,
        "sent_on": legal_day(found.sent_at),
        **_end(found.end),
    }


def _end(found: StandstillEnd | None) -> Block:
    return {
        "standstill_ends_on": found.ends_on if found else None,
        "earliest_signing_on": found.earliest_signing_on if found else None,
    }


def abandoned(case: Case, found: ProcurementAbandoned) -> Block:
    return {
        "reason": found.reason,
        "on": found.on,
        "regime": found.regime,
        "stage": case.stage.id,
    }


def risk(found: SupplierRisk) -> Block:
    return {
        "supplier": found.supplier,
        "level": found.level,
        "source": found.source,
        "raised_on": found.raised_on,
    }


def whole(case: Case, law: Law, today: date) -> Block:
    """The procurement of now with every notice of both laws; empty lists before its law is known.

    Days that only a signature will bring are worked out as if it came on the first possible day.
    """
    now = challenges.running(case)
    found = buying.procurements(case)
    view: Block = {
        "regime": None,
        "number": len(found),
        "abandoned_on": None,
        "standstill": standstill(now) if now else None,
        "supposing_signed_on": None,
        "notices": [],
        "risks": [risk(each) for each in case.all(SupplierRisk)],
    }
    if not found:
        return view
    last = found[-1]
    end = last.last(ProcurementAbandoned)
    supposed = _first_day_to_sign(case, now, today)
    lines = buying.lines(last, law, if_signed_on=supposed)
    blocks = [_line(line, law.notices_of(last.regime.regime), now, today) for line in lines]
    return {
        **view,
        "regime": regime(last.regime),
        "abandoned_on": end.on if end else None,
        "supposing_signed_on": supposed if any(each["expected_on"] for each in blocks) else None,
        "notices": sorted(blocks, key=_place),
    }


def standstill(now: Running) -> Block:
    return {
        "regime": now.standstill.regime,
        "begins_from": now.standstill.letters_sent_on,
        **_end(now.end),
        "explanation": now.explanation,
        "representations": [
            {**representation(each), "provider": each.provider} for each in now.representations
        ],
        "further_decisions": [
            {**further_decision(each), "sent_to": list(each.sent_to)} for each in now.decisions
        ],
        "outcome": now.outcome,
    }


def _first_day_to_sign(case: Case, now: Running | None, today: date) -> date | None:
    """The first day on which the contract may be signed; none while nobody knows it."""
    if case.contract is not None or not challenges.is_needed(case):
        return None
    return max(today, now.end.earliest_signing_on) if now and now.end else None


def _line(
    line: Line, entries: Mapping[str, Mapping[str, Any]], now: Running | None, today: date
) -> Block:
    duty = line.duty
    earliest_on, why = duty.earliest_on, duty.why
    if duty.notice in STANDSTILLS and duty.status in (DUE, OPTIONAL) and now and now.decisions:
        earliest_on, why = now.end.earliest_signing_on if now.end else None, now.explanation
    elif duty.notice in STANDSTILLS and duty.status == DUE and now and now.end is None:
        earliest_on, why = None, now.explanation
    done_by = line.done_by
    return {
        "notice": duty.notice,
        "title": duty.title,
        "sort": duty.sort,
        "about": duty.about,
        "status": DONE if done_by else _status(duty, earliest_on, today),
        "why": why,
        "source": duty.source,
        "check_before_relying": duty.check_before_relying,
        "rule_version": duty.rule_version,
        "latest_on": duty.latest_on,
        "earliest_on": earliest_on,
        "expected_on": line.expected_on if duty.status == LATER and not done_by else None,
        "late": _is_late(duty, done_by, today),
        "published": published(done_by) if done_by else None,
        "may_be_recorded": duty.notice in entries and duty.sort in buying.TO_PUBLISH,
    }


def _status(duty: Duty, earliest_on: date | None, today: date) -> str:
    """A period to keep is done when it is over."""
    kept = duty.sort == "step" and earliest_on is not None and earliest_on <= today
    return DONE if kept and duty.status in (DUE, OPTIONAL) else duty.status


def _is_late(duty: Duty, done_by: PublishedNotice | None, today: date) -> bool:
    if duty.status != DUE or duty.latest_on is None:
        return False
    return (done_by.published_on if done_by else today) > duty.latest_on


def _place(block: Block) -> tuple[int, date]:
    published_on = block["published"]["published_on"] if block["published"] else None
    day = published_on or block["latest_on"] or block["earliest_on"] or block["expected_on"]
    return ORDER[block["status"]], day or date.max
