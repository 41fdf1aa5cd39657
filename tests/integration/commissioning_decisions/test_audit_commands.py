"""What jc audit says, with the service as a process of its own on a real broker."""

import csv
import json
import subprocess
import sys

import pytest

from tests.support.serving import ROOT, serving
from tests.support.two_stories import STORE, THERAPY, play, store, therapy

SERVICE = "commissioning_decisions"


@pytest.fixture
def jc(decisions, amqp_url):
    with serving(SERVICE, decisions.database.url, amqp_url) as command:
        yield command


def index_of(folder):
    with (folder / "index.csv").open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


@pytest.fixture
def both(decisions):
    """One story decided in 2018, the other agreed in 2019."""
    play(therapy(decisions), until="decision_effective")
    play(store(decisions), until="live")


def test_verify_says_what_was_verified_and_export_is_verified_elsewhere(both, jc, tmp_path):
    code, said = jc("audit", "verify")
    assert code == 0
    therapy_line, store_line, last = said.splitlines()
    assert therapy_line.startswith(f"{THERAPY}: 7 moves, 25 acts, ")
    assert therapy_line.endswith(" 3 versions verified.")
    assert store_line.startswith(f"{STORE}: ")
    assert last == "2 proposals: nothing was changed, left out or swapped."

    code, text = jc("audit", "export", STORE)
    assert (code, json.loads(text)["proposal"]["id"]) == (0, STORE)
    file = tmp_path / "store.json"
    file.write_text(text, encoding="utf-8")
    script = [sys.executable, "-I", ROOT / "deploy" / "verify_audit.py", file]
    done = subprocess.run(script, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith(f"{STORE}: 1 draft, ")


def test_verify_names_the_first_row_that_was_changed(both, jc, meddle):
    meddle(
        "UPDATE acts SET facts = jsonb_set(facts, '{outcome}', '\"approved\"') "
        "WHERE kind = 'Decision' AND facts ->> 'outcome' = 'deferred'"
    )
    code, said = jc("audit", "verify", STORE)
    assert code == 1
    assert said.startswith(f"{STORE}: act ")
    assert said.endswith(" (Decision, 2019-06-24) is not what was recorded there.\n")
    assert jc("audit", "verify", THERAPY)[0] == 0


def test_an_unknown_proposal_is_one_sentence(jc):
    assert jc("audit", "export", "JCP-2031-99") == (
        1,
        "There is no proposal JCP-2031-99. Check its reference. (proposal_not_found)\n",
    )


def test_a_pack_holds_what_was_touched_in_the_range(both, jc, meddle, tmp_path):
    folder = tmp_path / "pack"
    range_of_2019 = ("--from", "2019-01-01", "--to", "2019-12-31")
    code, said = jc("audit", "pack", *range_of_2019, "--out", folder)
    assert (code, said) == (0, f"1 proposal in {folder}, listed in index.csv.\n")
    assert {each.name for each in folder.iterdir()} == {f"{STORE}.json", "index.csv"}
    [line] = index_of(folder)
    document = json.loads((folder / f"{STORE}.json").read_text(encoding="utf-8"))
    of_2019 = [each for each in document["acts"] if each["happened_on"].startswith("2019-")]
    assert line["proposal"] == STORE
    assert (line["stage"], line["acts"], line["verified"]) == ("live", str(len(of_2019)), "yes")
    assert len(of_2019) < len(document["acts"])

    code, said = jc("audit", "pack", *range_of_2019, "--out", folder)
    assert (code, "is not empty" in said) == (2, True)

    meddle("UPDATE moves SET moved_on = '2018-09-27' WHERE position = 4")
    folder = tmp_path / "whole"
    code, _ = jc("audit", "pack", "--from", "2017-01-01", "--to", "2019-12-31", "--out", folder)
    assert code == 1
    found = [(each["proposal"], each["verified"]) for each in index_of(folder)]
    assert found == [(THERAPY, "no"), (STORE, "no")]
