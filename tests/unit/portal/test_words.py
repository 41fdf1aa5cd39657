"""Codes are read as words; dates and money as people write them."""

from datetime import UTC, datetime

import pytest

from services.portal import rendering, words


def test_every_stage_has_a_name():
    assert words.plain("options_and_business_case") == "Options and business case"
    assert words.plain("every_partner_decided") == "Every partner decided"
    assert words.plain(None) == ""


def test_a_live_contract_is_not_called_as_a_live_proposal():
    assert words.contract_stage("under_review") == "Under review"
    assert words.contract_stage("live") == "Live"


@pytest.mark.parametrize(
    ("pence", "text"),
    [(118_400_000, "£1,184,000"), (8_113_612, "£81,136.12"), (-5, "-£0.05"), (None, "")],
)
def test_money_is_written_in_pounds(pence, text):
    assert rendering.money(pence) == text


def test_money_in_columns_always_has_pence():
    assert rendering.money_exact(118_400_000) == "£1,184,000.00"


@pytest.mark.parametrize(("bp", "text"), [(4250, "42.5%"), (1340, "13.4%"), (10_000, "100%")])
def test_shares_are_percentages(bp, text):
    assert rendering.percent(bp) == text


def test_dates_are_written_out():
    assert rendering.gov_date("2019-11-12") == "12 November 2019"
    assert rendering.gov_day("2018-08-13") == "Monday 13 August 2018"
    assert rendering.gov_date(None) == ""


@pytest.mark.parametrize(
    ("starts_on", "ends_on", "text"),
    [
        ("2019-04-01", "2019-06-30", "April to June 2019"),
        ("2019-09-02", "2019-09-30", "2 to 30 September 2019"),
        ("2019-12-01", "2020-02-29", "December 2019 to February 2020"),
        ("2019-09-01", "2019-09-30", "September 2019"),
        ("2019-09-20", "2019-10-03", "20 September 2019 to 3 October 2019"),
    ],
)
def test_periods_are_named_by_their_months(starts_on, ends_on, text):
    assert rendering.span(starts_on, ends_on) == text


def test_times_are_those_of_london():
    summer = datetime(2026, 7, 1, 13, 5, tzinfo=UTC)
    assert rendering.gov_time(summer) == "1 July 2026, 2:05pm"
    assert rendering.gov_time("2026-12-01T00:00:00Z") == "1 December 2026, 12am"


def test_machines_can_read_the_date_too():
    assert rendering.date_tag("2019-11-12") == (
        '<time datetime="2019-11-12">12 November 2019</time>'
    )
