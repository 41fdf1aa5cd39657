"""Instants are UTC, legal days are London's: also when the clocks change."""

from datetime import UTC, date, datetime

import pytest

from shared.clock import day_of_act, end_of_day, legal_day, noon
from shared.errors import Invalid

TODAY = date(2019, 11, 12)


@pytest.mark.parametrize(
    ("instant", "day"),
    [
        (datetime(2019, 1, 1, 0, 0, tzinfo=UTC), date(2019, 1, 1)),
        (datetime(2019, 7, 1, 22, 59, tzinfo=UTC), date(2019, 7, 1)),
        (datetime(2019, 7, 1, 23, 0, tzinfo=UTC), date(2019, 7, 2)),
        # The clocks go forward on the 31st of March and back on the 27th of October.
        (datetime(2019, 3, 31, 0, 30, tzinfo=UTC), date(2019, 3, 31)),
        (datetime(2019, 3, 31, 23, 0, tzinfo=UTC), date(2019, 4, 1)),
        (datetime(2019, 10, 27, 23, 30, tzinfo=UTC), date(2019, 10, 27)),
    ],
)
def test_the_legal_day_of_an_instant(instant, day):
    assert legal_day(instant) == day


@pytest.mark.parametrize(
    ("day", "hours"),
    [(date(2019, 3, 31), 23), (date(2019, 10, 27), 25), (date(2019, 5, 1), 24)],
)
def test_a_legal_day_is_as_long_as_the_clocks_make_it(day, hours):
    begins = end_of_day(date.fromordinal(day.toordinal() - 1))
    assert (end_of_day(day) - begins).total_seconds() == hours * 3600
    assert legal_day(begins) == day
    assert legal_day(end_of_day(day)) > day


@pytest.mark.parametrize(("day", "hour"), [(date(2019, 1, 31), 12), (date(2019, 6, 28), 11)])
def test_noon_is_londons_noon(day, hour):
    assert noon(day) == datetime(day.year, day.month, day.day, hour, tzinfo=UTC)


def test_an_act_is_of_today_unless_an_earlier_day_is_given():
    assert day_of_act(None, TODAY) == TODAY
    assert day_of_act(date(2017, 10, 2), TODAY) == date(2017, 10, 2)
    assert day_of_act(TODAY, TODAY) == TODAY
    with pytest.raises(Invalid) as refused:
        day_of_act(date(2019, 11, 13), TODAY)
    assert (refused.value.code, refused.value.details) == ("date_in_future", {"on": "2019-11-13"})
