"""What people do: by keyboard alone, without scripts, in the colours they need."""

from services.portal import calls, facts
from services.portal.repository import read_model
from tests.support import dossier

PANEL = f"/panel/{dossier.SESSION}"
FOCUS = "document.activeElement.innerText || document.activeElement.name"


def test_a_panel_member_sends_an_idea_without_any_script(visit, portal):
    visitor = visit(java_script_enabled=False)
    visitor.sign_in("yc-07")
    page = visitor.page
    page.click("a.govuk-button")
    page.click("a.govuk-button")
    page.check("#answer-staff")
    page.click(".govuk-button:has-text('Next')")
    page.fill("#answer", "Keep the same therapist until our goals are done.")
    page.click(".govuk-button:has-text('Next')")
    page.click("text=I am not sure")
    page.check("#answer-must")
    page.click(".govuk-button:has-text('Next')")
    assert "Keep the same therapist" in page.inner_text("main")
    page.click("text=Send my idea")
    assert page.inner_text("h1") == "Thank you. We have your idea."
    assert [method for method, _, _ in portal.services.commands][-1] == "submit_recommendation"


def test_going_back_and_coming_back_loses_nothing(visit):
    visitor = visit()
    visitor.sign_in("yc-07")
    visitor.open(f"{PANEL}/question/statement")
    visitor.page.fill("#answer", "Let us choose school, home or clinic.")
    visitor.page.click("text=Back")
    visitor.page.wait_for_url("**/question/theme")

    elsewhere = visit(width=390)
    elsewhere.sign_in("yc-07")
    elsewhere.open(f"{PANEL}/question/statement")
    assert elsewhere.page.input_value("#answer") == "Let us choose school, home or clinic."


def test_enter_goes_on_and_never_back(visit):
    visitor = visit()
    visitor.sign_in("yc-07")
    visitor.open(f"{PANEL}/question/theme")
    visitor.page.check("#answer-place", force=True)
    visitor.page.press("#answer-place", "Enter")
    visitor.page.wait_for_url("**/question/statement")


def test_the_words_of_a_question_are_read_aloud(visit):
    visitor = visit()
    visitor.sign_in("yc-07")
    visitor.page.add_init_script(
        "window.spoken = [];"
        "Object.defineProperty(window, 'speechSynthesis', {value: {"
        "  cancel() {}, speak(speech) { window.spoken.push(speech.text); }}});"
    )
    visitor.open(f"{PANEL}/question/statement")
    visitor.page.click("text=Listen")
    [spoken] = visitor.page.evaluate("window.spoken")
    assert spoken.startswith("What should change?")


def test_panel_pages_have_big_type_and_few_links(visit):
    visitor = visit()
    visitor.sign_in("yc-07")
    visitor.open(f"{PANEL}/question/statement")
    sizes = visitor.page.evaluate(
        "[...document.querySelectorAll('main p, main label, main button, main a')]"
        ".filter(e => e.offsetWidth > 0).map(e => parseFloat(getComputedStyle(e).fontSize))"
    )
    assert min(sizes) >= 24
    assert visitor.page.locator("nav a").count() <= 3
    assert visitor.page.locator("text=I do not feel safe").is_visible()


def test_a_keyboard_alone_reaches_the_move(visit, portal):
    visitor = visit()
    visitor.sign_in("commissioner.stccg")
    visitor.open(f"/proposals/{dossier.SLT}")
    reached = []
    for _ in range(20):
        visitor.page.keyboard.press("Tab")
        reached.append(visitor.page.evaluate(FOCUS).strip())
        if reached[-1] == "Return to options":
            break
    assert reached[:2] == ["Skip to main content", "Joint commissioning"]
    assert reached[-1] == "Return to options"
    visitor.page.keyboard.press("Enter")
    visitor.page.wait_for_url("**/moves/return_to_options")
    visitor.page.focus("#on-day")
    for _ in range(3):
        visitor.page.keyboard.press("Tab")
    assert visitor.page.evaluate(FOCUS).strip() == "reason"
    visitor.page.keyboard.type("A partner asked for another option.")
    visitor.page.keyboard.press("Tab")
    assert visitor.page.evaluate(FOCUS).strip() == "Return to options"
    visitor.page.keyboard.press("Enter")
    visitor.page.wait_for_url(f"**/proposals/{dossier.SLT}")
    assert "is now at" in visitor.page.inner_text(".govuk-notification-banner")
    assert [method for method, _, _ in portal.services.commands] == ["move_proposal"]


def test_a_commissioner_answers_the_panel_without_any_script(visit, portal):
    visitor = visit(java_script_enabled=False)
    visitor.sign_in("commissioner.stccg")
    visitor.page.click("text=Keep the same therapist")
    visitor.page.click("text=Answer the panel")
    visitor.page.check("input[value=reject]")
    visitor.page.fill("#reasons", "Too many posts are empty. You get a named contact.")
    visitor.page.fill("#owner", "Peter Lowe")
    visitor.page.check("input[name=signed_by_director][value=yes]")
    visitor.page.click("text=Send the answer to the panel")
    assert "The panel has your answer." in visitor.page.inner_text("main")
    [(method, body, _)] = portal.services.commands
    assert method == "respond_to_recommendation"
    assert body["signed_by_director"] is True


def test_an_error_takes_the_focus_and_leads_to_its_field(visit):
    visitor = visit()
    visitor.sign_in("provider.teestalk")
    visitor.open(f"/contracts/{dossier.CONTRACT}/record/return")
    visitor.page.click("text=Send the return")
    visitor.page.wait_for_selector(".govuk-error-summary")
    assert visitor.page.title().startswith("Error: ")
    assert "There is a problem" in visitor.page.evaluate("document.activeElement.innerText")
    visitor.page.click(".govuk-error-summary a >> nth=0")
    assert visitor.page.evaluate("document.activeElement.id") == "measure"


def test_the_chart_is_drawn_and_its_numbers_stand_beside_it(visit):
    visitor = visit()
    visitor.sign_in("contracts.mbc")
    visitor.open(f"/contracts/{dossier.CONTRACT}")
    chart = visitor.page.locator(".jc-chart")
    chart.scroll_into_view_if_needed()
    visitor.page.wait_for_function("document.querySelector('.jc-chart').naturalWidth > 0")
    alternative = chart.get_attribute("alt")
    for shown in ("80.4", "86.0", "94.7"):
        assert shown in alternative
        assert shown in visitor.page.inner_text("table >> nth=0")


def test_pictures_stay_visible_in_forced_colours(visit):
    visitor = visit(forced_colors="active", reduced_motion="reduce")
    visitor.sign_in("yc-07")
    backgrounds = visitor.page.evaluate(
        "[...document.images].map(i => i.complete && i.naturalWidth > 0)"
    )
    assert backgrounds
    assert all(backgrounds)


def test_an_open_board_announces_changes_and_moves_nothing_under_the_cursor(visit, portal):
    visitor = visit()
    visitor.sign_in("commissioner.stccg")
    visitor.page.clock.install()
    visitor.open("/proposals")
    assert visitor.page.inner_text(".jc-news") == ""
    view = {"proposal": dossier.a_proposal(stage="decision_effective"), "version": 15}
    with portal.database.transaction() as tx:
        for fact in facts.from_view(calls.DECISIONS, view):
            read_model.keep(tx, fact)
    visitor.page.clock.run_for(16_000)
    visitor.page.wait_for_selector(".jc-news a")
    assert "Decision effective" not in visitor.page.inner_text("main article >> nth=0")
    visitor.page.click(".jc-news a")
    assert "Decision effective" in visitor.page.inner_text("main article >> nth=0")
    assert visitor.said == []


def test_a_day_is_asked_in_three_small_boxes_on_one_line(visit):
    visitor = visit()
    visitor.sign_in("commissioner.stccg")
    visitor.open(f"/proposals/{dossier.SLT}/record/evidence?code=E07")
    boxes = [
        visitor.page.locator(f"#on-{part}").bounding_box() for part in ("day", "month", "year")
    ]
    assert len({round(box["y"]) for box in boxes}) == 1
    assert max(box["width"] for box in boxes) < 100
