"""A need is identified, given figures, scored and ranked; each step is announced."""

from tests.support.needs_of_2017 import FIGURE, REFERRALS, WAITS


def test_a_need_is_announced_as_it_was_identified(needs):
    answer = needs.identifies()
    [event] = needs.events("need.identified")
    assert event["subject"] == "NEED-2017-01"
    assert event["effectivedate"] == "2017-10-02"
    assert event["data"]["need"] == answer["need"]
    assert (answer["version"], event["aggregateversion"]) == (1, 1)


def test_the_score_is_weighted_and_ranked_among_all(needs):
    for reference in ("NEED-2017-01", "NEED-2017-02", "NEED-2017-03"):
        needs.identifies(reference)
    needs.scores("NEED-2017-01")
    needs.scores("NEED-2017-02", severity=1)
    answer = needs.scores("NEED-2017-03", severity=3)

    # 25·5 + 20·4 + 20·5 + 15·5 + 10·3 + 10·4 = 450, of 500.
    assert needs.sees("NEED-2017-01")["need"]["score"] == "90.0"
    assert (answer["need"]["score"], answer["need"]["rank"], answer["need"]["ranked_of"]) == (
        "80.0",
        2,
        3,
    )
    listed = needs.commissioner("list_needs", {})["needs"]
    assert [(each["need"]["id"], each["need"]["rank"]) for each in listed] == [
        ("NEED-2017-01", 1),
        ("NEED-2017-03", 2),
        ("NEED-2017-02", 3),
    ]
    # Each need whose place changed was told again: the newest event of each says its rank.
    newest = {each["subject"]: each["data"]["need"]["rank"] for each in needs.events("need.scored")}
    assert newest == {"NEED-2017-01": 1, "NEED-2017-02": 3, "NEED-2017-03": 2}


def test_equal_scores_share_a_rank(needs):
    for reference in ("NEED-2017-01", "NEED-2017-02", "NEED-2017-03"):
        needs.identifies(reference)
        needs.scores(reference, severity=2 if reference.endswith("3") else 4)
    ranks = [each["need"]["rank"] for each in needs.commissioner("list_needs", {})["needs"]]
    assert ranks == [1, 1, 3]


def test_the_same_figures_twice_change_nothing(needs):
    assert needs.loads(FIGURE) == {"loaded": 1, "unchanged": 0}
    before = needs.events()
    assert needs.loads(FIGURE) == {"loaded": 0, "unchanged": 1}
    assert needs.events() == before


def test_a_restated_figure_keeps_the_one_before(needs):
    needs.loads(FIGURE)
    needs.loads({**FIGURE, "numerator": 198, "reason": "Fourteen were counted twice."})

    [event] = needs.events("indicator.restated")
    assert event["subject"] == "N07:MBC:2017/18"
    assert event["data"]["reason"] == "Fourteen were counted twice."
    assert event["data"]["previous"]["value_public"] == "51.8"
    assert event["data"]["observation"]["value_public"] == "48.4"
    history = needs.analyst("get_indicator", {"code": "N07", "area": "MBC"})["observations"]
    assert [(each["revision"], each["numerator_public"]) for each in history] == [
        (1, "212"),
        (2, "198"),
    ]


def test_small_numbers_leave_by_no_exit(needs):
    needs.identifies(indicator_codes=["N07", "N08"])
    needs.loads(
        {**FIGURE, "numerator": 3},
        {**FIGURE, "period": "2018/19", "numerator": 406},
        {"code": "N08", "area": "MBC", "period": "2017/18", "numerator": 5},
    )
    shown = [
        *(each["data"]["observation"] for each in needs.events("indicator.loaded")),
        *needs.sees()["observations"],
        *needs.commissioner("list_indicators", {"area": "MBC"})["observations"],
        *needs.commissioner("get_indicator", {"code": "N07", "area": "MBC"})["observations"],
    ]
    assert len(shown) == 3 + 3 + 3 + 2
    assert {each["value_public"] for each in shown} == {"*"}
    assert {each["numerator_public"] for each in shown} == {"*"}
    assert {each["denominator_public"] for each in shown} == {"*", None}


def test_an_assessment_is_published_with_its_policy(needs):
    needs.identifies()
    answer = needs.analyst(
        "publish_assessment",
        {
            "reference": "SNA-2018-01",
            "title": "Joint needs assessment",
            "as_at": "2018-01-31",
            "indicator_codes": [WAITS["code"], REFERRALS["code"]],
            "need_ids": ["NEED-2017-01"],
            "on": "2018-03-01",
        },
    )
    [event] = needs.events("assessment.published")
    assert event["data"]["assessment"] == answer["assessment"]
    assert answer["assessment"]["policy"] == {"k": 6, "rounding": 1}
    assert answer["version"] == 1


def test_a_reference_that_was_chosen_is_not_given_out_again(needs):
    needs.identifies("NEED-2017-01")
    given = [needs.identifies(None)["need"]["id"] for _ in range(2)]
    assert given == ["NEED-2017-02", "NEED-2017-03"]
