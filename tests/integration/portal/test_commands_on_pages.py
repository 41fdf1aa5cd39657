"""A form becomes one command; a refusal comes back to the page; what was done shows at once."""

import io
import re

from services.portal.repository import read_model
from shared.errors import Conflict, Invalid, NotFound
from shared.messaging.rpc_client import ServiceAway
from tests.support import dossier

MOVE = f"/proposals/{dossier.SLT}/moves/return_to_options"
REASON = "A partner asked for another option."


def test_a_move_shows_on_the_board_in_the_next_page(portal, sign_in):
    client = sign_in("commissioner.stccg")
    answer = client.post(
        MOVE, data={"version": "14", "reason": REASON, "form_key": "0191f5a2-aaaa"}
    )
    assert answer.status_code == 303
    [(method, body, meta)] = portal.services.commands
    assert method == "move_proposal"
    assert body == {
        "proposal_id": dossier.SLT,
        "move": "return_to_options",
        "expected_version": 14,
        "reason": REASON,
    }
    assert meta["actor"] == {
        "person": "commissioner.stccg",
        "organisation": "STCCG",
        "roles": ["commissioner"],
    }
    assert meta["idempotency_key"] == "form:0191f5a2-aaaa"
    board = client.get("/proposals?stage=options_and_business_case").text
    assert dossier.SLT in board
    assert "is now at “Options and business case”" in board


def test_a_form_sent_twice_carries_the_same_key(portal, sign_in):
    client = sign_in("commissioner.stccg")
    for _ in range(2):
        client.post(MOVE, data={"version": "14", "reason": REASON, "form_key": "0191f5a2-bbbb"})
    keys = {meta["idempotency_key"] for _, _, meta in portal.services.commands}
    assert keys == {"form:0191f5a2-bbbb"}


def test_a_closed_gate_says_each_unmet_condition(sign_in):
    address = f"/proposals/{dossier.SLT}/moves/record_joint_decision"
    answer = sign_in("commissioner.stccg").post(address, data={"version": "14", "reason": REASON})
    assert answer.status_code == 409
    assert "This move is not open yet." in answer.text
    assert "Every partner decided: 1 of 2 partners has decided." in answer.text


def test_a_move_that_asks_for_a_reason_goes_nowhere_without_one(portal, sign_in):
    answer = sign_in("commissioner.stccg").post(MOVE, data={"version": "14"})
    assert answer.status_code == 422
    assert 'href="#reason"' in answer.text
    assert portal.services.commands == []


def test_somebody_elses_change_is_not_overwritten(portal, sign_in):
    answer = sign_in("commissioner.stccg").post(MOVE, data={"version": "13", "reason": REASON})
    assert answer.status_code == 412
    assert "Somebody else changed this first" in answer.text
    with portal.database.transaction() as tx:
        assert read_model.find_proposal(tx, dossier.SLT)[0] == 14


def test_who_may_not_is_told_who_may(portal, sign_in):
    answer = sign_in("auditor.mbc").post(MOVE, data={"version": "14"})
    assert answer.status_code == 403
    assert "Only a commissioner or lead commissioner may do this" in answer.text
    assert portal.services.commands == []


def test_what_cannot_be_read_never_leaves(portal, sign_in):
    address = f"/contracts/{dossier.CONTRACT}/record/return"
    answer = sign_in("provider.teestalk").post(address, data={"numerator": "many"})
    assert answer.status_code == 422
    assert "Error: Send a monitoring return" in answer.text
    assert "Enter a whole number" in answer.text
    assert portal.services.commands == []


def test_a_refusal_stands_at_its_field(portal, sign_in):
    portal.services.refuse(
        "submit_return", Invalid("numerator_above_denominator", "313 of 312 cannot be.")
    )
    form = {
        "measure": "SLT01",
        "period": "2019-Q2",
        "period_kind": "full",
        "numerator": "313",
        "denominator": "312",
    }
    for name, day in (("starts_on", (1, 4, 2019)), ("ends_on", (30, 6, 2019))):
        form |= dict(
            zip((f"{name}-day", f"{name}-month", f"{name}-year"), map(str, day), strict=True)
        )
    answer = sign_in("provider.teestalk").post(
        f"/contracts/{dossier.CONTRACT}/record/return", data=form
    )
    assert answer.status_code == 422
    assert 'href="#numerator"' in answer.text
    assert answer.text.count("313 of 312 cannot be.") == 2
    assert 'value="313"' in answer.text


def test_a_service_that_is_away_is_named_and_the_rest_goes_on(portal, sign_in):
    portal.services.refuse("get_proposal", ServiceAway("commissioning_decisions", "no answer"))
    client = sign_in("commissioner.stccg")
    answer = client.get(f"/proposals/{dossier.SLT}")
    assert answer.status_code == 503
    assert "The proposals service is away" in answer.text
    assert client.get("/proposals").status_code == 200
    assert client.get("/contracts").status_code == 200


def test_a_reference_that_nothing_has_is_said_so(portal, sign_in):
    portal.services.refuse("get_proposal", NotFound("proposal_unknown", "No such proposal."))
    answer = sign_in("commissioner.stccg").get("/proposals/JCP-2030-99")
    assert answer.status_code == 404
    assert "No such proposal." in answer.text


def test_shares_of_a_new_version_arrive_as_basis_points(portal, sign_in):
    form = {
        "annual_cost_pence": "1,184,000",
        "cost_head": "service",
        "shares-MBC": "42.5",
        "shares-STCCG": "57.5",
        "initial_months": "36",
        "extension_months": "12, 12",
        "reason": "The panel asked for letters.",
        "version": "14",
    }
    address = f"/proposals/{dossier.SLT}/record/version"
    assert sign_in("commissioner.stccg").post(address, data=form).status_code == 303
    [(method, body, _)] = portal.services.commands
    assert method == "revise_proposal"
    assert body["content"]["shares"] == [
        {"partner": "MBC", "bp": 4250},
        {"partner": "STCCG", "bp": 5750},
    ]
    assert body["content"]["term"] == {"initial_months": 36, "extension_months": [12, 12]}
    assert body["expected_version"] == 14


def test_a_cap_becomes_a_condition_of_the_decision(portal, sign_in):
    form = {
        "partner": "STCCG",
        "body": "Governing Body",
        "route": "icb_board",
        "outcome": "approved_conditional",
        "decided_on-day": "26",
        "decided_on-month": "9",
        "decided_on-year": "2018",
        "cap_pence": "690000",
    }
    address = f"/proposals/{dossier.SLT}/record/decision"
    assert sign_in("secretary.stccg").post(address, data=form).status_code == 303
    [(_, body, _)] = portal.services.commands
    [condition] = body["conditions"]
    assert (condition["kind"], condition["cap_pence"]) == ("own_cost_cap", 69_000_000)
    assert (body["proposal_version"], body["sha256"]) == (3, "ab" * 32)


def day(name, text):
    year, month, day = text.split("-")
    return {f"{name}-day": day, f"{name}-month": month, f"{name}-year": year}


def test_a_decision_counts_from_the_day_on_which_it_was_published(portal, sign_in):
    form = {"body": "Governing Body", "route": "icb_board", "outcome": "approved"}
    form |= day("decided_on", "2018-09-26")
    address = f"/proposals/{dossier.SLT}/record/decision"
    sign_in("secretary.stccg").post(address, data=form)
    sign_in("secretary.stccg").post(address, data={**form, **day("published_on", "2018-09-27")})
    assert [body["on"] for _, body, _ in portal.services.commands] == ["2018-09-26", "2018-09-27"]


def test_bids_close_at_noon_in_london_in_summer_too(portal, sign_in):
    form = {"quality": "50", "young": "15", "social": "10", "price": "25"}
    form |= {"panel_question": "Do you feel safe?", "fallback": "The panel meets again."}
    form |= {**day("notice_on", "2018-06-01"), **day("closes_on", "2018-06-28")}
    address = f"/proposals/{dossier.SLT}/record/tender"
    assert sign_in("commissioner.stccg").post(address, data=form).status_code == 303
    [(_, body, _)] = portal.services.commands
    assert body["closes_at"] == "2018-06-28T11:00:00+00:00"
    assert body["on"] == "2018-06-01"


def test_a_day_that_is_still_to_come_is_refused_at_its_own_question(portal, sign_in):
    portal.services.refuse(
        "start_standstill",
        Invalid("date_in_future", "2091-12-14 is still to come.", {"on": "2091-12-14"}),
    )
    answer = sign_in("commissioner.stccg").post(
        f"/proposals/{dossier.SLT}/record/standstill", data=day("sent_on", "2091-12-14")
    )
    assert answer.status_code == 422
    assert 'href="#sent_on-day"' in answer.text


def test_a_chart_is_drawn_from_the_portals_own_records(portal, sign_in):
    portal.services.refuse("get_contract", ServiceAway("contract_monitoring", "no answer"))
    answer = sign_in("auditor.mbc").get(f"/contracts/{dossier.CONTRACT}/charts/SLT01.svg")
    assert answer.content_type == "image/svg+xml"
    assert answer.text.startswith("<svg")
    assert "86.0" in answer.text


def test_the_panel_members_answers_are_saved_one_by_one(portal, sign_in):
    client = sign_in("yc-07")
    first = f"/panel/{dossier.SESSION}/question/theme"
    answer = client.post(first, data={"answer": "staff", "go": "next"})
    assert answer.location.endswith("/question/statement")
    client.post(answer.location, data={"answer": "Keep my therapist.", "go": "back"})
    assert portal.services.drafts["YC-07"] == {
        "theme": {"kind": "choice", "value": "staff"},
        "statement": {"kind": "words", "value": "Keep my therapist."},
    }
    assert "Keep my therapist." in client.get(answer.location).text


def test_not_answering_is_an_answer(portal, sign_in):
    client = sign_in("yc-07")
    for code, go in (("why", "no_answer"), ("strength", "not_sure")):
        client.post(f"/panel/{dossier.SESSION}/question/{code}", data={"go": go})
    assert portal.services.drafts["YC-07"] == {
        "why": {"kind": "no_answer", "value": None},
        "strength": {"kind": "not_sure", "value": None},
    }
    check = client.get(f"/panel/{dossier.SESSION}/check").text
    assert "I do not want to answer" in check
    assert "I am not sure" in check


def test_nothing_at_all_is_asked_again(portal, sign_in):
    address = f"/panel/{dossier.SESSION}/question/statement"
    answer = sign_in("yc-07").post(address, data={"answer": "  ", "go": "next"})
    assert answer.status_code == 422
    assert portal.services.commands == []


def test_a_closed_session_says_what_to_do(portal, sign_in):
    portal.services.refuse(
        "submit_recommendation", Conflict("session_closed", "This session is closed.")
    )
    answer = sign_in("yc-07").post(f"/panel/{dossier.SESSION}/check", data={})
    assert answer.status_code == 409
    assert "This session is closed." in answer.text


def test_a_new_key_is_shown_once(portal, sign_in):
    form = {
        "name": "Ledger",
        "code": "mbc-ledger",
        "organisation": "MBC",
        "event_names": "shares.*",
        "classification_ceiling": "partner",
    }
    page = sign_in("operator.tees").post("/systems/register", data=form).text
    assert "jc_test_shown_once" in page
    [(method, body, _)] = portal.services.commands
    assert method == "register_system"
    assert body["event_names"] == ["shares.*"]


def test_an_open_board_hears_of_a_change_and_of_nothing_else(portal, sign_in):
    client = sign_in("commissioner.stccg")
    address = re.search(r'hx-get="([^"]+)"', client.get("/proposals").text).group(1)
    assert client.get(address).status_code == 204
    client.post(MOVE, data={"version": "14", "reason": REASON})
    headers = {"HX-Current-URL": "http://localhost/proposals?stage=live"}
    news = client.get(address, headers=headers).text
    assert 'href="/proposals?stage=live"' in news


def test_a_row_becomes_a_bid(portal, sign_in):
    address = f"/proposals/{dossier.SLT}/record/scores"
    names = ("code", "name", "price_pence", "quality", "young", "social")
    bids = {
        1: ("A", "Tees Talk", "5,920,000", "41.5", "12.6", "7.0"),
        3: ("B", "Northbank", "£5,560,000.50", "38", "9.3", "8.0"),
    }
    form = {
        f"bids-{row}-{name}": value
        for row, values in bids.items()
        for name, value in zip(names, values, strict=True)
    }
    assert sign_in("commissioner.stccg").post(address, data=form).status_code == 303
    [(_, body, _)] = portal.services.commands
    assert body["bids"] == [
        dict(zip(names, ("A", "Tees Talk", 592_000_000, "41.5", "12.6", "7.0"), strict=True)),
        dict(zip(names, ("B", "Northbank", 556_000_050, "38", "9.3", "8.0"), strict=True)),
    ]


def test_a_bid_that_cannot_be_read_is_named_by_row_and_column(portal, sign_in):
    address = f"/proposals/{dossier.SLT}/record/scores"
    form = {"bids-2-code": "B", "bids-2-price_pence": "dear", "bids-2-quality": "38"}
    answer = sign_in("commissioner.stccg").post(address, data=form)
    assert answer.status_code == 422
    assert "Row 2: price in pounds must be an amount in pounds." in answer.text
    assert "Row 2: name is missing." in answer.text
    assert 'value="dear"' in answer.text
    assert portal.services.commands == []


def test_a_partner_is_registered_with_how_it_decides(portal, sign_in):
    form = {
        "code": "HBC",
        "name": "Hartlepool Borough Council",
        "model": "committee_system",
        "key_decision_pence": "100000",
        "officer_limit_pence": "250000",
        "limits_basis": "a_year",
    }
    assert sign_in("operator.tees").post("/partners/register", data=form).status_code == 303
    [(_, body, _)] = portal.services.commands
    assert body["kind"] == "council"
    assert body["governance"] == {
        "model": "committee_system",
        "call_in": False,
        "call_in_working_days": None,
    }
    assert (body["limits"], body["limits_basis"]) == ({"officer": 25_000_000}, "a_year")


TABLE = "code,area,period,numerator,denominator\nN07,MBC,2017/18,212,409\nN07,MBC,2018/19,198,420\n"


def test_a_table_of_figures_is_one_command(portal, sign_in):
    client = sign_in("analyst.mbc")
    file = (io.BytesIO(b"\xef\xbb\xbf" + TABLE.encode()), "figures.csv")
    answer = client.post("/needs/figures", data={"file": file, "reason": "Counted again."})
    assert answer.status_code == 303
    [(method, body, _)] = portal.services.commands
    assert method == "load_observations"
    figures = [(each["period"], each["numerator"], each["reason"]) for each in body["observations"]]
    assert figures == [("2017/18", 212, "Counted again."), ("2018/19", 198, "Counted again.")]
    client.post("/needs/figures", data={"pasted": TABLE})
    assert len(portal.services.commands[1][1]["observations"]) == 2


def test_an_upload_that_is_not_what_it_says_is_refused_at_its_field(portal, sign_in):
    client = sign_in("analyst.mbc")
    for content, found in ((b"PK\x03\x04", "Office file"), (b"%PDF-1.7", "a PDF")):
        file = (io.BytesIO(content), "figures.csv")
        answer = client.post("/needs/figures", data={"file": file})
        assert answer.status_code == 422
        assert found in answer.text
        assert 'href="#file"' in answer.text
    assert client.post("/needs/figures", data={"pasted": "code\nN07"}).status_code == 422
    assert client.post("/needs/figures", data={}).status_code == 422
    assert portal.services.commands == []


def test_an_indicator_is_named(portal, sign_in):
    indicator = {
        "code": "N30",
        "name": "Waits",
        "unit": "children",
        "kind": "percent",
        "source": "The trust",
        "polarity": "lower",
    }
    assert sign_in("analyst.mbc").post("/needs/indicator", data=indicator).status_code == 303
    [(method, body, _)] = portal.services.commands
    assert (method, body) == ("load_indicators", {"indicators": [indicator]})
