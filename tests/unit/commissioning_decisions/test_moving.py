"""Every gate of JCP-16 opens when all that it asks for is there, and shuts for want of one."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from services.commissioning_decisions.domain import moving
from services.commissioning_decisions.domain.acts import (
    Award,
    ConflictDeclared,
    Decision,
    DisputeLevel,
    DisputeRaised,
    JointRuleAgreed,
    Notice,
    OptionExercised,
    Paper,
    PartnerSucceeded,
    Scores,
    SealedAgreement,
    SignedContract,
    Standstill,
    Tender,
)
from services.commissioning_decisions.domain.case import Case, Flow
from services.commissioning_decisions.domain.conditions import CONDITIONS
from services.commissioning_decisions.domain.definition import WHERE_IT_WAS
from services.commissioning_decisions.domain.votes import Vote
from tests.support.cases import (
    LEAD,
    PROCESS,
    a_case,
    day,
    papers,
    placed,
    revised,
    with_acts,
)
from tests.support.open_gates import ANSWERED, ENDED, NEED, SESSION, TODAY, challenged, everything
from tests.support.refusals import code_of

GATES = [(stage.id, move) for stage in PROCESS.stages for move in stage.moves if move.conditions]


def without(*kinds: type, **facts: Any) -> Callable[[Case], Case]:
    """The case without acts of these kinds that have these facts."""

    def gone(act: object) -> bool:
        has_facts = all(getattr(act, name, None) == value for name, value in facts.items())
        return isinstance(act, kinds or object) and has_facts

    return lambda case: replace(case, acts=tuple(act for act in case.acts if not gone(act)))


def knowing(**changes: Any) -> Callable[[Case], Case]:
    return lambda case: replace(case, known=replace(case.known, **changes))


def no_version(case: Case) -> Case:
    return replace(case, versions=())


def no_need(case: Case) -> Case:
    return replace(case, proposal=replace(case.proposal, need_id=None))


def councils_only(case: Case) -> Case:
    council = replace(case.partners["SBC"], code="STCCG")
    return replace(case, partners={**case.partners, "STCCG": council})


def of_another_route(case: Case) -> Case:
    return with_acts(case, *papers("E16", route="pcr2015_light_touch"))


def published_on(text: str | None) -> Callable[[Case], Case]:
    """The council's award as if it had been published then, or not yet."""
    changes: dict[str, Any] = {"published_on": text and day(text), "call_in_closes_on": None}
    if text:
        changes["call_in_closes_on"] = TODAY

    def changed(act: object) -> object:
        is_the_councils = isinstance(act, Award) and act.partner == "MBC"
        return replace(act, **changes) if is_the_councils else act

    return lambda case: replace(case, acts=tuple(changed(act) for act in case.acts))


def ran_out(code: str, *organisations: str) -> Callable[[Case], Case]:
    """The papers of that code count to a day that is over."""

    def aged(act: object) -> object:
        is_it = isinstance(act, Paper) and act.code == code
        if not is_it or act.author_organisation not in (organisations or act.author_organisation):
            return act
        return replace(act, valid_until=day("2018-09-30"))

    return lambda case: replace(case, acts=tuple(aged(act) for act in case.acts))


def saying(code: str, **facts: Any) -> Callable[[Case], Case]:
    """The same paper once more, saying something else; what is None it does not say."""

    def said(case: Case) -> Case:
        was = case.papers(code)[-1].facts
        now = {name: value for name, value in {**was, **facts}.items() if value is not None}
        return with_acts(case, replace(case.papers(code)[-1], facts=now))

    return said


def bought_by_the_act(measures: int) -> Callable[[Case], Case]:
    def bought(case: Case) -> Case:
        case = with_acts(case, *papers("E16", route="procurement_act_2023"))
        return saying("E25", measures=measures)(case)

    return bought


def with_a_void_vote(case: Case) -> Case:
    """Five of the CCG's board voted for it; one of them had a conflict, told of afterwards."""
    votes = tuple(Vote(f"Seat {number}", "for") for number in range(1, 6))
    counted = tuple(
        replace(act, votes=votes, quorum=4)
        if isinstance(act, Decision) and act.partner == "STCCG"
        else act
        for act in case.acts
    )
    declared = ConflictDeclared(
        "CONF-2",
        "STCCG",
        "member of the Governing Body",
        "post_at_provider",
        "recuse",
        day("2018-10-01"),
        "Seat 3",
    )
    return replace(case, acts=(*counted, declared))


def flowing(*flows: Flow) -> Callable[[Case], Case]:
    return lambda case: replace(case, flows=flows)


LAPSED = "The option lapsed on 2019-03-31: a longer contract is a variation (14v)."


def signed_to_end(text: str) -> Callable[[Case], Case]:
    """The contract's first term ends on that day, and no option is taken up."""

    def ended(case: Case) -> Case:
        acts = [
            replace(act, initial_end_on=day(text)) if isinstance(act, SignedContract) else act
            for act in case.acts
            if not isinstance(act, OptionExercised)
        ]
        return replace(case, acts=tuple(acts))

    return ended


def a_merger_after_the_rule(case: Case) -> Case:
    rule = JointRuleAgreed("committee_majority", "Terms of 2018", day("2018-08-01"), quorum=2)
    order = PartnerSucceeded(("HASTCCG",), {"TVCCG": 10_000}, day("2018-12-01"), "Order of 2018")
    return with_acts(case, rule, order)


def in_dispute(case: Case) -> Case:
    levels = (DisputeLevel("officers", day("2030-01-01")), DisputeLevel("mediation", None))
    raised = DisputeRaised("DIS-1", "STCCG", "Who pays.", day("2018-09-01"), levels)
    return with_acts(case, raised)


def changed_after_the_panel(case: Case) -> Case:
    return revised(case, since="2018-07-17", specification_sha256="9" * 64)


# Condition → each way in which it is not met: what spoils it, and the fact that is then named.
SPOILT: dict[str, list[tuple[Callable[[Case], Case], str]]] = {
    "brief_in_time": [
        (knowing(sessions=()), "No session of the panel is called yet."),
        (
            knowing(sessions=({**SESSION, "brief_issued_on": None},)),
            "YCP-2018-02 has no brief yet.",
        ),
        (
            knowing(sessions=({**SESSION, "brief_issued_on": "2018-07-02"},)),
            "The brief of YCP-2018-02 was issued 9 working days before it, on 2018-07-02; 10 are "
            "needed.",
        ),
    ],
    "nothing_ran_out": [
        (
            ran_out("E12", "MBC"),
            "E12 of MBC ran out on 2018-09-30. File a new one.",
        )
    ],
    "measures_to_publish": [
        (
            bought_by_the_act(measures=2),
            "E25 names 2 measures; a contract of £5,920,000.00 needs 3.",
        )
    ],
    "conflicts_register_opened": [
        (
            without(ConflictDeclared),
            "Nobody has declared a conflict of interest, or that there is none.",
        )
    ],
    "no_conflict_open": [
        (
            with_a_void_vote,
            "NHS South Tees CCG: CONF-2 (member of the Governing Body) is not settled by the "
            "chair yet.",
        )
    ],
    "seats_agreed": [
        (
            a_merger_after_the_rule,
            "Partners were succeeded: agree seats and votes of the committee again.",
        )
    ],
    "flow_ended": [
        (flowing(), "No JCP-14T was begun."),
        (flowing(replace(ENDED, stage="end_notice")), "JCP-2019-09 is not over yet."),
    ],
    "option_exercised": [
        (without(OptionExercised), "The option of 12 months is not taken up yet."),
        (signed_to_end("2019-09-30"), LAPSED),
    ],
    "no_open_dispute": [
        (in_dispute, "DIS-1, raised by NHS South Tees CCG, is with officers."),
    ],
    "council_and_nhs_partner": [
        (councils_only, "At least one council and one NHS body must be partners.")
    ],
    "answers_a_need": [
        (no_need, "The proposal names no need."),
        (knowing(need=None), "NEED-2017-01 is not known here yet."),
    ],
    "need_in_published_assessment": [
        (knowing(assessments=()), "No published needs assessment shows NEED-2017-01."),
        (
            knowing(assessments=({"id": "SNA-2018-01", "need_ids": []},)),
            "No published needs assessment shows NEED-2017-01.",
        ),
    ],
    "need_scored": [(knowing(need={**NEED, "score": None}), "NEED-2017-01 has no score yet.")],
    "version_with_whole_shares": [(no_version, "No version is written yet.")],
    "panel_heard": [
        (
            changed_after_the_panel,
            "Version 2 changed what the panel was asked about in YCP-2018-02. Ask it again.",
        ),
        (knowing(sessions=()), "The Young Commissioners Panel has not met about it."),
        (knowing(sessions=({**SESSION, "stage": "open"},)), "YCP-2018-02 is not over yet."),
        (
            knowing(sessions=({**SESSION, "stage": "inquorate"},)),
            "The Young Commissioners Panel has not met about it.",
        ),
    ],
    "recommendations_answered": [
        (
            knowing(recommendations=({**ANSWERED, "response": None},)),
            "YCP-2018-02-R1 has no answer.",
        ),
        (
            knowing(recommendations=()),
            "Not every recommendation of YCP-2018-02 has arrived here yet. Try again soon.",
        ),
    ],
    "key_decisions_announced": [
        (without(Notice), "Middlesbrough Council: no notice of its key decision is published."),
    ],
    "every_partner_approved": [
        (without(Decision, partner="STCCG"), "NHS South Tees CCG has not decided."),
    ],
    "joint_decision_effective": [
        (
            without(Decision, partner="STCCG"),
            "NHS South Tees CCG: its decision is not in effect yet.",
        )
    ],
    "route_without_tender": [
        (
            of_another_route,
            "E16 does not record co-operation between public bodies: a tender is needed.",
        )
    ],
    "tender_open": [(without(Tender), "The tender is not published.")],
    "bids_scored": [(without(Scores), "The bids are not scored.")],
    "award_decided_by_each_partner": [
        (without(Award, partner="STCCG"), "NHS South Tees CCG has not decided the award."),
        (published_on("2019-03-25"), "Middlesbrough Council: call-in of the award is still open."),
        (
            published_on(None),
            "Middlesbrough Council has not published the award: call-in begins with publication.",
        ),
    ],
    "standstill_over": [(without(Standstill), "The standstill letters are not sent.")],
    "no_open_challenge": [
        (
            challenged(None),
            "A representation waits for a further decision.",
        ),
        (
            challenged("repeat"),
            "The last further decision is to repeat. Follow it.",
        ),
    ],
    "contract_signed": [(without(SignedContract), "The contract is not signed.")],
    "agreement_sealed": [(without(SealedAgreement), "The partners' agreement is not sealed.")],
    "first_day_reached": [(without(SignedContract), "Without a contract there is no first day.")],
    "review_opened": [
        (knowing(watch=None), "The contract's review is not open."),
        (knowing(watch={"review_opened_on": None}), "The contract's review is not open."),
    ],
}


def spoilers(condition):
    asked = condition.parameters
    if condition.name == "evidence":
        missing = [(without(code=code), f"{code} is missing.") for code in asked["codes"]]
        old = [
            (ran_out(code), f"{code} ran out on 2018-09-30. File a new one.")
            for code in asked["codes"]
        ]
        return [*missing, *old]
    if condition.name == "evidence_of_each_partner":
        code = asked["code"]
        gone = without(code=code, author_organisation="STCCG")
        return [
            (gone, f"{code} of NHS South Tees CCG is missing."),
            (
                ran_out(code, "MBC"),
                f"{code} of Middlesbrough Council ran out on 2018-09-30. File a new one.",
            ),
        ]
    if condition.name == "paper_says":
        return list(silent_or_wrong(asked))
    return SPOILT[condition.name]


def silent_or_wrong(asked):
    code, field, wants = asked["code"], asked["field"], asked["wants"]
    silent = saying(code, **{field: None})
    yield silent, f"{code} says nothing. Needed: {wants}"
    yield without(code=code), f"{code} does not say yet: {wants}"
    wrong = WRONG.get(field)
    if wrong is not None:
        said = "no" if wrong is False else wrong
        yield saying(code, **{field: wrong}), f"{code} says {said}. Needed: {wants}"


# Answer of a paper → one that shuts the gate.
WRONG = {
    "duplicates_checked": False,
    "suppression_checked": False,
    "data_quality": "poor",
    "parent_carer_contacts": 0,
    "panel_contacts": 0,
    "options": 2,
    "do_nothing_included": False,
    "formative_stage": False,
    "comments_kept": False,
    "open": 1,
}


ONE_THING_MISSING = [
    pytest.param(stage, move, condition, spoil, fact, id=f"{stage}-{move.name}-{condition.name}")
    for stage, move in GATES
    for condition in move.conditions
    for spoil, fact in spoilers(condition)
]


def test_every_condition_is_spoilt_here():
    """Those of flows beside a contract are spoilt in test_flows.py."""
    of_papers = {"evidence", "evidence_of_each_partner", "paper_says"}
    assert {*SPOILT} | of_papers | {"no_material_change"} == set(CONDITIONS)


def taken(case: Case, name: str, on: date = TODAY, reason: str | None = "It is time."):
    return moving.move(case, name, on=on, actor=LEAD, reason=reason)


@pytest.mark.parametrize(("stage", "move"), GATES, ids=[f"{s}-{m.name}" for s, m in GATES])
def test_with_everything_there_the_gate_is_open(stage, move):
    case = everything(stage, move.name)
    found = moving.way(case, move.name, TODAY)
    assert [finding.fact for finding in found.blockers] == []
    assert {finding.condition for finding in found.findings} == {c.name for c in move.conditions}
    moved = taken(case, move.name)
    assert (moved.from_stage, moved.to_stage, moved.outcome) == (stage, move.to, move.outcome)
    assert moved.because == move.because


@pytest.mark.parametrize(("stage", "move", "condition", "spoil", "fact"), ONE_THING_MISSING)
def test_with_one_thing_missing_it_is_shut_and_says_which(stage, move, condition, spoil, fact):
    case = spoil(everything(stage, move.name))
    blockers = moving.way(case, move.name, TODAY).blockers
    [named] = [each for each in blockers if each.fact == fact]
    assert named.condition == condition.name
    assert named.who == (condition.who or "commissioner")
    assert code_of(lambda: taken(case, move.name)) == "gate_not_met"


@pytest.mark.parametrize(
    ("move", "stage", "condition", "by_when"),
    [
        ("mobilise", "award_and_standstill", "standstill_over", "2018-12-27"),
        ("go_live", "agreements_and_mobilisation", "first_day_reached", "2019-04-01"),
    ],
)
def test_what_only_time_clears_says_when(move, stage, condition, by_when):
    case = everything(stage, move)
    eve = date.fromordinal(day(by_when).toordinal() - 1)
    waits = {
        each.condition: each.by_when
        for each in moving.way(case, move, eve).blockers
        if each.condition == condition
    }
    assert waits == {condition: day(by_when)}
    open_by_then = moving.way(case, move, day(by_when)).blockers
    assert condition not in {each.condition for each in open_by_then}


@pytest.mark.proves("A8")
def test_the_panel_says_by_when_it_waits_for_its_answer():
    case = everything("young_commissioners_panel", "seek_decisions")
    case = knowing(recommendations=({**ANSWERED, "response": None},))(case)
    [waits] = moving.way(case, "seek_decisions", TODAY).blockers
    assert waits.by_when == day("2018-08-13")


@pytest.mark.parametrize("stage", [stage.id for stage in PROCESS.stages])
def test_a_move_that_the_stage_does_not_have_is_unknown(stage):
    case = placed(a_case(), stage, "2018-08-17")
    assert code_of(lambda: taken(case, "leap")) == "unknown_move"
    for name in {move.name for each in PROCESS.stages for move in each.moves}:
        if name not in {move.name for move in case.stage.moves}:
            assert code_of(lambda name=name: taken(case, name)) == "unknown_move"


def test_a_stage_that_the_process_does_not_have_is_unknown():
    case = placed(a_case(), "need_identified", "2018-08-17")
    lost = replace(case.moves[-1], to_stage="nearly_there")
    assert code_of(lambda: case.with_move(lost).stage) == "unknown_stage"


@pytest.mark.parametrize("reason", [None, "", "  "])
def test_who_turns_back_or_stops_says_why(reason):
    case = a_case("partner_decisions")
    for name in ("return_to_options", "park", "stop", "merge"):
        assert code_of(lambda name=name: taken(case, name, reason=reason)) == "reason_missing"
        assert taken(case, name).reason == "It is time."


def test_no_move_lies_before_the_last_one():
    case = a_case("partner_decisions", since="2018-08-17")
    assert code_of(lambda: taken(case, "park", day("2018-08-16"))) == "before_last_move"
    assert taken(case, "park", day("2018-08-17")).to_stage == "parked"


@pytest.mark.parametrize("stage", [stage.id for stage in PROCESS.stages if stage.number])
def test_what_was_parked_comes_back_to_where_it_was(stage):
    case = a_case(stage)
    parked = case.with_move(taken(case, "park"))
    [back] = moving.ways(parked, TODAY)
    assert (back.move.to, back.to_stage, back.is_open) == (WHERE_IT_WAS, stage, True)
    resumed = parked.with_move(taken(parked, "resume"))
    assert resumed.stage.id == stage
    assert (resumed.frozen is None) == (case.frozen is None)


def test_only_going_to_the_partners_freezes_the_newest_version():
    case = everything("young_commissioners_panel", "seek_decisions")
    assert taken(case, "seek_decisions").frozen_version == 1
    assert taken(case, "return_to_options").frozen_version is None
    assert taken(a_case("partner_decisions"), "park").frozen_version is None
