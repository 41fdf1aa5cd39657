"""People of the running product, each with a browser window of their own: they click and type."""

import json
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from tests.support.product import Product


@dataclass
class Visitor:
    """One person's window. What is typed goes to the form of the page that is open."""

    page: Any
    address: str

    def opens(self, path: str) -> "Visitor":
        answer = self.page.goto(self.address + path)
        assert answer.status == 200, f"{path}: {answer.status} {self.text()[:300]}"
        return self

    def text(self) -> str:
        return self.page.inner_text("main")

    def fills(self, path: str, **answers: Any) -> str:
        """Answer a form and send it; what the next page says."""
        self.opens(path)
        for name, value in answers.items():
            self._answer(name, value)
        self.page.click("main form button.govuk-button")
        self.page.wait_for_load_state()
        return self.text()

    def does(self, path: str, **answers: Any) -> str:
        """The same, and it must not be refused."""
        said = self.fills(path, **answers)
        assert "There is a problem" not in said, f"{path} {answers}: {said[:600]}"
        return said

    def _answer(self, name: str, value: Any) -> None:
        if isinstance(value, date):
            value = {"day": value.day, "month": value.month, "year": value.year}
        if isinstance(value, dict):
            for part, text in value.items():
                self.page.fill(f"[name={name}-{part}]", str(text))
        elif isinstance(value, list):
            for each in value:
                self.page.check(f"[name={name}][value='{each}']", force=True)
        else:
            self._answer_in_kind(name, value)

    def _answer_in_kind(self, name: str, value: Any) -> None:
        """One value, as its input takes it; a file is its name and what is in it."""
        page, named = self.page, f"[name={name}]"
        if page.locator(f"input[type=file]{named}").count():
            title, content = value
            file = {"name": title, "mimeType": "application/octet-stream", "buffer": content}
            page.set_input_files(named, file)
        elif page.locator(f"input[type=radio]{named}").count():
            page.check(f"{named}[value='{value}']", force=True)
        elif page.locator(f"select{named}").count():
            page.select_option(f"select{named}", value)
        else:
            page.fill(named, str(value))


@dataclass
class Visitors:
    """`people("commissioner.mbc")`: signed in once, and the same window from then on."""

    product: Product
    browser: Any
    windows: dict[str, Visitor] = field(default_factory=dict)

    def __call__(self, name: str) -> Visitor:
        if name not in self.windows:
            page = self.browser.new_context(viewport={"width": 1280, "height": 900}).new_page()
            visitor = Visitor(page, self.product.url)
            visitor.does("/sign-in", sign_in_name=name, password=self._password(name))
            self.windows[name] = visitor
        return self.windows[name]

    def _password(self, name: str) -> str:
        rows = json.loads(self.product.places.people.read_text())["people"]
        return next(row["password"] for row in rows if row["sign_in_name"] == name)
