"""The panel's session about the therapy proposal, in July 2018."""

from datetime import date

from services.young_commissioners_panel import rules
from services.young_commissioners_panel.domain.sessions import Session

RULES = rules.panel()
HELD = date(2018, 7, 14)

PANEL = "Tees Young Commissioners"
MEMBERS = [
    {"pseudonym": f"YC-{number:02d}", "age_band": "15-17", "adjustments": adjustments}
    for number, adjustments in enumerate(
        [[], ["easy_read"], [], ["quiet_space"], [], ["large_print"], []], 1
    )
]
PRESENT = [member["pseudonym"] for member in MEMBERS]
PROPOSAL = {
    "id": "JCP-2017-03",
    "title": "Speech and language therapy",
    "stage": "young_commissioners_panel",
    "proposal_version": 3,
}
SESSION = {
    "reference": "YCP-2018-02",
    "panel": PANEL,
    "purpose": "proposal",
    "proposal_id": PROPOSAL["id"],
    "held_on": "2018-07-14",
    "opens_on": "2018-07-14",
    "closes_on": "2018-07-16",
    "brief_formats": ["standard", "easy_read", "large_print"],
    "brief_issued_on": "2018-06-29",
    "on": "2018-06-29",
}
OPENING = {
    "id": SESSION["reference"],
    "present": PRESENT,
    "facilitator": "Lena",
    "second_adult": True,
    "adjustments_met": ["easy_read", "quiet_space", "large_print"],
    "on": "2018-07-14",
}
RECOMMENDATION = {
    "session_id": SESSION["reference"],
    "strength": "must",
    "theme": "information",
    "statement": "Tell us what will happen, in words and pictures, before the first visit.",
    "why": "Not knowing makes me worried.",
    "support_count": 7,
    "on": "2018-07-16",
}


def a_session(**changes):
    given = {
        "id": "YCP-2018-02",
        "panel": "Tees",
        "purpose": "proposal",
        "proposal_id": "JCP-2017-03",
        "proposal_version": 3,
        "held_on": HELD,
        "opens_on": HELD,
        "closes_on": date(2018, 7, 16),
        "brief_formats": ("standard", "easy_read"),
        "brief_issued_on": date(2018, 6, 29),
    }
    return Session(**{**given, **changes})
