"""Hartlepool leaves the store: notice, re-share, stranded cost, and who must decide."""

from dataclasses import replace
from datetime import date

import pytest

from services.contract_monitoring.domain import exits
from services.contract_monitoring.domain.agreement import Decision, Succession
from services.contract_monitoring.domain.charging import charged_until
from services.contract_monitoring.domain.conditions import conditions_on
from services.contract_monitoring.domain.contracts import Condition
from services.contract_monitoring.domain.money_views import exit_block
from services.contract_monitoring.domain.shares import partners_on, spans
from services.contract_monitoring.domain.succession import succeed
from services.contract_monitoring.domain.years import year_of
from tests.support.agreements_of_2019 import STORE, agreed
from tests.support.refusals import code_of

MERGER = Succession(
    ("STCCG", "HASTCCG"), {"TVCCG": 10_000}, date(2020, 4, 1), "Order merging five CCGs"
)
MERGED = succeed(STORE, MERGER)[0]
STAYING = ("MBC", "SBC", "RCBC", "TVCCG")


def noticed(contract=MERGED, **changes):
    given = {"notice_on": date(2020, 9, 30), "leaves_on": date(2022, 3, 31), "reference": "Letter"}
    return exits.give_notice(contract, "HBC", **{**given, **changes})


def proposed(value=97_500_000, shares=None, contract=MERGED):
    contract, left = noticed(contract)
    return exits.propose(
        contract, left, shares=shares, annual_value_pence=value, reference="Re-costing, May 2021"
    )


def decided(contract, left, *partners, **changes):
    for who in partners:
        decision = Decision(who, left.plan.sha256, f"Minute of {who}", date(2021, 11, 30))
        contract, left = exits.decide(contract, left, replace(decision, **changes), None)
    return contract, left


def test_notice_is_held_against_the_agreement():
    refusal = {"leaves_on": date(2021, 9, 29)}
    assert code_of(lambda: noticed(**refusal)) == "exit_notice_too_short"
    assert noticed(leaves_on=date(2021, 9, 30))[1].leaves_on == date(2021, 9, 30)
    silent = agreed(MERGED, exit_notice_months=None)
    assert code_of(lambda: noticed(silent)) == "exit_notice_not_agreed"


def test_notice_is_given_once_and_by_a_partner():
    contract, _ = noticed()
    assert code_of(lambda: noticed(contract)) == "exit_already_notified"
    stranger = exits.give_notice
    given = {"notice_on": date(2020, 9, 30), "leaves_on": date(2022, 3, 31), "reference": "L"}
    assert code_of(lambda: stranger(MERGED, "STCCG", **given)) == "no_share_to_pass_on"


def test_the_rest_is_the_whole_again():
    contract, left = noticed()
    assert exits.shares_of_rest(contract, left) == {
        "MBC": 1469,
        "SBC": 1820,
        "RCBC": 1228,
        "TVCCG": 5483,
    }


@pytest.mark.proves("T04")
def test_the_service_costs_more_than_a_straight_cut():
    contract, left = proposed()
    block = exit_block(contract, left)["plan"]
    assert block["stranded_pence"] == 2_165_630
    assert [(each["partner"], each["amount_pence"]) for each in block["per_partner"]] == [
        ("MBC", 14_322_750),
        ("SBC", 17_745_000),
        ("RCBC", 11_973_000),
        ("TVCCG", 53_459_250),
    ]
    [cap] = block["conditions"]
    assert (cap["partner"], cap["state"], cap["cost_pence"]) == ("RCBC", "met", 11_973_000)
    assert block["must_decide"] == list(STAYING)


def test_it_takes_effect_only_with_a_decision_of_each():
    contract, left = proposed()
    for number, who in enumerate(STAYING, start=1):
        assert exits.take_effect(contract, left, date(2021, 11, 30)) is None
        contract, left = decided(contract, left, who)
        assert len(exits.still_to_decide(contract, left, left.plan)) == 4 - number
    changed = exits.take_effect(contract, left, date(2021, 11, 30))
    assert changed.change.from_on == date(2022, 4, 1)
    assert dict(changed.change.shares)["TVCCG"] == 5483
    assert changed.journal == []
    assert "HBC" in partners_on(changed.contract, date(2022, 3, 31))
    assert "HBC" not in partners_on(changed.contract, date(2022, 4, 1))


@pytest.mark.proves("T04")
def test_years_before_stay_as_they_were():
    changed = exits.take_effect(*decided(*proposed(), *STAYING), date(2021, 11, 30))
    for day in (date(2019, 9, 2), date(2020, 4, 1), date(2021, 4, 1)):
        year = year_of(MERGED, day)
        assert charged_until(changed.contract, year, year.last) == charged_until(
            MERGED, year, year.last
        )


def test_the_successor_of_2022_bears_what_was_agreed_with_its_predecessor():
    agreed_on = exits.take_effect(*decided(*proposed(), *STAYING), date(2021, 11, 30)).contract
    icb = Succession(("TVCCG",), {"NENCICB": 10_000}, date(2022, 7, 1), "Act of 2022")
    last = spans(succeed(agreed_on, icb)[0])[-1]
    assert (last.from_on, last.shares["NENCICB"]) == (date(2022, 7, 1), 5483)
    assert last.annual_value_pence == 97_500_000


def test_a_decision_holds_for_the_plan_that_it_was_taken_on():
    contract, left = decided(*proposed(), "MBC")
    first = left.plan.sha256
    contract, left = exits.propose(
        contract, left, shares=None, annual_value_pence=98_000_000, reference="Again"
    )
    assert exits.still_to_decide(contract, left, left.plan) == list(STAYING)
    assert code_of(lambda: decided(contract, left, "MBC", sha256=first)) == "other_plan_decided"


def test_who_decides_and_how_often():
    contract, left = proposed()
    assert code_of(lambda: decided(contract, left, "HBC")) == "no_decision_needed"
    assert code_of(lambda: decided(contract, left, "MBC", "MBC")) == "reshare_already_decided"
    unplanned, left = noticed()
    plan = left.plan
    assert plan is None
    decision = Decision("MBC", "0" * 64, "Minute", date(2021, 11, 30))
    assert code_of(lambda: exits.decide(unplanned, left, decision, None)) == "reshare_not_proposed"


@pytest.mark.proves("T29")
def test_a_limit_is_held_against_the_whole_life_and_not_a_year():
    contract, left = proposed()
    decision = Decision("MBC", left.plan.sha256, "Officer", date(2021, 11, 30))
    year_only = 20_000_000  # one year costs Middlesbrough 143,227.50

    def attempt(limit):
        return exits.decide(contract, left, decision, limit)

    assert code_of(lambda: attempt(year_only)) == "above_delegated_limit"
    assert attempt(70_000_000)[1].decisions == (decision,)


def test_a_cap_that_the_plan_breaks_holds_it_up():
    tight = replace(MERGED, conditions=(Condition("RCBC", "own_cost_cap", 11_900_000, "year"),))
    contract, left = decided(*proposed(contract=tight), *STAYING)
    act = exits.take_effect
    assert code_of(lambda: act(contract, left, date(2021, 11, 30))) == "condition_breached"
    assert conditions_on(contract, date(2022, 4, 1))[0].cap_pence == 11_900_000


@pytest.mark.parametrize(
    ("shares", "code"),
    [
        ({"MBC": 5000, "HBC": 5000}, "leaver_in_reshare"),
        ({"MBC": 5000, "SBC": 4000}, "shares_do_not_sum"),
    ],
)
def test_shares_of_a_plan_are_whole_and_without_the_one_who_leaves(shares, code):
    assert code_of(lambda: proposed(shares=shares)) == code


def test_who_left_is_told_of_once_its_day_is_over_and_all_have_decided():
    contract, left = decided(*proposed(), *STAYING)
    assert not exits.has_left(left, date(2022, 4, 1))
    changed = exits.take_effect(contract, left, date(2021, 11, 30))
    left = exits.find_exit(changed.contract, "HBC")
    assert not exits.has_left(left, date(2022, 3, 31))
    assert exits.has_left(left, date(2022, 4, 1))
    gone = exits.find_exit(exits.leave(changed.contract, left), "HBC")
    assert not exits.has_left(gone, date(2022, 4, 2))
    assert code_of(lambda: exits.find_exit(changed.contract, "SBC")) == "exit_not_found"
    again = {"shares": None, "annual_value_pence": 1, "reference": "R"}
    assert (
        code_of(lambda: exits.propose(changed.contract, gone, **again)) == "reshare_already_agreed"
    )


def test_months_are_counted_to_the_last_day_of_a_shorter_one():
    assert exits.months_after(date(2020, 8, 31), 6) == date(2021, 2, 28)
    assert exits.months_after(date(2020, 9, 30), 12) == date(2021, 9, 30)


def test_a_notice_holds_for_whoever_succeeds_the_one_that_gave_it():
    given = {"notice_on": date(2020, 9, 30), "leaves_on": date(2022, 3, 31), "reference": "L"}
    noticed_by_group, _ = exits.give_notice(MERGED, "TVCCG", **given)
    icb = Succession(("TVCCG",), {"NENCICB": 10_000}, date(2021, 7, 1), "An order")
    contract, _ = succeed(noticed_by_group, icb)
    [left] = contract.exits
    assert exits.shares_of_rest(contract, left) == {
        "MBC": 2680,
        "SBC": 3320,
        "RCBC": 2240,
        "HBC": 1760,
    }
