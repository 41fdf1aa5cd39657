"""A holiday is moved or announced late: open days are counted anew, never to anybody's harm."""

from dataclasses import replace
from datetime import date

import pytest

from services.commissioning_decisions import repository, rules
from services.commissioning_decisions.domain.acts import Decision
from services.commissioning_decisions.domain.deadlines import LocalReading
from services.commissioning_decisions.domain.duties import Duty
from services.commissioning_decisions.repository.obligations import save_obligation
from services.commissioning_decisions.service import obligations
from shared.actor import Actor
from shared.calendars import calendar
from shared.clock import noon
from tests.support.one_service import at_once
from tests.support.two_stories import STORE, play, store

AUDIT = "SELECT * FROM obligation_recomputations ORDER BY position"
OLD = "UPDATE obligations SET calendar_version = 'ENG as it was' WHERE kind = 'call_in'"


def owes(decisions, rule: str, started_on: str, *, known_on: str, days: int | None = None):
    """Somebody's day, counted on the calendar as it was known on another one."""
    kind = "call_in" if rule == "CI5" else "standstill"
    start, known = date.fromisoformat(started_on), date.fromisoformat(known_on)
    local = LocalReading("Constitution", days) if days else None
    counted = rules.deadlines().work_out(rule, start, local=local, known_on=known)
    duty = Duty(
        key=f"{kind}.1",
        kind=kind,
        title="A period",
        due_on=counted.due_on,
        explanation=counted.sentence,
        organisation="MBC",
        started_on=start,
        rule_id=rule,
        acts_from=counted.acts_from,
        days=days,
        authority="Constitution" if days else None,
    )
    made = rules.obligations().make(duty, f"JCP-2026-{rule}", noon(start))
    made = replace(made, calendar_version=counted.calendar_version)
    with decisions.database.transaction() as tx:
        save_obligation(tx, made)
    return made


def recomputes(decisions, on: str, **more):
    decisions.clock.stands_at(on)
    return decisions.operator("recompute_deadlines", more)


def audit(decisions):
    with decisions.database.transaction() as tx:
        return tx.run(AUDIT)


def due(decisions) -> list[str]:
    owed = decisions.council("list_obligations", {})["obligations"]
    return [each["due_on"] for each in owed]


@pytest.mark.proves("T03")
def test_the_early_may_holiday_that_was_moved_to_the_eighth(decisions):
    """Published Tuesday 5 May 2020; the Friday was a working day until it was announced."""
    owes(decisions, "CI5", "2020-05-05", known_on="2019-06-01")
    assert due(decisions) == ["2020-05-12"]

    found = recomputes(decisions, "2020-05-06")

    assert [(each["previous_due_on"], each["due_on"]) for each in found["moved"]] == [
        ("2020-05-12", "2020-05-13")
    ]
    [event] = decisions.events("obligation.changed")
    assert event["data"]["previous_due_on"] == "2020-05-12"
    told = event["data"]["obligation"]
    assert (told["due_on"], told["acts_from"], told["revision"]) == (
        "2020-05-13",
        "2020-05-14",
        1,
    )
    assert "Friday 8 May 2020 (May Day)" in told["explanation"]
    [row] = audit(decisions)
    assert (row["due_on"], row["kept_due_on"]) == (date(2020, 5, 12), date(2020, 5, 13))
    assert "as known on 2019-06-01" in row["calendar_version"]
    assert row["person"] == "olga"


@pytest.mark.proves("T03")
def test_a_period_is_not_shortened_where_a_holiday_is_taken_away(decisions):
    """Published Tuesday 28 April 2020; Monday 4 May was no working day, and then it was one."""
    owes(decisions, "CI5", "2020-04-28", known_on="2019-06-01")
    found = recomputes(decisions, "2020-04-29")

    assert (found["moved"], found["kept_longer"]) == ([], 1)
    assert due(decisions) == ["2020-05-06"]
    assert decisions.events("obligation.changed") == []
    [row] = audit(decisions)
    assert (row["new_due_on"], row["kept_due_on"]) == (date(2020, 5, 5), date(2020, 5, 6))


@pytest.mark.proves("T03")
def test_the_state_funeral_that_was_announced_nine_days_ahead(decisions):
    """A council with seven days of call-in published on Thursday 8 September 2022."""
    owes(decisions, "CI5", "2022-09-08", known_on="2022-09-09", days=7)
    assert due(decisions) == ["2022-09-19"]

    found = recomputes(decisions, "2022-09-10")

    assert [each["due_on"] for each in found["moved"]] == ["2022-09-20"]


@pytest.mark.proves("T03")
def test_the_scottish_holiday_of_june_2026_counts_under_the_procurement_act_alone(decisions):
    owes(decisions, "PA-S", "2026-06-08", known_on="2026-02-01")
    owes(decisions, "PSR-S", "2026-06-05", known_on="2026-02-01")
    assert due(decisions) == ["2026-06-17", "2026-06-17"]

    found = recomputes(decisions, "2026-06-09")

    assert [(each["id"], each["due_on"]) for each in found["moved"]] == [
        ("JCP-2026-PA-S/standstill.1", "2026-06-18")
    ]
    assert due(decisions) == ["2026-06-17", "2026-06-18"]


def test_what_has_come_is_never_written_anew(decisions):
    owes(decisions, "CI5", "2020-05-05", known_on="2019-06-01")
    before = decisions.rows()["obligations"]

    found = recomputes(decisions, "2020-05-13")

    assert (found["looked_at"], audit(decisions)) == (0, [])
    assert decisions.rows()["obligations"] == before


def test_a_second_look_finds_nothing_more_and_a_long_list_is_taken_in_parts(decisions):
    for start in ("2020-05-04", "2020-05-05", "2020-05-06"):
        owes(decisions, "CI5", start, known_on="2019-06-01")
    owes(decisions, "PA-S", "2026-06-08", known_on="2026-02-01")
    assert recomputes(decisions, "2020-05-06", limit=1)["more"] is True
    assert recomputes(decisions, "2020-05-06", limit=5)["more"] is False

    assert recomputes(decisions, "2020-05-06")["looked_at"] == 0


def test_one_that_is_due_soon_is_warned_of_again_before_its_new_day(decisions):
    owes(decisions, "CI5", "2020-05-05", known_on="2019-06-01")
    decisions.looks_at_the_clock("2020-05-11T10:00:00+00:00")
    recomputes(decisions, "2020-05-11")
    assert decisions.obligations()["call_in.1"]["state"] == "open"
    decisions.looks_at_the_clock("2020-05-12T10:00:00+00:00")
    decisions.looks_at_the_clock("2020-05-13T22:59:00+00:00")
    assert decisions.events("obligation.discharged") == []
    decisions.looks_at_the_clock("2020-05-13T23:00:00+00:00")

    assert len(decisions.events("obligation.due_soon")) == 2
    [over] = decisions.events("obligation.discharged")
    assert over["effectivedate"] == "2020-05-13"


def test_only_an_operator_may(decisions):
    owes(decisions, "CI5", "2020-05-05", known_on="2019-06-01")
    before = decisions.rows()
    refused = at_once(lambda: decisions.council("recompute_deadlines", {}))
    assert refused == ["role_required"]
    assert decisions.rows() == before


def test_what_was_written_about_it_is_only_added_to(decisions):
    owes(decisions, "CI5", "2020-05-05", known_on="2019-06-01")
    recomputes(decisions, "2020-05-06")
    with (
        pytest.raises(Exception, match="obligation_recomputations is only ever added to"),
        decisions.database.transaction() as tx,
    ):
        tx.run("DELETE FROM obligation_recomputations")


def test_a_decision_takes_effect_by_the_day_that_counts_now(decisions):
    """The record keeps the day as it was told; page, gate and effect go by the later one."""
    play(store(decisions), until="partner_decisions")
    decisions.clock.stands_at("2020-05-05")
    start = date(2020, 5, 5)
    old = rules.deadlines().work_out("CI5", start, known_on=date(2019, 6, 1))
    actor = Actor("officer-MBC", "MBC", frozenset({"democratic_services"}))
    with decisions.database.transaction() as tx:
        case = repository.find(tx, STORE, lock=True)
        assert case.frozen is not None
        act = Decision(
            partner="MBC",
            body="Executive",
            route="executive",
            outcome="approved",
            decided_on=start,
            proposal_version=case.frozen.number,
            sha256=case.frozen.sha256,
            published_on=start,
            call_in_closes_on=old.due_on,
            would_take_effect_on=old.acts_from,
            explanation=old.sentence,
        )
        repository.add_act(tx, case, act, start, actor)
        obligations.keep(tx, case.with_act(act), decisions.clock.now())
        tx.run(OLD)

    recomputes(decisions, "2020-05-06")

    view = decisions.case(STORE, decisions.council).sees()
    [shown] = [each for each in view["deadlines"] if "Call-in at Middlesbrough" in each["title"]]
    assert shown["on"] == "2020-05-13"
    for day, expected in (("2020-05-13", []), ("2020-05-14", ["2020-05-14"])):
        decisions.clock.stands_at(day)
        decisions.looks_at_the_calendar()
        told = decisions.events("decision.effective")
        assert [each["data"]["effective_on"] for each in told] == expected
    again = decisions.rows()["obligations"]
    decisions.case(STORE, decisions.council).files("2020-05-14", "E30")
    assert decisions.rows()["obligations"] == again, "an act that owes nothing writes nothing"


def test_a_calendar_is_another_when_a_day_of_our_own_is_added():
    assert "one-off days" in calendar("ENG").version
