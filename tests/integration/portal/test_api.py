"""The HTTP API: keys, idempotency, versions, problem documents, and the board."""

import pytest

from shared.errors import Invalid, NotAllowed
from shared.messaging.rpc_client import ServiceAway
from tests.support import dossier

MOVE = f"/api/proposals/{dossier.SLT}/moves"
KEY = {"Idempotency-Key": "demo-9a-17"}


def problem(answer, status, code):
    assert answer.status_code == status
    assert answer.content_type == "application/problem+json"
    body = answer.get_json()
    assert (body["status"], body["code"]) == (status, code)
    assert body["detail"]
    return body


def test_a_call_without_a_key_is_refused(portal):
    answer = portal.app.test_client().post(MOVE, json={"move": "pass"}, headers=KEY)
    problem(answer, 401, "key_missing")
    assert answer.headers["WWW-Authenticate"].startswith("Bearer")
    assert portal.services.commands == []


def test_a_key_that_nobody_has_is_refused(portal):
    headers = {**KEY, "Authorization": "Bearer jc_test_stolen"}
    answer = portal.app.test_client().post(MOVE, json={"move": "pass"}, headers=headers)
    problem(answer, 401, "key_unknown")
    assert portal.services.commands == []


def test_a_session_cookie_opens_nothing_here(portal, sign_in):
    answer = sign_in("commissioner.mbc").post(MOVE, json={"move": "pass"}, headers=KEY)
    problem(answer, 401, "key_missing")
    assert portal.services.commands == []


def test_the_wrong_role_is_refused_by_the_service(portal, api):
    portal.services.refuse("move_proposal", NotAllowed("role_required", "Only a commissioner."))
    answer = api("auditor.mbc").post(
        MOVE, json={"move": "pass"}, headers={**KEY, "If-Match": '"14"'}
    )
    problem(answer, 403, "role_required")


def test_a_command_without_an_idempotency_key_is_refused(portal, api):
    answer = api("commissioner.mbc").post(MOVE, json={"move": "pass"})
    problem(answer, 400, "idempotency_key_missing")
    assert portal.services.commands == []


def test_keys_of_two_callers_never_meet(portal, api):
    for caller in ("commissioner.mbc", "commissioner.stccg"):
        api(caller).post(
            f"/api/recommendations/{dossier.SESSION}-R1/acknowledgement", json={}, headers=KEY
        )
    keys = [meta["idempotency_key"] for _, _, meta in portal.services.commands]
    assert keys == ["commissioner.mbc:demo-9a-17", "commissioner.stccg:demo-9a-17"]


def test_a_move_needs_the_version_that_was_seen(portal, api):
    answer = api("commissioner.mbc").post(MOVE, json={"move": "pass"}, headers=KEY)
    problem(answer, 428, "version_missing")
    assert portal.services.commands == []


def test_a_stale_version_is_refused(api):
    answer = api("commissioner.mbc").post(
        MOVE, json={"move": "return_to_options"}, headers={**KEY, "If-Match": '"13"'}
    )
    problem(answer, 412, "stale_version")


def test_a_move_gives_the_new_view_with_its_etag_and_is_on_the_board_at_once(api):
    client = api("commissioner.mbc")
    seen = client.get(f"/api/proposals/{dossier.SLT}")
    assert seen.headers["ETag"] == '"14"'
    answer = client.post(
        MOVE,
        json={"move": "return_to_options", "on": "2018-09-27"},
        headers={**KEY, "If-Match": seen.headers["ETag"]},
    )
    assert answer.status_code == 201
    assert answer.headers["ETag"] == '"15"'
    board = client.get("/api/proposals?stage=options_and_business_case").get_json()
    assert dossier.SLT in [each["id"] for each in board["proposals"]]


def test_a_closed_gate_names_each_fact(api):
    answer = api("commissioner.mbc").post(
        MOVE, json={"move": "record_joint_decision"}, headers={**KEY, "If-Match": '"14"'}
    )
    body = problem(answer, 409, "gate_not_met")
    assert body["details"] == {"every_partner_decided": "1 of 2 partners has decided."}


def test_who_holds_the_newest_version_is_told_so(api):
    answer = api("auditor.mbc").get(
        f"/api/proposals/{dossier.SLT}", headers={"If-None-Match": '"14"'}
    )
    assert answer.status_code == 304


@pytest.mark.parametrize(
    ("body", "pointer"),
    [
        ({"move": "pass", "because": "I say so"}, "#/because"),
        ({}, "#/move"),
        ({"move": "pass", "on": "yesterday"}, "#/on"),
    ],
)
def test_a_wrong_value_is_pointed_at(portal, api, body, pointer):
    answer = api("commissioner.mbc").post(MOVE, json=body, headers={**KEY, "If-Match": '"14"'})
    faults = problem(answer, 422, "invalid_input")["errors"]
    assert pointer in [fault["pointer"] for fault in faults]
    assert portal.services.commands == []


def test_a_services_own_faults_are_pointed_at_too(portal, api):
    portal.services.refuse(
        "revise_proposal",
        Invalid("invalid_input", "Some values.", {"/content/shares": "Not 100%."}),
    )
    content = {
        "annual_cost_pence": 1,
        "cost_head": "service",
        "shares": [{"partner": "MBC", "bp": 9000}],
    }
    answer = api("commissioner.mbc").post(
        f"/api/proposals/{dossier.SLT}/versions",
        json={"content": content, "reason": "To see."},
        headers={**KEY, "If-Match": '"14"'},
    )
    faults = problem(answer, 422, "invalid_input")["errors"]
    assert faults == [{"pointer": "#/content/shares", "detail": "Not 100%."}]


def test_what_is_not_json_is_a_bad_request(portal, api):
    answer = api("commissioner.mbc").post(
        MOVE,
        data="{bad",
        headers={**KEY, "If-Match": '"14"', "Content-Type": "application/json"},
    )
    problem(answer, 400, "bad_request")
    assert portal.services.commands == []


def test_a_service_that_is_away_can_be_tried_again(portal, api):
    portal.services.refuse("get_contract", ServiceAway("contract_monitoring", "no answer"))
    answer = api("auditor.mbc").get(f"/api/contracts/{dossier.CONTRACT}")
    problem(answer, 503, "service_away")
    assert answer.headers["Retry-After"] == "5"


def test_unknown_addresses_and_methods_are_problems_too(api):
    client = api("auditor.mbc")
    problem(client.get("/api/nothing"), 404, "not_found")
    answer = client.delete("/api/proposals")
    problem(answer, 405, "method_not_allowed")
    assert "GET" in answer.headers["Allow"]


def test_the_board_goes_on_by_cursor(api):
    client = api("auditor.mbc")
    first = client.get("/api/proposals?limit=1").get_json()
    second = client.get(f"/api/proposals?limit=1&after={first['next']}").get_json()
    assert [first["proposals"][0]["id"], second["proposals"][0]["id"]] == [
        "JCP-2017-03",
        "JCP-2018-07",
    ]
    assert second["next"] is None
    problem(client.get("/api/proposals?after=1%20OR%201"), 422, "bad_cursor")
