"""What everybody may read about the service itself: accessibility, privacy, cookies."""

from flask import Blueprint, render_template

blueprint = Blueprint("about", __name__)


@blueprint.get("/accessibility")
def accessibility() -> str:
    return render_template("about/accessibility.html")


@blueprint.get("/privacy")
def privacy() -> str:
    return render_template("about/privacy.html")
