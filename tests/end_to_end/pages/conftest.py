"""A browser, the portal served to it, and a page that remembers what it said and asked for."""

import threading
from dataclasses import dataclass, field
from typing import Any

import pytest
from werkzeug.serving import make_server

from tests.support.portal import PASSWORD, Portal, a_portal


@pytest.fixture
def portal(service_database, front_end) -> Portal:
    portal = a_portal(service_database("portal"))
    portal.app.config["WTF_CSRF_ENABLED"] = True
    return portal


@pytest.fixture
def address(portal):
    server = make_server("127.0.0.1", 0, portal.app, threaded=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()


@dataclass
class Visit:
    """One person's browser window, and what it said and asked for."""

    page: Any
    address: str
    said: list[str] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)

    def open(self, path: str) -> Any:
        self.said.clear()
        return self.page.goto(self.address + path)

    def sign_in(self, sign_in_name: str) -> None:
        self.open("/sign-in")
        self.page.fill("#sign_in_name", sign_in_name)
        self.page.fill("#password", PASSWORD)
        self.page.click("main button")
        self.page.wait_for_url(lambda url: "sign-in" not in url)


@pytest.fixture
def visit(browser, address):
    """`visit(width=320, java_script_enabled=False)` gives a window of its own."""
    contexts = []

    def window(width=1100, **options) -> Visit:
        context = browser.new_context(viewport={"width": width, "height": 900}, **options)
        contexts.append(context)
        visit = Visit(context.new_page(), address)
        visit.page.on("console", lambda message: visit.said.append(message.text))
        visit.page.on("pageerror", lambda failure: visit.said.append(str(failure)))
        visit.page.on("request", lambda request: visit.asked.append(request.url))
        return visit

    yield window
    for context in contexts:
        context.close()
