"""Sign-in, sessions and what each kind of person may open."""

from datetime import timedelta

import pytest

from services.portal import security
from services.portal.repository import people
from shared import clock
from tests.support.portal import PASSWORD


def test_who_signs_in_sees_what_waits_for_them(sign_in):
    page = sign_in("commissioner.stccg").get("/")
    assert page.status_code == 200
    assert "Keep the same therapist" in page.text


def test_a_wrong_password_says_nothing_about_which_half_is_wrong(portal):
    client = portal.app.test_client()
    texts = [
        client.post("/sign-in", data={"sign_in_name": name, "password": "x", "next": "/"}).text
        for name in ("commissioner.mbc", "nobody.at.all")
    ]
    wrong = "Enter the sign-in name and the password that belong together"
    assert all(wrong in text for text in texts)


def test_guessing_is_limited(portal):
    client = portal.app.test_client()
    answers = [
        client.post("/sign-in", data={"sign_in_name": "auditor.mbc", "password": str(guess)})
        for guess in range(11)
    ]
    assert answers[-1].status_code == 429
    assert "Wait five minutes" in answers[-1].text


def test_a_page_asks_to_sign_in_and_then_goes_on_to_itself(portal):
    client = portal.app.test_client()
    asked = client.get("/proposals/JCP-2017-03?x=1")
    assert asked.status_code == 302
    form = {
        "sign_in_name": "commissioner.mbc",
        "password": PASSWORD,
        "next": "/proposals/JCP-2017-03?x=1",
    }
    assert client.post("/sign-in", data=form).location == "/proposals/JCP-2017-03?x=1"


@pytest.mark.parametrize("target", ["//evil.example", "https://evil.example", "/\\evil.example"])
def test_sign_in_never_leads_to_another_site(portal, target):
    form = {"sign_in_name": "commissioner.mbc", "password": PASSWORD, "next": target}
    assert portal.app.test_client().post("/sign-in", data=form).location == "/"


def test_sign_out_ends_the_session_at_once(portal, sign_in):
    client = sign_in("commissioner.mbc")
    token = client.get_cookie(security.COOKIE).value
    client.post("/sign-out")
    client.set_cookie(security.COOKIE, token)
    assert client.get("/").status_code == 302


def test_an_idle_session_ends(portal, sign_in):
    client = sign_in("commissioner.mbc")
    digest = security.digest_of(client.get_cookie(security.COOKIE).value)
    with portal.database.transaction() as tx:
        people.touch_session(tx, digest, clock.now() - security.IDLE - timedelta(minutes=1))
    assert client.get("/").status_code == 302


def test_the_cookie_cannot_be_read_by_a_script(portal, sign_in):
    form = {"sign_in_name": "commissioner.mbc", "password": PASSWORD, "next": "/"}
    cookies = portal.app.test_client().post("/sign-in", data=form).headers.getlist("Set-Cookie")
    [session] = [each for each in cookies if each.startswith(security.COOKIE)]
    assert "HttpOnly" in session
    assert "SameSite=Lax" in session


def test_tokens_and_keys_are_stored_as_hashes_only(portal, sign_in):
    token = sign_in("commissioner.mbc").get_cookie(security.COOKIE).value
    with portal.database.transaction() as tx:
        stored = tx.run("SELECT token_sha256 FROM sessions")
        keys = tx.run("SELECT key_sha256 FROM api_keys")
    assert [row["token_sha256"] for row in stored] == [security.digest_of(token)]
    assert not any("jc_test" in row["key_sha256"] for row in keys)


def test_a_panel_member_is_led_to_their_own_pages(sign_in):
    client = sign_in("yc-07")
    assert client.get("/").location == "/panel"
    assert client.get("/proposals/JCP-2017-03").location == "/panel"


def test_nobody_else_opens_the_panel_members_pages(sign_in):
    assert sign_in("commissioner.mbc").get("/panel").status_code == 403


def test_a_provider_sees_contracts_but_not_what_commissioners_weigh_up(sign_in):
    client = sign_in("provider.teestalk")
    assert client.get("/contracts/CON-2019-01").status_code == 200
    assert client.get("/proposals").status_code == 403
    assert client.get("/proposals/JCP-2017-03").status_code == 403


def test_a_forged_form_is_refused(portal):
    portal.app.config["WTF_CSRF_ENABLED"] = True
    answer = portal.app.test_client().post("/sign-out")
    assert answer.status_code == 400
    assert "open too long" in answer.text
