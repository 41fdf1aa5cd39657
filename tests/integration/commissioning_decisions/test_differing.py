"""What happens when partners differ, through the service: what is told, kept and refused."""

import pytest
from jsonschema import Draft202012Validator, FormatChecker

from deploy.contracts import files
from tests.support.refusals import code_of
from tests.support.two_stories import STORE, THERAPY, play, store, store_content, therapy

SCHEMAS = {
    f"uk.jc.{each.name}.v{each.version}": each.schema
    for each in files.events()
    if each.service == "commissioning_decisions"
}


def told(decisions, *names):
    """The data of events by name; each as contracts/ promises it."""
    found = decisions.events(*names)
    for each in found:
        validator = Draft202012Validator(SCHEMAS[each["type"]], format_checker=FormatChecker())
        assert [str(error) for error in validator.iter_errors(each["data"])] == []
    return [each["data"] for each in found]


@pytest.fixture
def asked(decisions):
    """Six partners are asked about the store."""
    play(store(decisions), until="partner_decisions")
    decisions.clock.stands_at("2019-07-20")
    return decisions.case(STORE, decisions.council)


def test_the_others_go_on_without_a_partner_that_said_no(decisions, asked):
    committee = {"body": "Finance and Policy Committee", "route": "committee"}
    no = {"outcome": "rejected", "reason": "It keeps its own store."}
    asked.decides("HBC", decided_on="2019-07-15", **committee, **no)
    asked.decides("STCCG", decided_on="2019-06-26", body="Governing Body", route="icb_board")
    lead = decisions.lead(decisions.council)
    body = {"proposal_id": STORE, "partner": "HBC", "reason": "Five go on.", "on": "2019-07-16"}
    assert code_of(lambda: decisions.council("proceed_without", body)) == "role_required"
    view = lead("proceed_without", body)

    shares = [("MBC", 1469), ("SBC", 1820), ("RCBC", 1228), ("STCCG", 2643), ("HASTCCG", 2840)]
    assert [(each["partner"], each["bp"]) for each in view["shares_proposed"]] == shares
    [left] = told(decisions, "proposal.partner_left")
    assert (left["partner"], left["proposal"]["partners"]) == ("HBC", [code for code, _ in shares])
    assert left["proposal"]["frozen_sha256"] is None
    asked.revises("2019-07-16", {**store_content("5"), "shares": view["shares_proposed"]})
    revised = told(decisions, "proposal.revised")[-1]
    assert revised["material"]
    # Hartlepool's version is there with its share, and the register of who took part is whole.
    versions = asked.sees()["versions"]
    assert versions[-2]["content"]["shares"]["HBC"] == 880
    assert "HBC" not in versions[-1]["content"]["shares"]
    stranger = decisions.person("gwen", "HBC", "commissioner")
    assert code_of(lambda: stranger("raise_dispute", {"proposal_id": STORE, "about": "No."})) == (
        "not_a_partner"
    )


def test_a_version_written_after_decisions_says_whom_it_asks_again(decisions, asked):
    asked.decides("STCCG", decided_on="2019-06-26", body="Governing Body", route="icb_board")
    asked.revises("2019-07-16", store_content("5"))
    [*_, revised] = told(decisions, "proposal.revised")
    assert revised["changes"] == [
        "The specification changed.",
        "NHS South Tees CCG decided about another version and must decide again.",
        "The change is material: the panel must be asked again.",
    ]
    assert asked.sees()["versions"][-1]["level"] == "material"
    blockers = decisions.council("why_not", {"id": STORE, "move": "record_joint_decision"})
    assert not blockers["open"]


def test_a_dispute_shuts_the_gate_until_it_is_settled(decisions, asked):
    officer = decisions.person("jean", "RCBC", "commissioner")
    about = {"proposal_id": STORE, "about": "Who pays for adaptations.", "on": "2019-06-03"}
    officer("raise_dispute", about)
    [raised] = told(decisions, "dispute.raised")
    assert [each["until"] for each in raised["dispute"]["levels"]] == [
        "2019-06-17",
        "2019-07-01",
        "2019-07-15",
        None,
    ]
    assert asked.sees()["dispute"]["level"] == "mediation"  # of the 20th of July
    why = decisions.council("why_not", {"id": STORE, "move": "record_joint_decision"})
    assert "DIS-1, raised by Redcar and Cleveland Council, is with mediation." in {
        each["fact"] for each in why["blockers"]
    }
    lead = decisions.lead(decisions.council)
    lead("settle_dispute", {"proposal_id": STORE, "outcome": "mediated", "on": "2019-07-19"})
    assert told(decisions, "dispute.settled")[-1]["outcome"] == "mediated"
    assert asked.sees()["dispute"] is None


def test_a_committee_decides_by_majority_where_that_was_agreed(decisions, asked):
    lead = decisions.lead(decisions.council)
    rule = {"proposal_id": STORE, "type": "committee_majority", "quorum": 4}
    rule |= {"authority_reference": "Terms of reference of 1 May 2019", "on": "2019-05-14"}
    lead("agree_joint_rule", rule)
    assert told(decisions, "joint.rule_agreed")[-1]["rule"]["quorum"] == 4
    committee = {"body": "Finance and Policy Committee", "route": "committee"}
    board = {"body": "Governing Body", "route": "icb_board"}
    executive = {"body": "Executive", "route": "executive", "decided_on": "2019-06-18"}
    for partner in ("MBC", "SBC", "RCBC"):
        asked.announces(partner, "Executive", meeting_on="2019-06-18", on="2019-05-17")
        asked.decides(partner, published_on="2019-06-20", **executive)
    asked.decides("HBC", decided_on="2019-06-24", outcome="rejected", reason="No.", **committee)
    assert told(decisions, "joint.outcome_by_rule_reached") == []
    asked.decides("STCCG", decided_on="2019-06-26", **board)
    decisions.looks_at_the_calendar()
    *_, joint = told(decisions, "joint.outcome_by_rule_reached")
    assert (joint["rule"], joint["outcome"]) == ("committee_majority", "approved")
    assert joint["joint_effective_on"] == "2019-06-28"
    assert told(decisions, "joint.outcome_reached") == []
    assert asked.sees()["joint_rule"]["type"] == "committee_majority"


@pytest.mark.proves("A7")
def test_a_conflict_told_after_the_vote_voids_it_and_the_decision_is_retaken(decisions):
    play(therapy(decisions), until="partner_decisions")
    decisions.clock.stands_at("2018-10-20")
    case = decisions.case(THERAPY, decisions.ccg)
    board = {"body": "Governing Body", "route": "icb_board", "quorum": 4}
    close = [{"seat": f"Seat {n}", "vote": "for" if n <= 4 else "against"} for n in range(1, 8)]
    case.decides("STCCG", decided_on="2018-09-26", votes=close, **board)
    case.declares(
        "STCCG",
        "2018-10-01",
        role="member of the Governing Body",
        nature="post_at_provider",
        action="recuse",
        seat="Seat 2",
    )
    row = next(each for each in case.sees()["decisions"] if each["partner"] == "STCCG")
    assert row["outcome"] == "invalid_pending_retake"
    assert row["votes"] == {"present": 6, "for": 3, "against": 3, "quorum": 4, "void": ["Seat 2"]}
    assert "Seat 2" not in str(told(decisions, "conflict.declared"))

    clear = [{**each, "vote": "for"} for each in close if each["seat"] != "Seat 2"]
    case.decides("STCCG", decided_on="2018-10-10", votes=clear, **board)
    row = next(each for each in case.sees()["decisions"] if each["partner"] == "STCCG")
    assert (row["outcome"], row["effective_on"]) == ("approved", "2018-10-10")


def test_the_chair_confirms_what_stands_without_the_vote(decisions):
    play(therapy(decisions), until="partner_decisions")
    decisions.clock.stands_at("2018-10-20")
    case = decisions.case(THERAPY, decisions.ccg)
    votes = [{"seat": f"Seat {n}", "vote": "for"} for n in range(1, 8)]
    board = {"body": "Governing Body", "route": "icb_board", "quorum": 4, "votes": votes}
    case.decides("STCCG", decided_on="2018-09-26", **board)
    case.declares(
        "STCCG", "2018-10-01", role="member", nature="family", action="recuse", seat="Seat 2"
    )
    [waiting] = case.sees()["conflicts_to_settle"]
    settling = {"proposal_id": THERAPY, "partner": "STCCG", "conflict_id": waiting}
    decisions.officer("STCCG")("settle_conflict", {**settling, "on": "2018-10-02"})
    assert told(decisions, "conflict.settled")[-1]["conflict_id"] == waiting
    assert case.sees()["conflicts_to_settle"] == []


def test_a_body_without_a_quorum_decides_nothing(decisions):
    play(therapy(decisions), until="partner_decisions")
    decisions.clock.stands_at("2018-10-20")
    case = decisions.case(THERAPY, decisions.ccg)
    few = [{"seat": f"Seat {n}", "vote": "for"} for n in range(1, 4)]
    board = {"body": "Governing Body", "route": "icb_board", "quorum": 5, "votes": few}
    assert code_of(lambda: case.decides("STCCG", decided_on="2018-09-26", **board)) == (
        "quorum_not_met"
    )
    why = {"outcome": "inquorate", "reason": "Three of eight were there."}
    case.decides("STCCG", decided_on="2018-09-26", **board, **why)
    assert told(decisions, "decision.not_taken")[-1]["outcome"] == "inquorate"
    assert told(decisions, "decision.recorded") == []
    case.decides("STCCG", decided_on="2018-10-10", body="Governing Body", route="icb_board")
    row = next(each for each in case.sees()["decisions"] if each["partner"] == "STCCG")
    assert row["outcome"] == "approved"


def test_a_director_waives_and_everybody_reads_why(decisions):
    play(therapy(decisions), until="agreements_and_mobilisation")
    case = decisions.case(THERAPY, decisions.ccg)
    body = {"proposal_id": THERAPY, "move": "go_live", "condition": "agreement_sealed"}
    body |= {"reason": "Sealed on Monday; an interim letter caps payments.", "on": "2019-03-29"}
    assert code_of(lambda: decisions.ccg("waive_condition", body)) == "role_required"
    for organisation in ("MBC", "STCCG"):
        director = decisions.person(f"director-{organisation}", organisation, "director")
        director("waive_condition", body)
    assert [each["waiver"]["partner"] for each in told(decisions, "proposal.condition_waived")] == [
        "MBC",
        "STCCG",
    ]
    [way] = [each for each in case.sees()["gate"]["moves"] if each["move"] == "go_live"]
    [found] = [each for each in way["conditions"] if each["condition"] == "agreement_sealed"]
    assert (found["met"], found["waived"]) == (True, True)
    assert case.sees()["waivers"][0]["reason"] == body["reason"]


SMALL = "JCP-2018-20"


def test_a_small_service_goes_through_six_stages(decisions):
    """Nothing of the sixteen stages is written into the code: another process just runs."""
    body = {
        "reference": SMALL,
        "title": "A toy library on wheels",
        "service_type": "other",
        "process": "JCP-6",
        "lead": "MBC",
        "partners": ["MBC", "STCCG"],
        "on": "2018-05-01",
    }
    decisions.council("draft_proposal", body)
    case = decisions.case(SMALL, decisions.council)
    assert code_of(lambda: decisions.council("draft_proposal", {**body, "process": "JCP-5"})) == (
        "process_not_found"
    )
    case.files("2018-05-01", "E01", "E06")
    case.declares("MBC", "2018-05-01")
    assert case.moves("2018-05-02", "write_short_case") == "short_case"
    shares = [{"partner": "MBC", "bp": 6000}, {"partner": "STCCG", "bp": 4000}]
    content = {"annual_cost_pence": 9_000_000, "cost_head": "service", "shares": shares}
    case.revises("2018-05-10", content)
    case.files("2018-05-14", "E12", "E14", "E17")
    case.files("2018-05-14", "E16", fields={"route": "public_cooperation"})
    for partner in ("MBC", "STCCG"):
        case.files("2018-05-14", "E11", organisation=partner)
    assert case.moves("2018-05-15", "ask_panel") == "panel_asked"
    session = {"id": "YCP-2018-09", "proposal_id": SMALL, "stage": "closed"}
    session |= {"brief_issued_on": "2018-05-15", "held_on": "2018-06-02"}
    session |= {"closes_on": "2018-06-04", "recommendation_count": 0}
    decisions.receives("panel.session_closed", "YCP-2018-09", 3, {"session": session})
    assert case.moves("2018-06-05", "seek_decisions") == "partners_decide"
    case.decides(
        "MBC",
        body="Director",
        route="officer",
        decided_on="2018-06-11",
        published_on="2018-06-12",
    )
    case.decides("STCCG", body="Governing Body", route="icb_board", decided_on="2018-06-13")
    decisions.clock.stands_at("2018-06-20")
    assert case.moves("2018-06-20", "make_agreement") == "agreement"
    sealed = {"kind": "collaboration", "host": "MBC", "sealed_on": "2018-06-25"}
    decisions.clock.stands_at("2018-09-03")
    case.does("seal_agreement", {**sealed, "on": "2018-06-25"})
    contract = {
        "contract_reference": "CON-2018-09",
        "supplier": {"code": "MBC", "name": "Middlesbrough Council"},
        "signed_on": "2018-06-25",
        "starts_on": "2018-09-03",
        "initial_end_on": "2020-09-02",
        "maximum_end_on": "2020-09-02",
        "annual_value_pence": 9_000_000,
        "on": "2018-06-25",
    }
    case.does("sign_contract", contract)
    case.files("2018-08-20", "E35", "E36")
    assert case.moves("2018-09-03", "go_live") == "running"
    joint = told(decisions, "joint.outcome_reached")[-1]
    assert joint["joint_effective_on"] == "2018-06-20"
    assert [each["number"] for each in case.sees()["stages"]] == [1, 2, 3, 4, 5, 6]
    assert case.sees()["proposal"]["process"] == "JCP-6"
