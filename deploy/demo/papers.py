"""The papers that the gates ask for: title and class of each, told apart by their fingerprint."""

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
    """Adds each paper to the proposal at `path`, with the facts that its gate reads."""
    for code in codes:
        title, classification = PAPERS[code]
        body = {
            "code": code,
            "title": title,
            "sha256": sha256_of(f"{path} {code} {organisation}"),
            "classification": classification,
            "author_organisation": organisation,
            "fields": facts or {},
        }
        story.do(on, f"{code} {title} ({organisation}).", person, f"{path}/evidence", body)


def sha256_of(text: str) -> str:
    """The fingerprint of a paper that the demonstration has no file for."""
    return hashlib.sha256(text.encode()).hexdigest()
