"""A paper leaves its fingerprint on record, and is what its name says."""

import hashlib
import io

from werkzeug.datastructures import FileStorage
from werkzeug.test import encode_multipart

from shared.errors import Invalid
from tests.support import dossier


def evidence(**more):
    return {
        "title": "Co-production report",
        "classification": "partner",
        "author_organisation": "STCCG",
        "says-panel_contacts": "3",
        **more,
    }


def as_sent(form):
    """The form with its file, as a browser sends it."""
    files = {
        name: FileStorage(*value) if isinstance(value, tuple) else value
        for name, value in form.items()
    }
    boundary, body = encode_multipart(files)
    return {"data": body, "content_type": f"multipart/form-data; boundary={boundary}"}


def test_a_paper_leaves_its_fingerprint_and_is_not_kept(portal, sign_in):
    address = f"/proposals/{dossier.SLT}/record/evidence?code=E07"
    paper = b"%PDF-1.7 What families said." * 100_000  # more than a form without a file may be
    form = evidence(**{"sha256-file": (io.BytesIO(paper), "report.pdf")})
    assert sign_in("commissioner.stccg").post(address, **as_sent(form)).status_code == 303
    [(_, body, _)] = portal.services.commands
    assert body["sha256"] == hashlib.sha256(paper).hexdigest()
    assert "sha256-file" not in body
    assert (body["code"], body["fields"]) == ("E07", {"panel_contacts": 3})


def test_a_paper_that_is_not_what_its_name_says_is_refused(portal, sign_in):
    address = f"/proposals/{dossier.SLT}/record/evidence?code=E07"
    form = evidence(**{"sha256-file": (io.BytesIO(b"MZ\x90\x00 a program"), "report.pdf")})
    answer = sign_in("commissioner.stccg").post(address, data=form)
    assert answer.status_code == 422
    assert "report.pdf is called like a PDF, but it is a program." in answer.text
    assert portal.services.commands == []


def test_the_fingerprint_stays_when_the_form_comes_back(portal, sign_in):
    address = f"/proposals/{dossier.SLT}/record/evidence?code=E07"
    form = evidence(title="", **{"sha256-file": (io.BytesIO(b"plain words"), "report.txt")})
    answer = sign_in("commissioner.stccg").post(address, data=form)
    assert answer.status_code == 422
    assert hashlib.sha256(b"plain words").hexdigest() in answer.text


def test_words_in_the_place_of_a_file_are_no_file(portal, sign_in):
    address = f"/proposals/{dossier.SLT}/record/evidence?code=E07"
    answer = sign_in("commissioner.stccg").post(address, data=evidence(**{"sha256-file": "x"}))
    assert answer.status_code == 422
    assert "Choose the paper itself" in answer.text
    assert sign_in("analyst.mbc").post("/needs/figures", data={"file": "x"}).status_code == 422


def test_a_stranger_may_not_send_a_file(portal):
    portal.app.config["WTF_CSRF_ENABLED"] = True  # it reads the form before any page does
    form = evidence(**{"sha256-file": (io.BytesIO(b"x" * 2_000_000), "report.txt")})
    answer = portal.app.test_client().post(
        f"/proposals/{dossier.SLT}/record/evidence?code=E07", **as_sent(form)
    )
    assert answer.status_code == 413
    assert portal.services.commands == []


def test_the_kind_of_a_paper_is_asked_first_and_only_what_is_ones_own_work(sign_in):
    address = f"/proposals/{dossier.SLT}/record/evidence"
    page = sign_in("commissioner.stccg").get(address).text
    assert f'{address}?code=E07"' in page
    assert "E11" not in page
    assert f'{address}?code=E11"' in sign_in("finance.mbc").get(address).text
    assert sign_in("provider.teestalk").get(address).status_code == 403
    # A code that is none asks again.
    assert (
        "Which kind of evidence is it?"
        in sign_in("commissioner.mbc").get(f"{address}?code=E99").text
    )


def test_each_answer_is_asked_in_its_own_way(portal, sign_in):
    address = f"/proposals/{dossier.SLT}/record/evidence?code=E16"
    page = sign_in("commissioner.stccg").get(address).text
    assert 'value="public_cooperation"' in page
    assert 'name="says-asked_on-day"' in page
    form = {
        "title": "Regime",
        "classification": "public",
        "author_organisation": "STCCG",
        "sha256": "ab" * 32,
        "says-route": "psr",
        "says-asked_on-day": "3",
        "says-asked_on-month": "7",
        "says-asked_on-year": "2018",
        "says-checked": "yes",
    }
    assert sign_in("commissioner.stccg").post(address, data=form).status_code == 303
    [(_, body, _)] = portal.services.commands
    assert body["fields"] == {"route": "psr", "asked_on": "2018-07-03", "checked": True}


def test_the_financial_case_comes_from_ones_own_organisation(portal, sign_in):
    address = f"/proposals/{dossier.SLT}/record/evidence?code=E11"
    client = sign_in("finance.mbc")
    assert 'name="author_organisation"' not in client.get(address).text
    form = {"title": "Case", "classification": "partner", "sha256": "ab" * 32}
    assert client.post(address, data=form | {"says-part_pence": "503,200"}).status_code == 303
    [(_, body, _)] = portal.services.commands
    assert body["author_organisation"] == "MBC"
    assert body["fields"] == {"part_pence": 50_320_000}


def test_what_a_service_misses_in_a_paper_stands_at_its_question(portal, sign_in):
    details = {"/fields/panel_contacts": "Give 0 or more."}
    portal.services.refuse(
        "add_evidence", Invalid("evidence_incomplete", "E07 has to say more.", details)
    )
    address = f"/proposals/{dossier.SLT}/record/evidence?code=E07"
    form = evidence(sha256="ab" * 32, **{"says-panel_contacts": "-1"})
    answer = sign_in("commissioner.stccg").post(address, data=form)
    assert answer.status_code == 422
    assert 'href="#says-panel_contacts"' in answer.text
    assert "Give 0 or more." in answer.text
