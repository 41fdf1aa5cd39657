"""Three laws, three ideas of a working day, and a reason for every day that does not count."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.calendars import calendar, clear_days_between, latest_day_for_clear_days
from shared.calendars.days_off import library_bank_holidays, one_off_days
from shared.errors import Invalid

ENG, PSR, PA23 = calendar("ENG"), calendar("PSR"), calendar("PA23")
CALENDARS = st.sampled_from([ENG, PSR, PA23])
DAYS = st.dates(date(2017, 1, 1), date(2029, 12, 31))


@pytest.mark.proves("T01")
@pytest.mark.parametrize(
    ("day", "reason"),
    [
        (date(2026, 1, 2), "New Year Holiday (Scotland)"),
        (date(2026, 3, 17), "Saint Patrick's Day (Northern Ireland)"),
        (date(2025, 4, 21), "Easter Monday (England, Wales, Northern Ireland)"),
        (date(2026, 6, 15), "Scotland's participation in the FIFA World Cup final (Scotland)"),
        (date(2026, 7, 13), "Battle of the Boyne (observed) (Northern Ireland)"),
        (date(2026, 8, 3), "Summer Bank Holiday (Scotland)"),
        (date(2026, 11, 30), "Saint Andrew's Day (Scotland)"),
        (date(2025, 12, 1), "Saint Andrew's Day (observed) (Scotland)"),
    ],
)
def test_procurement_stops_for_a_bank_holiday_anywhere_in_the_kingdom(day, reason):
    assert PA23.why_not_working(day) == reason
    if "England" not in reason:
        assert ENG.is_working_day(day)
        assert PSR.is_working_day(day)


def test_a_day_off_in_the_whole_kingdom_needs_no_place_in_its_reason():
    assert PA23.why_not_working(date(2026, 12, 28)) == "Boxing Day (observed)"
    assert ENG.why_not_working(date(2026, 8, 31)) == "Late Summer Bank Holiday"
    assert ENG.why_not_working(date(2026, 11, 28)) == "Saturday"


@pytest.mark.parametrize(
    ("moved_to", "moved_from"),
    [(date(2020, 5, 8), date(2020, 5, 4)), (date(2022, 6, 2), date(2022, 5, 30))],
)
def test_a_moved_bank_holiday_leaves_its_old_day_a_working_day(moved_to, moved_from):
    assert not ENG.is_working_day(moved_to)
    assert ENG.is_working_day(moved_from)


def test_provider_selection_keeps_the_first_monday_in_may_even_when_the_holiday_moves():
    assert PSR.why_not_working(date(2020, 5, 4)) == "First Monday in May"
    assert not PSR.is_working_day(date(2020, 5, 8))


@pytest.mark.parametrize("day", [date(2022, 6, 3), date(2022, 9, 19), date(2023, 5, 8)])
def test_a_bank_holiday_of_one_year_counts_on_every_calendar(day):
    assert not any(law.is_working_day(day) for law in (ENG, PSR, PA23))


def test_a_deadline_can_be_counted_as_it_stood_before_a_late_announcement():
    before, after = (calendar("ENG", known_on=date(2022, 9, day)) for day in (9, 10))

    assert before.add_working_days(date(2022, 9, 16), 1) == date(2022, 9, 19)
    assert after.add_working_days(date(2022, 9, 16), 1) == date(2022, 9, 20)
    assert before.version != after.version != ENG.version


def test_a_holiday_not_moved_yet_still_stands_on_its_old_day():
    before = calendar("ENG", known_on=date(2019, 6, 6))

    assert before.why_not_working(date(2020, 5, 4)) == "May Day"
    assert before.is_working_day(date(2020, 5, 8))


def test_every_one_off_day_says_when_it_was_announced_and_by_what():
    assert len(one_off_days()) == 8
    for one_off in one_off_days():
        assert one_off.announced < one_off.day
        assert one_off.source
        assert one_off.effect in ("added", "removed")
    assert any(one_off.check_before_relying for one_off in one_off_days())


def test_the_library_and_the_corrections_agree_on_every_one_off_day():
    for one_off in one_off_days():
        for part in one_off.parts:
            in_library = one_off.day in library_bank_holidays(part, one_off.day.year)
            assert in_library == (one_off.effect == "added"), one_off


@pytest.mark.proves("T01")
@pytest.mark.parametrize("code", ["ENG", "PSR", "PA23"])
def test_a_calendar_names_the_law_and_the_data_that_it_was_made_from(code):
    law = calendar(code)

    assert law.source
    assert law.version.startswith(f"{code} 2026.1 with holidays ")


def test_an_unknown_calendar_is_refused():
    for code in ("version", "UK"):
        with pytest.raises(Invalid) as refusal:
            calendar(code)
        assert refusal.value.code == "unknown_calendar"


def test_counting_lists_every_day_left_out_with_its_reason():
    counted = ENG.count(date(2019, 4, 18), 5)

    assert counted.day == date(2019, 4, 29)
    assert [(str(skipped.day), skipped.reason) for skipped in counted.skipped] == [
        ("2019-04-19", "Good Friday"),
        ("2019-04-20", "Saturday"),
        ("2019-04-21", "Sunday"),
        ("2019-04-22", "Easter Monday"),
        ("2019-04-27", "Saturday"),
        ("2019-04-28", "Sunday"),
    ]
    assert (counted.calendar, counted.version) == ("ENG", ENG.version)


def test_a_panel_recommendation_is_answered_within_twenty_working_days():
    assert ENG.add_working_days(date(2018, 7, 16), 20) == date(2018, 8, 13)


def test_a_panel_brief_goes_out_ten_working_days_before_the_session():
    assert ENG.working_days_between(date(2018, 6, 29), date(2018, 7, 14)) == 10
    assert ENG.working_days_between(date(2018, 6, 30), date(2018, 7, 13)) == 10
    assert ENG.working_days_between(date(2018, 7, 2), date(2018, 7, 13)) == 9


def test_a_monitoring_return_is_due_fifteen_working_days_after_the_period():
    assert ENG.add_working_days(date(2019, 9, 30), 15) == date(2019, 10, 21)
    assert ENG.add_working_days(date(2019, 12, 31), 15) == date(2020, 1, 22)


def test_a_count_can_begin_with_the_day_itself():
    assert PA23.count_from(date(2026, 3, 2), 8).day == date(2026, 3, 11)
    assert PA23.count_from(date(2026, 3, 1), 1).day == date(2026, 3, 2)
    assert ENG.on_or_after(date(2018, 12, 25)).day == date(2018, 12, 27)
    assert ENG.on_or_before(date(2018, 12, 25)).day == date(2018, 12, 24)


def test_clear_days_count_neither_the_notice_nor_the_meeting():
    assert latest_day_for_clear_days(date(2019, 11, 19), 28) == date(2019, 10, 21)
    assert clear_days_between(date(2019, 10, 21), date(2019, 11, 19)) == 28
    assert ENG.latest_day_for_clear_days(date(2019, 11, 19), 5).day == date(2019, 11, 11)
    assert ENG.clear_working_days_between(date(2019, 11, 11), date(2019, 11, 19)) == 5


def test_a_notice_that_would_fall_on_a_sunday_is_due_the_friday_before():
    assert ENG.latest_day_for_clear_days(date(2019, 11, 25), 5).day == date(2019, 11, 15)


def test_days_left_out_between_two_days_are_listed():
    skipped = PA23.skipped_between(date(2026, 3, 13), date(2026, 3, 17))

    assert [day.reason for day in skipped] == [
        "Saturday",
        "Sunday",
        "Saint Patrick's Day (Northern Ireland)",
    ]


@pytest.mark.parametrize("count", [ENG.count, ENG.count_from])
def test_counting_nothing_is_refused(count):
    with pytest.raises(Invalid) as refusal:
        count(date(2026, 1, 5), 0)

    assert refusal.value.code == "no_days_to_count"


@given(CALENDARS, DAYS, st.integers(1, 40))
def test_counting_on_and_counting_between_agree(law, start, working_days):
    counted = law.count(start, working_days)

    assert law.is_working_day(counted.day)
    assert law.working_days_between(start, counted.day) == working_days
    assert law.skipped_between(start, counted.day) == counted.skipped
    assert (counted.day - start).days == working_days + len(counted.skipped)


@given(CALENDARS, DAYS, st.integers(1, 40))
def test_counting_back_from_a_working_day_undoes_counting_on(law, start, working_days):
    first = law.on_or_after(start).day

    assert law.count(law.count(first, working_days).day, -working_days).day == first


@given(DAYS)
def test_a_stricter_law_never_works_on_a_day_that_england_rests(day):
    if not ENG.is_working_day(day):
        assert not PSR.is_working_day(day)
        assert not PA23.is_working_day(day)


@given(DAYS, st.integers(0, 60))
def test_one_day_later_would_leave_too_few_clear_days(event, days):
    notice = latest_day_for_clear_days(event, days)

    assert clear_days_between(notice, event) == days
    assert clear_days_between(notice + timedelta(days=1), event) < days
