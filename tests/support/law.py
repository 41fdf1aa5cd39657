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
