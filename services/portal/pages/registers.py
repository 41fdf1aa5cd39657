"""The registers across all proposals: forward plan, decisions, conflicts of interest."""

from typing import Any

from flask import Blueprint, abort, g, render_template, request

from services.portal import access, calls
from services.portal.calls import DECISIONS
from services.portal.repository import people
from services.portal.security import database, signed_in

blueprint = Blueprint("registers", __name__, url_prefix="/registers")

PAGE = 50
# In the address → as the service names it, and as people do.
REGISTERS = {
    "forward-plan": ("forward_plan", "Forward plan"),
    "decisions": ("decisions", "Register of decisions"),
    "conflicts": ("conflicts", "Register of conflicts of interest"),
}


@blueprint.get("/<slug>")
@signed_in
def show(slug: str) -> Any:
    if slug not in REGISTERS or access.is_provider_only(g.person.roles):
        abort(404 if slug not in REGISTERS else 403)
    register, title = REGISTERS[slug]
    partner = request.args.get("partner") or None
    answer = calls.ask(
        DECISIONS,
        "list_register",
        register=register,
        partner=partner,
        limit=PAGE,
        after=request.args.get("after") or None,
    )
    with database().transaction() as tx:
        names = people.organisation_names(tx)
    return render_template(
        "registers/show.html",
        slug=slug,
        title=title,
        registers=REGISTERS,
        lines=answer["lines"],
        after=answer["after"],
        partner=partner,
        names=names,
    )
