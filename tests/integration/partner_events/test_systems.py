"""What an operator does for partner systems, and what reaches their queues."""

import json

import pytest

from shared.errors import CommissioningError
from tests.support.feed import OPERATOR, an_event

FACTS = {
    "code": "mbc-ledger",
    "name": "Finance ledger",
    "organisation": "MBC",
    "event_names": ["finance.*", "contract.signed"],
    "classification_ceiling": "partner",
}
AUDITOR = {"person": "ada", "organisation": "MBC", "roles": ["auditor"]}
COMMISSIONER = {"person": "cat", "organisation": "MBC", "roles": ["commissioner"]}
TABLES = ("systems", "system_keys", "outbox", "reads", "refused_reads", "commands")


def outgoing(feed):
    return [
        (row["exchange"], row["routing_key"], json.loads(row["body"]))
        for row in sorted(feed.rows("outbox"), key=lambda row: row["position"])
    ]


def test_a_registered_system_is_listed_with_its_key_unreadable(feed):
    answer = feed.command("register_system", **FACTS)
    [system] = feed.command("list_systems")["systems"]
    assert system.pop("version") == answer["version"] == 1
    assert system == answer["system"]
    assert system["event_names"] == ["contract.signed", "finance.*"]
    assert system["amqp"] is False
    assert system["keys"][0]["hint"] == answer["key"][-4:]
    stored = "".join(str(row) for table in TABLES for row in feed.rows(table))
    assert answer["key"] not in stored


def test_the_same_command_again_gives_the_same_system_and_no_key(feed):
    first = feed.command("register_system", key="register-once", **FACTS)
    again = feed.command("register_system", key="register-once", **FACTS)
    assert again == {**first, "key": None}
    assert len(feed.rows("system_keys")) == 1


def test_keys_overlap_while_a_system_changes_them(feed):
    old = feed.register()
    new = feed.command("issue_key", code="mbc-ledger")["key"]
    assert feed.read(old) == feed.read(new) == []
    [first, _] = feed.command("list_systems")["systems"][0]["keys"]
    changed = feed.command("revoke_key", code="mbc-ledger", key_id=first["id"])
    assert changed["version"] == 3
    assert feed.get("/events", old).status_code == 401
    assert feed.read(new) == []


def test_all_keys_can_be_taken_back_at_once(feed):
    keys = [feed.register(), feed.command("issue_key", code="mbc-ledger")["key"]]
    feed.command("revoke_key", code="mbc-ledger")
    assert [feed.get("/events", key).status_code for key in keys] == [401, 401]


@pytest.mark.parametrize(
    ("method", "body", "actor", "code"),
    [
        ("register_system", FACTS, COMMISSIONER, "role_required"),
        ("register_system", {**FACTS, "code": "taken"}, OPERATOR, "system_code_taken"),
        ("register_system", {**FACTS, "code": "No Such"}, OPERATOR, "invalid_input"),
        ("register_system", {**FACTS, "event_names": []}, OPERATOR, "invalid_input"),
        ("register_system", {**FACTS, "event_names": ["x"]}, OPERATOR, "malformed_pattern"),
        ("register_system", {**FACTS, "ceiling": "public"}, OPERATOR, "invalid_input"),
        (
            "register_system",
            {**FACTS, "classification_ceiling": "secret"},
            OPERATOR,
            "invalid_input",
        ),
        ("issue_key", {"code": "taken"}, AUDITOR, "role_required"),
        ("issue_key", {"code": "nobody"}, OPERATOR, "system_not_found"),
        ("revoke_key", {"code": "nobody"}, OPERATOR, "system_not_found"),
        ("revoke_key", {"code": "taken", "key_id": "0" * 12}, OPERATOR, "key_not_found"),
        ("revoke_key", {"code": "taken"}, COMMISSIONER, "role_required"),
        ("set_amqp", {"code": "nobody", "amqp": True}, OPERATOR, "system_not_found"),
        ("set_amqp", {"code": "taken", "amqp": "yes"}, OPERATOR, "invalid_input"),
        ("set_amqp", {"code": "taken", "amqp": True}, COMMISSIONER, "role_required"),
    ],
)
def test_a_refused_command_leaves_nothing_behind(feed, method, body, actor, code):
    feed.register("taken")
    before = [feed.rows(table) for table in TABLES]
    with pytest.raises(CommissioningError) as refusal:
        feed.command(method, actor, **body)
    assert refusal.value.code == code
    assert [feed.rows(table) for table in TABLES] == before


def test_a_system_on_amqp_gets_a_copy_of_what_it_may_see(feed):
    feed.register("mbc-ledger", event_names=["finance.*"])
    feed.register("stccg-board", organisation="STCCG", classification_ceiling="public")
    feed.register("hbc-silent", organisation="HBC")
    feed.command("set_amqp", code="mbc-ledger", amqp=True)
    feed.command("set_amqp", code="stccg-board", amqp=True)

    tested = an_event("finance.uplift_tested")
    public = an_event("finance.balancing_calculated", classification="public")
    feed.log(tested, public, an_event("finance.uplift_tested", partner="STCCG"), an_event())
    feed.log(tested)

    exchange = "commissioning.partners"
    first, second = (
        {**tested.to_wire(), "feedposition": 1},
        {**public.to_wire(), "feedposition": 2},
    )
    assert outgoing(feed) == [
        (exchange, "mbc-ledger", first),
        (exchange, "mbc-ledger", second),
        (exchange, "stccg-board", second),
    ]


def test_no_copy_goes_out_after_amqp_is_off(feed):
    feed.register()
    feed.command("set_amqp", code="mbc-ledger", amqp=True)
    feed.command("set_amqp", code="mbc-ledger", amqp=False)
    feed.log(an_event())
    assert outgoing(feed) == []


@pytest.mark.parametrize(
    ("actor", "seen"),
    [
        (COMMISSIONER, ["need.scored", "decision.recorded"]),
        (OPERATOR, ["need.scored", "decision.recorded", "decision.effective"]),
        (AUDITOR, ["need.scored", "decision.recorded", "decision.effective", "award.decided"]),
    ],
)
def test_people_see_the_log_by_their_role(feed, actor, seen):
    feed.log(
        an_event("need.scored", classification="public"),
        an_event("decision.recorded", partner="MBC"),
        an_event("decision.effective", partner="STCCG"),
        an_event("award.decided", classification="restricted"),
    )
    answer = feed.command("list_events", actor)
    assert [each["type"] for each in answer["events"]] == [f"uk.jc.{name}.v1" for name in seen]
    assert (answer["position"], answer["head"]) == (4, 4)


def test_people_turn_pages_and_filter(feed):
    feed.log(an_event("need.scored"), an_event("need.scored"), an_event(subject="JCP-2018-07"))
    first = feed.command("list_events", limit=1, name="need.*")
    second = feed.command("list_events", limit=1, name="need.*", after=first["position"])
    assert [page["events"][0]["feedposition"] for page in (first, second)] == [1, 2]
    [other] = feed.command("list_events", subject="JCP-2018-07", name=None)["events"]
    assert other["feedposition"] == 3


@pytest.mark.parametrize("role", ["panel_member", "provider", "facilitator"])
def test_the_log_is_not_for_everyone(feed, role):
    feed.log(an_event())
    with pytest.raises(CommissioningError) as refusal:
        feed.command("list_events", {"person": "p", "organisation": "MBC", "roles": [role]})
    assert refusal.value.code == "role_required"
