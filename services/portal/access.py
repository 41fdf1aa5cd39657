"""Who may do what: a table from action to roles. Pure, so that a test can read all of it.

An action is the name of the command that a service offers. The services check again, and check the
organisation too: this table decides which buttons and forms a person is shown.
"""

from collections.abc import Iterable
from types import MappingProxyType

from shared.actor import only_these

ROLES = MappingProxyType(
    {
        "commissioner": "Commissioner",
        "lead_commissioner": "Lead commissioner",
        "director": "Director",
        "decision_maker": "Decision maker",
        "democratic_services": "Democratic services officer",
        "facilitator": "Panel facilitator",
        "panel_member": "Panel member",
        "contract_manager": "Contract manager",
        "provider": "Provider",
        "analyst": "Analyst",
        "finance": "Finance lead",
        "auditor": "Auditor",
        "operator": "Operator",
    }
)

MONEY = frozenset({"finance", "contract_manager", "commissioner"})
DECIDING = frozenset({"democratic_services", "decision_maker"})

ACTIONS = MappingProxyType(
    {
        # needs assessment
        "load_indicators": {"analyst", "commissioner"},
        "load_observations": {"analyst", "commissioner"},
        "identify_need": {"analyst", "commissioner"},
        "publish_assessment": {"analyst", "commissioner"},
        "score_need": {"analyst", "commissioner"},
        # commissioning decisions
        "register_partner": {"operator", "commissioner"},
        "draft_proposal": {"commissioner"},
        "revise_proposal": {"commissioner"},
        "add_evidence": {
            "analyst",
            "commissioner",
            "contract_manager",
            "decision_maker",
            "democratic_services",
            "facilitator",
            "finance",
            "lead_commissioner",
        },
        "move_proposal": {"commissioner", "lead_commissioner"},
        "waive_condition": {"director"},
        "declare_conflict": {"commissioner", "decision_maker", "democratic_services"},
        "settle_conflict": {"decision_maker", "democratic_services"},
        "agree_joint_rule": {"lead_commissioner"},
        "proceed_without": {"lead_commissioner"},
        "raise_dispute": {"commissioner", "director", "lead_commissioner"},
        "settle_dispute": {"director", "lead_commissioner"},
        "publish_notice": {"democratic_services", "commissioner"},
        "record_decision": {"democratic_services", "decision_maker"},
        "call_in": {"democratic_services"},
        "resolve_call_in": {"democratic_services"},
        "confirm_condition": {"commissioner", "decision_maker", "finance"},
        "determine_regime": {"commissioner"},
        "record_published_notice": {"commissioner", "contract_manager"},
        "record_representation": {"commissioner"},
        "record_further_decision": {"commissioner", "decision_maker"},
        "abandon_procurement": {"lead_commissioner"},
        "raise_supplier_risk": {"commissioner", "contract_manager", "director"},
        "open_tender": {"commissioner"},
        "record_scores": {"commissioner"},
        "record_award": {"commissioner", "decision_maker", "democratic_services"},
        "start_standstill": {"commissioner"},
        "sign_contract": {"commissioner", "contract_manager"},
        "begin_flow": {"commissioner", "contract_manager", "lead_commissioner"},
        "exercise_option": {"lead_commissioner"},
        "record_succession": {"operator"},
        "seal_agreement": {"commissioner", "democratic_services"},
        "recompute_deadlines": {"operator"},
        "migrate_proposals": {"operator"},
        # young commissioners panel
        "create_panel": {"facilitator"},
        "add_member": {"facilitator"},
        "schedule_session": {"facilitator"},
        "open_session": {"facilitator"},
        "close_session": {"facilitator"},
        "record_recommendation": {"facilitator"},
        "withdraw_recommendation": {"facilitator"},
        "deliver_feedback": {"facilitator"},
        "record_reaction": {"facilitator", "panel_member"},
        "save_answer": {"panel_member"},
        "submit_recommendation": {"panel_member"},
        "acknowledge_recommendation": {"commissioner"},
        "respond_to_recommendation": {"commissioner"},
        # contract monitoring
        "submit_return": {"provider", "contract_manager"},
        "validate_return": {"contract_manager"},
        "restate_return": {"contract_manager"},
        "close_notice": {"contract_manager"},
        "open_review": {"contract_manager", "commissioner"},
        "calculate_balancing": MONEY,
        "test_uplift": MONEY,
        "record_terms": MONEY,
        "issue_contributions": MONEY,
        "record_forecast": MONEY,
        "change_shares": MONEY,
        "propose_reshare": MONEY,
        "record_condition_reading": MONEY | DECIDING,
        "release_condition": MONEY | DECIDING,
        "succeed_partner": {"commissioner", "contract_manager", "democratic_services"},
        "record_exit": {"commissioner", "contract_manager", "democratic_services"},
        "decide_reshare": DECIDING,
        # partner events
        "register_system": {"operator"},
        "issue_key": {"operator"},
        "revoke_key": {"operator"},
        "set_amqp": {"operator"},
        "list_systems": {"operator", "auditor"},
        "list_events": {"operator", "commissioner", "lead_commissioner", "auditor"},
    }
)

# Panel members have pages of their own, and no others.
EVERYONE_BUT_PANEL = frozenset(ROLES) - {"panel_member"}


def may(roles: Iterable[str], action: str) -> bool:
    """Whether one of these roles may start this action; an unknown action is open to nobody."""
    return bool(ACTIONS.get(action, set()) & set(roles))


def who_may(action: str) -> str:
    """The roles that may, in a sentence: `Only a panel facilitator or panel member may do this.`"""
    return only_these(sorted(ROLES[role].lower() for role in ACTIONS[action]))


def is_panel_member(roles: Iterable[str]) -> bool:
    return "panel_member" in roles


def is_provider_only(roles: Iterable[str]) -> bool:
    """A provider sees contracts and returns, not what commissioners weigh up."""
    return set(roles) == {"provider"}
