"""Bad input at the edge, over the real services: a clear code, nothing written, no event."""

import pytest

from tests.support.cases import THERAPY_CONTENT
from tests.support.contracts_of_2019 import SLT_CONTRACT
from tests.support.each_service import Decisions, Monitoring, Needs, Panel
from tests.support.one_service import rows_of
from tests.support.panel_of_2018 import RECOMMENDATION, SESSION
from tests.support.portal import RealServices, a_portal, key_of
from tests.support.two_stories import THERAPY, play, therapy

PROPOSAL, CONTRACT = f"/api/proposals/{THERAPY}", f"/api/contracts/{SLT_CONTRACT['id']}"
SESSIONS = f"/api/sessions/{SESSION['reference']}"
MOVE = {"move": "record_joint_decision", "on": "2018-09-26"}
CONTENT = {"annual_cost_pence": THERAPY_CONTENT.annual_cost_pence, "cost_head": "service"}
DECISION = {
    "body": "Executive",
    "route": "executive",
    "outcome": "approved",
    "proposal_version": 3,
    "sha256": "ab" * 32,
    "decided_on": "2018-09-18",
}
RETURN = {
    "measure": "SLT01",
    "period": "2019-Q2",
    "period_kind": "full",
    "starts_on": "2019-07-01",
    "ends_on": "2019-09-30",
    "numerator": 298,
    "denominator": 297,
    "on": "2019-10-18",
}
IDEA = {name: value for name, value in RECOMMENDATION.items() if name != "session_id"}
LATE = {**IDEA, "on": "2018-07-18"}


def shares(council, ccg):
    parts = [{"partner": "MBC", "bp": council}, {"partner": "STCCG", "bp": ccg}]
    return {"content": {**CONTENT, "shares": parts}, "reason": "A slip.", "on": "2018-08-20"}


class Edge:
    """The portal before services that are in the middle of both stories."""

    def __init__(self, service_database):
        self.decisions = Decisions(service_database("commissioning_decisions"))
        play(therapy(self.decisions), until="partner_decisions")
        panel = Panel(service_database("young_commissioners_panel"))
        panel.opens()
        panel.closes()
        monitoring = Monitoring(service_database("contract_monitoring"))
        monitoring.receives_contract(SLT_CONTRACT)
        needs = Needs(service_database("needs_assessment"))
        self.services = [self.decisions, panel, monitoring, needs]
        self.portal = a_portal(service_database("portal"), RealServices(*self.services))

    def state(self):
        """Every row of every database, outboxes among them."""
        databases = [self.portal.database, *(each.database for each in self.services)]
        return [rows_of(each) for each in databases]

    @property
    def version(self):
        return self.decisions.ccg("get_proposal", {"id": THERAPY})["version"]

    def send(self, method, path, body=None, *, who=None, key=None, seen=None):
        headers = {"Idempotency-Key": "bad-input-1"}
        if key or who:
            headers["Authorization"] = f"Bearer {key or key_of(who)}"
        if seen is not None:
            headers["If-Match"] = f'"{seen}"'
        client = self.portal.app.test_client()
        return client.open(path, method=method, json=body, headers=headers)


@pytest.fixture
def edge(service_database):
    return Edge(service_database)


NOW = "the version of now"
# What is wrong, path, body, whose key, the version that was seen, status and code.
BAD = [
    ("no key", "/moves", MOVE, None, NOW, 401, "key_missing"),
    ("a key that nobody has", "/moves", MOVE, "jc_test_stolen", NOW, 401, "key_unknown"),
    # An officer of Stockton, which is no partner here, and of Middlesbrough, for the CCG.
    (
        "another partner's key",
        "/decisions",
        {**DECISION, "partner": "SBC"},
        "democratic.sbc",
        None,
        403,
        "not_a_partner",
    ),
    (
        "another partner's key",
        "/decisions",
        {**DECISION, "partner": "STCCG"},
        "democratic.mbc",
        None,
        403,
        "other_organisation",
    ),
    ("a key of another role", "/moves", MOVE, "finance.mbc", NOW, 403, "role_required"),
    (
        "an unknown move",
        "/moves",
        {**MOVE, "move": "leap"},
        "commissioner.mbc",
        NOW,
        422,
        "unknown_move",
    ),
    (
        "a move of another stage",
        "/moves",
        {**MOVE, "move": "go_live"},
        "commissioner.mbc",
        NOW,
        422,
        "unknown_move",
    ),
    ("a gate that is shut", "/moves", MOVE, "lead.mbc", NOW, 409, "gate_not_met"),
    ("a stale version", "/moves", MOVE, "commissioner.mbc", 3, 412, "stale_version"),
    (
        "a stale version",
        "/versions",
        shares(4250, 5750),
        "commissioner.mbc",
        3,
        412,
        "stale_version",
    ),
    (
        "shares of 9,990 basis points",
        "/versions",
        shares(4240, 5750),
        "commissioner.mbc",
        NOW,
        422,
        "shares_do_not_sum",
    ),
    (
        "shares of 10,010 basis points",
        "/versions",
        shares(4260, 5750),
        "commissioner.mbc",
        NOW,
        422,
        "shares_do_not_sum",
    ),
    (
        "signs that cannot be kept",
        "/versions",
        {**shares(4250, 5750), "reason": "A slip.\0"},
        "commissioner.mbc",
        NOW,
        422,
        "invalid_input",
    ),
    (
        "more cases met than there were",
        f"{CONTRACT}/returns",
        RETURN,
        "provider.teestalk",
        None,
        422,
        "numerator_above_denominator",
    ),
    (
        "an answer to a closed session",
        f"{SESSIONS}/submission",
        {"on": "2018-07-16"},
        "yc-07",
        None,
        409,
        "session_closed",
    ),
    (
        "a recommendation to a closed session",
        f"{SESSIONS}/recommendations",
        LATE,
        "facilitator.mbc",
        None,
        409,
        "late_reason_missing",
    ),
]


def test_bad_input_has_its_code_and_leaves_no_trace(edge):
    """All before the same databases: each refusal must leave every row as it was."""
    before, now = edge.state(), edge.version
    for what, path, body, who, seen, status, code in BAD:
        key = who if who and who.startswith("jc_test") else None
        answer = edge.send(
            "POST",
            path if path.startswith("/api") else PROPOSAL + path,
            body,
            who=who,
            key=key,
            seen=now if seen is NOW else seen,
        )
        problem = answer.get_json()
        assert (answer.status_code, problem["code"]) == (status, code), (what, problem)
        assert problem["detail"], what
        assert edge.state() == before, what


@pytest.mark.parametrize(
    ("query", "code"),
    [
        ("stage=nearly_there", "unknown_stage"),
        ("after=2018-99-99_JCP-2018-07", "bad_cursor"),
        ("after=1%20OR%201", "bad_cursor"),
        ("words=%00", "not_storable"),
        ("limit=0", "invalid_input"),
    ],
)
def test_a_question_to_the_board_that_makes_no_sense_is_told_so(api, sign_in, query, code):
    answer = api("auditor.mbc").get(f"/api/proposals?{query}")
    assert (answer.status_code, answer.get_json()["code"]) == (422, code)
    if code != "invalid_input":
        page = sign_in("commissioner.mbc").get(f"/proposals?{query}")
        assert page.status_code == 422
        assert "There is a problem with what was sent" in page.text


def test_what_is_right_is_taken_by_the_same_way(edge):
    """Else the refusals above might be of something else."""
    before = edge.state()
    back = {"move": "return_to_options", "reason": "A partner asked for it.", "on": "2018-09-26"}
    moved = edge.send("POST", f"{PROPOSAL}/moves", back, who="commissioner.mbc", seen=edge.version)
    assert moved.status_code == 201, moved.get_json()
    assert moved.get_json()["proposal"]["stage"] == "options_and_business_case"
    figures = {**RETURN, "numerator": 268}
    sent = edge.send("POST", f"{CONTRACT}/returns", figures, who="provider.teestalk")
    assert sent.status_code == 201, sent.get_json()
    late = {**LATE, "late_reason": "It came by post."}
    heard = edge.send("POST", f"{SESSIONS}/recommendations", late, who="facilitator.mbc")
    assert heard.status_code == 201, heard.get_json()
    assert [now == then for now, then in zip(edge.state(), before, strict=True)] == [
        *[False] * 4,
        True,
    ]
