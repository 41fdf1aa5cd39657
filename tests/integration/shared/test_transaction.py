"""A transaction says in our words what the records do not take, and nothing of it stays."""

import pytest

from tests.support.one_service import rows_of
from tests.support.refusals import code_of

ADD = "INSERT INTO indicators VALUES (%(code)s, %(name)s, 'children', 'count', 'NHS', 'neutral')"
ADD_FIGURE = """
INSERT INTO observations (code, area, period, revision, numerator, status, loaded_on, loaded_by,
                          recorded_at)
VALUES ('N07', 'MBC', '2018', 1, %(count)s, %(status)s, %(on)s, 'abdul', now())
"""
FIGURE = {"count": 7, "status": "final", "on": "2018-03-01"}


@pytest.fixture
def database(service_database):
    made = service_database("needs_assessment")
    with made.transaction() as tx:
        tx.run(ADD, code="N07", name="Waits")
    return made


@pytest.mark.parametrize(
    ("sql", "values", "code"),
    [
        (ADD, {"code": "N07", "name": "Twice"}, "changed_meanwhile"),
        (ADD, {"code": "N08", "name": "a zero byte \0"}, "not_storable"),
        (ADD, {"code": "N08", "name": "half a character \ud800"}, "not_storable"),
        (ADD_FIGURE, {**FIGURE, "status": "guessed"}, "not_storable"),
        (ADD_FIGURE, {**FIGURE, "on": "2018-02-30"}, "not_storable"),
        (ADD_FIGURE, {**FIGURE, "count": 2**63}, "not_storable"),
    ],
)
def test_what_the_records_do_not_take_is_refused_whole(database, sql, values, code):
    before = rows_of(database)

    def written():
        with database.transaction() as tx:
            tx.run(ADD, code="N09", name="Before it")
            tx.run(sql, **values)

    assert code_of(written) == code
    assert rows_of(database) == before


def test_many_rows_are_held_to_the_same(database):
    before = rows_of(database)

    def written():
        with database.transaction() as tx:
            statement = "INSERT INTO reference_numbers VALUES %s"
            tx.run_many(statement, [("NEED", 2018, 1), ("NEED", 2018, 2**40)])

    assert code_of(written) == "not_storable"
    assert rows_of(database) == before
