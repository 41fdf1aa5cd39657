"""A tender scored as it was published, the award, the standstill that follows, the contract."""

from datetime import timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.commissioning_decisions.domain import procurement
from tests.support.cases import (
    BIDS,
    DEADLINES,
    EVALUATION,
    REGIMES,
    THERAPY_CONTENT,
    a_case,
    a_contract,
    a_tender,
    agreed,
    an_award,
    awarded,
    day,
    papers,
    placed,
    revised,
    scored,
    standing_still,
    tendered,
    to_award,
    with_acts,
)
from tests.support.refusals import code_of

SIGNING = day("2019-01-07")
WEIGHTS = EVALUATION["weights"]


def cooperation(stage="agreements_and_mobilisation"):
    return with_acts(agreed(stage), *papers("E16", route="public_cooperation"))


def score(*bids, case=None, on="2018-11-26"):
    return procurement.score(case or tendered(), bids or BIDS, on=day(on))


class TestTheTender:
    def test_it_keeps_what_was_published(self):
        tender = a_tender()
        assert tender.weights == WEIGHTS
        assert tender.panel_question == EVALUATION["panel_question"]
        assert (tender.notice_on, tender.closes_on) == (day("2018-10-22"), day("2018-11-19"))
        assert tender.closes_at == "2018-11-19T12:00:00+00:00"

    @pytest.mark.parametrize(
        ("changes", "code"),
        [
            ({"weights": {**WEIGHTS, "price": 26}}, "weights_not_100"),
            ({"weights": {**WEIGHTS, "price": 24}}, "weights_not_100"),
            ({"weights": {"quality": 75, "price": 25}}, "weights_incomplete"),
            ({"weights": {**WEIGHTS, "beauty": 0}}, "weights_incomplete"),
            ({"weights": {**WEIGHTS, "quality": 80, "young": -15}}, "weights_incomplete"),
            ({"weights": {**WEIGHTS, "quality": 50.0}}, "weights_incomplete"),
            ({"weights": None}, "weights_incomplete"),
            ({"panel_question": " "}, "evaluation_incomplete"),
            ({"fallback": ""}, "evaluation_incomplete"),
            ({"closes_on": "2018-10-22"}, "tender_closes_too_soon"),
            # The decision to buy took effect on the 16th of October.
            ({"notice_on": "2018-10-15"}, "before_last_act"),
        ],
    )
    def test_what_is_no_tender(self, changes, code):
        assert code_of(lambda: a_tender(**changes)) == code

    def test_its_weights_cannot_be_changed_once_published(self):
        case = placed(tendered(), "procurement_design", "2018-11-05")
        code = code_of(
            lambda: procurement.open_tender(
                case, EVALUATION, notice_on=SIGNING, closes_at=None, day=SIGNING + timedelta(1)
            )
        )
        assert code == "tender_already_open"


class TestTheScores:
    def test_those_on_record(self):
        assert [(bid.code, bid.points["price"], bid.total) for bid in score().bids] == [
            ("TEESTALK", Decimal("23.48"), Decimal("84.58")),
            ("CLEARWAY", Decimal("24.01"), Decimal("81.61")),
            ("NORTHBANK", Decimal("25.00"), Decimal("80.30")),
        ]

    def test_the_young_peoples_points_decide_it(self):
        """With their 15 points given to quality, pro rata, another bidder would have come first."""
        without = {
            bid.code: bid.total
            - bid.points["young"]
            + bid.points["quality"] * Decimal(15) / Decimal(50)
            for bid in score().bids
        }
        rounded = {code: total.quantize(Decimal("0.01")) for code, total in without.items()}
        assert rounded == {
            "TEESTALK": Decimal("84.43"),
            "NORTHBANK": Decimal("82.40"),
            "CLEARWAY": Decimal("86.41"),
        }

    def test_of_equal_totals_the_cheaper_comes_first(self):
        dear = {**BIDS[0], "code": "DEAR", "price_pence": 200, "quality": "12.5"}
        cheap = {**BIDS[0], "code": "CHEAP", "price_pence": 100, "quality": "0"}
        ranking = score(dear, cheap).bids
        assert [bid.code for bid in ranking] == ["CHEAP", "DEAR"]
        assert ranking[0].total == ranking[1].total

    @given(st.lists(st.integers(1, 10**12), min_size=1, max_size=8))
    def test_price_points_run_from_all_to_none_and_the_cheapest_has_all(self, prices):
        bids = [
            {**BIDS[0], "code": f"B{place}", "price_pence": price}
            for place, price in enumerate(prices)
        ]
        ranking = score(*bids).bids
        assert ranking[0].price_pence == min(prices)
        assert ranking[0].points["price"] == 25
        assert all(0 <= bid.points["price"] <= 25 for bid in ranking)
        totals = [bid.total for bid in ranking]
        assert totals == sorted(totals, reverse=True)

    @pytest.mark.parametrize(
        ("changes", "code"),
        [
            ({"quality": "50.01"}, "points_out_of_range"),
            ({"young": "15.01"}, "points_out_of_range"),
            ({"social": "-0.01"}, "points_out_of_range"),
            ({"code": "CLEARWAY"}, "bid_twice"),
        ],
    )
    def test_what_is_no_score(self, changes, code):
        assert code_of(lambda: score({**BIDS[0], **changes}, *BIDS[1:])) == code

    def test_nobody_scores_before_the_tender_closed_or_without_one(self):
        assert code_of(lambda: score(on="2018-11-18")) == "tender_still_open"
        assert score(on="2018-11-19").on == day("2018-11-19")
        never = agreed("selection_and_evaluation")
        assert code_of(lambda: score(case=never)) == "tender_not_open"
        assert code_of(lambda: score(case=to_award())) == "wrong_stage"


class TestTheAward:
    def test_an_officers_award_can_be_called_in_and_a_ccgs_cannot(self):
        council = an_award(to_award(), "MBC", "2018-12-10", "2018-12-11")
        ccg = an_award(to_award(), "STCCG", "2018-12-12")
        assert (council.call_in_closes_on, ccg.call_in_closes_on) == (day("2018-12-18"), None)

    @pytest.mark.parametrize(
        ("partner", "changes", "code"),
        [
            ("MBC", {"supplier": {"code": "CLEARWAY", "name": "Clearway"}}, "award_not_to_first"),
            ("MBC", {"decided_on": "2018-11-29"}, "before_last_act"),
            ("MBC", {"published_on": "2018-12-09"}, "published_before_decided"),
            ("MBC", {"route": "icb_board"}, "route_not_open"),
            ("HBC", {}, "unknown_partner"),
        ],
    )
    def test_what_is_no_award(self, partner, changes, code):
        days = {"decided_on": "2018-12-10", "published_on": "2018-12-11"}
        assert code_of(lambda: an_award(to_award(), partner, **{**days, **changes})) == code

    def test_a_limited_route_is_held_to_the_partners_own_part(self):
        """The limit of the CCG's officer is £1,000,000: its part of £1,184,000 is within it."""
        assert an_award(to_award(), "STCCG", "2018-12-12").route == "icb_officer"
        dear = revised(to_award(), annual_cost_pence=200_000_000, maximum_value_pence=10**9)
        assert code_of(lambda: an_award(dear, "STCCG", "2018-12-12")) == "above_delegated_limit"

    def test_without_scores_nobody_is_first(self):
        case = tendered("award_and_standstill", "2018-11-30")
        assert code_of(lambda: an_award(case, "MBC", "2018-12-10")) == "bids_not_scored"


class TestTheStandstill:
    def test_that_of_december_2018(self):
        standstill = standing_still(awarded(to_award())).standstill
        assert standstill.regime == "pcr_2015_light_touch"
        assert standstill.ends_on == day("2018-12-24")
        assert standstill.earliest_signing_on == day("2018-12-27")

    def test_it_begins_when_every_partner_has_decided_and_not_before(self):
        alone = to_award().with_act(an_award(to_award(), "MBC", "2018-12-10", "2018-12-11"))
        assert code_of(lambda: standing_still(alone)) == "award_not_decided"
        # The CCG decided on the 12th.
        decided = awarded(to_award())
        assert code_of(lambda: standing_still(decided, "2018-12-11")) == "before_last_act"
        assert standing_still(decided, "2018-12-12").standstill.ends_on == day("2018-12-24")

    def test_letters_that_are_sent_again_make_it_longer_and_never_shorter(self):
        case = standing_still(awarded(to_award()), "2018-12-18")
        assert code_of(lambda: standing_still(case, "2018-12-14")) == "standstill_running"
        longer = standing_still(case, "2018-12-21").standstill
        assert longer.ends_on > case.standstill.ends_on

    def test_where_nothing_was_tendered_there_is_none(self):
        case = with_acts(awarded(to_award()), *papers("E16", route="public_cooperation"))
        assert code_of(lambda: standing_still(case)) == "no_standstill_here"


class TestTheContract:
    case = standing_still(awarded(to_award()))

    @pytest.mark.parametrize(
        ("signed_on", "code"),
        [
            ("2018-12-14", "standstill_running"),
            ("2018-12-24", "standstill_running"),
            ("2018-12-26", "standstill_running"),
            ("2018-12-27", None),
        ],
    )
    def test_nobody_signs_inside_the_standstill(self, signed_on, code):
        if code:
            assert code_of(lambda: a_contract(self.case, signed_on=day(signed_on))) == code
        else:
            assert a_contract(self.case, signed_on=day(signed_on)).supplier_code == "TEESTALK"

    @pytest.mark.proves("T17")
    @pytest.mark.parametrize(
        ("published_on", "signed_on"),
        [(None, "2019-01-07"), ("2018-12-27", "2018-12-28"), ("2018-12-27", "2019-01-04")],
    )
    def test_nobody_signs_while_an_award_can_still_be_called_in(self, published_on, signed_on):
        """The standstill is over on the 27th; call-in of an award published then is not."""
        case = standing_still(awarded(to_award(), published_on))
        code = code_of(lambda: a_contract(case, signed_on=day(signed_on)))
        assert code == "award_not_effective"

    def test_it_is_signed_once_the_call_in_is_over(self):
        case = standing_still(awarded(to_award(), "2018-12-27"))
        assert a_contract(case, signed_on=day("2019-01-07")).signed_on == day("2019-01-07")

    @pytest.mark.parametrize(
        ("changes", "code"),
        [
            ({"supplier": {"code": "CLEARWAY", "name": "Clearway"}}, "supplier_not_awarded"),
            ({"starts_on": day("2022-04-01")}, "contract_days_wrong"),
            ({"maximum_end_on": day("2022-03-30")}, "contract_days_wrong"),
        ],
    )
    def test_what_is_no_contract(self, changes, code):
        assert code_of(lambda: a_contract(self.case, **changes)) == code

    def test_it_is_signed_once(self):
        signed = self.case.with_act(a_contract(self.case))
        assert code_of(lambda: a_contract(signed)) == "contract_already_signed"

    def test_a_version_that_nobody_approved_is_not_signed(self):
        newer = revised(self.case, annual_cost_pence=THERAPY_CONTENT.annual_cost_pence + 1)
        assert code_of(lambda: a_contract(newer)) == "decision_not_effective"

    def test_without_letters_or_in_another_stage_there_is_none(self):
        assert code_of(lambda: a_contract(awarded(to_award()))) == "standstill_not_started"
        assert code_of(lambda: a_contract(scored())) == "wrong_stage"

    def test_where_public_bodies_cooperate_the_host_signs_without_a_tender(self):
        host = {"code": "MBC", "name": "Middlesbrough Council"}
        signed = a_contract(cooperation(), supplier=host)
        assert (signed.supplier_code, signed.regime) == ("MBC", "pcr_2015_public_cooperation")

    def test_an_agreement_is_sealed_by_partners_whose_decision_is_in_effect(self):
        def seal(case, host="STCCG", on="2019-03-01"):
            return procurement.seal(case, kind="section_75_lead", host=host, sealed_on=day(on))

        assert seal(cooperation()).sealed_on == day("2019-03-01")
        assert code_of(lambda: seal(cooperation(), "TEESTALK")) == "unknown_partner"
        assert code_of(lambda: seal(cooperation(), on="2018-09-27")) == "decision_not_effective"
        undecided = placed(a_case("partner_decisions"), "live", "2018-10-16")
        assert code_of(lambda: seal(undecided)) == "decision_not_effective"
        assert code_of(lambda: seal(a_case())) == "wrong_stage"


@pytest.mark.parametrize(
    ("route", "started_on", "regime"),
    [
        ("pcr2015_light_touch", "2018-10-22", "pcr_2015_light_touch"),
        ("pcr2015_light_touch", "2023-12-31", "pcr_2015_light_touch"),
        ("pcr2015_light_touch", "2024-01-01", None),
        ("provider_selection_regime", "2023-12-31", None),
        ("provider_selection_regime", "2024-01-01", "provider_selection_regime"),
        ("procurement_act_2023", "2025-02-23", None),
        ("procurement_act_2023", "2025-02-24", "procurement_act_2023"),
        ("public_cooperation", "2019-07-16", "pcr_2015_public_cooperation"),
        ("public_cooperation", "2025-02-23", "pcr_2015_public_cooperation"),
        ("public_cooperation", "2025-02-24", "procurement_act_2023_cooperation"),
        ("by_friends", "2019-07-16", None),
    ],
)
def test_the_regime_is_that_of_the_day_on_which_the_procurement_began(route, started_on, regime):
    case = with_acts(a_case("procurement_design", since=started_on), *papers("E16", route=route))
    if regime is None:
        assert code_of(lambda: procurement.regime_of(case, REGIMES)) == "regime_unknown"
    else:
        assert procurement.regime_of(case, REGIMES)["id"] == regime


def test_every_regime_has_its_source_and_its_standstill_a_rule():
    known = {rule.id for rule in DEADLINES.all}
    for regime in REGIMES["regimes"]:
        assert regime["source"]
        assert isinstance(regime["check_before_relying"], bool)
        assert regime.get("standstill_rule") in {None, *known}


def test_an_award_is_decided_once_in_a_round():
    """T26: the same paper twice is no second decision; publication may follow."""
    case = awarded(to_award(), published_on=None)
    published = an_award(case, "MBC", "2018-12-10", "2018-12-11")
    assert published.call_in_closes_on == day("2018-12-18")
    case = case.with_act(published)
    for partner in ("MBC", "STCCG"):
        again = code_of(lambda partner=partner: an_award(case, partner, "2018-12-13", "2018-12-14"))
        assert again == "award_already_decided"
