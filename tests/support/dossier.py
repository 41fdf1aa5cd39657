"""Views as the other services give them: the two stories of the demonstration, part way through.

For pages that are looked at without the other processes. What a service really answers is proved
by its own tests and by the end-to-end journeys.
"""

from copy import deepcopy
from typing import Any

from tests.support import law, looking_back, notices_of_2026
from tests.support.acts_of_a_proposal import ACTS
from tests.support.feed_of_partners import EVENT, SYSTEM

SLT = "JCP-2017-03"
STORE = "JCP-2018-07"
CONTRACT = "CON-2019-01"
SESSION = "YCP-2018-02"

STAGES = (
    "need_identified",
    "needs_assessment",
    "priority_and_mandate",
    "coproduction_and_review",
    "options_and_business_case",
    "young_commissioners_panel",
    "formal_consultation",
    "partner_decisions",
    "decision_effective",
    "procurement_design",
    "selection_and_evaluation",
    "award_and_standstill",
    "agreements_and_mobilisation",
    "live",
    "review_and_option_decision",
    "decommission",
)


def a_proposal(number: str = SLT, stage: str = "partner_decisions", **changes: Any) -> Any:
    """The public block of a proposal."""
    return {
        "id": number,
        "title": "Speech and language therapy for children and young people",
        "service_type": "speech_and_language_therapy",
        "need_id": "NEED-2017-01",
        "lead": "STCCG",
        "partners": ["MBC", "STCCG"],
        "stage": stage,
        "stage_number": STAGES.index(stage) + 1,
        "stage_since": "2018-08-17",
        "process": "JCP-16",
        "process_version": 1,
        "proposal_version": 3,
        "frozen_sha256": "ab" * 32,
        "annual_cost_pence": 118_400_000,
        "cost_head": "service",
        "shares": [{"partner": "MBC", "bp": 4250}, {"partner": "STCCG", "bp": 5750}],
        "joint_outcome": "pending",
        "joint_effective_on": None,
        "contract_id": None,
        "moves": 8,
        **changes,
    }


STORE_PROPOSAL = a_proposal(
    STORE,
    "options_and_business_case",
    title="Joint Tees children’s equipment store",
    service_type="children_equipment",
    need_id=None,
    lead="MBC",
    partners=["MBC", "SBC", "RCBC", "HBC", "STCCG", "HASTCCG"],
    stage_since="2019-02-04",
    shares=[
        {"partner": "MBC", "bp": 1340},
        {"partner": "SBC", "bp": 1660},
        {"partner": "RCBC", "bp": 1120},
        {"partner": "HBC", "bp": 880},
        {"partner": "STCCG", "bp": 2410},
        {"partner": "HASTCCG", "bp": 2590},
    ],
    annual_cost_pence=104_533_300,
    joint_outcome=None,
)

NEED = {
    "id": "NEED-2017-01",
    "title": "Children wait too long for speech and language therapy",
    "service_type": "speech_and_language_therapy",
    "trigger_kind": "inspection",
    "trigger_text": "The inspection of March 2017 named joint commissioning as a weakness.",
    "area": "MBC",
    "indicator_codes": ["N07"],
    "identified_on": "2017-10-02",
    "scored_on": "2018-02-14",
    "score": "87.0",
    "rank": 1,
    "ranked_of": 4,
    "weights_version": "2018-1",
    "criteria": [
        {"code": "severity", "weight": 25, "score": 5},
        {"code": "numbers", "weight": 20, "score": 4},
        {"code": "gap", "weight": 20, "score": 5},
    ],
}

SESSION_BLOCK = {
    "id": SESSION,
    "panel": "Tees Young Commissioners",
    "purpose": "proposal",
    "proposal_id": SLT,
    "proposal_version": 3,
    "brief_issued_on": "2018-06-29",
    "held_on": "2018-07-14",
    "opens_on": "2018-07-14",
    "closes_on": "2018-07-16",
    "quorum_met": True,
    "present_band": "5 or more",
    "adjustments_met": "3 of 3",
    "stage": "open",
    "recommendation_count": 2,
}


def a_recommendation(number: int, **changes: Any) -> Any:
    return {
        "id": f"{SESSION}-R{number}",
        "session_id": SESSION,
        "proposal_id": SLT,
        "strength": "must",
        "theme": "information",
        "statement": "Tell us what will happen, in words and pictures, before the first visit.",
        "why": "Not knowing makes me worried.",
        "support": "7 of 7",
        "late": False,
        "stage": "responded",
        "submitted_on": "2018-07-16",
        "response_due_on": "2018-08-13",
        "response": {
            "decision": "accept",
            "reasons": "You are right.",
            "what_will_change": "Each child gets a picture letter before the first visit.",
            "owner": "Peter Lowe",
            "due_on": None,
            "responded_on": "2018-08-10",
            "signed_by_director": False,
            "reaction": None,
        },
        **changes,
    }


RECOMMENDATIONS = [
    a_recommendation(1),
    a_recommendation(
        3,
        theme="staff",
        statement="Keep the same therapist until our goals are done.",
        support="6 of 7",
        stage="submitted",
        response=None,
    ),
]

WHOLE_PROPOSAL = {
    "proposal": a_proposal(),
    "version": 14,
    "gate": {
        "moves": [
            {
                "move": "record_joint_decision",
                "to_stage": "decision_effective",
                "because": "Every partner has decided for itself, and the joint rule is met.",
                "outcome": "pass",
                "reason_needed": False,
                "open": False,
                "blockers": [
                    {
                        "condition": "every_partner_decided",
                        "fact": "1 of 2 partners has decided. NHS South Tees CCG has not.",
                        "who": "decision_maker",
                        "by_when": "2018-09-26",
                    },
                    {
                        "condition": "recommendations_answered",
                        "fact": "YCP-2018-02-R3 has no answer.",
                        "who": "commissioner",
                        "by_when": "2018-08-13",
                    },
                ],
            },
            {
                "move": "return_to_options",
                "to_stage": "options_and_business_case",
                "because": "A partner asked for a change that is material.",
                "outcome": "return",
                "reason_needed": True,
                "open": True,
                "blockers": [],
            },
        ]
    },
    "acts": ACTS,
    "waivers": [],
    "conflicts": [],
    "conflicts_to_settle": [],
    "joint_rule": None,
    "dispute": None,
    "ranking": [],
    "stages": [
        {
            "stage": stage,
            "number": place,
            "position": "passed" if place < 8 else "current" if place == 8 else "ahead",
        }
        for place, stage in enumerate(STAGES, 1)
    ],
    "evidence": [
        {
            "code": "E02",
            "title": "Joint needs assessment, speech and language, v1.0",
            "version": 1,
            "sha256": "cd" * 32,
            "classification": "public",
            "author_organisation": "MBC",
            "added_on": "2018-01-26",
        },
        {
            "code": "E21",
            "title": "Exempt item",
            "version": 1,
            "sha256": "ef" * 32,
            "classification": "exempt",
            "author_organisation": "STCCG",
            "added_on": "2018-09-10",
        },
    ],
    "versions": [],
    "notices": [
        {
            "partner": "MBC",
            "body": "Executive",
            "matter": "Speech and language therapy",
            "key_decision": True,
            "meeting_on": "2018-09-18",
            "notice_on": "2018-08-17",
            "latest_notice_on": "2018-08-20",
            "compliant": True,
        }
    ],
    "decisions": [
        {
            "partner": "MBC",
            "body": "Executive",
            "route": "executive",
            "outcome": "approved",
            "decided_on": "2018-09-18",
            "published_on": "2018-09-20",
            "effective_on": None,
            "call_in_closes_on": "2018-09-27",
            "conditions": [],
            "resolutions": ["1", "2", "3"],
        },
        {"partner": "STCCG", "outcome": "awaiting"},
    ],
    "recommendations": RECOMMENDATIONS,
    "timeline": [
        {
            "on": "2018-09-18",
            "sentence": "Middlesbrough Council’s Executive approved version 3.",
            "by_role": "democratic_services",
            "event_id": "0191f5a2-0000-7000-8000-000000000001",
        },
        {
            "on": "2018-08-17",
            "sentence": "Moved to partner decisions: the panel was answered.",
            "by_role": "commissioner",
            "event_id": "0191f5a2-0000-7000-8000-000000000002",
        },
    ],
    "deadlines": [
        {
            "title": "Call-in at Middlesbrough Council closes",
            "on": "2018-09-27",
            "explanation": "5 working days after publication on 20 September 2018.",
        }
    ],
    "contract_id": CONTRACT,
}

SIGNED = {
    "id": CONTRACT,
    "proposal_id": SLT,
    "title": "Speech and language therapy for children and young people",
    "service_type": "speech_and_language_therapy",
    "lead": "STCCG",
    "partners": ["MBC", "STCCG"],
    "supplier": {"code": "TEESTALK", "name": "Tees Talk Community Therapies"},
    "regime": "PCR 2015 light touch",
    "signed_on": "2019-01-07",
    "starts_on": "2019-04-01",
    "initial_end_on": "2022-03-31",
    "maximum_end_on": "2024-03-31",
    "annual_value_pence": 118_400_000,
    "value_maximum_pence": 592_000_000,
    "measure_set": "slt",
    "shares": [{"partner": "MBC", "bp": 4250}, {"partner": "STCCG", "bp": 5750}],
    "conditions": [],
    "options": [],
}
NOTICE = {
    "level": 2,
    "measure": "SLT01",
    "raised_on": "2019-11-12",
    "because": "Two full periods in a row were red: 2019-Q2 80.4 and 2019-Q3 86.0.",
}
WATCH = {
    "id": CONTRACT,
    "proposal_id": SLT,
    "title": SIGNED["title"],
    "stage": "live",
    "starts_on": "2019-04-01",
    "escalation_level": 2,
    "open_notices": [NOTICE],
    "measures": [
        {
            "code": "SLT01",
            "name": "First contact within 18 weeks",
            "target": "at least 92%",
            "last_period": "2019-Q4",
            "last_rating": "green",
        }
    ],
    "review_opened_on": None,
}


def a_return(period: str, met: str, of: str, value: str, rating: str, **changes: Any) -> Any:
    return {
        "contract_id": CONTRACT,
        "measure": "SLT01",
        "measure_name": "First contact within 18 weeks",
        "period": period,
        "period_kind": "full",
        "starts_on": "2019-04-01",
        "ends_on": "2019-06-30",
        "numerator_public": met,
        "denominator_public": of,
        "value_public": value,
        "rating": rating,
        "revision": 1,
        "stage": "validated",
        "submitted_on": "2019-07-19",
        "reason": None,
        "previous_rating": None,
        **changes,
    }


RETURNS = [
    a_return("2019-Q2", "251", "312", "80.4", "red"),
    a_return(
        "2019-Q3",
        "259",
        "301",
        "86.0",
        "red",
        starts_on="2019-07-01",
        ends_on="2019-09-30",
        stage="restated",
        revision=2,
        reason="Nine children were counted in the wrong quarter.",
        previous_rating="amber",
    ),
    a_return(
        "2019-Q4",
        "301",
        "318",
        "94.7",
        "green",
        starts_on="2019-10-01",
        ends_on="2019-12-31",
        stage="submitted",
    ),
]
WHOLE_CONTRACT = {
    "contract": SIGNED,
    "watch": WATCH,
    "version": 6,
    "figures": "public",
    "measures": [
        {
            "code": "SLT01",
            "name": "First contact within 18 weeks",
            "target": "at least 92%",
            "returns": RETURNS,
        },
        {"code": "SLT04", "name": "Goals met", "target": "at least 95%", "returns": []},
    ],
    "notices": [{**NOTICE, "number": 1, "cure_by": "2019-12-10", "closed_on": None}],
    "money": {
        "shares": SIGNED["shares"],
        "full_year": [
            {"partner": "MBC", "amount_pence": 50_320_000},
            {"partner": "STCCG", "amount_pence": 68_080_000},
        ],
        "part_year": [],
        "balancings": [],
        "uplift_tests": [
            {
                "calculated_on": "2020-01-20",
                "from_on": "2020-04-01",
                "percent": "2.0",
                "total_pence": 120_768_000,
                "per_partner": [],
                "blocked_by": [
                    {
                        "partner": "STCCG",
                        "condition": "own_cost_cap",
                        "cap_pence": 69_000_000,
                        "amount_pence": 69_441_600,
                    }
                ],
            }
        ],
    },
    "timeline": [
        {"on": "2019-11-12", "text": "Formal performance notice on SLT01 raised."},
        {"on": "2019-04-01", "text": "The service commenced."},
    ],
}

PARTNER = {
    "code": "MBC",
    "name": "Middlesbrough Council",
    "kind": "council",
    "governance": {"model": "elected_mayor", "call_in": True, "call_in_working_days": 5},
    "key_decision_pence": 15_000_000,
    "limits": {},
    "order": 1,
    "succeeded_by": None,
}


def answers() -> dict[str, Any]:
    """Query -> its view; a fresh copy, so that a test may change it."""
    return deepcopy(
        {
            "get_proposal": WHOLE_PROPOSAL,
            "get_proposal_as_of": looking_back.as_of(WHOLE_PROPOSAL),
            "get_decision_report": looking_back.REPORT,
            "why_not": WHOLE_PROPOSAL["gate"]["moves"][1],
            "get_need": {
                "need": NEED,
                "version": 2,
                "observations": [
                    {
                        "code": "N07",
                        "name": "Median days from referral to assessment",
                        "period": "2017/18",
                        "value_public": "117",
                    }
                ],
                "proposals": [{"id": SLT, "title": "Speech and language therapy"}],
            },
            "get_contract": WHOLE_CONTRACT,
            "get_recommendation": {"recommendation": RECOMMENDATIONS[1], "version": 1},
            "get_session": {"session": SESSION_BLOCK, "version": 3},
            "list_sessions": {"sessions": [SESSION_BLOCK]},
            "list_events": {"events": [EVENT], "position": 41, "head": 41},
            "list_indicators": {
                "indicators": [{"code": "N07", "name": "Median days from referral"}],
                "observations": [],
            },
            "list_partners": {"partners": [PARTNER]},
            "list_processes": {"processes": law.PROCESSES},
            "list_evidence_kinds": {"evidence": law.EVIDENCE_KINDS},
            "list_rules": law.RULES,
            "list_notice_duties": {"procurement": notices_of_2026.PROCUREMENT, "version": 61},
            "draft_release": {
                "release": notices_of_2026.RELEASE,
                "missing": notices_of_2026.MISSING,
            },
            "list_obligations": {"obligations": [law.OBLIGATION], "after": None},
            "work_out_deadline": {"deadline": law.DEADLINE},
            "list_systems": {"systems": [SYSTEM]},
        }
    )
