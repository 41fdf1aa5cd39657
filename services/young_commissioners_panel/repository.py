"""Every statement that this service runs, and what its rows mean."""

from datetime import date
from typing import Any

from services.young_commissioners_panel.domain.drafts import Draft
from services.young_commissioners_panel.domain.recommendations import (
    Progress,
    Recommendation,
    Response,
)
from services.young_commissioners_panel.domain.sessions import Member, Session, Stage
from shared.database import references
from shared.database.transaction import Row, Transaction
from shared.errors import Conflict, NotAllowed, NotFound

ADD_PANEL = """
INSERT INTO panels (name, area) VALUES (%(name)s, %(area)s)
ON CONFLICT (name) DO NOTHING RETURNING name
"""
FIND_PANEL = "SELECT name FROM panels WHERE name = %(name)s"
ADD_MEMBER = """
INSERT INTO members (panel, pseudonym, age_band, adjustments, login, joined_on)
VALUES (%(panel)s, %(pseudonym)s, %(age_band)s, %(adjustments)s, %(login)s, %(joined_on)s)
ON CONFLICT (panel, pseudonym) DO NOTHING RETURNING pseudonym
"""
FIND_ALL_MEMBERS = "SELECT * FROM members WHERE panel = %(panel)s ORDER BY pseudonym"

ADD_SESSION = """
INSERT INTO sessions (id, panel, purpose, proposal_id, proposal_version, held_on, opens_on,
                      closes_on, brief_formats, brief_issued_on, stage, present)
VALUES (%(id)s, %(panel)s, %(purpose)s, %(proposal_id)s, %(proposal_version)s, %(held_on)s,
        %(opens_on)s, %(closes_on)s, %(brief_formats)s, %(brief_issued_on)s, %(stage)s,
        %(present)s)
ON CONFLICT (id) DO NOTHING RETURNING id
"""
SAVE_SESSION = """
UPDATE sessions
SET stage = %(stage)s, present = %(present)s, facilitator = %(facilitator)s,
    adjustments_met = %(adjustments_met)s, extension_reason = %(extension_reason)s,
    opened_on = %(opened_on)s, closed_on = %(closed_on)s,
    feedback_delivered_on = %(feedback_delivered_on)s
WHERE id = %(id)s
"""
FIND_SESSION = "SELECT * FROM sessions WHERE id = %(id)s"
# Acts on one session wait for each other: the numbers of recommendations have no gaps.
LOCK_SESSION = "SELECT * FROM sessions WHERE id = %(id)s FOR UPDATE"
FIND_ALL_SESSIONS = """
SELECT * FROM sessions s
WHERE %(member)s::text IS NULL OR EXISTS (
    SELECT 1 FROM members m WHERE m.panel = s.panel AND m.pseudonym = %(member)s
)
ORDER BY held_on DESC, id
"""
COUNT_RECOMMENDATIONS = """
SELECT session_id, count(*) AS number FROM recommendations
WHERE session_id = ANY(%(ids)s) GROUP BY session_id
"""
NEXT_NUMBER = """
SELECT 1 + coalesce(max(substring(id FROM '-R(\\d+)$')::int), 0) AS number
FROM recommendations WHERE session_id = %(session_id)s
"""

FIND_DRAFT = "SELECT * FROM drafts WHERE session_id = %(session_id)s AND member = %(member)s"
SAVE_DRAFT = """
INSERT INTO drafts (session_id, member, answers, version)
VALUES (%(session_id)s, %(member)s, %(answers)s, %(version)s)
ON CONFLICT (session_id, member) DO UPDATE
SET answers = EXCLUDED.answers, version = EXCLUDED.version
"""
DROP_DRAFT = "DELETE FROM drafts WHERE session_id = %(session_id)s AND member = %(member)s"

ADD_RECOMMENDATION = """
INSERT INTO recommendations (id, session_id, proposal_id, strength, theme, statement, why,
                             support_count, present_count, late, submitted_on, response_due_on,
                             progress, dissent, affects, late_reason, by_member, recorded_at)
VALUES (%(id)s, %(session_id)s, %(proposal_id)s, %(strength)s, %(theme)s, %(statement)s, %(why)s,
        %(support_count)s, %(present_count)s, %(late)s, %(submitted_on)s, %(response_due_on)s,
        %(progress)s, %(dissent)s, %(affects)s, %(late_reason)s, %(by_member)s, %(recorded_at)s)
ON CONFLICT (id) DO NOTHING RETURNING id
"""
SAVE_RECOMMENDATION = """
UPDATE recommendations
SET statement = %(statement)s, why = %(why)s, dissent = %(dissent)s, by_member = %(by_member)s,
    progress = %(progress)s, acknowledged_on = %(acknowledged_on)s, response = %(response)s
WHERE id = %(id)s
"""
ADD_RESPONSE = """
INSERT INTO responses (recommendation_id, position, response, person, recorded_at)
SELECT %(id)s, count(*) + 1, %(response)s, %(person)s, %(recorded_at)s
FROM responses WHERE recommendation_id = %(id)s
"""
LOCK_RECOMMENDATION = "SELECT * FROM recommendations WHERE id = %(id)s FOR UPDATE"
FIND_ALL_RECOMMENDATIONS = """
SELECT * FROM recommendations
WHERE %(proposal_id)s::text IS NULL OR proposal_id = %(proposal_id)s ORDER BY id
"""

# A version that arrives late changes nothing.
KEEP_PROPOSAL = """
INSERT INTO known_proposals (id, version, title, stage, proposal_version)
VALUES (%(id)s, %(version)s, %(title)s, %(stage)s, %(proposal_version)s)
ON CONFLICT (id) DO UPDATE
SET version = EXCLUDED.version, title = EXCLUDED.title, stage = EXCLUDED.stage,
    proposal_version = EXCLUDED.proposal_version
WHERE known_proposals.version < EXCLUDED.version
"""
FIND_PROPOSAL = "SELECT proposal_version FROM known_proposals WHERE id = %(id)s"


def add_panel(tx: Transaction, name: str, area: str) -> None:
    if not tx.run(ADD_PANEL, name=name, area=area):
        raise Conflict("panel_exists", f"There is a panel {name} already. Choose another name.")


def add_member(
    tx: Transaction, panel: str, member: Member, login: str | None, joined_on: date
) -> None:
    check_panel(tx, panel)
    if not tx.run(
        ADD_MEMBER,
        panel=panel,
        pseudonym=member.pseudonym,
        age_band=member.age_band,
        adjustments=list(member.adjustments),
        login=login,
        joined_on=joined_on,
    ):
        raise Conflict("member_exists", f"{member.pseudonym} is taken. Choose another code.")


def check_panel(tx: Transaction, name: str) -> None:
    if not tx.run(FIND_PANEL, name=name):
        raise NotFound("panel_not_found", f"There is no panel {name}. Create it first.")


def find_all_members(tx: Transaction, panel: str) -> dict[str, Member]:
    return {
        row["pseudonym"]: Member(row["pseudonym"], row["age_band"], tuple(row["adjustments"]))
        for row in tx.run(FIND_ALL_MEMBERS, panel=panel)
    }


def must_be_member(tx: Transaction, session: Session, person: str) -> None:
    if person not in find_all_members(tx, session.panel):
        raise NotAllowed(
            "not_in_this_panel", "This session is for members of another panel than yours."
        )


def add_session(tx: Transaction, session: Session) -> None:
    if not tx.run(
        ADD_SESSION,
        id=session.id,
        panel=session.panel,
        purpose=session.purpose,
        proposal_id=session.proposal_id,
        proposal_version=session.proposal_version,
        held_on=session.held_on,
        opens_on=session.opens_on,
        closes_on=session.closes_on,
        brief_formats=list(session.brief_formats),
        brief_issued_on=session.brief_issued_on,
        stage=str(session.stage),
        present=list(session.present),
    ):
        raise references.taken(session.id)


def save_session(tx: Transaction, session: Session) -> None:
    tx.send(
        SAVE_SESSION,
        id=session.id,
        stage=str(session.stage),
        present=list(session.present),
        facilitator=session.facilitator,
        adjustments_met=session.adjustments_met,
        extension_reason=session.extension_reason,
        opened_on=session.opened_on,
        closed_on=session.closed_on,
        feedback_delivered_on=session.feedback_delivered_on,
    )


def find_session(tx: Transaction, id: str, *, lock: bool = False) -> Session:
    rows = tx.run(LOCK_SESSION if lock else FIND_SESSION, id=id)
    if not rows:
        raise NotFound("session_not_found", f"There is no session {id}. Check its reference.")
    return _session(rows[0])


def find_all_sessions(tx: Transaction, member: str | None) -> list[Session]:
    return [_session(row) for row in tx.run(FIND_ALL_SESSIONS, member=member)]


def count_recommendations(tx: Transaction, ids: list[str]) -> dict[str, int]:
    return {row["session_id"]: row["number"] for row in tx.run(COUNT_RECOMMENDATIONS, ids=ids)}


def next_recommendation_id(tx: Transaction, session_id: str) -> str:
    """After the highest number that is there: a person may have chosen one."""
    [row] = tx.run(NEXT_NUMBER, session_id=session_id)
    return f"{session_id}-R{row['number']}"


def find_draft(tx: Transaction, session_id: str, member: str) -> Draft:
    """The member's own draft; an empty one where nothing is saved."""
    rows = tx.run(FIND_DRAFT, session_id=session_id, member=member)
    if not rows:
        return Draft(session_id, member)
    return Draft(session_id, member, rows[0]["answers"], rows[0]["version"])


def save_draft(tx: Transaction, draft: Draft) -> None:
    tx.send(
        SAVE_DRAFT,
        session_id=draft.session_id,
        member=draft.member,
        answers=dict(draft.answers),
        version=draft.version,
    )


def drop_draft(tx: Transaction, draft: Draft) -> None:
    tx.send(DROP_DRAFT, session_id=draft.session_id, member=draft.member)


def add_recommendation(tx: Transaction, found: Recommendation) -> None:
    if not tx.run(
        ADD_RECOMMENDATION,
        id=found.id,
        session_id=found.session_id,
        proposal_id=found.proposal_id,
        strength=found.strength,
        theme=found.theme,
        statement=found.statement,
        why=found.why,
        support_count=found.support_count,
        present_count=found.present_count,
        late=found.late,
        submitted_on=found.submitted_on,
        response_due_on=found.response_due_on,
        progress=str(found.progress),
        dissent=found.dissent,
        affects=list(found.affects),
        late_reason=found.late_reason,
        by_member=found.by,
        recorded_at=tx.context.at,
    ):
        raise references.taken(found.id)


def save_recommendation(tx: Transaction, found: Recommendation) -> None:
    tx.send(
        SAVE_RECOMMENDATION,
        id=found.id,
        statement=found.statement,
        why=found.why,
        dissent=found.dissent,
        by_member=found.by,
        progress=str(found.progress),
        acknowledged_on=found.acknowledged_on,
        response=_plain(found.response),
    )


def add_response(tx: Transaction, found: Recommendation, person: str) -> None:
    tx.send(
        ADD_RESPONSE,
        id=found.id,
        response=_plain(found.response),
        person=person,
        recorded_at=tx.context.at,
    )


def find_recommendation(tx: Transaction, id: str) -> Recommendation:
    """Locked: answers to one recommendation wait for each other."""
    rows = tx.run(LOCK_RECOMMENDATION, id=id)
    if not rows:
        raise NotFound(
            "recommendation_not_found", f"There is no recommendation {id}. Check its reference."
        )
    return _recommendation(rows[0])


def find_all_recommendations(tx: Transaction, proposal_id: str | None) -> list[Recommendation]:
    rows = tx.run(FIND_ALL_RECOMMENDATIONS, proposal_id=proposal_id)
    return [_recommendation(row) for row in rows]


def keep_proposal(tx: Transaction, version: int, proposal: dict[str, Any]) -> None:
    tx.send_often(
        KEEP_PROPOSAL,
        id=proposal["id"],
        version=version,
        title=proposal["title"],
        stage=proposal["stage"],
        proposal_version=proposal["proposal_version"],
    )


def find_proposal_version(tx: Transaction, id: str) -> int:
    """The newest version of a proposal, as this service knows it."""
    rows = tx.run(FIND_PROPOSAL, id=id)
    if not rows:
        raise NotFound(
            "proposal_not_found", f"{id} is not known here. Check its reference, or wait a moment."
        )
    return int(rows[0]["proposal_version"])


def _session(row: Row) -> Session:
    kept = {**row, "stage": Stage(row["stage"]), "present": tuple(row["present"])}
    return Session(**{**kept, "brief_formats": tuple(row["brief_formats"])})


def _recommendation(row: Row) -> Recommendation:
    return Recommendation(
        id=row["id"],
        session_id=row["session_id"],
        proposal_id=row["proposal_id"],
        strength=row["strength"],
        theme=row["theme"],
        statement=row["statement"],
        why=row["why"],
        support_count=row["support_count"],
        present_count=row["present_count"],
        late=row["late"],
        submitted_on=row["submitted_on"],
        response_due_on=row["response_due_on"],
        progress=Progress(row["progress"]),
        dissent=row["dissent"],
        affects=tuple(row["affects"]),
        late_reason=row["late_reason"],
        by=row["by_member"],
        acknowledged_on=row["acknowledged_on"],
        response=_response(row["response"]),
    )


def _plain(response: Response | None) -> dict[str, Any] | None:
    if response is None:
        return None
    return {
        "decision": response.decision,
        "reasons": response.reasons,
        "what_will_change": response.what_will_change,
        "owner": response.owner,
        "due_on": response.due_on.isoformat() if response.due_on else None,
        "responded_on": response.responded_on.isoformat(),
        "signed_by_director": response.signed_by_director,
        "reaction": response.reaction,
    }


def _response(kept: dict[str, Any] | None) -> Response | None:
    if kept is None:
        return None
    return Response(
        decision=kept["decision"],
        reasons=kept["reasons"],
        what_will_change=kept["what_will_change"],
        owner=kept["owner"],
        due_on=date.fromisoformat(kept["due_on"]) if kept["due_on"] else None,
        responded_on=date.fromisoformat(kept["responded_on"]),
        signed_by_director=kept["signed_by_director"],
        reaction=kept["reaction"],
    )
