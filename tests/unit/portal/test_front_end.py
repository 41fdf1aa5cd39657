"""The front-end parts are pinned, ours to use, and ask nobody else for anything."""

import json
import re
from pathlib import Path

import pytest

from services.portal.assets.__main__ import SOURCES, wanted_stamp

PORTAL = Path("services/portal")
TEMPLATES = sorted((PORTAL / "templates").rglob("*.html"))
WRITTEN = [*TEMPLATES, *(PORTAL / "static").glob("*.*"), *(PORTAL / "static/pictures").glob("*")]


def test_every_part_is_pinned_to_one_version():
    package = json.loads((PORTAL / "assets/package.json").read_text())
    for version in (package["dependencies"] | package["devDependencies"]).values():
        assert re.fullmatch(r"\d+\.\d+\.\d+", version)


def test_the_lock_file_names_no_host_to_install_from():
    lock = json.loads((PORTAL / "assets/package-lock.json").read_text())
    parts = {name: part for name, part in lock["packages"].items() if name}
    assert parts
    for name, part in parts.items():
        assert "resolved" not in part, name
        assert part["integrity"].startswith("sha512-"), name


def test_a_change_of_any_source_means_a_new_build():
    assert len(wanted_stamp()) == 64
    assert {"package-lock.json", "app.scss"} <= set(SOURCES)


def test_nothing_that_belongs_to_gov_uk_is_loaded():
    loaded = (PORTAL / "assets/app.scss").read_text()
    assert "components/header" not in loaded
    assert "components/footer" not in loaded
    assert "(arial, sans-serif)" in loaded
    for path in WRITTEN:
        assert "crown" not in path.read_text().lower(), path


@pytest.mark.parametrize("path", TEMPLATES, ids=str)
def test_a_template_holds_nothing_that_the_policy_forbids(path):
    text = path.read_text()
    assert not re.search(r'\sstyle="', text)
    assert not re.search(r"\son[a-z]+=", text)
    assert not re.search(r'(src|href)="(https?:)?//', text)
    for script in re.findall(r"<script[^>]*>", text):
        assert 'nonce="{{ g.nonce }}"' in script


@pytest.mark.parametrize("path", TEMPLATES, ids=str)
def test_every_form_that_changes_something_cannot_be_forged(path):
    forms = re.findall(r'<form[^>]*method="post".*?</form>', path.read_text(), re.DOTALL)
    for form in forms:
        assert 'name="csrf_token"' in form


def test_every_picture_is_our_own_drawing_on_a_white_card():
    for path in (PORTAL / "static/pictures").glob("*.svg"):
        text = path.read_text()
        assert text.startswith('<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 64 64">')
        assert 'fill="#fff"' in text
