"""Notices in the life of a contract: its changes, its performance, and those that are rarer."""

from dataclasses import replace

import pytest

from services.commissioning_decisions.domain.notice_duty import (
    DUE,
    LATER,
    NOT_DUE,
    OPTIONAL,
    UNKNOWN,
    Modification,
    Payment,
    Tendering,
)
from tests.support.cases import day
from tests.support.procurements import GROWTH, LIGHT, STORE, duties, latest, of, one, statuses
from tests.support.refusals import code_of


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
