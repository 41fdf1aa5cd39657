"""Events of others in any order, any number of times, lead to one state."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

PROPOSAL = "JCP-2017-03"
STAGES = ("needs_assessment", "priority_and_mandate", "partner_decisions", "live")


def proposal(stage):
    return {
        "proposal": {"id": PROPOSAL, "title": f"At {stage}", "need_id": "NEED-2017-01"}
        | {"stage": stage}
    }


TOLD = [
    ("proposal.drafted", PROPOSAL, 1, proposal("need_identified")),
    *(
        ("proposal.stage_changed", PROPOSAL, version, proposal(stage))
        for version, stage in enumerate(STAGES, 2)
    ),
    ("contract.signed", "CON-2019-01", 1, {"contract": {"id": "CON-2019-01", "proposal_id": "?"}}),
    (
        "contract.signed",
        "CON-2019-01",
        2,
        {"contract": {"id": "CON-2019-01", "proposal_id": PROPOSAL}},
    ),
]
FORGET = ("DELETE FROM known_proposals", "DELETE FROM known_contracts")


@pytest.fixture
def in_order(needs):
    needs.identifies()
    needs.receives_all(TOLD)
    return needs, needs.rows()


def test_the_need_shows_what_came_of_it(in_order):
    needs, _ = in_order
    assert needs.sees()["proposals"] == [
        {"id": PROPOSAL, "title": "At live", "stage": "live", "contract_id": "CON-2019-01"}
    ]


@given(data=st.data())
@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_shuffled_and_repeated_events_give_the_state_of_those_in_order(in_order, data):
    needs, expected = in_order
    with needs.database.transaction() as tx:
        for statement in FORGET:
            tx.run(statement)
    again = data.draw(st.lists(st.sampled_from(TOLD), max_size=10))

    needs.receives_all(data.draw(st.permutations(TOLD + again)))

    assert needs.rows() == expected
