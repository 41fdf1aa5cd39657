"""Forms about the law of a procurement, its notices, and how it may end."""

from datetime import date, datetime, time
from typing import Any

from services.portal import words
from services.portal.calls import DECISIONS
from services.portal.commands import ON, CommandPage
from services.portal.forms import Field
from services.portal.pages.proposal_forms.case import Case
from shared.clock import LONDON

# Question → words, for what a process turns on. Only what is true needs an answer.
SITUATION = (
    ("existing_provider", "Is there an existing provider?"),
    ("only_existing_capable", "Is the existing provider the only one that is capable?"),
    ("existing_satisfies", "Does it satisfy the contract, and will it?"),
    ("can_identify_most_suitable", "Can the most suitable provider likely be identified?"),
    ("patient_choice", "Do patients choose their provider?"),
    ("number_unrestricted", "May any number of providers take part?"),
    ("contracts_to_all_who_meet", "Does every provider that fits get a contract?"),
    ("can_express_interest", "Can providers say that they are interested?"),
)
COMPARED = (
    ("materially_different", "Is the new contract materially different in character?"),
    ("by_authority", "Do the changes follow from a decision of yours?"),
    ("external_factors", "Do they answer factors beyond both sides?"),
    ("succession_only", "Has only the provider been succeeded?"),
)
URGENCY = (
    ("must_be_urgent", "Must it be awarded urgently?"),
    ("foreseeable", "Could you foresee the reason?"),
    ("own_doing", "Is the reason your own doing?"),
    ("risk_to_safety", "Would delay put safety at risk?"),
)


def _asked(questions: tuple[tuple[str, str], ...]) -> tuple[Field, ...]:
    return tuple(Field(name, label, "yes_no", required=False) for name, label in questions)


def determine_regime(case: Case) -> CommandPage:
    return CommandPage(
        title="Determine the law and the process of the procurement",
        button="Determine",
        done="Law and process are on record, with their reasons.",
        service=DECISIONS,
        command="determine_regime",
        lead="The law follows from the day, the subject, the value and the buyer. It can be "
        "determined again until the procurement begins. Answer what applies.",
        asked=(
            Field("started_on", "On which day does the procurement start?", "date"),
            Field("buyer", "Who buys?", "radios", options=tuple(words.BUYERS.items())),
            Field(
                "health_pence",
                "Value of health care for the health service",
                "pounds",
                "Over the whole life, with options and VAT.",
                required=False,
            ),
            Field(
                "other_pence",
                "Value of everything else",
                "pounds",
                "Over the whole life, with options and VAT.",
                required=False,
            ),
            Field(
                "light_touch",
                "Is it on the list of light touch services?",
                "yes_no",
                required=False,
            ),
            Field("inseparable_because", "Why can it not be bought apart?", required=False),
            Field(
                "not_health_service_because",
                "If it is health care: why is it not for the health service?",
                required=False,
            ),
            Field(
                "process",
                "By which process?",
                "radios",
                "Leave empty under the regulations of 2015 and for co-operation of public bodies.",
                options=tuple(words.PROCESSES.items()),
                required=False,
            ),
            *_asked(SITUATION),
            Field(
                "existing_value_pence",
                "Lifetime value of the contract that ends",
                "pounds",
                "As it was entered into. Leave empty where none ends.",
                required=False,
            ),
            *_asked(COMPARED),
            *_asked(URGENCY),
            Field("direct_award_because", "Ground of a direct award", required=False),
            Field(
                "user_choice",
                "Did the person served choose the supplier?",
                "yes_no",
                required=False,
            ),
            Field(
                "voluntary_standstill",
                "Is a standstill promised where none is mandatory?",
                "yes_no",
                required=False,
            ),
            Field("market_engaged", "Was the market consulted?", "yes_no", required=False),
            Field("advertised", "Is it advertised to all?", "yes_no", required=False),
            Field("measures_unsuitable", "Why do indicators not fit, if so?", required=False),
            ON,
        ),
        fixed=case.fixed,
        shape=_as_plan,
    )


def _as_plan(values: dict[str, Any]) -> dict[str, Any]:
    def taken(questions: tuple[tuple[str, str], ...]) -> dict[str, Any]:
        return {name: values.pop(name) for name, _ in questions if name in values}

    situation, compared, urgency = taken(SITUATION), taken(COMPARED), taken(URGENCY)
    existing = values.pop("existing_value_pence", None)
    if existing is not None:
        unanswered = {"materially_different": False, "by_authority": False}
        situation["compared"] = {
            **unanswered,
            **compared,
            "existing_value_pence": existing,
        }
    if urgency:
        values["urgency"] = {**{name: False for name, _ in URGENCY}, **urgency}
    return {**values, "situation": situation or None}


def record_published_notice(case: Case) -> CommandPage:
    return CommandPage(
        title="Record a notice that was published",
        button="Record the notice",
        done="The notice is on record.",
        service=DECISIONS,
        command="record_published_notice",
        lead="Somebody publishes it on Find a Tender; this product never does.",
        asked=(
            Field("notice", "Which notice?", hint="As the list names it, such as UK6"),
            Field("number", "Its number", hint="Such as 091234-2026"),
            Field("published_on", "When was it published?", "date"),
            Field("about", "Which of several?", hint="Such as year 1", required=False),
            Field(
                "ocid",
                "Identifier of the contracting process",
                hint="It begins with ocds-h6vhtk-",
                required=False,
            ),
        ),
        fixed=case.fixed,
        dated_by=("published_on",),
    )


def record_representation(case: Case) -> CommandPage:
    return CommandPage(
        title="Record a representation",
        button="Record it",
        done="The representation is on record.",
        service=DECISIONS,
        command="record_representation",
        lead="Standstill has no end until every provider that is concerned has a further decision.",
        asked=(
            Field("provider", "Code of the provider", hint="Such as NORTHBANK"),
            Field("received_on", "On which day did it come?", "date"),
            _time("received_time", "At what time?"),
        ),
        fixed=case.fixed,
        shape=lambda values: _with_instant(values, "received"),
        dated_by=("received_on",),
    )


def record_further_decision(case: Case) -> CommandPage:
    return CommandPage(
        title="Record the further decision",
        button="Record it",
        done="The further decision is on record.",
        service=DECISIONS,
        command="record_further_decision",
        asked=(
            Field(
                "outcome",
                "What was decided?",
                "radios",
                options=tuple(words.FURTHER_DECISIONS.items()),
            ),
            Field("reasons", "With which reasons?", "longtext"),
            Field("sent_on", "On which day was the last provider told?", "date"),
            _time("sent_time", "At what time?"),
            Field("sent_to", "Who was told?", "lines", "One code a line, such as NORTHBANK"),
        ),
        fixed=case.fixed,
        shape=lambda values: _with_instant(values, "sent"),
        dated_by=("sent_on",),
    )


def _time(name: str, label: str) -> Field:
    return Field(
        name,
        label,
        hint="In London, on the 24-hour clock, such as 14:30. Leave empty for noon.",
        required=False,
        width="govuk-input--width-5",
    )


def _with_instant(values: dict[str, Any], what: str) -> dict[str, Any]:
    """Day and time in London as one instant; what is no time goes to the service, which refuses."""
    day, written = values.pop(f"{what}_on"), values.pop(f"{what}_time", "12:00")
    try:
        at = time.fromisoformat(written.replace(".", ":").zfill(5))
    except ValueError:
        return {**values, f"{what}_at": written}
    instant = datetime.combine(date.fromisoformat(day), at, LONDON)
    return {**values, f"{what}_at": instant.isoformat()}


def abandon_procurement(case: Case) -> CommandPage:
    return CommandPage(
        title="Give the procurement up",
        button="Give it up",
        done="The procurement is abandoned.",
        service=DECISIONS,
        command="abandon_procurement",
        warning="Tender, scores and awards of it count no more. A notice has to follow.",
        asked=(Field("reason", "Why?", "longtext", "The reason is published."), ON),
        fixed=case.fixed,
    )


def raise_supplier_risk(case: Case) -> CommandPage:
    return CommandPage(
        title="Record that a supplier may fail",
        button="Record the risk",
        done="The risk is on record.",
        service=DECISIONS,
        command="raise_supplier_risk",
        asked=(
            Field("supplier", "Which supplier?"),
            Field(
                "level",
                "How great is the risk?",
                "radios",
                options=tuple(words.RISK_LEVELS.items()),
            ),
            Field("source", "What shows it?", hint="Such as a notice of insolvency"),
            ON,
        ),
        fixed=case.fixed,
    )
