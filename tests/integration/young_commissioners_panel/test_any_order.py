"""Events of others in any order, any number of times, lead to one state."""

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.support.panel_of_2018 import PROPOSAL

NAMES = (
    "proposal.drafted",
    "proposal.revised",
    "proposal.stage_changed",
    "proposal.version_frozen",
)
TOLD = [
    (
        NAMES[min(version - 1, 3)],
        PROPOSAL["id"],
        version,
        {"proposal": {**PROPOSAL, "title": f"Title {version}", "proposal_version": version}},
    )
    for version in range(1, 7)
]
FORGET = "DELETE FROM known_proposals"


@given(data=st.data())
@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_shuffled_and_repeated_events_give_the_state_of_those_in_order(panel, data):
    with panel.database.transaction() as tx:
        tx.run(FORGET)
    panel.receives_all(TOLD)
    expected = panel.rows()
    with panel.database.transaction() as tx:
        tx.run(FORGET)
    again = data.draw(st.lists(st.sampled_from(TOLD), max_size=10))

    panel.receives_all(data.draw(st.permutations(TOLD + again)))

    assert panel.rows() == expected


def test_a_session_is_about_the_newest_version_that_is_known(panel):
    panel.receives_all(TOLD)
    answer = panel.schedules(reference="YCP-2018-03")
    assert answer["session"]["proposal_version"] == 6
