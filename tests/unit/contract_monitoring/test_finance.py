"""Shared money of the two contracts of 2019, to the penny."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.contract_monitoring.domain.contracts import Condition
from services.contract_monitoring.domain.finance import (
    activity_of,
    balance,
    contributions,
    uplift,
)
from services.contract_monitoring.domain.sharing import corridor
from services.contract_monitoring.domain.years import part_of_year
from shared.errors import CommissioningError
from tests.support.agreements_of_2019 import ACTIVITY, PARTNERS, SHARES, SLT, STORE

YEAR = part_of_year(STORE, date(2019, 4, 1), date(2020, 3, 31))
OUTTURN = 63_412_255


def refused(code, act):
    with pytest.raises(CommissioningError) as refusal:
        act()
    assert refusal.value.code == code


def test_full_year_and_part_year_contributions():
    money = contributions(STORE)

    assert [each["amount_pence"] for each in money["full_year"]] == [
        14_007_462, 17_352_528, 11_707_730, 9_198_930, 25_192_525, 27_074_125,
    ]  # fmt: skip
    assert [each["amount_pence"] for each in money["part_year"]] == [
        8_113_612, 10_051_191, 6_781_526, 5_328_342, 14_592_392, 15_682_280,
    ]  # fmt: skip
    assert money["part_year_total_pence"] == 60_549_343
    assert money["part_year_rule"] == "212 of 366 days"


def test_a_contract_that_starts_with_the_year_has_no_part_year():
    money = contributions(SLT)

    assert [each["amount_pence"] for each in money["full_year"]] == [50_320_000, 68_080_000]
    assert money["part_year"] == []


def test_the_year_end_of_the_store_balances_to_the_penny():
    balancing = balance(STORE, YEAR, outturn_pence=OUTTURN, activity=ACTIVITY)

    assert [band["amount_pence"] for band in balancing["bands"]] == [1_210_986, 1_651_926]
    columns = [tuple(each.values()) for each in balancing["per_partner"]]
    assert columns == [
        ("MBC", 162_272, 249_441, 411_713),
        ("SBC", 201_024, 261_004, 462_028),
        ("RCBC", 135_630, 180_060, 315_690),
        ("HBC", 106_567, 135_458, 242_025),
        ("STCCG", 291_848, 429_501, 721_349),
        ("HASTCCG", 313_645, 396_462, 710_107),
    ]
    assert sum(column[3] for column in columns) == OUTTURN - 60_549_343 == 2_862_912


def test_a_condition_whose_words_leave_it_open_is_flagged_and_not_guessed():
    [warning] = balance(STORE, YEAR, outturn_pence=OUTTURN, activity=ACTIVITY)["warnings"]

    assert "£70,972.16" in warning
    assert "£69,508.20" in warning
    assert "does not say" in warning


def test_a_cost_above_the_cap_itself_is_no_question_of_words():
    tight = replace(STORE, conditions=(Condition("RCBC", "own_cost_cap", 7_000_000, "year"),))

    [warning] = balance(tight, YEAR, outturn_pence=OUTTURN, activity=ACTIVITY)["warnings"]

    assert "above its cap of £70,000.00" in warning


def test_the_days_of_the_contract_alone_count_whichever_days_of_the_year_are_named():
    assert part_of_year(STORE, date(2019, 9, 2), date(2020, 3, 31)) == YEAR
    assert YEAR.label == "2019/20"
    assert part_of_year(STORE, date(2020, 4, 1), date(2021, 3, 31)).is_whole


def test_what_is_no_year_of_the_contract_is_refused():
    def year(first, last):
        return lambda: part_of_year(STORE, first, last)

    refused("not_one_financial_year", year(date(2019, 9, 2), date(2020, 9, 1)))
    refused("not_one_financial_year", year(date(2020, 3, 31), date(2019, 4, 1)))
    refused("year_outside_contract", year(date(2018, 4, 1), date(2019, 3, 31)))


def test_a_saving_goes_back_the_way_an_overspend_is_borne():
    over = balance(STORE, YEAR, outturn_pence=60_549_343 + 2_000_000, activity=ACTIVITY)
    under = balance(STORE, YEAR, outturn_pence=60_549_343 - 2_000_000, activity=ACTIVITY)

    assert [-each["due_pence"] for each in under["per_partner"]] == [
        each["due_pence"] for each in over["per_partner"]
    ]


def test_more_than_ten_per_cent_waits_for_a_decision_of_all():
    refused(
        "beyond_corridor",
        lambda: balance(STORE, YEAR, outturn_pence=70_000_000, activity=ACTIVITY),
    )


def test_activity_must_be_that_of_the_partners_and_sum_to_the_whole():
    def attempt(activity):
        return lambda: balance(STORE, YEAR, outturn_pence=OUTTURN, activity=activity)

    refused("activity_partners_differ", attempt({"MBC": 10_000}))
    refused("shares_do_not_sum", attempt({**ACTIVITY, "MBC": 1511}))
    refused(
        "partner_named_twice",
        lambda: activity_of([{"partner": "MBC", "bp": 5000}, {"partner": "MBC", "bp": 5000}]),
    )


@pytest.mark.proves("A15")
def test_a_two_per_cent_uplift_is_blocked_by_the_cap_of_the_nhs_partner():
    tested = uplift(SLT, percent_bp=200, from_on=date(2020, 4, 1))

    assert tested["total_pence"] == 120_768_000
    assert [each["amount_pence"] for each in tested["per_partner"]] == [51_326_400, 69_441_600]
    assert tested["blocked_by"] == [
        {
            "partner": "STCCG",
            "condition": "own_cost_cap",
            "cap_pence": 69_000_000,
            "amount_pence": 69_441_600,
        }
    ]


def test_an_uplift_that_keeps_to_the_cap_is_not_blocked():
    assert uplift(SLT, percent_bp=135, from_on=date(2020, 4, 1))["blocked_by"] == []
    refused("year_outside_contract", lambda: uplift(SLT, percent_bp=200, from_on=date(2026, 4, 1)))


@given(
    budget=st.integers(10**5, 10**10),
    permille=st.integers(-99, 99),
)
def test_every_balancing_sums_exactly(budget, permille):
    outturn = budget + budget * permille // 1000
    result = corridor(budget, outturn, SHARES, ACTIVITY)

    assert sum(map(result.due, PARTNERS)) == outturn - budget
    assert sum(result.by_share.values()) == result.by_share_pence
