"""Questions to this service: strict, an unknown field is an error."""

from datetime import date
from typing import Any

from marshmallow import Schema, ValidationError, fields, validate, validates_schema

from services.commissioning_decisions.domain.obligations import State
from services.commissioning_decisions.schemas.commands import CODE, REFERENCE, WORDS
from services.commissioning_decisions.schemas.running_commands import Migration, stage_map

CALENDAR_CODES = ["ENG", "PSR", "PA23", "calendar_days"]
TEXT = validate.Length(1, 500_000)
PROCESS = validate.Regexp(
    r"^[A-Za-z0-9][A-Za-z0-9_.-]{0,40}(@[1-9][0-9]{0,3})?$",
    error="Use a name such as JCP-16, or NAME@VERSION such as JCP-16@2.",
)


def a_place(text: str) -> None:
    """A place in a list by days, as an answer before this one gave it."""
    try:
        date.fromisoformat(text[:10])
    except ValueError as wrong:
        raise ValidationError("Use the `after` of an earlier answer.") from wrong


class GetProposal(Schema):
    id = fields.String(required=True, validate=REFERENCE)


class WhyNot(Schema):
    id = fields.String(required=True, validate=REFERENCE)
    move = fields.String(required=True, validate=REFERENCE)


class WhyNotAll(Schema):
    """`organisation`: only proposals of which it is a partner."""

    process = fields.String(load_default=None, allow_none=True, validate=REFERENCE)
    stage = fields.String(load_default=None, allow_none=True)
    organisation = fields.String(load_default=None, allow_none=True, validate=CODE)
    limit = fields.Integer(load_default=100, validate=validate.Range(1, 500))
    after = fields.String(load_default=None, allow_none=True)


class ListProposals(Schema):
    stage = fields.String(load_default=None, allow_none=True)
    limit = fields.Integer(load_default=100, validate=validate.Range(1, 500))
    after = fields.String(load_default=None, allow_none=True)


class ExportAudit(Schema):
    """One proposal, or a page of all."""

    id = fields.String(load_default=None, allow_none=True, validate=REFERENCE)
    limit = fields.Integer(load_default=20, validate=validate.Range(1, 100))
    after = fields.String(load_default=None, allow_none=True)


class GetProposalAsOf(Schema):
    id = fields.String(required=True, validate=REFERENCE)
    at = fields.AwareDateTime(required=True)


class GetDecisionReport(Schema):
    id = fields.String(required=True, validate=REFERENCE)


class ListNoticeDuties(Schema):
    id = fields.String(required=True, validate=REFERENCE)


class DraftRelease(Schema):
    id = fields.String(required=True, validate=REFERENCE)


def a_place_in_a_register(text: str) -> None:
    """Such as 2019-06-20|JCP-2018-07|31, as an answer before this one gave it."""
    day, _, rest = text.partition("|")
    _, _, position = rest.rpartition("|")
    try:
        date.fromisoformat(day)
        int(position)
    except ValueError as wrong:
        raise ValidationError("Use the `after` of an earlier answer.") from wrong


class ListRegister(Schema):
    register = fields.String(
        required=True, validate=validate.OneOf(["forward_plan", "decisions", "conflicts"])
    )
    partner = fields.String(load_default=None, allow_none=True, validate=CODE)
    limit = fields.Integer(load_default=50, validate=validate.Range(1, 500))
    after = fields.String(load_default=None, allow_none=True, validate=a_place_in_a_register)


class GetProcess(Schema):
    name = fields.String(required=True, validate=REFERENCE)
    version = fields.Integer(load_default=None, allow_none=True, validate=validate.Range(1, 10_000))


class ListProcesses(Schema):
    pass


class ListEvidenceKinds(Schema):
    pass


class CheckProcess(Schema):
    text = fields.String(required=True, validate=TEXT)


class GivenProcess(Schema):
    """The text of a definition, or the name of one that is shipped: one of the two."""

    text = fields.String(load_default=None, allow_none=True, validate=TEXT)
    process = fields.String(load_default=None, allow_none=True, validate=PROCESS)

    @validates_schema
    def one_of_the_two(self, data: Any, **_: Any) -> None:
        if (data["text"] is None) == (data["process"] is None):
            raise ValidationError("Give the text of a definition, or a process: one of the two.")


class CompareProcesses(Schema):
    before = fields.Nested(GivenProcess, required=True)
    after = fields.Nested(GivenProcess, required=True)


class SimulateProcess(Schema):
    """`of`: the process whose running proposals are looked at; that of the text by default."""

    text = fields.String(required=True, validate=TEXT)
    stages = stage_map()
    of = fields.String(load_default=None, allow_none=True, validate=PROCESS)
    limit = fields.Integer(load_default=200, strict=True, validate=validate.Range(1, 1000))
    after = fields.String(load_default=None, allow_none=True)


class PlanMigration(Migration):
    pass


class ListProcessVersions(Schema):
    pass


class ListPartners(Schema):
    pass


class ListRules(Schema):
    pass


class WorkOutDeadline(Schema):
    """`n` and `calendar` are a local reading; `authority` says whose."""

    rule = fields.String(required=True, validate=REFERENCE)
    on = fields.Date(required=True)
    known_on = fields.Date(load_default=None, allow_none=True)
    n = fields.Integer(load_default=None, allow_none=True, validate=validate.Range(1, 400))
    calendar = fields.String(
        load_default=None, allow_none=True, validate=validate.OneOf(CALENDAR_CODES)
    )
    authority = fields.String(load_default=None, allow_none=True, validate=WORDS)


class ListObligations(Schema):
    """`state` owed: everything that still has to be done, breached or not."""

    organisation = fields.String(load_default=None, allow_none=True, validate=CODE)
    state = fields.String(load_default="owed", validate=validate.OneOf(["owed", *map(str, State)]))
    limit = fields.Integer(load_default=100, validate=validate.Range(1, 500))
    after = fields.String(load_default=None, allow_none=True, validate=a_place)
