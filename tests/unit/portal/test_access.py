"""Who may do what: every action names real roles, and duties stay apart."""

import pytest

from services.portal import access
from services.portal.pages import contracts, sessions
from services.portal.pages.proposal_forms import FORMS


def test_every_action_is_open_to_somebody_and_names_real_roles():
    for action, roles in access.ACTIONS.items():
        assert roles, action
        assert roles <= set(access.ROLES), action


def test_an_action_that_nobody_listed_is_open_to_nobody():
    assert not access.may(access.ROLES, "delete_everything")


@pytest.mark.parametrize(
    ("role", "action"),
    [
        ("auditor", "move_proposal"),
        ("operator", "record_decision"),
        ("commissioner", "record_decision"),
        ("provider", "validate_return"),
        ("provider", "restate_return"),
        ("panel_member", "respond_to_recommendation"),
        ("facilitator", "submit_recommendation"),
        ("decision_maker", "move_proposal"),
    ],
)
def test_duties_stay_apart(role, action):
    assert not access.may({role}, action)


def test_an_auditor_reads_and_changes_nothing():
    assert {action for action in access.ACTIONS if access.may({"auditor"}, action)} == {
        "list_events",
        "list_systems",
    }


def test_every_form_leads_to_a_listed_action():
    listed = {command for command, _, _ in FORMS.values()}
    listed |= set(contracts.ACTIONS) | {command for command, _, _ in sessions.ACTIONS.values()}
    assert listed <= set(access.ACTIONS)


def test_who_may_is_said_in_words():
    who = access.who_may("record_reaction")
    assert who == "Only a panel facilitator or panel member may do this."
    assert access.who_may("identify_need").startswith("Only an analyst or commissioner")
