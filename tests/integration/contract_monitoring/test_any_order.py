"""Events of others in any order, any number of times, lead to one state."""

import itertools

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.support.contracts_of_2019 import SLT_CONTRACT, STORE_CONTRACT

RUNS = itertools.count()


def events_of(run: int) -> list[tuple[str, dict, str, int]]:
    """Three versions of one contract, one of another, and the moves of their proposals."""
    contracts = [
        ({**SLT_CONTRACT, "title": "Therapy, first wording"}, 1),
        ({**SLT_CONTRACT, "starts_on": "2019-03-01"}, 2),
        ({**SLT_CONTRACT, "annual_value_pence": 118_500_000}, 3),
        (STORE_CONTRACT, 1),
    ]
    moves = [
        ("agreements_and_mobilisation", "live", "2019-04-01"),
        ("live", "review_and_option_decision", "2020-10-01"),
        ("review_and_option_decision", "live", "2021-01-18"),
    ]
    found = []
    for contract, version in contracts:
        renamed = {name: f"{contract[name]}-{run}" for name in ("id", "proposal_id")}
        data = {"contract": {**contract, **renamed}}
        found.append(("contract.signed", data, renamed["id"], version))
    for version, (from_stage, to_stage, on) in enumerate(moves, 24):
        proposal = f"{SLT_CONTRACT['proposal_id']}-{run}"
        data = {
            "proposal": {"id": proposal},
            "from_stage": from_stage,
            "to_stage": to_stage,
            "on": on,
            "because": f"Reason {version}.",
        }
        found.append(("proposal.stage_changed", data, proposal, version))
    return found


def state_after(monitoring, run: int) -> list[str]:
    """What the service shows of the contracts of a run, without the run's number."""
    views = [
        monitoring.contract_manager("get_contract", {"id": f"{contract['id']}-{run}"})
        for contract in (SLT_CONTRACT, STORE_CONTRACT)
    ]
    # How often a start was announced depends on what was known when; the state does not.
    return [
        str({name: part for name, part in view.items() if name != "version"}).replace(
            f"-{run}'", "'"
        )
        for view in views
    ]


@given(data=st.data())
@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_shuffled_and_repeated_events_give_the_state_of_those_in_order(monitoring, data):
    straight, mixed = next(RUNS) + 1000, next(RUNS) + 1000
    for name, body, subject, version in events_of(straight):
        monitoring.receives(name, subject, version, body)

    repeated = events_of(mixed) + data.draw(st.lists(st.sampled_from(events_of(mixed)), max_size=8))
    for name, body, subject, version in data.draw(st.permutations(repeated)):
        monitoring.receives(name, subject, version, body)

    assert state_after(monitoring, mixed) == state_after(monitoring, straight)


@pytest.mark.proves("A19")
def test_each_event_five_times_has_one_effect(monitoring):
    monitoring.receives_contract(SLT_CONTRACT)
    once = monitoring.rows()

    for _ in range(5):
        monitoring.receives_contract(SLT_CONTRACT)

    assert monitoring.rows() == once
