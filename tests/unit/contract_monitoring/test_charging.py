"""Contributions of part years, of periods, and of years in which shares change."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.contract_monitoring.domain.agreement import SERVICE
from services.contract_monitoring.domain.charging import budget_of, charged_until, schedule
from services.contract_monitoring.domain.finance import balance, contributions
from services.contract_monitoring.domain.shares import spans
from services.contract_monitoring.domain.terms import Charged, PartYear
from services.contract_monitoring.domain.variation import vary
from services.contract_monitoring.domain.years import check_not_charged, part_of_year, year_of
from tests.support.agreements_of_2019 import ACTIVITY, SHARES, SLT, STORE, agreed
from tests.support.refusals import code_of

FIRST_YEAR = part_of_year(STORE, date(2019, 4, 1), date(2020, 3, 31))
SECOND_YEAR = year_of(STORE, date(2020, 4, 1))
OTHER_SHARES = {**SHARES, "MBC": 1240, "SBC": 1760}


def varied(contract=STORE, **changes):
    return vary(
        contract,
        **{
            "cost_head": SERVICE,
            "from_on": date(2020, 10, 1),
            "shares": OTHER_SHARES,
            "annual_value_pence": None,
            "reference": "Joint board, 15 July 2020",
            "variation_reference": None,
            "on": date(2020, 7, 15),
            **changes,
        },
    )


def test_days_and_months_differ_by_four_thousand_pounds():
    by_months = agreed(STORE, part_year=PartYear.MONTHS)
    assert budget_of(STORE, FIRST_YEAR) == 60_549_343
    assert budget_of(by_months, FIRST_YEAR) == 60_977_758
    assert contributions(by_months)["part_year_rule"] == "7 of 12 months"


def test_an_agreement_that_does_not_say_gets_no_guess():
    silent = agreed(STORE, part_year=None, charged=Charged.YEARLY)
    assert code_of(lambda: budget_of(silent, FIRST_YEAR)) == "part_year_rule_missing"
    assert budget_of(silent, SECOND_YEAR) == 104_533_300  # a whole year needs no rule
    assert contributions(silent)["part_year_total_pence"] is None


def test_a_year_is_charged_by_quarters_that_sum_to_it_for_every_partner():
    due = schedule(STORE, FIRST_YEAR)
    assert [each["period"] for each in due] == ["2019-Q2", "2019-Q3", "2019-Q4"]
    assert due[0]["starts_on"] == date(2019, 9, 2)
    assert sum(each["total_pence"] for each in due) == 60_549_343
    by_partner = {
        who: sum(
            part["amount_pence"]
            for each in due
            for part in each["per_partner"]
            if part["partner"] == who
        )
        for who in SHARES
    }
    assert by_partner == {
        "MBC": 8_113_612,
        "SBC": 10_051_191,
        "RCBC": 6_781_526,
        "HBC": 5_328_342,
        "STCCG": 14_592_392,
        "HASTCCG": 15_682_280,
    }


@pytest.mark.proves("T22")
def test_a_share_that_changes_in_mid_year_leaves_the_days_before_as_they_were():
    after = varied().contract
    half = date(2020, 9, 30)
    assert charged_until(after, SECOND_YEAR, half) == charged_until(STORE, SECOND_YEAR, half)
    assert budget_of(after, SECOND_YEAR) == 104_533_300
    whole = charged_until(after, SECOND_YEAR, SECOND_YEAR.last)
    # 183 days at 13.40%, 182 days at 12.40% of a year.
    first, second = 52_409_846 * 1340 // 10_000, 52_123_454 * 1240 // 10_000
    assert abs(whole["MBC"] - first - second) <= 2
    assert next((s.from_on, s.until) for s in spans(after)) == (date(2019, 9, 2), date(2020, 10, 1))


@pytest.mark.proves("T21")
def test_a_back_dated_share_needs_an_agreed_variation_and_leaves_a_journal():
    late = {"from_on": date(2020, 4, 1), "on": date(2020, 7, 15)}
    assert code_of(lambda: varied(**late)) == "variation_reference_missing"
    changed = varied(**late, variation_reference="Deed of variation 1, 10 July 2020")
    assert {row["period"] for row in changed.journal} == {"2020-Q1", "2020-Q2"}
    first = [row for row in changed.journal if row["period"] == "2020-Q1"]
    assert [(row["partner"], row["difference_pence"]) for row in first] == [
        ("MBC", -260_617),
        ("SBC", 260_617),
    ]
    assert sum(row["difference_pence"] for row in changed.journal) == 0
    assert changed.change.reference == "Deed of variation 1, 10 July 2020"


def test_shares_for_days_to_come_leave_an_empty_journal():
    assert varied().journal == []


def test_shares_that_are_not_the_whole_are_refused():
    thirds = dict.fromkeys(("MBC", "SBC", "RCBC"), 3333)
    assert code_of(lambda: varied(shares=thirds)) == "shares_do_not_sum"
    assert code_of(lambda: varied(shares={**SHARES, "MBC": 1341})) == "shares_do_not_sum"


def test_each_cost_head_has_shares_of_its_own():
    new = {"cost_head": "capital", "shares": {"MBC": 5000, "SBC": 5000}}
    assert code_of(lambda: varied(**new)) == "value_of_head_missing"
    after = varied(**new, annual_value_pence=1_000_000).contract
    assert [span.cost_head for span in spans(after)] == ["service", "capital"]
    more = charged_until(after, SECOND_YEAR, SECOND_YEAR.last)["MBC"] - 14_007_462
    assert more == 249_315  # half of 182 of 365 days


def test_by_months_a_change_begins_with_a_month():
    by_months = agreed(STORE, part_year=PartYear.MONTHS)
    inside = {"from_on": date(2020, 10, 12)}
    assert code_of(lambda: varied(by_months, **inside)) == "not_first_of_month"
    assert budget_of(varied(by_months).contract, SECOND_YEAR) == 104_533_300


def test_a_change_inside_a_year_needs_a_rule_for_parts_of_years():
    shares = {"MBC": 4200, "STCCG": 5800}
    assert code_of(lambda: varied(SLT, shares=shares)) == "part_year_rule_missing"


def test_a_variation_that_breaks_a_condition_waits_for_its_partner():
    dearer = {"annual_value_pence": 108_000_000, "from_on": date(2021, 4, 1)}
    # 11.20% of 1,080,000 is 120,960: above Redcar and Cleveland's cap of 120,000.
    assert code_of(lambda: varied(**dearer)) == "condition_breached"


def test_a_year_of_two_shares_is_balanced_by_what_was_paid_under_them():
    after = varied().contract
    found = balance(after, SECOND_YEAR, outturn_pence=105_000_000, activity=ACTIVITY)
    assert sum(each["due_pence"] for each in found["per_partner"]) == 466_700


@given(
    value=st.integers(1, 10**10),
    day=st.dates(date(2020, 4, 2), date(2021, 3, 31)),
    charged=st.sampled_from(Charged),
)
def test_no_penny_is_lost_between_periods_and_shares(value, day, charged):
    contract = replace(agreed(STORE, charged=charged), annual_value_pence=value, conditions=())
    after = varied(contract, from_on=day, on=date(2020, 4, 1)).contract
    due = schedule(after, SECOND_YEAR)
    assert sum(each["total_pence"] for each in due) == value
    whole = charged_until(after, SECOND_YEAR, SECOND_YEAR.last)
    for who, pence in whole.items():
        parts = (p for each in due for p in each["per_partner"] if p["partner"] == who)
        assert sum(part["amount_pence"] for part in parts) == pence


def test_a_year_that_was_issued_ahead_is_journalled_for_its_later_periods_too():
    changed = varied(issued={"2020/21"})
    assert {row["period"] for row in changed.journal} == {"2020-Q3", "2020-Q4"}
    assert sum(row["difference_pence"] for row in changed.journal) == 0


def test_new_terms_leave_charged_years_alone():
    def attempt(from_on):
        return lambda: check_not_charged(STORE, {"2020/21"}, from_on)

    assert code_of(attempt(date(2020, 4, 1))) == "year_already_charged"
    assert attempt(date(2020, 4, 2))() is None
