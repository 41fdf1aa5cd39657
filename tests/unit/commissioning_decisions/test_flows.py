"""Variation, improvement, exit and termination beside a contract that runs; options in time."""

import pytest

from services.commissioning_decisions import rules
from services.commissioning_decisions.domain import conditions, deciding, extending, flowing
from tests.support.cases import (
    STORE_CONTENT,
    a_case,
    a_contract,
    agreed,
    awarded,
    day,
    placed,
    revised,
    standing_still,
    to_award,
)
from tests.support.refusals import code_of

LIVE = "2019-09-02"
FLOWS = [name for name, _ in rules.PROCESSES if rules.definition(name).flow_of]
WITH_LEAVER = {"JCP-14X": "HBC"}


def store(stage="live"):
    return a_case(stage, STORE_CONTENT, since=LIVE)


def begun(process="JCP-14V", parent=None, **changes):
    facts = {
        "id": "JCP-2020-11",
        "title": "It changes",
        "leaving_partner": WITH_LEAVER.get(process),
        "on": day("2020-09-30"),
    }
    parent = parent or store()
    return flowing.begin(parent, parent, rules.definition(process), **{**facts, **changes})


def test_there_are_four():
    assert FLOWS == ["JCP-14V", "JCP-14P", "JCP-14X", "JCP-14T"]


@pytest.mark.parametrize("process", FLOWS)
def test_each_begins_in_stages_that_other_processes_have(process):
    known = {
        stage.id
        for name, version in rules.PROCESSES
        if not rules.definition(name, version).flow_of
        for stage in rules.definition(name, version).stages
    }
    assert set(rules.definition(process).flow_of) <= known


@pytest.mark.parametrize("process", FLOWS)
def test_each_is_a_proposal_of_its_own_about_the_same_contract(process):
    case = begun(process)
    assert case.proposal.parent_id == store().proposal.id
    assert case.stage == case.process.first
    assert case.proposal.lead == "MBC"


def test_who_leaves_takes_no_part_in_what_the_others_decide():
    case = begun("JCP-14X")
    assert case.proposal.partners == ("MBC", "SBC", "RCBC", "STCCG", "HASTCCG")
    content = flowing.content_to_begin_with(store(), "HBC")
    assert sum(content.shares.values()) == 10_000
    assert content.shares["MBC"] == 1469


@pytest.mark.parametrize(
    ("process", "changes", "code"),
    [
        ("JCP-14X", {"leaving_partner": None}, "leaving_partner_unclear"),
        ("JCP-14V", {"leaving_partner": "HBC"}, "leaving_partner_unclear"),
        ("JCP-14X", {"leaving_partner": "MBC"}, "lead_cannot_leave"),
        ("JCP-14X", {"leaving_partner": "DBC"}, "unknown_partner"),
        ("JCP-16", {}, "process_is_no_flow"),
        ("JCP-14V", {"parent": store("partner_decisions")}, "wrong_stage"),
        ("JCP-14V", {"on": day("2019-09-01")}, "before_last_move"),
        ("JCP-14X", {"parent": a_case("live"), "leaving_partner": "STCCG"}, "lead_cannot_leave"),
    ],
)
def test_what_does_not_begin(process, changes, code):
    if code == "lead_cannot_leave" and "parent" in changes:
        changes = {**changes, "leaving_partner": changes["parent"].proposal.lead}
    assert code_of(lambda: begun(process, **changes)) == code


def test_the_next_flow_begins_with_what_the_last_one_changed():
    gone = begun("JCP-14X")
    gone = revised(gone, flowing.content_to_begin_with(store(), "HBC"), since="2020-09-30")
    next_one = flowing.begin(
        store(),
        gone,
        rules.definition("JCP-14V"),
        id="JCP-2023-01",
        title="More",
        leaving_partner=None,
        on=day("2023-01-09"),
    )
    assert next_one.proposal.partners == gone.proposal.partners
    assert next_one.proposal.parent_id == store().proposal.id
    assert flowing.content_to_begin_with(gone, None) == gone.newest.content


def test_one_of_two_cannot_leave_the_other_alone():
    parent = a_case("live")
    assert code_of(lambda: begun("JCP-14X", parent, leaving_partner="STCCG")) == "nobody_left"


def varied(**changes):
    case = revised(begun(), STORE_CONTENT, since="2020-09-30")
    return revised(case, since="2020-10-01", **changes)


@pytest.mark.parametrize(
    ("changes", "facts"),
    [
        ({"annual_cost_pence": 104_533_300 + 2_090_666}, []),
        (
            {"annual_cost_pence": 104_533_300 + 2_090_667},
            ["Version 2 changes something material: the partners decide."],
        ),
        (
            {"measure_set": "slt"},
            ["Version 2 changes something material: the partners decide."],
        ),
    ],
)
def test_a_small_variation_needs_no_decision_of_the_partners(changes, facts):
    case = varied(**changes)
    stage = rules.definition("JCP-14V").stage("variation_classified")
    move = stage.move("agree_within_authority")
    found = conditions.look(case, move, day("2020-10-02"))
    assert [each.fact for each in found if not each.met] == facts


def in_review(initial_end_on="2022-03-31"):
    """The therapy contract of 2019, three years and two options of one year."""
    case = standing_still(awarded(to_award()))
    contract = a_contract(case, initial_end_on=day(initial_end_on))
    case = case.with_act(contract)
    return placed(case, "review_and_option_decision", "2021-05-03")


CONSENTS = {"MBC": "Executive, 14 September 2021", "STCCG": "Governing Body, 22 September 2021"}


class TestOptions:
    """T32: an option has a last day and needs every partner's consent."""

    def test_it_is_taken_up_to_its_last_day(self):
        exercised = extending.exercise(in_review(), consents=CONSENTS, on=day("2021-09-30"))
        assert (exercised.number, exercised.length_months) == (1, 12)
        assert exercised.until == day("2023-03-31")

    @pytest.mark.proves("T32")
    def test_missed_it_has_lapsed_and_a_longer_contract_is_a_variation(self):
        late = day("2021-10-01")
        refused = code_of(lambda: extending.exercise(in_review(), consents=CONSENTS, on=late))
        assert refused == "option_lapsed"

    @pytest.mark.proves("T32")
    @pytest.mark.parametrize("consents", [{}, {"MBC": "Executive"}, {**CONSENTS, "STCCG": "  "}])
    def test_no_partner_takes_it_up_alone(self, consents):
        on = day("2021-09-24")
        refused = code_of(lambda: extending.exercise(in_review(), consents=consents, on=on))
        assert refused == "consent_missing"

    def test_one_after_the_other_until_none_is_left(self):
        case = in_review()
        case = case.with_act(extending.exercise(case, consents=CONSENTS, on=day("2021-09-24")))
        second = extending.exercise(case, consents=CONSENTS, on=day("2022-09-30"))
        assert (second.number, second.until) == (2, day("2024-03-31"))
        case = case.with_act(second)
        refused = code_of(lambda: extending.exercise(case, consents=CONSENTS, on=day("2022-10-03")))
        assert refused == "no_option_left"

    def test_it_belongs_to_the_review(self):
        case = placed(in_review(), "live", "2021-06-01")
        refused = code_of(lambda: extending.exercise(case, consents=CONSENTS, on=day("2021-09-24")))
        assert refused == "wrong_stage"


@pytest.mark.proves("T37")
def test_nothing_is_unwound_by_a_partner_once_it_is_in_effect():
    """Domain dossier 3.6 and T37: what comes after is a variation or an exit."""
    case = agreed("decision_effective")
    refused = code_of(lambda: deciding.must_be_undecided(case, "MBC", day("2018-10-20")))
    assert refused == "decision_in_effect"
