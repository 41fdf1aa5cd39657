"""A procurement as facts of open contracting data: what is on record, and nothing more."""

from datetime import date, datetime, time

from services.commissioning_decisions.domain import buying, challenges, determining
from services.commissioning_decisions.domain import ocds_facts as facts
from services.commissioning_decisions.domain.acts import Award, SignedContract, Tender
from services.commissioning_decisions.domain.acts_of_buying import (
    ProcurementAbandoned,
    PublishedNotice,
    RegimeDetermined,
)
from services.commissioning_decisions.domain.buying import Buying
from services.commissioning_decisions.domain.case import Case
from services.commissioning_decisions.domain.notice_duty import ABOVE
from services.commissioning_decisions.domain.ocds_release import NOTICE
from services.commissioning_decisions.domain.provider_selection import MOST_SUITABLE
from shared.clock import LONDON

DIRECT, OPEN, LIMITED = "direct", "open", "limited"
CATEGORIES = {"children_equipment": "goods"}  # everything else is a service


def facts_of(case: Case, at: datetime) -> facts.ReleaseFacts:
    """The release that comes next; refused before the law of the procurement is determined."""
    bought = buying.last_procurement(case)
    suppliers = {each.supplier_code: each.supplier_name for each in bought.all(Award)}
    return facts.ReleaseFacts(
        ocid=next((each.ocid for each in bought.all(PublishedNotice) if each.ocid), None),
        release_id=f"{case.proposal.id}-{bought.number}-draft-{case.version}",
        at=at,
        tags=(_tag(bought),),
        buyer=case.proposal.lead,
        organisations=(*_partners(case), *_suppliers(suppliers)),
        tender=_tender(case, bought),
        awards=(_award(case, bought, tuple(suppliers)),) if suppliers else (),
        contracts=tuple(_contract(case, bought, each) for each in bought.all(SignedContract)),
    )


def _tag(bought: Buying) -> str:
    if bought.is_over:
        return "tenderCancellation"
    if bought.last(SignedContract):
        return "contract"
    if bought.last(Award):
        return "award"
    is_out = bought.last(Tender) or bought.published_on(*buying.INVITATIONS)
    return "tender" if is_out else "planning"


def _partners(case: Case) -> tuple[facts.Organisation, ...]:
    lead = case.proposal.lead
    return tuple(
        facts.Organisation(
            code, case.partners[code].name, ("buyer",) if code == lead else ("funder",)
        )
        for code in case.proposal.partners
    )


def _suppliers(named: dict[str, str]) -> tuple[facts.Organisation, ...]:
    return tuple(facts.Organisation(code, name, ("supplier",)) for code, name in named.items())


def _tender(case: Case, bought: Buying) -> facts.Tender:
    regime, tender = bought.regime, bought.last(Tender)
    ground = regime.reasons[-1] if regime.reasons else None
    return facts.Tender(
        id=f"{case.proposal.id}-{bought.number}",
        title=case.proposal.title,
        status=_tender_status(bought),
        value=facts.Money(gross_pence=regime.value_pence),
        category=CATEGORIES.get(case.proposal.service_type, "services"),
        method=_method(regime),
        method_reason=ground.sentence if ground and _method(regime) == DIRECT else None,
        special_regime=("lightTouch",) if regime.light_touch else (),
        above_threshold=_above(regime),
        opens_at=_begin(tender.notice_on) if tender else None,
        closes_at=datetime.fromisoformat(tender.closes_at) if tender else None,
        documents=tuple(_documents(bought)),
    )


def _tender_status(bought: Buying) -> str:
    if bought.last(ProcurementAbandoned):
        return "cancelled"
    if bought.last(Award):
        return "complete"
    is_out = bought.last(Tender) or bought.published_on(*buying.INVITATIONS)
    return "active" if is_out else "planned"


def _method(regime: RegimeDetermined) -> str | None:
    if regime.process is None:
        return None
    if regime.process in determining.BY_COMPETITION:
        return OPEN
    return LIMITED if regime.process == MOST_SUITABLE else DIRECT


def _above(regime: RegimeDetermined) -> bool | None:
    return None if regime.size is None else regime.size == ABOVE


def _award(case: Case, bought: Buying, suppliers: tuple[str, ...]) -> facts.Award:
    now = challenges.running(case)
    decided_on = max(each.decided_on for each in bought.all(Award))
    end = now.end if now else None
    return facts.Award(
        id=_award_id(case, bought),
        title=case.proposal.title,
        status=_award_status(bought),
        decided_at=_begin(decided_on),
        value=facts.Money(gross_pence=bought.regime.value_pence),
        suppliers=suppliers,
        standstill=facts.Term(now.standstill.letters_sent_on, end.ends_on if end else None)
        if now
        else facts.Term(),
        above_threshold=_above(bought.regime),
    )


def _award_status(bought: Buying) -> str:
    if bought.is_over:
        return "cancelled"
    return "active" if bought.last(SignedContract) else "pending"


def _award_id(case: Case, bought: Buying) -> str:
    return f"{case.proposal.id}-{bought.number}-award"


def _contract(case: Case, bought: Buying, signed: SignedContract) -> facts.Contract:
    return facts.Contract(
        id=signed.contract_id,
        award_id=_award_id(case, bought),
        title=case.proposal.title,
        status="active",
        term=facts.Term(signed.starts_on, signed.initial_end_on, signed.maximum_end_on),
        signed_at=_begin(signed.signed_on),
        above_threshold=_above(bought.regime),
        no_metrics_because=bought.regime.measures_unsuitable,
    )


def _documents(bought: Buying) -> list[facts.NoticeDocument]:
    """Notices of the Procurement Act: those of the other law have no type in the standard."""
    return [
        facts.NoticeDocument(
            id=each.number,
            notice=each.notice,
            published_at=_begin(each.published_on),
            title=each.title,
        )
        for each in bought.all(PublishedNotice)
        if NOTICE.fullmatch(each.notice)
    ]


def _begin(day: date) -> datetime:
    return datetime.combine(day, time(), LONDON)
