"""What is refused, with which code; nothing is written and no event leaves."""

from dataclasses import dataclass
from typing import Any

import pytest

from shared.errors import CommissioningError
from tests.support.cases import EVALUATION
from tests.support.refusals import ask_for_actor_and_key, count_once, leave_no_trace
from tests.support.two_stories import (
    STORE,
    SUPPLIER,
    THERAPY,
    THERAPY_CONTRACT,
    content,
    play,
    store,
    therapy,
)

MOVE = {"proposal_id": THERAPY, "move": "record_joint_decision", "on": "2018-09-26"}
DECISION = {
    "proposal_id": THERAPY,
    "partner": "STCCG",
    "body": "Governing Body",
    "route": "icb_board",
    "outcome": "approved",
    "decided_on": "2018-09-26",
}
NOTICE = {
    "proposal_id": THERAPY,
    "partner": "MBC",
    "body": "Executive",
    "matter": "The service",
    "key_decision": True,
    "meeting_on": "2018-09-18",
    "on": "2018-08-17",
}
PAPER = {
    "proposal_id": THERAPY,
    "code": "E21",
    "title": "Decision report",
    "sha256": "ab" * 32,
    "classification": "public",
    "author_organisation": "STCCG",
    "fields": {"exempt_appendix": False},
}
DISPUTED = {"proposal_id": THERAPY, "on": "2018-08-20"}
DISPUTE = {**DISPUTED, "about": "Who pays."}
WAIVER = {
    **DISPUTED,
    "move": "record_joint_decision",
    "condition": "every_partner_approved",
    "reason": "They will.",
}
OTHER = {"condition": "stars_stand_well"}
CONFLICT = {
    **DISPUTED,
    "partner": "STCCG",
    "role": "member of the board",
    "nature": "family",
    "action": "recuse",
}
UNDONE = {"action": "none_needed"}
SETTLED = {**DISPUTED, "partner": "STCCG", "conflict_id": "CONF-9"}
RULE = {**DISPUTED, "type": "committee_majority", "authority_reference": "Terms of 2018"}
WITHOUT = {**DISPUTED, "partner": "MBC", "reason": "One goes on."}
DRAFT = {
    "title": "Another",
    "service_type": "other",
    "lead": "MBC",
    "partners": ["MBC", "STCCG"],
    "on": "2018-08-17",
}
PARTNER = {
    "code": "DBC",
    "name": "Darlington Council",
    "kind": "council",
    "governance": {"model": "leader_and_cabinet", "call_in": True, "call_in_working_days": 5},
}
CALL_IN = {"proposal_id": THERAPY, "partner": "MBC", "resolutions": ["3"], "on": "2018-09-26"}
NOWHERE = {"proposal_id": "JCP-2031-09"}


def shares(*bp: int, partners: tuple[str, ...] = ("MBC", "STCCG")) -> dict[str, Any]:
    parts = [{"partner": code, "bp": each} for code, each in zip(partners, bp, strict=True)]
    revision = {"proposal_id": THERAPY, "reason": "A slip.", "on": "2018-08-20"}
    return {**revision, "content": content(parts, 118_400_000)}


@dataclass
class Refusal:
    """Somebody sends a command; `versioned` adds the proposal's version of now."""

    code: str
    who: str
    method: str
    body: dict[str, Any]
    versioned: bool = False
    frozen: bool = False  # adds the version and fingerprint that partners decide about


WHILE_PARTNERS_DECIDE = [
    Refusal("unknown_move", "ccg", "move_proposal", {**MOVE, "move": "leap"}, versioned=True),
    Refusal("unknown_move", "ccg", "move_proposal", {**MOVE, "move": "go_live"}, versioned=True),
    Refusal("stale_version", "ccg", "move_proposal", {**MOVE, "expected_version": 3}),
    Refusal(
        "stale_version", "ccg", "revise_proposal", {**shares(4250, 5750)} | {"expected_version": 3}
    ),
    Refusal("gate_not_met", "lead_ccg", "move_proposal", MOVE, versioned=True),
    # A commissioner writes; the lead commissioner takes it past the partners.
    Refusal("role_required", "ccg", "move_proposal", MOVE, versioned=True),
    Refusal(
        "before_last_move",
        "ccg",
        "move_proposal",
        {**MOVE, "move": "park", "reason": "Wait."} | {"on": "2018-08-16"},
        versioned=True,
    ),
    Refusal("reason_missing", "ccg", "move_proposal", {**MOVE, "move": "park"}, versioned=True),
    Refusal("date_in_future", "ccg", "move_proposal", {**MOVE, "on": "2026-11-26"}, versioned=True),
    Refusal("invalid_input", "ccg", "move_proposal", MOVE),
    Refusal("proposal_not_found", "ccg", "move_proposal", {**MOVE, **NOWHERE}, versioned=True),
    Refusal("role_required", "mbc", "move_proposal", MOVE, versioned=True),
    Refusal("not_a_partner", "outsider", "move_proposal", MOVE, versioned=True),
    Refusal("shares_do_not_sum", "ccg", "revise_proposal", shares(4240, 5750), versioned=True),
    Refusal("shares_do_not_sum", "ccg", "revise_proposal", shares(4260, 5750), versioned=True),
    Refusal(
        "shares_name_other_partners",
        "ccg",
        "revise_proposal",
        shares(4250, 5750, partners=("MBC", "HASTCCG")),
        versioned=True,
    ),
    Refusal("invalid_input", "ccg", "revise_proposal", shares(-1, 10_001), versioned=True),
    # The last share of the CCG alone would make the sum right.
    Refusal(
        "partner_named_twice",
        "ccg",
        "revise_proposal",
        shares(4250, 1, 5750, partners=("MBC", "STCCG", "STCCG")),
        versioned=True,
    ),
    Refusal("not_a_partner", "outsider", "add_evidence", PAPER),
    Refusal("invalid_input", "ccg", "add_evidence", {**PAPER, "sha256": "not a hash"}),
    Refusal("invalid_input", "ccg", "add_evidence", {**PAPER, "child": "a name"}),
    Refusal("not_theirs_to_file", "mbc", "add_evidence", {**PAPER, "code": "E10"}),
    Refusal("unknown_evidence", "ccg", "add_evidence", {**PAPER, "code": "E47"}),
    Refusal("evidence_incomplete", "ccg", "add_evidence", {**PAPER, "fields": {}}),
    Refusal("other_organisation", "finance", "add_evidence", {**PAPER, "code": "E11"}),
    Refusal("role_required", "ccg", "waive_condition", WAIVER),
    Refusal("not_waivable", "director", "waive_condition", WAIVER),
    Refusal("unknown_gate_condition", "director", "waive_condition", {**WAIVER, **OTHER}),
    Refusal("role_required", "finance", "declare_conflict", CONFLICT),
    Refusal("other_organisation", "mbc", "declare_conflict", CONFLICT),
    Refusal("conflict_without_action", "stccg", "declare_conflict", {**CONFLICT, **UNDONE}),
    Refusal("unknown_conflict", "stccg", "settle_conflict", SETTLED),
    Refusal("role_required", "ccg", "agree_joint_rule", RULE),
    Refusal("quorum_missing", "lead_ccg", "agree_joint_rule", RULE),
    Refusal("nobody_refused", "lead_ccg", "proceed_without", WITHOUT),
    Refusal("role_required", "mbc", "raise_dispute", DISPUTE),
    Refusal("no_open_dispute", "lead_ccg", "settle_dispute", {**DISPUTED, "outcome": "agreed"}),
    Refusal("invalid_input", "lead_ccg", "settle_dispute", {**DISPUTED, "outcome": "forgotten"}),
    Refusal("other_organisation", "mbc", "publish_notice", {**NOTICE, "partner": "STCCG"}),
    Refusal("meeting_is_over", "mbc", "publish_notice", {**NOTICE, "on": "2018-09-19"}),
    Refusal("no_key_decisions_here", "stccg", "publish_notice", {**NOTICE, "partner": "STCCG"}),
    Refusal("role_required", "ccg", "record_decision", DECISION, frozen=True),
    Refusal("other_organisation", "mbc", "record_decision", DECISION, frozen=True),
    Refusal(
        "decision_on_other_version",
        "stccg",
        "record_decision",
        {**DECISION, "proposal_version": 2, "sha256": "ab" * 32},
    ),
    Refusal(
        "route_not_open",
        "stccg",
        "record_decision",
        {**DECISION, "route": "committee"},
        frozen=True,
    ),
    Refusal(
        "above_delegated_limit",
        "stccg",
        "record_decision",
        {**DECISION, "route": "icb_officer", "value_pence": 100_000_001},
        frozen=True,
    ),
    Refusal(
        "value_too_low",
        "stccg",
        "record_decision",
        {**DECISION, "route": "icb_officer", "value_pence": 1},
        frozen=True,
    ),
    Refusal(
        "reason_missing",
        "stccg",
        "record_decision",
        {**DECISION, "outcome": "rejected"},
        frozen=True,
    ),
    Refusal(
        "deferred_until_missing",
        "stccg",
        "record_decision",
        {**DECISION, "outcome": "deferred", "reason": "Later."},
        frozen=True,
    ),
    Refusal(
        "conditions_missing",
        "stccg",
        "record_decision",
        {**DECISION, "outcome": "approved_conditional"},
        frozen=True,
    ),
    Refusal(
        "published_before_decided",
        "stccg",
        "record_decision",
        {**DECISION, "published_on": "2018-09-25"},
        frozen=True,
    ),
    Refusal(
        "date_in_future",
        "stccg",
        "record_decision",
        {**DECISION, "decided_on": "2026-11-26"},
        frozen=True,
    ),
    Refusal(
        "before_last_act",
        "stccg",
        "record_decision",
        {**DECISION, "decided_on": "2018-08-16"},
        frozen=True,
    ),
    Refusal(
        "day_not_ahead",
        "stccg",
        "record_decision",
        {
            **DECISION,
            "outcome": "deferred",
            "reason": "Later.",
            "deferred_until": "2018-09-26",
        },
        frozen=True,
    ),
    Refusal(
        "key_decision_not_announced",
        "mbc",
        "record_decision",
        {**DECISION, "partner": "MBC", "route": "executive"},
        frozen=True,
    ),
    Refusal("nothing_decided", "mbc", "call_in", CALL_IN),
    Refusal("no_open_call_in", "mbc", "resolve_call_in", {**CALL_IN, "outcome": "no_action"}),
    Refusal("wrong_stage", "ccg", "sign_contract", THERAPY_CONTRACT),
    Refusal("reference_taken", "ccg", "draft_proposal", {**DRAFT, "reference": THERAPY}),
    Refusal("unknown_partner", "council", "draft_proposal", {**DRAFT, "partners": ["MBC", "DBC"]}),
    Refusal("partner_twice", "council", "draft_proposal", {**DRAFT, "partners": ["MBC", "MBC"]}),
    Refusal("lead_is_no_partner", "council", "draft_proposal", {**DRAFT, "lead": "SBC"}),
    Refusal("not_a_partner", "outsider", "draft_proposal", DRAFT),
    Refusal("governance_does_not_fit", "operator", "register_partner", {**PARTNER, "kind": "nhs"}),
    Refusal(
        "route_not_open", "operator", "register_partner", {**PARTNER, "limits": {"icb_board": 1}}
    ),
    Refusal("role_required", "stccg", "register_partner", PARTNER),
]


def refuse(decisions, refusals: list[Refusal]) -> None:
    decisions.mbc, decisions.stccg = decisions.officer("MBC"), decisions.officer("STCCG")
    decisions.lead_ccg = decisions.lead(decisions.ccg)
    decisions.director = decisions.person("helen", "STCCG", "director")
    decisions.finance = decisions.person("claire", "MBC", "finance")
    view = decisions.ccg("get_proposal", {"id": THERAPY})
    decided_about = {
        "proposal_version": view["proposal"]["proposal_version"],
        "sha256": view["proposal"]["frozen_sha256"],
    }
    seen = {"expected_version": view["version"]}
    leave_no_trace(
        decisions,
        *(
            (
                each.who,
                each.method,
                {
                    **each.body,
                    **(seen if each.versioned else {}),
                    **(decided_about if each.frozen else {}),
                },
                each.code,
            )
            for each in refusals
        ),
    )


def test_what_is_refused_while_partners_decide_leaves_no_trace(decisions):
    play(therapy(decisions), until="partner_decisions")
    refuse(decisions, WHILE_PARTNERS_DECIDE)


def test_a_partner_that_has_approved_is_not_asked_twice_about_one_version(decisions):
    play(therapy(decisions), until="decision_effective")
    condition = {"proposal_id": THERAPY, "partner": "STCCG", "condition_id": "STCCG-CAP"}
    refuse(
        decisions,
        [
            Refusal("partner_already_approved", "stccg", "record_decision", DECISION, frozen=True),
            Refusal("other_organisation", "council", "confirm_condition", condition),
            Refusal(
                "before_last_act", "ccg", "confirm_condition", {**condition, "on": "2018-09-25"}
            ),
            Refusal(
                "unknown_condition", "ccg", "confirm_condition", {**condition, "condition_id": "X"}
            ),
        ],
    )


def test_nobody_signs_inside_the_standstill(decisions):
    play(therapy(decisions), until="award_and_standstill")
    award = {"proposal_id": THERAPY, "supplier": SUPPLIER, "on": "2018-12-11"}
    by_director = {**award, "partner": "MBC", "route": "officer"}
    by_officer = {**award, "partner": "STCCG", "route": "icb_officer"}
    other = {"supplier": {"code": "NORTHBANK", "name": "Northbank Paediatrics"}}
    standstill = {"proposal_id": THERAPY, "sent_on": "2018-12-14", "on": "2018-12-14"}
    contract = {**THERAPY_CONTRACT, "signed_on": "2018-12-24", "on": "2018-12-24"}
    refuse(
        decisions,
        [
            Refusal(
                "award_not_to_first",
                "mbc",
                "record_award",
                {**by_director, **other, "decided_on": "2018-12-10"},
            ),
            Refusal("award_not_decided", "ccg", "start_standstill", standstill),
            Refusal(
                "published_before_decided",
                "mbc",
                "record_award",
                {**by_director, "decided_on": "2018-12-10", "published_on": "2018-12-07"},
            ),
            Refusal(
                "date_in_future",
                "mbc",
                "record_award",
                {**by_director, "decided_on": "2018-12-10", "published_on": "2018-12-12"},
            ),
            Refusal("standstill_not_started", "ccg", "sign_contract", contract),
        ],
    )
    days = {"decided_on": "2018-12-10", "published_on": "2018-12-11"}
    decisions.officer("MBC")("record_award", {**by_director, **days})
    decisions.officer("STCCG")("record_award", {**by_officer, "decided_on": "2018-12-11"})
    backdated = {**standstill, "sent_on": "2018-12-10"}
    refuse(decisions, [Refusal("before_last_act", "ccg", "start_standstill", backdated)])
    decisions.ccg("start_standstill", standstill)
    refuse(
        decisions,
        [
            Refusal("standstill_running", "ccg", "sign_contract", contract),
            Refusal(
                "standstill_running",
                "ccg",
                "sign_contract",
                {**contract, "signed_on": "2018-12-26", "on": "2018-12-26"},
            ),
        ],
    )


def test_a_tender_is_published_when_it_is_and_not_before(decisions):
    play(therapy(decisions), until="procurement_design")
    tender = {
        "proposal_id": THERAPY,
        "evaluation": EVALUATION,
        "notice_on": "2018-10-22",
        "closes_at": "2018-11-19T12:00:00+00:00",
        "on": "2018-10-22",
    }
    off = {**EVALUATION, "weights": {**EVALUATION["weights"], "price": 30}}
    refuse(
        decisions,
        [
            Refusal("date_in_future", "ccg", "open_tender", {**tender, "notice_on": "2018-10-23"}),
            Refusal("before_last_act", "ccg", "open_tender", {**tender, "notice_on": "2018-10-15"}),
            Refusal("weights_not_100", "ccg", "open_tender", {**tender, "evaluation": off}),
        ],
    )


def test_a_contract_has_a_reference_of_its_own(decisions):
    """A second contract of one name would take the place of the first wherever it is watched."""
    play(therapy(decisions), until="live")
    play(store(decisions), until="agreements_and_mobilisation")
    contract = {**THERAPY_CONTRACT, "proposal_id": STORE, "signed_on": "2019-08-09"}
    leave_no_trace(decisions, ("council", "sign_contract", contract, "reference_taken"))


def test_an_award_that_is_not_published_keeps_the_gate_shut(decisions):
    """Call-in begins with publication: until then nobody knows when the award will count."""
    play(therapy(decisions), until="award_and_standstill")
    award = {"proposal_id": THERAPY, "supplier": SUPPLIER, "partner": "MBC", "route": "officer"}
    decisions.officer("MBC")("record_award", {**award, "decided_on": "2018-12-10"})

    asked = decisions.ccg("why_not", {"id": THERAPY, "move": "mobilise"})
    facts = [each["fact"] for each in asked["blockers"]]
    assert (
        "Middlesbrough Council has not published the award: call-in begins with publication."
        in facts
    )


def test_a_closed_gate_names_each_condition_and_who_can_clear_it(decisions):
    play(therapy(decisions), until="partner_decisions")
    case = decisions.case(THERAPY, decisions.ccg)
    decisions.clock.stands_at("2018-09-26")
    with pytest.raises(CommissioningError) as refusal:
        case.moves("2018-09-26", "record_joint_decision")
    asked = decisions.ccg("why_not", {"id": THERAPY, "move": "record_joint_decision"})

    assert set(refusal.value.details) == {
        "evidence_of_each_partner",
        "key_decisions_announced",
        "every_partner_approved",
    }
    assert {each["condition"] for each in asked["blockers"]} == set(refusal.value.details)
    assert {each["who"] for each in asked["blockers"]} == {
        "democratic_services",
        "decision_maker",
    }


def test_a_stage_that_is_not_in_the_process_is_refused(decisions):
    play(therapy(decisions), until="need_identified")
    leave_no_trace(decisions, ("ccg", "list_proposals", {"stage": "nearly_there"}, "unknown_stage"))


def test_a_command_without_an_actor_or_a_key_is_refused(decisions):
    ask_for_actor_and_key(decisions, decisions.council, "draft_proposal", DRAFT)


@pytest.mark.proves("T26")
def test_the_same_command_again_is_answered_and_changes_nothing(decisions):
    other = {**DRAFT, "title": "Something else"}
    count_once(decisions, decisions.council, "draft_proposal", DRAFT, other)
