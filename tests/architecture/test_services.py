"""Every service explains itself, and its migrations are numbered without a gap."""

import pytest

from tests.support import walls

GOOD = {
    "services/panel/__init__.py": '"""Owns panels. Consumes `contract.signed`. Publishes none."""',
    "services/panel/README.md": "# Panel",
    "services/panel/service.py": "",
    "services/panel/migrations/0001_create_panels.sql": "",
    "services/panel/migrations/0002_add_members.sql": "",
}


@pytest.fixture
def a_tree(tmp_path):
    """`a_tree({place: text or None})`: a sound tree with some files changed or missing."""

    def made(changes):
        for place, text in {**GOOD, **changes}.items():
            if text is not None:
                (tmp_path / place).parent.mkdir(parents=True, exist_ok=True)
                (tmp_path / place).write_text(text)
        return tmp_path

    return made


def test_every_service_explains_itself():
    assert walls.unexplained_services(walls.ROOT) == []


def test_every_migration_has_its_number():
    assert walls.misnumbered_migrations(walls.ROOT) == []


def test_migrations_are_found_in_services_and_in_what_they_share():
    folders = {path.relative_to(walls.ROOT).parts[0] for path in walls.ROOT.glob("s*/**/*.sql")}
    assert folders == {"services", "shared"}


def test_a_sound_tree_has_nothing_wrong(a_tree):
    root = a_tree({})
    assert walls.services(root) == ["panel"]
    assert walls.unexplained_services(root) + walls.misnumbered_migrations(root) == []


@pytest.mark.parametrize(
    ("place", "text"),
    [
        ("services/panel/README.md", None),
        ("services/panel/README.md", "a line\n" * 81),
        ("services/panel/__init__.py", '"""Panels."""'),
        ("services/panel/__init__.py", ""),
    ],
)
def test_an_unexplained_service_is_found(a_tree, place, text):
    assert len(walls.unexplained_services(a_tree({place: text}))) == 1


@pytest.mark.parametrize(
    "place",
    [
        "services/panel/migrations/0004_add_sessions.sql",
        "services/panel/migrations/0002_add_sessions.sql",
        "services/panel/migrations/003_add_sessions.sql",
        "services/panel/migrations/0003_Add-sessions.sql",
        "shared/database/migrations/0002_inbox.sql",
    ],
)
def test_a_misnumbered_migration_is_found(a_tree, place):
    assert walls.misnumbered_migrations(a_tree({place: ""})) != []
