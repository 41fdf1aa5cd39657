"""Small numbers of people never leave, on their own or by subtraction."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.contract_monitoring import rules
from services.contract_monitoring.domain.measures import measure_on
from services.contract_monitoring.domain.publication import public_figures

DAY = date(2019, 9, 2)
CHILDREN = measure_on(rules.measure_set("slt"), "SLT01", DAY)
WAITING = measure_on(rules.measure_set("slt"), "SLT02", DAY)
HOISTS = measure_on(rules.measure_set("equipment_store"), "EQ07", DAY)


@pytest.mark.parametrize(
    ("numerator", "denominator", "shown"),
    [
        (251, 312, ("251", "312", "80.4")),
        (66, 70, ("*", "*", "*")),  # four children were late
        (5, 60, ("*", "*", "*")),
        (0, 0, ("0", "0", None)),
        (4, 4, ("*", "*", "*")),
        (0, 4, ("*", "*", "*")),
        (6, 8, ("*", "*", "*")),
        (8, 8, ("8", "8", "*")),  # too few for a percentage
        (70, 70, ("70", "70", "100.0")),
    ],
)
def test_what_is_shown_of_children(numerator, denominator, shown):
    assert tuple(public_figures(CHILDREN, numerator, denominator).values()) == shown


def test_a_small_count_of_waiting_children_is_withheld():
    assert public_figures(WAITING, 3, 400)["value_public"] == "*"
    assert public_figures(WAITING, 0, 400)["value_public"] == "0"
    assert public_figures(WAITING, 12, 400)["value_public"] == "12"


def test_equipment_is_no_person():
    assert tuple(public_figures(HOISTS, 96, 97).values()) == ("96", "97", "99.0")


@given(whole=st.integers(0, 300), part=st.integers(0, 300))
def test_nobody_can_work_out_a_small_number_from_what_is_shown(part, whole):
    part = min(part, whole)
    shown = set(public_figures(CHILDREN, part, whole).values())

    if any(1 <= count <= 5 for count in (part, whole, whole - part)):
        assert shown == {"*"}
