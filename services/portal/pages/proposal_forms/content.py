"""Forms for what a proposal says: its next version, and the evidence for it."""

from typing import Any

from services.portal import words
from services.portal.calls import DECISIONS
from services.portal.commands import ON, CommandPage
from services.portal.forms import Field, pounds
from services.portal.pages.proposal_forms.case import Case

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
            Field("wards_affected", "How many wards does it affect?", "number", required=False),
            Field("planned_start_on", "When is it planned to start?", "date", required=False),
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
        "wards_affected",
        "planned_start_on",
    )
    content = {name: values.pop(name) for name in inside if name in values}
    months = values.pop("initial_months", None)
    extensions = values.pop("extension_months", "")
    if months:
        later = [int(part) for part in extensions.split(",") if part.strip().isdecimal()]
        content["term"] = {"initial_months": months, "extension_months": later}
    return {**values, "content": content}


SAYS = "says-"
# Kind of an answer of evidence → the kind of question.
ASKED_AS = {"text": "longtext", "number": "number", "money": "pounds", "day": "date"}


def add_evidence(case: Case) -> CommandPage:
    """For one kind of evidence: with the answers that its gate reads."""
    kind = case.evidence_kind
    assert kind is not None, "the page asks for the kind first"
    author = case.organisation if kind["own_organisation"] else None
    return CommandPage(
        title=f"Add {kind['code']}: {kind['title'].lower()}",
        button="Add the evidence",
        done="The evidence is added.",
        service=DECISIONS,
        command="add_evidence",
        lead="The paper itself stays where it is kept. What counts here is that it exists, "
        "and its fingerprint shows whether it was changed later.",
        asked=(
            Field("title", "Title of the paper", value=kind["title"]),
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
                value=kind["classification"],
            ),
            *(() if author else (_author(case),)),
            *(_question(each) for each in kind["fields"]),
            ON,
        ),
        fixed={
            **case.fixed,
            "code": kind["code"],
            **({"author_organisation": author} if author else {}),
        },
        shape=_with_answers,
    )


def _author(case: Case) -> Field:
    return Field(
        "author_organisation",
        "Who wrote it?",
        "radios",
        options=case.partners,
        value=case.organisation,
    )


def _question(asked: dict[str, Any]) -> Field:
    name, title, needed = f"{SAYS}{asked['name']}", asked["title"], asked["required"]
    if asked["kind"] == "choice":
        options = tuple((each, words.plain(each)) for each in asked["choices"])
        return Field(name, title, "radios", options=options, required=needed)
    if asked["kind"] == "yes_no":
        return Field(name, title, "yes_no", required=needed)
    return Field(name, title, ASKED_AS[asked["kind"]], required=needed)


def _with_answers(values: dict[str, Any]) -> dict[str, Any]:
    said = {name: values.pop(name) for name in list(values) if name.startswith(SAYS)}
    return {**values, "fields": {name.removeprefix(SAYS): each for name, each in said.items()}}
