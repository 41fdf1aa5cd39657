"""Both stories through the commands, with their days of record."""

from datetime import date

import pytest

from services.commissioning_decisions import repository
from services.commissioning_decisions.domain import moving
from tests.support.two_stories import STORE, THERAPY, play, store, therapy


def effective_days(decisions) -> dict[str, str]:
    found = decisions.events("decision.effective")
    return {each["data"]["partner"]: each["data"]["effective_on"] for each in found}


def test_speech_and_language_therapy_goes_from_need_to_a_live_contract(decisions):
    play(therapy(decisions), until="live")
    view = decisions.ccg("get_proposal", {"id": THERAPY})

    assert view["proposal"]["stage"] == "live"
    assert view["proposal"]["proposal_version"] == 3
    assert view["proposal"]["joint_effective_on"] == "2018-10-16"
    assert view["contract_id"] == "CON-2019-01"
    assert [each["amount_pence"] for each in view["parts"]] == [50_320_000, 68_080_000]
    assert [(bid["code"], bid["total"]) for bid in view["ranking"]] == [
        ("TEESTALK", "84.58"),
        ("CLEARWAY", "81.61"),
        ("NORTHBANK", "80.30"),
    ]


@pytest.mark.proves("A6")
def test_the_called_in_resolution_holds_the_joint_decision_until_16_october_2018(decisions):
    play(therapy(decisions), until="decision_effective")
    waiting = decisions.ccg("get_proposal", {"id": THERAPY})["proposal"]
    assert (waiting["joint_outcome"], waiting["joint_effective_on"]) == ("pending", None)
    [called_in] = decisions.events("decision.called_in")
    assert called_in["data"]["resolutions"] == ["3"]
    assert called_in["data"]["others_effective_on"] == "2018-09-28"

    resolved = {"proposal_id": THERAPY, "partner": "MBC", "resolutions": ["3"]}
    resolved |= {"outcome": "no_action", "on": "2018-10-16"}
    decisions.officer("MBC")("resolve_call_in", resolved)

    assert effective_days(decisions) == {"STCCG": "2018-09-26", "MBC": "2018-10-16"}
    outcomes = [each["data"] for each in decisions.events("joint.outcome_reached")]
    assert {each["outcome"] for each in outcomes} == {"approved_pending_conditions"}
    # Agreed when the second partner approved, in effect when nothing was called in any more.
    assert [each["joint_effective_on"] for each in outcomes] == [None, "2018-10-16"]
    [agreed] = decisions.events("shares.agreed")
    assert agreed["data"]["effective_from"] == "2018-10-16"


def test_the_equipment_store_takes_effect_when_the_last_of_six_decides(decisions):
    play(store(decisions), until="five_of_six")
    decisions.clock.stands_at("2019-07-12")
    assert decisions.events("joint.outcome_reached") == []
    [blocker] = [
        each
        for each in decisions.council("why_not", {"id": STORE, "move": "record_joint_decision"})[
            "blockers"
        ]
        if each["condition"] == "every_partner_approved"
    ]
    assert blocker["fact"] == "Hartlepool Council has put it off."
    assert blocker["by_when"] == "2019-07-15"

    decisions.clock.stands_at("2019-07-22")
    committee = {"body": "Finance and Policy Committee", "route": "committee"}
    decisions.case(STORE, decisions.council).decides("HBC", decided_on="2019-07-15", **committee)

    assert effective_days(decisions) == {
        "MBC": "2019-06-28",
        "SBC": "2019-07-02",
        "RCBC": "2019-07-05",
        "HBC": "2019-07-15",
        "STCCG": "2019-06-26",
        "HASTCCG": "2019-07-10",
    }
    [joint] = decisions.events("joint.outcome_reached")
    assert joint["data"]["joint_effective_on"] == "2019-07-15"
    assert [each["id"] for each in joint["data"]["open_conditions"]] == ["RCBC-CAP"]


def test_the_equipment_store_opens_without_a_tender(decisions):
    play(store(decisions), until="live")
    view = decisions.council("get_proposal", {"id": STORE})

    assert (view["proposal"]["stage"], view["contract_id"]) == ("live", "CON-2019-02")
    assert [each["amount_pence"] for each in view["parts"]] == [
        14_007_462,
        17_352_528,
        11_707_730,
        9_198_930,
        25_192_525,
        27_074_125,
    ]
    passed = [each["position"] for each in view["stages"]]
    assert passed.count("current") == 1


def test_the_moves_of_a_whole_story_are_one_unbroken_chain(decisions):
    play(therapy(decisions), until="live")
    with decisions.database.transaction() as tx:
        case = repository.find(tx, THERAPY)
    assert moving.verify(THERAPY, case.moves)
    assert case.stage_since == date(2019, 4, 1)


def test_each_event_of_a_story_has_the_next_version_of_its_subject(decisions):
    play(store(decisions), until="live")
    versions = [each["aggregateversion"] for each in decisions.events() if each["subject"] == STORE]
    assert versions == list(range(1, len(versions) + 1))
