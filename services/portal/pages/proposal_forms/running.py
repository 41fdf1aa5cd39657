"""Forms for a contract that runs: a flow beside it, and an option."""

from typing import Any

from services.portal.calls import DECISIONS
from services.portal.commands import ON, CommandPage
from services.portal.forms import Field
from services.portal.pages.proposal_forms.case import Case

FLOWS = (
    ("JCP-14V", "Variation: something of the contract changes"),
    ("JCP-14P", "Improvement: the provider has to get better"),
    ("JCP-14X", "Exit: a partner leaves"),
    ("JCP-14T", "Termination: the contract ends before its time"),
)


def begin_flow(case: Case) -> CommandPage:
    return CommandPage(
        title="Begin something beside the running contract",
        button="Begin it",
        done="It has begun, on a page of its own.",
        service=DECISIONS,
        command="begin_flow",
        lead="It has stages, versions, decisions and a timeline of its own, and begins with what "
        "the partners have agreed.",
        asked=(
            Field("process", "What begins?", "radios", options=FLOWS),
            Field("title", "What is it about?"),
            Field(
                "leaving",
                "Who leaves, in an exit?",
                "radios",
                options=case.partners,
                required=False,
            ),
            Field(
                "reference",
                "Reference",
                hint="Such as JCP-2026-07. Leave empty to be given one.",
                required=False,
            ),
            ON,
        ),
        fixed=case.fixed,
    )


def exercise_option(case: Case) -> CommandPage:
    return CommandPage(
        title="Take up the next option",
        button="Take it up",
        done="The contract is longer now.",
        service=DECISIONS,
        command="exercise_option",
        lead="Every partner has to consent, before the option’s last day.",
        asked=(
            *(
                Field(f"consent-{code}", f"Where is the consent of {name} recorded?")
                for code, name in case.partners
            ),
            ON,
        ),
        fixed=case.fixed,
        shape=_with_consents,
    )


def _with_consents(values: dict[str, Any]) -> dict[str, Any]:
    given = {name: values.pop(name) for name in list(values) if name.startswith("consent-")}
    return {
        **values,
        "consents": {name.removeprefix("consent-"): text for name, text in given.items()},
    }
