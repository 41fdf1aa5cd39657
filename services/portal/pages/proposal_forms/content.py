"""Forms for what a proposal says: its next version, and the evidence for it."""

from typing import Any

from services.portal import words
from services.portal.calls import DECISIONS
from services.portal.commands import ON, CommandPage
from services.portal.forms import Field, Options, pounds
from services.portal.pages.proposal_forms.case import Case

EVIDENCE: Options = tuple((code, f"{code} {name}") for code, name in words.EVIDENCE.items())
WHY = Field("reason", "Why?", "longtext", "In plain words, for the timeline.")


def revise(case: Case) -> CommandPage:
    shares = {each["partner"]: each["bp"] / 100 for each in case.proposal.get("shares") or []}
    cost = case.proposal.get("annual_cost_pence")
    return CommandPage(
        title="Write a new version",
        button="Save the new version",
        done="The new version is saved.",
        service=DECISIONS,
        command="revise_proposal",
        lead="A material change after the panel or a partner has decided makes them decide again.",
        asked=(
            Field("annual_cost_pence", "Cost of a full year", "pounds", value=pounds(cost)),
            Field(
                "cost_head",
                "What is the money for?",
                value=case.proposal.get("cost_head") or "service",
            ),
            Field(
                "shares",
                "What does each partner pay?",
                "shares",
                "The shares must add up to exactly 100%.",
                options=case.partners,
                value={code: f"{part:g}" for code, part in shares.items()},
            ),
            Field(
                "maximum_value_pence", "Most that the contract can cost", "pounds", required=False
            ),
            Field("initial_months", "Months of the first term", "number", required=False),
            Field(
                "extension_months",
                "Months of each extension",
                "text",
                "Separate them with commas, for example 12, 12",
                required=False,
            ),
            Field(
                "measure_set",
                "Which measures will be watched?",
                "select",
                options=(("slt", "Speech and language"), ("equipment_store", "Equipment store")),
                required=False,
            ),
            Field(
                "specification_sha256",
                "The specification",
                "paper",
                "Its fingerprint becomes part of the version. The file is not kept.",
                required=False,
            ),
            WHY,
            ON,
        ),
        fixed=case.fixed,
        shape=_as_content,
        versioned=True,
    )


def _as_content(values: dict[str, Any]) -> dict[str, Any]:
    inside = (
        "annual_cost_pence",
        "cost_head",
        "shares",
        "maximum_value_pence",
        "measure_set",
        "specification_sha256",
    )
    content = {name: values.pop(name) for name in inside if name in values}
    months = values.pop("initial_months", None)
    extensions = values.pop("extension_months", "")
    if months:
        later = [int(part) for part in extensions.split(",") if part.strip().isdecimal()]
        content["term"] = {"initial_months": months, "extension_months": later}
    return {**values, "content": content}


def add_evidence(case: Case) -> CommandPage:
    return CommandPage(
        title="Add evidence",
        button="Add the evidence",
        done="The evidence is added.",
        service=DECISIONS,
        command="add_evidence",
        lead="The paper itself stays where it is kept. What counts here is that it exists, "
        "and its fingerprint shows whether it was changed later.",
        asked=(
            Field("code", "What kind of evidence is it?", "select", options=EVIDENCE),
            Field("title", "Title of the paper"),
            Field(
                "sha256",
                "The paper itself",
                "paper",
                "Its fingerprint is worked out here. The file is not kept.",
            ),
            Field(
                "classification",
                "Who may see it?",
                "radios",
                options=tuple(words.CLASSIFICATIONS.items()),
            ),
            Field(
                "author_organisation",
                "Who wrote it?",
                "radios",
                options=case.partners,
                value=case.organisation,
            ),
            Field(
                "facts",
                "Facts that a gate reads",
                "lines",
                "One a line, for example: suppression_checked = yes",
                required=False,
            ),
            ON,
        ),
        fixed=case.fixed,
        shape=_with_facts,
    )


def _with_facts(values: dict[str, Any]) -> dict[str, Any]:
    facts = {}
    for line in values.pop("facts", []):
        name, _, text = line.partition("=")
        if text.strip():
            facts[name.strip()] = {"yes": True, "no": False}.get(text.strip(), text.strip())
    return {**values, "fields": facts} if facts else values
