"""The chains of a whole story in a real database, and what comes of meddling with them."""

import json
import subprocess
import sys
from datetime import UTC, date, datetime
from pathlib import Path

import psycopg2
import pytest

from services.commissioning_decisions import repository
from shared import hash_chains
from shared.actor import Actor
from tests.support.cases import papers
from tests.support.refusals import code_of
from tests.support.two_stories import STORE, THERAPY, play, store, therapy

SCRIPT = Path(__file__).parents[3] / "deploy" / "verify_audit.py"
MIGRATIONS = Path(__file__).parents[3] / "services" / "commissioning_decisions" / "migrations"
OF_LAST_YEAR = """
INSERT INTO proposals (id, title, service_type, lead, partners, drafted_on, process,
                       process_version, stage)
VALUES ('JCP-2024-01', 'Therapy', 'other', 'MBC', '{MBC}', '2024-09-15', 'JCP-16', 1, 'parked');
INSERT INTO acts VALUES ('JCP-2024-01', 1, 'Paper', '{}', '2024-09-16', 'amina', 'MBC',
                         '2024-09-16 10:00+00');
INSERT INTO timeline VALUES ('JCP-2024-01', 1, '2024-09-15', 'It was drafted.', 'commissioner',
                             '0191f5a2-0000-7000-8000-000000000001')
"""


@pytest.fixture
def script(tmp_path):
    """`script(document, ...)`: exit code and words of the script that needs nothing of ours."""

    def run(*documents, earlier=None):
        paths = []
        for number, document in enumerate((*documents, *([earlier] if earlier else ()))):
            paths.append(tmp_path / f"{number}.json")
            paths[-1].write_text(json.dumps(document), encoding="utf-8")
        options = ["--earlier", paths.pop()] if earlier else []
        done = subprocess.run(
            [sys.executable, "-I", SCRIPT, *options, *paths],
            cwd=tmp_path,
            capture_output=True,
            text=True,
            check=False,
        )
        return done.returncode, done.stdout + done.stderr

    return run


def exported(auditor, id=THERAPY):
    [document] = auditor("export_audit", {"id": id})["exports"]
    return document


def test_everything_of_a_story_hangs_in_unbroken_chains(decisions, auditor, script):
    play(therapy(decisions), until="live")
    document = exported(auditor)
    found = hash_chains.check(document)
    assert found.broken is None
    assert found.older == {"draft": 0, "versions": 0, "moves": 0, "acts": 0}
    assert (found.verified["draft"], found.verified["versions"]) == (1, 3)
    assert found.verified["moves"] == len(decisions.events("proposal.stage_changed"))
    assert found.verified["acts"] == len(document["acts"]) > 20
    code, said = script(document)
    assert code == 0
    assert said.startswith(f"{THERAPY}: 1 draft, 3 versions, {len(document['moves'])} moves, ")


def test_an_export_names_nobody(decisions, auditor):
    play(therapy(decisions), until="live")
    text = json.dumps(exported(auditor))
    people = {"amina", "farah", "officer-MBC", "officer-STCCG"}
    assert not {each for each in people if each in text}
    assert '"organisation": "STCCG"' in text


# What somebody does to the database, and the row that is named.
MEDDLING = [
    (
        "UPDATE acts SET facts = jsonb_set(facts, '{decided_on}', '\"2018-09-04\"') "
        "WHERE kind = 'Decision' AND facts ->> 'partner' = 'MBC'",
        "(Decision, 2018-09-20) is not what was recorded there",
    ),
    ("UPDATE acts SET organisation = 'HBC' WHERE position = 3", "act 3 (Paper, "),
    ("UPDATE acts SET recorded_at = recorded_at - interval '1 day' WHERE position = 5", "act 5 ("),
    ("DELETE FROM acts WHERE position = 4", "act 5 ("),
    ("UPDATE acts SET sha256 = repeat('a', 64) WHERE position = 2", "act 2 ("),
    (
        "ALTER TABLE acts DROP CONSTRAINT act_is_chained; "
        "UPDATE acts SET sha256 = NULL WHERE position <= 2",
        "act 3 (",
    ),
    ("UPDATE moves SET because = 'We agreed.' WHERE position = 2", "move 2 ("),
    ("UPDATE moves SET recorded_at = recorded_at - interval '1 second'", "move 1 ("),
    (
        "UPDATE proposal_versions SET content = "
        "jsonb_set(content, '{annual_cost_pence}', '118400001') WHERE number = 2",
        "version 2 (Version, ",
    ),
    ("UPDATE proposals SET title = 'Something else'", "draft 1 (Proposal, 2017-"),
]


@pytest.mark.parametrize(("statement", "named"), MEDDLING, ids=lambda value: value[:40])
def test_a_row_that_was_changed_is_named(decisions, auditor, meddle, script, statement, named):
    play(therapy(decisions), until="decision_effective")
    meddle(statement)
    document = exported(auditor)
    assert named in (hash_chains.check(document).broken or "")
    code, said = script(document)
    assert code == 1
    assert "is not what was recorded there." in said


def test_rows_that_were_cut_off_are_missed_in_an_earlier_export(decisions, auditor, meddle, script):
    play(therapy(decisions), until="decision_effective")
    kept = exported(auditor)
    last = len(kept["acts"])
    meddle(f"DELETE FROM acts WHERE position = {last}")  # noqa: S608 - a number
    assert script(exported(auditor))[0] == 0
    code, said = script(exported(auditor), earlier=kept)
    assert code == 1
    assert f"row {last} of acts" in said
    assert "of the earlier export is not there." in said


def test_what_is_recorded_later_follows_on_an_earlier_export(decisions, auditor, script):
    story = therapy(decisions)
    play(story, until="young_commissioners_panel")
    before = exported(auditor)
    play(story, until="live")
    assert script(exported(auditor), earlier=before)[0] == 0


@pytest.mark.proves("A22")
def test_an_exempt_title_is_sealed_and_a_changed_one_breaks_the_seal(
    decisions, auditor, meddle, script
):
    play(therapy(decisions), until="partner_decisions")
    secret = "Exempt appendix: price ceiling of the three bidders"
    paper = {"code": "E21", "title": secret, "sha256": "ef" * 32, "classification": "exempt"}
    paper |= {"author_organisation": "MBC"}
    paper["fields"] = {"exempt_appendix": True, "exempt_paragraph": 12_300_000_000}
    decisions.case(THERAPY, decisions.council).does("add_evidence", {**paper, "on": "2018-09-10"})

    document = exported(auditor)
    row = document["acts"][-1]
    assert (row["facts"]["title"], row["facts"]["facts"]) == ("Exempt item", {})
    assert secret not in json.dumps(document)
    assert "12300000000" not in json.dumps(document)
    assert script(document)[0] == 0

    meddle(
        "UPDATE acts SET facts = jsonb_set(facts, '{title}', '\"Another title\"') "
        "WHERE facts ->> 'classification' = 'exempt'"
    )
    assert f"act {row['position']} (Paper, 2018-09-10)" in (
        hash_chains.check(exported(auditor)).broken or ""
    )


@pytest.mark.parametrize("number", ["1e2", "1.50", "1e-7", "0.1", "1e22", "-0.0", "12345678901234"])
def test_numbers_are_verified_however_they_were_written(decisions, auditor, script, number):
    """Nothing that is asked for today writes such numbers; what is on record may hold them."""
    play(therapy(decisions), until="options_and_business_case")
    facts = {"figures": [json.loads(number), "naïve ‘£’ 𝔘"]}
    [paper] = papers("E11", **facts)
    amina = Actor("amina", "MBC", frozenset({"commissioner"}))
    with decisions.service.database.transaction() as tx:
        case = repository.find(tx, THERAPY, lock=True)
        repository.add_act(tx, case, paper, date(2018, 7, 6), amina)
    assert hash_chains.check(exported(auditor)).is_whole
    assert script(exported(auditor))[0] == 0


def test_rows_from_before_there_was_a_chain_are_counted_and_the_chain_begins_after(
    decisions, auditor, meddle, script
):
    story = therapy(decisions)
    play(story, until="coproduction_and_review")
    for table, rule, column in (
        ("acts", "act_is_chained", "sha256"),
        ("moves", "move_is_chained", "chain_sha256"),
        ("proposals", "none_there", "sha256"),
    ):
        meddle(
            f"ALTER TABLE {table} DROP CONSTRAINT IF EXISTS {rule}; "  # noqa: S608 - names of ours
            f"UPDATE {table} SET {column} = NULL"
        )
    older = len(exported(auditor)["acts"])
    play(story, until="decision_effective")
    document = exported(auditor)
    found = hash_chains.check(document)
    assert found.is_whole
    assert (found.older["acts"], found.older["draft"]) == (older, 1)
    assert found.verified["acts"] == len(document["acts"]) - older > 0
    assert "from before there was a chain" in script(document)[1]


def test_the_migration_leaves_rows_that_are_there_out_of_the_chain(meddle):
    """As a database of last year: the tables before the change, with a proposal in them."""
    before = [path.read_text() for path in sorted(MIGRATIONS.glob("000[1-3]_*.sql"))]
    change = (MIGRATIONS / "0004_chain_everything_recorded.sql").read_text()
    moved_on = "UPDATE proposals SET stage = 'live'"
    look = "SELECT p.recorded_at, p.sha256, a.sha256 FROM proposals p, acts a"
    place = "CREATE SCHEMA last_year; SET search_path = last_year"
    [row] = meddle("; ".join([place, *before, OF_LAST_YEAR, change, moved_on, look]))
    # The event of its draft, 0191f5a2-0000-7…, was numbered at this instant.
    assert row == (datetime(2024, 9, 15, 12, 22, 0, 448000, UTC), None, None)


@pytest.mark.parametrize("table", ["proposal_versions", "moves", "acts"])
@pytest.mark.parametrize("change", ["UPDATE {} SET person = 'x'", "DELETE FROM {}"])
def test_nothing_recorded_is_changed_by_the_service_itself(decisions, table, change):
    play(therapy(decisions), until="young_commissioners_panel")
    with (
        pytest.raises(psycopg2.Error, match=f"{table} is only ever added to"),
        decisions.database.transaction() as tx,
    ):
        tx.run(change.format(table))


@pytest.mark.parametrize("table", ["proposal_versions", "moves", "acts", "process_migrations"])
def test_not_even_the_owner_of_a_table_empties_it(meddle, table):
    with pytest.raises(psycopg2.Error, match=f"{table} is only ever added to"):
        meddle(f"SET session_replication_role = origin; TRUNCATE {table}")


def test_all_proposals_are_exported_page_by_page(decisions, auditor):
    play(therapy(decisions), until="needs_assessment")
    play(store(decisions), until="needs_assessment")
    first = auditor("export_audit", {"limit": 1})
    second = auditor("export_audit", {"limit": 1, "after": first["after"]})
    last = auditor("export_audit", {"limit": 1, "after": second["after"]})
    found = [each["exports"][0]["proposal"]["id"] for each in (first, second)]
    assert (found, last["exports"], last["after"]) == ([THERAPY, STORE], [], None)


def test_only_auditors_and_operators_export(decisions, auditor):
    assert code_of(lambda: decisions.council("export_audit", {})) == "role_required"
    assert code_of(lambda: exported(auditor, "JCP-2031-99")) == "proposal_not_found"
