"""What an operator types, and what the terminal answers."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from shared.database.dependency import ServiceDatabase
from shared.messaging import dead_letters, outbox, topology
from tests.support.databases import AREA
from tests.support.eventually import eventually
from tests.support.messaging import Wire, an_event

ROOT = Path(__file__).parents[3]
SERVICE = "contract_monitoring"
NOWHERE = "amqp://guest:guest@127.0.0.1:1/"


@pytest.fixture(scope="module")
def database_url(all_databases):
    """Databases of all services; the address has `{service}` in it."""
    with all_databases.copy_of_all() as url:
        yield url


@pytest.fixture
def jc(database_url, amqp_url):
    """`jc("topology", "check")`: exit code and everything it said."""

    def run(*arguments, **settings):
        environment = {
            **os.environ,
            "JC_DATABASE_URL": database_url,
            "JC_AMQP_URL": amqp_url,
            "COLUMNS": "200",
            **settings,
        }
        done = subprocess.run(
            [sys.executable, "-m", "shared.cli", *arguments],
            cwd=ROOT,
            env=environment,
            capture_output=True,
            text=True,
            check=False,
        )
        return done.returncode, done.stdout + done.stderr

    return run


@pytest.fixture
def database(database_url):
    made = ServiceDatabase(SERVICE, database_url.replace("{service}", SERVICE), AREA)
    yield made
    made.pool.close()


@pytest.fixture
def wire(amqp_url):
    made = Wire(amqp_url)
    yield made
    made.close()


@pytest.fixture
def buried(wire):
    """Two letters of one kind and one of another, as the consumer puts them aside."""
    events = [an_event(), an_event(), an_event()]
    codes = ["gate_not_met", "gate_not_met", "KeyError"]
    for event, code in zip(events, codes, strict=True):
        headers = {"x-reason-code": code, "x-reason": "As it is.", "x-traceback": "Traceback …"}
        wire.send_to(
            topology.DEAD_EXCHANGE, SERVICE, event.to_json(), message_id=event.id, headers=headers
        )
    return events


def left(amqp_url):
    return [letter.key for letter in dead_letters.look(amqp_url, SERVICE)]


def test_the_topology_is_missed_declared_and_found(jc):
    code, said = jc("topology", "check")
    assert code == 1
    assert "The queue portal.events is missing. Run jc topology declare." in said
    assert jc("topology", "declare")[0] == 0
    assert jc("topology", "declare")[0] == 0
    assert jc("topology", "check") == (0, "Everything is as it should be.\n")


def test_a_queue_made_otherwise_is_named(jc, wire):
    wire.remake_queue("portal.retry.5s", {"x-queue-type": "quorum", "x-message-ttl": 7})
    code, said = jc("topology", "check")
    assert code == 1
    assert said.startswith("The queue portal.retry.5s was made with other arguments.")


def test_the_outbox_says_what_waits_and_what_nobody_wants(jc, wire, database):
    with database.transaction() as tx:
        outbox.append(tx, "contract.commenced", 1, {}, subject="CON-2019-01")
        outbox.append(tx, "contract.commenced", 1, {}, subject="CON-2019-02")
        tx.run(
            "UPDATE outbox SET unroutable_at = now() WHERE body LIKE %(like)s",
            like="%CON-2019-02%",
        )
    wire.send_to(topology.UNROUTABLE, "", b"a stray")
    code, said = jc("outbox")
    assert code == 0
    [line] = [each for each in said.splitlines() if SERVICE in each]
    assert [cell.strip() for cell in line.split("│")[1:4]] == [SERVICE, "2", "1"]
    assert "1 events wait in commissioning.unroutable" in said


def test_dead_letters_are_listed_with_their_reasons_and_shown_whole(jc, buried):
    code, said = jc("dead-letters", "list")
    assert code == 0
    assert all(event.id in said for event in buried)
    assert said.count("gate_not_met") == 2
    code, said = jc("dead-letters", "show", SERVICE, buried[2].id)
    assert code == 0
    assert "KeyError: As it is." in said
    assert "Traceback …" in said
    assert '"subject":"CON-2019-01"' in said


def test_no_dead_letters_is_a_good_answer(jc, wire):
    assert jc("dead-letters", "list") == (0, "No dead letters.\n")


def test_one_letter_is_sent_again_and_the_others_stay(jc, buried, wire, amqp_url):
    assert jc("dead-letters", "retry", SERVICE, buried[0].id) == (0, "1 sent again.\n")
    [(headers, body)] = wire.take(topology.queue_of(SERVICE))
    assert set(headers) <= {"x-delivery-count"}  # which the broker counts
    assert buried[0].id in body.decode()
    assert left(amqp_url) == [buried[1].id, buried[2].id]


def test_all_of_a_kind_are_sent_again(jc, buried, wire, amqp_url):
    said = jc("dead-letters", "retry", SERVICE, "--like", "gate_not_met")
    assert said == (0, "2 sent again.\n")
    assert eventually(lambda: wire.count(topology.queue_of(SERVICE)) == 2)
    assert left(amqp_url) == [buried[2].id]


def test_a_letter_is_thrown_away_only_with_a_reason(jc, buried, amqp_url):
    code, said = jc("dead-letters", "discard", SERVICE, buried[2].id)
    assert (code, said.strip().endswith("(reason_missing)")) == (1, True)
    assert len(left(amqp_url)) == 3
    code, said = jc(
        *("dead-letters", "discard", SERVICE, buried[2].id, "--because", "Entered by mistake.")
    )
    assert code == 0
    assert "1 thrown away." in said
    assert left(amqp_url) == [buried[0].id, buried[1].id]


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("dead-letters", "list", "no_such_service"), "unknown_service"),
        (("dead-letters", "retry", SERVICE), "letter_not_chosen"),
        (("dead-letters", "retry", SERVICE, "nothing"), "dead_letter_not_found"),
        (("dead-letters", "show", SERVICE, "nothing"), "dead_letter_not_found"),
        (("dead-letters", "retry", "no_such_service", "nothing"), "unknown_service"),
    ],
)
def test_a_refusal_is_one_sentence_with_its_code(jc, wire, arguments, code):
    ended, said = jc(*arguments)
    assert ended == 1
    assert said.endswith(f"({code})\n")
    assert said.count("\n") == 1


def test_a_broker_that_does_not_answer_is_said_so(jc):
    ended, said = jc("topology", "check", JC_AMQP_URL=NOWHERE)
    assert ended == 1
    assert said.startswith("The message broker does not answer")
    assert "Traceback" not in said
