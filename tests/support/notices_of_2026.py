"""The procurement of the equipment store in November 2026, as the proposals service tells it."""

from typing import Any


def _notice(notice: str, title: str, status: str, why: str, **more: Any) -> dict[str, Any]:
    return {
        "notice": notice,
        "title": title,
        "sort": "notice",
        "about": None,
        "status": status,
        "why": why,
        "source": "Procurement Act 2023",
        "check_before_relying": False,
        "rule_version": "2026.1",
        "latest_on": None,
        "earliest_on": None,
        "expected_on": None,
        "late": False,
        "published": None,
        "may_be_recorded": True,
        **more,
    }


UK6_PUBLISHED = {
    "notice": "UK6",
    "title": "Contract award notice",
    "about": None,
    "number": "092222-2026",
    "ocid": None,
    "published_on": "2026-11-25",
}
PROCUREMENT: dict[str, Any] = {
    "regime": {
        "regime": "procurement_act_2023",
        "title": "Procurement Act 2023",
        "process": "pa23_competitive",
        "started_on": "2026-09-01",
        "determined_on": "2026-07-27",
        "value_pence": 840_000_000,
        "light_touch": False,
        "size": "above",
        "threshold_pence": 20_772_000,
        "form": "contract",
        "standstill": "mandatory",
        "urgent": False,
        "reasons": [
            {
                "sentence": "No health care service is bought.",
                "source": "SI 2023/1348 r.3",
                "check_before_relying": False,
            }
        ],
        "rule_version": "2026.1 (regimes)",
    },
    "number": 1,
    "abandoned_on": None,
    "standstill": {
        "regime": "procurement_act_2023",
        "begins_from": "2026-11-25",
        "standstill_ends_on": "2026-12-07",
        "earliest_signing_on": "2026-12-08",
        "explanation": "Standstill ends at the end of Monday 7 December 2026.",
        "representations": [],
        "further_decisions": [],
        "outcome": "proceed",
    },
    "supposing_signed_on": "2026-12-08",
    "notices": [
        _notice(
            "UK6",
            "Contract award notice",
            "done",
            "It comes before the contract is entered into.",
            published=UK6_PUBLISHED,
        ),
        _notice(
            "UK7",
            "Contract details notice",
            "later",
            "It tells that the contract was entered into.",
            expected_on="2027-01-06",
        ),
        _notice("UK5", "Transparency notice", "not_due", "It does not belong to this process."),
    ],
    "risks": [],
}
RELEASE = {"ocid": "ocds-h6vhtk-0e9a1b", "tag": ["award"]}
MISSING = ["Equip Now has no identifier of a public register."]
