"""Forms that let a gate open otherwise, and for what partners do when they differ."""

from services.portal import words
from services.portal.calls import DECISIONS
from services.portal.commands import ON, CommandPage
from services.portal.forms import Field
from services.portal.pages.proposal_forms.case import Case


def waive(case: Case, move: str, condition: str, paper: str | None) -> CommandPage:
    what = f"{paper} ({words.plain(condition).lower()})" if paper else words.plain(condition)
    return CommandPage(
        title=f"Let “{words.plain(move)}” pass without: {what}",
        button="Waive the condition",
        done="The condition is waived.",
        service=DECISIONS,
        command="waive_condition",
        warning="Your reason is published and stands in the decision report.",
        asked=(Field("reason", "Why may it pass without?", "longtext"), ON),
        fixed={**case.fixed, "move": move, "condition": condition, "paper": paper},
    )


def declare_conflict(case: Case) -> CommandPage:
    return CommandPage(
        title=f"Declare a conflict of interest at {case.own_name}",
        button="Add it to the register",
        done="The register has a new line.",
        service=DECISIONS,
        command="declare_conflict",
        lead="That there is nothing to declare is a line as well. Write no names: role or seat.",
        asked=(
            Field("role", "In which role?", hint="For example member of the cabinet, or evaluator"),
            Field("nature", "What is it?", "radios", options=tuple(words.NATURES.items())),
            Field(
                "action",
                "What is done about it?",
                "radios",
                options=tuple(words.CONFLICT_ACTIONS.items()),
            ),
            Field(
                "seat",
                "Whose vote does it touch?",
                hint="The seat, as the record of the decision names it. Leave empty for nobody’s.",
                required=False,
            ),
            Field("reason", "Why is that enough?", "longtext", required=False),
            ON,
        ),
        fixed=case.as_partner,
    )


def settle_conflict(case: Case) -> CommandPage:
    return CommandPage(
        title="Record that the chair confirmed the decision",
        button="Record the confirmation",
        done="The confirmation is recorded.",
        service=DECISIONS,
        command="settle_conflict",
        lead="The vote does not count any more; the decision stands without it.",
        asked=(
            Field(
                "conflict_id",
                "Which conflict?",
                "radios",
                options=tuple((each, each) for each in case.whole["conflicts_to_settle"]),
            ),
            ON,
        ),
        fixed=case.as_partner,
    )


def agree_joint_rule(case: Case) -> CommandPage:
    return CommandPage(
        title="Record how the partners decide together",
        button="Record the rule",
        done="The rule is recorded.",
        service=DECISIONS,
        command="agree_joint_rule",
        lead="Without a written delegation each partner decides for itself.",
        asked=(
            Field("type", "By which rule?", "radios", options=tuple(words.JOINT_RULES.items())),
            Field("authority_reference", "Where is it written down?"),
            Field("quorum", "How many partners have to vote?", "number", required=False),
            Field("threshold_bp", "Which part of the votes carries?", "percent", required=False),
            Field(
                "casting_vote",
                "Who has the casting vote?",
                "radios",
                options=case.partners,
                required=False,
            ),
            Field(
                "cap_pence",
                "Up to which value may the lead decide for all?",
                "pounds",
                "With every option, for the whole term.",
                required=False,
            ),
            Field("valid_until", "Until when?", "date", required=False),
            ON,
        ),
        fixed=case.fixed,
    )


def proceed_without(case: Case) -> CommandPage:
    refused = [
        each["partner"]
        for each in case.whole["decisions"]
        if each["outcome"] in ("rejected", "withdrawn")
    ]
    return CommandPage(
        title="Go on without a partner that said no",
        button="Go on without it",
        done="The others go on. Write a version with their new shares.",
        service=DECISIONS,
        command="proceed_without",
        warning="Every partner that stays has to decide again.",
        asked=(
            Field(
                "partner",
                "Without whom?",
                "radios",
                options=tuple((code, case.names.get(code, code)) for code in refused),
            ),
            Field("reason", "Why do the others go on?", "longtext"),
            ON,
        ),
        fixed=case.fixed,
    )


def raise_dispute(case: Case) -> CommandPage:
    return CommandPage(
        title="Raise a dispute between partners",
        button="Raise the dispute",
        done="The dispute is raised.",
        service=DECISIONS,
        command="raise_dispute",
        lead="Officers have 10 working days, then directors, chief executives, mediation.",
        asked=(Field("about", "What is it about?", "longtext"), ON),
        fixed=case.fixed,
    )


def settle_dispute(case: Case) -> CommandPage:
    outcomes = (
        ("agreed", "The partners agreed"),
        ("withdrawn", "It was withdrawn"),
        ("mediated", "It was settled by mediation"),
    )
    return CommandPage(
        title="Record how the dispute ended",
        button="End the dispute",
        done="The dispute is over.",
        service=DECISIONS,
        command="settle_dispute",
        asked=(Field("outcome", "How did it end?", "radios", options=outcomes), ON),
        fixed=case.fixed,
    )
