"""A proposal that goes to another process stands there as it stood, or does not go at all."""

import pytest

from services.commissioning_decisions import rules
from services.commissioning_decisions.domain import migrating, moving, sentences, views, waiving
from services.commissioning_decisions.domain.migrating import Transfer
from tests.support.cases import (
    LEAD,
    PROCESS,
    a_case,
    an_award,
    awarded,
    day,
    decided,
    placed,
    scored,
    standing_still,
)
from tests.support.refusals import code_of

FIRST, SHORT = rules.definition("JCP-16", 1), rules.definition("JCP-6")
TEXT = (rules.FOLDER / "jcp_16_v2.toml").read_text(encoding="utf-8")
ON, LATER = day("2019-01-21"), day("2019-04-01")
RENAMED = {
    "partner_decisions": "deciding",
    "selection_and_evaluation": "selecting",
    "award_and_standstill": "awarding",
}


def a_version(*replaced):
    """JCP-16 as a version 3 in which these words are replaced everywhere."""
    text = TEXT.replace("version = 2", "version = 3", 1)
    for was, instead in replaced:
        assert was in text
        text = text.replace(was, instead)
    return rules.definition_in(text)


THIRD = a_version(*((f'"{old}"', f'"{new}"') for old, new in RENAMED.items()))
TO_THIRD = Transfer(PROCESS, THIRD, RENAMED)


def gone(case, transfer=TO_THIRD, reason="Shorter names."):
    return migrating.migrated(case, transfer, on=ON, reason=reason)


def parked(case, on="2019-01-14"):
    return case.with_move(
        moving.move(case, "park", on=day(on), actor=LEAD, reason="The budget is not set.")
    )


def resumed(case):
    return case.with_move(moving.move(case, "resume", on=LATER, actor=LEAD, reason=None))


AWARDED = standing_still(awarded(placed(scored(), "award_and_standstill", "2018-11-30")))
DECIDED = decided(
    a_case("partner_decisions"), "MBC", "2018-09-18", "2018-09-20", resolutions=("1", "2", "3")
)


class TestARenamedStage:
    case = gone(AWARDED)

    def test_the_move_says_who_changed_what_and_why(self):
        moved = self.case.moves[-1]
        assert (moved.move, moved.from_stage, moved.to_stage, moved.outcome, moved.by_role) == (
            "migrate",
            "award_and_standstill",
            "awarding",
            "pass",
            "operator",
        )
        assert moved.because == "The process changed from JCP-16 version 2 to version 3."
        assert (moved.reason, moved.frozen_version) == ("Shorter names.", None)
        assert self.case.stage == THIRD.stage("awarding")

    def test_what_was_done_in_the_round_counts_on(self):
        assert self.case.round_began("record_award") == day("2018-11-30")
        assert set(self.case.awards) == {"MBC", "STCCG"}
        assert self.case.standstill == AWARDED.standstill
        assert self.case.scores == AWARDED.scores
        assert self.case.stage_since == day("2018-11-30")

    def test_the_next_award_is_of_the_same_round(self):
        again = code_of(lambda: an_award(self.case, "MBC", "2019-01-22", "2019-01-23"))
        assert again == "award_already_decided"

    def test_a_return_begins_a_round_of_the_new_process(self):
        back = moving.move(
            self.case, "return_to_selection", on=LATER, actor=LEAD, reason="A challenge."
        )
        again = self.case.with_move(back)
        assert again.stage.id == "selecting"
        assert again.round_began("record_scores") == LATER
        assert again.scores is None

    def test_the_chain_of_moves_is_whole(self):
        case = gone(parked(a_case("need_identified")))
        assert moving.verify(case.proposal.id, case.moves)
        assert case.moves[-1].position == len(case.moves) == 2

    def test_nobody_moves_it_before_the_day_on_which_it_went(self):
        early = day("2019-01-20")
        refused = code_of(
            lambda: moving.move(self.case, "stop", on=early, actor=LEAD, reason="Never mind.")
        )
        assert refused == "before_last_move"


def test_decisions_about_a_frozen_version_stand():
    case = gone(DECIDED)
    assert case.frozen == DECIDED.frozen
    assert case.frozen_since == DECIDED.frozen_since
    assert case.decision_of("MBC") == DECIDED.decision_of("MBC")


def test_a_waiver_holds_for_the_stay_in_which_it_was_given():
    asked = a_case("young_commissioners_panel", since="2018-08-17")
    waiver = waiving.waive(
        asked,
        move="seek_decisions",
        condition="panel_heard",
        paper=None,
        partner="MBC",
        roles=("director",),
        reason="The panel meets in May, the contract ends in April.",
        on=day("2018-08-20"),
    )
    case = gone(asked.with_act(waiver))
    [heard] = [
        each
        for each in moving.way(case, "seek_decisions", LATER).findings
        if each.condition == "panel_heard"
    ]
    assert (heard.met, heard.waived) == (True, True)


def test_a_round_begins_where_the_new_process_gives_the_stage_the_act():
    """The old stage took no award: what was awarded in an earlier round does not count here."""
    back = placed(AWARDED, "procurement_design", "2019-01-10")
    third = a_version(('acts = ["open_tender"]', 'acts = ["open_tender", "record_award"]'))
    case = gone(back, Transfer(PROCESS, third, {}))
    assert case.round_began("record_award") == ON
    assert case.awards == {}


def test_two_stages_made_one_do_not_bring_an_earlier_round_back():
    """Selection and award become one stage; the award of the first round stays undone."""
    first = placed(AWARDED, "selection_and_evaluation", "2019-01-10")
    again = placed(first, "award_and_standstill", "2019-01-15")
    text = TEXT.replace('acts = ["record_scores"]', 'acts = ["record_scores", "record_award"]')
    case = gone(again, Transfer(PROCESS, rules.definition_in(text), {}))
    assert AWARDED.awards
    assert case.round_began("record_award") == day("2019-01-15")
    assert case.awards == {}


class TestAParkedProposal:
    case = gone(parked(AWARDED))

    def test_it_comes_back_to_the_stage_by_its_new_name(self):
        assert self.case.stage.id == "parked"
        assert self.case.where_it_was == "awarding"
        assert moving.way(self.case, "resume", LATER).to_stage == "awarding"
        back = resumed(self.case)
        assert back.stage.id == "awarding"
        assert back.round_began("record_award") == day("2018-11-30")
        assert set(back.awards) == {"MBC", "STCCG"}

    def test_its_place_in_the_row_is_where_it_was(self):
        positions = {each["stage"]: each["position"] for each in views.stages(self.case)}
        assert positions["awarding"] == "current"
        assert positions["selecting"] == "passed"
        assert positions["live"] == "ahead"

    def test_the_day_on_which_it_was_parked_stays(self):
        assert self.case.stage_since == day("2019-01-14")

    def test_it_may_go_twice(self):
        fourth = a_version(('"award_and_standstill"', '"award_stage"'))
        twice = gone(self.case, Transfer(THIRD, fourth, {"awarding": "award_stage"}))
        assert twice.where_it_was == "award_stage"
        assert resumed(twice).stage.id == "award_stage"


def test_a_proposal_that_never_moved_keeps_the_day_of_its_draft():
    case = gone(a_case("need_identified"))
    assert case.stage_since == day("2017-10-02")
    assert case.stage.id == case.where_it_was == "need_identified"


SHORT_STAGES = {
    "award_and_standstill": "agreement",
    "partner_decisions": "partners_decide",
    "decision_effective": "agreement",
}


def refused(case, entered, **stages):
    found = migrating.hindrance(case, Transfer(PROCESS, entered, stages))
    return found and found.code


@pytest.mark.parametrize(
    ("case", "entered", "stages", "code"),
    [
        (AWARDED, THIRD, {}, "stage_gone"),
        (AWARDED, THIRD, RENAMED, None),
        (AWARDED, SHORT, {"award_and_standstill": "stopped"}, "target_closed"),
        (AWARDED, SHORT, SHORT_STAGES, None),
        (DECIDED, SHORT, {"partner_decisions": "short_case"}, "decision_without_place"),
        (DECIDED, SHORT, {"partner_decisions": "partners_decide"}, None),
        (parked(AWARDED), SHORT, {}, "resume_leads_nowhere"),
        (parked(AWARDED), SHORT, {"award_and_standstill": "stopped"}, "resume_leads_nowhere"),
        (parked(AWARDED), SHORT, {**SHORT_STAGES, "parked": "stopped"}, "resume_leads_nowhere"),
        (parked(AWARDED), SHORT, {"parked": "running"}, "target_open"),
        (parked(AWARDED), SHORT, SHORT_STAGES, None),
        (parked(DECIDED), SHORT, {"partner_decisions": "short_case"}, "decision_without_place"),
    ],
)
def test_who_cannot_go_is_told_why(case, entered, stages, code):
    assert refused(case, entered, **stages) == code


def test_the_reason_names_version_and_stage():
    found = migrating.hindrance(
        DECIDED, Transfer(PROCESS, SHORT, {"partner_decisions": "short_case"})
    )
    assert found.text == (
        "Partners decide about version 1, and no decision is recorded in short case and shares."
    )


def test_a_proposal_without_a_frozen_version_goes_where_no_decision_is_recorded():
    thawed = a_case("options_and_business_case")
    assert refused(thawed, SHORT, options_and_business_case="short_case") is None


@pytest.mark.parametrize(
    ("stages", "wrong"),
    [({"dreamt_of": "agreement"}, "dreamt_of"), ({"live": "nowhere"}, "live")],
)
def test_a_map_that_names_no_stage_is_refused(stages, wrong):
    with pytest.raises(migrating.Invalid) as refusal:
        migrating.must_name_stages([PROCESS], SHORT, stages)
    assert refusal.value.code == "unknown_stage"
    assert list(refusal.value.details) == [wrong]


def test_a_process_is_not_left_for_itself():
    assert code_of(lambda: migrating.must_differ(SHORT, SHORT)) == "same_process"
    assert migrating.must_differ(FIRST, PROCESS) is None


class TestWhatIsReadAfterwards:
    case = gone(AWARDED, Transfer(PROCESS, SHORT, SHORT_STAGES), reason=None)

    def test_an_old_move_has_the_title_that_its_stage_had(self):
        said = [sentences.of_move(self.case, moved) for moved in self.case.moves]
        assert said[-2].startswith("Moved to award and standstill.")
        assert said[-1] == (
            "The process changed from JCP-16 version 2 to JCP-6 version 1. "
            "It stands in agreement and start now."
        )

    def test_the_case_of_before_is_as_it_was(self):
        before = self.case.as_after(len(AWARDED.moves))
        assert before == AWARDED
        assert self.case.as_after(len(self.case.moves)) == self.case

    def test_the_row_of_stages_is_the_new_one(self):
        positions = [each["position"] for each in views.stages(self.case)]
        assert positions == ["passed"] * 4 + ["current", "ahead"]


def test_without_a_new_name_the_sentence_tells_of_the_process_alone():
    case = gone(a_case("live"), Transfer(PROCESS, a_version(), {}), reason="As agreed in May.")
    assert sentences.of_move(case, case.moves[-1]) == (
        "The process changed from JCP-16 version 2 to version 3. As agreed in May."
    )


def test_gates_that_would_open_or_shut():
    case = a_case("priority_and_mandate")
    third = a_version(
        (
            'conditions = [\n    { is = "evidence", codes = ["E05", "E06"] },\n'
            '    { is = "need_scored" },\n    { is = "conflicts_register_opened" },\n]',
            'conditions = [{ is = "council_and_nhs_partner" }]',
        )
    )
    after = gone(case, Transfer(PROCESS, third, {}))
    [change] = migrating.gate_changes(case, after, ON)
    assert (change.move, change.opens, change.why) == ("begin_coproduction", True, "")
    [back] = migrating.gate_changes(after, case, ON)
    assert (back.move, back.opens) == ("begin_coproduction", False)
    assert "Nobody has declared a conflict of interest" in back.why
