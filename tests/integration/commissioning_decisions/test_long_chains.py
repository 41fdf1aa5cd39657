"""A proposal that moves often: what a command reads stays small, what is kept stays whole."""

from datetime import date, timedelta
from pathlib import Path

from services.commissioning_decisions import repository
from services.commissioning_decisions.domain import moving
from shared import clock
from tests.support.moves_that_matter import mattering
from tests.support.two_stories import THERAPY, play, therapy

MIGRATION = (
    Path(__file__).parents[3]
    / "services/commissioning_decisions/migrations/0010_find_the_moves_that_matter.sql"
)
FILL = "INSERT INTO moves_that_matter\nSELECT"


def wandered(decisions) -> None:
    """To the partners, back to the options and there again, with waits in between."""
    play(therapy(decisions), until="partner_decisions")
    case, on = decisions.case(THERAPY, lead=decisions.ccg), date(2018, 9, 1)
    for move in (
        *("park", "resume", "return_to_options", "park", "resume", "consult_panel"),
        *("seek_decisions", "park", "resume", "park", "resume"),
    ):
        on += timedelta(1)
        case.moves(str(on), move, "As the test says.")


def read(decisions):
    with decisions.database.transaction() as tx:
        fewer = repository.find(tx, THERAPY)
        return fewer, repository.find_with_every_move(tx, THERAPY)


def test_a_command_reads_the_moves_that_matter_and_an_auditor_all(decisions):
    wandered(decisions)
    fewer, whole = read(decisions)
    assert [moved.position for moved in whole.moves] == list(range(1, 18))
    assert moving.verify(THERAPY, whole.moves)
    assert fewer.moves == mattering(whole.moves, whole.migrations)
    assert [moved.position for moved in fewer.moves] == [1, 2, 3, 4, 6, 9, 10, 11, 12, 13, 16, 17]
    assert (fewer.stage.id, fewer.moves_made) == ("partner_decisions", 17)
    assert fewer.frozen_since == date(2018, 8, 17)
    assert fewer.round_began("record_decision") == date(2018, 9, 8)


def test_what_was_before_a_change_of_process_still_matters(decisions, meddle):
    """The same way before and after it: each is read in the process of its time."""
    wandered(decisions)
    case, short = decisions.case(THERAPY, lead=decisions.ccg), "JCP-6@1"
    to_short = {
        "from_process": "JCP-16@2",
        "to_process": short,
        "stages": {"partner_decisions": "partners_decide"},
    }
    assert decisions.operator("migrate_proposals", to_short)["migrated"] == 1
    case.moves("2026-11-25", "park", "As the test says.")
    back = {"from_process": short, "to_process": "JCP-16@2", "stages": {}}
    back["stages"] = {"partners_decide": "partner_decisions"}
    assert decisions.operator("migrate_proposals", back)["migrated"] == 1
    case.moves("2026-11-25", "resume", "As the test says.")

    fewer, whole = read(decisions)
    assert fewer.moves == mattering(whole.moves, whole.migrations)
    assert [moved.move for moved in fewer.moves[-5:]] == [
        "resume",
        *("migrate", "park", "migrate", "resume"),
    ]
    assert (fewer.stage.id, fewer.moves_made) == ("partner_decisions", 21)
    assert fewer.round_began("record_decision") == whole.round_began("record_decision")
    check_a_database_from_before(decisions, meddle)


def test_a_database_from_before_reads_the_same(decisions, meddle):
    wandered(decisions)
    check_a_database_from_before(decisions, meddle)


def check_a_database_from_before(decisions, meddle) -> None:
    before, _ = read(decisions)
    fill = FILL + MIGRATION.read_text().partition(FILL)[2]
    meddle("; ".join(["DELETE FROM moves_that_matter", fill]))
    after, _ = read(decisions)
    assert after == before


def test_the_report_and_the_past_look_at_every_move(decisions):
    wandered(decisions)
    report = decisions.ccg("get_decision_report", {"id": THERAPY})["report"]
    texts = [text for section in report["sections"] for text in section["paragraphs"]]
    assert sum("As the test says." in text for text in texts) == 11
    decisions.clock.instant = clock.now()
    asked = {"id": THERAPY, "at": decisions.clock.instant.isoformat()}
    recorded = decisions.ccg("get_proposal_as_of", asked)["recorded"]
    assert sum("As the test says." in each["sentence"] for each in recorded) == 11


def test_lines_of_the_timeline_are_numbered_without_a_gap(decisions):
    wandered(decisions)
    with decisions.database.transaction() as tx:
        rows = tx.run("SELECT position FROM timeline ORDER BY position")
    assert [row["position"] for row in rows] == list(range(1, 41))
