"""Panels, their members, sessions and recommendations."""

from marshmallow import fields

from services.portal.api import kinds
from services.portal.api.kinds import Command
from services.portal.api.routes import Route
from services.portal.calls import PANEL

STRENGTHS = ("must", "should", "could")
THEMES = (
    "access",
    "communication",
    "staff",
    "place",
    "information",
    "choice",
    "quality",
    "equality",
    "other",
)


class CreatePanel(Command):
    name = kinds.text("name of the panel", 60)
    area = kinds.text("the area it speaks for", 60)


class AddMember(Command):
    pseudonym = kinds.text("code of the member, such as YC-07", 20)
    age_band = kinds.text("such as 14-17", 20)
    adjustments = kinds.texts("what the member needs to take part", required=False)
    login = kinds.optional_text("sign-in id of the member", 60)


class ScheduleSession(Command):
    reference = kinds.reference("YCP")
    panel = kinds.text("name of the panel", 60)
    purpose = kinds.choice("needs", "proposal", "specification", "tender_scoring", "review")
    proposal_id = kinds.reference("JCP")
    held_on = kinds.day("day of the session")
    opens_on = kinds.day("first day for answers")
    closes_on = kinds.day("last day for answers")
    brief_formats = kinds.texts("formats of the brief: easy_read, large_print ...")
    brief_issued_on = kinds.day("day on which the brief went out", required=False)


class OpenSession(Command):
    present = kinds.texts("codes of the members who are present")
    facilitator = kinds.text("who leads the session", 60)
    second_adult = fields.Boolean(required=True)
    adjustments_met = fields.Raw(metadata={"description": "which adjustments were met"})
    extension_reason = kinds.optional_text("why the brief came late")


class CloseSession(Command):
    pass


class SaveAnswer(Command):
    question = kinds.choice("strength", "statement", "why", "theme")
    answer = fields.Dict(
        keys=fields.String(), required=True, metadata={"description": "kind and value"}
    )
    expected_version = fields.Integer()


class RecordRecommendation(Command):
    reference = kinds.optional_text("such as YCP-2018-02-R1", 30)
    strength = kinds.choice(*STRENGTHS)
    theme = kinds.choice(*THEMES)
    statement = kinds.text("what should change, in at most 60 plain words", 1000)
    why = kinds.optional_text("why it matters", 1000)
    support_count = kinds.whole("how many of those present support it")
    dissent = kinds.optional_text("what others said", 1000)
    affects = kinds.texts("specification clauses and measures that it touches", required=False)
    late_reason = kinds.optional_text("why it comes after the session closed")


class Acknowledge(Command):
    pass


class Respond(Command):
    decision = kinds.choice("accept", "partly_accept", "reject", "defer")
    reasons = kinds.optional_text("in plain words; needed for all but accept")
    what_will_change = kinds.optional_text("what will be different")
    owner = kinds.text("who sees to it", 200)
    due_on = kinds.day("by when", required=False)
    signed_by_director = fields.Boolean()


class React(Command):
    reaction = kinds.choice("ok", "not_ok", "unclear")


class DeliverFeedback(Command):
    formats = kinds.texts("formats in which members got it")
    delivered_on = kinds.day("day of delivery")


SESSION, RECOMMENDATION = {"id": "session_id"}, {"id": "id"}

ROUTES = (
    Route("POST", "/panels", PANEL, "create_panel", "Create a panel", CreatePanel),
    Route(
        "POST",
        "/panels/<name>/members",
        PANEL,
        "add_member",
        "Add a member",
        AddMember,
        {"name": "panel"},
    ),
    Route("POST", "/sessions", PANEL, "schedule_session", "Schedule a session", ScheduleSession),
    Route("GET", "/sessions", PANEL, "list_sessions", "All sessions", filters=("member",)),
    Route("GET", "/sessions/<id>", PANEL, "get_session", "One session"),
    Route("POST", "/sessions/<id>/open", PANEL, "open_session", "Open a session", OpenSession),
    Route("POST", "/sessions/<id>/close", PANEL, "close_session", "Close a session", CloseSession),
    Route(
        "POST",
        "/sessions/<id>/answers",
        PANEL,
        "save_answer",
        "Save one answer of the member's draft",
        SaveAnswer,
        SESSION,
    ),
    Route(
        "GET",
        "/sessions/<id>/draft",
        PANEL,
        "get_my_draft",
        "The member's own draft",
        names=SESSION,
    ),
    Route(
        "POST",
        "/sessions/<id>/submission",
        PANEL,
        "submit_recommendation",
        "Send the member's own draft as a recommendation",
        CloseSession,
        SESSION,
    ),
    Route(
        "POST",
        "/sessions/<id>/recommendations",
        PANEL,
        "record_recommendation",
        "Record a recommendation of the session",
        RecordRecommendation,
        SESSION,
    ),
    Route(
        "POST",
        "/sessions/<id>/feedback",
        PANEL,
        "deliver_feedback",
        "Record that members were told what was done",
        DeliverFeedback,
        SESSION,
    ),
    Route(
        "GET",
        "/recommendations",
        PANEL,
        "list_recommendations",
        "All recommendations",
        filters=("proposal_id",),
    ),
    Route("GET", "/recommendations/<id>", PANEL, "get_recommendation", "One recommendation"),
    Route(
        "POST",
        "/recommendations/<id>/acknowledgement",
        PANEL,
        "acknowledge_recommendation",
        "Acknowledge a recommendation",
        Acknowledge,
        RECOMMENDATION,
    ),
    Route(
        "POST",
        "/recommendations/<id>/withdrawal",
        PANEL,
        "withdraw_recommendation",
        "Take a recommendation back; its words go",
        Acknowledge,
        RECOMMENDATION,
    ),
    Route(
        "POST",
        "/recommendations/<id>/response",
        PANEL,
        "respond_to_recommendation",
        "Answer a recommendation",
        Respond,
        RECOMMENDATION,
    ),
    Route(
        "POST",
        "/recommendations/<id>/reaction",
        PANEL,
        "record_reaction",
        "Record what the panel thinks of the answer",
        React,
        RECOMMENDATION,
    ),
)
