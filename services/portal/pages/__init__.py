"""The pages: one module per journey; each reads a form, asks a service and renders."""

from flask import Flask, request, url_for

from services.portal.pages import about, home, sign_in


def register(app: Flask) -> None:
    for journey in (sign_in, home, about):
        app.register_blueprint(journey.blueprint)
    app.context_processor(lambda: {"navigation": navigation})


def navigation() -> list[dict[str, object]]:
    """The links on top of each page for the person who is signed in."""
    return [{"text": text, "href": href, "active": _is_here(href)} for text, href in _links()]


def _links() -> list[tuple[str, str]]:
    return [("For you", url_for("home.show"))]


def _is_here(href: str) -> bool:
    return request.path == href or (href != "/" and request.path.startswith(href))
