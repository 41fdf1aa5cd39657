"""Proposals as the board lists them: from the read model, newest facts, keyset pages."""

from typing import Any
from urllib.parse import urlencode

from flask import Response, jsonify, request
from flask_smorest import Blueprint
from marshmallow import Schema, fields, validate

from services.portal import security
from services.portal.api.keys import recognise_key
from services.portal.api.problems import ProblemSchema
from services.portal.filters import read_filters
from services.portal.paging import cursor_of, read_cursor
from services.portal.repository import read_model

blueprint = Blueprint(
    "api_board", __name__, url_prefix="/api", description="Partners and proposals"
)
blueprint.before_request(recognise_key)


class BoardQuery(Schema):
    stage = fields.String()
    service_type = fields.String()
    partner = fields.String()
    words = fields.String()
    limit = fields.Integer(load_default=50, validate=validate.Range(1, 200))
    after = fields.String(metadata={"description": "cursor of the page before"})


class BoardPage(Schema):
    proposals = fields.List(fields.Dict(keys=fields.String()))
    next = fields.String(allow_none=True, metadata={"description": "cursor for the next page"})


@blueprint.route("/proposals", methods=["GET"], endpoint="list_proposals")
@blueprint.arguments(BoardQuery, location="query")
@blueprint.response(200, BoardPage)
@blueprint.alt_response(401, schema=ProblemSchema, content_type="application/problem+json")
def list_proposals(wanted: dict[str, Any]) -> Response:
    """Proposals, longest in their stage first"""
    limit, after = wanted["limit"], read_cursor(wanted.get("after"))
    filters = read_filters(wanted)
    with security.database().transaction() as tx:
        rows = read_model.page_of_board(tx, filters, after, limit + 1)
    shown, more = rows[:limit], len(rows) > limit
    following = cursor_of(shown[-1]) if more else None
    answer = jsonify(
        {
            "proposals": [{**row["block"], "version": row["version"]} for row in shown],
            "next": following,
        }
    )
    if following:
        query = urlencode({**request.args.to_dict(), "after": following})
        answer.headers["Link"] = f'</api/proposals?{query}>; rel="next"'
    return answer
