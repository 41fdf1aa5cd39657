"""Draws a measure over its periods as SVG. The numbers stand beside it in a table, always."""

import json
import re
from functools import lru_cache
from typing import Any

# Marks differ in shape as well as colour; each is at least 3:1 against white.
COLOURS = {"green": "#0b6b46", "amber": "#b35900", "red": "#b3261e", "grey": "#5f6b6b"}
SHAPES = {"green": "circle", "amber": "triangle-up", "red": "square", "grey": "cross"}
WORDS = {"green": "Green", "amber": "Amber", "red": "Red", "grey": "Not rated"}
KEPT = 128


def measure_svg(returns: list[dict[str, Any]], target: str | None) -> str:
    """One mark for each period whose value may be shown, a line through them, the target dashed."""
    points = [
        {
            "period": each["period"],
            "value": value,
            "shown": each["value_public"],
            "rating": WORDS.get(each["rating"], "Not rated"),
        }
        for each in returns
        if (value := number(each.get("value_public"))) is not None
    ]
    return _drawn(json.dumps(_figure(points, number(target)), sort_keys=True))


YEAR_MARKS = {
    "Budget": ("budget_pence", "#00473f", "square"),
    "Outturn": ("outturn_pence", "#b3261e", "circle"),
    "Forecast": ("forecast_pence", "#b35900", "triangle-up"),
}


def years_svg(years: list[dict[str, Any]]) -> str:
    """Budget, outturn and forecast of each year, each with a colour and a shape of its own."""
    points = [
        {"year": year["year"], "what": what, "pounds": year[name] / 100}
        for year in years
        for what, (name, _, _) in YEAR_MARKS.items()
        if year.get(name) is not None
    ]
    return _drawn(json.dumps(_years_figure(points, [year["year"] for year in years])))


def _years_figure(points: list[dict[str, Any]], order: list[str]) -> dict[str, Any]:
    names = list(YEAR_MARKS)
    mark = {"field": "what", "type": "nominal", "sort": names}
    colours, shapes = ([each[i] for each in YEAR_MARKS.values()] for i in (1, 2))
    encoding = {
        "x": {
            "field": "year",
            "type": "ordinal",
            "sort": order,
            "title": None,
            "axis": {"labelAngle": 0},
        },
        "y": {
            "field": "pounds",
            "type": "quantitative",
            "title": None,
            "axis": {"labelExpr": "'£' + format(datum.value, '~s')"},
            "scale": {"zero": True, "nice": True},
        },
        "color": {**mark, "scale": {"domain": names, "range": colours}, "title": None},
        "shape": {**mark, "scale": {"domain": names, "range": shapes}, "title": None},
    }
    unshaped = {name: part for name, part in encoding.items() if name != "shape"}
    layers = [
        {"mark": {"type": "line", "strokeWidth": 2, "opacity": 0.6}, "encoding": unshaped},
        {
            "mark": {"type": "point", "filled": True, "size": 110, "opacity": 1},
            "encoding": encoding,
        },
    ]
    return _with_frame(points, layers)


def number(text: object) -> float | None:
    """The number in a public value; a hidden one (`*`) is none."""
    found = re.search(r"\d+(\.\d+)?", str(text or "").replace(",", ""))
    return float(found.group()) if found else None


@lru_cache(maxsize=KEPT)
def _drawn(figure: str) -> str:
    # Loaded on first use: it takes a second and 60 MB, and most pages draw nothing.
    import vl_convert

    svg: str = vl_convert.vegalite_to_svg(json.loads(figure), vl_version="5.21")
    return svg


def _figure(points: list[dict[str, Any]], target: float | None) -> dict[str, Any]:
    order = [each["period"] for each in points]
    shown = [*(each["value"] for each in points), *([] if target is None else [target])]
    low, high = (min(shown), max(shown)) if shown else (0.0, 1.0)
    room = max((high - low) * 0.25, 1.0)
    x = {
        "field": "period",
        "type": "ordinal",
        "sort": order,
        "title": None,
        "axis": {"labelAngle": 0},
    }
    y = {
        "field": "value",
        "type": "quantitative",
        "title": None,
        "scale": {"domain": [max(low - room, 0), high + room], "nice": True, "zero": False},
    }
    ratings = list(WORDS.values())
    mark = {"field": "rating", "type": "nominal", "legend": None}
    layers: list[dict[str, Any]] = [
        {
            "mark": {"type": "line", "color": "#7a8a86", "strokeWidth": 2},
            "encoding": {"x": x, "y": y},
        },
        {
            "mark": {"type": "point", "filled": True, "size": 130, "opacity": 1},
            "encoding": {
                "x": x,
                "y": y,
                "color": {**mark, "scale": {"domain": ratings, "range": list(COLOURS.values())}},
                "shape": {**mark, "scale": {"domain": ratings, "range": list(SHAPES.values())}},
            },
        },
        {
            "mark": {"type": "text", "dy": -16, "fontSize": 13, "color": "#0b0c0c"},
            "encoding": {"x": x, "y": y, "text": {"field": "shown", "type": "nominal"}},
        },
    ]
    if target is not None:
        layers.insert(
            0,
            {
                "data": {"values": [{"target": target}]},
                "mark": {
                    "type": "rule",
                    "strokeDash": [6, 4],
                    "color": "#00473f",
                    "strokeWidth": 2,
                },
                "encoding": {"y": {"field": "target", "type": "quantitative"}},
            },
        )
    return _with_frame(points, layers)


def _with_frame(points: list[dict[str, Any]], layers: list[dict[str, Any]]) -> dict[str, Any]:
    return {
        "$schema": "https://vega.github.io/schema/vega-lite/v5.json",
        "width": 460,
        "height": 190,
        "background": "white",
        "padding": 10,
        "data": {"values": points},
        "layer": layers,
        "config": {
            "font": "arial, sans-serif",
            "axis": {
                "labelFontSize": 13,
                "labelColor": "#0b0c0c",
                "gridColor": "#e3e9e7",
                "domainColor": "#7a8a86",
                "tickColor": "#7a8a86",
            },
            "legend": {"labelFontSize": 13, "labelColor": "#0b0c0c"},
            "view": {"stroke": None},
        },
    }
