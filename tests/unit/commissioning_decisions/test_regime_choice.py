"""The regime of a procurement: by its first day, its main subject, its value, and who buys."""

from dataclasses import replace

import pytest

from services.commissioning_decisions import rules
from services.commissioning_decisions.domain import notices, regime_choice
from services.commissioning_decisions.domain.notice_duty import Procurement
from services.commissioning_decisions.domain.regime_choice import PublicCooperation, Purchase
from tests.support.cases import day
from tests.support.refusals import code_of

REGIMES, THRESHOLDS = rules.regimes(), rules.thresholds()
THERAPY = Purchase(day("2026-11-02"), "integrated_care_board", health_pence=752_000_000)
STORE = Purchase(day("2026-09-01"), "council", other_pence=840_000_000)
SCHOOLS = Purchase(
    day("2026-09-01"),
    "council",
    health_pence=75_200_000,
    light_touch=True,
    not_health_service_because="The council buys it alone, as the education in plans (section F).",
)
HOSTED = PublicCooperation(
    common_objectives=True,
    solely_public_interest=True,
    outside_bp=2000,
    measured_on=day("2026-04-30"),
    evidence="the host's accounts for 2025-26",
)


def choose(purchase, **changes):
    return regime_choice.choose(replace(purchase, **changes), REGIMES, THRESHOLDS)


def on(purchase, started):
    return choose(purchase, started_on=day(started)).regime


def said(choice):
    return " ".join(reason.sentence for reason in choice.reasons)


def test_every_amount_has_its_source_and_its_days():
    for name in ("buyers", "thresholds", "notifiable", "cooperation"):
        for entry in THRESHOLDS[name]:
            assert entry["source"]
            assert entry["valid_from"] >= day("2015-02-26")
            assert isinstance(entry["check_before_relying"], bool)


class TestByTheDay:
    @pytest.mark.parametrize(
        ("started", "health", "other"),
        [
            ("2018-10-22", "pcr_2015_light_touch", "pcr_2015"),
            ("2023-12-31", "pcr_2015_light_touch", "pcr_2015"),
            ("2024-01-01", "provider_selection_regime", "pcr_2015"),
            ("2025-02-23", "provider_selection_regime", "pcr_2015"),
            ("2025-02-24", "provider_selection_regime", "procurement_act_2023"),
            ("2026-11-02", "provider_selection_regime", "procurement_act_2023"),
        ],
    )
    def test_health_care_and_the_rest_change_regime_on_their_own_days(self, started, health, other):
        assert (on(THERAPY, started), on(STORE, started)) == (health, other)

    def test_social_care_and_education_were_light_touch_throughout(self):
        found = [
            choose(SCHOOLS, started_on=day(started))
            for started in ("2018-10-22", "2024-06-03", "2026-09-01")
        ]
        assert [(each.regime, each.light_touch) for each in found] == [
            ("pcr_2015_light_touch", True),
            ("pcr_2015", True),
            ("procurement_act_2023", True),
        ]
        assert choose(STORE).light_touch is False

    def test_a_day_before_all_regimes_is_refused(self):
        assert code_of(lambda: on(STORE, "2015-02-25")) == "regime_unknown"

    def test_the_choice_names_its_reasons_and_the_version_of_the_rules(self):
        found = choose(THERAPY)
        assert [reason.sentence for reason in found.reasons] == [
            "Only health care is bought, £7,520,000.",
            "Provider Selection Regime: the procurement starts on 2 November 2026.",
        ]
        assert [reason.source for reason in found.reasons] == ["SI 2023/1348 r.3", "SI 2023/1348"]
        assert found.rule_version == "2026.1 (regimes), 2026.1 (thresholds)"
        assert found.check_before_relying is False

    def test_the_provider_regime_holds_at_any_value(self):
        found = choose(THERAPY, health_pence=1)
        assert (found.regime, found.size) == ("provider_selection_regime", None)

    def test_nothing_is_chosen_for_no_value(self):
        assert code_of(lambda: choose(THERAPY, health_pence=0)) == "lifetime_value_missing"


class TestTheMixedTest:
    """Therapists with equipment: the higher lifetime value counts, and why it is one contract."""

    TOGETHER = replace(
        THERAPY,
        other_pence=200_000_000,
        inseparable_because="Children would wait twice for one assessment.",
    )

    def test_health_care_that_cannot_be_separate_takes_the_rest_with_it(self):
        found = choose(self.TOGETHER)
        assert found.regime == "provider_selection_regime"
        assert "Children would wait twice for one assessment." in said(found)

    @pytest.mark.parametrize(
        ("health", "other", "regime"),
        [
            (200_000_001, 200_000_000, "provider_selection_regime"),
            (200_000_000, 200_000_000, "procurement_act_2023"),
            (199_999_999, 200_000_000, "procurement_act_2023"),
        ],
    )
    def test_the_higher_value_is_the_main_subject(self, health, other, regime):
        found = choose(self.TOGETHER, buyer="council", health_pence=health, other_pence=other)
        assert found.regime == regime
        assert found.check_before_relying is (health == other)

    def test_without_a_reason_it_is_no_mixed_procurement(self):
        found = choose(self.TOGETHER, inseparable_because=None)
        assert (found.regime, found.check_before_relying) == ("procurement_act_2023", True)
        assert "Record the harm to the procurement principles" in said(found)

    def test_health_care_for_another_purpose_is_none(self):
        found = choose(SCHOOLS)
        assert (found.regime, found.light_touch) == ("procurement_act_2023", True)
        assert found.check_before_relying is True
        assert "as the education in plans (section F)." in said(found)


class TestThresholds:
    @pytest.mark.parametrize(
        ("buyer", "light", "started", "pounds"),
        [
            ("council", False, "2025-02-24", 214_904),
            ("council", False, "2025-12-31", 214_904),
            ("council", False, "2026-01-01", 207_720),
            ("nhs_trust", False, "2025-12-31", 139_688),
            ("nhs_trust", False, "2026-01-01", 135_018),
            ("integrated_care_board", False, "2026-01-01", 135_018),
            ("council", True, "2025-12-31", 663_540),
            ("council", True, "2026-01-01", 663_540),
            ("nhs_trust", True, "2026-01-01", 663_540),
        ],
    )
    def test_each_day_kind_and_buyer_has_its_own(self, buyer, light, started, pounds):
        def size(pence):
            found = choose(
                STORE,
                buyer=buyer,
                light_touch=light,
                started_on=day(started),
                other_pence=pence,
            )
            assert found.threshold_pence == pounds * 100
            return found.size

        assert size(pounds * 100) == "above"
        assert size(pounds * 100 - 1) == "notifiable"

    @pytest.mark.parametrize(("buyer", "pounds"), [("council", 30_000), ("nhs_trust", 12_000)])
    def test_below_it_a_contract_may_still_have_to_be_told(self, buyer, pounds):
        assert choose(STORE, buyer=buyer, other_pence=pounds * 100).size == "notifiable"
        assert choose(STORE, buyer=buyer, other_pence=pounds * 100 - 1).size == "below"

    def test_whether_a_care_board_is_central_government_is_to_be_checked(self):
        assert choose(STORE, buyer="integrated_care_board").check_before_relying is True
        assert choose(STORE).check_before_relying is False
        assert code_of(lambda: choose(STORE, buyer="parish")) == "buyer_unknown"


class TestCooperationOfPublicBodies:
    """One partner hosts the store for the others: no tender, if the evidence is there."""

    def hosted(self, started="2026-09-01", **changes):
        return choose(STORE, started_on=day(started), cooperation=replace(HOSTED, **changes))

    def test_up_to_20_per_cent_outside_public_tasks_it_is_exempt(self):
        found = self.hosted()
        assert (found.regime, found.size) == ("procurement_act_2023_cooperation", None)
        assert "20 % of the activity is outside public tasks, by the host's accounts" in said(found)
        assert self.hosted(outside_bp=2001).regime == "procurement_act_2023"

    def test_before_the_act_it_had_to_be_less(self):
        measured = {"started": "2019-07-16", "measured_on": day("2019-03-31")}
        assert self.hosted(**measured, outside_bp=1999).regime == "pcr_2015_public_cooperation"
        assert self.hosted(**measured).regime == "pcr_2015"

    @pytest.mark.parametrize(
        ("changes", "because"),
        [
            ({"common_objectives": False}, "no common public objectives"),
            ({"solely_public_interest": False}, "not solely in the public interest"),
            ({"outside_bp": 2500}, "25 % is outside public tasks"),
        ],
    )
    def test_where_it_fails_a_procurement_follows(self, changes, because):
        found = self.hosted(**changes)
        assert found.regime == "procurement_act_2023"
        assert because in said(found)

    @pytest.mark.parametrize(
        ("changes", "code"),
        [
            ({"evidence": " "}, "cooperation_without_evidence"),
            ({"measured_on": day("2025-09-01")}, "cooperation_without_evidence"),
            ({"measured_on": day("2026-09-02")}, "cooperation_without_evidence"),
            ({"outside_bp": 10_001}, "share_outside_whole"),
        ],
    )
    def test_without_evidence_of_the_last_year_it_is_refused(self, changes, code):
        assert code_of(lambda: self.hosted(**changes)) == code
        assert self.hosted(measured_on=day("2025-09-02")).regime.endswith("cooperation")

    def test_the_provider_regime_knows_no_such_exemption(self):
        found = choose(THERAPY, cooperation=HOSTED)
        assert (found.regime, found.check_before_relying) == ("provider_selection_regime", True)


class TestFrozen:
    """A contract of 2018 is widened in 2026, when its kind would fall under another regime."""

    OLD = choose(THERAPY, started_on=day("2018-10-22"))

    @pytest.mark.proves("T30")
    def test_a_variation_keeps_the_regime_of_the_beginning(self):
        varied = regime_choice.for_variation(self.OLD, day("2026-02-11"))
        assert varied.regime == "pcr_2015_light_touch"
        assert varied.reasons[-1].source == "SI 2015/102 r.72"
        assert "on 11 February 2026 is tested under the regime of the beginning" in said(varied)

    @pytest.mark.proves("T30")
    def test_a_new_procurement_of_the_same_is_chosen_for_anew(self):
        widened = choose(THERAPY, started_on=day("2026-02-11"), other_pence=800_000_000)
        assert (self.OLD.regime, widened.regime) == ("pcr_2015_light_touch", "procurement_act_2023")

    @pytest.mark.parametrize(
        ("started", "purchase", "source"),
        [
            ("2024-03-01", THERAPY, "SI 2023/1348 r.13"),
            ("2026-03-02", STORE, "Procurement Act 2023 s.74"),
            ("2024-03-01", STORE, "SI 2015/102 r.72"),
        ],
    )
    def test_each_regime_has_its_own_rule_of_change(self, started, purchase, source):
        assert choose(purchase, started_on=day(started)).variation_source == source

    def test_nothing_varies_before_it_began(self):
        early = day("2018-10-21")
        code = code_of(lambda: regime_choice.for_variation(self.OLD, early))
        assert code == "varied_before_start"


def test_the_choice_feeds_the_notices():
    found = choose(STORE)
    facts = Procurement(
        regime=found.regime,
        process="pa23_competitive",
        value_pence=840_000_000,
        light_touch=found.light_touch,
        size=found.size,
        entered_on=day("2026-12-08"),
    )
    duties = notices.duties(facts, rules.notices(), rules.deadlines())
    assert [duty.latest_on for duty in notices.of_notice(duties, "UK7")] == [day("2027-01-06")]
