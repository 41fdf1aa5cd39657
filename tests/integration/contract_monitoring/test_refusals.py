"""What is refused, with which code; nothing is written and no event leaves."""

import pytest

from tests.support.contracts_of_2019 import SLT_CONTRACT, SLT_RETURNS, STORE_ACTIVITY
from tests.support.refusals import ask_for_actor_and_key, code_of, count_once, leave_no_trace

RETURN = {
    "contract_id": "CON-2019-01",
    "measure": "SLT01",
    "period": "2019-Q2",
    "period_kind": "full",
    "starts_on": "2019-07-01",
    "ends_on": "2019-09-30",
    "numerator": 268,
    "denominator": 297,
    "on": "2019-10-18",
}
KEY = {"contract_id": "CON-2019-01", "measure": "SLT01", "period": "2019-Q1"}
MISSING = {**KEY, "period": "2019-Q3"}
CORRECTED = {**KEY, "numerator": 250, "denominator": 312, "reason": "Recount."}
REVIEW = {"contract_id": "CON-2019-01", "reason": "Option year.", "on": "2020-09-30"}
NOTICE = {"contract_id": "CON-2019-01", "measure": "SLT01", "evidence": "Green again."}
UPLIFT = {"contract_id": "CON-2019-01", "percent_bp": 200, "from_on": "2020-04-01"}
BALANCING = {
    "contract_id": "CON-2019-01",
    "year": {"starts_on": "2019-04-01", "ends_on": "2020-03-31"},
    "outturn_pence": 118_400_000,
    "activity": [{"partner": "MBC", "bp": 4250}, {"partner": "STCCG", "bp": 5750}],
}
NOWHERE = {"contract_id": "CON-2031-09"}

# Who, what, with which fields, and the code of the refusal.
REFUSALS = [
    ("provider", "submit_return", {**RETURN, "numerator": 298}, "numerator_above_denominator"),
    ("provider", "submit_return", {**RETURN, "numerator": -1}, "invalid_input"),
    ("provider", "submit_return", {**RETURN, "numerator": 2.5}, "invalid_input"),
    ("provider", "submit_return", {**RETURN, "children": "names"}, "invalid_input"),
    ("provider", "submit_return", {**RETURN, **NOWHERE}, "contract_not_found"),
    ("provider", "submit_return", {**RETURN, "measure": "SLT99"}, "unknown_measure"),
    ("provider", "submit_return", {**RETURN, "period": "2019-Q7"}, "unknown_period"),
    ("provider", "submit_return", {**RETURN, "ends_on": "2019-09-29"}, "period_dates_wrong"),
    ("provider", "submit_return", {**RETURN, "on": "2019-09-30"}, "period_not_over"),
    ("provider", "submit_return", {**RETURN, "on": "2026-11-26"}, "date_in_future"),
    (
        "provider",
        "submit_return",
        {**RETURN, "period": "2024-Q1", "starts_on": "2024-04-01", "ends_on": "2024-06-30"}
        | {"on": "2024-07-19"},
        "period_outside_contract",
    ),
    (
        "provider",
        "submit_return",
        {**RETURN, "period": "2019-Q1", "starts_on": "2019-04-01", "ends_on": "2019-06-30"},
        "return_already_submitted",
    ),
    (
        "provider",
        "submit_return",
        {**RETURN, "period": "2018-Q4", "starts_on": "2019-01-01", "ends_on": "2019-03-31"},
        "period_outside_contract",
    ),
    ("panel_member", "submit_return", RETURN, "role_required"),
    ("other_provider", "submit_return", RETURN, "role_required"),
    ("outsider", "submit_return", RETURN, "not_a_party"),
    ("provider", "validate_return", KEY, "role_required"),
    ("outsider", "validate_return", KEY, "not_a_party"),
    ("both", "validate_return", KEY, "return_already_validated"),
    ("contract_manager", "validate_return", MISSING, "return_not_found"),
    ("contract_manager", "validate_return", {**KEY, "measure": "SLT99"}, "return_not_found"),
    ("contract_manager", "validate_return", {**KEY, **NOWHERE}, "contract_not_found"),
    ("provider", "restate_return", CORRECTED, "role_required"),
    ("contract_manager", "restate_return", {**CORRECTED, "reason": ""}, "invalid_input"),
    (
        "contract_manager",
        "restate_return",
        {**CORRECTED, "numerator": 313},
        "numerator_above_denominator",
    ),
    (
        "contract_manager",
        "restate_return",
        {**CORRECTED, "numerator": 251},
        "restatement_changes_nothing",
    ),
    ("contract_manager", "restate_return", {**CORRECTED, "on": "2019-07-23"}, "before_last_act"),
    ("contract_manager", "close_notice", {**NOTICE, "evidence": ""}, "invalid_input"),
    ("contract_manager", "close_notice", {**NOTICE, "measure": "SLT03"}, "no_open_notice"),
    ("contract_manager", "close_notice", {**NOTICE, "on": "2019-07-01"}, "before_notice"),
    ("provider", "close_notice", NOTICE, "role_required"),
    ("provider", "open_review", REVIEW, "role_required"),
    ("outsider", "open_review", REVIEW, "not_a_party"),
    ("contract_manager", "open_review", {**REVIEW, "on": "2019-03-31"}, "contract_not_live"),
    ("provider", "test_uplift", UPLIFT, "role_required"),
    (
        "contract_manager",
        "test_uplift",
        {**UPLIFT, "from_on": "2026-04-01"},
        "year_outside_contract",
    ),
    (
        "contract_manager",
        "calculate_balancing",
        {**BALANCING, "outturn_pence": 140_000_000},
        "beyond_corridor",
    ),
    (
        "contract_manager",
        "calculate_balancing",
        {**BALANCING, "activity": STORE_ACTIVITY},
        "activity_partners_differ",
    ),
    (
        "contract_manager",
        "calculate_balancing",
        {**BALANCING, "activity": [{"partner": p, "bp": 4250} for p in ("MBC", "STCCG")]},
        "shares_do_not_sum",
    ),
    (
        "contract_manager",
        "calculate_balancing",
        {**BALANCING, "year": {"starts_on": "2019-04-01", "ends_on": "2020-04-01"}},
        "not_one_financial_year",
    ),
]


@pytest.fixture
def watched(slt):
    """One validated return, red: a query is open."""
    slt.has_return(SLT_RETURNS[0], SLT_CONTRACT)
    slt.panel_member = slt.person("YC-07", "MBC", "panel_member")
    slt.other_provider = slt.person("olu", "MBC", "provider")
    slt.outsider = slt.person("gwen", "HBC", "contract_manager")
    slt.both = slt.person("ann", "TEESTALK", "provider", "contract_manager")
    return slt


def test_what_is_refused_leaves_no_trace(watched):
    leave_no_trace(watched, *REFUSALS)


def test_whoever_submitted_a_return_can_not_validate_it_in_another_role(watched):
    watched.both("submit_return", RETURN)

    leave_no_trace(
        watched,
        ("both", "validate_return", {**KEY, "period": "2019-Q2"}, "cannot_validate_own_return"),
    )


def test_a_correction_is_not_validated_by_whoever_made_it(watched):
    watched.provider("submit_return", RETURN)
    correction = {**CORRECTED, "period": "2019-Q2", "on": "2019-10-21"}
    answer = watched.contract_manager("restate_return", correction)
    assert (answer["return"]["stage"], answer["return"]["revision"]) == ("submitted", 2)

    leave_no_trace(
        watched,
        (
            "contract_manager",
            "validate_return",
            {**KEY, "period": "2019-Q2"},
            "cannot_validate_own_return",
        ),
    )


def test_a_formal_notice_does_not_close_while_the_measure_is_red(watched):
    watched.provider("submit_return", {**RETURN, "numerator": 200})
    watched.contract_manager("validate_return", {**KEY, "period": "2019-Q2", "on": "2019-10-24"})

    leave_no_trace(watched, ("contract_manager", "close_notice", NOTICE, "measure_not_recovered"))


def test_a_review_is_not_opened_twice(watched):
    watched.contract_manager("open_review", REVIEW)

    leave_no_trace(
        watched,
        ("contract_manager", "open_review", {**REVIEW, "on": "2020-10-01"}, "review_already_open"),
    )


def test_a_contract_with_an_unknown_set_of_measures_is_not_taken_in(monitoring):
    before = monitoring.rows()
    strange = {**SLT_CONTRACT, "measure_set": "orthoptics"}
    assert code_of(lambda: monitoring.receives_contract(strange)) == "unknown_measure_set"
    assert monitoring.rows() == before


def test_a_command_without_an_actor_or_a_key_is_refused(watched):
    ask_for_actor_and_key(watched, watched.provider, "submit_return", RETURN)


def test_the_same_command_again_is_answered_and_changes_nothing(watched):
    count_once(watched, watched.provider, "submit_return", RETURN, {**RETURN, "numerator": 1})
