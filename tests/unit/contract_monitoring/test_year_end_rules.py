"""Who bears a difference, by each rule that an agreement may have."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.contract_monitoring.domain.finance import balance
from services.contract_monitoring.domain.sharing import Beyond
from services.contract_monitoring.domain.terms import Overspend, Underspend
from services.contract_monitoring.domain.years import part_of_year
from tests.support.agreements_of_2019 import ACTIVITY, PARTNERS, STORE, agreed
from tests.support.refusals import code_of

YEAR = part_of_year(STORE, date(2019, 4, 1), date(2020, 3, 31))
BUDGET = 60_549_343
OUTTURN = 63_412_255
DECIDED = Beyond("Joint board, 20 May 2020, minute 4")


def due(rule, outturn=OUTTURN, **said):
    found = balance(
        agreed(STORE, overspend=rule, **said), YEAR, outturn_pence=outturn, activity=ACTIVITY
    )
    return {each["partner"]: each["due_pence"] for each in found["per_partner"]}, found


def test_by_share_alone():
    parts, _ = due(Overspend.SHARE)
    assert sum(parts.values()) == 2_862_912
    assert parts["MBC"] == 383_630  # 13.40% of 28,629.12


def test_by_activity_alone():
    parts, _ = due(Overspend.ACTIVITY)
    assert sum(parts.values()) == 2_862_912
    assert parts["MBC"] == 432_300  # 15.10%


def test_at_own_risk_each_pays_the_cost_of_its_own_activity():
    parts, found = due(Overspend.OWN_RISK)
    # 15.10% of 634,122.55 is 95,752.51; 81,136.12 was paid.
    assert parts["MBC"] == 9_575_251 - 8_113_612
    assert sum(parts.values()) == 2_862_912
    assert "own risk" in found["rule"]


def test_the_host_bears_it_or_keeps_it():
    parts, _ = due(Overspend.HOST_BEARS)
    assert parts == {**dict.fromkeys(PARTNERS, 0), "MBC": 2_862_912}
    saved, _ = due(Overspend.HOST_BEARS, outturn=BUDGET - 500, host="SBC")
    assert saved["SBC"] == -500


def test_what_is_carried_forward_is_owed_by_nobody_now():
    parts, found = due(Overspend.CARRY_FORWARD)
    assert set(parts.values()) == {0}
    assert found["kept_pence"] == 2_862_912


@pytest.mark.parametrize("kept", [Underspend.CARRY, Underspend.REINVEST])
def test_a_saving_stays_in_the_fund_where_the_agreement_says_so(kept):
    parts, found = due(Overspend.CORRIDOR, outturn=BUDGET - 100_000, underspend=kept)
    assert set(parts.values()) == {0}
    assert found["kept_pence"] == -100_000


@pytest.mark.parametrize(
    "rule", [Overspend.SHARE, Overspend.ACTIVITY, Overspend.CORRIDOR, Overspend.HOST_BEARS]
)
def test_a_refund_mirrors_a_charge(rule):
    over, _ = due(rule, outturn=BUDGET + 1_999_999)
    under, _ = due(rule, outturn=BUDGET - 1_999_999)
    assert under == {who: -pence for who, pence in over.items()}


def test_what_the_agreement_does_not_say_is_refused():
    assert code_of(lambda: due(None)) == "overspend_rule_missing"
    assert (
        code_of(lambda: due(Overspend.SHARE, outturn=BUDGET - 1, underspend=None))
        == "underspend_rule_missing"
    )


def test_beyond_the_corridor_a_decision_of_all_with_its_reference_is_needed():
    outturn = 70_000_000  # over by 94,506.57; the corridor ends at 60,549.34

    def attempt(beyond):
        return balance(STORE, YEAR, outturn_pence=outturn, activity=ACTIVITY, beyond=beyond)

    assert code_of(lambda: attempt(None)) == "beyond_corridor"
    by_share, by_activity = (band["amount_pence"] for band in attempt(DECIDED)["bands"])
    assert (by_share, by_activity) == (1_210_986 + 3_395_723, 4_843_948)
    assert attempt(DECIDED)["decision_reference"] == DECIDED.reference
    otherwise = Beyond(DECIDED.reference, Overspend.ACTIVITY)
    assert attempt(otherwise)["bands"][0]["amount_pence"] == 1_210_986


def test_a_calculation_is_kept_with_its_rule_and_the_version_of_it():
    _, found = due(Overspend.CORRIDOR)
    assert found["rule"] == (
        "corridor: first 2% by share, up to 10% by activity, above 10% by decision of all; "
        "a saving: refund (terms equipment_store 2019.1)"
    )
    assert found["terms"]["version"] == "equipment_store 2019.1"


@given(rule=st.sampled_from(Overspend), permille=st.integers(-99, 99))
def test_every_rule_places_every_penny(rule, permille):
    outturn = BUDGET + BUDGET * permille // 1000
    parts, found = due(rule, outturn=outturn)
    assert sum(parts.values()) + found["kept_pence"] == outturn - BUDGET
