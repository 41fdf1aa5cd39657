"""A contract under watch: it commences, is reviewed, and shows each person what is theirs."""

from datetime import UTC, datetime

from tests.support.contracts_of_2019 import SLT_CONTRACT, SLT_RETURNS, STORE_CONTRACT


def test_a_contract_whose_day_has_come_commences_on_arrival_once(slt):
    slt.receives_contract(SLT_CONTRACT)
    slt.service.every_hour_commence_contracts()

    [event] = slt.events()
    assert event["type"] == "uk.jc.contract.commenced.v1"
    assert event["effectivedate"] == "2019-04-01"
    assert event["data"]["contract"]["stage"] == "live"


def test_a_contract_waits_for_its_first_day_in_london_and_the_timer_finds_it(monitoring):
    monitoring.clock.instant = datetime(2019, 3, 31, 22, 59, tzinfo=UTC)
    monitoring.receives_contract(SLT_CONTRACT)
    monitoring.service.every_hour_commence_contracts()
    assert monitoring.events() == []
    assert monitoring.sees(SLT_CONTRACT)["watch"]["stage"] == "mobilising"

    monitoring.clock.instant = datetime(2019, 3, 31, 23, 0, tzinfo=UTC)  # midnight, summer time
    monitoring.service.every_hour_commence_contracts()
    monitoring.service.every_hour_commence_contracts()

    assert len(monitoring.events("contract.commenced")) == 1
    assert monitoring.sees(SLT_CONTRACT)["watch"]["stage"] == "live"


def test_an_act_finds_the_start_that_the_timer_has_not(monitoring):
    monitoring.clock.instant = datetime(2019, 3, 1, tzinfo=UTC)
    monitoring.receives_contract(SLT_CONTRACT)
    monitoring.clock.instant = datetime(2019, 7, 20, tzinfo=UTC)

    monitoring.provider(
        "submit_return",
        {
            "contract_id": "CON-2019-01",
            "measure": "SLT01",
            "period": "2019-Q1",
            "starts_on": "2019-04-01",
            "ends_on": "2019-06-30",
            "numerator": 251,
            "denominator": 312,
        },
    )

    kinds = [event["type"] for event in monitoring.events()]
    assert kinds == ["uk.jc.contract.commenced.v1", "uk.jc.kpi.return_submitted.v1"]


def test_a_review_is_opened_and_ends_when_the_proposal_moves_on(slt):
    commissioner = slt.person("kit", "STCCG", "commissioner")
    answer = commissioner(
        "open_review",
        {"contract_id": "CON-2019-01", "reason": "Option year.", "on": "2020-09-30"},
    )
    assert answer["contract"]["stage"] == "under_review"
    assert answer["contract"]["review_opened_on"] == "2020-09-30"
    [event] = slt.events("contract.review_opened")
    assert (event["aggregateversion"], event["data"]["contract"]) == (
        answer["version"],
        answer["contract"],
    )

    slt.receives(
        "proposal.stage_changed",
        "JCP-2017-03",
        31,
        {
            "proposal": {"id": "JCP-2017-03", "title": "left out by the reader"},
            "move": "extend",
            "from_stage": "review_and_option_decision",
            "to_stage": "live",
            "on": "2021-01-18",
            "because": "The partners took the first option.",
        },
    )
    # Its process changed; the proposal stays where it is, and the contract says nothing of it.
    slt.receives(
        "proposal.stage_changed",
        "JCP-2017-03",
        32,
        {
            "proposal": {"id": "JCP-2017-03"},
            "move": "migrate",
            "from_stage": "live",
            "to_stage": "live",
            "on": "2021-02-01",
            "because": "The process changed from JCP-16 version 1 to version 2.",
        },
    )

    view = slt.sees(SLT_CONTRACT)
    assert view["watch"]["stage"] == "live"
    assert [entry["text"] for entry in view["timeline"]] == [
        "The proposal moved to live. The partners took the first option.",
        "Review opened: Option year.",
        "The service commenced.",
        "The contract was signed.",
    ]


def test_a_person_outside_the_contract_sees_no_small_number(slt):
    for cell in SLT_RETURNS:
        slt.has_return(cell, SLT_CONTRACT)

    outside = slt.sees(SLT_CONTRACT, slt.person("YC-07", "MBC", "panel_member"))
    inside = slt.sees(SLT_CONTRACT)

    assert (outside["figures"], inside["figures"]) == ("public", "raw")
    shown = {
        (measure["code"], each["period"]): each
        for measure in outside["measures"]
        for each in measure["returns"]
    }
    late_advice = shown["SLT04", "2019-Q2"]  # 66 of 70: four were late
    assert (late_advice["numerator_public"], late_advice["value_public"]) == ("*", "*")
    assert late_advice["rating"] == "amber"
    assert shown["SLT01", "2019-Q1"]["value_public"] == "80.4"
    for each in [*shown.values(), *(h for s in shown.values() for h in s["history"])]:
        assert not {"numerator", "denominator", "value"} & set(each)
    assert all("evidence" not in notice for notice in outside["notices"])


def test_every_event_carries_public_figures_only(slt):
    for cell in SLT_RETURNS:
        slt.has_return(cell, SLT_CONTRACT)

    blocks = [event["data"]["return"] for event in slt.events("kpi.return_submitted")]

    withheld = [b["period"] for b in blocks if b["measure"] == "SLT03" and b["rating"] == "grey"]
    assert len(withheld) == 4
    for block in blocks:
        counts = {block["numerator_public"], block["denominator_public"]}
        assert not counts & {"1", "2", "3", "4", "5"}
        assert not {"numerator", "denominator", "value"} & set(block)


def test_the_list_shows_each_contract_with_its_version(slt):
    slt.receives_contract(STORE_CONTRACT)

    listed = slt.contract_manager("list_contracts", {})["contracts"]

    assert [(each["contract"]["id"], each["version"]) for each in listed] == [
        ("CON-2019-01", 1),
        ("CON-2019-02", 1),
    ]
    assert listed[0]["contract"] == slt.sees(SLT_CONTRACT)["watch"]


def test_a_return_says_who_it_is_and_where_its_contract_stands(slt):
    answer = slt.provider(
        "submit_return",
        {
            "contract_id": "CON-2019-01",
            "measure": "SLT01",
            "period": "2019-Q1",
            "period_kind": "full",
            "starts_on": "2019-04-01",
            "ends_on": "2019-06-30",
            "numerator": 251,
            "denominator": 312,
            "on": "2019-07-19",
        },
    )

    [event] = slt.events("kpi.return_submitted")
    assert event["subject"] == "CON-2019-01:SLT01:2019-Q1"
    assert event["data"]["return"] == answer["return"]
    assert answer["version"] == event["aggregateversion"] == 1
    assert answer["contract_version"] == 1
    [watched] = [m for m in answer["contract"]["measures"] if m["last_period"]]
    assert (watched["code"], watched["last_rating"]) == ("SLT01", "red")
