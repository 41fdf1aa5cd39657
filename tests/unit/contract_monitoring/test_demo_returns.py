"""The returns that the demo plays are those on record."""

import json
from pathlib import Path

import pytest

from tests.support.contracts_of_2019 import (
    DAYS,
    RESTATED_ON,
    SLT01_RESTATED,
    SLT_CONTRACT,
    SLT_RETURNS,
    STORE_CONTRACT,
    STORE_RETURNS,
    return_of,
)

FILE = Path(__file__).parents[3] / "deploy" / "demo" / "data" / "returns.json"
PLAYED = {each["contract_id"]: each for each in json.loads(FILE.read_text())["contracts"]}


@pytest.mark.parametrize(
    ("contract", "cells"), [(SLT_CONTRACT, SLT_RETURNS), (STORE_CONTRACT, STORE_RETURNS)]
)
def test_the_demo_plays_every_cell_with_what_must_come_out(contract, cells):
    expected = []
    for cell in cells:
        body = return_of(cell, contract)
        del body["contract_id"]
        days = {"submitted_on": body.pop("on"), "validated_on": DAYS[cell.period][3]}
        expected.append({**body, **days, "shows": cell.shows, "rating": cell.rating})
    played = PLAYED[contract["id"]]["returns"]

    def by_key(each):
        return each["measure"], each["period"]

    assert sorted(played, key=by_key) == sorted(expected, key=by_key)


def test_the_demo_restates_the_second_quarter():
    [played] = PLAYED["CON-2019-01"]["restatements"]

    assert (played["measure"], played["period"], *list(played.values())[2:4]) == SLT01_RESTATED[:4]
    assert played["on"] == RESTATED_ON
