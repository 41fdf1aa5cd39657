"""Views of a proposal that look back: how it stood once, and the report on it."""

from typing import Any

FOUND_THEN: dict[str, Any] = {
    "at": "2018-09-20T10:00:00+00:00",
    "day": "2018-09-20",
    "versions": [],
    "parts": [],
    "notices": [],
    "recorded": [
        {
            "on": "2018-09-18",
            "recorded_at": "2018-09-20T09:12:00+00:00",
            "sentence": "Middlesbrough Council: Executive approved version 3.",
        },
        {
            "on": "2017-10-02",
            "recorded_at": "2017-10-02T08:30:00+00:00",
            "sentence": "JCP-2017-03 was drafted: Speech and language therapy.",
        },
    ],
}


def as_of(whole: dict[str, Any]) -> dict[str, Any]:
    """As the service gives it, with the parts that the whole proposal has too."""
    same = {name: whole[name] for name in ("proposal", "evidence", "decisions")}
    return {**FOUND_THEN, **same}


REPORT: dict[str, Any] = {
    "report": {
        "id": "JCP-2017-03",
        "title": "Speech and language therapy for children and young people",
        "lead": "STCCG",
        "day": "2018-09-20",
        "sections": [
            {
                "heading": "Proposed decisions",
                "level": 1,
                "paragraphs": [f"1. That version 3 (SHA-256 {'ab' * 32}) is approved."],
                "table": None,
            },
            {"heading": "Impacts", "level": 1, "paragraphs": [], "table": None},
            {
                "heading": "Financial",
                "level": 2,
                "paragraphs": [],
                "table": {
                    "columns": ["Partner", "Share", "Full year"],
                    "rows": [
                        ["Middlesbrough Council", "42.5%", "£503,200.00"],
                        ["NHS South Tees CCG", "57.5%", "£680,800.00"],
                    ],
                },
            },
        ],
    },
    "version": 14,
}
