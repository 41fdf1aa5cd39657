"""What lets a gate open otherwise, and what partners do when they differ, on pages."""

import pytest

from services.portal.repository import read_model
from tests.support import dossier

RECORD = f"/proposals/{dossier.SLT}/record"
WAIVE = f"/proposals/{dossier.SLT}/waive/record_joint_decision/panel_heard"


def sent(portal):
    [(method, body, _)] = portal.services.commands
    return method, body


def blocked_by(portal, **finding):
    [forward, _] = portal.services.answers["get_proposal"]["gate"]["moves"]
    forward["conditions"] = forward["blockers"] = [
        {
            "condition": "panel_heard",
            "met": False,
            "fact": "The Young Commissioners Panel has not met about it.",
            "who": "facilitator",
            "by_when": None,
            "paper": None,
            "waivable_by": ["director"],
            "waived": False,
            **finding,
        }
    ]


def test_a_director_finds_the_way_to_a_waiver_and_others_read_who_may(portal, sign_in):
    blocked_by(portal)
    page = f"/proposals/{dossier.SLT}"
    assert WAIVE in sign_in("director.mbc").get(page).text
    commissioners = sign_in("commissioner.mbc").get(page).text
    assert "A director may let it pass." in commissioners
    assert WAIVE not in commissioners


def test_a_waiver_needs_a_reason_and_says_what_it_lets_pass(portal, sign_in):
    client = sign_in("director.mbc")
    assert client.post(WAIVE, data={"reason": " "}).status_code == 422
    assert client.post(WAIVE, data={"reason": "It was asked in writing."}).status_code == 303
    method, body = sent(portal)
    assert method == "waive_condition"
    assert (body["move"], body["condition"], body["paper"]) == (
        "record_joint_decision",
        "panel_heard",
        None,
    )


def test_nobody_else_waives(portal, sign_in):
    answer = sign_in("lead.mbc").post(WAIVE, data={"reason": "It was asked in writing."})
    assert answer.status_code == 403
    assert portal.services.commands == []


def test_a_move_that_is_not_yours_has_no_button_and_says_why(portal, sign_in):
    [forward, _] = portal.services.answers["get_proposal"]["gate"]["moves"]
    forward |= {"open": True, "blockers": [], "not_yours": "You wrote version 3: somebody else."}
    page = sign_in("lead.stccg").get(f"/proposals/{dossier.SLT}").text
    assert "You wrote version 3: somebody else." in page
    assert f"/proposals/{dossier.SLT}/moves/record_joint_decision" not in page


@pytest.mark.parametrize(
    ("who", "slug", "form", "method", "expected"),
    [
        (
            "democratic.mbc",
            "conflict",
            {"role": "evaluator", "nature": "family", "action": "recuse", "seat": "Seat 3"},
            "declare_conflict",
            {"partner": "MBC", "nature": "family", "action": "recuse", "seat": "Seat 3"},
        ),
        (
            "commissioner.mbc",
            "dispute",
            {"about": "Who pays for training."},
            "raise_dispute",
            {"about": "Who pays for training."},
        ),
        (
            "lead.mbc",
            "joint-rule",
            {
                "type": "committee_weighted",
                "authority_reference": "Schedule 3",
                "quorum": "2",
                "threshold_bp": "75",
            },
            "agree_joint_rule",
            {"type": "committee_weighted", "quorum": 2, "threshold_bp": 7500},
        ),
        (
            "democratic.mbc",
            "decision",
            {
                "body": "Executive",
                "route": "executive",
                "outcome": "approved",
                "decided_on-day": "18",
                "decided_on-month": "9",
                "decided_on-year": "2018",
                "votes": "Seat 1 = for\nSeat 2 = Against\n",
                "quorum": "2",
            },
            "record_decision",
            {
                "votes": [
                    {"seat": "Seat 1", "vote": "for"},
                    {"seat": "Seat 2", "vote": "against"},
                ],
                "quorum": 2,
            },
        ),
        (
            "democratic.mbc",
            "notice",
            {
                "body": "Executive",
                "matter": "The service",
                "key_decision": "yes",
                "meeting_on-day": "18",
                "meeting_on-month": "9",
                "meeting_on-year": "2018",
                "kind": "special_urgency",
                "agreed_by": "scrutiny_chair",
            },
            "publish_notice",
            {"kind": "special_urgency", "agreed_by": "scrutiny_chair"},
        ),
    ],
    ids=["conflict", "dispute", "rule", "votes", "urgency"],
)
def test_what_is_typed_becomes_the_command(portal, sign_in, who, slug, form, method, expected):
    assert sign_in(who).post(f"{RECORD}/{slug}", data=form).status_code == 303
    name, body = sent(portal)
    assert name == method
    assert {key: body[key] for key in expected} == expected


def test_what_stands_between_the_partners_is_shown(portal, sign_in):
    view = portal.services.answers["get_proposal"]
    view["joint_rule"] = {"type": "committee_majority", "authority_reference": "Terms of 2018"}
    view["dispute"] = {
        "id": "DIS-1",
        "by": "MBC",
        "about": "Who pays for training.",
        "level": "directors",
        "levels": [{"name": "officers", "until": "2018-06-17"}, {"name": "directors"}],
    }
    view["conflicts"] = [
        {
            "id": "CONF-1",
            "partner": "STCCG",
            "role": "evaluator",
            "nature": "family",
            "action": "recuse",
            "declared_on": "2018-09-20",
        }
    ]
    view["waivers"] = [
        {
            "condition": "agreement_sealed",
            "paper": None,
            "by_role": "director",
            "partner": "MBC",
            "waived_on": "2018-09-21",
            "reason": "Sealed next week.",
        }
    ]
    page = " ".join(sign_in("auditor.mbc").get(f"/proposals/{dossier.SLT}").text.split())
    for words in (
        "A joint committee, by majority (Terms of 2018)",
        "Who pays for training. It is with directors now.",
        "CONF-1, NHS South Tees CCG, evaluator: family – recuse (20 September 2018)",
        "by the director of Middlesbrough Council on 21 September 2018: Sealed next week.",
    ):
        assert words in page


def test_the_board_shows_stages_of_other_processes(portal, sign_in):
    block = dossier.a_proposal("JCP-2018-20") | {"stage": "partners_decide", "process": "JCP-6"}
    with portal.database.transaction() as tx:
        read_model.put_proposal(tx, 1, block)
    client = sign_in("commissioner.mbc")
    assert "Partners decide" in client.get("/proposals").text
    narrowed = client.get("/proposals?stage=partners_decide")
    assert "JCP-2018-20" in narrowed.text
    assert dossier.STORE not in narrowed.text
    assert client.get("/proposals?stage=nowhere").status_code == 422


def test_a_flow_and_its_parent_lead_to_each_other(portal, sign_in):
    view = portal.services.answers["get_proposal"]
    view["parent_id"] = dossier.STORE
    view["flows"] = [
        {
            "id": "JCP-2020-11",
            "title": "Hartlepool leaves",
            "process": "JCP-14X",
            "process_title": "Exit of a partner (14x)",
            "stage": "exit_notified",
            "stage_title": "Exit notified",
        }
    ]
    page = " ".join(sign_in("auditor.mbc").get(f"/proposals/{dossier.SLT}").text.split())
    assert f'href="/proposals/{dossier.STORE}">The proposal that it belongs to' in page
    assert "JCP-2020-11 Hartlepool leaves" in page
    assert "Exit of a partner (14x): Exit notified" in page


def test_an_option_is_taken_up_with_every_partners_consent(portal, sign_in):
    client = sign_in("lead.stccg")
    form = {"consent-MBC": "Executive, 14 September 2021"}
    assert client.post(f"{RECORD}/option", data=form).status_code == 422
    form["consent-STCCG"] = "Governing Body, 22 September 2021"
    assert client.post(f"{RECORD}/option", data=form).status_code == 303
    method, body = sent(portal)
    assert method == "exercise_option"
    assert body["consents"] == {
        "MBC": "Executive, 14 September 2021",
        "STCCG": "Governing Body, 22 September 2021",
    }


def test_an_exit_begins_from_the_page_of_its_proposal(portal, sign_in):
    form = {"process": "JCP-14X", "title": "It leaves", "leaving": "STCCG"}
    assert sign_in("lead.mbc").post(f"{RECORD}/flow", data=form).status_code == 303
    method, body = sent(portal)
    assert (method, body["process"], body["leaving"]) == ("begin_flow", "JCP-14X", "STCCG")


def test_the_operator_records_a_succession(portal, sign_in):
    client = sign_in("operator.tees")
    assert "/partners/succession" in client.get("/partners").text
    form = {
        "predecessors": ["STCCG"],
        "successors-STCCG": "",
        "effective_on-day": "1",
        "effective_on-month": "4",
        "effective_on-year": "2020",
        "order_reference": "Merger of 1 April 2020",
    }
    code = portal.services.answers["list_partners"]["partners"][0]["code"]
    form |= {"predecessors": [code], f"successors-{code}": "100"}
    assert client.post("/partners/succession", data=form).status_code == 303
    method, body = sent(portal)
    assert method == "record_succession"
    assert (body["effective_on"], body["on"]) == ("2020-04-01", "2020-04-01")
    assert sign_in("commissioner.mbc").get("/partners/succession").status_code == 403
