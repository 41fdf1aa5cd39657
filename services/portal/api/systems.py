"""Partner systems, their keys, and the log of events that they read."""

from marshmallow import Schema, fields, validate

from services.portal.api import kinds
from services.portal.api.routes import Route
from services.portal.calls import EVENTS


class RegisterSystem(Schema):
    code = kinds.text("short code of the system, such as mbc-ledger", 40)
    name = kinds.text("what people call it", 200)
    organisation = kinds.organisation()
    event_names = fields.List(
        fields.String(validate=validate.Length(1, 100)),
        required=True,
        metadata={"description": "such as proposal.stage_changed, proposal.* or *"},
    )
    classification_ceiling = kinds.choice("public", "partner", "restricted", required=False)


class IssueKey(Schema):
    pass


class RevokeKey(Schema):
    key_id = kinds.optional_text("id of the key; every key when left out", 60)


class SetAmqp(Schema):
    amqp = fields.Boolean(required=True)


ROUTES = (
    Route("POST", "/systems", EVENTS, "register_system", "Register a system", RegisterSystem),
    Route("GET", "/systems", EVENTS, "list_systems", "All partner systems"),
    Route("POST", "/systems/<code>/keys", EVENTS, "issue_key", "Give it another key", IssueKey),
    Route(
        "POST",
        "/systems/<code>/keys/revocation",
        EVENTS,
        "revoke_key",
        "Revoke a key, or every key",
        RevokeKey,
    ),
    Route("POST", "/systems/<code>/amqp", EVENTS, "set_amqp", "Open or close its queue", SetAmqp),
    Route(
        "GET",
        "/events",
        EVENTS,
        "list_events",
        "The log of events, in feed order",
        filters=("after", "limit", "name", "subject"),
    ),
)
