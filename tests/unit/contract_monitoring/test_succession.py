"""Two CCGs become one, which becomes the ICB: history, shares, caps and debts."""

from dataclasses import replace
from datetime import date

import pytest

from services.contract_monitoring.domain.agreement import SERVICE, Succession
from services.contract_monitoring.domain.charging import budget_of, charged_until
from services.contract_monitoring.domain.conditions import conditions_on
from services.contract_monitoring.domain.contracts import Condition
from services.contract_monitoring.domain.finance import balance, uplift
from services.contract_monitoring.domain.shares import holder_of, partners_on, spans
from services.contract_monitoring.domain.succession import debts, succeed
from services.contract_monitoring.domain.terms import PartYear
from services.contract_monitoring.domain.variation import vary
from services.contract_monitoring.domain.years import part_of_year, year_of
from tests.support.agreements_of_2019 import ACTIVITY, SHARES, SLT, STORE
from tests.support.refusals import code_of

MERGER = Succession(
    ("STCCG", "HASTCCG"), {"TVCCG": 10_000}, date(2020, 4, 1), "Order merging five CCGs"
)
ICB = Succession(("TVCCG",), {"NENCICB": 10_000}, date(2022, 7, 1), "Health and Care Act 2022")
SPLIT = Succession(
    ("NENCICB",), {"NORTH": 4_000, "SOUTH": 6_000}, date(2023, 4, 1), "An order to come"
)
YEAR = part_of_year(STORE, date(2019, 4, 1), date(2020, 3, 31))


def after(contract, *successions):
    for each in successions:
        contract, _ = succeed(contract, each)
    return contract


def test_two_clinical_groups_become_one_that_bears_both_shares():
    [_, second] = spans(after(STORE, MERGER))
    assert dict(second.shares) == {
        "MBC": 1340,
        "SBC": 1660,
        "RCBC": 1120,
        "HBC": 880,
        "TVCCG": 5000,
    }
    assert second.from_on == date(2020, 4, 1)


@pytest.mark.proves("T05")
def test_years_before_keep_the_old_names_to_the_penny():
    merged = after(STORE, MERGER, ICB)
    assert charged_until(merged, YEAR, YEAR.last) == charged_until(STORE, YEAR, YEAR.last)
    found = balance(merged, YEAR, outturn_pence=63_412_255, activity=ACTIVITY)
    assert [each["partner"] for each in found["per_partner"]][-2:] == ["STCCG", "HASTCCG"]
    assert found["per_partner"][-1]["due_pence"] == 710_107


def test_who_pays_on_each_day():
    merged = after(STORE, MERGER, ICB)
    assert partners_on(merged, date(2020, 3, 31))[-2:] == ("STCCG", "HASTCCG")
    assert partners_on(merged, date(2020, 4, 1))[-1] == "TVCCG"
    assert partners_on(merged, date(2022, 7, 1))[-1] == "NENCICB"
    year = year_of(merged, date(2022, 4, 1))
    parts = charged_until(merged, year, year.last)
    # Each part of the year is split for itself: half of 1,045,333.00, and a penny left over.
    assert parts["TVCCG"] + parts["NENCICB"] == 52_266_651
    assert budget_of(merged, year) == 104_533_300


@pytest.mark.proves("A16")
def test_debts_pass_to_the_successor():
    merged = after(STORE, MERGER, ICB)
    found = [balance(STORE, YEAR, outturn_pence=63_412_255, activity=ACTIVITY)]
    owed = {each["partner"]: each["amount_pence"] for each in debts(merged, found, ICB.from_on)}
    assert owed["NENCICB"] == 721_349 + 710_107
    assert sum(owed.values()) == 2_862_912
    then = {each["partner"] for each in debts(merged, found, date(2020, 3, 31))}
    assert {"STCCG", "HASTCCG"} <= then


def test_one_body_may_be_split_between_several():
    divided = after(STORE, MERGER, ICB, SPLIT)
    [*_, last] = spans(divided)
    assert (last.shares["NORTH"], last.shares["SOUTH"]) == (2000, 3000)
    found = [balance(STORE, YEAR, outturn_pence=63_412_255, activity=ACTIVITY)]
    owed = {e["partner"]: e["amount_pence"] for e in debts(divided, found, SPLIT.from_on)}
    assert (owed["NORTH"], owed["SOUTH"]) == (572_582, 858_874)
    assert holder_of(divided, "STCCG", SPLIT.from_on) == "SOUTH"


def test_a_cap_passes_to_the_successor_and_still_blocks():
    merged = after(SLT, replace(MERGER, bodies=("STCCG",)))
    [cap] = conditions_on(merged, date(2020, 4, 1))
    assert (cap.partner, cap.cap_pence, cap.question) == ("TVCCG", 69_000_000, None)
    blocked = uplift(merged, percent_bp=200, from_on=date(2020, 4, 1))["blocked_by"]
    assert [(each["partner"], each["amount_pence"]) for each in blocked] == [("TVCCG", 69_441_600)]
    assert conditions_on(merged, date(2020, 3, 31))[0].partner == "STCCG"


def test_a_cap_of_one_of_two_merged_bodies_is_an_open_question():
    capped = replace(STORE, conditions=(Condition("STCCG", "own_cost_cap", 26_000_000, "year"),))
    [cap] = conditions_on(after(capped, MERGER), date(2020, 4, 1))
    assert "HASTCCG" in cap.question
    both = replace(
        STORE,
        conditions=tuple(
            Condition(who, "own_cost_cap", 28_000_000, "year") for who in MERGER.bodies
        ),
    )
    [cap] = conditions_on(after(both, MERGER), date(2020, 4, 1))
    assert (cap.cap_pence, cap.question) == (56_000_000, None)


def test_what_bears_no_share_passes_nothing_on():
    unknown = replace(MERGER, bodies=("STCCG", "NHSE"))
    assert code_of(lambda: after(STORE, unknown)) == "no_share_to_pass_on"
    uneven = replace(MERGER, successors={"TVCCG": 9_999})
    assert code_of(lambda: after(STORE, uneven)) == "shares_do_not_sum"
    assert code_of(lambda: after(STORE, MERGER, replace(MERGER))) == "already_succeeded"


def test_a_change_that_becomes_known_later_reaches_past_a_succession():
    merged = after(STORE, MERGER)
    deed = {"reference": "Deed", "variation_reference": "Deed of variation 2"}
    changed = vary(
        merged,
        cost_head=SERVICE,
        from_on=date(2020, 3, 1),
        shares={**SHARES, "MBC": 1240, "SBC": 1760},
        annual_value_pence=None,
        on=date(2020, 6, 1),
        **deed,
    )
    last = spans(changed.contract)[-1]
    assert (last.from_on, last.shares["MBC"], last.shares["TVCCG"]) == (
        date(2020, 4, 1),
        1240,
        5000,
    )


def test_what_was_agreed_ahead_passes_on_with_the_rest():
    ahead = vary(
        STORE,
        cost_head=SERVICE,
        from_on=date(2021, 4, 1),
        shares={**SHARES, "MBC": 1240, "SBC": 1760},
        annual_value_pence=None,
        reference="Joint board",
        variation_reference=None,
        on=date(2020, 2, 1),
    )
    merged, passed = succeed(ahead.contract, MERGER)
    assert [each.span.from_on for each in passed] == [date(2020, 4, 1), date(2021, 4, 1)]
    assert spans(merged)[-1].shares["TVCCG"] == 5000
    assert passed[-1].before["STCCG"] == 2410


def test_a_body_that_goes_on_under_its_name_is_divided_once():
    parting = Succession(
        ("TVCCG",), {"TVCCG": 6_000, "NEW": 4_000}, date(2021, 4, 1), "An order to come"
    )
    divided = after(STORE, MERGER, parting)
    assert spans(divided)[-1].shares["TVCCG"] == 3000
    later = vary(
        divided,
        cost_head=SERVICE,
        from_on=date(2022, 4, 1),
        shares=dict(spans(divided)[-1].shares),
        annual_value_pence=100_000_000,
        reference="Joint board",
        variation_reference=None,
        on=date(2021, 10, 1),
    )
    assert spans(later.contract)[-1].shares["TVCCG"] == 3000


def test_a_body_that_takes_another_in_bears_both():
    absorbed = after(STORE, replace(MERGER, successors={"STCCG": 10_000}))
    assert spans(absorbed)[-1].shares["STCCG"] == 5000


def test_a_cap_counts_what_the_predecessor_bore_in_the_same_year():
    capped = replace(SLT, terms=(replace(SLT.terms[0], part_year=PartYear.DAYS),))
    group = replace(MERGER, bodies=("STCCG",), from_on=date(2020, 10, 1))
    merged = after(capped, group)
    year = year_of(merged, date(2020, 4, 1))
    activity = {"MBC": 4250, "STCCG": 2875, "TVCCG": 2875}
    found = balance(merged, year, outturn_pence=121_000_000, activity=activity)
    [cap] = found["conditions"]
    assert (cap["partner"], cap["state"]) == ("TVCCG", "breached")
    assert cap["cost_pence"] > 69_000_000
