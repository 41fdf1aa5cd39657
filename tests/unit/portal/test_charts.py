"""A chart shows what may be shown, and nothing that is hidden."""

from services.portal import charts
from tests.support import dossier


def test_the_number_in_a_public_value():
    assert charts.number("at least 92%") == 92
    assert charts.number("1,263") == 1263
    assert charts.number("*") is None
    assert charts.number(None) is None


def test_a_hidden_value_is_not_drawn():
    hidden = dossier.a_return("2019-Q2", "*", "*", "*", "grey")
    svg = charts.measure_svg([hidden, *dossier.RETURNS[1:]], "at least 92%")
    assert "2019-Q3" in svg
    assert "2019-Q2" not in svg


def test_a_chart_brings_no_style_of_its_own_and_asks_nobody():
    svg = charts.measure_svg(dossier.RETURNS, "at least 92%")
    assert "style=" not in svg
    assert "<script" not in svg
    assert "href=" not in svg


def test_budget_outturn_and_forecast_stand_in_one_chart():
    years = [
        {"year": "2019/20", "budget_pence": 60_549_343, "outturn_pence": 63_412_255},
        {"year": "2020/21", "budget_pence": 104_533_300, "forecast_pence": 103_900_000},
    ]
    svg = charts.years_svg(years)
    for shown in ("2019/20", "2020/21", "Budget", "Outturn", "Forecast", "£"):
        assert shown in svg
    assert "style=" not in svg


def test_a_year_without_a_number_has_no_mark():
    unsaid = {"year": "2020/21", "budget_pence": None, "outturn_pence": None}
    assert charts.years_svg([unsaid]).count("2020/21") == 0
