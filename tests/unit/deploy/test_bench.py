"""Percentiles and verdicts of what was measured."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deploy.bench.figures import percentile
from deploy.bench.table import AT_LEAST, Row, drawn


@pytest.mark.parametrize(
    ("share", "expected"), [(0.5, 50), (0.95, 95), (0.99, 99), (1, 100), (0.001, 1)]
)
def test_a_percentile_is_a_measured_value(share, expected):
    assert percentile(list(range(100, 0, -1)), share) == expected


def test_of_one_value_every_percentile_is_that_value():
    assert percentile([7.5], 0.5) == percentile([7.5], 0.99) == 7.5


@pytest.mark.parametrize(("values", "share"), [([], 0.5), ([1.0], 0), ([1.0], 1.1)])
def test_what_has_no_percentile(values, share):
    with pytest.raises(ValueError, match=r"measured|share"):
        percentile(values, share)


@given(st.lists(st.floats(0, 1e6), min_size=1), st.floats(0.01, 1))
def test_at_least_the_share_lies_at_or_below_it(values, share):
    found = percentile(values, share)
    assert found in values
    assert sum(value <= found for value in values) >= share * len(values) - 1e-9


@pytest.mark.parametrize(
    ("row", "verdict"),
    [
        (Row("p95", 60.0, "ms", target=60), "ok"),
        (Row("p95", 60.1, "ms", target=60), "MISSED"),
        (Row("rate", 1500, "a second", AT_LEAST, 1500), "ok"),
        (Row("rate", 1499.9, "a second", AT_LEAST, 1500), "MISSED"),
        (Row("shown", 1e9, "ms"), ""),
    ],
)
def test_a_verdict(row, verdict):
    assert row.verdict == verdict
    assert row.holds is (verdict != "MISSED")


def test_the_table():
    rows = [
        Row("events: backlog", 4602.4, "a second", AT_LEAST, 1500),
        Row("http: a move, p95", 75.25, "ms", target=60),
        Row("shown", 3.0, "%"),
        Row("gates: each, p95", 0.2049, "ms", target=1),
    ]
    assert [" ".join(line.split()) for line in drawn(rows).splitlines()] == [
        "what target measured",
        "events: backlog at least 1,500 a second 4,602 a second ok",
        "http: a move, p95 at most 60.0 ms 75.2 ms MISSED",
        "shown 3.0 %",
        "gates: each, p95 at most 1.0 ms 0.20 ms ok",
    ]
    without_verdict = [
        line.removesuffix("  ok").removesuffix("  MISSED") for line in drawn(rows).splitlines()
    ]
    assert len(set(map(len, without_verdict))) == 1
