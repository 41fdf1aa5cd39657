"""The pages: one module per journey; each reads a form, asks a service and renders."""

from flask import Flask, g, request, url_for

from services.portal import access
from services.portal.pages import (
    about,
    contracts,
    deadlines,
    events,
    home,
    needs,
    panel,
    partners,
    past,
    procurement,
    proposals,
    recommendations,
    registers,
    report,
    rules,
    sessions,
    sign_in,
)
from services.portal.repository.people import Person

JOURNEYS = (
    sign_in,
    home,
    about,
    needs,
    proposals,
    past,
    procurement,
    report,
    sessions,
    recommendations,
    registers,
    contracts,
    deadlines,
    events,
    partners,
    rules,
    panel,
)


def register(app: Flask) -> None:
    for journey in JOURNEYS:
        app.register_blueprint(journey.blueprint)
    app.context_processor(lambda: {"navigation": navigation, "may_read_rules": _may_read_rules})


def navigation() -> list[dict[str, object]]:
    """The links on top of each page for the person who is signed in."""
    return [{"text": text, "href": href, "active": _is_here(href)} for text, href in _links()]


def _links() -> list[tuple[str, str]]:
    if access.is_provider_only(g.person.roles):
        return [("For you", url_for("home.show")), ("Contracts", url_for("contracts.board"))]
    links = [
        ("For you", url_for("home.show")),
        ("Needs", url_for("needs.board")),
        ("Proposals", url_for("proposals.board")),
        ("Young commissioners", url_for("recommendations.board")),
        ("Sessions", url_for("sessions.board")),
        ("Contracts", url_for("contracts.board")),
        ("Deadlines", url_for("deadlines.board")),
    ]
    if access.may(g.person.roles, "register_partner"):
        links.append(("Partners", url_for("partners.board")))
    if access.may(g.person.roles, "list_events"):
        links.append(("Events", url_for("events.board")))
    return links


def _may_read_rules(person: Person) -> bool:
    return not (access.is_panel_member(person.roles) or access.is_provider_only(person.roles))


def _is_here(href: str) -> bool:
    return request.path == href or (href != "/" and request.path.startswith(href))
