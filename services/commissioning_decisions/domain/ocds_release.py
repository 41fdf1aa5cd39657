"""A draft of open contracting data (OCDS 1.1, with the fields of the United Kingdom).

It is a draft: a person looks at it, completes it and publishes on Find a Tender. No number and no
identifier is invented: what was not given is not there, and `missing` says what has to be added.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from services.commissioning_decisions.domain.ocds_facts import (
    Amendment,
    Award,
    Contract,
    Ground,
    Metric,
    Money,
    NoticeDocument,
    Observation,
    Organisation,
    PerformanceFailure,
    ReleaseFacts,
    Tender,
    Term,
)
from shared.clock import LONDON
from shared.errors import Invalid

Block = dict[str, Any]
OCID = re.compile(r"ocds-h6vhtk-[0-9A-Za-z][0-9A-Za-z-]*")
NOTICE = re.compile(r"UK(1[0-7]|[1-9])")
CURRENCY, LANGUAGE = "GBP", "en"
LAST_SECOND = time(23, 59, 59)

TAGS = (
    *("planning", "planningUpdate"),
    *("tender", "tenderAmendment", "tenderUpdate", "tenderCancellation"),
    *("award", "awardUpdate", "awardCancellation"),
    *("contract", "contractUpdate", "contractAmendment"),
    *("implementation", "implementationUpdate", "contractTermination"),
)
TENDER_STATUSES = (
    *("planning", "planned", "active", "cancelled", "unsuccessful", "complete", "withdrawn"),
)
AWARD_STATUSES = ("pending", "active", "cancelled", "unsuccessful")
CONTRACT_STATUSES = ("pending", "active", "cancelled", "terminated")
METHODS = ("open", "selective", "limited", "direct")
CATEGORIES = ("goods", "services", "works")
PENALTIES = ("contracted", "imposed", "negotiated")
# Ratings of a performance notice, and the codes under which they are published.
RATINGS: Mapping[str, str] = {
    "good": "met",
    "approaching_target": "slightlyBelow",
    "requires_improvement": "below",
    "inadequate": "significantlyBelow",
    "other": "other",
}
# The kind of document that a notice is; of the others no kind is said.
KINDS: Mapping[str, str] = {
    "UK2": "marketEngagementNotice",
    "UK3": "plannedProcurementNotice",
    "UK4": "tenderNotice",
    "UK6": "awardNotice",
    "UK7": "contractNotice",
    "UK9": "implementationNotice",
    "UK11": "contractTerminationNotice",
    "UK12": "tenderCancellationNotice",
}


@dataclass(frozen=True)
class Draft:
    """`release` is the JSON; `missing` are sentences on what has to be added before it is sent."""

    release: Block
    missing: tuple[str, ...]


def draft(facts: ReleaseFacts) -> Draft:
    """The release, checked as far as the facts go; refused where they contradict one another."""
    if facts.ocid is not None and not OCID.fullmatch(facts.ocid):
        raise Invalid(
            "ocid_malformed",
            "Give the identifier of the contracting process, ocds-h6vhtk- and what follows.",
            {"ocid": facts.ocid},
        )
    if not facts.tags:
        raise Invalid("code_not_in_list", f"Say what the release is about: {', '.join(TAGS)}.")
    for tag in facts.tags:
        _in_list("tag", tag, TAGS)
    _must_fit(facts)
    names = {each.id: each.name for each in facts.organisations}
    return Draft(
        _given(
            ocid=facts.ocid,
            id=facts.release_id,
            date=facts.at.isoformat(),
            tag=list(facts.tags),
            initiationType="tender",
            language=LANGUAGE,
            parties=[_organisation(each) for each in facts.organisations],
            buyer={"id": facts.buyer, "name": names[facts.buyer]},
            tender=_tender(facts.tender) if facts.tender else None,
            awards=[_award(each, names) for each in facts.awards],
            contracts=[_contract(each, names) for each in facts.contracts],
        ),
        tuple(_missing(facts)),
    )


def _must_fit(facts: ReleaseFacts) -> None:
    """Each thing has an identifier of its own, and what is referred to is there."""
    for kind, found in (
        ("organisation", [each.id for each in facts.organisations]),
        ("award", [each.id for each in facts.awards]),
        ("contract", [each.id for each in facts.contracts]),
    ):
        if len(found) != len(set(found)):
            raise Invalid("identifier_twice", f"Give each {kind} an identifier of its own.")
    known = {each.id for each in facts.organisations}
    if unknown := _referred_to(facts) - known:
        raise Invalid(
            "organisation_unknown",
            f"Describe each organisation that takes part: {', '.join(sorted(unknown))}.",
        )
    awards = {each.id for each in facts.awards}
    # Where no award is described, an earlier release did it.
    if awards and (lost := {each.award_id for each in facts.contracts} - awards):
        raise Invalid(
            "award_unknown", f"Describe the award of each contract: {', '.join(sorted(lost))}."
        )


def _referred_to(facts: ReleaseFacts) -> set[str]:
    found = {facts.buyer}
    for award in facts.awards:
        found.update(award.suppliers)
    for contract in facts.contracts:
        for failure in contract.failures:
            found.update(failure.suppliers)
        for amendment in (*contract.amendments, *contract.proposed_amendments):
            found.update(amendment.suppliers_added, amendment.suppliers_removed)
    return found


def _missing(facts: ReleaseFacts) -> Iterable[str]:
    if facts.ocid is None:
        yield "There is no identifier of the contracting process: the first notice gives it."
    for each in facts.organisations:
        if each.number is None:
            yield f"{each.name} has no identifier of a public register."
    yield from _missing_of_parts(facts)


def _missing_of_parts(facts: ReleaseFacts) -> Iterable[str]:
    about = {tag: any(each.startswith(tag) for each in facts.tags) for tag in ("tender", "award")}
    if about["tender"] and (facts.tender is None or facts.tender.value == Money()):
        yield "The tender has no value."
    if "tender" in facts.tags and (facts.tender is None or facts.tender.closes_at is None):
        yield "The tender has no time by which tenders come in."
    if about["award"] and not facts.awards:
        yield "There is no award."
    for award in facts.awards:
        if not award.suppliers:
            yield f"Award {award.id} has no supplier."
    yield from (
        sentence
        for contract in facts.contracts
        for sentence in _missing_of(contract, "contract" in facts.tags)
    )


def _missing_of(contract: Contract, is_new: bool) -> Iterable[str]:
    if is_new and contract.signed_at is None:
        yield f"Contract {contract.id} has no day of signature."
    if is_new and contract.value == Money():
        yield f"Contract {contract.id} has no value."
    if is_new and not (contract.agreed_metrics or contract.no_metrics_because):
        yield f"Contract {contract.id} has neither key performance indicators nor a reason why not."


# The blocks of a release.


def _organisation(each: Organisation) -> Block:
    return _given(
        id=each.id,
        name=each.name,
        identifier=_given(scheme=each.scheme, id=each.number, legalName=each.name)
        if each.number
        else None,
        roles=list(each.roles),
    )


def _tender(tender: Tender) -> Block:
    return _given(
        id=tender.id,
        title=tender.title,
        description=tender.description,
        status=_in_list("tender status", tender.status, TENDER_STATUSES),
        value=_value(tender.value),
        mainProcurementCategory=_in_list("category", tender.category, CATEGORIES),
        procurementMethod=_in_list("method", tender.method, METHODS),
        procurementMethodRationale=tender.method_reason,
        procurementMethodRationaleLegalBasis=_ground(tender.method_legal_basis),
        specialRegime=list(tender.special_regime),
        aboveThreshold=tender.above_threshold,
        tenderPeriod=_given(startDate=_at(tender.opens_at), endDate=_at(tender.closes_at)),
        contractPeriod=_period(tender.term),
        documents=_documents(tender.documents),
    )


def _award(award: Award, names: Mapping[str, str]) -> Block:
    return _given(
        id=award.id,
        title=award.title,
        status=_in_list("award status", award.status, AWARD_STATUSES),
        date=_at(award.decided_at),
        value=_value(award.value),
        suppliers=_references(award.suppliers, names),
        standstillPeriod=_period(award.standstill),
        assessmentSummariesDateSent=_at(award.summaries_sent_at),
        aboveThreshold=award.above_threshold,
        contractPeriod=_period(award.term),
        documents=_documents(award.documents),
    )


def _contract(contract: Contract, names: Mapping[str, str]) -> Block:
    return _given(
        id=contract.id,
        awardID=contract.award_id,
        title=contract.title,
        status=_in_list("contract status", contract.status, CONTRACT_STATUSES),
        period=_period(contract.term),
        value=_value(contract.value),
        dateSigned=_at(contract.signed_at),
        aboveThreshold=contract.above_threshold,
        agreedMetrics=[_metric(each) for each in contract.agreed_metrics],
        noAgreedMetricsRationale=contract.no_metrics_because,
        amendments=[_amendment(each, names) for each in contract.amendments],
        proposedAmendments=[_amendment(each, names) for each in contract.proposed_amendments],
        terminationRationaleClassifications=[_ground(each) for each in contract.ended_because],
        implementation=_given(
            metrics=[_metric(each) for each in contract.metrics],
            performanceFailures=[_failure(each, names) for each in contract.failures],
            documents=_documents(contract.implementation_documents),
        ),
        documents=_documents(contract.documents),
    )


def _amendment(amendment: Amendment, names: Mapping[str, str]) -> Block:
    return _given(
        id=amendment.id,
        date=_start(amendment.on),
        description=amendment.description,
        rationale=amendment.reason,
        rationaleClassifications=[_ground(each) for each in amendment.grounds],
        value=_value(amendment.value),
        period=_period(amendment.term),
        standstill=amendment.standstill,
        aboveThreshold=amendment.above_threshold,
        suppliersAdded=_references(amendment.suppliers_added, names),
        suppliersRemoved=_references(amendment.suppliers_removed, names),
    )


def _metric(metric: Metric) -> Block:
    return _given(
        id=metric.id,
        title=metric.title,
        description=metric.description,
        observations=[_observation(each) for each in metric.observations],
    )


def _observation(observation: Observation) -> Block:
    rating = _in_list("rating", observation.rating, tuple(RATINGS))
    return _given(
        id=observation.id,
        period=_period(observation.period),
        measure=observation.measure,
        unit=_given(name=observation.unit),
        measureClassification={"id": RATINGS[str(rating)]},
        notes=observation.notes,
    )


def _failure(failure: PerformanceFailure, names: Mapping[str, str]) -> Block:
    return _given(
        id=failure.id,
        requirement=failure.requirement,
        description=failure.description,
        decisionDate=_at(failure.decided_at),
        penaltyDate=_at(failure.penalty_at),
        penaltyType=_in_list("penalty", failure.penalty_kind, PENALTIES),
        penaltyValue=_value(failure.penalty),
        partialTermination=failure.partial_termination,
        suppliers=_references(failure.suppliers, names),
        documents=_documents(failure.documents),
    )


def _documents(documents: Iterable[NoticeDocument]) -> list[Block]:
    return [_document(each) for each in documents]


def _document(document: NoticeDocument) -> Block:
    if not NOTICE.fullmatch(document.notice):
        raise Invalid("code_not_in_list", "Name the type of the notice, UK1 to UK17.")
    return _given(
        id=document.id,
        documentType=KINDS.get(document.notice),
        noticeType=document.notice,
        title=document.title,
        url=document.url,
        datePublished=_at(document.published_at),
        language=LANGUAGE,
    )


def _ground(ground: Ground | None) -> Block | None:
    if ground is None:
        return None
    return _given(scheme=ground.scheme, id=ground.id, description=ground.description)


def _references(identifiers: Iterable[str], names: Mapping[str, str]) -> list[Block]:
    return [{"id": each, "name": names[each]} for each in identifiers]


def _value(money: Money) -> Block | None:
    if money == Money():
        return None
    return _given(
        amount=_pounds(money.net_pence), amountGross=_pounds(money.gross_pence), currency=CURRENCY
    )


def _pounds(pence: int | None) -> int | float | None:
    """Pounds as JSON writes a number: without pence where there are none."""
    if pence is None:
        return None
    return pence // 100 if pence % 100 == 0 else pence / 100


def _period(term: Term) -> Block:
    return _given(
        startDate=_start(term.starts_on),
        endDate=_end(term.ends_on),
        maxExtentDate=_end(term.longest_until),
        durationInMonths=term.longest_months,
    )


def _start(day: date | None) -> str | None:
    return datetime.combine(day, time(), LONDON).isoformat() if day else None


def _end(day: date | None) -> str | None:
    return datetime.combine(day, LAST_SECOND, LONDON).isoformat() if day else None


def _at(instant: datetime | None) -> str | None:
    return instant.isoformat() if instant else None


def _in_list(field: str, value: str | None, allowed: tuple[str, ...]) -> str | None:
    if value is not None and value not in allowed:
        raise Invalid(
            "code_not_in_list",
            f"{value} is no {field}. Use one of: {', '.join(allowed)}.",
            {"field": field},
        )
    return value


def _given(**fields: Any) -> Block:
    """Only what is there: nothing that is none, and no empty list, text or object."""
    return {name: value for name, value in fields.items() if value not in (None, [], {}, "")}
