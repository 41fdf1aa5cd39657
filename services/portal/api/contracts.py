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


class CheckUplift(Command):
    percent_bp = kinds.whole("uplift in basis points: 200 is 2%")
    from_on = kinds.day("from when")


def _of_one(path: str, call: str, summary: str, schema: type[Command]) -> Route:
    names = {**CONTRACT, "measure": "measure", "period": "period"}
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
)
