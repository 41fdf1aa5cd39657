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
    UNKNOWN,
    Modification,
    Payment,
    Procurement,
    Tendering,
)
from tests.support.cases import day
from tests.support.refusals import code_of

STORE = Procurement(
    regime="procurement_act_2023",
    process="pa23_competitive",
    value_pence=840_000_000,  # over 5 + 2 years
    tenders_invited_on=day("2026-09-01"),
    intention_on=day("2026-11-25"),
    entered_on=day("2026-12-08"),
)
LIGHT = replace(STORE, light_touch=True)
THERAPY = Procurement(
    regime="provider_selection_regime",
    process="psr_most_suitable",
    value_pence=752_000_000,
    follow_on=day("2026-11-02"),
    intention_on=day("2026-11-23"),
    awarded_on=day("2026-12-18"),
)
GROWTH = Modification("Y2", value_change_pence=100_800_000)  # + 12 %
EVERY_PA23 = [f"UK{number}" for number in range(1, 18)]
EVERY_PSR = [f"PSR-SCH-{number}" for number in range(2, 15)]


def duties(facts):
    return notices.duties(facts, rules.notices(), rules.deadlines())


def of(facts, notice):
    return notices.of_notice(duties(facts), notice)


def one(facts, notice):
    (found,) = of(facts, notice)
    return found


def statuses(facts, *names):
    return {name: {each.status for each in of(facts, name)} for name in names}


def latest(facts, notice):
    return one(facts, notice).latest_on


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


class TestChangesOfAContract:
    """The store's contract, worth £8.4 million over 84 months at the longest."""

    @pytest.mark.parametrize(
        ("value", "term", "status"),
        [
            (84_000_000, 0, NOT_DUE),  # exactly 10 %
            (84_000_001, 0, DUE),
            (-84_000_000, 0, NOT_DUE),
            (-84_000_001, 0, DUE),
            (100_800_000, 1000, NOT_DUE),  # the term alone is enough, as the Act says "or"
            (100_800_000, 1001, DUE),
            (100_800_000, -1000, NOT_DUE),
            (0, 1001, DUE),
            (84_000_000, 2857, NOT_DUE),  # 24 months more, within 10 % of the value
            (0, 0, DUE),  # it neither increases nor decreases anything
        ],
    )
    def test_ten_per_cent_of_value_or_of_term(self, value, term, status):
        change = Modification("C1", value_change_pence=value, term_change_bp=term)
        assert one(replace(STORE, modifications=(change,)), "UK10").status == status

    def test_small_ones_that_belong_together_count_as_one(self):
        first = Modification("C1", value_change_pence=58_800_000)  # 7 %
        second = Modification("C2", value_change_pence=58_800_000, made_with=("C1",))
        linked = of(replace(STORE, modifications=(first, second)), "UK10")
        assert [(duty.about, duty.status) for duty in linked] == [("C1", NOT_DUE), ("C2", DUE)]
        assert "+14 %" in linked[1].why
        apart = of(replace(STORE, modifications=(first, replace(second, made_with=()))), "UK10")
        assert [duty.status for duty in apart] == [NOT_DUE, NOT_DUE]

    def test_one_that_belongs_to_a_later_or_unknown_one_is_refused(self):
        change = Modification("C1", value_change_pence=58_800_000, made_with=("C2",))
        facts = replace(STORE, modifications=(change,))
        assert code_of(lambda: duties(facts)) == "modification_unknown"

    def test_a_new_supplier_after_restructuring_is_always_told(self):
        change = Modification("C1", value_change_pence=100, restructuring=True)
        assert one(replace(STORE, modifications=(change,)), "UK10").status == DUE

    def test_its_copy_is_published_where_a_notice_was_due_and_it_is_worth_five_million(self):
        on = day("2027-04-01")
        small = replace(STORE, value_pence=400_000_000)

        def copy_of(facts, pence):
            change = Modification("C1", on, value_change_pence=pence)
            return one(replace(facts, modifications=(change,)), "PA-CHANGE-COPY")

        assert copy_of(STORE, 84_000_000).status == NOT_DUE
        assert copy_of(STORE, 84_000_001).latest_on == day("2027-06-29")
        assert copy_of(small, 100_000_000).status == NOT_DUE
        assert copy_of(small, 100_000_001).latest_on == day("2027-06-29")

    def test_a_standstill_before_a_change_is_voluntary(self):
        noticed = replace(GROWTH, notice_on=day("2026-11-25"))
        found = one(replace(STORE, modifications=(noticed,)), "PA-CHANGE-STANDSTILL")
        assert (found.status, found.earliest_on) == (OPTIONAL, day("2026-12-08"))

    def test_a_contract_let_before_is_asked_about_its_change_alone(self):
        changed = replace(STORE, process="pa23_modification", modifications=(GROWTH,))
        assert statuses(changed, "UK4", "UK6", "UK7", "UK10") == {
            "UK4": {NOT_DUE},
            "UK6": {NOT_DUE},
            "UK7": {NOT_DUE},
            "UK10": {DUE},
        }


class TestPerformance:
    def test_the_duty_begins_with_the_year_2026(self):
        early = replace(STORE, entered_on=day("2025-06-02"))
        assert latest(early, "UK9") == day("2026-12-31")
        gone = replace(early, ended_on=day("2025-12-31"))
        assert one(gone, "UK9").status == NOT_DUE
        assert "holds from 1 January 2026" in one(gone, "UK9").why

    @pytest.mark.parametrize(("published", "by"), [(0, "2027-12-07"), (1, "2028-12-07")])
    def test_each_year_has_its_own(self, published, by):
        found = one(replace(STORE, assessments=published), "UK9")
        assert (found.about, found.latest_on) == (f"year {published + 1}", day(by))

    def test_the_last_comes_before_the_termination_notice(self):
        ended = replace(STORE, ended_on=day("2027-06-30"))
        (last,) = of(ended, "UK9")
        assert (last.about, last.latest_on) == ("end of the contract", day("2027-07-29"))
        assert latest(ended, "UK11") == day("2027-07-29")
        overdue = of(replace(STORE, ended_on=day("2028-06-30")), "UK9")
        assert [each.about for each in overdue] == ["year 1", "end of the contract"]

    def test_a_breach_is_told_within_thirty_days_from_2026_on(self):
        assert latest(replace(STORE, breach_on=day("2026-04-01")), "UK9-BREACH") == day(
            "2026-04-30"
        )
        early = replace(STORE, breach_on=day("2025-12-31"))
        assert one(early, "UK9-BREACH").status == NOT_DUE
        assert one(STORE, "UK9-BREACH").status == LATER

    def test_indicators_that_do_not_fit_are_neither_set_nor_assessed(self):
        unfit = replace(STORE, measures_unsuitable="A single delivery of furniture.")
        assert statuses(unfit, "PA-MEASURES", "UK9") == {
            "PA-MEASURES": {NOT_DUE},
            "UK9": {NOT_DUE},
        }
        framework = replace(STORE, form="framework")
        assert statuses(framework, "PA-MEASURES", "UK9") == {
            "PA-MEASURES": {NOT_DUE},
            "UK9": {NOT_DUE},
        }


class TestTheOtherNotices:
    @pytest.mark.parametrize(
        ("tendering", "closes"),
        [
            (Tendering(), "2026-09-26"),
            (Tendering(all_documents=False), "2026-10-01"),
            (Tendering(electronic=False), "2026-10-01"),
            (Tendering(electronic=False, all_documents=False), "2026-10-06"),
            (Tendering(shortened_because="Qualifying planned procurement notice"), "2026-09-11"),
        ],
    )
    def test_the_shortest_tender_period(self, tendering, closes):
        found = one(replace(STORE, tendering=tendering), "PA-TENDER-PERIOD")
        assert found.earliest_on == day(closes)

    def test_a_pipeline_is_told_by_the_26th_of_may(self):
        spender = replace(
            STORE, authority_spend_pence=10_000_000_001, year_begins_on=day("2026-04-01")
        )
        assert latest(spender, "UK1") == day("2026-05-26")
        assert one(STORE, "UK1").status == UNKNOWN
        at_limit = replace(spender, authority_spend_pence=10_000_000_000)
        assert one(at_limit, "UK1").status == NOT_DUE
        assert one(replace(spender, value_pence=200_000_000), "UK1").status == NOT_DUE

    @pytest.mark.parametrize(
        ("engaged", "status"), [(True, DUE), (False, NOT_DUE), (None, UNKNOWN)]
    )
    def test_a_market_that_was_consulted_is_told(self, engaged, status):
        assert one(replace(STORE, market_engaged=engaged), "UK2").status == status

    def test_a_direct_award_has_a_transparency_notice_and_an_urgent_one_no_standstill(self):
        direct = replace(STORE, process="pa23_direct_award", awarded_on=day("2026-11-24"))
        assert statuses(direct, "UK4", "UK5", "UK6", "PA-STANDSTILL") == {
            "UK4": {NOT_DUE},
            "UK5": {DUE},
            "UK6": {DUE},
            "PA-STANDSTILL": {DUE},
        }
        assert latest(direct, "UK5") == day("2026-11-24")
        urgent = replace(direct, extreme_urgency=True)
        assert statuses(urgent, "UK5", "PA-STANDSTILL") == {
            "UK5": {DUE},
            "PA-STANDSTILL": {NOT_DUE},
        }

    def test_no_award_is_told_as_soon_as_can_be(self):
        found = one(replace(STORE, entered_on=None, not_awarded_on=day("2026-12-01")), "UK12")
        assert (found.status, found.earliest_on) == (DUE, day("2026-12-01"))
        assert "as soon as reasonably practicable" in found.why
        assert one(STORE, "UK12").status == LATER

    def test_payments_over_30_000_are_told_each_quarter_from_april_2026(self):
        paid = replace(
            LIGHT,
            payments=(
                Payment(day("2026-03-31"), 9_000_000),
                Payment(day("2026-04-01"), 3_000_000),
                Payment(day("2026-05-11"), 3_000_001),
                Payment(day("2026-06-30"), 8_000_000),
                Payment(day("2026-10-01"), 4_000_000),
            ),
        )
        assert [duty.latest_on for duty in of(paid, "UK8")] == [
            day("2026-07-29"),
            day("2027-01-29"),
        ]
        assert one(LIGHT, "UK8").status == LATER

    def test_prompt_payment_is_told_for_each_half_year(self):
        paid = replace(
            STORE,
            payments=tuple(
                Payment(day(on), 100)
                for on in ("2025-12-31", "2026-01-02", "2026-09-30", "2026-10-01", "2027-03-31")
            ),
        )
        assert [duty.latest_on for duty in of(paid, "UK17")] == [
            day("2026-04-29"),
            day("2026-10-29"),
            day("2027-04-29"),
        ]

    def test_dynamic_markets_and_planned_notices(self):
        assert statuses(STORE, "UK3", "UK13", "UK14", "UK15", "UK16") == {
            "UK3": {OPTIONAL},
            **{f"UK{number}": {NOT_DUE} for number in range(13, 17)},
        }

    def test_below_the_threshold_two_notices_remain(self):
        small = replace(STORE, value_pence=5_000_000, size="notifiable", advertised=True)
        due = {duty.notice for duty in duties(small) if duty.status == DUE}
        assert due == {"UK4-BELOW", "UK7-BELOW"}
        asked = {duty.notice for duty in duties(replace(small, advertised=False))}
        assert "UK4-BELOW" in asked
        assert one(replace(small, advertised=False), "UK4-BELOW").status == NOT_DUE
        tiny = duties(replace(small, size="below"))
        assert {duty.status for duty in tiny} == {NOT_DUE}


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
