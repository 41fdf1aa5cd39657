"""Every event of the contracts ends in the read model, in any order and any number of times."""

from dataclasses import replace

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from nameko.testing.services import worker_factory

from deploy.contracts import files
from services.portal.projection import PortalProjection, handler_name
from services.portal.repository import read_model
from services.portal.schemas import CONSUMED
from shared.events import from_wire

KINDS = ("need", "session", "recommendation", "contract", "watch", "return", "uplift", "balancing")
# The list of days that somebody answers for is asked of its service each time.
PROMISED = [each for each in files.events() if not each.name.startswith("obligation.")]


def examples():
    """Each example of each contract as the consumer gets it, and a later version of it."""
    for promised in PROMISED:
        schema = CONSUMED[promised.name, promised.version]()
        for path in promised.examples:
            event = from_wire(files.read(path))
            event = replace(event, data=schema.load(event.data))
            yield event
            yield replace(event, subject_version=event.subject_version + 40)


EVENTS = list(examples())


def final(database, events):
    service = worker_factory(PortalProjection, database=database)
    with database.transaction() as tx:
        tx.run("DELETE FROM board")
        tx.run("DELETE FROM facts")
        for event in events:
            getattr(service, handler_name(event.name))(event, tx)
        board = read_model.page_of_board(tx, {}, None, 100)
        return board, {kind: read_model.all_facts(tx, kind) for kind in KINDS}


def test_any_order_and_any_repetition_end_in_the_same_picture(service_database):
    database = service_database("portal")
    newest_last = sorted(EVENTS, key=lambda event: (event.subject_version, event.id))
    expected = final(database, newest_last)
    assert any(expected[1].values())

    @settings(
        max_examples=25,
        deadline=None,
        database=None,
        suppress_health_check=[HealthCheck.function_scoped_fixture],
    )
    @given(st.permutations(EVENTS + EVENTS[::3]))
    def same_picture(told):
        board, kept = final(database, told)
        assert [row["version"] for row in board] == [row["version"] for row in expected[0]]
        assert versions(kept) == versions(expected[1])

    same_picture()


def versions(kept):
    return {kind: [(row["id"], row["version"]) for row in rows] for kind, rows in kept.items()}


def test_every_event_that_is_read_has_its_handler():
    for name, _ in CONSUMED:
        assert getattr(PortalProjection, handler_name(name)).__name__ == handler_name(name)


def test_every_promised_event_is_read():
    promised = {(each.name, each.version) for each in PROMISED}
    assert promised <= set(CONSUMED)
