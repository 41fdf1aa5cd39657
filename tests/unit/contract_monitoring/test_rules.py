"""The measure sets are whole, and each entry says where it comes from."""

from datetime import date

import pytest

from services.contract_monitoring import rules
from services.contract_monitoring.domain.measures import Polarity
from shared.errors import Invalid

SLT = [f"SLT{number:02d}" for number in range(1, 12)]
STORE = [*(f"EQ{number:02d}" for number in range(1, 8)), "EQ08A", "EQ08B"]
STORE += [f"EQ{number:02d}" for number in range(9, 13)]


@pytest.mark.parametrize(("name", "codes"), [("slt", SLT), ("equipment_store", STORE)])
def test_a_set_has_every_measure_of_its_schedule(name, codes):
    assert [measure.code for measure in rules.measure_set(name)] == codes


@pytest.mark.parametrize("name", rules.SETS)
def test_every_measure_is_defined_sourced_and_has_a_floor_on_the_worse_side(name):
    for measure in rules.measure_set(name):
        assert measure.definition.endswith(".")
        assert measure.source.endswith(".")
        assert measure.numerator
        assert measure.denominator
        if measure.amber_floor is not None:
            worse = measure.amber_floor < measure.target
            assert worse is (measure.polarity is Polarity.HIGHER), measure.code


def test_safety_measures_are_those_where_any_miss_is_an_incident():
    safety = [m.code for name in rules.SETS for m in rules.measure_set(name) if m.safety]

    assert safety == ["EQ06", "EQ07", "EQ11"]


def test_before_the_first_target_holds_it_is_shown_all_the_same():
    measures = rules.current_measures("equipment_store", date(2019, 8, 9))

    assert [measure.code for measure in measures] == STORE


def test_an_unknown_set_is_refused():
    with pytest.raises(Invalid) as refusal:
        rules.measure_set("../../secrets")

    assert refusal.value.code == "unknown_measure_set"
