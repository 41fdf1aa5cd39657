"""Standstill after a notice of intention: representations, further decisions, and its end."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.commissioning_decisions import rules
from services.commissioning_decisions.domain import provider_standstill
from services.commissioning_decisions.domain.provider_standstill import (
    ABANDON,
    PROCEED,
    REPEAT,
    FurtherDecision,
    Representation,
)
from shared.calendars import calendar
from shared.clock import legal_day, noon
from tests.support.cases import day
from tests.support.refusals import code_of

RULES = rules.deadlines()
PUBLISHED = day("2026-11-23")
SPOKEN = Representation("NORTHBANK", noon(day("2026-12-02")))
BOTH = frozenset({"NORTHBANK", "TEESTALK"})
DECIDED = FurtherDecision(noon(day("2026-12-10")), PROCEED, BOTH)


def standstill(*representations, decisions=(), published=PUBLISHED):
    return provider_standstill.work_out(RULES, published, ["TEESTALK"], representations, decisions)


def refusal(found, on):
    return code_of(lambda: provider_standstill.must_be_free_to_enter(found, day(on)))


class TestWithoutRepresentations:
    def test_it_ends_after_the_8th_working_day_after_the_day_on_which_it_began(self):
        found = standstill()
        assert found.begins_on == day("2026-11-24")
        assert (found.ends_on, found.acts_from) == (day("2026-12-04"), day("2026-12-07"))
        assert refusal(found, "2026-12-04") == "standstill_running"
        assert provider_standstill.must_be_free_to_enter(found, day("2026-12-07")) is None

    @pytest.mark.parametrize(
        ("published", "ends"),
        [
            ("2026-03-02", "2026-03-13"),
            ("2026-03-06", "2026-03-18"),
            ("2025-12-17", "2026-01-02"),
        ],
    )
    def test_the_days_on_record(self, published, ends):
        assert standstill(published=day(published)).ends_on == day(ends)

    def test_one_that_came_after_midnight_does_not_count(self):
        midnight = datetime(2026, 12, 5, tzinfo=UTC)
        in_time = Representation("NORTHBANK", midnight - timedelta(microseconds=1))
        late = Representation("CLEARWAY", midnight)
        assert standstill(late).ends_on == day("2026-12-04")
        assert standstill(late).late == (late,)
        both = standstill(late, in_time)
        assert (both.in_time, both.late, both.ends_on) == ((in_time,), (late,), None)

    @pytest.mark.proves("T40")
    def test_midnight_is_that_of_london_in_summer(self):
        last = standstill(published=day("2026-06-01")).representations_by
        assert last.instant == datetime(2026, 6, 12, 23, tzinfo=UTC)


class TestWithRepresentations:
    def test_an_unanswered_one_leaves_it_without_end(self):
        found = standstill(SPOKEN)
        assert (found.ends_on, found.acts_from, found.unanswered) == (None, None, (SPOKEN,))
        assert "send a further decision with reasons to NORTHBANK, TEESTALK" in found.sentence
        assert refusal(found, "2027-06-01") == "representation_unanswered"

    def test_the_further_decision_on_record_ends_it(self):
        found = standstill(SPOKEN, decisions=[DECIDED])
        assert (found.ends_on, found.acts_from) == (day("2026-12-17"), day("2026-12-18"))
        assert found.unanswered == ()
        assert refusal(found, "2026-12-17") == "standstill_running"
        assert provider_standstill.must_be_free_to_enter(found, day("2026-12-18")) is None

    def test_the_last_of_several_counts(self):
        again = FurtherDecision(noon(day("2026-12-14")), PROCEED, BOTH)
        assert standstill(SPOKEN, decisions=[again, DECIDED]).ends_on == day("2026-12-21")

    def test_each_provider_hears_each_further_decision(self):
        partial = FurtherDecision(DECIDED.sent_at, PROCEED, frozenset({"NORTHBANK"}))
        found = standstill(SPOKEN, decisions=[partial])
        assert (found.ends_on, found.unanswered) == (None, ())
        assert "to TEESTALK." in found.sentence

    def test_one_that_comes_after_the_decision_needs_another(self):
        early = FurtherDecision(noon(day("2026-12-02")), PROCEED, BOTH)
        first = Representation("NORTHBANK", noon(day("2026-12-01")))
        second = Representation("NORTHBANK", noon(day("2026-12-03")))
        found = standstill(first, second, decisions=[early])
        assert (found.ends_on, found.unanswered) == (None, (second,))

    def test_a_quick_decision_does_not_end_it_sooner(self):
        spoken = Representation("NORTHBANK", noon(day("2026-11-24")))
        quick = FurtherDecision(noon(day("2026-11-25")), PROCEED, BOTH)
        assert standstill(spoken, decisions=[quick]).ends_on == day("2026-12-04")

    @pytest.mark.parametrize("outcome", [REPEAT, ABANDON])
    def test_a_decision_to_give_up_is_acted_on_after_its_end_and_no_contract_follows(self, outcome):
        given_up = FurtherDecision(DECIDED.sent_at, outcome, BOTH)
        found = standstill(SPOKEN, decisions=[given_up])
        assert (found.outcome, found.acts_from) == (outcome, day("2026-12-18"))
        assert refusal(found, "2026-12-18") == "award_given_up"

    @pytest.mark.parametrize(
        ("sent", "outcome", "code"),
        [
            ("2026-12-10", "sleep", "outcome_unknown"),
            ("2026-11-23", PROCEED, "decision_before_standstill"),
        ],
    )
    def test_what_is_no_further_decision(self, sent, outcome, code):
        wrong = FurtherDecision(noon(day(sent)), outcome, BOTH)
        assert code_of(lambda: standstill(SPOKEN, decisions=[wrong])) == code


@given(st.integers(0, 8), st.integers(1, 30))
def test_at_least_five_working_days_follow_the_last_further_decision(spoken_after, decided_after):
    spoken = Representation("NORTHBANK", noon(PUBLISHED + timedelta(spoken_after)))
    sent_at = spoken.received_at + timedelta(decided_after)
    found = standstill(spoken, decisions=[FurtherDecision(sent_at, PROCEED, BOTH)])
    assert found.ends_on >= day("2026-12-04")
    left = calendar("PSR").working_days_between(legal_day(sent_at), found.ends_on)
    assert left >= 5
    assert found.acts_from > found.ends_on
