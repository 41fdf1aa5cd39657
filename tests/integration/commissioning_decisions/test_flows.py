"""The store after its start: a merger, and Hartlepool's exit with fresh decisions (9b)."""

import pytest
from jsonschema import Draft202012Validator, FormatChecker

from deploy.contracts import files
from tests.support.refusals import code_of
from tests.support.two_stories import STORE, play, store, store_content

SCHEMAS = {
    f"uk.jc.{each.name}.v{each.version}": each.schema
    for each in files.events()
    if each.service == "commissioning_decisions"
}
EXIT = "JCP-2020-11"
NHS = {"kind": "nhs", "governance": {"model": "nhs_board", "call_in": False}}
FRESH = {"MBC": 1469, "SBC": 1820, "RCBC": 1228, "TVCCG": 5483}
CASH = {"MBC": 14_322_750, "SBC": 17_745_000, "RCBC": 11_973_000, "TVCCG": 53_459_250}


def told(decisions, *names):
    found = decisions.events(*names)
    for each in found:
        validator = Draft202012Validator(SCHEMAS[each["type"]], format_checker=FormatChecker())
        assert [str(error) for error in validator.iter_errors(each["data"])] == []
    return [each["data"] for each in found]


@pytest.fixture
def live(decisions):
    play(store(decisions), until="live")
    for order, (code, name) in enumerate(
        (("TVCCG", "NHS Tees Valley CCG"), ("NENCICB", "NHS North East and North Cumbria ICB")), 7
    ):
        decisions.operator("register_partner", {"code": code, "name": name, "order": order, **NHS})
    return decisions.case(STORE, decisions.council)


def merged(decisions):
    body = {
        "predecessors": ["STCCG", "HASTCCG"],
        "successors": [{"partner": "TVCCG", "bp": 10_000}],
        "effective_on": "2020-04-01",
        "order_reference": "NHS England, merger of 1 April 2020",
        "on": "2020-04-01",
    }
    return decisions.operator("record_succession", body)


def test_a_merger_passes_on_what_is_not_over_and_nobody_drafts_with_the_old_body(decisions, live):
    assert merged(decisions)["proposals"] == [STORE]
    [passed] = told(decisions, "proposal.partner_succeeded")
    assert passed["proposal"]["partners"] == ["MBC", "SBC", "RCBC", "HBC", "TVCCG"]
    assert passed["proposal"]["shares"][-1] == {"partner": "TVCCG", "bp": 5000}
    assert passed["proposal"]["joint_effective_on"] == "2019-07-15"
    draft = {
        "title": "Another",
        "service_type": "other",
        "lead": "MBC",
        "partners": ["MBC", "STCCG"],
        "on": "2020-05-01",
    }
    assert code_of(lambda: decisions.council("draft_proposal", draft)) == "partner_succeeded"
    assert code_of(lambda: decisions.ccg("add_evidence", {})) == "invalid_input"
    # Who was succeeded has no say any more, who took its place has.
    old = decisions.person("farah", "STCCG", "commissioner")
    about = {"proposal_id": STORE, "about": "Who pays.", "on": "2020-05-01"}
    assert code_of(lambda: old("raise_dispute", about)) == "not_a_partner"
    new = decisions.person("nina", "TVCCG", "commissioner")
    assert new("raise_dispute", about)["proposal"]["id"] == STORE


def begins_exit(decisions):
    lead = decisions.lead(decisions.council)
    body = {
        "proposal_id": STORE,
        "process": "JCP-14X",
        "title": "Hartlepool leaves the store",
        "leaving": "HBC",
        "reference": EXIT,
        "on": "2020-09-30",
    }
    return lead("begin_flow", body)


@pytest.mark.proves("A17")
def test_an_exit_is_decided_anew_by_everybody_who_stays(decisions, live):
    merged(decisions)
    view = begins_exit(decisions)
    assert view["proposal"]["partners"] == ["MBC", "SBC", "RCBC", "TVCCG"]
    assert {each["partner"]: each["bp"] for each in view["proposal"]["shares"]} == FRESH
    [begun] = told(decisions, "proposal.flow_begun")
    assert (begun["parent_id"], begun["leaving"]) == (STORE, "HBC")
    [shown] = live.sees()["flows"]
    assert (shown["id"], shown["stage_title"]) == (EXIT, "Exit notified")

    case = decisions.case(EXIT, decisions.council)
    case.files("2020-09-30", "E39")
    assert case.moves("2020-10-05", "work_out_impact") == "exit_impact"
    shares = [{"partner": code, "bp": bp} for code, bp in FRESH.items()]
    recosted = {**store_content("6"), "annual_cost_pence": 97_500_000, "shares": shares}
    case.revises("2021-02-01", recosted)
    assert {each["partner"]: each["amount_pence"] for each in case.sees()["parts"]} == CASH
    case.files("2021-02-08", "E42")
    for partner in FRESH:
        case.files("2021-02-08", "E11", organisation=partner)
    assert case.moves("2021-02-15", "ask_partners") == "exit_decisions"
    assert told(decisions, "proposal.version_frozen")[-1]["invalidates"] == []
    executive = {"body": "Executive", "route": "executive", "decided_on": "2021-06-15"}
    # £177,450: of the three councils, Stockton's decision alone is key.
    assert code_of(lambda: case.decides("SBC", published_on="2021-06-17", **executive)) == (
        "key_decision_not_announced"
    )
    case.announces("SBC", "Cabinet", meeting_on="2021-06-15", on="2021-05-14")
    for partner in ("MBC", "SBC", "RCBC"):
        case.decides(partner, published_on="2021-06-17", **executive)
    decisions.clock.stands_at("2021-07-01")
    why = decisions.council("why_not", {"id": EXIT, "move": "share_anew"})
    assert "NHS Tees Valley CCG has not decided." in {each["fact"] for each in why["blockers"]}
    case.decides("TVCCG", body="Governing Body", route="icb_board", decided_on="2021-06-23")
    decisions.clock.stands_at("2021-07-02")
    assert case.moves("2021-07-01", "share_anew") == "exit_deed"
    joint = told(decisions, "joint.outcome_reached")[-1]
    assert (joint["outcome"], joint["joint_effective_on"]) == ("approved", "2021-06-25")
    decisions.clock.stands_at("2022-04-01")
    sealed = {"kind": "section_75_pooled", "host": "MBC", "sealed_on": "2022-03-14"}
    case.does("seal_agreement", {**sealed, "on": "2022-03-14"})
    case.files("2022-03-31", "E43")
    assert case.moves("2022-03-31", "let_go") == "partner_gone"
    [shown] = live.sees()["flows"]
    assert shown["stage"] == "partner_gone"


def test_what_is_refused_about_flows_and_successions(decisions, live):
    begin = {"proposal_id": STORE, "process": "JCP-14V", "title": "More", "on": "2020-09-30"}
    assert code_of(lambda: decisions.outsider("begin_flow", {**begin, "process": "JCP-14X"})) == (
        "leaving_partner_unclear"
    )
    assert code_of(lambda: decisions.officer("MBC")("begin_flow", begin)) == "role_required"
    assert code_of(lambda: decisions.council("begin_flow", {**begin, "process": "JCP-16"})) == (
        "process_is_no_flow"
    )
    flow = {
        "title": "Alone",
        "service_type": "other",
        "process": "JCP-14V",
        "lead": "MBC",
        "partners": ["MBC", "STCCG"],
        "on": "2020-09-30",
    }
    assert code_of(lambda: decisions.council("draft_proposal", flow)) == "process_is_a_flow"
    option = {"proposal_id": STORE, "consents": {"MBC": "Executive"}, "on": "2020-09-30"}
    lead = decisions.lead(decisions.council)
    assert code_of(lambda: lead("exercise_option", option)) == "wrong_stage"
    assert code_of(lambda: decisions.council("record_succession", {})) == "invalid_input"


@pytest.mark.proves("T37")
def test_a_contract_ends_early_by_a_flow_of_its_own(decisions, live):
    lead = decisions.lead(decisions.council)
    body = {"proposal_id": STORE, "process": "JCP-14T", "title": "It ends", "on": "2021-01-11"}
    view = lead("begin_flow", body)
    assert view["proposal"]["stage"] == "cause_recorded"
    why = decisions.council("why_not", {"id": STORE, "move": "terminate_early"})
    assert [each["fact"] for each in why["blockers"]] == [
        f"{view['proposal']['id']} is not over yet."
    ]
