"""YCP-2018-02: what young commissioners asked of the therapy service, and what they were told."""

from collections.abc import Callable
from typing import Any

from deploy.demo.area import PANEL
from deploy.demo.narrator import Story

PROPOSAL = "JCP-2017-03"
SESSION = "YCP-2018-02"

RECOMMENDATIONS = (
    (
        "R1",
        "must",
        "information",
        "Tell us what will happen, in words and pictures, before the first visit.",
        7,
        ["specification 4.2", "SLT11"],
    ),
    ("R2", "should", "place", "Let us choose school, home or clinic.", 6, ["specification 4.5"]),
    (
        "R3",
        "must",
        "staff",
        "Keep the same therapist until our goals are done.",
        7,
        ["specification 4.7"],
    ),
    (
        "R4",
        "could",
        "communication",
        "From 14, text us, not only our parents.",
        5,
        ["specification 6.1"],
    ),
    ("R5", "should", "place", "Not during PE or our favourite lesson.", 7, ["school protocol"]),
)


def tell(story: Story, move: Callable[[Story, str, str, str], None]) -> None:
    facilitator = story.who("facilitator")
    body: dict[str, Any] = {
        "reference": SESSION,
        "panel": PANEL,
        "purpose": "proposal",
        "proposal_id": PROPOSAL,
        "held_on": "2018-07-14",
        "opens_on": "2018-07-14",
        "closes_on": "2018-07-16",
        "brief_formats": ["standard", "easy_read", "large_print", "symbols"],
        "brief_issued_on": "2018-06-29",
    }
    story.do(
        "2018-06-29", f"{SESSION} is called, with its brief.", facilitator, "/api/sessions", body
    )
    move(story, "2018-07-06", "consult_panel", "The Young Commissioners Panel is asked.")
    session = f"/api/sessions/{SESSION}"
    body = {
        "present": [f"YC-{number:02d}" for number in (1, 2, 4, 5, 7, 8, 10)],
        "facilitator": "Sam Carter",
        "second_adult": True,
        "adjustments_met": "3 of 3",
    }
    story.do("2018-07-14", "7 of 10 are there: quorum met.", facilitator, f"{session}/open", body)
    for number, strength, theme, statement, support, affects in RECOMMENDATIONS:
        body = {
            "reference": f"{SESSION}-{number}",
            "strength": strength,
            "theme": theme,
            "statement": statement,
            "support_count": support,
            "affects": affects,
        }
        path = f"{session}/recommendations"
        story.do("2018-07-16", f"{number} ({strength}): {statement}", facilitator, path, body)
    story.do("2018-07-16", "The session closes.", facilitator, f"{session}/close")
    story.refused(
        "an answer of a member after the session closed",
        ("session_closed",),
        story.who("panel_member", "YC-07"),
        f"{session}/answers",
        {
            "question": "statement",
            "answer": {"kind": "words", "value": "Show us a film."},
            "on": "2018-07-18",
        },
    )
    body = {
        "reference": f"{SESSION}-R6",
        "strength": "could",
        "theme": "information",
        "statement": "Show us a short film of the clinic.",
        "support_count": 5,
        "affects": ["specification 4.2"],
        "late_reason": "A member thought of it on the way home.",
    }
    path = f"{session}/recommendations"
    story.do("2018-07-18", "R6 comes late, and is kept as late.", facilitator, path, body)
    _responses(story)


def _responses(story: Story) -> None:
    lead = story.who("commissioner", "STCCG")
    for number in range(1, 7):
        path = f"/api/recommendations/{SESSION}-R{number}/acknowledgement"
        story.do("2018-07-19", f"R{number} is acknowledged.", lead, path)
    rejection = {
        "decision": "reject",
        "reasons": "One therapist in nine is missing, so we cannot promise the same person. "
        "You get a named contact, and a letter at each change.",
        "what_will_change": "A named contact and a handover letter (specification 4.7).",
        "owner": "Peter Lowe",
    }
    story.refused(
        "a must turned down without the director's signature",
        ("director_signature_needed", "response_already_given"),
        lead,
        f"/api/recommendations/{SESSION}-R3/response",
        {**rejection, "on": "2018-08-09"},
    )
    answers: dict[str, dict[str, object]] = {
        "R1": {
            "decision": "accept",
            "what_will_change": "A picture letter before the first visit (specification 4.2), "
            "measured as SLT11.",
        },
        "R2": {
            "decision": "partly_accept",
            "reasons": "Driving to each home takes the time of two visits.",
            "what_will_change": "School or clinic for all; home where it is needed for health "
            "(specification 4.5).",
        },
        "R3": {**rejection, "signed_by_director": True},
        "R4": {
            "decision": "accept",
            "what_will_change": "From 14 you choose who gets the text (specification 6.1).",
        },
        "R5": {
            "decision": "defer",
            "reasons": "Schools have to agree first. We ask them while the service is set up.",
            "due_on": "2019-03-29",
        },
        "R6": {
            "decision": "accept",
            "what_will_change": "The picture letter has a link to a film (specification 4.2).",
        },
    }
    for which, body in answers.items():
        path = f"/api/recommendations/{SESSION}-{which}/response"
        sentence = f"{which} is answered: {body['decision']}."
        story.do("2018-08-10", sentence, lead, path, {"owner": "Peter Lowe", **body})
    story.do(
        "2018-08-17",
        "The panel is not content with the answer to R3; it goes to the board.",
        story.who("facilitator"),
        f"/api/recommendations/{SESSION}-R3/reaction",
        {"reaction": "not_ok"},
    )
