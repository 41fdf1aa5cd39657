"""What a proposal proposes: whole shares, exact pennies, and a fingerprint of every version."""

import hashlib
import json
from dataclasses import fields, replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.commissioning_decisions import rules
from services.commissioning_decisions.domain import versions
from services.commissioning_decisions.domain.versions import Content
from tests.support.cases import STORE_CONTENT as STORE
from tests.support.cases import THERAPY_CONTENT as THERAPY
from tests.support.refusals import code_of

DAY = date(2018, 6, 28)


def written(content=THERAPY, before=None, partners=None):
    return versions.write_version(
        "JCP-2017-03",
        partners or tuple(content.shares),
        before,
        content,
        on=DAY,
        reason="Draft.",
        materiality=rules.materiality(),
    )


def test_the_shares_on_record_to_the_penny():
    assert THERAPY.parts() == {"MBC": 50_320_000, "STCCG": 68_080_000}
    assert STORE.parts() == {
        "MBC": 14_007_462,
        "SBC": 17_352_528,
        "RCBC": 11_707_730,
        "HBC": 9_198_930,
        "STCCG": 25_192_525,
        "HASTCCG": 27_074_125,
    }


@pytest.mark.parametrize(
    ("content", "partners", "code"),
    [
        (replace(THERAPY, shares={"MBC": 4250, "STCCG": 5749}), None, "shares_do_not_sum"),
        (replace(THERAPY, shares={"MBC": 4250, "STCCG": 5751}), None, "shares_do_not_sum"),
        (THERAPY, ("MBC", "STCCG", "HBC"), "shares_name_other_partners"),
        (THERAPY, ("MBC", "HBC"), "shares_name_other_partners"),
        # Three years at £1,184,000.
        (replace(THERAPY, maximum_value_pence=355_199_999), None, "maximum_value_too_low"),
    ],
)
def test_what_is_no_version(content, partners, code):
    assert code_of(lambda: written(content, partners=partners)) == code


def test_each_partner_is_given_one_share():
    given = [{"partner": "STCCG", "bp": 5750}, {"partner": "MBC", "bp": 4250}]
    assert list(versions.shares_of(given, ("MBC", "STCCG")).items()) == [
        ("MBC", 4250),
        ("STCCG", 5750),
    ]
    # The last of two would make the sum right again.
    twice = [{"partner": "MBC", "bp": 1}, *given]
    assert code_of(lambda: versions.shares_of(twice, ("MBC", "STCCG"))) == "partner_named_twice"


def test_a_version_that_changes_nothing_is_none():
    assert code_of(lambda: written(THERAPY, before=written())) == "nothing_changed"


def test_the_fingerprint_can_be_worked_out_again_by_anybody():
    document = {
        "proposal": "JCP-2017-03",
        "version": 1,
        "content": {
            "annual_cost_pence": 118_400_000,
            "cost_head": "service",
            "shares": {"STCCG": 5750, "MBC": 4250},
            "initial_months": 36,
            "extension_months": [12, 12],
            "maximum_value_pence": 592_000_000,
            "specification_sha256": "1" * 64,
            "measure_set": "slt",
        },
    }
    canonical = json.dumps(document, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    assert written().sha256 == hashlib.sha256(canonical.encode()).hexdigest()


# What changes, and how much that matters: a cost by more than 2% (T24).
OTHER = [
    ("annual_cost_pence", 118_400_001, "non_material"),
    ("annual_cost_pence", 118_400_000 + 2_368_000, "non_material"),
    ("annual_cost_pence", 118_400_000 + 2_368_001, "material"),
    ("annual_cost_pence", 118_400_000 - 2_368_001, "material"),
    ("shares", {"MBC": 4251, "STCCG": 5749}, "material"),
    ("initial_months", 24, "material"),
    ("extension_months", (12,), "material"),
    ("maximum_value_pence", 592_000_001, "non_material"),
    ("maximum_value_pence", None, "material"),
    ("specification_sha256", "2" * 64, "material"),
    ("cost_head", "management", "typo"),
    ("measure_set", "equipment_store", "material"),
    ("wards_affected", 2, "material"),
    ("planned_start_on", date(2019, 4, 1), "non_material"),
]


@pytest.mark.proves("T24")
@pytest.mark.parametrize(("name", "value", "level"), OTHER)
def test_every_change_is_named_weighed_and_changes_the_fingerprint(name, value, level):
    before = written()
    after = written(replace(THERAPY, **{name: value}), before)
    assert after.number == 2
    assert after.sha256 != before.sha256
    assert len(versions.changes(before, after)) == 1
    assert after.level == level


def test_the_heaviest_of_several_changes_counts():
    before = written()
    after = written(replace(THERAPY, cost_head="management", initial_months=24), before)
    assert after.level == "material"


def test_every_part_of_the_content_has_a_name_and_a_level():
    table = rules.materiality()
    levels = [*table["material"], *table["non_material"], *table["typo"]]
    named = {field.name for field in fields(Content)}
    assert set(versions.NAMES) == named == {name for name, _, _ in OTHER} == set(levels)
    assert len(levels) == len(set(levels))


def test_what_is_not_said_does_not_change_the_fingerprint():
    """Versions written before an answer was asked for keep theirs."""
    assert set(THERAPY.as_plain()) == {*versions.NAMES} - {*versions.OPTIONAL}
    said = replace(THERAPY, wards_affected=2, planned_start_on=date(2019, 4, 1)).as_plain()
    assert (said["wards_affected"], said["planned_start_on"]) == (2, "2019-04-01")


def test_a_first_version_changes_nothing_that_anybody_agreed_to():
    assert versions.changes(None, written()) == ["First version."]
    assert written().level == "none"


@pytest.mark.parametrize(
    ("content", "a_year", "whole_life"),
    [
        # £690,800 of a year of the therapy service; 57.5% of £5,920,000 with both extensions.
        (THERAPY, 68_080_000, 340_400_000),
        # Without a highest value: by months, options with them.
        (replace(THERAPY, maximum_value_pence=None), 68_080_000, 340_400_000),
        (replace(THERAPY, maximum_value_pence=None, extension_months=()), 68_080_000, 204_240_000),
    ],
)
def test_what_a_limit_is_held_against(content, a_year, whole_life):
    assert content.value_of("STCCG", whole_life=False) == a_year
    assert content.value_of("STCCG", whole_life=True) == whole_life


@given(
    pence=st.integers(0, 10**12),
    cuts=st.lists(st.integers(1, 9_999), min_size=1, max_size=7, unique=True),
)
def test_the_parts_sum_to_the_whole_and_none_is_off_by_a_penny(pence, cuts):
    edges = [0, *sorted(cuts), 10_000]
    shares = {f"P{place}": edges[place + 1] - edges[place] for place in range(len(edges) - 1)}
    parts = Content(pence, "service", shares).parts()
    assert sum(parts.values()) == pence
    assert all(abs(parts[code] * 10_000 - pence * bp) < 10_000 for code, bp in shares.items())
