"""Contracts under watch: returns, notices, reviews and money."""

from marshmallow import Schema, fields

from services.portal.api import kinds
from services.portal.api.kinds import Command, Share
from services.portal.api.routes import Route
from services.portal.calls import CONTRACTS

CONTRACT = {"id": "contract_id"}


class SubmitReturn(Command):
    measure = kinds.text("code of the measure, such as SLT01", 20)
    period = kinds.text("such as 2019-Q2", 20)
    period_kind = kinds.choice("full", "part")
    starts_on = kinds.day("first day; that of the period when left out", required=False)
    ends_on = kinds.day("last day; that of the period when left out", required=False)
    numerator = kinds.whole("cases that met the measure")
    denominator = kinds.whole("all cases")


class ValidateReturn(Command):
    pass


class RestateReturn(Command):
    numerator = kinds.whole("cases that met the measure")
    denominator = kinds.whole("all cases")
    reason = kinds.text("why the figures change")


class CloseNotice(Command):
    evidence = kinds.text("what shows that the measure is back on target")


class OpenReview(Command):
    reason = kinds.text("why now")


class Year(Schema):
    starts_on = kinds.day("first day")
    ends_on = kinds.day("last day")


class CalculateBalancing(Command):
    year = fields.Nested(Year, required=True)
    outturn_pence = kinds.pence("what was spent")
    activity = fields.List(fields.Nested(Share), required=True)
    decision_reference = kinds.optional_text("decision of all, beyond the agreement's limit")
    beyond_by = kinds.choice("share", "activity", required=False)


class CheckUplift(Command):
    percent_bp = kinds.whole("uplift in basis points: 200 is 2%")
    from_on = kinds.day("from when")


class RecordTerms(Command):
    from_on = kinds.day("from when")
    reference = kinds.text("the agreement or its variation")
    overspend = kinds.choice(
        "share",
        "activity",
        "corridor",
        "own_risk",
        "host_bears",
        "carry_forward",
        required=False,
    )
    underspend = kinds.choice("refund", "carry", "reinvest", required=False)
    part_year = kinds.choice("days", "months", required=False)
    charged = kinds.choice("yearly", "quarterly", "monthly", required=False)
    by_share_until_bp = kinds.whole("first bound of the corridor, basis points", required=False)
    by_activity_until_bp = kinds.whole("its second bound, basis points", required=False)
    exit_notice_months = kinds.whole("a partner's notice in months", required=False)
    host = kinds.optional_text("who bears a difference under host_bears", 16)


class IssueContributions(Command):
    year = fields.Nested(Year, required=True)


class RecordForecast(Command):
    year = fields.Nested(Year, required=True)
    spent_pence = kinds.pence("spent until now")
    forecast_pence = kinds.pence("what the year will cost in all")


class ChangeShares(Command):
    cost_head = kinds.text("service, or a head of its own", 60, required=False)
    from_on = kinds.day("from when")
    shares = fields.List(fields.Nested(Share), required=True)
    annual_value_pence = kinds.pence("what the head costs a year", required=False)
    reference = kinds.text("what it rests on")
    variation_reference = kinds.optional_text("agreed variation, for days that are over")


class RecordConditionReading(Command):
    reading = kinds.choice("per_year", "pro_rata")
    reference = kinds.text("where the partner said so")


class ReleaseCondition(Command):
    allowed_pence = kinds.pence("its own cost of a year at most")
    from_on = kinds.day("from when")
    reference = kinds.text("the partner's decision")


class SucceedPartner(Command):
    bodies = kinds.texts("who ends, by organisation code")
    successors = fields.List(fields.Nested(Share), required=True)
    from_on = kinds.day("the legal day")
    reference = kinds.text("the order or act")


class RecordExit(Command):
    partner = kinds.organisation("who leaves")
    notice_on = kinds.day("day of the notice")
    leaves_on = kinds.day("its last day")
    reference = kinds.text("the notice")


class ProposeReshare(Command):
    annual_value_pence = kinds.pence("what the service costs a year from then on")
    shares = fields.List(fields.Nested(Share))
    reference = kinds.text("the re-costing")


class DecideReshare(Command):
    sha256 = kinds.sha256()
    reference = kinds.text("the decision")
    limit_pence = kinds.pence("what the decision maker may spend in all", required=False)


def _of_one(path: str, call: str, summary: str, schema: type[Command]) -> Route:
    names = {**CONTRACT, "measure": "measure", "period": "period", "partner": "partner"}
    return Route("POST", f"/contracts/<id>{path}", CONTRACTS, call, summary, schema, names)


RETURN = "/returns/<measure>/<period>"
ROUTES = (
    Route("GET", "/contracts", CONTRACTS, "list_contracts", "All contracts"),
    Route("GET", "/contracts/<id>", CONTRACTS, "get_contract", "One contract, whole"),
    _of_one("/returns", "submit_return", "Send a monitoring return", SubmitReturn),
    _of_one(f"{RETURN}/validation", "validate_return", "Validate a return", ValidateReturn),
    _of_one(f"{RETURN}/restatement", "restate_return", "Restate a return", RestateReturn),
    _of_one("/notices/<measure>/closure", "close_notice", "Close a notice", CloseNotice),
    _of_one("/review", "open_review", "Open the review", OpenReview),
    _of_one("/balancing", "calculate_balancing", "Balance the year", CalculateBalancing),
    _of_one("/uplift", "test_uplift", "Test an uplift", CheckUplift),
    _of_one("/terms", "record_terms", "Record what is agreed about money", RecordTerms),
    _of_one("/contributions", "issue_contributions", "Issue contributions", IssueContributions),
    _of_one("/forecast", "record_forecast", "Record a forecast", RecordForecast),
    _of_one("/shares", "change_shares", "Change shares or value", ChangeShares),
    _of_one(
        "/conditions/<partner>/reading",
        "record_condition_reading",
        "Record how a partner reads its condition",
        RecordConditionReading,
    ),
    _of_one(
        "/conditions/<partner>/release",
        "release_condition",
        "Record that a partner lets its cap go",
        ReleaseCondition,
    ),
    _of_one("/succession", "succeed_partner", "Record who succeeds a partner", SucceedPartner),
    _of_one("/exits", "record_exit", "Record that a partner leaves", RecordExit),
    _of_one(
        "/exits/<partner>/reshare",
        "propose_reshare",
        "Propose what those who stay bear",
        ProposeReshare,
    ),
    _of_one(
        "/exits/<partner>/decisions",
        "decide_reshare",
        "Record the decision of one's organisation on the re-share",
        DecideReshare,
    ),
)
