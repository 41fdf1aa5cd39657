"""The store's agreement from its first contributions to the exit of a partner."""

from datetime import UTC, datetime

import pytest

from tests.support.contracts_of_2019 import SLT_CONTRACT, STORE_ACTIVITY, STORE_CONTRACT
from tests.support.one_service import at_once
from tests.support.refusals import code_of, leave_no_trace

ID = {"contract_id": "CON-2019-02"}
FIRST_YEAR = {"starts_on": "2019-04-01", "ends_on": "2020-03-31"}
BALANCING = {
    **ID,
    "year": FIRST_YEAR,
    "outturn_pence": 63_412_255,
    "activity": STORE_ACTIVITY,
    "on": "2020-05-29",
}
MERGER = {
    **ID,
    "bodies": ["STCCG", "HASTCCG"],
    "successors": [{"partner": "TVCCG", "bp": 10_000}],
    "from_on": "2020-04-01",
    "reference": "Order merging the CCGs of the Tees Valley",
    "on": "2020-04-01",
}
ICB = {
    **MERGER,
    "bodies": ["TVCCG"],
    "successors": [{"partner": "NENCICB", "bp": 10_000}],
    "from_on": "2022-07-01",
    "reference": "Health and Care Act 2022",
    "on": "2022-07-01",
}
NOTICE = {
    **ID,
    "partner": "HBC",
    "notice_on": "2020-09-30",
    "leaves_on": "2022-03-31",
    "reference": "Letter of 30 September 2020",
    "on": "2020-09-30",
}
PLAN = {
    **ID,
    "partner": "HBC",
    "annual_value_pence": 97_500_000,
    "reference": "Re-costing of October 2021",
    "on": "2021-10-18",
}
STAYING = ("MBC", "SBC", "RCBC", "TVCCG")
READING = {
    **ID,
    "partner": "RCBC",
    "reading": "pro_rata",
    "reference": "Cabinet member's letter of 12 June 2020",
    "on": "2020-06-12",
}
UNGIVEN = {**READING, "partner": "SBC"}
SHARES = [{"partner": "MBC", "bp": 1240}, {"partner": "SBC", "bp": 1760}] + [
    {"partner": who, "bp": bp}
    for who, bp in (("RCBC", 1120), ("HBC", 880), ("STCCG", 2410), ("HASTCCG", 2590))
]
CHANGE = {
    **ID,
    "from_on": "2020-10-01",
    "shares": SHARES,
    "reference": "Joint board, 15 July 2020",
    "on": "2020-07-15",
}


@pytest.fixture
def planned(store):
    """Both CCGs merged, Hartlepool gave notice, and the re-share is proposed."""
    store.contract_manager("succeed_partner", MERGER)
    store.contract_manager("record_exit", NOTICE)
    store.sha256 = store.finance("propose_reshare", PLAN)["exit"]["plan"]["sha256"]
    return store


def decides(store, partner, **changes):
    officer = store.person(f"officer-{partner}", partner, "democratic_services")
    body = {**ID, "partner": "HBC", "sha256": store.sha256, "reference": f"Minute of {partner}"}
    return officer("decide_reshare", {**body, "on": "2021-12-14", **changes})


def money(store):
    return store.sees(STORE_CONTRACT)["money"]


def test_contributions_are_issued_once_and_told_period_by_period(store):
    issue = {**ID, "year": FIRST_YEAR, "on": "2019-08-12"}
    answer = store.finance("issue_contributions", issue)

    events = store.events("finance.contribution_due")
    assert [event["data"] for event in events] == answer["contributions"]
    assert [event["effectivedate"] for event in events] == [
        "2019-09-02",
        "2019-10-01",
        "2020-01-01",
    ]
    assert sum(event["data"]["total_pence"] for event in events) == 60_549_343
    terms = {**ID, "from_on": "2019-09-02", "reference": "Deed", "part_year": "months"}
    leave_no_trace(
        store,
        ("finance", "issue_contributions", issue, "contributions_already_issued"),
        ("finance", "record_terms", terms, "year_already_charged"),
        ("finance", "record_terms", {**terms, "by_share_until_bp": 2000}, "invalid_input"),
    )


def test_a_contract_whose_agreement_does_not_say_gets_no_part_year(slt):
    change = {
        "contract_id": "CON-2019-01",
        "from_on": "2020-10-01",
        "shares": [{"partner": "MBC", "bp": 4200}, {"partner": "STCCG", "bp": 5800}],
        "reference": "Joint board",
        "on": "2020-07-15",
    }
    leave_no_trace(slt, ("finance", "change_shares", change, "part_year_rule_missing"))
    terms = {
        "contract_id": "CON-2019-01",
        "from_on": "2020-04-01",
        "reference": "Variation of 1 April 2020",
        "overspend": "share",
        "underspend": "carry",
        "part_year": "months",
        "on": "2020-04-01",
    }
    slt.finance("record_terms", terms)
    slt.finance("release_condition", {**RELEASE, "contract_id": "CON-2019-01"})
    slt.finance("change_shares", change)

    held = slt.sees(SLT_CONTRACT)["money"]
    assert [each["version"] for each in held["terms"]] == ["slt 2019.1", "slt agreed 1"]
    year = next(each for each in held["years"] if each["year"] == "2020/21")
    assert year["budget_pence"] == 118_400_000


RELEASE = {
    "partner": "STCCG",
    "allowed_pence": 69_441_600,
    "from_on": "2020-04-01",
    "reference": "Governing Body, 25 March 2020",
    "on": "2020-03-25",
}


def test_the_uplift_passes_once_the_partner_lets_its_cap_go(slt):
    uplift = {"contract_id": "CON-2019-01", "percent_bp": 200, "from_on": "2020-04-01"}
    blocked = slt.finance("test_uplift", uplift)["uplift"]["blocked_by"]
    assert [each["amount_pence"] for each in blocked] == [69_441_600]
    slt.finance("release_condition", {**RELEASE, "contract_id": "CON-2019-01"})
    assert slt.finance("test_uplift", uplift)["uplift"]["blocked_by"] == []


def test_an_ambiguous_cap_is_read_as_its_partner_says_from_then_on(store):
    first = store.finance("calculate_balancing", BALANCING)
    [found] = first["judged"]["conditions"]
    assert (found["state"], found["cost_pence"]) == ("ambiguous", 7_097_216)
    store.person("iris", "RCBC", "democratic_services")("record_condition_reading", READING)
    [found] = store.finance("calculate_balancing", BALANCING)["judged"]["conditions"]
    assert (found["state"], found["reading"]) == ("breached", "pro_rata")
    assert found["reference"] == READING["reference"]
    kept = [each["conditions"][0]["state"] for each in money(store)["balancings"]]
    assert kept == ["ambiguous", "breached"]
    assert money(store)["balancings"][0]["terms"]["version"] == "equipment_store 2019.1"


@pytest.mark.proves("A16")
def test_two_ccgs_become_one_and_then_the_icb(store):
    store.finance("calculate_balancing", {**BALANCING, "on": "2020-03-31"})
    store.contract_manager("succeed_partner", MERGER)
    store.contract_manager("succeed_partner", ICB)

    first, second = store.events("partner.succeeded")
    assert first["effectivedate"] == "2020-04-01"
    assert first["data"]["changes"][0]["shares_after"][-1] == {"partner": "TVCCG", "bp": 5000}
    assert {"partner": "TVCCG", "amount_pence": 1_431_456} in first["data"]["debts"]
    assert second["data"]["changes"][0]["shares_before"][-1] == {"partner": "TVCCG", "bp": 5000}
    held = money(store)
    assert held["partners_now"] == ["MBC", "SBC", "RCBC", "HBC", "NENCICB"]
    assert [each["until"] for each in held["spans"]] == ["2020-03-31", "2022-06-30", None]
    [balanced] = held["balancings"]
    assert balanced["per_partner"][-1]["partner"] == "HASTCCG"
    heir = store.person("lucy", "NENCICB", "contract_manager")
    assert heir("get_contract", {"id": "CON-2019-02"})["figures"] == "raw"


def test_a_contract_told_again_keeps_what_happened_to_its_agreement(store):
    store.contract_manager("succeed_partner", MERGER)
    before = money(store)["spans"]
    store.receives_contract({**STORE_CONTRACT, "title": "The store"}, version=2)
    assert money(store)["spans"] == before


@pytest.mark.proves("A17")
def test_hartlepool_leaves_when_everybody_who_stays_has_decided(planned):
    [left] = money(planned)["exits"]
    assert left["plan"]["stranded_pence"] == 2_165_630
    assert left["plan"]["must_decide"] == list(STAYING)
    for partner in STAYING[:-1]:
        decides(planned, partner)
    assert planned.events("shares.changed") == []
    answer = decides(planned, "TVCCG")

    [changed] = planned.events("shares.changed")
    [exited] = planned.events("partner.exited")
    assert (changed["effectivedate"], exited["effectivedate"]) == ("2022-04-01", "2022-04-01")
    assert changed["data"]["shares_after"] == [
        {"partner": "MBC", "bp": 1469},
        {"partner": "SBC", "bp": 1820},
        {"partner": "RCBC", "bp": 1228},
        {"partner": "TVCCG", "bp": 5483},
    ]
    assert exited["data"]["shares_after"] == changed["data"]["shares_after"]
    assert answer["version"] == exited["aggregateversion"]
    last = money(planned)["spans"][-1]
    assert [each["amount_pence"] for each in last["per_partner"]] == [
        14_322_750,
        17_745_000,
        11_973_000,
        53_459_250,
    ]


def test_a_partner_leaves_when_its_last_day_is_over_and_the_timer_tells_once(planned):
    planned.clock.instant = datetime(2022, 3, 31, 22, 59, tzinfo=UTC)
    for partner in STAYING:
        decides(planned, partner)
    planned.service.every_hour_let_partners_leave()
    assert planned.events("partner.exited") == []
    planned.clock.instant = datetime(2022, 3, 31, 23, 0, tzinfo=UTC)  # midnight, summer time
    planned.service.every_hour_let_partners_leave()
    planned.service.every_hour_let_partners_leave()
    assert len(planned.events("partner.exited")) == 1


def test_the_last_two_decisions_at_once_change_the_shares_once(planned):
    decides(planned, "MBC")
    decides(planned, "SBC")
    at_once(lambda: decides(planned, "RCBC"), lambda: decides(planned, "TVCCG"))
    assert len(planned.events("shares.changed")) == 1
    assert len(planned.events("partner.exited")) == 1


def test_two_officers_of_one_partner_decide_once(planned):
    outcomes = at_once(lambda: decides(planned, "MBC"), lambda: decides(planned, "MBC"))
    assert outcomes.count("reshare_already_decided") == 1


def test_a_back_dated_change_is_journalled_and_not_charged_anew(store):
    late = {**CHANGE, "from_on": "2020-04-01"}
    leave_no_trace(store, ("finance", "change_shares", late, "variation_reference_missing"))
    deed = "Deed of variation 1, 10 July 2020"
    answer = store.finance("change_shares", {**late, "variation_reference": deed})
    assert sum(row["difference_pence"] for row in answer["journal"]) == 0
    [event] = store.events("shares.changed")
    assert event["data"]["journal"] == answer["journal"]
    [journal] = money(store)["journals"]
    assert (journal["reference"], journal["journal"]) == (deed, answer["journal"])


def test_budget_outturn_and_forecast_of_each_year_stand_side_by_side(store):
    store.finance("calculate_balancing", BALANCING)
    year = {"starts_on": "2020-04-01", "ends_on": "2021-03-31"}
    forecast = {"spent_pence": 50_000_000, "forecast_pence": 103_900_000, "on": "2020-10-20"}
    store.finance("record_forecast", {**ID, "year": year, **forecast})
    first, second = money(store)["years"][:2]
    assert (first["budget_pence"], first["outturn_pence"]) == (60_549_343, 63_412_255)
    assert (second["budget_pence"], second["forecast_pence"]) == (104_533_300, 103_900_000)
    assert "Forecast of 2020/21" in store.sees(STORE_CONTRACT)["timeline"][0]["text"]


def test_what_happened_to_the_agreement_is_told_in_order(planned):
    told = [each["text"] for each in planned.sees(STORE_CONTRACT)["timeline"]]
    assert told[0].startswith("HBC gave notice to leave on 2022-03-31.")
    assert told[1].startswith("TVCCG took the place of STCCG, HASTCCG.")


def test_what_is_refused_leaves_no_trace(planned):
    planned.officer = planned.person("joan", "MBC", "democratic_services")
    planned.leaver = planned.person("tom", "HBC", "democratic_services")
    planned.outsider = planned.person("gwen", "NHSE", "commissioner", "finance")
    decision = {**ID, "partner": "HBC", "sha256": planned.sha256, "reference": "Minute"}
    thirds = [{"partner": who, "bp": 3333} for who in ("MBC", "SBC", "RCBC")]
    leave_no_trace(
        planned,
        ("finance", "change_shares", {**CHANGE, "shares": thirds}, "shares_do_not_sum"),
        ("finance", "change_shares", {**CHANGE, "shares": thirds[:1] * 2}, "partner_named_twice"),
        ("finance", "change_shares", {**CHANGE, "cost_head": "kit"}, "value_of_head_missing"),
        ("finance", "change_shares", {**CHANGE, "from_on": "2031-04-01"}, "year_outside_contract"),
        ("provider", "change_shares", CHANGE, "role_required"),
        ("outsider", "change_shares", CHANGE, "not_a_party"),
        ("contract_manager", "succeed_partner", MERGER, "already_succeeded"),
        ("contract_manager", "succeed_partner", {**ICB, "bodies": ["X1"]}, "no_share_to_pass_on"),
        ("outsider", "succeed_partner", ICB, "not_a_party"),
        ("finance", "record_exit", NOTICE, "role_required"),
        ("contract_manager", "record_exit", NOTICE, "exit_already_notified"),
        (
            "contract_manager",
            "record_exit",
            {**NOTICE, "partner": "SBC", "leaves_on": "2021-09-29"},
            "exit_notice_too_short",
        ),
        (
            "contract_manager",
            "record_exit",
            {**NOTICE, "partner": "SBC", "notice_on": "2020-10-01"},
            "date_in_future",
        ),
        ("finance", "propose_reshare", {**PLAN, "partner": "SBC"}, "exit_not_found"),
        (
            "finance",
            "propose_reshare",
            {**PLAN, "shares": [{"partner": "HBC", "bp": 10_000}]},
            "leaver_in_reshare",
        ),
        ("finance", "decide_reshare", decision, "role_required"),
        ("officer", "decide_reshare", {**decision, "sha256": "0" * 64}, "other_plan_decided"),
        ("officer", "decide_reshare", {**decision, "limit_pence": 100}, "above_delegated_limit"),
        ("leaver", "decide_reshare", decision, "no_decision_needed"),
        (
            "finance",
            "record_condition_reading",
            {**READING, "partner": "SBC"},
            "condition_not_given",
        ),
        ("finance", "release_condition", {**ID, **RELEASE}, "condition_not_given"),
        ("finance", "record_condition_reading", {**READING, "reading": "mine"}, "invalid_input"),
    )


def test_a_plan_that_everybody_decided_is_not_replaced(planned):
    for partner in STAYING:
        decides(planned, partner)
    assert code_of(lambda: planned.finance("propose_reshare", PLAN)) == "reshare_already_agreed"


def test_beyond_the_corridor_the_decision_of_all_is_named_and_kept(store):
    far = {**BALANCING, "outturn_pence": 70_000_000}
    leave_no_trace(store, ("finance", "calculate_balancing", far, "beyond_corridor"))
    decided = {**far, "decision_reference": "Joint board, 20 May 2020", "beyond_by": "activity"}
    answer = store.finance("calculate_balancing", decided)
    assert [band["amount_pence"] for band in answer["balancing"]["bands"]] == [1_210_986, 8_239_671]
    assert money(store)["balancings"][0]["decision_reference"] == "Joint board, 20 May 2020"
