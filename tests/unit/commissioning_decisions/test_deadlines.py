"""Every deadline of the table, with the days on record; each can say why it is that day."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.commissioning_decisions import rules
from services.commissioning_decisions.domain import deadlines
from services.commissioning_decisions.domain.deadlines import LocalReading
from tests.support.cases import day
from tests.support.refusals import code_of

RULES = rules.deadlines()

# Rule, start, last day, and for a period that closes the day on which one may act.
ON_RECORD = [
    ("KD28", "2019-11-19", "2019-10-21", None),
    ("KD28", "2018-09-18", "2018-08-20", None),
    ("GE5", "2019-11-19", "2019-11-13", None),
    ("PB28", "2019-11-19", "2019-10-21", None),
    ("PB5", "2019-11-19", "2019-11-13", None),
    # Over the late May holiday of 2019 as well.
    ("DIS10", "2019-06-03", "2019-06-17", "2019-06-18"),
    ("DIS10", "2019-05-20", "2019-06-04", "2019-06-05"),
    ("AG5", "2019-11-19", "2019-11-11", None),
    ("AG5", "2018-09-18", "2018-09-10", None),
    ("CI5", "2019-11-21", "2019-11-28", "2019-11-29"),
    ("CI5", "2019-12-19", "2019-12-30", "2019-12-31"),
    ("CI5", "2026-03-27", "2026-04-07", "2026-04-08"),
    ("CI5", "2018-09-20", "2018-09-27", "2018-09-28"),
    ("PSR-S", "2026-03-02", "2026-03-13", "2026-03-16"),
    ("PSR-S", "2026-03-06", "2026-03-18", "2026-03-19"),
    ("PSR-S", "2025-12-17", "2026-01-02", "2026-01-05"),
    ("PSR-S", "2026-11-23", "2026-12-04", "2026-12-07"),
    ("PSR-R", "2026-12-10", "2026-12-17", "2026-12-18"),
    ("PA-S", "2026-03-02", "2026-03-11", "2026-03-12"),
    # England alone would end a day too soon: the 17th of March is a holiday in Northern Ireland.
    ("PA-S", "2026-03-06", "2026-03-18", "2026-03-19"),
    # And the 30th of November is one in Scotland.
    ("PA-S", "2026-11-25", "2026-12-07", "2026-12-08"),
    ("PA-7-30", "2026-04-01", "2026-04-30", None),
    ("PA-7-90", "2026-04-01", "2026-06-29", None),
    ("PA-7-120", "2026-04-01", "2026-07-29", None),
    ("PA-7-180", "2026-04-01", "2026-09-27", None),
    ("PA-1-56", "2026-04-01", "2026-05-26", None),
    ("PA-4-10", "2026-09-01", "2026-09-11", None),
    ("PA-4-25", "2026-09-01", "2026-09-26", None),
    ("PA-4-30", "2026-09-01", "2026-10-01", None),
    ("PA-4-35", "2026-09-01", "2026-10-06", None),
    ("PA-8-30", "2026-06-30", "2026-07-29", None),
    ("PA-9-12M", "2026-12-08", "2027-12-07", None),
    ("PA-9-12M", "2028-02-29", "2029-02-28", None),
    ("PA-9-12M", "2026-01-01", "2026-12-31", None),
    ("PA-9-30", "2026-04-01", "2026-04-30", None),
    ("PA-10-S", "2026-11-25", "2026-12-07", "2026-12-08"),
    ("PA-10-90", "2026-04-01", "2026-06-29", None),
    ("PA-11-30", "2026-04-01", "2026-04-30", None),
    ("PA-17-30", "2026-09-30", "2026-10-29", None),
    ("PSR-30", "2026-04-01", "2026-05-01", None),
    ("PSR-30", "2026-12-18", "2027-01-17", None),
    ("PSR-M30", "2026-04-01", "2026-05-01", None),
    ("PSR-U30", "2026-04-01", "2026-05-01", None),
    ("PSR-A30", "2026-04-01", "2026-05-01", None),
    ("MSP14", "2026-06-01", "2026-06-15", None),
    ("PCR10", "2018-12-14", "2018-12-24", "2018-12-27"),
    ("EHC6", "2019-05-07", "2019-06-18", None),
    ("EHC20", "2019-05-07", "2019-09-24", None),
    ("DEL5", "2019-04-18", "2019-04-29", None),
    ("DEL5", "2019-12-23", "2020-01-02", None),
]


@pytest.mark.proves("A1", "T02")
@pytest.mark.parametrize(("rule", "start", "due", "acts"), ON_RECORD)
def test_the_days_on_record(rule, start, due, acts):
    found = RULES.work_out(rule, day(start))
    assert found.due_on == day(due)
    assert found.acts_from == (acts and day(acts))


def test_every_rule_has_a_day_on_record():
    assert {rule.id for rule in RULES.all} == {row[0] for row in ON_RECORD}


def test_every_rule_says_where_it_comes_from():
    for rule in RULES.all:
        assert rule.source
        assert isinstance(rule.check_before_relying, bool)
        assert rule.kind in deadlines.FORMULAS
        assert rule.sense in deadlines.STARTS


@pytest.mark.parametrize(
    ("rule", "start", "sentence"),
    [
        (
            "KD28",
            "2018-09-18",
            "The notice must be published by the end of Monday 20 August 2018: 28 clear days "
            "before the day on which the meeting is held, Tuesday 18 September 2018.",
        ),
        (
            "CI5",
            "2019-12-19",
            "Call-in closes at the end of Monday 30 December 2019: 5 working days (calendar: "
            "England) after the day on which the decision is published, Thursday 19 December "
            "2019, leaving out Wednesday 25 December 2019 (Christmas Day); Thursday 26 December "
            "2019 (Boxing Day). The decision takes effect from Tuesday 31 December 2019.",
        ),
        (
            "MSP14",
            "2026-06-01",
            "The most suitable provider may be identified from the start of Monday 15 June 2026: "
            "14 days after the day on which the notice of intention to follow the process is "
            "submitted, Monday 1 June 2026.",
        ),
        (
            "PA-9-12M",
            "2026-12-08",
            "Performance must be assessed and the assessment published by the end of Tuesday 7 "
            "December 2027: 12 months beginning with the day on which the period of assessment "
            "begins, Tuesday 8 December 2026.",
        ),
    ],
)
def test_a_deadline_says_why_it_is_that_day(rule, start, sentence):
    assert RULES.work_out(rule, day(start)).sentence == sentence


def test_guidance_that_differs_is_shown_and_not_followed():
    found = RULES.work_out("PSR-S", day("2026-03-02"))
    assert found.due_on == day("2026-03-13")
    assert found.guidance.day == day("2026-03-12")
    assert found.guidance.sentence.startswith("For information only:")


def test_a_council_may_read_a_rule_more_strictly():
    published = day("2019-11-21")
    longer = LocalReading("Constitution of Somewhere", n=7)
    found = RULES.work_out("CI5", published, local=longer)
    assert (found.due_on, found.n) == (day("2019-12-02"), 7)
    assert found.local_authority == "Constitution of Somewhere"
    working = LocalReading("Constitution of Somewhere", calendar="ENG")
    stricter = RULES.work_out("KD28", day("2018-09-18"), local=working)
    assert stricter.due_on < RULES.work_out("KD28", day("2018-09-18")).due_on
    plain = LocalReading("Constitution of Somewhere", calendar=deadlines.CALENDAR_DAYS)
    assert RULES.work_out("AG5", day("2019-11-19"), local=plain).due_on == day("2019-11-13")


@pytest.mark.proves("A21", "T40")
def test_the_end_of_a_day_is_midnight_in_london():
    summer = RULES.work_out("KD28", day("2018-09-18"))
    winter = RULES.work_out("CI5", day("2019-11-21"))
    assert summer.instant == datetime(2018, 8, 20, 23, tzinfo=UTC)
    assert winter.instant == datetime(2019, 11, 29, tzinfo=UTC)
    just_before = summer.instant - timedelta(microseconds=1)
    assert summer.is_met_by(just_before)
    assert not summer.is_met_by(summer.instant)
    assert not winter.is_met_by(winter.instant - timedelta(microseconds=1))
    assert winter.is_met_by(winter.instant)


def test_what_may_not_come_sooner_may_come_from_the_start_of_its_day():
    earliest = RULES.work_out("MSP14", day("2026-06-01"))
    assert earliest.instant == datetime(2026, 6, 14, 23, tzinfo=UTC)
    assert earliest.is_met_by(earliest.instant)


@pytest.mark.parametrize(
    ("rule", "on", "code"),
    [
        ("NOPE", "2026-01-01", "unknown_deadline_rule"),
        ("PSR-S", "2023-12-31", "deadline_rule_not_in_force"),
        ("PA-S", "2025-02-23", "deadline_rule_not_in_force"),
    ],
)
def test_a_rule_that_is_not_there_or_not_in_force_is_refused(rule, on, code):
    assert code_of(lambda: RULES.work_out(rule, day(on))) == code


class TestReconsidered:
    """A holiday is announced or taken back while a deadline runs."""

    before = RULES.work_out("CI5", day("2019-11-21"))

    def again(self, start):
        return RULES.work_out("CI5", day(start))

    def test_a_period_that_runs_may_get_longer_and_not_shorter(self):
        now = datetime(2019, 11, 25, tzinfo=UTC)
        longer, shorter = self.again("2019-11-22"), self.again("2019-11-20")
        assert deadlines.reconsider(self.before, longer, at=now) == longer
        assert deadlines.reconsider(self.before, shorter, at=now) == self.before

    def test_one_that_has_ended_stays(self):
        later = datetime(2019, 12, 24, tzinfo=UTC)
        assert deadlines.reconsider(self.before, self.again("2019-11-22"), at=later) == self.before

    def test_counted_back_from_a_meeting_it_only_comes_sooner(self):
        before = RULES.work_out("AG5", day("2019-11-19"))
        sooner = RULES.work_out("AG5", day("2019-11-18"))
        now = datetime(2019, 11, 1, tzinfo=UTC)
        assert deadlines.reconsider(before, sooner, at=now) == sooner
        assert deadlines.reconsider(sooner, before, at=now) == sooner


STARTS = st.dates(date(2025, 3, 1), date(2029, 12, 31))


@given(STARTS)
def test_clear_days_lie_between_the_notice_and_the_meeting(meeting):
    found = RULES.work_out("KD28", meeting)
    assert (meeting - found.due_on).days - 1 == 28


@pytest.mark.parametrize("rule", ["CI5", "PSR-S", "PSR-R", "PA-S", "PCR10"])
@given(start=STARTS)
def test_a_period_ends_on_a_working_day_and_acts_follow_on_the_next(rule, start):
    found = RULES.work_out(rule, start)
    assert found.due_on.weekday() < 5
    assert found.acts_from.weekday() < 5
    assert found.acts_from > found.due_on > start


@pytest.mark.parametrize("rule", sorted({rule.id for rule in RULES.all}))
@given(start=STARTS)
def test_a_later_start_never_gives_an_earlier_day(rule, start):
    start = max(start, *(each.valid_from for each in RULES.all if each.id == rule))
    one, two = (RULES.work_out(rule, start + timedelta(days=n)) for n in (0, 1))
    assert one.due_on <= two.due_on
