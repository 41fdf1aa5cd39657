"""The seed can run again and again; everybody in it can come in."""

import json
import stat

from services.portal import seed
from services.portal.access import ROLES
from services.portal.repository import people
from services.portal.security import HASHER, digest_of

SECRET = "a secret that lasts"


def test_a_second_run_changes_nothing(service_database):
    database = service_database("portal")
    first = seed.seed(database, SECRET)
    with database.transaction() as tx:
        before = tx.run("SELECT * FROM people ORDER BY id")
    second = seed.seed(database, SECRET)
    with database.transaction() as tx:
        assert tx.run("SELECT * FROM people ORDER BY id") == before
    assert first == second


def test_everybody_comes_in_with_what_was_printed(service_database):
    database = service_database("portal")
    [one, *_] = seed.seed(database, SECRET)
    with database.transaction() as tx:
        person, password_hash = people.find_by_sign_in_name(tx, one.person.sign_in_name)
        assert HASHER.verify(password_hash, one.password)
        assert people.find_by_key(tx, digest_of(one.api_key)) == person


def test_another_secret_means_other_passwords_and_no_old_key(service_database):
    database = service_database("portal")
    [old, *_] = seed.seed(database, SECRET)
    [new, *_] = seed.seed(database, "another secret")
    assert old.password != new.password
    with database.transaction() as tx:
        assert people.find_by_key(tx, digest_of(old.api_key)) is None


def test_the_table_has_one_line_for_every_role(service_database):
    text = seed.table(list(seed.everybody(SECRET)))
    assert len(text.splitlines()) == 1 + len(ROLES)
    assert "YC" not in text


def test_the_file_with_everybody_is_for_its_owner_only(tmp_path):
    path = tmp_path / "people.json"
    seed.write_file(path, list(seed.everybody(SECRET)))
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    rows = json.loads(path.read_text())["people"]
    assert {"sign_in_name", "password", "api_key", "name", "organisation", "roles"} == set(rows[0])
    assert len({row["api_key"] for row in rows}) == len(rows)
