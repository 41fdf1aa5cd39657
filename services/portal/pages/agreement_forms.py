"""Forms about the money of a contract and about who its partners are."""

from collections.abc import Callable
from typing import Any

from services.portal.calls import CONTRACTS
from services.portal.commands import ON, CommandPage
from services.portal.forms import Field, Options

# Command -> the name of its page and what its link says, on the page of a contract.
ACTIONS = {
    "calculate_balancing": ("balancing", "Balance the year"),
    "test_uplift": ("uplift", "Test an uplift"),
    "issue_contributions": ("contributions", "Issue the contributions of a year"),
    "record_forecast": ("forecast", "Record a forecast"),
    "record_terms": ("terms", "Record what is agreed about money"),
    "change_shares": ("shares", "Change shares or value"),
    "record_condition_reading": ("reading", "Record how a condition is read"),
    "release_condition": ("release", "Record that a partner lets its cap go"),
    "succeed_partner": ("succession", "Record who succeeds a partner"),
    "record_exit": ("exit", "Record that a partner leaves"),
}
OVERSPEND: Options = (
    ("share", "Each partner by its share"),
    ("activity", "Each partner by its activity"),
    ("corridor", "First by share, then by activity, beyond that by a decision of all"),
    ("own_risk", "Each partner the cost of its own activity"),
    ("host_bears", "The host alone"),
    ("carry_forward", "Nobody now: it goes into the next year"),
)
UNDERSPEND: Options = (
    ("refund", "It goes back the way an overspend is borne"),
    ("carry", "It stays in the fund for the next year"),
    ("reinvest", "It is spent on more of the service"),
)
PART_YEAR: Options = (("days", "By days"), ("months", "By months, each that is begun"))
CHARGED: Options = (
    ("yearly", "Each year"),
    ("quarterly", "Each quarter"),
    ("monthly", "Each month"),
)
READINGS: Options = (
    ("per_year", "The cap holds for a year, however short it is"),
    ("pro_rata", "The cap is as short as the year"),
)
REFERENCE = Field("reference", "What does it rest on?", hint="An order, a deed or a minute.")
FROM = Field("from_on", "From when?", "date")
YEAR = (
    Field("starts_on", "First day of the year", "date"),
    Field("ends_on", "Last day of the year", "date"),
)
Names = dict[str, str]


def page_of(slug: str, id: str, whole: dict[str, Any], names: Names) -> CommandPage:
    return PAGES[slug](whole, names, {"contract_id": id})


def has_ground(command: str, whole: dict[str, Any]) -> bool:
    """Whether there is a condition that an answer could be about."""
    if command in ("record_condition_reading", "release_condition"):
        return bool((whole.get("money") or {}).get("conditions_now"))
    return True


def _partners(whole: dict[str, Any], names: Names) -> Options:
    now = (whole.get("money") or {}).get("partners_now") or whole["contract"]["partners"]
    return tuple((code, names.get(code, code)) for code in now)


def _conditions(whole: dict[str, Any], names: Names) -> Options:
    found = (whole.get("money") or {}).get("conditions_now") or []
    codes = dict.fromkeys(each["partner"] for each in found)
    return tuple((code, names.get(code, code)) for code in codes)


def with_year(values: dict[str, Any]) -> dict[str, Any]:
    year = {"starts_on": values.pop("starts_on"), "ends_on": values.pop("ends_on")}
    return {**values, "year": year}


def _activity_partners(whole: dict[str, Any]) -> Options:
    """Everybody who ever bore a share: a year that is over has the names of its own time."""
    spans = (whole.get("money") or {}).get("spans") or []
    codes = [part["partner"] for span in spans for part in span["per_partner"]]
    return tuple((code, code) for code in dict.fromkeys([*whole["contract"]["partners"], *codes]))


def _balancing(whole: dict[str, Any], names: Names, fixed: dict[str, Any]) -> CommandPage:
    asked = (
        *YEAR,
        Field("outturn_pence", "What was spent?", "pounds"),
        Field(
            "activity",
            "Share of the activity of each partner",
            "shares",
            "Of the partners of that year. They must add up to exactly 100%.",
            _activity_partners(whole),
        ),
        Field(
            "decision_reference",
            "Decision of all partners, if the agreement’s limit is passed",
            required=False,
        ),
        Field(
            "beyond_by",
            "How do they bear what lies beyond the limit?",
            "radios",
            options=(("share", "By share"), ("activity", "By activity")),
            value="share",
            required=False,
        ),
        ON,
    )
    return CommandPage(
        "Balance the year",
        "Work out who owes what",
        "The balancing payments are worked out.",
        CONTRACTS,
        "calculate_balancing",
        asked,
        fixed=fixed,
        shape=with_year,
    )


def _uplift(whole: dict[str, Any], names: Names, fixed: dict[str, Any]) -> CommandPage:
    return CommandPage(
        "Test an uplift",
        "Test it",
        "The uplift is tested.",
        CONTRACTS,
        "test_uplift",
        (Field("percent_bp", "By how much?", "percent"), FROM, ON),
        fixed=fixed,
    )


def _contributions(whole: dict[str, Any], names: Names, fixed: dict[str, Any]) -> CommandPage:
    return CommandPage(
        "Issue the contributions of a year",
        "Issue them",
        "The contributions are issued.",
        CONTRACTS,
        "issue_contributions",
        (*YEAR, ON),
        "Each partner hears what it pays in each period. A year is issued once.",
        fixed,
        with_year,
    )


def _forecast(whole: dict[str, Any], names: Names, fixed: dict[str, Any]) -> CommandPage:
    asked = (
        *YEAR,
        Field("spent_pence", "What is spent until now?", "pounds"),
        Field("forecast_pence", "What will the year cost in all?", "pounds"),
        ON,
    )
    return CommandPage(
        "Record a forecast",
        "Record it",
        "The forecast is recorded.",
        CONTRACTS,
        "record_forecast",
        asked,
        fixed=fixed,
        shape=with_year,
    )


def _terms(whole: dict[str, Any], names: Names, fixed: dict[str, Any]) -> CommandPage:
    asked = (
        FROM,
        REFERENCE,
        Field("overspend", "Who bears an overspend?", "select", "", OVERSPEND, False),
        Field("underspend", "What becomes of a saving?", "select", "", UNDERSPEND, False),
        Field("part_year", "How does a part of a year count?", "radios", "", PART_YEAR, False),
        Field("charged", "How often are contributions due?", "radios", "", CHARGED, False),
        Field("by_share_until_bp", "By share up to", "percent", "Of the budget.", (), False),
        Field("by_activity_until_bp", "By activity up to", "percent", "Of it.", (), False),
        Field("exit_notice_months", "A partner’s notice, in months", "number", required=False),
        Field("host", "Who is the host?", "select", "", _partners(whole, names), False),
        ON,
    )
    return CommandPage(
        "Record what is agreed about money",
        "Record the terms",
        "The terms are recorded.",
        CONTRACTS,
        "record_terms",
        asked,
        "Leave empty what the agreement does not say. A calculation that needs it is refused then.",
        fixed,
    )


def _shares(whole: dict[str, Any], names: Names, fixed: dict[str, Any]) -> CommandPage:
    asked = (
        Field("cost_head", "Which cost head?", value="service", hint="A new name makes a new one."),
        FROM,
        Field(
            "shares",
            "Share of each partner",
            "shares",
            "They must add up to exactly 100%.",
            _partners(whole, names),
        ),
        Field(
            "annual_value_pence",
            "What does it cost a year, if that changes?",
            "pounds",
            required=False,
        ),
        REFERENCE,
        Field(
            "variation_reference",
            "Agreed variation, if the day is past",
            required=False,
        ),
        ON,
    )
    return CommandPage(
        "Change shares or value",
        "Change them",
        "The shares are changed.",
        CONTRACTS,
        "change_shares",
        asked,
        "Days before keep their shares. What differs in periods that have begun is listed.",
        fixed,
    )


def _reading(whole: dict[str, Any], names: Names, fixed: dict[str, Any]) -> CommandPage:
    asked = (
        Field("partner", "Whose condition?", "select", options=_conditions(whole, names)),
        Field(
            "reading",
            "How does it read its condition in a part of a year?",
            "radios",
            options=READINGS,
        ),
        REFERENCE,
        ON,
    )
    return CommandPage(
        "Record how a condition is read",
        "Record the reading",
        "The reading is recorded. It is used from now on.",
        CONTRACTS,
        "record_condition_reading",
        asked,
        "Only the partner that gave the condition can say what it means.",
        fixed,
    )


def _release(whole: dict[str, Any], names: Names, fixed: dict[str, Any]) -> CommandPage:
    asked = (
        Field("partner", "Whose condition?", "select", options=_conditions(whole, names)),
        Field("allowed_pence", "Up to which cost of a year?", "pounds"),
        FROM,
        REFERENCE,
        ON,
    )
    return CommandPage(
        "Record that a partner lets its cap go",
        "Record it",
        "The partner’s decision is recorded.",
        CONTRACTS,
        "release_condition",
        asked,
        fixed=fixed,
    )


def _succession(whole: dict[str, Any], names: Names, fixed: dict[str, Any]) -> CommandPage:
    now = _partners(whole, names)
    asked = (
        Field("bodies", "Who ends?", "checkboxes", options=now),
        Field(
            "successors",
            "Who stands in their place, and for which part?",
            "shares",
            "They must add up to exactly 100%. Leave the others empty.",
            tuple(names.items()),
        ),
        Field("from_on", "From which legal day?", "date"),
        REFERENCE,
        ON,
    )
    return CommandPage(
        "Record who succeeds a partner",
        "Record the succession",
        "The succession is recorded.",
        CONTRACTS,
        "succeed_partner",
        asked,
        "Shares, caps, debts and credits pass to the successors. Earlier years keep their names.",
        fixed,
    )


def _exit(whole: dict[str, Any], names: Names, fixed: dict[str, Any]) -> CommandPage:
    asked = (
        Field("partner", "Who leaves?", "select", options=_partners(whole, names)),
        Field("notice_on", "When did it give notice?", "date"),
        Field("leaves_on", "What is its last day?", "date"),
        REFERENCE,
        ON,
    )
    return CommandPage(
        "Record that a partner leaves",
        "Record the notice",
        "The notice is recorded.",
        CONTRACTS,
        "record_exit",
        asked,
        fixed=fixed,
    )


PAGES: dict[str, Callable[[dict[str, Any], Names, dict[str, Any]], CommandPage]] = {
    "balancing": _balancing,
    "uplift": _uplift,
    "contributions": _contributions,
    "forecast": _forecast,
    "terms": _terms,
    "shares": _shares,
    "reading": _reading,
    "release": _release,
    "succession": _succession,
    "exit": _exit,
}


def reshare(whole: dict[str, Any], names: Names, left: dict[str, Any], id: str) -> CommandPage:
    """What those who stay would bear: in proportion, unless other shares are given."""
    staying = tuple(
        (each["partner"], names.get(each["partner"], each["partner"]))
        for each in left["shares_of_rest"]
    )
    asked = (
        Field("annual_value_pence", "What does the service cost a year from then on?", "pounds"),
        Field("shares", "Other shares than in proportion", "shares", "", staying, False),
        REFERENCE,
        ON,
    )
    return CommandPage(
        f"Propose the re-share without {left['partner']}",
        "Work it out",
        "The re-share is proposed. Each partner whose money changes has to decide it.",
        CONTRACTS,
        "propose_reshare",
        asked,
        "A new proposal takes the place of the last one, and of what was decided about that.",
        {"contract_id": id, "partner": left["partner"]},
    )


def decision(left: dict[str, Any], id: str) -> CommandPage:
    """About the plan that is on the page: its digest goes with the form."""
    asked = (
        Field("plan_sha256", "Plan", "hidden", value=left["plan"]["sha256"]),
        REFERENCE,
        Field(
            "limit_pence",
            "Up to which value may the decision maker decide?",
            "pounds",
            "It is held against the whole life of the contract. Leave empty if there is no limit.",
            required=False,
        ),
        ON,
    )
    return CommandPage(
        f"Decide the re-share without {left['partner']}",
        "Record the decision",
        "Your organisation’s decision is recorded.",
        CONTRACTS,
        "decide_reshare",
        asked,
        fixed={"contract_id": id, "partner": left["partner"]},
        shape=_with_digest,
    )


def _with_digest(values: dict[str, Any]) -> dict[str, Any]:
    digest = values.pop("plan_sha256")
    return {**values, "sha256": digest}
