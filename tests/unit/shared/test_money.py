"""No penny is lost or found, whoever shares the cost."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.errors import Invalid
from shared.money import (
    allocate,
    check_shares,
    format_pounds,
    parse_pounds,
    part_year_by_days,
    part_year_by_months,
    percentage_of,
    round_half_up,
)

STORE_SHARES = {
    "MBC": 1340,
    "SBC": 1660,
    "RCBC": 1120,
    "HBC": 880,
    "STCCG": 2410,
    "HASTCCG": 2590,
}
STORE_ACTIVITY = {
    "MBC": 1510,
    "SBC": 1580,
    "RCBC": 1090,
    "HBC": 820,
    "STCCG": 2600,
    "HASTCCG": 2400,
}
STORE_YEAR = 1_045_333_00
WEIGHTS = st.dictionaries(st.text(max_size=3), st.integers(0, 10_000), min_size=1).filter(
    lambda weights: sum(weights.values()) > 0
)


def in_pounds(parts):
    return {partner: format_pounds(pence) for partner, pence in parts.items()}


@pytest.mark.parametrize(
    ("text", "pence"),
    [
        ("£1,240,000.00", 124_000_000),
        ("1240000", 124_000_000),
        ("  £0.07 ", 7),
        ("-£12.50", -1_250),
        ("£-12.50", -1_250),
        ("0", 0),
    ],
)
def test_pounds_are_read_as_people_write_them(text, pence):
    assert parse_pounds(text) == pence


@pytest.mark.parametrize(
    "text", ["", "£", "1,24,000", "12.5", "1.234", "1e6", "--1", "-£-1", "12 pounds", "١٢", "£١٢"]
)
def test_an_amount_that_could_be_read_two_ways_is_refused(text):
    with pytest.raises(Invalid) as refusal:
        parse_pounds(text)

    assert refusal.value.code == "malformed_money"


def test_pounds_are_written_with_pence_unless_short_and_even():
    assert format_pounds(124_000_000) == "£1,240,000.00"
    assert format_pounds(124_000_000, short=True) == "£1,240,000"
    assert format_pounds(14_007_462, short=True) == "£140,074.62"
    assert format_pounds(-5) == "-£0.05"


@given(st.integers(-(10**12), 10**12), st.booleans())
def test_what_is_written_is_read_back_to_the_penny(pence, short):
    assert parse_pounds(format_pounds(pence, short=short)) == pence


def test_the_equipment_store_is_shared_to_the_penny_for_a_full_year():
    assert in_pounds(allocate(STORE_YEAR, STORE_SHARES)) == {
        "MBC": "£140,074.62",
        "SBC": "£173,525.28",
        "RCBC": "£117,077.30",
        "HBC": "£91,989.30",
        "STCCG": "£251,925.25",
        "HASTCCG": "£270,741.25",
    }


def test_the_equipment_store_is_shared_to_the_penny_for_its_first_part_year():
    part_year = part_year_by_days(STORE_YEAR, 212, 366)

    assert format_pounds(part_year) == "£605,493.43"
    assert in_pounds(allocate(part_year, STORE_SHARES)) == {
        "MBC": "£81,136.12",
        "SBC": "£100,511.91",
        "RCBC": "£67,815.26",
        "HBC": "£53,283.42",
        "STCCG": "£145,923.92",
        "HASTCCG": "£156,822.80",
    }


def test_seven_months_and_212_days_are_different_money():
    by_months = part_year_by_months(STORE_YEAR, 7)

    assert format_pounds(by_months) == "£609,777.58"
    assert format_pounds(by_months - part_year_by_days(STORE_YEAR, 212, 366)) == "£4,284.15"


def test_the_overspend_is_balanced_by_share_and_then_by_activity():
    by_share = allocate(1_210_986, STORE_SHARES)
    by_activity = allocate(1_651_926, STORE_ACTIVITY)

    assert list(in_pounds(by_share).values()) == [
        "£1,622.72",
        "£2,010.24",
        "£1,356.30",
        "£1,065.67",
        "£2,918.48",
        "£3,136.45",
    ]
    assert list(in_pounds(by_activity).values()) == [
        "£2,494.41",
        "£2,610.04",
        "£1,800.60",
        "£1,354.58",
        "£4,295.01",
        "£3,964.62",
    ]


def test_the_speech_and_language_therapy_envelope_and_its_uplift_are_shared():
    shares = {"MBC": 4250, "STCCG": 5750}
    uplifted = 1_184_000_00 + percentage_of(1_184_000_00, 200)

    assert in_pounds(allocate(1_184_000_00, shares)) == {
        "MBC": "£503,200.00",
        "STCCG": "£680,800.00",
    }
    assert format_pounds(uplifted) == "£1,207,680.00"
    assert in_pounds(allocate(uplifted, shares)) == {"MBC": "£513,264.00", "STCCG": "£694,416.00"}


def test_shares_of_leaving_partners_are_spread_in_proportion():
    remaining = {"MBC": 1340, "SBC": 1660, "RCBC": 1120, "NHS": 5000}

    assert list(allocate(10_000, remaining).values()) == [1469, 1820, 1228, 5483]


def test_equal_remainders_go_to_whoever_stands_first():
    assert allocate(100, {"a": 1, "b": 1, "c": 1}) == {"a": 34, "b": 33, "c": 33}
    assert allocate(101, {"c": 1, "a": 1, "b": 1}) == {"c": 34, "a": 34, "b": 33}


@pytest.mark.proves("A2")
@given(st.integers(-(10**13), 10**13), WEIGHTS)
def test_parts_always_sum_to_the_total(total, weights):
    assert sum(allocate(total, weights).values()) == total


@given(st.integers(-(10**13), 10**13), WEIGHTS)
def test_no_part_is_a_whole_penny_away_from_its_exact_share(total, weights):
    whole = sum(weights.values())

    for who, part in allocate(total, weights).items():
        assert abs(part * whole - total * weights[who]) < whole


@given(st.integers(0, 10**13), WEIGHTS)
def test_a_credit_undoes_a_charge_penny_for_penny(total, weights):
    charge, credit = allocate(total, weights), allocate(-total, weights)

    assert all(charge[who] + credit[who] == 0 for who in weights)


@pytest.mark.parametrize("weights", [{}, {"a": 0}, {"a": -1, "b": 5}])
def test_weights_that_cannot_share_anything_are_refused(weights):
    with pytest.raises(Invalid) as refusal:
        allocate(100, weights)

    assert refusal.value.code == "weights_not_positive"


@pytest.mark.proves("A2", "T21")
@pytest.mark.parametrize(
    ("shares", "told"),
    [
        ({"a": 3333, "b": 3333, "c": 3333}, "9,999 basis points (99.99%)"),
        ({"a": 5000, "b": 5001}, "10,001 basis points (100.01%)"),
        ({}, "0 basis points"),
    ],
)
def test_shares_that_are_not_one_whole_are_refused_with_their_sum(shares, told):
    with pytest.raises(Invalid) as refusal:
        check_shares(shares)

    assert refusal.value.code == "shares_do_not_sum"
    assert told in refusal.value.message
    assert "exactly 10,000" in refusal.value.message


def test_a_negative_share_is_refused_even_when_the_sum_is_right():
    with pytest.raises(Invalid) as refusal:
        check_shares({"a": 10_001, "b": -1})

    assert refusal.value.code == "share_negative"


def test_shares_of_one_whole_are_accepted():
    check_shares(STORE_SHARES)
    check_shares({"host": 10_000, "associate": 0})


def test_halves_of_a_penny_go_away_from_zero():
    assert [round_half_up(n, 2) for n in (1, 3, -1, -3)] == [1, 2, -1, -2]
    assert round_half_up(49, 100) == 0

    with pytest.raises(Invalid) as refusal:
        round_half_up(1, 0)
    assert refusal.value.code == "denominator_not_positive"


@pytest.mark.parametrize(("part", "whole"), [(-1, 366), (367, 366)])
def test_a_part_year_longer_than_the_year_is_refused(part, whole):
    with pytest.raises(Invalid) as refusal:
        part_year_by_days(100, part, whole)

    assert refusal.value.code == "part_outside_year"
