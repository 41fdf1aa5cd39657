"""The first page: what waits for the person, why, and by when."""

from typing import Any

from flask import Blueprint, g, render_template, url_for

from services.portal import work
from services.portal.repository import read_model
from services.portal.security import database, signed_in
from shared import clock
from shared.database.transaction import Transaction

blueprint = Blueprint("home", __name__)

# Kind of page -> its endpoint, and what the parts of its address are called.
PAGES = {
    "proposal": ("proposals.show", ("id",)),
    "recommendation": ("recommendations.show", ("id",)),
    "need": ("needs.show", ("id",)),
    "session": ("sessions.show", ("id",)),
    "contract": ("contracts.show", ("id",)),
    "return": ("contracts.validate", ("id", "measure", "period")),
}


@blueprint.get("/")
@signed_in
def show() -> Any:
    with database().transaction() as tx:
        facts = _facts(tx)
    today = clock.legal_day(clock.now())
    found = work.work_for(g.person, facts)
    return render_template(
        "home/show.html",
        work=[
            {
                "what": each.what,
                "why": each.why,
                "by": each.by,
                "soon": each.is_soon(today),
                "href": _address(each.page),
            }
            for each in found
        ],
    )


def _address(page: tuple[str, ...]) -> str:
    endpoint, names = PAGES[page[0]]
    values: dict[str, Any] = dict(zip(names, page[1:], strict=True))
    return url_for(endpoint, **values)


def _facts(tx: Transaction) -> work.Facts:
    def blocks(kind: str) -> list[dict[str, Any]]:
        return [row["block"] for row in read_model.all_facts(tx, kind)]

    return work.Facts(
        proposals=read_model.page_for(tx, g.person.organisation),
        recommendations=blocks("recommendation"),
        needs=blocks("need"),
        sessions=blocks("session"),
        contracts=blocks("contract"),
        watches=blocks("watch"),
        returns=blocks("return"),
        uplifts=blocks("uplift"),
    )
