"""Each page: no fault that axe sees, fits a narrow window, big enough to hit, quiet."""

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.support import dossier

AXE = "services/portal/assets/node_modules/axe-core/axe.min.js"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]

PROPOSAL = f"/proposals/{dossier.SLT}"
CONTRACT = f"/contracts/{dossier.CONTRACT}"
ANSWER = f"/recommendations/{dossier.SESSION}-R3"
PANEL = f"/panel/{dossier.SESSION}"

# Who opens it, which page, and its status.
ON = "on-day=19&on-month=12&on-year=2019"
PAGES = [
    (None, "/sign-in", 200),
    (None, "/accessibility", 200),
    (None, "/privacy", 200),
    ("commissioner.stccg", "/", 200),
    ("auditor.mbc", "/", 200),
    ("commissioner.stccg", "/needs", 200),
    ("analyst.mbc", "/needs/NEED-2017-01", 200),
    ("analyst.mbc", "/needs/identify", 200),
    ("analyst.mbc", "/needs/NEED-2017-01/score", 200),
    ("commissioner.stccg", "/proposals", 200),
    ("commissioner.stccg", "/proposals?words=nothing+like+it", 200),
    ("commissioner.stccg", "/proposals/draft", 200),
    ("commissioner.stccg", PROPOSAL, 200),
    ("auditor.mbc", PROPOSAL, 200),
    ("commissioner.stccg", f"{PROPOSAL}/moves/return_to_options", 200),
    ("commissioner.stccg", f"{PROPOSAL}/record/version", 200),
    ("commissioner.stccg", f"{PROPOSAL}/record/evidence", 200),
    ("democratic.mbc", f"{PROPOSAL}/record/notice", 200),
    ("democratic.mbc", f"{PROPOSAL}/record/decision", 200),
    ("democratic.mbc", f"{PROPOSAL}/record/call-in", 200),
    ("commissioner.stccg", f"{PROPOSAL}/record/tender", 200),
    ("commissioner.stccg", f"{PROPOSAL}/record/contract", 200),
    ("auditor.mbc", f"{PROPOSAL}/record/decision", 403),
    ("auditor.mbc", f"{PROPOSAL}/as-of", 200),
    ("auditor.mbc", f"{PROPOSAL}/as-of?{ON}", 200),
    ("auditor.mbc", f"{PROPOSAL}/as-of?on-day=31&on-month=2&on-year=2019", 422),
    ("commissioner.stccg", f"{PROPOSAL}/report", 200),
    ("commissioner.stccg", f"{PROPOSAL}/procurement", 200),
    ("auditor.mbc", "/rules", 200),
    ("auditor.mbc", f"/rules?rule=CI5&{ON}", 200),
    ("auditor.mbc", "/rules?rule=CI5", 422),
    ("commissioner.stccg", "/recommendations", 200),
    ("commissioner.stccg", ANSWER, 200),
    ("commissioner.stccg", f"{ANSWER}/answer", 200),
    ("facilitator.mbc", "/sessions", 200),
    ("facilitator.mbc", f"/sessions/{dossier.SESSION}", 200),
    ("facilitator.mbc", "/sessions/schedule", 200),
    ("facilitator.mbc", f"/sessions/{dossier.SESSION}/record/recommendation", 200),
    ("contracts.mbc", "/contracts", 200),
    ("contracts.mbc", CONTRACT, 200),
    ("provider.teestalk", f"{CONTRACT}/record/return", 200),
    ("finance.mbc", f"{CONTRACT}/record/balancing", 200),
    ("operator.tees", "/events", 200),
    ("operator.tees", "/partners", 200),
    ("operator.tees", "/partners/register", 200),
    ("analyst.mbc", "/needs/assessment", 200),
    ("facilitator.mbc", "/sessions/panel", 200),
    ("facilitator.mbc", "/sessions/member", 200),
    ("operator.tees", "/systems", 200),
    ("operator.tees", "/systems/register", 200),
    ("operator.tees", "/systems/mbc-ledger/revocation", 200),
    ("yc-07", "/panel", 200),
    ("yc-07", PANEL, 200),
    ("yc-07", f"{PANEL}/question/theme", 200),
    ("yc-07", f"{PANEL}/question/statement", 200),
    ("yc-07", f"{PANEL}/check", 200),
    ("yc-07", f"{PANEL}/sent", 200),
    ("yc-07", "/panel/safe", 200),
    ("yc-07", "/panel/answers", 200),
    ("commissioner.stccg", "/nothing-here", 404),
]

# WCAG 2.5.8: 24 by 24 pixels, but for links within a sentence.
SMALL_TARGETS = """
() => [...document.querySelectorAll('a, button, input:not([type=hidden]), select, textarea')]
  .filter(e => {
    const box = e.getBoundingClientRect();
    if (box.width === 0 || box.height === 0 || box.right < 0) return false;
    if (e.closest('.govuk-skip-link')) return false;
    if (e.matches('a') && getComputedStyle(e).display === 'inline') return false;
    const label = e.labels && e.labels[0] && e.labels[0].getBoundingClientRect();
    if (label && label.height >= 24 && label.width >= 24) return false;
    return box.width < 24 || box.height < 24;
  }).map(e => e.outerHTML.slice(0, 120))
"""


@pytest.mark.parametrize(("who", "path", "status"), PAGES)
def test_a_page_is_open_to_everybody(visit, who, path, status):
    visitor = visit()
    if who:
        visitor.sign_in(who)
    answer = visitor.open(path)
    assert answer.status == status

    found = Axe.from_file(AXE).run(visitor.page, options={"runOnly": RULES})
    assert found.violations_count == 0, found.generate_report()

    said = [text for text in visitor.said if f"status of {status}" not in text]
    assert said == []
    elsewhere = [url for url in visitor.asked if not url.startswith(visitor.address)]
    assert [url for url in elsewhere if not url.startswith("data:")] == []

    assert visitor.page.evaluate(SMALL_TARGETS) == []
    visitor.page.set_viewport_size({"width": 320, "height": 800})
    assert visitor.page.evaluate("document.documentElement.scrollWidth") <= 320
