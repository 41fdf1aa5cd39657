"""Two people act on one contract at the same moment."""

import pytest

from tests.support.contracts_of_2019 import SLT_CONTRACT, SLT_RETURNS, Cell, return_of
from tests.support.one_service import at_once

RED_Q2 = Cell("SLT01", "2019-Q2", 200, 297, "67.3", "red")


def test_one_of_two_returns_for_a_period_is_taken(slt):
    body = return_of(SLT_RETURNS[0], SLT_CONTRACT)

    outcomes = at_once(
        lambda: slt.provider("submit_return", body),
        lambda: slt.contract_manager("submit_return", {**body, "numerator": 250}),
    )

    assert outcomes.count("return_already_submitted") == 1
    assert len(slt.events("kpi.return_submitted")) == 1


@pytest.mark.parametrize("other", ["another person", "the same command again"])
def test_two_validations_raise_one_notice(slt, other):
    slt.has_return(SLT_RETURNS[0], SLT_CONTRACT)
    slt.provider("submit_return", return_of(RED_Q2, SLT_CONTRACT))
    key = {"contract_id": "CON-2019-01", "measure": "SLT01", "period": "2019-Q2"}
    colleague = slt.person("lee", "STCCG", "contract_manager")
    same = other == "the same command again"
    second, second_key = (slt.contract_manager, "same-key-1") if same else (colleague, "other-key")

    first, second_outcome = at_once(
        lambda: slt.contract_manager("validate_return", key, "same-key-1"),
        lambda: second("validate_return", key, second_key),
    )

    if same:
        assert first == second_outcome
    else:
        assert [first, second_outcome].count("return_already_validated") == 1
    levels = [event["data"]["level"] for event in slt.events("performance.escalated")]
    assert levels == [1, 2]


def test_two_measures_of_one_contract_wait_for_each_other_and_both_count(slt):
    acts = [return_of(cell, SLT_CONTRACT) for cell in SLT_RETURNS if cell.period == "2019-Q1"]

    outcomes = at_once(*(lambda body=body: slt.provider("submit_return", body) for body in acts))

    assert len([each for each in outcomes if isinstance(each, dict)]) == len(acts)
    watched = slt.sees(SLT_CONTRACT)["watch"]["measures"]
    assert sum(each["last_period"] == "2019-Q1" for each in watched) == len(acts)
