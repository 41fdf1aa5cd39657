"""A new proposal knows who leads it and who takes part, in their agreed order."""

from typing import Any

import pytest

from services.commissioning_decisions.domain import drafting
from tests.support.cases import PARTNERS, PROCESS, day
from tests.support.refusals import code_of


def drafted(*partners, lead="MBC"):
    facts: dict[str, Any] = {"id": "JCP-2018-07", "title": "Store", "service_type": "other"}
    return drafting.draft(
        PROCESS,
        PARTNERS,
        **facts,
        need_id=None,
        lead=lead,
        partners=partners,
        on=day("2018-05-14"),
    )


def test_it_begins_in_the_first_stage_with_nothing_written():
    case = drafted("MBC", "STCCG")
    assert (case.stage.id, case.stage_since) == ("need_identified", day("2018-05-14"))
    assert (case.newest, case.frozen, case.moves, case.acts) == (None, None, (), ())


def test_partners_stand_in_their_agreed_order_however_they_are_named():
    agreed = ("MBC", "SBC", "RCBC", "HBC", "STCCG", "HASTCCG")
    assert drafted(*reversed(agreed)).proposal.partners == agreed


@pytest.mark.parametrize(
    ("partners", "lead", "code"),
    [
        (("MBC", "DBC"), "MBC", "unknown_partner"),
        (("MBC", "MBC"), "MBC", "partner_twice"),
        (("MBC", "STCCG"), "SBC", "lead_is_no_partner"),
    ],
)
def test_what_is_no_proposal(partners, lead, code):
    assert code_of(lambda: drafted(*partners, lead=lead)) == code
