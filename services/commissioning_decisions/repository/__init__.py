"""What is kept: cases, partners, and copies of what other services said."""

from services.commissioning_decisions.repository.audit import find_recorded, find_recorded_page
from services.commissioning_decisions.repository.cases import (
    add_act,
    add_move,
    add_proposal,
    add_to_timeline,
    add_version,
    find,
    find_all,
    find_all_deciding,
    find_all_of_partners,
    find_not_kept_in_time,
    find_page,
    find_timeline,
    find_with_every_move,
    save_announced,
    save_kept_in_time,
)
from services.commissioning_decisions.repository.known import keep
from services.commissioning_decisions.repository.partners import find_all_partners, save_partner
from services.commissioning_decisions.repository.registers import find_page_of_kind

__all__ = [
    "add_act",
    "add_move",
    "add_proposal",
    "add_to_timeline",
    "add_version",
    "find",
    "find_all",
    "find_all_deciding",
    "find_all_of_partners",
    "find_all_partners",
    "find_not_kept_in_time",
    "find_page",
    "find_page_of_kind",
    "find_recorded",
    "find_recorded_page",
    "find_timeline",
    "find_with_every_move",
    "keep",
    "save_announced",
    "save_kept_in_time",
    "save_partner",
]
