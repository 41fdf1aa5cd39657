"""What is refused, with which code; nothing is written and no event leaves."""

import pytest

from shared.errors import CommissioningError
from tests.support.needs_of_2017 import FIGURE, NEED, REFERRALS, SCORES, WAITS
from tests.support.refusals import ask_for_actor_and_key, count_once, leave_no_trace

SCORE = {"need_id": "NEED-2017-01", "scores": SCORES, "on": "2018-02-14"}
ASSESSMENT = {
    "title": "Joint needs assessment",
    "as_at": "2018-01-31",
    "indicator_codes": ["N07"],
    "need_ids": ["NEED-2017-01"],
    "on": "2018-03-01",
}


def figures(*changes, on="2018-03-01"):
    return {"observations": [{**FIGURE, **each} for each in changes], "on": on}


REFUSALS = [
    ("member", "load_indicators", {"indicators": [WAITS]}, "role_required"),
    ("analyst", "load_indicators", {"indicators": []}, "invalid_input"),
    ("analyst", "load_indicators", {"indicators": [{**WAITS, "kind": "guess"}]}, "invalid_input"),
    ("analyst", "load_indicators", {"indicators": [{**WAITS, "code": "N:7"}]}, "invalid_input"),
    ("analyst", "load_indicators", {"indicators": [WAITS], "on": "2027-01-01"}, "date_in_future"),
    # What is hidden of a figure hangs on its kind.
    (
        "analyst",
        "load_indicators",
        {"indicators": [REFERRALS, {**WAITS, "kind": "rate"}]},
        "indicator_kind_fixed",
    ),
    ("member", "load_observations", figures({}), "role_required"),
    ("analyst", "load_observations", figures({"code": "N99"}), "unknown_indicator"),
    ("analyst", "load_observations", figures({"numerator": 410}), "numerator_above_denominator"),
    (
        "analyst",
        "load_observations",
        figures({"numerator": 1, "denominator": 0}),
        "numerator_above_denominator",
    ),
    ("analyst", "load_observations", figures({"denominator": None}), "figures_do_not_fit"),
    ("analyst", "load_observations", figures({"code": "N08"}), "figures_do_not_fit"),
    ("analyst", "load_observations", figures({"value": "-1"}), "figures_do_not_fit"),
    ("analyst", "load_observations", figures({"value": "many"}), "figures_do_not_fit"),
    ("analyst", "load_observations", figures({"value": "NaN"}), "figures_do_not_fit"),
    ("analyst", "load_observations", figures({"numerator": -1}), "invalid_input"),
    ("analyst", "load_observations", figures({"numerator": "212"}), "invalid_input"),
    ("analyst", "load_observations", figures({"period": "last year"}), "invalid_input"),
    ("analyst", "load_observations", figures({"numerator": 99}), "restatement_needs_reason"),
    # One wrong figure among good ones: none of them is taken.
    (
        "analyst",
        "load_observations",
        figures({"period": "2018/19"}, {"period": "2016/17", "numerator": 410}),
        "numerator_above_denominator",
    ),
    ("member", "identify_need", NEED, "role_required"),
    ("analyst", "identify_need", NEED, "reference_taken"),
    ("analyst", "identify_need", {**NEED, "reference": "NEED-17-1"}, "malformed_reference"),
    ("analyst", "identify_need", {**NEED, "title": ""}, "invalid_input"),
    ("analyst", "identify_need", {**NEED, "indicator_codes": ["N99"]}, "unknown_indicator"),
    ("analyst", "identify_need", {**NEED, "service_type": "dentistry"}, "invalid_input"),
    ("member", "score_need", SCORE, "role_required"),
    ("analyst", "score_need", {**SCORE, "need_id": "NEED-2031-09"}, "need_not_found"),
    ("analyst", "score_need", {**SCORE, "scores": {**SCORES, "gap": 6}}, "invalid_input"),
    ("analyst", "score_need", {**SCORE, "scores": {**SCORES, "luck": 1}}, "invalid_input"),
    ("analyst", "score_need", {**SCORE, "on": "2017-10-01"}, "before_last_act"),
    (
        "analyst",
        "score_need",
        {**SCORE, "moderation_reason": "Again.", "on": "2018-02-13"},
        "before_last_act",
    ),
    ("analyst", "score_need", SCORE, "moderation_needs_reason"),
    ("member", "publish_assessment", ASSESSMENT, "role_required"),
    (
        "analyst",
        "publish_assessment",
        {**ASSESSMENT, "indicator_codes": []},
        "assessment_without_figures",
    ),
    (
        "analyst",
        "publish_assessment",
        {**ASSESSMENT, "indicator_codes": ["N99"]},
        "unknown_indicator",
    ),
    ("analyst", "publish_assessment", {**ASSESSMENT, "need_ids": ["NEED-2031-09"]}, "unknown_need"),
    ("analyst", "publish_assessment", {**ASSESSMENT, "as_at": "2018-03-02"}, "date_in_future"),
    ("analyst", "publish_assessment", {**ASSESSMENT, "policy": {"k": 2}}, "policy_too_weak"),
    ("analyst", "get_need", {"id": "NEED-2031-09"}, "need_not_found"),
    ("analyst", "get_indicator", {"code": "N99", "area": "MBC"}, "unknown_indicator"),
]


def test_what_is_refused_leaves_no_trace(needs):
    needs.identifies()
    needs.scores()
    needs.loads(FIGURE)
    leave_no_trace(needs, *REFUSALS)


def test_the_place_of_the_wrong_figure_is_named(needs):
    wrong = figures({}, {"period": "2018/19", "numerator": 410})
    with pytest.raises(CommissioningError) as refusal:
        needs.analyst("load_observations", wrong)
    assert list(refusal.value.details) == ["/observations/1"]


def test_a_command_without_an_actor_or_a_key_is_refused(needs):
    ask_for_actor_and_key(needs, needs.analyst, "identify_need", NEED)


def test_the_same_command_again_is_answered_and_changes_nothing(needs):
    unnamed = {**NEED, "reference": None}
    count_once(needs, needs.analyst, "identify_need", unnamed, {**unnamed, "title": "Another"})
