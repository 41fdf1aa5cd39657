"""People of the running product, each with a browser window of their own: they click and type."""

import json
import re
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from tests.support.product import Product

PATIENCE_MS = 10_000
NAMES_AND_KINDS = "inputs => inputs.map(input => [input.name, input.type])"
PARSED = "domcontentloaded"  # the text is there; no picture is waited for
ISO_DAY = re.compile(r"\d{4}-\d\d-\d\d")


@dataclass
class Visitor:
    """One person's window. What is typed goes to the form of the page that is open."""

    page: Any
    address: str

    def opens(self, path: str) -> "Visitor":
        answer = self.page.goto(self.address + path, wait_until=PARSED)
        assert answer.status == 200, f"{path}: {answer.status} {self.text()[:300]}"
        return self

    def text(self) -> str:
        return self.page.inner_text("main")

    def fills(self, path: str, **answers: Any) -> str:
        """Answer a form and send it; what the next page says."""
        self.opens(path)
        form = self.form()
        for name, value in answers.items():
            self.answers(form, name, value)
        self.sends()
        return self.text()

    def form(self) -> dict[str, str]:
        """Name of each input of the open form → its kind, as a browser calls it."""
        return dict(self.page.eval_on_selector_all("main form [name]", NAMES_AND_KINDS))

    def sends(self) -> None:
        self.presses("main form button.govuk-button")

    def presses(self, what: str) -> None:
        """And waits for the page that answers: to go on before would take the answer back."""
        with self.page.expect_navigation(wait_until=PARSED):
            self.page.click(what)

    def is_refused(self) -> bool:
        return bool(self.page.locator(".govuk-error-summary").count())

    def does(self, path: str, **answers: Any) -> str:
        """The same, and it must not be refused."""
        said = self.fills(path, **answers)
        assert "There is a problem" not in said, f"{path} {answers}: {said[:600]}"
        return said

    def answers(self, form: dict[str, str], name: str, value: Any) -> None:
        """A day or a part for each input; a list in boxes or lines; else one value."""
        kind = form.get(name)
        if isinstance(value, str) and ISO_DAY.fullmatch(value) and f"{name}-day" in form:
            value = date.fromisoformat(value)
        if isinstance(value, date):
            value = {"day": value.day, "month": value.month, "year": value.year}
        if isinstance(value, dict):
            for part, text in value.items():
                self.page.fill(f"[name={name}-{part}]", str(text))
        elif isinstance(value, list) and kind == "checkbox":
            for each in value:
                self.page.check(f"[name={name}][value='{each}']", force=True)
        elif isinstance(value, list):
            apart = "\n" if kind == "textarea" else ", "
            self.page.fill(f"[name={name}]", apart.join(map(str, value)))
        else:
            self._answers_in_kind(kind, f"[name={name}]", value)

    def _answers_in_kind(self, kind: str | None, named: str, value: Any) -> None:
        """One value, as its input takes it; a file is its name and what is in it."""
        if kind == "file":
            title, content = value
            file = {"name": title, "mimeType": "application/octet-stream", "buffer": content}
            self.page.set_input_files(named, file)
        elif kind == "radio":
            self.page.check(f"{named}[value='{value}']", force=True)
        elif kind == "select-one":
            self.page.select_option(named, str(value))
        else:
            self.page.fill(named, str(value))


@dataclass
class Visitors:
    """`people("commissioner.mbc")`: signed in once, and the same window from then on."""

    product: Product
    browser: Any
    scripts: bool = True  # whether their browsers run any
    windows: dict[str, Visitor] = field(default_factory=dict)

    def __call__(self, name: str) -> Visitor:
        if name not in self.windows:
            window = {"width": 1280, "height": 900}
            page = self.browser.new_context(
                viewport=window, java_script_enabled=self.scripts
            ).new_page()
            page.set_default_timeout(PATIENCE_MS)
            visitor = Visitor(page, self.product.url)
            visitor.does("/sign-in", sign_in_name=name, password=self._password(name))
            self.windows[name] = visitor
        return self.windows[name]

    def _password(self, name: str) -> str:
        rows = json.loads(self.product.places.people.read_text())["people"]
        return next(row["password"] for row in rows if row["sign_in_name"] == name)
