"""One question answers for all proposals what `why_not` answers for one move of one of them."""

import pytest

from shared.errors import Invalid
from tests.support.two_stories import STORE, THERAPY, play, store, therapy


@pytest.fixture
def both(decisions):
    """The therapy waits for its panel; of the store five of six partners have decided."""
    play(therapy(decisions), until="options_and_business_case")
    play(store(decisions), until="five_of_six")
    decisions.clock.stands_at("2019-07-12")
    return decisions


def asked(decisions, **body):
    return decisions.outsider("why_not_all", body)


def test_it_says_of_every_gate_what_why_not_says(both):
    found = asked(both)["proposals"]
    assert [each["id"] for each in found] == [THERAPY, STORE]
    for each in found:
        for gate in each["gates"]:
            one = both.outsider("why_not", {"id": each["id"], "move": gate["move"]})
            assert gate == {name: one[name] for name in gate}
            assert each["version"] == one["version"]


def test_moves_that_ask_for_nothing_are_left_out(both):
    therapy_case, store_case = asked(both)["proposals"]
    assert [gate["move"] for gate in therapy_case["gates"]] == ["consult_panel"]
    assert [gate["move"] for gate in store_case["gates"]] == ["record_joint_decision"]
    [blocker] = store_case["gates"][0]["blockers"]
    assert (blocker["who"], blocker["by_when"]) == ("decision_maker", "2019-07-15")
    assert blocker["fact"] == "Hartlepool Council has put it off."


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ({"stage": "partner_decisions"}, [STORE]),
        ({"stage": "live"}, []),
        ({"organisation": "HBC"}, [STORE]),
        ({"organisation": "STCCG"}, [THERAPY, STORE]),
        ({"organisation": "STCCG", "stage": "options_and_business_case"}, [THERAPY]),
        ({"process": "JCP-16"}, [THERAPY, STORE]),
        ({"process": "JCP-6"}, []),
    ],
)
def test_it_can_be_asked_for_some(both, body, expected):
    assert [each["id"] for each in asked(both, **body)["proposals"]] == expected


def test_pages_follow_each_other(both):
    first = asked(both, limit=1)
    second = asked(both, limit=1, after=first["after"])
    assert [each["id"] for page in (first, second) for each in page["proposals"]] == [
        THERAPY,
        STORE,
    ]
    assert asked(both, limit=1, after=second["after"]) == {"proposals": [], "after": None}


def test_a_stage_that_no_process_has(both):
    with pytest.raises(Invalid, match="There is no stage nowhere"):
        asked(both, stage="nowhere")
