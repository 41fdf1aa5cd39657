"""What somebody owes by a day: put on record with the act, told when the day comes, once."""

from contextlib import suppress

import pytest
from jsonschema import Draft202012Validator, FormatChecker

from deploy.contracts import files
from services.commissioning_decisions.service import obligations
from tests.support.one_service import at_once
from tests.support.two_stories import STORE, THERAPY, play, store, therapy, therapy_content

MANY = """
INSERT INTO obligations (id, subject, key, kind, title, rule_id, rule_version, sense, started_on,
    due_on, instant, falls_at, explanation, role, organisation, warn_on, basis, state, revision,
    next_at)
SELECT 'JCP-2026-' || n || '/deferral.1', 'JCP-2026-' || n, 'deferral.1', 'deferral', 'A day',
    'DEFERRAL', '2026.1', 'latest', '2026-10-01', '2026-11-24', '2026-11-25', '2026-11-25', 'Why',
    'decision_maker', 'MBC', '2026-10-14', '', 'due', 0, '2026-11-25'
FROM generate_series(10001, 12500) AS n
"""


def published(decisions, day="2019-06-20") -> None:
    """Middlesbrough's executive decided about the store; its decision was published that day."""
    play(store(decisions), until="partner_decisions")
    case = decisions.case(STORE, decisions.council)
    case.announces("MBC", "Executive", meeting_on="2019-06-18", on="2019-05-17")
    decisions.clock.stands_at(day)
    days = {"decided_on": "2019-06-18", "published_on": day}
    case.decides("MBC", body="Executive", route="executive", **days)


def deferred(decisions) -> None:
    """Hartlepool's committee wants to see figures first."""
    play(store(decisions), until="partner_decisions")
    decisions.clock.stands_at("2019-06-24")
    decisions.case(STORE, decisions.council).decides(
        "HBC",
        body="Finance and Policy Committee",
        route="committee",
        outcome="deferred",
        decided_on="2019-06-24",
        deferred_until="2019-07-15",
        reason="Members want to see activity by council.",
    )


def told(decisions, *names) -> list[tuple[str, str]]:
    """Name and obligation of each event about obligations, in order."""
    wanted = [f"obligation.{each}" for each in names]
    return [
        (each["type"].split(".")[3], each["subject"].partition("/")[2])
        for each in decisions.events(*wanted)
        if each["type"].startswith("uk.jc.obligation.")
    ]


def kind_of(decisions, kind, **asked) -> dict:
    [found] = [each for each in decisions.obligations(**asked).values() if each["kind"] == kind]
    return found


def test_a_call_in_window_is_on_record_with_its_reason_and_who_answers(decisions):
    published(decisions)

    found = kind_of(decisions, "call_in")

    assert (found["due_on"], found["acts_from"]) == ("2019-06-27", "2019-06-28")
    assert found["instant"] == "2019-06-27T23:00:00+00:00", "midnight in London, in summer"
    assert (found["rule"], found["calendar"]) == ("CI5", "ENG")
    assert found["calendar_version"].startswith("ENG 2026.1")
    assert (found["role"], found["organisation"]) == ("democratic_services", "MBC")
    assert "5 working days" in found["explanation"]
    event = decisions.events("obligation.created")[-1]
    assert (event["subject"], event["aggregateversion"]) == (found["id"], 1)
    assert event["data"]["obligation"] == found


def test_each_step_comes_at_its_instant_and_once(decisions):
    published(decisions)
    decisions.looks_at_the_clock()
    before = told(decisions, "due_soon", "discharged")
    steps = [
        ("2019-06-25T22:59:59+00:00", "open", []),
        ("2019-06-25T23:00:00+00:00", "due_soon", ["due_soon"]),
        ("2019-06-26T22:59:59+00:00", "due_soon", ["due_soon"]),
        ("2019-06-26T23:00:00+00:00", "due", ["due_soon"]),
        ("2019-06-27T22:59:59+00:00", "due", ["due_soon"]),
        ("2019-06-27T23:00:00+00:00", "discharged", ["due_soon", "discharged"]),
        ("2019-07-30T12:00:00+00:00", "discharged", ["due_soon", "discharged"]),
    ]
    for instant, state, names in steps:
        decisions.looks_at_the_clock(instant)
        decisions.looks_at_the_clock()
        asked = {"state": state}
        assert kind_of(decisions, "call_in", **asked)["state"] == state, instant
        new = told(decisions, "due_soon", "discharged")[len(before) :]
        assert [name for name, key in new if key.startswith("call_in")] == names, instant


def test_a_look_that_comes_late_tells_what_is_true_now(decisions):
    published(decisions)
    decisions.looks_at_the_clock("2019-07-30T12:00:00+00:00")

    about = [name for name, key in told(decisions) if key.startswith("call_in")]
    assert about == ["created", "discharged"]
    [event] = [
        each for each in decisions.events("obligation.discharged") if "/call_in." in each["subject"]
    ]
    assert (event["effectivedate"], event["aggregateversion"]) == ("2019-06-27", 2)


@pytest.mark.proves("A5")
def test_a_deferral_warns_thirty_working_days_ahead_and_is_breached(decisions):
    deferred(decisions)
    assert kind_of(decisions, "deferral")["warn_on"] == "2019-06-03"

    decisions.looks_at_the_clock()
    assert kind_of(decisions, "deferral")["state"] == "due_soon"
    decisions.looks_at_the_clock("2019-07-15T22:30:00+00:00")
    assert told(decisions, "breached") == []
    decisions.looks_at_the_clock("2019-07-15T23:00:00+00:00")

    found = kind_of(decisions, "deferral")
    assert (found["state"], found["late"], found["discharged_on"]) == ("breached", True, None)
    assert len(told(decisions, "breached")) == 1
    assert decisions.events("obligation.breached")[0]["effectivedate"] == "2019-07-16"


@pytest.mark.parametrize(("decided_on", "late"), [("2019-07-15", False), ("2019-07-16", True)])
def test_what_was_done_in_time_and_entered_afterwards_is_not_late(decisions, decided_on, late):
    deferred(decisions)
    decisions.looks_at_the_clock("2019-07-16T10:00:00+00:00")
    decisions.case(STORE, decisions.council).decides(
        "HBC", body="Committee", route="committee", decided_on=decided_on
    )

    found = kind_of(decisions, "deferral", state="discharged")
    assert (found["discharged_on"], found["late"]) == (decided_on, late)


def test_history_that_is_entered_is_not_called_a_breach_while_it_is_entered(decisions):
    deferred(decisions)
    play(therapy(decisions), until="young_commissioners_panel")
    decisions.receives("panel.recommendation_submitted", "YCP-2018-02-R2", 1, later_asked())
    decisions.looks_at_the_clock("2019-06-24T22:59:59+00:00")
    assert told(decisions, "breached") == []

    decisions.looks_at_the_clock("2019-06-24T23:00:00+00:00")
    assert told(decisions, "breached") == [("breached", "answer.YCP-2018-02-R2")]


def later_asked(**more) -> dict:
    asked = {
        "id": "YCP-2018-02-R2",
        "session_id": "YCP-2018-02",
        "proposal_id": THERAPY,
        "strength": "should",
        "statement": "Not during our favourite lesson.",
        "stage": "submitted",
        "submitted_on": "2018-07-16",
        "response_due_on": "2018-08-13",
    }
    return {"recommendation": {**asked, **more}}


def test_an_answer_is_owed_from_the_panels_word_and_discharged_by_the_answer(decisions):
    play(therapy(decisions), until="young_commissioners_panel")
    decisions.clock.stands_at("2018-07-17")
    decisions.receives("panel.recommendation_submitted", "YCP-2018-02-R2", 1, later_asked())
    found = decisions.obligations()["answer.YCP-2018-02-R2"]
    assert (found["due_on"], found["organisation"]) == ("2018-08-13", "STCCG")
    answer = {"decision": "defer", "reasons": "Later.", "responded_on": "2018-08-10"}
    told_again = later_asked(stage="responded", response=answer)
    for _ in range(2):
        decisions.receives("panel.recommendation_responded", "YCP-2018-02-R2", 2, told_again)

    assert "answer.YCP-2018-02-R2" not in decisions.obligations()
    assert told(decisions, "discharged").count(("discharged", "answer.YCP-2018-02-R2")) == 1


def test_a_recommendation_that_is_withdrawn_is_owed_no_answer(decisions):
    play(therapy(decisions), until="young_commissioners_panel")
    decisions.receives("panel.recommendation_submitted", "YCP-2018-02-R2", 1, later_asked())
    gone = later_asked(stage="withdrawn")
    decisions.receives("panel.recommendation_withdrawn", "YCP-2018-02-R2", 2, gone)
    assert told(decisions, "withdrawn") == [("withdrawn", "answer.YCP-2018-02-R2")]


def test_another_day_from_the_panel_changes_the_obligation(decisions):
    play(therapy(decisions), until="young_commissioners_panel")
    decisions.clock.stands_at("2018-07-17")
    decisions.receives("panel.recommendation_submitted", "YCP-2018-02-R2", 1, later_asked())
    moved = later_asked(response_due_on="2018-08-15")
    decisions.receives("panel.recommendation_acknowledged", "YCP-2018-02-R2", 2, moved)

    [event] = decisions.events("obligation.changed")
    assert event["data"]["previous_due_on"] == "2018-08-13"
    assert event["data"]["obligation"]["due_on"] == "2018-08-15"
    assert event["data"]["obligation"]["revision"] == 1


def test_a_new_version_takes_back_what_followed_from_decisions_about_the_old_one(decisions):
    play(therapy(decisions), until="partner_decisions")
    case = decisions.case(THERAPY, decisions.ccg)
    case.announces("MBC", "Executive", meeting_on="2018-09-18", on="2018-08-17")
    decisions.clock.stands_at("2018-09-20")
    days = {"decided_on": "2018-09-18", "published_on": "2018-09-20"}
    case.decides("MBC", body="Executive", route="executive", **days)
    case.revises("2018-09-20", therapy_content("4"))

    [(name, key)] = told(decisions, "withdrawn")
    assert (name, key.partition(".")[0]) == ("withdrawn", "call_in")
    decisions.looks_at_the_clock("2018-10-30T12:00:00+00:00")
    assert "discharged" not in [name for name, about in told(decisions) if about == key]


def test_a_contract_brings_the_last_days_of_its_options(decisions):
    play(therapy(decisions), until="live")
    found = decisions.obligations(state="open")
    days = {each["due_on"] for each in found.values() if each["kind"] == "option"}
    assert days == {"2021-09-30", "2022-09-30"}


def test_a_command_that_is_refused_owes_nothing(decisions):
    play(store(decisions), until="partner_decisions")
    before = decisions.rows()
    case = decisions.case(STORE, decisions.council)
    days = {"decided_on": "2019-06-18", "published_on": "2019-06-17", "on": "2019-06-18"}
    [refused] = at_once(lambda: case.decides("MBC", body="E", route="executive", **days))
    assert refused == "published_before_decided"
    assert decisions.rows() == before


def test_two_instances_tell_each_of_many_once(decisions):
    with decisions.database.transaction() as tx:
        tx.run(MANY)

    at_once(decisions.looks_at_the_clock, decisions.looks_at_the_clock)

    subjects = [each["subject"] for each in decisions.events("obligation.breached")]
    assert (len(subjects), len(set(subjects))) == (2500, 2500)
    assert {each["aggregateversion"] for each in decisions.events("obligation.breached")} == {1}


def test_a_process_that_dies_while_telling_loses_none(decisions):
    with decisions.database.transaction() as tx:
        tx.run(MANY)
    with suppress(ZeroDivisionError), decisions.database.transaction() as tx:
        assert obligations.fire(tx, decisions.clock.now()) == obligations.BATCH
        raise ZeroDivisionError
    assert decisions.events("obligation.breached") == []

    decisions.looks_at_the_clock()

    assert len(decisions.events("obligation.breached")) == 2500


def test_an_act_during_the_timers_look_is_told_in_one_order(decisions):
    deferred(decisions)
    case = decisions.case(STORE, decisions.council)
    decisions.clock.stands_at("2019-07-16")
    days = {"decided_on": "2019-07-15", "on": "2019-07-15"}
    at_once(
        lambda: case.decides("HBC", body="Committee", route="committee", **days),
        decisions.looks_at_the_clock,
    )

    about = [event for event in decisions.events() if "/deferral." in event["subject"]]
    assert [each["aggregateversion"] for each in about] == list(range(1, len(about) + 1))
    assert about[-1]["data"]["obligation"]["state"] == "discharged"


def test_proposals_from_before_are_taken_up_once(decisions):
    published(decisions)
    with decisions.database.transaction() as tx:
        tx.run("DELETE FROM obligations")
        tx.run("UPDATE proposals SET is_kept_in_time = false")
    assert decisions.obligations() == {}
    for _ in range(2):
        decisions.service.every_ten_minutes_take_up_older_proposals()

    assert kind_of(decisions, "call_in")["due_on"] == "2019-06-27"
    assert len([key for _, key in told(decisions, "created") if key.startswith("call_in")]) == 2


def test_the_list_goes_on_where_it_ended(decisions):
    with decisions.database.transaction() as tx:
        tx.run(MANY)
    asked = {"organisation": "MBC", "limit": 500}
    seen: list[str] = []
    after = None
    while True:
        page = decisions.council("list_obligations", {**asked, "after": after})
        seen += [each["id"] for each in page["obligations"]]
        after = page["after"]
        if after is None:
            break
    assert seen == sorted(set(seen))
    assert len(seen) == 2500
    assert decisions.obligations(organisation="HBC") == {}


def test_what_is_told_is_what_is_promised(decisions):
    deferred(decisions)
    decisions.looks_at_the_clock()
    decisions.looks_at_the_clock("2019-07-16T10:00:00+00:00")
    play(therapy(decisions), until="young_commissioners_panel")
    for version, stage, more in (
        (1, "submitted", {}),
        (2, "acknowledged", {"response_due_on": "2018-08-15"}),
        (3, "withdrawn", {}),
    ):
        data = later_asked(stage=stage, **more)
        decisions.receives(f"panel.recommendation_{stage}", "YCP-2018-02-R2", version, data)

    schemas = {each.name: each.schema for each in files.events() if "obligation" in each.name}
    sent = decisions.events(*schemas)
    assert {each["type"] for each in sent} == {f"uk.jc.{name}.v1" for name in schemas}
    assert len(schemas) == 6
    for each in sent:
        name = each["type"].removeprefix("uk.jc.").removesuffix(".v1")
        validator = Draft202012Validator(schemas[name], format_checker=FormatChecker())
        assert [str(error) for error in validator.iter_errors(each["data"])] == [], name
