"""Decisions take effect when their day comes: once, however often and late somebody looks."""

from tests.support.two_stories import STORE, THERAPY, play, store, therapy


def effective(decisions) -> list[tuple[str, str]]:
    found = [each["data"] for each in decisions.events("decision.effective")]
    return [(each["partner"], each["effective_on"]) for each in found]


def test_a_decision_takes_effect_on_its_day_and_not_before(decisions):
    play(store(decisions), until="partner_decisions")
    case = decisions.case(STORE, decisions.council)
    for partner in ("MBC", "SBC", "RCBC"):
        case.announces(partner, "Executive", meeting_on="2019-06-18", on="2019-05-17")
    decisions.clock.stands_at("2019-06-20")
    days = {"decided_on": "2019-06-18", "published_on": "2019-06-20"}
    case.decides("MBC", body="Executive", route="executive", **days)

    for day, expected in (
        ("2019-06-27", []),
        ("2019-06-28", [("MBC", "2019-06-28")]),
        ("2019-06-29", [("MBC", "2019-06-28")]),
    ):
        decisions.clock.stands_at(day)
        decisions.looks_at_the_calendar()
        decisions.looks_at_the_calendar()
        assert effective(decisions) == expected, day


def test_a_look_that_comes_late_tells_the_legal_day(decisions):
    play(therapy(decisions), until="partner_decisions")
    case = decisions.case(THERAPY, decisions.ccg)
    case.announces("MBC", "Executive", meeting_on="2018-09-18", on="2018-08-17")
    days = {"decided_on": "2018-09-18", "published_on": "2018-09-20"}
    case.decides("MBC", body="Executive", route="executive", **days)
    assert effective(decisions) == []

    decisions.looks_at_the_calendar()

    assert effective(decisions) == [("MBC", "2018-09-28")]


def test_an_act_entered_late_does_not_make_a_decision_take_effect_twice(decisions):
    play(store(decisions), until="decision_effective")
    before = [each["id"] for each in decisions.events("decision.effective", "shares.agreed")]
    outcomes = [each["id"] for each in decisions.events("joint.outcome_reached")]

    decisions.case(STORE, decisions.council).files("2019-06-20", "E21")
    decisions.looks_at_the_calendar()

    after = [each["id"] for each in decisions.events("decision.effective", "shares.agreed")]
    assert after == before
    assert [each["id"] for each in decisions.events("joint.outcome_reached")] == outcomes


def test_an_act_entered_late_does_not_hide_that_the_joint_decision_is_in_effect(decisions):
    play(store(decisions), until="decision_effective")
    decisions.case(STORE, decisions.council).files("2019-06-20", "E21")
    newest = decisions.events("proposal.evidence_added")[-1]["data"]["proposal"]
    assert newest["joint_effective_on"] == "2019-07-15"


def test_shares_are_agreed_once_also_when_conditions_are_met_later(decisions):
    play(store(decisions), until="decision_effective")
    confirmed = {"condition_id": "RCBC-CAP", "evidence": "Finance return.", "on": "2019-07-16"}
    lead = decisions.person("lena", "RCBC", "commissioner")
    case = decisions.case(STORE, lead)
    for _ in range(2):
        case.does("confirm_condition", {**confirmed, "partner": "RCBC"})

    assert len(decisions.events("shares.agreed")) == 1
    assert decisions.events("joint.outcome_reached")[-1]["data"]["outcome"] == "approved"


def test_the_timeline_shows_a_decision_in_effect_on_its_legal_day(decisions):
    play(store(decisions), until="decision_effective")
    timeline = decisions.case(STORE, decisions.council).sees()["timeline"]
    took_effect = {
        line["sentence"]: line["on"] for line in timeline if "took effect" in line["sentence"]
    }
    assert took_effect["The decision of Middlesbrough Council took effect."] == "2019-06-28"
    assert took_effect["The decision of Hartlepool Council took effect."] == "2019-07-15"


def test_what_a_move_tells_before_it_leaves_is_not_told_again_where_it_arrives(decisions):
    """Call-in ended on Thursday 27 September; on 1 October nobody has looked since."""
    play(therapy(decisions), until="partner_decisions")
    case = decisions.case(THERAPY, decisions.ccg)
    case.announces("MBC", "Executive", meeting_on="2018-09-18", on="2018-08-17")
    for partner in ("MBC", "STCCG"):
        case.files("2018-09-10", "E21", organisation=partner)
    days = {"decided_on": "2018-09-18", "published_on": "2018-09-20"}
    case.decides("MBC", body="Executive", route="executive", **days)
    case.decides("STCCG", body="Governing Body", route="icb_board", decided_on="2018-09-26")
    assert case.moves("2018-10-01", "record_joint_decision") == "decision_effective"
    assert effective(decisions) == [("STCCG", "2018-09-26"), ("MBC", "2018-09-28")]
    assert len(decisions.events("shares.agreed")) == 1
