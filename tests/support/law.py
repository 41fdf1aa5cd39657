"""Rules of law as the proposals service tells them, for tests of pages."""

CALL_IN = {
    "id": "CI5",
    "title": "Call-in of a council decision",
    "n": 5,
    "calendar": "ENG",
    "in_words": "Call-in closes: 5 working days after the day on which the decision is published.",
    "source": "LGA 2000 s.9F and each council's constitution",
    "valid_from": "2012-05-04",
    "check_before_relying": True,
    "note": "The number of days is each council's own.",
    "version": "2026.1",
}
REGIME = {
    "id": "provider_selection_regime",
    "title": "Provider Selection Regime",
    "valid_from": "2024-01-01",
    "valid_until": None,
    "standstill_rule": "CI5",
    "source": "SI 2023/1348",
    "check_before_relying": False,
    "version": "2026.1",
}
NOTICES = {
    "title": "Notices: Procurement Act 2023",
    "rules": [
        {
            "id": "UK6",
            "title": "Contract award notice",
            "in_words": "Standstill begins with its day.",
            "rule": "CI5",
            "source": "Procurement Act 2023 s.50",
            "valid_from": "2025-02-24",
            "valid_until": None,
            "check_before_relying": False,
            "version": "2026.1",
        }
    ],
}
RULES = {"deadline_rules": [CALL_IN], "regimes": [REGIME], "tables": [NOTICES]}
DEADLINE = {
    "rule": "CI5",
    "rule_version": "2026.1",
    "title": "Call-in of a council decision",
    "started_on": "2019-12-19",
    "due_on": "2019-12-30",
    "instant": "2019-12-31T00:00:00+00:00",
    "acts_from": "2019-12-31",
    "sense": "closes",
    "calendar": "ENG",
    "calendar_version": "ENG 2026.1",
    "left_out": [{"day": "2019-12-25", "why": "Christmas Day"}],
    "explanation": "Call-in closes at the end of Monday 30 December 2019.",
    "source": "LGA 2000 s.9F and each council's constitution",
    "check_before_relying": True,
    "note": None,
    "guidance": None,
    "authority": None,
}
PROCESSES = [
    {"name": name, "version": version, "title": title, "flow_of": flow_of, "without_one": False}
    for name, version, title, flow_of in (
        ("JCP-16", 2, "Joint commissioning in sixteen stages", []),
        ("JCP-6", 1, "Joint commissioning of a small service", []),
        ("JCP-14V", 1, "Variation of a running contract", ["live"]),
    )
]


def _kind(code: str, title: str, filed_by: list[str], fields: list[dict], **more: object) -> dict:
    return {
        "code": code,
        "title": title,
        "stage": 4,
        "filed_by": filed_by,
        "classification": "partner",
        "valid_months": None,
        "own_organisation": False,
        "source": "local practice",
        "check_before_relying": True,
        "fields": fields,
        **more,
    }


def _field(name: str, title: str, kind: str, **more: object) -> dict:
    asked = {"name": name, "title": title, "kind": kind, "required": True, "choices": []}
    return {**asked, "lowest": None, **more}


EVIDENCE_KINDS = [
    _kind(
        "E07",
        "Co-production report",
        ["commissioner", "facilitator"],
        [_field("panel_contacts", "How many meetings with the panel?", "number", lowest=0)],
    ),
    _kind(
        "E11",
        "Financial case and certification",
        ["finance"],
        [_field("part_pence", "What does your organisation pay in a full year?", "money")],
        own_organisation=True,
    ),
    _kind(
        "E16",
        "Regime and route record",
        ["commissioner"],
        [
            _field("route", "Which way?", "choice", choices=["public_cooperation", "psr"]),
            _field("asked_on", "When was it asked?", "day", required=False),
            _field("checked", "Was it checked?", "yes_no", required=False),
        ],
    ),
]
OBLIGATION = {
    "id": "JCP-2017-03/call_in.22",
    "subject": "JCP-2017-03",
    "kind": "call_in",
    "title": "Call-in at Middlesbrough Council closes",
    "rule": "CI5",
    "rule_version": "2026.1",
    "calendar": "ENG",
    "calendar_version": "ENG 2026.1",
    "started_on": "2019-12-19",
    "due_on": "2019-12-30",
    "instant": "2019-12-31T00:00:00+00:00",
    "acts_from": "2019-12-31",
    "explanation": "Call-in closes on Monday 30 December 2019, leaving out Christmas Day.",
    "role": "democratic_services",
    "organisation": "MBC",
    "warn_on": "2019-12-29",
    "state": "due_soon",
    "late": False,
    "discharged_on": None,
    "revision": 1,
}
