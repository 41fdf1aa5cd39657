"""The need that the therapy story begins with, and the indicators behind it."""

WAITS = {
    "code": "N07",
    "name": "Children waiting over 18 weeks for speech and language therapy",
    "unit": "children",
    "kind": "percent",
    "source": "NHS South Tees CCG",
    "polarity": "lower",
}
REFERRALS = {
    "code": "N08",
    "name": "Referrals to speech and language therapy",
    "unit": "referrals",
    "kind": "count",
    "source": "NHS South Tees CCG",
    "polarity": "neutral",
}
NEED = {
    "reference": "NEED-2017-01",
    "title": "Children wait too long for speech and language therapy",
    "service_type": "speech_and_language_therapy",
    "trigger_kind": "inspection",
    "trigger_text": "The inspection of March 2017 named joint commissioning as a weakness.",
    "area": "MBC",
    "indicator_codes": ["N07"],
    "on": "2017-10-02",
}
SCORES = {
    "severity": 5,
    "numbers": 4,
    "gap": 5,
    "exposure": 5,
    "inequality": 3,
    "feasibility": 4,
}
FIGURE = {"code": "N07", "area": "MBC", "period": "2017/18", "numerator": 212, "denominator": 409}
