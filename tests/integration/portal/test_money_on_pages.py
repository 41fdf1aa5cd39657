"""The money of a contract on its page: read, and changed through forms, before the service."""

import re

import pytest

from tests.support.contracts_of_2019 import STORE_ACTIVITY, STORE_CONTRACT
from tests.support.each_service import Monitoring
from tests.support.portal import PASSWORD, RealServices, a_portal, key_of

PAGE = "/contracts/CON-2019-02"


def day(name, text):
    year, month, number = text.split("-")
    return {f"{name}-day": number, f"{name}-month": month, f"{name}-year": year}


@pytest.fixture
def store(service_database):
    watched = Monitoring(service_database("contract_monitoring"))
    watched.receives_contract(STORE_CONTRACT)
    watched.portal = a_portal(service_database("portal"), RealServices(watched))
    return watched


@pytest.fixture
def sign_in(store):
    def enter(name):
        client = store.portal.app.test_client()
        client.post("/sign-in", data={"sign_in_name": name, "password": PASSWORD, "next": "/"})
        return client

    return enter


@pytest.fixture
def sends(sign_in):
    def send(name, path, **answers):
        answer = sign_in(name).post(PAGE + path, data=answers)
        assert answer.status_code == 303, re.sub(r"<[^>]+>", " ", answer.text)[-1500:]

    return send


@pytest.fixture
def merged(sends):
    sends(
        "commissioner.mbc",
        "/record/succession",
        bodies=["STCCG", "HASTCCG"],
        **{"successors-TVCCG": "100"},
        **day("from_on", "2020-04-01"),
        reference="Order merging the CCGs",
        **day("on", "2020-04-01"),
    )


@pytest.fixture
def left(merged, sends):
    sends(
        "democratic.hbc",
        "/record/exit",
        partner="HBC",
        **day("notice_on", "2020-09-30"),
        **day("leaves_on", "2022-03-31"),
        reference="Letter",
        **day("on", "2020-09-30"),
    )
    sends(
        "finance.mbc",
        "/exits/HBC/reshare",
        annual_value_pence="975000",
        reference="Re-costing",
        **day("on", "2021-10-18"),
    )


def test_the_page_shows_shares_by_day_and_contributions_by_period(merged, sign_in):
    page = sign_in("finance.mbc").get(PAGE).text
    assert "NHS Tees Valley CCG in the place of NHS South Tees CCG" in page
    assert "50%" in page
    assert "Contributions of 2019/20" in page
    assert "£605,493.43" in page
    assert "Service: " in page


def test_a_partner_leaves_through_four_decisions(left, sign_in, sends):
    page = sign_in("democratic.mbc").get(PAGE).text
    assert "£21,656.30 is stranded cost" in page
    assert page.count("Still to come") == 4
    for name in ("democratic.mbc", "democratic.sbc", "democratic.rcbc", "secretary.tvccg"):
        form = sign_in(name).get(f"{PAGE}/exits/HBC/decision").text
        digest = re.search(r'name="plan_sha256" value="([0-9a-f]{64})"', form)[1]
        answers = {"plan_sha256": digest, "reference": f"Minute of {name}"}
        sends(name, "/exits/HBC/decision", **answers, **day("on", "2021-11-24"))
    page = sign_in("democratic.mbc").get(PAGE).text
    assert "left on 31 March 2022" in page
    assert "£534,592.50" in page
    assert "Decide the re-share" not in page


def test_only_who_has_to_decide_is_offered_to(left, sign_in):
    assert "Decide the re-share" in sign_in("democratic.mbc").get(PAGE).text
    assert "Decide the re-share" not in sign_in("democratic.hbc").get(PAGE).text
    assert "Decide the re-share" not in sign_in("finance.mbc").get(PAGE).text
    assert sign_in("democratic.mbc").get(f"{PAGE}/exits/SBC/decision").status_code == 404


def test_a_condition_that_can_be_read_in_two_ways_says_both(sign_in, sends):
    shares = {f"activity-{each['partner']}": str(each["bp"] / 100) for each in STORE_ACTIVITY}
    year = {**day("starts_on", "2019-04-01"), **day("ends_on", "2020-03-31")}
    sends("finance.mbc", "/record/balancing", outturn_pence="634122.55", **year, **shares)
    page = sign_in("finance.mbc").get(PAGE).text
    assert "Ambiguous" in page
    assert "cap £69,508.20, breached" in page
    assert "cap £120,000.00, met" in page
    answers = {"partner": "RCBC", "reading": "per_year", "reference": "Letter of 12 June"}
    sends("democratic.rcbc", "/record/reading", **answers)
    assert "its cap holds for a year, however short it is" in sign_in("finance.mbc").get(PAGE).text


def test_budget_outturn_and_forecast_are_drawn_with_the_numbers_of_the_table(sign_in, sends):
    year = {**day("starts_on", "2020-04-01"), **day("ends_on", "2021-03-31")}
    amounts = {"spent_pence": "500000", "forecast_pence": "1039000"}
    sends("finance.mbc", "/record/forecast", **amounts, **year)
    client = sign_in("finance.mbc")
    drawn = client.get(f"{PAGE}/money.svg")
    assert drawn.content_type == "image/svg+xml"
    assert "2020/21" in drawn.text
    assert "Forecast" in drawn.text
    page = client.get(PAGE).text
    assert "£1,039,000.00" in page
    assert "-£6,333.00" in page


def test_other_acts_have_forms(sign_in, sends):
    year = {**day("starts_on", "2019-04-01"), **day("ends_on", "2020-03-31")}
    sends("finance.mbc", "/record/contributions", **year, **day("on", "2019-08-12"))
    answers = {"overspend": "share", "part_year": "months", "reference": "Deed 1"}
    sends("finance.mbc", "/record/terms", **answers, **day("from_on", "2020-04-01"))
    answers = {"partner": "RCBC", "allowed_pence": "125000", "reference": "Cabinet"}
    sends("democratic.rcbc", "/record/release", **answers, **day("from_on", "2020-04-01"))
    shares = {"MBC": 12.4, "SBC": 17.6, "RCBC": 11.2, "HBC": 8.8, "STCCG": 24.1, "HASTCCG": 25.9}
    answers = {f"shares-{who}": str(part) for who, part in shares.items()}
    answers |= {"cost_head": "service", "reference": "Deed 2", "variation_reference": "Deed 2"}
    sends("finance.mbc", "/record/shares", **answers, **day("from_on", "2020-10-01"))
    page = sign_in("finance.mbc").get(PAGE).text
    assert "Differences by the change from 1 October 2020" in page
    assert "by months" in page


def test_a_refusal_comes_back_to_the_form(sign_in):
    answers = {"partner": "HBC", "reference": "Letter", **day("notice_on", "2020-09-30")}
    answer = sign_in("democratic.hbc").post(
        f"{PAGE}/record/exit", data={**answers, **day("leaves_on", "2021-03-31")}
    )
    assert answer.status_code == 409
    assert "12 months&#39; notice" in answer.text


def test_a_program_does_the_same_by_key(store):
    client = store.portal.app.test_client()
    client.environ_base["HTTP_AUTHORIZATION"] = f"Bearer {key_of('democratic.hbc')}"
    body = {"partner": "HBC", "notice_on": "2020-09-30", "leaves_on": "2022-03-31"}
    answer = client.post(
        "/api/contracts/CON-2019-02/exits",
        json={**body, "reference": "Letter"},
        headers={"Idempotency-Key": "exit-of-hbc"},
    )
    assert answer.status_code == 201
    assert answer.json["exit"]["shares_of_rest"][0] == {"partner": "MBC", "bp": 1469}
