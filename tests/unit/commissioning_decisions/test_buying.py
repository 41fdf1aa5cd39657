"""The law of a procurement and what follows from it, by rules alone."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from services.commissioning_decisions.domain import (
    buying,
    challenges,
    determining,
    duties,
    obligations,
    paper_conditions,
    procurement,
    release,
)
from services.commissioning_decisions.domain.acts_of_buying import (
    FurtherDecisionSent,
    ProcurementAbandoned,
    PublishedNotice,
    StandstillEnd,
)
from services.commissioning_decisions.domain.determining import Plan
from services.commissioning_decisions.domain.kept import Kept
from services.commissioning_decisions.domain.ocds_release import draft
from services.commissioning_decisions.domain.regime_choice import Purchase
from tests.support.cases import (
    LAW,
    REGIMES,
    a_contract,
    agreed,
    awarded,
    day,
    papers,
    scored,
    standing_still,
    to_award,
    with_acts,
)
from tests.support.refusals import code_of

EIGHTEEN = Purchase(
    day("2018-10-22"), "integrated_care_board", health_pence=592_000_000, light_touch=True
)
STORE = Purchase(day("2026-09-01"), "council", other_pence=840_000_000)
COMPETED = Plan(process="pa23_competitive", market_engaged=False)


def determined(case, purchase=STORE, plan=COMPETED, on="2018-10-16"):
    return case.with_act(determining.determine(case, LAW, purchase, plan, on=day(on)))


def published(notice, on, **more):
    return PublishedNotice(notice, "091234-2026", day(on), notice, **more)


def store(**plan):
    case = agreed("procurement_design")
    return determined(case, plan=replace(COMPETED, **plan))


class TestTheLaw:
    def test_a_procurement_of_2018_has_its_old_law_and_its_standstill(self):
        case = determined(agreed("procurement_design"), EIGHTEEN, Plan())
        assert (case.regime.regime, case.regime.process) == ("pcr_2015_light_touch", None)
        assert case.regime.standstill == "mandatory"
        assert procurement.regime_of(case, REGIMES)["standstill_rule"] == "PCR10"

    def test_under_the_old_law_no_process_is_named(self):
        code = code_of(lambda: determined(agreed("procurement_design"), EIGHTEEN, COMPETED))
        assert code == "process_not_of_regime"

    def test_a_route_that_was_recorded_later_is_held_against_it(self):
        case = store()
        assert procurement.regime_of(case, REGIMES)["id"] == "procurement_act_2023"
        other = with_acts(case, *papers("E16", route="provider_selection_regime"))
        assert code_of(lambda: procurement.regime_of(other, REGIMES)) == "route_differs"

    def test_it_is_frozen_with_the_first_notice_but_not_by_one_that_plans(self):
        case = store().with_act(published("UK3", "2026-08-01"))
        assert determined(case).regime.process == "pa23_competitive"
        begun = case.with_act(published("UK4", "2026-09-01"))
        assert code_of(lambda: determined(begun)) == "regime_frozen"

    @pytest.mark.parametrize(
        ("plan", "standstill"),
        [
            ({}, "mandatory"),
            ({"voluntary_standstill": True}, "mandatory"),
            ({"process": "pa23_direct_award", "direct_award_because": "One only."}, "mandatory"),
        ],
    )
    def test_standstill_of_a_full_contract(self, plan, standstill):
        assert store(**plan).regime.standstill == standstill

    @pytest.mark.parametrize(("promised", "standstill"), [(False, "none"), (True, "voluntary")])
    def test_standstill_of_a_light_contract_is_a_promise(self, promised, standstill):
        light = replace(STORE, light_touch=True)
        plan = replace(COMPETED, voluntary_standstill=promised)
        case = determined(agreed("procurement_design"), light, plan)
        assert case.regime.standstill == standstill
        assert challenges.is_needed(case) is promised

    def test_a_light_contract_needs_no_published_measures(self):
        """T31: three measures are asked of the store, and of no light touch contract."""
        asked = {
            "code": "E25",
            "least": 3,
            "routes": ["procurement_act_2023"],
            "above_pence": 500_000_000,
        }
        bought = [
            *papers("E16", route="procurement_act_2023"),
            *papers("E25", measures=2),
        ]
        case = with_acts(agreed("procurement_design"), *bought)
        for light, met in ((False, False), (True, True)):
            known = determined(case, replace(STORE, light_touch=light))
            found = list(paper_conditions.measures_to_publish(known, asked, day("2026-09-01")))
            assert [each[0] for each in found] == [met]


class TestNotices:
    def test_each_year_of_performance_is_done_by_its_own_notice(self):
        case = store().with_act(published("UK4", "2026-09-01"))
        contract = replace(
            a_contract(standing_still(awarded(to_award()))), signed_on=day("2026-12-08")
        )
        case = with_acts(case, contract, published("UK9", "2027-11-30"))
        [bought] = buying.procurements(case)
        years = [
            (line.duty.about, str(line.duty.latest_on), line.done_by is not None)
            for line in buying.lines(bought, LAW)
            if line.duty.notice == "UK9"
        ]
        assert years == [("year 1", "2027-12-07", True), ("year 2", "2028-12-07", False)]
        met = {
            each.key: each.met
            for each in duties.duties(case, LAW)
            if each.kind == "procurement_notice"
        }
        assert met["procurement_notice.1.UK9.year_1"]
        assert not met["procurement_notice.1.UK9.year_2"]
        assert not met["procurement_notice.1.UK7"]

    def test_what_was_abandoned_keeps_its_notice_and_the_next_begins_anew(self):
        case = store().with_act(published("UK4", "2026-09-01"))
        ended = ProcurementAbandoned("No bid.", day("2026-10-12"), "procurement_act_2023")
        case = with_acts(case, ended, published("UK12", "2026-10-13"))
        assert case.regime is None
        [first] = buying.procurements(case)
        assert first.is_over
        assert not buying.has_begun(case)
        again = determined(case)
        assert [each.number for each in buying.procurements(again)] == [1, 2]
        assert not buying.has_begun(again)

    def test_before_the_first_notice_a_draft_has_no_identifier(self):
        found = draft(release.facts_of(store(), datetime(2026, 8, 1, tzinfo=UTC)))
        assert "ocid" not in found.release
        assert found.missing[0].startswith("There is no identifier of the contracting process")

    def test_an_abandoned_one_is_told_as_cancelled(self):
        ended = ProcurementAbandoned("No bid.", day("2026-10-12"), "procurement_act_2023")
        case = with_acts(store(), published("UK4", "2026-09-01"), ended)
        found = draft(release.facts_of(case, datetime(2026, 10, 12, tzinfo=UTC))).release
        assert (found["tag"], found["tender"]["status"]) == (["tenderCancellation"], "cancelled")

    def test_a_signed_one_is_told_with_its_contract(self):
        case = store()
        for act in (
            *standing_still(awarded(to_award())).acts,
            a_contract(standing_still(awarded(to_award()))),
        ):
            case = case.with_act(act)
        found = draft(release.facts_of(case, datetime(2026, 12, 9, tzinfo=UTC))).release
        assert found["tag"] == ["contract"]
        [contract] = found["contracts"]
        assert contract["awardID"] == found["awards"][0]["id"]
        assert found["awards"][0]["status"] == "active"


class TestStandstill:
    def test_a_calendar_that_changes_moves_the_end_after_a_further_decision(self):
        end = StandstillEnd("PSR-R", day("2026-12-10"), day("2026-12-17"), day("2026-12-18"), "Old")
        sent = datetime(2026, 12, 10, 15, tzinfo=UTC)
        act = FurtherDecisionSent("proceed", "Why.", sent, ("NORTHBANK",), end, "Old")
        moved = Kept("", True, day("2026-12-18"), day("2026-12-21"), "A holiday was announced.")
        [found] = obligations.with_moved_days((act,), {"standstill.1": moved})
        assert found.end.ends_on == day("2026-12-18")
        assert found.end.earliest_signing_on == day("2026-12-21")
        assert found.explanation == "A holiday was announced."
        assert obligations.with_moved_days((act,), {"standstill.2": moved}) == (act,)

    def test_what_ran_in_an_abandoned_procurement_is_over(self):
        case = standing_still(awarded(to_award()))
        ended = case.with_act(ProcurementAbandoned("No.", day("2018-12-27"), None))
        assert challenges.running(case) is not None
        assert challenges.running(ended) is None
        assert (ended.awards, ended.scores, ended.tender) == ({}, None, None)

    def test_under_the_old_law_nobody_represents(self):
        case = standing_still(awarded(to_award()))
        code = code_of(lambda: challenges.must_be_open_to_representations(case))
        assert code == "no_representations_here"
        assert determining.must_be_to_abandon(scored(), day("2018-12-01")) is None
