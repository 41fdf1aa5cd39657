"""A paper leaves its fingerprint on record, and is what its name says."""

import hashlib
import io

from werkzeug.datastructures import FileStorage
from werkzeug.test import encode_multipart

from tests.support import dossier


def evidence(**more):
    return {
        "code": "E07",
        "title": "Co-production report",
        "classification": "partner",
        "author_organisation": "STCCG",
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
    address = f"/proposals/{dossier.SLT}/record/evidence"
    paper = b"%PDF-1.7 What families said." * 100_000  # more than a form without a file may be
    form = evidence(**{"sha256-file": (io.BytesIO(paper), "report.pdf")})
    assert sign_in("commissioner.stccg").post(address, **as_sent(form)).status_code == 303
    [(_, body, _)] = portal.services.commands
    assert body["sha256"] == hashlib.sha256(paper).hexdigest()
    assert "sha256-file" not in body


def test_a_paper_that_is_not_what_its_name_says_is_refused(portal, sign_in):
    address = f"/proposals/{dossier.SLT}/record/evidence"
    form = evidence(**{"sha256-file": (io.BytesIO(b"MZ\x90\x00 a program"), "report.pdf")})
    answer = sign_in("commissioner.stccg").post(address, data=form)
    assert answer.status_code == 422
    assert "report.pdf is called like a PDF, but it is a program." in answer.text
    assert portal.services.commands == []


def test_the_fingerprint_stays_when_the_form_comes_back(portal, sign_in):
    address = f"/proposals/{dossier.SLT}/record/evidence"
    form = evidence(title="", **{"sha256-file": (io.BytesIO(b"plain words"), "report.txt")})
    answer = sign_in("commissioner.stccg").post(address, data=form)
    assert answer.status_code == 422
    assert hashlib.sha256(b"plain words").hexdigest() in answer.text


def test_words_in_the_place_of_a_file_are_no_file(portal, sign_in):
    address = f"/proposals/{dossier.SLT}/record/evidence"
    answer = sign_in("commissioner.stccg").post(address, data=evidence(**{"sha256-file": "x"}))
    assert answer.status_code == 422
    assert "Choose the paper itself" in answer.text
    assert sign_in("analyst.mbc").post("/needs/figures", data={"file": "x"}).status_code == 422


def test_a_stranger_may_not_send_a_file(portal):
    portal.app.config["WTF_CSRF_ENABLED"] = True  # it reads the form before any page does
    form = evidence(**{"sha256-file": (io.BytesIO(b"x" * 2_000_000), "report.txt")})
    answer = portal.app.test_client().post(
        f"/proposals/{dossier.SLT}/record/evidence", **as_sent(form)
    )
    assert answer.status_code == 413
    assert portal.services.commands == []
