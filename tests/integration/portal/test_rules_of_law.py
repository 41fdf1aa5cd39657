"""The page of the rules: read them, try one; who has no business there has no link."""

ON = "on-day=19&on-month=12&on-year=2019"


def test_each_rule_says_its_source_and_whether_to_check_it(sign_in):
    page = sign_in("auditor.mbc").get("/rules").text
    assert "LGA 2000 s.9F" in page
    assert "4 May 2012" in page
    assert "Check before relying on it" in page
    assert "Procurement Act 2023 s.50" in page
    assert "24 February 2025" in page


def test_a_rule_that_is_tried_says_why_it_is_that_day(portal, sign_in):
    page = sign_in("auditor.mbc").get(f"/rules?rule=CI5&{ON}").text
    assert "Call-in closes at the end of Monday 30 December 2019." in page
    assert "Christmas Day" in page


def test_without_a_day_nothing_is_asked(portal, sign_in):
    del portal.services.answers["work_out_deadline"]
    answer = sign_in("auditor.mbc").get("/rules?rule=CI5")
    assert answer.status_code == 422
    assert 'href="#on-day"' in answer.text


def test_providers_and_members_are_not_led_there(sign_in):
    assert sign_in("provider.teestalk").get("/rules").status_code == 403
    assert "Rules of law" not in sign_in("provider.teestalk").get("/").text
    assert "Rules of law" not in sign_in("yc-01").get("/panel").text
    assert "Rules of law" in sign_in("auditor.mbc").get("/").text
