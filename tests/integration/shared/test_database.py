"""Transactions: whole or not at all, also when a failure inside was not minded."""

import contextlib

import psycopg2.errors
import pytest

from shared.database.transaction import MOST_HELD
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


def send(tx, *ids):
    for id in ids:
        tx.send(ADD, id=id, outcome="applied")


def test_what_is_sent_is_done_before_the_next_question_and_in_its_turn(database):
    with database.transaction() as tx:
        send(tx, ONE)
        tx.send("UPDATE inbox SET outcome = 'dead'")
        send(tx, TWO)
        assert tx.run("SELECT outcome FROM inbox ORDER BY event_id") == [
            {"outcome": "dead"},
            {"outcome": "applied"},
        ]


def test_what_is_sent_last_is_kept_with_the_commit(database):
    with database.transaction() as tx:
        send(tx, ONE, TWO)
    assert count(database) == 2


def test_what_is_sent_first_belongs_to_the_transaction_too(database):
    def fails_late():
        with database.transaction() as tx:
            send(tx, ONE)
            tx.run_many(ADD_MANY, [(TWO, "applied")])
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fails_late()
    assert count(database) == 0


def test_what_the_records_do_not_take_is_raised_by_the_next_question(database):
    def refused():
        with database.transaction() as tx:
            send(tx, ONE, ONE)
            tx.run(COUNT)

    with pytest.raises(Conflict, match="changed_meanwhile"):
        refused()
    assert count(database) == 0


def test_or_by_the_commit(database):
    with pytest.raises(Conflict, match="changed_meanwhile"), database.transaction() as tx:
        send(tx, ONE, ONE)
    assert count(database) == 0


def test_a_value_that_no_statement_can_hold_is_refused_on_the_spot(database):
    with database.transaction() as tx, pytest.raises(Invalid, match="not_storable"):
        tx.send(ADD, id=ONE, outcome="a zero byte \0")


def test_however_much_is_sent_all_of_it_is_kept(database):
    ids = [f"01a213f5-0000-7000-8000-{number:012}" for number in range(MOST_HELD * 2 + 5)]
    with database.transaction() as tx:
        send(tx, *ids)
    assert count(database) == len(ids)


def test_after_a_failure_nothing_more_is_asked(database):
    """Not even where the server has not begun the transaction yet and would commit by itself."""

    def goes_on():
        with database.transaction() as tx:
            with contextlib.suppress(psycopg2.errors.SyntaxError):
                tx.run("SELEKT")
            send(tx, ONE)

    with pytest.raises(AssertionError, match="had failed before"):
        goes_on()
    assert count(database) == 0


def test_a_statement_that_is_sent_often_is_planned_once(database):
    with database.transaction() as tx:
        for id in (ONE, TWO):
            tx.send_often(ADD, id=id, outcome="applied")
        [row] = tx.run("SELECT count(*) AS plans FROM pg_prepared_statements")
    assert row["plans"] == 1
    assert count(database) == 2


def test_a_statement_that_need_not_last_is_seen_at_once_and_waits_for_no_disk(database):
    with database.statements(lasting=False) as tx:
        send(tx, ONE)
        [row] = tx.run("SELECT current_setting('synchronous_commit') AS setting")
    assert row["setting"] == "off"
    assert count(database) == 1
    with database.transaction() as tx:
        [row] = tx.run("SELECT current_setting('synchronous_commit') AS setting")
    assert row["setting"] == "on"
