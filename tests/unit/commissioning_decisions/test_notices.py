"""Which notice is due for which contract: light touch, standard, and under the provider regime."""

from dataclasses import replace
from datetime import timedelta

import pytest

from services.commissioning_decisions import rules
from services.commissioning_decisions.domain import notices
from services.commissioning_decisions.domain.notice_duty import (
    DUE,
    LATER,
    NOT_DUE,
    OPTIONAL,
    Modification,
)
from tests.support.cases import day
from tests.support.procurements import (
    EVERY_PA23,
    EVERY_PSR,
    GROWTH,
    LIGHT,
    STORE,
    THERAPY,
    duties,
    latest,
    of,
    one,
    statuses,
)
from tests.support.refusals import code_of


class TestTheTables:
    def test_they_hold_every_notice_of_both_laws(self):
        listed = [entry["id"] for table in rules.notices() for entry in table["notices"]]
        assert len(listed) == len(set(listed))
        assert {*EVERY_PA23, *EVERY_PSR} <= set(listed)

    @pytest.mark.parametrize("table", rules.notices(), ids=lambda table: table["title"])
    def test_each_entry_has_its_source_its_day_and_rules_that_exist(self, table):
        known = {rule.id for rule in rules.deadlines().all}
        for entry in table["notices"]:
            assert entry["source"]
            assert entry["valid_from"] >= day("2024-01-01")
            assert isinstance(entry["check_before_relying"], bool)
            assert entry["test"] in notices.TESTS
            assert entry["sort"] in {"notice", "publication", "step"}
            assert {entry[key] for key in ("standard", "light_touch") if key in entry} <= known

    @pytest.mark.parametrize("facts", [STORE, LIGHT, THERAPY])
    def test_every_answer_has_a_sentence_and_a_source(self, facts):
        for duty in duties(facts):
            assert duty.why.endswith(".")
            assert duty.source
            assert duty.rule_version == "2026.1"

    def test_a_deadline_explains_itself(self):
        found = one(STORE, "UK7")
        assert found.deadline.rule_id == "PA-7-30"
        assert found.why == (
            "It tells that the contract was entered into. The contract details notice must be "
            "published by the end of Wednesday 6 January 2027: 30 days beginning with the day on "
            "which the contract is entered into, Tuesday 8 December 2026."
        )


class TestTheStore:
    """Goods and logistics for £8.4 million over five and two years: nothing is light touch."""

    def test_its_days_on_record(self):
        assert one(STORE, "PA-STANDSTILL").deadline.due_on == day("2026-12-07")
        assert one(STORE, "PA-STANDSTILL").earliest_on == day("2026-12-08")
        assert latest(STORE, "UK7") == day("2027-01-06")
        assert latest(STORE, "PA-COPY") == day("2027-03-07")
        assert latest(STORE, "UK9") == day("2027-12-07")
        assert latest(STORE, "UK6") == day("2026-12-08")

    def test_three_indicators_are_published_before_it_is_entered_into(self):
        found = one(STORE, "PA-MEASURES")
        assert (found.status, found.latest_on) == (DUE, day("2026-12-08"))
        assert rules.read("notices")["limits"]["least_measures"] == 3

    def test_its_growth_of_12_per_cent_needs_a_change_notice_before(self):
        grown = replace(STORE, modifications=(GROWTH,))
        found = one(grown, "UK10")
        assert found.status == DUE
        assert "The value changes by +12 % and the term by +0 %" in found.why
        copied = replace(grown, modifications=(replace(GROWTH, on=day("2028-04-03")),))
        assert latest(copied, "UK10") == day("2028-04-03")
        assert latest(copied, "PA-CHANGE-COPY") == day("2028-07-01")

    def test_none_of_it_is_asked_of_a_contract_of_five_million(self):
        smaller = replace(STORE, value_pence=500_000_000)
        assert statuses(smaller, "PA-MEASURES", "PA-COPY", "UK9") == {
            "PA-MEASURES": {NOT_DUE},
            "PA-COPY": {NOT_DUE},
            "UK9": {NOT_DUE},
        }
        larger = replace(STORE, value_pence=500_000_001)
        assert statuses(larger, "PA-MEASURES", "PA-COPY", "UK9") == {
            "PA-MEASURES": {DUE},
            "PA-COPY": {DUE},
            "UK9": {DUE},
        }

    def test_nobody_signs_inside_its_standstill(self):
        found = duties(STORE)
        inside = day("2026-12-07")
        assert code_of(lambda: notices.must_be_free_to_enter(found, inside)) == "standstill_running"
        assert notices.must_be_free_to_enter(found, day("2026-12-08")) is None
        silent = duties(replace(STORE, intention_on=None))
        code = code_of(lambda: notices.must_be_free_to_enter(silent, inside))
        assert code == "standstill_not_started"

    def test_what_is_to_do_comes_in_the_order_of_its_days(self):
        listed = notices.to_do(duties(replace(STORE, intention_on=None, entered_on=None)))
        assert [duty.notice for duty in listed] == [
            "UK4",
            "PA-TENDER-PERIOD",
            "UK6",
            "PA-STANDSTILL",
            "PA-MEASURES",
        ]


class TestLightTouch:
    """A light touch contract has no indicators, no performance and no change notices."""

    @pytest.mark.proves("A18", "T31")
    def test_what_it_has_not(self):
        changed = replace(
            LIGHT, modifications=(GROWTH,), breach_on=day("2027-02-01"), ended_on=day("2031-12-07")
        )
        found = statuses(
            changed,
            *("UK9", "UK9-BREACH", "UK10", "PA-MEASURES", "PA-STANDSTILL", "PA-TENDER-PERIOD"),
            *("PA-CHANGE-COPY", "PA-CHANGE-STANDSTILL"),
        )
        assert set(map(frozenset, found.values())) == {frozenset({NOT_DUE})}

    def test_what_it_has_and_when(self):
        entered = replace(LIGHT, entered_on=day("2026-04-01"), ended_on=day("2031-03-31"))
        assert latest(entered, "UK7") == day("2026-07-29")
        assert latest(entered, "PA-COPY") == day("2026-09-27")
        assert latest(entered, "UK11") == day("2031-04-29")
        assert statuses(entered, "UK4", "UK6") == {"UK4": {DUE}, "UK6": {DUE}}

    def test_a_standstill_that_it_promises_binds_it(self):
        promised = duties(replace(LIGHT, voluntary_standstill=True))
        (standstill,) = notices.of_notice(promised, "PA-STANDSTILL")
        assert (standstill.status, standstill.earliest_on) == (OPTIONAL, day("2026-12-08"))
        code = code_of(lambda: notices.must_be_free_to_enter(promised, day("2026-12-07")))
        assert code == "standstill_running"
        assert notices.must_be_free_to_enter(duties(LIGHT), day("2026-11-25")) is None

    def test_a_placement_that_the_family_chose_is_not_told(self):
        """A place at an independent school, awarded because it is the one that was chosen."""
        chosen = replace(LIGHT, process="pa23_direct_award", user_choice=True)
        ended = replace(chosen, ended_on=day("2031-03-31"))
        assert {duty.notice for duty in duties(ended) if duty.status == DUE} == set()
        assert "the choice of the person served, s.44(3)." in one(ended, "UK5").why
        assert one(replace(ended, user_choice=False), "UK7").status == DUE


class TestTheProviderRegime:
    def test_its_days_on_record(self):
        assert one(THERAPY, "PSR-IDENTIFY").earliest_on == day("2026-11-16")
        assert one(THERAPY, "PSR-STANDSTILL").deadline.due_on == day("2026-12-04")
        assert latest(THERAPY, "PSR-SCH-7") == day("2027-01-17")

    @pytest.mark.proves("T31")
    def test_nothing_of_the_procurement_act_holds_for_it(self):
        changed = replace(THERAPY, modifications=(GROWTH,), breach_on=day("2027-05-04"))
        found = duties(changed)
        act = [
            duty
            for duty in found
            if duty.notice in EVERY_PA23 or duty.notice.startswith(("PA-", "UK"))
        ]
        assert len(act) >= 17
        assert {duty.status for duty in act} == {NOT_DUE}
        assert "It is a duty under the Procurement Act 2023." in act[0].why

    @pytest.mark.parametrize(
        ("process", "due"),
        [
            ("psr_direct_a", {"PSR-SCH-2"}),
            ("psr_direct_b", {"PSR-SCH-2"}),
            ("psr_direct_c", {"PSR-SCH-3", "PSR-STANDSTILL", "PSR-SCH-4"}),
            (
                "psr_most_suitable",
                {"PSR-SCH-5", "PSR-IDENTIFY", "PSR-SCH-6", "PSR-STANDSTILL", "PSR-SCH-7"},
            ),
            (
                "psr_competitive",
                {"PSR-SCH-8", "PSR-SCH-9", "PSR-SCH-10", "PSR-STANDSTILL", "PSR-SCH-11"},
            ),
            ("psr_urgent", {"PSR-SCH-13"}),
        ],
    )
    def test_each_process_has_its_own(self, process, due):
        found = duties(replace(THERAPY, process=process))
        assert {duty.notice for duty in found if duty.status == DUE} == due

    def test_an_urgent_award_is_told_within_thirty_days(self):
        """A supplier fails, and another takes over the next day."""
        urgent = replace(
            THERAPY, process="psr_urgent", intention_on=None, awarded_on=day("2026-04-01")
        )
        assert latest(urgent, "PSR-SCH-13") == day("2026-05-01")
        assert notices.must_be_free_to_enter(duties(urgent), day("2026-04-01")) is None

    def test_a_modification_is_told_from_half_a_million_on(self):
        def changed(*changes):
            made = tuple(
                Modification(f"V{place}", day("2027-04-01"), pence, by_authority=ours)
                for place, (pence, ours) in enumerate(changes)
            )
            found = of(replace(THERAPY, modifications=made), "PSR-SCH-12")
            return [(duty.about, duty.status, duty.latest_on) for duty in found]

        by = day("2027-05-01")
        assert changed((49_999_999, True)) == [("V0", NOT_DUE, None)]
        assert changed((50_000_000, True)) == [("V0", DUE, by)]
        assert changed((50_000_000, False)) == [("V0", NOT_DUE, None)]
        assert changed((30_000_000, True), (20_000_000, True)) == [
            ("V0", NOT_DUE, None),
            ("V1", DUE, by),
        ]

    def test_an_urgent_modification_has_a_notice_of_its_own(self):
        urgent = Modification("V1", day("2026-04-01"), 60_000_000, urgent=True)
        changed = replace(THERAPY, modifications=(urgent,))
        assert latest(changed, "PSR-SCH-14") == day("2026-05-01")
        assert one(changed, "PSR-SCH-12").status == LATER
        assert one(THERAPY, "PSR-SCH-14").status == NOT_DUE

    def test_an_abandoned_procurement_is_told(self):
        abandoned = replace(THERAPY, awarded_on=None, not_awarded_on=day("2026-04-01"))
        assert latest(abandoned, "PSR-ABANDON") == day("2026-05-01")
        assert one(abandoned, "PSR-SCH-7").status == LATER


class TestTheRegimeDecides:
    @pytest.mark.parametrize(
        "regime", ["pcr_2015_light_touch", "pcr_2015", "procurement_act_2023_cooperation"]
    )
    def test_what_is_under_neither_law_has_no_duty_under_them(self, regime):
        old = replace(STORE, regime=regime, modifications=(GROWTH,), ended_on=day("2026-06-30"))
        assert {duty.status for duty in duties(old)} == {NOT_DUE}

    def test_a_process_of_the_other_law_is_refused(self):
        for facts, process in ((STORE, "psr_direct_c"), (THERAPY, "pa23_competitive")):
            wrong = replace(facts, process=process)
            assert code_of(lambda wrong=wrong: duties(wrong)) == "process_not_of_regime"


def test_the_period_of_a_deadline_lasts_to_the_end_of_its_day():
    found = one(STORE, "UK7").deadline
    assert found.is_met_by(found.instant - timedelta(microseconds=1))
    assert not found.is_met_by(found.instant)
