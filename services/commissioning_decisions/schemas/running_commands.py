"""Commands about what runs: flows, options, successions, and changes of process."""

from typing import Any

from marshmallow import Schema, fields, validate

from services.commissioning_decisions.schemas.commands import (
    CODE,
    NAME,
    REFERENCE,
    WORDS,
    ProposalId,
    when,
)

# Stages of a process that is left, by the stage that each becomes where the names differ.
STAGES = validate.Length(max=200)
VERSION_OF_PROCESS = validate.Regexp(
    r"^[A-Za-z0-9][A-Za-z0-9_.-]{0,40}@[1-9][0-9]{0,3}$",
    error="Use NAME@VERSION, such as JCP-16@2.",
)


class Successor(Schema):
    partner = fields.String(required=True, validate=CODE)
    bp = fields.Integer(required=True, strict=True, validate=validate.Range(min=1, max=10_000))


class RecordSuccession(Schema):
    predecessors = fields.List(
        fields.String(validate=CODE), required=True, validate=validate.Length(1, 20)
    )
    successors = fields.List(
        fields.Nested(Successor), required=True, validate=validate.Length(1, 20)
    )
    effective_on = fields.Date(required=True)
    order_reference = fields.String(required=True, validate=NAME)
    on = when()


class BeginFlow(ProposalId):
    process = fields.String(required=True, validate=REFERENCE)
    title = fields.String(required=True, validate=NAME)
    leaving = fields.String(load_default=None, allow_none=True, validate=CODE)
    reference = fields.String(load_default=None, allow_none=True)
    on = when()


class ExerciseOption(ProposalId):
    consents = fields.Dict(
        keys=fields.String(validate=CODE), values=fields.String(validate=NAME), required=True
    )
    on = when()


def stage_map() -> Any:
    """Old stage to new stage."""
    name = fields.String(validate=REFERENCE)
    return fields.Dict(keys=name, values=name, load_default=dict, validate=STAGES)


class Migration(Schema):
    """From one shipped version to another, in pages."""

    from_process = fields.String(required=True, validate=VERSION_OF_PROCESS)
    to_process = fields.String(required=True, validate=VERSION_OF_PROCESS)
    stages = stage_map()
    limit = fields.Integer(load_default=200, strict=True, validate=validate.Range(1, 1000))
    after = fields.String(load_default=None, allow_none=True)


class MigrateProposals(Migration):
    reason = fields.String(load_default=None, allow_none=True, validate=WORDS)
