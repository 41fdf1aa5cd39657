"""The returns of both contracts, through commands, give the tables on record cell by cell."""

import pytest

from shared.errors import Invalid
from tests.support.contracts_of_2019 import (
    RESTATED_ON,
    SLT01_RESTATED,
    SLT_CONTRACT,
    SLT_RETURNS,
    STORE_ACTIVITY,
    STORE_CONTRACT,
    STORE_RETURNS,
)

RESTATEMENT = {
    "contract_id": "CON-2019-01",
    "measure": "SLT01",
    "period": "2019-Q2",
    "numerator": SLT01_RESTATED.numerator,
    "denominator": SLT01_RESTATED.denominator,
    "reason": "Four accepted referrals were missing from the list.",
    "on": RESTATED_ON,
}
REVIEW = {
    "contract_id": "CON-2019-01",
    "measure": "SLT01",
    "evidence": "Q3 and Q4 are green.",
    "on": "2020-05-07",
}


def cells_of(view: dict) -> dict:
    return {
        (measure["code"], each["period"]): (
            each["numerator"],
            each["denominator"],
            each["value"],
            each["rating"],
        )
        for measure in view["measures"]
        for each in measure["returns"]
    }


def expected(cells) -> dict:
    return {(c.measure, c.period.removesuffix(" part")): tuple(c[2:]) for c in cells}


def open_notices(view: dict) -> list[tuple]:
    return [
        (notice["measure"], notice["level"], notice["raised_on"])
        for notice in view["watch"]["open_notices"]
    ]


@pytest.fixture
def slt_year(slt):
    for cell in SLT_RETURNS:
        slt.has_return(cell, SLT_CONTRACT)
    return slt


def test_speech_and_language_therapy_cell_by_cell(slt_year):
    assert cells_of(slt_year.sees(SLT_CONTRACT)) == expected(SLT_RETURNS)


def test_equipment_store_cell_by_cell(store):
    for cell in STORE_RETURNS:
        store.has_return(cell, STORE_CONTRACT)

    view = store.sees(STORE_CONTRACT)

    assert cells_of(view) == expected(STORE_RETURNS)
    # A bad first month is no run; one amber period is no query; the missed hoist is a notice.
    assert open_notices(view) == [("EQ07", 2, "2019-10-18")]


@pytest.mark.proves("A13")
def test_the_restated_quarter_raises_the_formal_notice_of_12_november_2019_once(slt_year):
    answer = slt_year.contract_manager("restate_return", RESTATEMENT, "restatement-of-q2")
    again = slt_year.contract_manager("restate_return", RESTATEMENT, "restatement-of-q2")

    assert again == answer
    with pytest.raises(Invalid, match="restatement_changes_nothing"):
        slt_year.contract_manager("restate_return", RESTATEMENT, "entered-a-second-time")
    assert answer["return"]["rating"] == "red"
    assert answer["return"]["previous_rating"] == "amber"
    assert answer["return"]["revision"] == 2
    formal = [
        each for each in slt_year.events("performance.escalated") if each["data"]["level"] == 2
    ]
    [notice] = formal
    assert notice["data"]["measures"] == ["SLT01"]
    assert notice["data"]["notice_on"] == notice["effectivedate"] == "2019-11-12"
    assert notice["data"]["cure_by"] == "2019-12-10"
    view = slt_year.sees(SLT_CONTRACT)
    assert ("SLT01", 2, "2019-11-12") in open_notices(view)
    assert cells_of(view)["SLT01", "2019-Q2"] == (259, 301, "86.0", "red")
    [restated] = [
        each
        for measure in view["measures"]
        for each in measure["returns"]
        if each["stage"] == "restated"
    ]
    assert [(r["numerator"], r["rating"]) for r in restated["history"]] == [
        (268, "amber"),
        (259, "red"),
    ]


def test_played_in_the_order_of_the_days_the_end_is_the_same(slt):
    for cell in (cell for cell in SLT_RETURNS if cell.period in ("2019-Q1", "2019-Q2")):
        slt.has_return(cell, SLT_CONTRACT)
    slt.contract_manager("restate_return", RESTATEMENT)
    for cell in (cell for cell in SLT_RETURNS if cell.period in ("2019-Q3", "2019-Q4")):
        slt.has_return(cell, SLT_CONTRACT)

    assert open_notices(slt.sees(SLT_CONTRACT)) == [
        ("SLT04", 1, "2019-07-24"),
        ("SLT06", 1, "2019-10-24"),
        ("SLT07", 1, "2019-10-24"),
        ("SLT01", 2, "2019-11-12"),
    ]


def test_the_notice_closes_at_the_review_after_the_green_quarters(slt_year):
    slt_year.contract_manager("restate_return", RESTATEMENT)
    answer = slt_year.contract_manager("close_notice", REVIEW)

    assert answer["contract"]["escalation_level"] == 1  # the three queries are still open
    [event] = slt_year.events("performance.deescalated")
    assert (event["data"]["level"], event["data"]["notice_on"]) == (0, "2020-05-07")
    assert event["aggregateversion"] == answer["version"]
    [closed] = [n for n in slt_year.sees(SLT_CONTRACT)["notices"] if n["level"] == 2]
    assert (closed["closure"], closed["evidence"]) == ("reviewed", "Q3 and Q4 are green.")


def test_the_store_balances_its_first_year(store):
    answer = store.finance(
        "calculate_balancing",
        {
            "contract_id": "CON-2019-02",
            "year": {"starts_on": "2019-04-01", "ends_on": "2020-03-31"},
            "outturn_pence": 63_412_255,
            "activity": STORE_ACTIVITY,
            "on": "2020-05-29",
        },
    )

    due = {each["partner"]: each["due_pence"] for each in answer["balancing"]["per_partner"]}
    assert due == {
        "MBC": 411_713,
        "SBC": 462_028,
        "RCBC": 315_690,
        "HBC": 242_025,
        "STCCG": 721_349,
        "HASTCCG": 710_107,
    }
    assert "RCBC" in answer["balancing"]["warnings"][0]
    [event] = store.events("finance.balancing_calculated")
    assert event["data"] == answer["balancing"]
    money = store.sees(STORE_CONTRACT)["money"]
    assert money["balancings"][0]["outturn_pence"] == 63_412_255
    assert money["part_year_total_pence"] == 60_549_343


@pytest.mark.proves("A15")
def test_the_uplift_of_therapy_is_blocked(slt):
    answer = slt.finance(
        "test_uplift",
        {
            "contract_id": "CON-2019-01",
            "percent_bp": 200,
            "from_on": "2020-04-01",
            "on": "2020-02-14",
        },
    )

    assert [each["partner"] for each in answer["uplift"]["blocked_by"]] == ["STCCG"]
    [event] = slt.events("finance.uplift_tested")
    assert event["data"]["per_partner"] == [
        {"partner": "MBC", "amount_pence": 51_326_400},
        {"partner": "STCCG", "amount_pence": 69_441_600},
    ]
    assert "blocked by a condition of STCCG" in slt.sees(SLT_CONTRACT)["timeline"][0]["text"]


def test_a_restatement_that_takes_the_ground_away_steps_back_to_the_query(slt):
    first, second = SLT_RETURNS[0], SLT01_RESTATED
    slt.has_return(first, SLT_CONTRACT)
    slt.has_return(second, SLT_CONTRACT)
    assert open_notices(slt.sees(SLT_CONTRACT)) == [("SLT01", 2, "2019-10-24")]

    slt.contract_manager("restate_return", {**RESTATEMENT, "numerator": 290})

    assert open_notices(slt.sees(SLT_CONTRACT)) == [("SLT01", 1, "2019-11-12")]
    [event] = slt.events("performance.deescalated")
    assert (event["data"]["level"], event["data"]["notice_on"]) == (1, "2019-11-12")
    assert event["data"]["because"] == (
        "Restated figures took the ground of the notice away. Red in 2019-Q1."
    )
