"""Both stories, played through the running product, end as they are on record."""

import json
import urllib.request
from datetime import datetime

import pytest

from deploy.demo import end_state, mini_cases
from deploy.demo.stories import CHAPTERS, a_story
from deploy.local.places import ROOT
from shared.clock import now
from tests.support.eventually import eventually

PROBE_SECONDS = 10


@pytest.fixture(scope="module")
def said():
    return []


@pytest.fixture(scope="module")
def story(product, said):
    story = a_story(product.url, product.places.people, said.append)
    for tell in CHAPTERS:
        tell(story)
    return story


def events_of(product):
    """Every event in feed order, as the operator reads it."""
    operator = product.people["operator", "TEES"]
    events, after = [], ""
    while True:
        page = operator.get(f"/api/events?limit=500{after}")
        if not page["events"]:
            return events
        events += page["events"]
        after = f"&after={page['position']}"


def wrong_facts(story):
    return [
        (each.what, each.expected, each.found) for each in end_state.look(story) if not each.holds
    ]


def test_the_end_is_as_on_record(story):
    assert wrong_facts(story) == []


def test_what_must_be_refused_is_refused(story, said):
    refused = [line for line in said if "refused:" in line]
    assert [line.rpartition("(")[2].rstrip(")") for line in refused] == [
        "shares_do_not_sum",
        "session_closed",
        "director_signature_needed",
        "standstill_running",
        *(["process_not_open"] if mini_cases.can_be_told() else []),
    ]


def test_told_again_the_stories_change_nothing(story, product):
    told_once = now()
    for tell in CHAPTERS:
        tell(story)
    assert wrong_facts(story) == []
    # Events of the first telling may still have been on their way, and what comes with time comes
    # when somebody looks; none came of the second.
    late = {
        event["type"]
        for event in events_of(product)
        if datetime.fromisoformat(event["time"]) >= told_once
    }
    assert {each for each in late if ".obligation." not in each} == set()


def test_each_subject_is_told_without_a_gap(story, product):
    versions = {}
    for event in events_of(product):
        versions.setdefault((event["source"], event["subject"]), []).append(
            event["aggregateversion"]
        )
    assert all(sorted(seen) == list(range(1, len(seen) + 1)) for seen in versions.values())
    assert len(versions) > 100


def test_a_partner_system_follows_every_step_over_http(story, product):
    operator = product.people["operator", "TEES"]
    key = operator.post(
        "/api/systems",
        {
            "code": "tees-ledger",
            "name": "Ledger of the Tees partners",
            "organisation": "MBC",
            "event_names": ["proposal.stage_changed"],
        },
        step="register-tees-ledger",
    )["key"]
    request = urllib.request.Request(
        f"{product.choices.feed_url}/events?limit=1000", headers={"Authorization": f"Bearer {key}"}
    )
    with urllib.request.urlopen(request, timeout=PROBE_SECONDS) as answer:
        moves = json.load(answer)
    told = [event["data"]["to_stage"] for event in moves if event["subject"] == "JCP-2018-07"]
    assert told == [
        "needs_assessment",
        "priority_and_mandate",
        "coproduction_and_review",
        "options_and_business_case",
        "young_commissioners_panel",
        "partner_decisions",
        "decision_effective",
        "agreements_and_mobilisation",
        "live",
    ]


def test_a_parked_proposal_is_seen_where_it_is_and_comes_back(story, product):
    """Parked has no number in the row of sixteen: events, board and page do without."""
    lead, path = story.who("commissioner"), "/api/proposals/JCP-2018-31"
    body = {"reference": "JCP-2018-31", "title": "Waits", "service_type": "other", "lead": "MBC"}
    body |= {"need_id": "NEED-2017-04", "partners": ["MBC", "NENCICB"], "on": "2018-06-01"}
    version = lead.post("/api/proposals", body, step="draft-one-that-waits")["version"]
    for move, stage in (("park", "parked"), ("resume", "need_identified")):
        body = {"move": move, "reason": "The budget is not set.", "on": "2018-06-01"}
        moved = lead.post(f"{path}/moves", body, step=f"{move}-it", version=version)
        version = moved["version"]
        assert moved["proposal"]["stage"] == stage
        assert lead.get(path)["proposal"]["stage"] == stage
        board = lead.get(f"/api/proposals?stage={stage}")
        assert "JCP-2018-31" in {each["id"] for each in board["proposals"]}
    eventually(lambda: told_stages(product, "JCP-2018-31") == ["parked", "need_identified"], 10)
    assert product.command("shared.cli", "dead-letters", "list").count("JCP-2018-31") == 0


def told_stages(product, proposal):
    return [
        event["data"]["to_stage"]
        for event in events_of(product)
        if event["subject"] == proposal and event["type"].endswith("stage_changed.v1")
    ]


def test_the_terminal_tells_a_deadline_and_why(product):
    said = product.command("shared.cli", "deadline", "PA-S", "2026-03-06")
    assert said.startswith("Wed 18 Mar 2026")
    assert "not counted: Tue 17 Mar 2026" in said
    assert "Source: " in said


def test_the_terminal_shows_and_checks_a_process(product):
    shown = product.command("shared.cli", "process", "show")
    assert "Joint commissioning in sixteen stages" in shown
    drawn = product.command("shared.cli", "process", "diagram")
    assert "need_identified --> needs_assessment: begin assessment" in drawn
    file = ROOT / "services/commissioning_decisions/rules/jcp_16_v2.toml"
    assert "can be followed" in product.command("shared.cli", "process", "check", str(file))


def test_the_terminal_says_what_blocks_whom(product):
    said = product.command("shared.cli", "process", "why-not", "--stage", "live")
    assert "begin review" in said
    assert "stand before a gate that is not open" in said
    assert "No proposal matches." in product.command("shared.cli", "process", "why-not", "TEES")
