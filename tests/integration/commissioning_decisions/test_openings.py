"""What the page of a proposal offers is what the service then does, at every step of a story."""

import pytest

from shared.errors import CommissioningError
from tests.support.two_stories import SUPPLIER, THERAPY, THERAPY_CONTRACT, play, therapy

# A well-formed command for each act that belongs to some stages only.
BODIES = {
    "record_decision": {
        "partner": "MBC",
        "body": "Executive",
        "route": "executive",
        "outcome": "approved",
        "decided_on": "2020-01-06",
        "proposal_version": 3,
        "sha256": "ab" * 32,
    },
    "open_tender": {
        "evaluation": {
            "weights": {"quality": 50, "young": 15, "social": 10, "price": 25},
            "panel_question": "Will we feel safe?",
            "fallback": "The panel meets again.",
        },
        "notice_on": "2018-10-22",
        "closes_at": "2018-11-19T12:00:00+00:00",
    },
    "record_scores": {
        "bids": [
            {
                "code": "TEESTALK",
                "name": "Tees Talk",
                "price_pence": 100,
                "quality": "1",
                "young": "1",
                "social": "1",
            }
        ]
    },
    "record_award": {
        "supplier": SUPPLIER,
        "partner": "MBC",
        "route": "officer",
        "decided_on": "2018-12-10",
    },
    "start_standstill": {"sent_on": "2018-12-14"},
    "sign_contract": {k: v for k, v in THERAPY_CONTRACT.items() if k != "proposal_id"},
    "seal_agreement": {"kind": "section_75_lead", "host": "STCCG", "sealed_on": "2019-03-01"},
}


def listed(person, proposal=THERAPY):
    return {each["act"]: each for each in person("get_proposal", {"id": proposal})["acts"]}


def someone_for(decisions, act):
    officers = ("record_decision", "record_award")
    return decisions.officer("MBC") if act in officers else decisions.council


def test_each_act_of_the_story_is_listed_as_open_just_before(decisions, monkeypatch):
    person = type(decisions.ccg)
    send, acts = person.__call__, []

    def look_first(self, method, body, key=None):
        if method in BODIES or method in ("call_in", "resolve_call_in", "publish_notice"):
            acts.append((method, listed(self)[method]))
        return send(self, method, body, key)

    monkeypatch.setattr(person, "__call__", look_first)
    play(therapy(decisions), until="live")
    assert {method for method, _ in acts} == {
        *BODIES,
        "call_in",
        "resolve_call_in",
        "publish_notice",
    }
    assert [(method, found["why"]) for method, found in acts if not found["open"]] == []


def test_an_act_that_belongs_to_another_stage_is_refused_and_says_where(decisions):
    tried = 0
    for reached in therapy(decisions):
        before = decisions.rows()
        for act, body in BODIES.items():
            found = listed(someone_for(decisions, act))[act]
            if reached in found["stages"]:
                continue
            assert not found["open"], (reached, act)
            with pytest.raises(CommissioningError) as refusal:
                someone_for(decisions, act)(act, {"proposal_id": THERAPY, **body})
            assert (refusal.value.code, refusal.value.message) == ("wrong_stage", found["why"])
            tried += 1
        assert decisions.rows() == before, reached
    assert tried > 70


def test_what_one_partner_has_done_is_closed_to_it_and_open_to_the_other(decisions):
    story = therapy(decisions)
    play(story, until="partner_decisions")
    case = decisions.case(THERAPY, decisions.ccg)
    case.decides("STCCG", decided_on="2018-09-26", body="Governing Body", route="icb_board")
    decisions.clock.stands_at("2018-10-01")
    done = listed(decisions.officer("STCCG"))["record_decision"]
    assert not done["open"]
    assert done["why"].startswith("This partner has approved this version already.")
    assert listed(decisions.officer("MBC"))["record_decision"]["open"]


def test_conditions_and_call_ins_are_offered_when_there_are_any(decisions):
    story = therapy(decisions)
    play(story, until="partner_decisions")
    empty = listed(decisions.officer("MBC"))
    assert {act: empty[act]["why"] for act in ("call_in", "resolve_call_in")} == {
        "call_in": "This partner has approved nothing about the version of now.",
        "resolve_call_in": "Nothing of this partner is called in now.",
    }
    assert not listed(decisions.ccg)["confirm_condition"]["open"]
    play(story, until="decision_effective")
    assert listed(decisions.officer("MBC"))["resolve_call_in"]["open"]
    assert listed(decisions.ccg)["confirm_condition"]["open"]
    assert not listed(decisions.council)["confirm_condition"]["open"]


def test_nothing_is_offered_to_people_of_other_organisations(decisions):
    play(therapy(decisions), until="options_and_business_case")
    assert {each["open"] for each in listed(decisions.outsider).values()} == {False}
    assert {each["why"] for each in listed(decisions.outsider).values()} == {
        "Only people of the proposal's partners may do this. Ask one of them."
    }


def test_nothing_is_recorded_about_a_proposal_that_rests(decisions):
    play(therapy(decisions), until="needs_assessment")
    case = decisions.case(THERAPY, decisions.ccg)
    case.moves("2018-01-20", "park", "Until the inspection is over.")
    before = decisions.rows()
    assert {each["open"] for each in listed(decisions.ccg).values()} == {False}
    for attempt in (
        lambda: case.files("2018-01-21", "E02"),
        lambda: case.announces("STCCG", "Board", meeting_on="2018-03-01", on="2018-01-21"),
    ):
        with pytest.raises(CommissioningError) as refusal:
            attempt()
        assert refusal.value.code == "wrong_stage"
    assert decisions.rows() == before
    assert case.moves("2018-02-01", "resume") == "needs_assessment"
    assert listed(decisions.ccg)["add_evidence"]["open"]
