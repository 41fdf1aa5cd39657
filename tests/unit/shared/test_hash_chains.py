"""Chains of hashes: what they catch, what they leave to others, and a format that never changes."""

import json
from copy import deepcopy
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deploy import verify_audit
from shared.hash_chains import BEGINNING, CHAINS, check, digest, linked, record_of, settled

PLAIN = st.recursive(
    st.none() | st.booleans() | st.integers(-(10**20), 10**20) | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3)
    ),
    max_leaves=6,
)


def chained(proposal: str, chain: str, all_facts: list) -> list[dict]:
    rows, before = [], None
    for position, facts in enumerate(all_facts, 1):
        row = {
            "position": position,
            "kind": "Paper",
            "facts": facts,
            "happened_on": "2018-09-18",
            "organisation": "MBC",
            "recorded_at": "2018-09-20T09:00:00.000000+00:00",
        }
        before = linked(before, digest(record_of(proposal, chain, row)))
        rows.append({**row, "sha256": before})
    return rows


def document(*all_facts) -> dict:
    about = {"id": "JCP-2017-03", "title": "Therapy", "stage": "live"}
    empty: dict = {chain: [] for chain in CHAINS}
    return {"proposal": about, **empty, "acts": chained("JCP-2017-03", "acts", list(all_facts))}


def script_says(given: dict) -> list[str]:
    """What the script finds wrong in what it reads from a file."""
    return verify_audit.look(json.loads(json.dumps(given)), None)[0]


def test_the_first_row_of_a_known_record_has_the_hash_that_it_always_had():
    [row] = document({"code": "E05", "title": "naïve £"})["acts"]
    text = (
        '{"chain":"acts","facts":{"code":"E05","title":"naïve £"},"happened_on":"2018-09-18",'
        '"kind":"Paper","organisation":"MBC","position":1,"proposal":"JCP-2017-03",'
        '"recorded_at":"2018-09-20T09:00:00.000000+00:00"}'
    )
    record_sha256 = verify_audit.sha256(text)
    assert row["sha256"] == verify_audit.sha256("0" * 64 + record_sha256)
    assert row["sha256"] == linked(BEGINNING, record_sha256)


@given(st.lists(PLAIN, min_size=1, max_size=5))
def test_product_and_script_agree_that_a_chain_is_whole(all_facts):
    whole = document(*all_facts)
    found = check(whole)
    assert (found.broken, found.verified["acts"]) == (None, len(all_facts))
    assert script_says(whole) == []


@given(st.lists(PLAIN, min_size=2, max_size=5), st.data())
def test_product_and_script_find_what_was_changed_left_out_or_swapped(all_facts, data):
    whole = document(*all_facts)
    rows, at = whole["acts"], data.draw(st.integers(0, len(all_facts) - 2))
    how = data.draw(st.sampled_from(["changed", "left out", "swapped", "moved to another chain"]))
    if how == "changed":
        rows[at]["organisation"] = "HBC"
    elif how == "left out":
        del rows[at]
    elif how == "swapped":
        rows[at], rows[at + 1] = rows[at + 1], rows[at]
    else:
        whole["acts"], whole["draft"] = [], rows
    assert check(whole).broken is not None
    assert script_says(whole) != []


@pytest.mark.parametrize("text", ["100", "100.0", "1e2", "10000E-2"])
def test_a_whole_number_is_one_number_however_it_was_written(text):
    assert digest({"pence": json.loads(text)}) == digest({"pence": 100})


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_settled_numbers_stay_as_they_are(number):
    """Digit by digit: a database keeps what is written, not the nearest binary number."""
    once = settled(number)
    assert Decimal(repr(once)) == Decimal(repr(number))
    assert settled(json.loads(json.dumps(once))) == once


def test_a_chain_that_is_cut_off_is_whole_and_misses_rows_of_an_earlier_export():
    earlier = document({"code": "E01"}, {"code": "E02"})
    later = deepcopy(earlier)
    del later["acts"][-1]
    assert check(later).is_whole
    assert verify_audit.look(later, earlier)[0] == [
        "row 2 of acts (Paper, 2018-09-18) of the earlier export is not there"
    ]
    assert verify_audit.look(earlier, later)[0] == []


def test_the_script_says_what_it_can_not_read(tmp_path, capsys):
    for name, text in (("a.json", "{}"), ("b.json", "no JSON"), ("c.json", "[]")):
        (tmp_path / name).write_text(text)
        assert verify_audit.main([str(tmp_path / name)]) == 2
    assert verify_audit.main([str(tmp_path / "missing.json")]) == 2
    assert "This is no export of an audit trail" in capsys.readouterr().err
