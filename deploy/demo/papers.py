"""The papers that the gates ask for: title, class and answers, told apart by fingerprint."""

import hashlib
from typing import Any

from deploy.demo.client import Person
from deploy.demo.narrator import Story

# Code → title, classification.
PAPERS = {
    "E01": ("Trigger form", "partner"),
    "E02": ("Joint needs assessment", "public"),
    "E03": ("Demand and capacity forecast", "partner"),
    "E04": ("Map of spend and contracts", "partner"),
    "E05": ("Priority score", "partner"),
    "E06": ("Mandate of the Strategic Leadership Group", "public"),
    "E07": ("Co-production report", "public"),
    "E08": ("Review of the present service", "partner"),
    "E09": ("Outcomes framework", "public"),
    "E10": ("Options appraisal", "partner"),
    "E11": ("Financial case, certified", "partner"),
    "E12": ("Equality impact assessment", "public"),
    "E13": ("Quality impact assessment", "partner"),
    "E14": ("Data protection impact assessment, screening", "partner"),
    "E15": ("Share schedule", "partner"),
    "E16": ("Record of regime and route", "public"),
    "E17": ("Brief for young commissioners, Easy Read", "public"),
    "E21": ("Decision report", "public"),
    "E23": ("Conflicts assessment", "partner"),
    "E24": ("Specification", "public"),
    "E25": ("Schedule of measures", "public"),
    "E26": ("Evaluation model with the young people's question", "public"),
    "E27": ("Moderated scores and comments", "exempt"),
    "E28": ("Award recommendation", "exempt"),
    "E30": ("Award and standstill notices", "public"),
    "E33": ("Mobilisation checklist", "partner"),
    "E34": ("Data protection impact assessment, final", "partner"),
    "E35": ("Local Offer entry", "public"),
    "E36": ("You said, we did", "public"),
    "E39": ("Minute of the contract meeting", "partner"),
    "E42": ("Exit plan", "partner"),
    "E43": ("Certificate of assets and data", "partner"),
}

# Code → what the paper says, where nothing else is told of one of them.
ANSWERS: dict[str, dict[str, Any]] = {
    "E01": {
        "trigger": "inspection_finding",
        "duplicates_checked": True,
        "data_owners": "Public health and the NHS body",
        "data_sharing_basis": "Sharing agreement of 2016, aggregates only",
    },
    "E02": {"suppression_checked": True, "data_quality": "fair"},
    "E03": {"horizon_years": 5},
    "E04": {"spend_pence": 116_000_000, "contracts": 3},
    "E05": {"score": "87.0", "rank": 1},
    "E06": {
        "minuted_on": "2018-02-14",
        "funders": "Each partner by share",
        "leads": "As the proposal says",
        "envelope_pence": 120_000_000,
    },
    "E07": {"parent_carer_contacts": 6, "panel_contacts": 3},
    "E08": {"services": "What is there now, by funder"},
    "E09": {"outcomes": 5},
    "E10": {"options": 4, "do_nothing_included": True},
    "E11": {"part_pence": 1, "certified_by": "Finance lead"},
    "E12": {"outcome": "no_adverse_impact"},
    "E13": {"outcome": "no_adverse_impact"},
    "E14": {"outcome": "low_risk"},
    "E15": {"basis": "fixed"},
    "E16": {"route": "pcr2015_light_touch", "reasons": "Health and social services by tender."},
    "E17": {"issued_on": "2018-06-29", "formats": "Easy Read, large print, symbols"},
    "E18": {"session": "YCP-2018-02"},
    "E19": {"session": "YCP-2018-02"},
    "E20": {
        "formative_stage": True,
        "enough_information": True,
        "adequate_time": True,
        "conscientiously_considered": True,
    },
    "E21": {"exempt_appendix": True, "exempt_paragraph": 3},
    "E22": {"recorded_on": "2018-09-20", "alternatives": "Two services; do nothing"},
    "E23": {"assessed_on": "2018-10-19", "conflicts": 1},
    "E24": {"pages": 42},
    "E25": {"measures": 12},
    "E26": {"young_points": 15, "fallback": "The reserve panel scores."},
    "E27": {"evaluators": 9, "comments_kept": True},
    "E28": {"first": "TEESTALK"},
    "E29": {"decided_on": "2018-12-10"},
    "E30": {"sent_on": "2018-12-14"},
    "E31": {"signed_on": "2019-01-07"},
    "E32": {"sealed_on": "2019-03-01", "exit_terms": "Part 9"},
    "E33": {"done": 38, "open": 0},
    "E34": {"approved_on": "2019-03-20"},
    "E35": {"address": "https://localoffer.example/speech-and-language"},
    "E36": {"delivered_on": "2019-03-22", "formats": "Easy Read, large print, symbols"},
    "E37": {"period": "2019-Q3"},
    "E38": {"period": "2019-Q3"},
    "E39": {"met_on": "2020-09-30"},
    "E40": {"outcomes_reached": 4},
    "E41": {"recommends": "extend"},
    "E42": {"done_on": "2024-03-01"},
    "E43": {"returned_on": "2024-03-15"},
    "E44": {"balance_pence": 0},
    "E45": {"sent_on": "2024-03-31"},
    "E46": {"lessons": 7},
}


def file_papers(
    story: Story,
    path: str,
    on: str,
    person: Person,
    organisation: str,
    *codes: str,
    facts: dict[str, Any] | None = None,
) -> None:
    """Adds each paper to the proposal at `path`; `facts` are told beside its usual answers."""
    for code in codes:
        title, classification = PAPERS[code]
        body = {
            "code": code,
            "title": title,
            "sha256": sha256_of(f"{path} {code} {organisation}"),
            "classification": classification,
            "author_organisation": organisation,
            "fields": answers_of(code, facts or {}),
        }
        story.do(on, f"{code} {title} ({organisation}).", person, f"{path}/evidence", body)


def answers_of(code: str, facts: dict[str, Any]) -> dict[str, Any]:
    """The usual answers with these in their place; one that is None is left out."""
    said = {**ANSWERS.get(code, {}), **facts}
    return {name: each for name, each in said.items() if each is not None}


def nothing_to_declare(story: Story, path: str, on: str, partner: str) -> None:
    """Opens the register of conflicts of interest."""
    body = {
        "partner": partner,
        "role": "joint commissioner",
        "nature": "none",
        "action": "none_needed",
    }
    sentence = f"{partner}: nothing to declare; the register of conflicts is open."
    person = story.who("commissioner", partner)
    story.do(on, sentence, person, f"{path}/conflicts", body)


def sha256_of(text: str) -> str:
    """The fingerprint of a paper that the demonstration has no file for."""
    return hashlib.sha256(text.encode()).hexdigest()
