"""The first page: what waits for the person, why, and by when."""

from typing import Any

from flask import Blueprint, render_template

from services.portal.security import signed_in

blueprint = Blueprint("home", __name__)


@blueprint.get("/")
@signed_in
def show() -> Any:
    return render_template("home/show.html", work=[])
