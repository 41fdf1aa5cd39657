"""A contract's stage follows from dates and moves; who may act on it follows from its parties."""

from dataclasses import replace
from datetime import date

import pytest

from services.contract_monitoring.domain.contracts import (
    Contract,
    ProposalMove,
    commence,
    must_be_party,
    must_report_for,
    open_review,
    sees_raw_figures,
    stage_of,
)
from shared.actor import Actor
from shared.errors import CommissioningError

STARTS = date(2019, 4, 1)
CONTRACT = Contract(
    id="CON-2019-01",
    proposal_id="JCP-2017-03",
    title="Speech and language therapy",
    lead="STCCG",
    partners=("MBC", "STCCG"),
    supplier="TEESTALK",
    starts_on=STARTS,
    maximum_end_on=date(2024, 3, 31),
    annual_value_pence=118_400_000,
    measure_set="slt",
    shares={"MBC": 4250, "STCCG": 5750},
    conditions=(),
)
REVIEWED = replace(CONTRACT, review_opened_on=date(2020, 9, 30), review_reason="Option.")


def a_move(on, from_stage="review_and_option_decision", to_stage="live"):
    return ProposalMove(1, from_stage, to_stage, on, "The partners extended it.")


def someone(organisation, *roles):
    return Actor("someone", organisation, frozenset(roles))


def refused(code, act):
    with pytest.raises(CommissioningError) as refusal:
        act()
    assert refusal.value.code == code


def test_a_contract_runs_from_its_first_day():
    assert stage_of(CONTRACT, date(2019, 3, 31)) == "mobilising"
    assert stage_of(CONTRACT, STARTS) == "live"


def test_a_review_lasts_until_the_proposal_leaves_its_review_stage():
    assert stage_of(REVIEWED, date(2020, 9, 29)) == "live"
    assert stage_of(REVIEWED, date(2020, 9, 30)) == "under_review"
    entering = a_move(date(2020, 10, 1), "live", "review_and_option_decision")
    assert stage_of(REVIEWED, date(2021, 1, 1), [entering]) == "under_review"
    assert stage_of(REVIEWED, date(2021, 1, 1), [a_move(date(2020, 12, 1))]) == "live"
    assert stage_of(REVIEWED, date(2021, 1, 1), [a_move(date(2020, 9, 1))]) == "under_review"


def test_its_start_is_announced_once():
    assert commence(CONTRACT, date(2019, 3, 31)) is None
    begun = commence(CONTRACT, date(2026, 11, 25))
    assert begun is not None
    assert commence(begun, date(2026, 11, 26)) is None


def test_only_a_running_contract_is_reviewed_and_only_once_at_a_time():
    refused(
        "contract_not_live",
        lambda: open_review(CONTRACT, [], reason="Early.", on=date(2019, 3, 31)),
    )
    refused(
        "review_already_open",
        lambda: open_review(REVIEWED, [], reason="Again.", on=date(2020, 10, 1)),
    )
    again = open_review(
        REVIEWED, [a_move(date(2020, 12, 1))], reason="Second option.", on=date(2021, 9, 30)
    )
    assert again.review_opened_on == date(2021, 9, 30)


def test_parties_are_the_lead_the_partners_and_the_supplier():
    for organisation in ("STCCG", "MBC", "TEESTALK"):
        must_be_party(CONTRACT, someone(organisation))
    refused("not_a_party", lambda: must_be_party(CONTRACT, someone("HBC", "contract_manager")))


def test_a_provider_reports_on_its_own_contract_only():
    must_report_for(CONTRACT, someone("TEESTALK", "provider"))
    must_report_for(CONTRACT, someone("MBC", "contract_manager"))
    refused("role_required", lambda: must_report_for(CONTRACT, someone("MBC", "provider")))
    refused("not_a_party", lambda: must_report_for(CONTRACT, someone("HBC", "contract_manager")))


@pytest.mark.parametrize(
    ("organisation", "role", "raw"),
    [
        ("MBC", "contract_manager", True),
        ("TEESTALK", "provider", True),
        ("STCCG", "commissioner", True),
        ("MBC", "panel_member", False),
        ("HBC", "commissioner", False),
        ("MBC", "auditor", False),
    ],
)
def test_raw_figures_are_for_those_who_work_with_the_contract(organisation, role, raw):
    assert sees_raw_figures(CONTRACT, someone(organisation, role)) is raw
