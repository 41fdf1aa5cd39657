"""Forms for what each partner does under its own law: notice, decision, call-in."""

from typing import Any

from services.portal import words
from services.portal.calls import DECISIONS
from services.portal.commands import ON, CommandPage
from services.portal.forms import Field, Options
from services.portal.pages.proposal_forms.case import Case

OUTCOMES: Options = (
    ("approved", "Approved"),
    ("approved_conditional", "Approved, but with a cap on its own cost"),
    ("deferred", "Deferred"),
    ("rejected", "Rejected"),
    ("inquorate", "Nothing: too few could vote"),
    ("withdrawn", "It withdraws from the proposal"),
)
KINDS_OF_NOTICE: Options = (
    ("forward_plan", "Notice in the forward plan, 28 clear days before"),
    ("general_exception", "General exception: to the scrutiny chair, 5 clear days before"),
    ("special_urgency", "Special urgency: somebody agreed that it cannot wait"),
    ("private_business", "Notice that a meeting is held in private"),
)
AGREED_BY: Options = (
    ("scrutiny_chair", "The chair of scrutiny"),
    ("council_chair", "The chair of the council"),
    ("council_vice_chair", "The vice-chair of the council"),
)
ROUTES: Options = tuple(words.ROUTES.items())


def publish_notice(case: Case) -> CommandPage:
    return CommandPage(
        title=f"Publish notice of a decision of {case.own_name}",
        button="Publish the notice",
        done="The notice is published.",
        service=DECISIONS,
        command="publish_notice",
        asked=(
            Field("body", "Who will decide?", hint="For example Executive, or Governing Body"),
            Field("matter", "What will be decided?", "longtext", value=case.proposal["title"]),
            Field("key_decision", "Is it a key decision?", "yes_no"),
            Field("meeting_on", "When is the meeting?", "date"),
            Field(
                "kind",
                "Which notice is it?",
                "radios",
                options=KINDS_OF_NOTICE,
                value="forward_plan",
            ),
            Field(
                "agreed_by",
                "Who agreed to special urgency?",
                "radios",
                options=AGREED_BY,
                required=False,
            ),
            Field(
                "on",
                "When was the notice published?",
                "date",
                "Leave empty for today.",
                required=False,
            ),
        ),
        fixed=case.as_partner,
    )


def record_decision(case: Case) -> CommandPage:
    return CommandPage(
        title=f"Record the decision of {case.own_name}",
        button="Record the decision",
        done="The decision is recorded.",
        service=DECISIONS,
        command="record_decision",
        lead=f"The decision is about version {case.frozen['proposal_version']} of the proposal, "
        "exactly as it was frozen.",
        asked=(
            Field("body", "Who decided?", hint="For example Executive, or Governing Body"),
            Field("route", "How was it taken?", "radios", options=ROUTES),
            Field("outcome", "What was decided?", "radios", options=OUTCOMES),
            Field("decided_on", "When was it decided?", "date"),
            Field("published_on", "When was it published?", "date", required=False),
            Field(
                "resolutions",
                "Numbers of the resolutions",
                "lines",
                "One a line",
                required=False,
            ),
            Field(
                "cap_pence", "Most it will pay in a year, if it set a cap", "pounds", required=False
            ),
            Field("deferred_until", "When does it come back, if deferred?", "date", required=False),
            Field(
                "reason", "Reason, for anything but a plain approval", "longtext", required=False
            ),
            Field(
                "authority_reference", "Delegation, if an officer decided", "text", required=False
            ),
            Field(
                "value_pence",
                "Value decided, if more than this proposal",
                "pounds",
                "Worked out from the proposal where it is left empty.",
                required=False,
            ),
            Field(
                "votes",
                "Votes, where they were counted",
                "lines",
                "One seat a line: Seat 3 = for. Also against, abstain or recused. No names.",
                required=False,
            ),
            Field("quorum", "How many have to be able to vote?", "number", required=False),
            Field(
                "casting_vote",
                "Casting vote, if the votes were even",
                "radios",
                options=(("for", "For"), ("against", "Against")),
                required=False,
            ),
        ),
        fixed={**case.as_partner, **case.frozen},
        shape=_with_cap_and_votes,
        dated_by=("published_on", "decided_on"),
    )


def _with_cap_and_votes(values: dict[str, Any]) -> dict[str, Any]:
    if lines := values.pop("votes", None):
        split = [line.rpartition("=") for line in lines]
        votes = [{"seat": seat.strip(), "vote": vote.strip().lower()} for seat, _, vote in split]
        values = {**values, "votes": votes}
    return _with_cap(values)


def _with_cap(values: dict[str, Any]) -> dict[str, Any]:
    cap = values.pop("cap_pence", None)
    if cap is None:
        return values
    condition = {
        "id": "C1",
        "kind": "own_cost_cap",
        "text": f"Own cost at most £{cap / 100:,.0f} a year",
        "cap_pence": cap,
        "per": "year",
    }
    return {**values, "conditions": [condition]}


def confirm_condition(case: Case) -> CommandPage:
    return CommandPage(
        title="Confirm that a condition is met",
        button="Confirm the condition",
        done="The condition is confirmed.",
        service=DECISIONS,
        command="confirm_condition",
        asked=(
            Field(
                "condition_id",
                "Which condition?",
                "radios",
                options=tuple(
                    (each["id"], each["text"]) for each in case.own_decision.get("conditions", [])
                ),
            ),
            Field("evidence", "What shows that it is met?", "longtext", required=False),
            ON,
        ),
        fixed=case.as_partner,
    )


def call_in(case: Case) -> CommandPage:
    return CommandPage(
        title="Record a call-in",
        button="Record the call-in",
        done="The call-in is recorded.",
        service=DECISIONS,
        command="call_in",
        lead="Only the resolutions that are called in wait. The others take effect in time.",
        asked=(
            case.own_resolutions,
            Field("by_count", "How many members called it in?", "number", required=False),
            ON,
        ),
        fixed=case.as_partner,
    )


def resolve_call_in(case: Case) -> CommandPage:
    outcomes: Options = (
        ("no_action", "No further action: the decision takes effect"),
        ("refer_back", "Referred back to whoever decided"),
        ("refer_to_council", "Referred to the full council"),
    )
    return CommandPage(
        title="Record what scrutiny said",
        button="Record the outcome",
        done="The outcome of the call-in is recorded.",
        service=DECISIONS,
        command="resolve_call_in",
        asked=(
            case.own_resolutions,
            Field("outcome", "What was the outcome?", "radios", options=outcomes),
            ON,
        ),
        fixed=case.as_partner,
    )
