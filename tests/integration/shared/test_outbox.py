"""Many events written together are the same as each written alone."""

import json

import pytest

from shared.messaging import outbox
from shared.messaging.outbox import Told
from tests.support.one_service import at_once

BODIES = "SELECT body FROM outbox ORDER BY position"


@pytest.fixture
def database(service_database):
    return service_database("contract_monitoring")


def told(*subjects):
    return [
        Told("contract.commenced", 1, {"number": number}, subject)
        for number, subject in enumerate(subjects)
    ]


def written(database):
    with database.transaction() as tx:
        return [json.loads(row["body"]) for row in tx.run(BODIES)]


def versions(database, subject):
    return [each["aggregateversion"] for each in written(database) if each["subject"] == subject]


def test_versions_go_on_without_a_gap_in_the_order_of_the_list(database):
    with database.transaction() as tx:
        outbox.append(tx, "contract.commenced", 1, {"number": 0}, subject="A")
        outbox.append_all(tx, told("A", "B", "A", "A"))
        outbox.append(tx, "contract.commenced", 1, {"number": 9}, subject="B")

    assert versions(database, "A") == [1, 2, 3, 4]
    assert versions(database, "B") == [1, 2]
    in_order = [each["data"]["number"] for each in written(database) if each["subject"] == "A"]
    assert in_order == [0, 0, 2, 3]


def test_each_has_the_envelope_of_one_that_was_written_alone(database):
    with database.transaction() as tx:
        alone = outbox.append(tx, "contract.commenced", 1, {"number": 0}, subject="A")
        [together] = outbox.append_all(tx, told("A"))
    differing = {"id", "aggregateversion"}
    first, second = alone.to_wire(), together.to_wire()
    assert {name for name in first if first[name] != second[name]} == differing
    assert set(first) == set(second)


def test_nothing_to_tell_writes_nothing(database):
    with database.transaction() as tx:
        assert outbox.append_all(tx, []) == []
    assert written(database) == []


def test_two_who_tell_of_the_same_subjects_at_once_leave_no_gap(database):
    def tells(*subjects):
        with database.transaction() as tx:
            outbox.append_all(tx, told(*subjects))

    names = [f"CON-2026-{number}" for number in range(200)]
    at_once(lambda: tells(*names), lambda: tells(*reversed(names)))

    assert all(versions(database, name) == [1, 2] for name in names[::20])
    assert len(written(database)) == 400
