"""Each partner decides under its own law: routes, limits, key decisions, call-in."""

import pytest

from services.commissioning_decisions.domain.partners import (
    ROUTES,
    must_belong_to,
    must_speak_for,
)
from tests.support.cases import a_partner
from tests.support.refusals import code_of


@pytest.mark.parametrize(
    ("model", "route", "called_in"),
    [
        ("elected_mayor", "executive", True),
        ("elected_mayor", "individual_member", True),
        ("elected_mayor", "officer", True),
        ("elected_mayor", "committee", False),
        ("leader_and_cabinet", "executive", True),
        ("committee_system", "committee", False),
        ("committee_system", "officer", False),
        ("nhs_board", "icb_board", False),
        ("nhs_board", "icb_officer", False),
    ],
)
def test_only_executive_decisions_can_be_called_in(model, route, called_in):
    assert a_partner(model).has_call_in(route) is called_in


def test_a_constitution_without_call_in_has_none_and_still_an_executive():
    without = a_partner(call_in_working_days=None)
    assert not without.has_call_in("executive")
    assert without.decides_as_executive("executive")
    assert not without.decides_as_executive("committee")


@pytest.mark.parametrize(
    ("model", "pence", "key"),
    [
        ("elected_mayor", 14_999_999, False),
        ("elected_mayor", 15_000_000, True),
        ("leader_and_cabinet", 15_000_000, True),
        ("committee_system", 99_000_000, False),
        ("nhs_board", 99_000_000, False),
    ],
)
def test_key_decisions_are_a_matter_of_money_and_of_having_an_executive(model, pence, key):
    assert a_partner(model).is_key(pence) is key


@pytest.mark.parametrize("model", sorted(ROUTES))
def test_each_way_of_governing_has_its_routes_and_no_others(model):
    partner = a_partner(model)
    for route in {route for routes in ROUTES.values() for route in routes}:
        if route in ROUTES[model]:
            partner.check_route(route, 0)
        else:
            assert code_of(lambda route=route: partner.check_route(route, 0)) == "route_not_open"


@pytest.mark.parametrize(
    ("value", "code"),
    [(30_000_000, None), (30_000_001, "above_delegated_limit")],
)
def test_a_limited_route_decides_up_to_its_limit(value, code):
    partner = a_partner("nhs_board", limits={"icb_officer": 30_000_000})
    if code is None:
        partner.check_route("icb_officer", value)
        return
    assert code_of(lambda: partner.check_route("icb_officer", value)) == code


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"kind": "nhs"}, "governance_does_not_fit"),
        ({"model": "nhs_board", "kind": "council"}, "governance_does_not_fit"),
        ({"limits": {"icb_board": 1}}, "route_not_open"),
    ],
)
def test_governance_fits_the_kind_of_partner(changes, code):
    assert code_of(lambda: a_partner(**changes)) == code


def test_only_people_of_a_partner_act_and_each_speaks_for_its_own():
    must_belong_to("MBC", ("MBC", "STCCG"))
    must_speak_for("MBC", "MBC")
    assert code_of(lambda: must_belong_to("HBC", ("MBC", "STCCG"))) == "not_a_partner"
    assert code_of(lambda: must_speak_for("MBC", "STCCG")) == "other_organisation"
