"""The read model holds the newest fact of each thing, in whatever order facts come."""

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from services.portal import calls, facts
from services.portal.repository import read_model
from tests.support import dossier

STAGES = dossier.STAGES[:5]


def story():
    """One proposal, one contract and one return, each with several versions."""
    for version, stage in enumerate(STAGES, 1):
        block = dossier.a_proposal(stage=stage, moves=version)
        yield from facts.from_event(
            "proposal.stage_changed", calls.DECISIONS, dossier.SLT, version, {"proposal": block}
        )
    for version, level in enumerate((0, 1, 2, 1), 1):
        block = {**dossier.WATCH, "escalation_level": level}
        yield from facts.from_event(
            "contract.commenced", calls.CONTRACTS, dossier.CONTRACT, version, {"contract": block}
        )
    for version, rating in enumerate(("amber", "red"), 1):
        block = {**dossier.RETURNS[1], "rating": rating, "revision": version}
        yield from facts.from_event(
            "kpi.return_restated",
            calls.CONTRACTS,
            facts.subject_of("return", block),
            version,
            {"return": block},
        )


STORY = list(story())


def final(database, told):
    with database.transaction() as tx:
        tx.run("DELETE FROM board")
        tx.run("DELETE FROM facts")
        for fact in told:
            read_model.keep(tx, fact)
        board = read_model.page_of_board(tx, {}, None, 10)
        kept = [read_model.all_facts(tx, kind) for kind in ("watch", "return")]
    return board, kept


def test_shuffled_and_repeated_facts_end_in_the_same_picture(service_database):
    database = service_database("portal")
    expected = final(database, STORY)

    @settings(
        max_examples=40,
        deadline=None,
        suppress_health_check=[HealthCheck.function_scoped_fixture],
        database=None,
    )
    @given(st.permutations(STORY + STORY))
    def same_picture(told):
        assert final(database, told) == expected

    same_picture()


def test_an_old_fact_never_undoes_a_new_one(service_database):
    database = service_database("portal")
    final(database, STORY)
    with database.transaction() as tx:
        read_model.keep(tx, STORY[0])
        version, block = read_model.find_proposal(tx, dossier.SLT)
    assert (version, block["stage"]) == (len(STAGES), STAGES[-1])


def add_proposals(database, count):
    with database.transaction() as tx:
        for number in range(count):
            stage = dossier.STAGES[number % 16]
            block = dossier.a_proposal(
                f"JCP-2020-{number:03d}", stage, stage_since=f"2020-01-{1 + number % 28:02d}"
            )
            read_model.put_proposal(tx, 1, block)


def test_pages_of_the_board_hold_every_proposal_once(service_database):
    database = service_database("portal")
    add_proposals(database, 60)
    seen, after = [], None
    with database.transaction() as tx:
        while page := read_model.page_of_board(tx, {}, after, 25):
            seen += [row["id"] for row in page]
            after = (str(page[-1]["stage_since"]), page[-1]["id"])
    assert len(seen) == len(set(seen)) == 60


def test_filters_and_counts_agree(service_database):
    database = service_database("portal")
    add_proposals(database, 60)
    with database.transaction() as tx:
        counts = read_model.count_by_stage(tx, {"partner": "MBC", "words": "therapy"})
        assert sum(counts.values()) == 60
        rows = read_model.page_of_board(tx, {"stage": "live"}, None, 100)
        assert len(rows) == counts["live"]
        assert read_model.page_of_board(tx, {"partner": "HBC"}, None, 10) == []


def test_signs_in_a_search_are_only_signs(service_database):
    database = service_database("portal")
    add_proposals(database, 3)
    with database.transaction() as tx:
        assert read_model.page_of_board(tx, {"words": "%"}, None, 10) == []
        assert read_model.page_of_board(tx, {"words": "jcp-2020-00"}, None, 10) != []
