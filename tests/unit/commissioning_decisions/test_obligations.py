"""Obligations as time passes: each step follows from the instant, however often one looks."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.commissioning_decisions import rules
from services.commissioning_decisions.domain import obligations
from services.commissioning_decisions.domain.duties import Duty, duties, owed
from services.commissioning_decisions.domain.kept import Kept
from services.commissioning_decisions.domain.obligations import STILL_OWED, TOLD, Obligation, State
from shared.clock import legal_day, noon
from tests.support.cases import (
    LAW,
    a_case,
    a_contract,
    a_decision,
    a_notice,
    awarded,
    day,
    decided,
    placed,
    revised,
    standing_still,
    to_award,
)

TABLE = rules.obligations()
DUE = date(2026, 3, 30)  # the day after the clocks went forward in London


def a_duty(kind: str = "deferral", **changes) -> Duty:
    facts = {
        "key": f"{kind}.1",
        "kind": kind,
        "title": "A day",
        "due_on": DUE,
        "explanation": "Why.",
        "organisation": "MBC",
        "started_on": date(2026, 3, 2),
    }
    return Duty(**{**facts, **changes})


def an_obligation(kind: str = "deferral", recorded_on: str = "2026-03-02", **changes) -> Obligation:
    return TABLE.make(a_duty(kind, **changes), "JCP-2026-01", noon(day(recorded_on)))


def settled(wanted, *kept: Obligation, on: str = "2026-03-10"):
    found = obligations.settle(
        wanted, "JCP-2026-01", {each.key: each for each in kept}, TABLE, noon(day(on))
    )
    return [
        (change.event and change.event.partition(".")[2], change.obligation) for change in found
    ]


# Time


@pytest.mark.parametrize(
    ("instant", "state"),
    [
        ("2026-03-28T23:59:59+00:00", State.OPEN),
        ("2026-03-29T00:00:00+00:00", State.DUE_SOON),
        ("2026-03-29T23:00:00+00:00", State.DUE),
        ("2026-03-30T22:59:59.999999+00:00", State.DUE),
        ("2026-03-30T23:00:00+00:00", State.BREACHED),
    ],
)
def test_each_state_begins_at_midnight_in_london(instant, state):
    made = an_obligation("answer")
    assert made.as_at(datetime.fromisoformat(instant)).state is state


def test_the_end_of_a_day_is_the_start_of_the_next_one_in_london():
    assert an_obligation().instant == datetime(2026, 3, 30, 23, tzinfo=UTC)
    winter = an_obligation(due_on=date(2026, 1, 30))
    assert winter.instant == datetime(2026, 1, 31, tzinfo=UTC)


@pytest.mark.proves("A21")
def test_an_answer_late_in_the_evening_of_its_last_day_is_on_time():
    """Half past eleven in London in summer; half past midnight is another day."""
    owed_on, evening = date(2026, 6, 30), datetime(2026, 6, 30, 22, 30, tzinfo=UTC)
    answer = an_obligation("answer", due_on=owed_on)
    assert legal_day(evening) == owed_on
    assert answer.as_at(evening).state is State.DUE
    assert answer.as_at(evening + timedelta(hours=1)).state is State.BREACHED
    duty = a_duty("answer", due_on=owed_on, met=True, met_on=legal_day(evening))
    [(told, met)] = settled([duty], answer.as_at(evening), on="2026-06-30")
    assert (told, met.is_late) == ("discharged", False)


def test_a_period_that_ends_is_nobodys_failure():
    over = an_obligation("standstill", rule_id="PA-S").as_at(noon(day("2026-04-02")))
    assert (over.state, over.discharged_on, over.is_late) == (State.DISCHARGED, DUE, False)


@given(st.lists(st.integers(-24 * 60, 24 * 60), max_size=12), st.sampled_from(["answer", "option"]))
def test_however_often_and_when_one_looks_each_step_is_told_once(minutes, kind):
    """Looks in any order: what was told does not depend on them beyond the newest instant."""
    found, told = an_obligation(kind, recorded_on="2026-01-02"), []
    for minute in [*minutes, 10 * 24 * 60]:
        moved = found.as_at(found.instant + timedelta(minutes=minute))
        if moved.state is not found.state:
            told.append(TOLD.get(moved.state))
        found = moved
    end = State.BREACHED if kind == "answer" else State.DISCHARGED
    assert found.state is end
    assert found.next_at is None
    assert [each for each in told if each] == [each for each in dict.fromkeys(told) if each], (
        "none twice"
    )
    assert told[-1] == TOLD[end]


@given(st.integers(-60 * 24, 60 * 24), st.sampled_from(["deferral", "answer", "call_in", "option"]))
def test_time_always_leads_on_to_a_later_instant(hours, kind):
    rule = "CI5" if kind == "call_in" else None
    found = an_obligation(kind, rule_id=rule, due_on=DUE + timedelta(hours=hours))
    seen = [found.next_at]
    while found.next_at:
        found = found.as_at(found.next_at)
        seen.append(found.next_at)
    instants = [each for each in seen if each]
    assert instants == sorted(set(instants))
    assert seen[-1] is None


def test_an_old_day_is_not_called_a_breach_before_the_day_of_its_entry_is_over():
    late = an_obligation("answer", recorded_on="2026-05-04")
    assert late.next_at == datetime(2026, 5, 4, 23, tzinfo=UTC)
    assert late.as_at(noon(day("2026-05-04"))).state is State.OPEN
    assert late.as_at(noon(day("2026-05-05"))).state is State.BREACHED


def test_a_deferral_is_warned_of_thirty_working_days_ahead():
    """From Wednesday 15 July 2026; the spring bank holiday lies further back."""
    assert an_obligation(due_on=date(2026, 7, 15)).warn_on == date(2026, 6, 3)


# The case


def test_a_new_duty_is_told_and_the_same_one_again_is_not():
    [(event, made)] = settled([a_duty()])
    assert (event, made.state, made.id) == ("created", State.OPEN, "JCP-2026-01/deferral.1")
    assert settled([a_duty()], made) == []


def test_what_was_done_in_time_is_told_as_done():
    told = settled([a_duty(met=True, met_on=date(2026, 3, 9))])
    assert [event for event, _ in told] == ["created", "discharged"]
    assert told[-1][1].is_late is False


def test_what_was_done_too_late_is_told_as_a_breach_too():
    told = settled([a_duty(met=True, met_on=date(2026, 3, 31))], on="2026-03-31")
    assert [event for event, _ in told] == ["created", "breached", "discharged"]
    assert told[-1][1].is_late is True


def test_a_breach_can_still_be_made_good():
    breached = replace(an_obligation(), state=State.BREACHED)
    [(event, found)] = settled([a_duty(met=True, met_on=date(2026, 4, 2))], breached)
    assert (event, found.state, found.is_late) == ("discharged", State.DISCHARGED, True)


@pytest.mark.parametrize("state", list(State))
def test_what_is_owed_no_more_is_withdrawn_and_what_is_over_stays(state):
    told = settled([], replace(an_obligation(), state=state))
    assert [event for event, _ in told] == (["withdrawn"] if state in STILL_OWED else [])


def test_what_was_withdrawn_and_is_owed_again_is_told_anew_as_the_same():
    gone = replace(an_obligation(), state=State.WITHDRAWN, revision=1)
    [(event, found)] = settled([a_duty()], gone)
    assert (event, found.id, found.state, found.revision) == ("created", gone.id, State.OPEN, 2)


def test_another_given_day_opens_a_breached_one_again():
    breached = replace(an_obligation(), state=State.BREACHED)
    [(event, found)] = settled([a_duty(due_on=date(2026, 5, 1))], breached)
    assert (event, found.state, found.due_on) == ("changed", State.OPEN, date(2026, 5, 1))
    assert found.instant == datetime(2026, 5, 1, 23, tzinfo=UTC)


def test_a_day_that_a_rule_set_is_not_taken_from_the_case_again():
    """Only a changed calendar moves it, by its own way."""
    made = an_obligation("call_in", rule_id="CI5")
    moved = a_duty("call_in", rule_id="CI5", due_on=date(2026, 4, 7))
    assert settled([moved], made) == []


def test_the_quick_comparison_sees_what_the_slow_one_would_write():
    wanted = [a_duty()]
    same = {"deferral.1": Kept(a_duty().basis, owed=True)}
    assert obligations.agree(wanted, same)
    assert not obligations.agree(wanted, {})
    assert not obligations.agree([], same)
    assert not obligations.agree([a_duty(met=True)], same)
    assert obligations.agree([], {"deferral.1": Kept("", owed=False)})


# What a case owes


def keys(case) -> dict[str, str]:
    return {each.kind: str(each.due_on) for each in owed(case, LAW)}


def test_a_key_decision_owes_its_notice_and_its_call_in_window():
    case = decided(a_case("partner_decisions"), "MBC", "2018-09-18", "2018-09-20")
    assert keys(case) == {"notice": "2018-08-20", "call_in": "2018-09-27"}
    assert keys(revised(case, annual_cost_pence=118_500_000)) == {"notice": "2018-08-20"}


def test_a_notice_that_came_too_late_says_so():
    case = a_case("partner_decisions")
    [found] = owed(case.with_act(a_notice(case, "MBC", "2018-09-18", "2018-08-21")), LAW)
    assert (found.due_on, found.met_on) == (day("2018-08-20"), day("2018-08-21"))


def test_a_deferral_is_met_by_the_next_decision_of_the_same_partner():
    case = a_case("partner_decisions")
    put_off = {"outcome": "deferred", "deferred_until": day("2018-10-15"), "reason": "More."}
    waiting = case.with_act(a_decision(case, "STCCG", "2018-09-26", **put_off))
    [found] = owed(waiting, LAW)
    assert (found.kind, found.met, found.organisation) == ("deferral", False, "STCCG")
    other = waiting.with_act(a_decision(waiting, "MBC", "2018-10-10"))
    assert not next(each for each in owed(other, LAW) if each.kind == "deferral").met
    [met] = owed(waiting.with_act(a_decision(waiting, "STCCG", "2018-10-15")), LAW)
    assert met.met_on == day("2018-10-15")


def test_award_standstill_and_contract_bring_their_days():
    case = standing_still(awarded(to_award()))
    assert keys(case)["award_call_in"] == "2018-12-18"
    assert keys(case)["standstill"] == "2018-12-24"
    [found] = [each for each in owed(case, LAW) if each.kind == "standstill"]
    assert (found.rule_id, found.acts_from) == ("PCR10", day("2018-12-27"))
    signed = case.with_act(a_contract(case))
    options = [str(each.due_on) for each in owed(signed, LAW) if each.kind == "option"]
    assert options == ["2021-09-30", "2022-09-30"]


def test_a_proposal_that_is_over_owes_nothing_and_one_that_is_parked_still_does():
    case = decided(a_case("partner_decisions"), "MBC", "2018-09-18", "2018-09-20")
    assert owed(placed(case, "stopped", "2018-09-21"), LAW) == []
    assert duties(placed(case, "stopped", "2018-09-21"), LAW) != []
    assert len(owed(placed(case, "parked", "2018-09-21"), LAW)) == 2


def test_keys_are_of_one_act_each_and_stay():
    case = decided(a_case("partner_decisions"), "MBC", "2018-09-18", "2018-09-20")
    before = [each.key for each in owed(case, LAW)]
    after = [each.key for each in owed(decided(case, "STCCG", "2018-09-26"), LAW)]
    assert after == before
    assert len(set(before)) == len(before)


def test_every_kind_says_its_source_and_from_when():
    for kind in TABLE.kinds.values():
        assert kind.source
        assert kind.valid_from < date(2026, 1, 1)
        assert kind.sense in ("latest", "closes")
        assert kind.check_before_relying in (True, False)
