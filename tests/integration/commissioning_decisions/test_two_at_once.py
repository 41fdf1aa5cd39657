"""Two people act on one proposal at the same moment."""

from tests.support.one_service import at_once
from tests.support.two_stories import STORE, THERAPY, play, store, therapy


def test_one_of_two_moves_from_the_same_version_is_taken(decisions):
    play(therapy(decisions), until="need_identified")
    case = decisions.case(THERAPY, decisions.ccg)
    case.files("2017-10-02", "E01")
    body = {"proposal_id": THERAPY, "expected_version": case.version, "on": "2017-10-09"}

    outcomes = at_once(
        lambda: decisions.ccg("move_proposal", {**body, "move": "begin_assessment"}),
        lambda: decisions.council("move_proposal", {**body, "move": "park", "reason": "Wait."}),
    )

    assert outcomes.count("stale_version") == 1
    assert len(decisions.events("proposal.stage_changed")) == 1


def test_the_same_move_sent_twice_at_once_is_made_once(decisions):
    play(therapy(decisions), until="need_identified")
    case = decisions.case(THERAPY, decisions.ccg)
    case.files("2017-10-02", "E01")
    body = {"proposal_id": THERAPY, "expected_version": case.version, "on": "2017-10-09"}
    move = {**body, "move": "begin_assessment"}

    def sends():
        return decisions.ccg("move_proposal", move, key="same-move-once")

    first, second = at_once(sends, sends)

    assert first == second
    assert first["proposal"]["moves"] == 1
    assert len(decisions.events("proposal.stage_changed")) == 1


def test_two_last_decisions_at_once_reach_one_joint_outcome(decisions):
    play(therapy(decisions), until="partner_decisions")
    case = decisions.case(THERAPY, decisions.ccg)
    case.announces("MBC", "Executive", meeting_on="2018-09-18", on="2018-08-17")
    council = {"body": "Executive", "route": "executive", "on": "2018-10-01"}
    council |= {"decided_on": "2018-09-18", "published_on": "2018-09-20"}
    board = {"body": "Governing Body", "route": "icb_board", "on": "2018-10-01"}

    at_once(
        lambda: case.decides("MBC", **council),
        lambda: case.decides("STCCG", **board, decided_on="2018-09-26"),
    )

    [joint] = decisions.events("joint.outcome_reached")
    assert joint["data"]["joint_effective_on"] == "2018-09-28"
    assert len(decisions.events("decision.effective")) == 2


def test_a_look_at_the_calendar_during_a_command_tells_nothing_twice(decisions):
    play(store(decisions), until="five_of_six")
    told_before = len(decisions.events("decision.effective"))
    committee = {"body": "Finance and Policy Committee", "route": "committee"}
    case = decisions.case(STORE, decisions.council)

    at_once(
        lambda: case.decides("HBC", decided_on="2019-07-15", **committee),
        decisions.looks_at_the_calendar,
    )

    told = [each["data"]["partner"] for each in decisions.events("decision.effective")]
    assert told_before == 5
    assert sorted(told) == ["HASTCCG", "HBC", "MBC", "RCBC", "SBC", "STCCG"]
