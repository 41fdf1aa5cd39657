"""Cases for tests of rules alone: the partners of both stories, and a proposal in any stage."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from typing import Any

from deploy.demo.papers import ANSWERS
from services.commissioning_decisions import rules
from services.commissioning_decisions.domain import (
    acts,
    call_ins,
    deciding,
    key_decisions,
    procurement,
    versions,
)
from services.commissioning_decisions.domain.acts import Act, Decision, DecisionCondition, Paper
from services.commissioning_decisions.domain.case import Case, Known, Moved, Proposal
from services.commissioning_decisions.domain.partners import Partner, make_partner
from services.commissioning_decisions.domain.versions import Content
from shared.actor import Actor
from shared.clock import LONDON
from tests.support.two_stories import PARTNERS as REGISTERED
from tests.support.two_stories import STORE_SHARES, SUPPLIER, THERAPY

PROCESS = rules.definition("JCP-16")
DEADLINES, REGIMES, LAW = rules.deadlines(), rules.regimes(), rules.law()
FIRST_DECIDING = 8  # the stage from which on a version is frozen
SINCE = "2018-08-17"
DRAFTED = "2018-06-28"  # the versions of a case, unless another day is given
AUTHOR = Actor("amina", "MBC", frozenset({"commissioner"}))  # of every version
LEAD = Actor("anil", "MBC", frozenset({"lead_commissioner", "commissioner"}))  # of every move
EVALUATION = {
    "weights": {"quality": 50, "young": 15, "social": 10, "price": 25},
    "panel_question": "How will you make sure that we feel safe and listened to?",
    "fallback": "The panel meets again within 5 working days.",
}
BIDS = [
    dict(zip(("code", "name", "price_pence", "quality", "young", "social"), bid, strict=True))
    for bid in (
        ("TEESTALK", SUPPLIER["name"], 592_000_000, "41.5", "12.6", "7.0"),
        ("NORTHBANK", "Northbank Paediatrics", 556_000_000, "38.0", "9.3", "8.0"),
        ("CLEARWAY", "Clearway Health", 579_000_000, "43.0", "8.1", "6.5"),
    )
]
THERAPY_CONTENT = Content(
    118_400_000,
    "service",
    {"MBC": 4250, "STCCG": 5750},
    initial_months=36,
    extension_months=(12, 12),
    maximum_value_pence=592_000_000,
    specification_sha256="1" * 64,
    measure_set="slt",
)
STORE_CONTENT = Content(
    104_533_300, "service", {each["partner"]: each["bp"] for each in STORE_SHARES}
)


def day(text: str) -> date:
    return date.fromisoformat(text)


def a_partner(model: str = "elected_mayor", **changes: Any) -> Partner:
    facts: dict[str, Any] = {
        "code": "MBC",
        "name": "Middlesbrough Council",
        "kind": "nhs" if model == "nhs_board" else "council",
        "model": model,
        "call_in_working_days": 5,
        "key_decision_pence": 15_000_000,
        "limits": {},
        "order": 1,
        "succeeded_by": None,
    }
    return make_partner(**{**facts, **changes})


PARTNERS = {
    code: a_partner(
        model,
        code=code,
        name=name,
        kind=kind,
        call_in_working_days=days,
        key_decision_pence=key,
        limits=limits,
        limits_basis="a_year",
        order=order,
    )
    for order, (code, name, kind, model, days, key, limits) in enumerate(REGISTERED, 1)
}


def a_case(
    stage: str = "need_identified",
    content: Content = THERAPY_CONTENT,
    *,
    since: str = SINCE,
    known: Known | None = None,
    **partners: Partner,
) -> Case:
    """In that stage since that day, with one version; frozen where partners decide or decided.

    Partners are those of the content; one that is given by name stands in for the registered one.
    """
    proposal = Proposal(
        THERAPY,
        "Speech and language therapy",
        "speech_and_language_therapy",
        "NEED-2017-01",
        next(iter(content.shares)),
        tuple(content.shares),
        day("2017-10-02"),
    )
    everybody = {**PARTNERS, **partners}
    case = Case(proposal, PROCESS, everybody, known=known or Known(), drafted=proposal)
    case = revised(case, content)
    return case if stage == case.stage.id else placed(case, stage, since)


def placed(case: Case, stage: str, since: str) -> Case:
    """The case as if a move had led there on that day, whatever its gate says."""
    number, newest = PROCESS.stage(stage).number, case.newest
    assert newest is not None
    moved = Moved(
        position=len(case.moves) + 1,
        move="placed",
        from_stage=case.stage.id,
        to_stage=stage,
        outcome="pass",
        on=day(since),
        by_role="commissioner",
        because="The test begins here.",
        reason=None,
        frozen_version=newest.number if number and number >= FIRST_DECIDING else None,
        sha256="",
    )
    return case.with_move(moved)


def revised(
    case: Case, content: Content | None = None, *, since: str = DRAFTED, **changes: Any
) -> Case:
    """With one version more: another content, or that of now with changes."""
    newest = case.newest
    if content is None:
        assert newest is not None
        content = replace(newest.content, **changes)
    written = versions.write_version(
        case.proposal.id,
        case.proposal.partners,
        newest,
        content,
        on=day(since),
        reason="Next.",
        author=AUTHOR.person,
        materiality=rules.materiality(),
    )
    return case.with_version(written)


def with_acts(case: Case, *done: Act) -> Case:
    for act in done:
        case = case.with_act(act)
    return case


def papers(*codes: str, organisations: Iterable[str] = ("MBC",), **facts: Any) -> list[Paper]:
    """Each says what it has to say, and these facts beside that."""
    return [
        Paper(
            code,
            f"Paper {code}",
            1,
            "ab" * 32,
            "public",
            organisation,
            day(SINCE),
            {**ANSWERS.get(code, {}), **facts},
        )
        for code in codes
        for organisation in organisations
    ]


def a_notice(case: Case, partner: str, meeting_on: str, on: str, *, key: bool = True, **more: Any):
    return key_decisions.give_notice(
        case,
        DEADLINES,
        partner=partner,
        body="Executive",
        matter="The service",
        key_decision=key,
        meeting_on=day(meeting_on),
        on=day(on),
        **more,
    )


def a_cap(partner: str, pence: int) -> DecisionCondition:
    return DecisionCondition(f"{partner}-CAP", "own_cost_cap", "Own cost", pence, "year")


def a_decision(case: Case, partner: str, decided_on: str, published_on: str | None = None, **more):
    """A partner's approval of the newest version, by its board or executive, as it is sent in."""
    newest, model = case.newest, case.partners[partner].model
    assert newest is not None
    usual = {"nhs_board": "icb_board", "committee_system": "committee"}
    facts: dict[str, Any] = {
        "body": "Its body",
        "route": usual.get(model, "executive"),
        "outcome": "approved",
        "proposal_version": newest.number,
        "sha256": newest.sha256,
        "published_on": day(published_on) if published_on else None,
        **more,
    }
    return Decision(partner=partner, decided_on=day(decided_on), **facts)


def decided(case: Case, partner: str, decided_on: str, published_on: str | None = None, **more):
    """The case with a partner's decision, taken by the rules; executives gave notice in time."""
    decision = a_decision(case, partner, decided_on, published_on, **more)
    if decision.approves and case.partners[partner].decides_as_executive(decision.route):
        early = str(decision.decided_on - timedelta(40))
        case = case.with_act(a_notice(case, partner, decided_on, early))
    on = max(decision.decided_on, decision.published_on or decision.decided_on)
    return case.with_act(deciding.decide(case, DEADLINES, decision, on=on))


def called_in(case: Case, partner: str, *resolutions: str, on: str) -> Case:
    act = call_ins.call_in(
        case, partner=partner, resolutions=resolutions, on=day(on), by_count=None
    )
    return case.with_act(act)


def resolved(case: Case, partner: str, *resolutions: str, on: str, outcome: str = "no_action"):
    act = call_ins.resolve_call_in(
        case, partner=partner, resolutions=resolutions, outcome=outcome, on=day(on)
    )
    return case.with_act(act)


def confirmed(case: Case, partner: str, condition_id: str, on: str = "2018-10-01") -> Case:
    act = deciding.confirm_condition(
        case, partner=partner, condition_id=condition_id, evidence=None, on=day(on)
    )
    return case.with_act(act)


def agreed(stage: str, **more: Any) -> Case:
    """The therapy case in a later stage, when both partners' decisions are in effect."""
    case = a_case("partner_decisions", **more)
    case = decided(case, "MBC", "2018-09-18", "2018-09-20", resolutions=("1", "2", "3"))
    case = decided(case, "STCCG", "2018-09-26")
    return placed(case, stage, "2018-10-16")


def a_tender(notice_on: str = "2018-10-22", closes_on: str = "2018-11-19", **changes: Any):
    closes_at = datetime.combine(day(closes_on), time(12), LONDON)
    return procurement.open_tender(
        agreed("procurement_design"),
        {**EVALUATION, **changes},
        notice_on=day(notice_on),
        closes_at=closes_at,
        day=day(closes_on),
    )


def tendered(stage: str = "selection_and_evaluation", since: str = "2018-10-22") -> Case:
    case = agreed("procurement_design").with_act(a_tender())
    case = with_acts(case, *papers("E16", route="pcr2015_light_touch"))
    return placed(case, stage, since)


def scored(on: str = "2018-11-26") -> Case:
    case = tendered()
    return case.with_act(procurement.score(case, BIDS, on=day(on)))


def to_award() -> Case:
    """Bids are scored; the award is still to be decided."""
    return placed(scored(), "award_and_standstill", "2018-11-30")


def an_award(case: Case, partner: str, decided_on: str, published_on: str | None = None, **more):
    route = "officer" if case.partners[partner].has_executive else "icb_officer"
    facts = {"supplier": SUPPLIER, "route": route, **more}
    return procurement.award(
        case,
        DEADLINES,
        partner=partner,
        decided_on=day(decided_on),
        published_on=day(published_on) if published_on else None,
        **facts,
    )


def awarded(case: Case, published_on: str | None = "2018-12-11") -> Case:
    case = case.with_act(an_award(case, "MBC", "2018-12-10", published_on))
    return case.with_act(an_award(case, "STCCG", "2018-12-12"))


def standing_still(case: Case, sent_on: str = "2018-12-14") -> Case:
    return case.with_act(
        procurement.start_standstill(case, DEADLINES, REGIMES, sent_on=day(sent_on))
    )


def a_contract(case: Case, **changes: Any) -> acts.SignedContract:
    facts: dict[str, Any] = {
        "contract_id": "CON-2019-01",
        "supplier": SUPPLIER,
        "signed_on": day("2019-01-07"),
        "starts_on": day("2019-04-01"),
        "initial_end_on": day("2022-03-31"),
        "maximum_end_on": day("2024-03-31"),
        "annual_value_pence": 118_400_000,
    }
    return procurement.sign(case, REGIMES, **{**facts, **changes})
