"""Which process of the Provider Selection Regime is open, and what may change without one."""

from dataclasses import replace

import pytest

from services.commissioning_decisions import rules
from services.commissioning_decisions.domain import provider_selection as selection
from services.commissioning_decisions.domain.provider_selection import (
    COMPETITIVE,
    DIRECT_A,
    DIRECT_B,
    DIRECT_C,
    MOST_SUITABLE,
    Comparison,
    Gap,
    ProposedModification,
    Situation,
    Urgency,
)
from tests.support.refusals import code_of

TABLE = rules.provider_selection()
# Speech and language therapy is bought anew, for £1.6 million and 27 % more.
THERAPY = Comparison(592_000_000, 752_000_000, materially_different=False, by_authority=True)
ENDING = Situation(
    existing_provider=True,
    existing_satisfies=True,
    can_identify_most_suitable=True,
    compared=THERAPY,
)
SMALLER = replace(THERAPY, proposed_value_pence=600_000_000)


def met(**changes):
    return selection.considerable_change(replace(THERAPY, **changes), TABLE).met


def open_ones(situation):
    return [name for name, each in selection.open_processes(situation, TABLE).items() if each.met]


def test_the_limits_have_their_sources():
    for limit in TABLE["limits"]:
        assert (limit["pence"], limit["bp"]) == (50_000_000, 2500)
        assert limit["source"].startswith("SI 2023/1348 r.")
        assert limit["check_before_relying"] is False


class TestConsiderableChange:
    def test_the_therapy_meets_it_by_value(self):
        found = selection.considerable_change(THERAPY, TABLE)
        assert (found.met, found.ground) == (True, "r.6(10)(b)")
        assert "changes by £1,600,000, which is at least £500,000 more" in found.sentence
        assert "That is +27.03 %, which is at least 25 % more" in found.sentence
        assert found.rule_version == TABLE["version"]

    @pytest.mark.parametrize(
        ("existing", "proposed", "expected"),
        [
            (200_000_000, 250_000_000, True),  # exactly £500,000 and 25 %
            (200_000_000, 249_999_999, False),
            (199_999_996, 249_999_995, False),  # 25 % and a penny short of £500,000
            (200_000_004, 250_000_004, False),  # £500,000 and short of 25 %
            (100_000_000, 149_000_000, False),  # 49 %, £490,000
            (5_000_000_000, 6_000_000_000, False),  # £10 million, 20 %
            (752_000_000, 592_000_000, False),  # less is never considerable by value
        ],
    )
    def test_it_takes_both_the_amount_and_the_part(self, existing, proposed, expected):
        changes = {"existing_value_pence": existing, "proposed_value_pence": proposed}
        assert met(**changes) is expected

    def test_value_counts_only_when_the_authority_decided(self):
        assert met(by_authority=False) is False

    def test_external_factors_do_not_count(self):
        assert met(external_factors=True) is False
        assert met(external_factors=True, materially_different=True) is True

    def test_another_character_is_enough_at_any_value(self):
        same_price = {"proposed_value_pence": 592_000_000, "materially_different": True}
        found = selection.considerable_change(replace(THERAPY, **same_price), TABLE)
        assert (found.met, found.ground) == (True, "r.6(10)(a)")
        assert met(**same_price, by_authority=False) is True

    def test_a_successor_of_the_provider_is_no_other_character(self):
        succeeded = {"materially_different": True, "succession_only": True}
        assert met(**succeeded, proposed_value_pence=592_000_000) is False
        assert met(**succeeded) is True  # its value still is

    def test_nothing_compares_with_a_contract_of_no_value(self):
        assert code_of(lambda: met(existing_value_pence=0)) == "lifetime_value_missing"


class TestTheProcess:
    def test_direct_award_c_is_refused_for_the_therapy(self):
        code = code_of(lambda: selection.must_be_open(DIRECT_C, ENDING, TABLE))
        assert code == "process_not_open"
        refused = selection.open_processes(ENDING, TABLE)[DIRECT_C]
        assert "considerable change threshold is met by r.6(10)(b)" in refused.sentence
        assert "+27.03 %" in refused.sentence

    def test_the_most_suitable_provider_process_is_open_to_it(self):
        assert open_ones(ENDING) == [MOST_SUITABLE, COMPETITIVE]
        assert selection.must_be_open(MOST_SUITABLE, ENDING, TABLE).ground == "r.6(6)"

    def test_one_that_hardly_changes_may_go_to_the_existing_provider(self):
        same = replace(ENDING, compared=SMALLER)
        assert open_ones(same) == [DIRECT_C, MOST_SUITABLE, COMPETITIVE]
        # All three are open by r.6(5), whoever the most suitable provider may be.
        doubtful = replace(same, can_identify_most_suitable=False)
        assert open_ones(doubtful) == [DIRECT_C, MOST_SUITABLE, COMPETITIVE]

    @pytest.mark.parametrize(
        "changes",
        [{"existing_satisfies": False}, {"existing_provider": False}, {"compared": None}],
    )
    def test_it_takes_an_existing_provider_that_satisfies(self, changes):
        situation = replace(ENDING, **{"compared": SMALLER, **changes})
        assert open_ones(situation) == [MOST_SUITABLE, COMPETITIVE]

    def test_a_competition_remains_where_nobody_can_be_identified(self):
        assert open_ones(replace(ENDING, can_identify_most_suitable=False)) == [COMPETITIVE]

    def test_the_only_capable_provider_must_be_awarded_directly(self):
        assert open_ones(replace(ENDING, only_existing_capable=True)) == [DIRECT_A]
        newcomer = replace(ENDING, only_existing_capable=True, existing_provider=False)
        assert DIRECT_A not in open_ones(newcomer)

    def test_patients_who_choose_among_all_decide_it(self):
        choice = Situation(
            patient_choice=True,
            number_unrestricted=True,
            contracts_to_all_who_meet=True,
            can_express_interest=True,
        )
        assert open_ones(choice) == [DIRECT_B]
        assert open_ones(replace(choice, number_unrestricted=False)) == [COMPETITIVE]

    def test_a_framework_needs_a_competition(self):
        assert open_ones(replace(ENDING, framework=True)) == [COMPETITIVE]
        assert (
            code_of(lambda: selection.must_be_open("pa23_competitive", ENDING, TABLE))
            == "process_not_of_regime"
        )


class TestAModification:
    GROWN = ProposedModification(
        original_value_pence=592_000_000,
        cumulative_change_pence=160_000_000,
        materially_different=False,
        by_authority=True,
        process=MOST_SUITABLE,
    )

    def found(self, **changes):
        return selection.may_modify(replace(self.GROWN, **changes), TABLE)

    def test_the_growth_of_the_therapy_needs_a_new_procurement(self):
        assert (self.found().met, self.found().ground) == (False, "r.13(1)(d), (2)")

    @pytest.mark.parametrize(
        ("change", "expected"),
        [
            (49_999_999, True),
            (50_000_000, True),  # £500,000, yet only 8 %
            (147_999_999, True),  # a penny less than 25 %
            (148_000_000, False),
            (-148_000_000, False),
        ],
    )
    def test_either_amount_or_part_stays_small(self, change, expected):
        assert self.found(cumulative_change_pence=change).met is expected

    def test_a_small_contract_may_grow_by_less_than_half_a_million(self):
        grown = {"original_value_pence": 40_000_000, "cumulative_change_pence": 49_000_000}
        assert self.found(**grown).met is True

    @pytest.mark.parametrize(
        ("changes", "ground"),
        [
            ({"provided_for": True, "materially_different": True}, "r.13(1)(a)"),
            ({"succession_only": True}, "r.13(1)(b)"),
            ({"external_factors": True}, "r.13(1)(c)"),
            ({"process": DIRECT_A}, "r.13(3)"),
            ({"process": DIRECT_B}, "r.13(3)"),
        ],
    )
    def test_other_grounds_allow_any_value(self, changes, ground):
        found = self.found(**changes)
        assert (found.met, found.ground) == (True, ground)

    def test_another_character_is_no_modification(self):
        for changes in ({}, {"external_factors": True}, {"process": DIRECT_A}):
            assert self.found(materially_different=True, **changes).met is False

    def test_without_a_ground_it_is_refused(self):
        assert self.found(by_authority=False).met is False


class TestUrgency:
    """The supplier of equipment is wound up overnight."""

    FAILED = Urgency(
        must_be_urgent=True, foreseeable=False, by_authority=False, risk_to_safety=True
    )

    def test_it_is_open_when_a_supplier_fails(self):
        assert selection.must_be_urgent(self.FAILED, TABLE).ground == "r.14(2)"

    @pytest.mark.parametrize(
        ("changes", "because"),
        [
            ({"must_be_urgent": False}, "r.14(2)(a)"),
            ({"foreseeable": True}, "could foresee"),
            ({"by_authority": True}, "attributable to the authority"),
            ({"risk_to_safety": False}, "r.14(2)(c)"),
        ],
    )
    def test_poor_planning_is_no_urgency(self, changes, because):
        urgency = replace(self.FAILED, **changes)
        found = selection.may_be_urgent(urgency, TABLE)
        assert not found.met
        assert because in found.sentence
        refusal = code_of(lambda: selection.must_be_urgent(urgency, TABLE))
        assert refusal == "urgency_not_given"


class TestBridging:
    """Experts are asked in standstill, and the old contract runs out before they answer."""

    WAITING = Gap(True, True, True, True, True)

    def test_the_old_contract_may_be_extended_meanwhile(self):
        found = selection.may_bridge(self.WAITING, TABLE)
        assert (found.met, found.ground) == (True, "r.14(3)")

    @pytest.mark.parametrize(
        ("name", "because"),
        [
            ("standstill_begun", "r.14(3)(a)"),
            ("advice_sought", "r.14(3)(b)"),
            ("runs_out_before_end", "r.14(3)(c)"),
            ("needed_for_continuity", "r.14(3)(d)"),
            ("no_time_for_process", "r.14(3)(e)"),
        ],
    )
    def test_every_condition_counts(self, name, because):
        found = selection.may_bridge(replace(self.WAITING, **{name: False}), TABLE)
        assert not found.met
        assert because in found.sentence
