"""Caps of partners as expressions: met, breached, or open to two readings."""

from dataclasses import replace
from datetime import date

import pytest

from services.contract_monitoring.domain.agreement import Answer, Reading
from services.contract_monitoring.domain.finance import balance, conditions_now, uplift
from services.contract_monitoring.domain.years import part_of_year
from tests.support.agreements_of_2019 import ACTIVITY, SLT, STORE

YEAR = part_of_year(STORE, date(2019, 4, 1), date(2020, 3, 31))
OUTTURN = 63_412_255


def answered(contract, partner, *, reading=None, allowed=None):
    answer = Answer(
        partner, "own_cost_cap", reading, allowed, date(2020, 4, 1), "Letter of 12 June 2020"
    )
    return replace(contract, answers=(answer,))


def judged(contract):
    [found] = balance(contract, YEAR, outturn_pence=OUTTURN, activity=ACTIVITY)["conditions"]
    return found


def test_two_readings_of_a_cap_are_shown_and_none_is_chosen():
    found = judged(STORE)
    assert found["state"] == "ambiguous"
    assert found["expression"] == "own_cost <= £120,000.00 per financial year"
    assert found["cost_pence"] == 7_097_216
    assert found["readings"] == [
        {"reading": "per_year", "cap_pence": 12_000_000, "met": True},
        {"reading": "pro_rata", "cap_pence": 6_950_820, "met": False},
    ]


def test_the_reading_that_the_partner_gave_is_used_from_then_on():
    per_year = judged(answered(STORE, "RCBC", reading=Reading.PER_YEAR))
    assert (per_year["state"], per_year["sentence"]) == ("met", None)
    pro_rata = judged(answered(STORE, "RCBC", reading=Reading.PRO_RATA))
    assert pro_rata["state"] == "breached"
    assert pro_rata["reference"] == "Letter of 12 June 2020"
    assert "£69,508.20" in pro_rata["sentence"]


@pytest.mark.proves("T23")
def test_an_uplift_is_blocked_until_the_partner_lets_its_cap_go_so_far():
    tested = uplift(SLT, percent_bp=200, from_on=date(2020, 4, 1))
    assert [each["partner"] for each in tested["blocked_by"]] == ["STCCG"]
    released = answered(SLT, "STCCG", allowed=69_441_600)
    assert uplift(released, percent_bp=200, from_on=date(2020, 4, 1))["blocked_by"] == []
    too_far = uplift(released, percent_bp=300, from_on=date(2020, 4, 1))
    assert [each["amount_pence"] for each in too_far["blocked_by"]] == [70_122_400]


def test_a_release_holds_from_its_day():
    released = answered(SLT, "STCCG", allowed=69_441_600)
    before = uplift(released, percent_bp=200, from_on=date(2020, 3, 1))
    assert [each["partner"] for each in before["blocked_by"]] == ["STCCG"]


@pytest.mark.proves("T23")
def test_an_overspend_above_the_cap_is_a_breach():
    year = part_of_year(SLT, date(2019, 4, 1), date(2020, 3, 31))
    activity = {"MBC": 4250, "STCCG": 5750}
    [found] = balance(SLT, year, outturn_pence=121_000_000, activity=activity)["conditions"]
    assert (found["state"], found["cost_pence"]) == ("breached", 69_575_000)


def test_the_state_of_each_condition_in_a_full_year():
    [found] = conditions_now(STORE, date(2020, 4, 1))
    assert (found["partner"], found["state"], found["cost_pence"]) == ("RCBC", "met", 11_707_730)
