"""Transactions: whole or not at all, also when a failure inside was not minded."""

import contextlib

import pytest

from shared.errors import Conflict, Invalid

ADD = "INSERT INTO inbox (event_id, outcome) VALUES (%(id)s, %(outcome)s)"
COUNT = "SELECT count(*) AS number FROM inbox"
ONE, TWO = "01a213f5-0000-7000-8000-000000000001", "01a213f5-0000-7000-8000-000000000002"
ADD_MANY = "INSERT INTO inbox (event_id, outcome) VALUES %s"


@pytest.fixture
def database(service_database):
    return service_database("portal")


def count(database):
    with database.transaction() as tx:
        return tx.run(COUNT)[0]["number"]


def add(database, *ids, how="transaction"):
    with getattr(database, how)() as tx:
        for id in ids:
            tx.run(ADD, id=id, outcome="applied")


def test_what_was_written_is_kept_at_the_end(database):
    add(database, ONE, TWO)
    assert count(database) == 2


def test_a_failure_takes_everything_back(database):
    def fails_late():
        with database.transaction() as tx:
            tx.run(ADD, id=ONE, outcome="applied")
            tx.run_many(ADD_MANY, [(TWO, "applied")])
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fails_late()
    assert count(database) == 0


def test_many_rows_belong_to_the_transaction_even_when_they_come_first(database):
    def fails_late():
        with database.transaction() as tx:
            tx.run_many(ADD_MANY, [(ONE, "applied"), (TWO, "applied")])
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fails_late()
    assert count(database) == 0


def test_a_second_row_with_the_same_key_is_a_conflict(database):
    with pytest.raises(Conflict, match="changed_meanwhile"):
        add(database, ONE, ONE)
    assert count(database) == 0


def test_a_value_that_the_records_do_not_take_is_invalid(database):
    with pytest.raises(Invalid, match="not_storable"), database.transaction() as tx:
        tx.run(ADD, id=ONE, outcome="dreamt")


def test_a_failure_that_nobody_minded_is_not_taken_for_a_success(database):
    """The server answers such a COMMIT with a rollback, and would say nothing."""

    def minds_nothing():
        with database.transaction() as tx:
            tx.run(ADD, id=ONE, outcome="applied")
            with contextlib.suppress(Conflict):
                tx.run(ADD, id=ONE, outcome="applied")

    with pytest.raises(AssertionError, match="had failed before"):
        minds_nothing()
    assert count(database) == 0


def test_single_statements_each_keep_what_they_wrote(database):
    with pytest.raises(Conflict):
        add(database, ONE, ONE, how="statements")
    assert count(database) == 1


OFTEN = "SELECT %(a)s::int AS a, %(b)s::text AS b, %(a)s::int + 1 AS more"


def test_a_question_that_is_asked_often_is_planned_once_for_each_connection(database):
    for number in range(8):
        with database.transaction() as tx:
            assert tx.run_often(OFTEN, a=number, b="x' y") == [
                {"a": number, "b": "x' y", "more": number + 1}
            ]
    with database.transaction() as tx:
        [row] = tx.run("SELECT count(*) AS plans FROM pg_prepared_statements")
    assert row["plans"] == 1


def test_a_plan_outlives_the_transaction_that_asked_for_it_first(database):
    def fails_late():
        with database.transaction() as tx:
            tx.run_often(OFTEN, a=1, b="x")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fails_late()
    with database.transaction() as tx:
        assert tx.run_often(OFTEN, a=2, b="x")[0]["more"] == 3


def test_a_connection_is_lent_again_after_each_kind_of_end(database):
    for how in ("transaction", "statements"):
        with pytest.raises(Conflict):
            add(database, ONE, ONE, how=how)
        with database.transaction() as tx:
            tx.run("DELETE FROM inbox")
    with database.transaction():
        pass  # nothing was asked
    assert count(database) == 0
    assert len(database.pool._free) == 1
